"""What each response of a form says, and each line of the sign-up list."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from mentorship_gsheets.errors import Finding, Level
from mentorship_gsheets.intake.addresses import read_email
from mentorship_gsheets.intake.answers import JOIN
from mentorship_gsheets.intake.questions import joined
from mentorship_gsheets.intake.texts import clean
from mentorship_gsheets.intake.values import CLOSED, READERS, choices
from mentorship_gsheets.intake.wordings import COLUMNS, ROLE
from mentorship_gsheets.people import Form, Question, Response, Role
from mentorship_gsheets.records.readings import Readings, given

Columns = Mapping[tuple[str, str], str]
"""``(form title, question id)`` -> our column."""

CHOICES = ("Fields", "Topics", "Languages")
"""Columns that hold several choices."""

# cells of people show what was not understood only where a person can make something of it there
_KEPT_UNREAD = ("Time zone", "Sector", "Languages")
_OF_ONE_ROLE = 0.9
"""Share of a question's answers that must come from people of one role for its section to be that role's."""


@dataclass(frozen=True, slots=True)
class Said:
    """What one response or one line of the sign-up list says.

    Parameters
    ----------
    email
        Cleaned.
    texts
        Our column -> text, from all sections.
    roles
        The roles it offers or asks for; None when it does not say.
    submitted
        Time of the response; empty for a sign-up.
    own
        Role -> texts without the sections of the other role, for people who answered both.
    """

    email: str
    texts: Mapping[str, str]
    roles: frozenset[Role] | None
    submitted: str = ""
    own: Mapping[Role, Mapping[str, str]] = field(default_factory=dict)

    @property
    def called(self) -> str:
        """The name, or the address of somebody who gave none."""
        return clean(self.texts.get("Name", "")) or self.email

    def texts_for(self, role: Role) -> Mapping[str, str]:
        """Return our column -> text, as somebody in this role answered."""
        return self.own.get(role, self.texts)


def read_said(
    form: Form,
    columns: Columns,
    options: Mapping[str, Sequence[str]],
    findings: list[Finding],
    readings: Readings | None = None,
) -> Iterator[Said]:
    """Yield what each response of a form says.

    Parameters
    ----------
    form
        A form, or the sign-up list as one; a form that stands for a role speaks for that role alone.
    columns
        Which question feeds which column.
    options
        Our column -> known choices, for answers that join several choices in one text.
    findings
        Responses without a readable address are added here, as are forms that do not ask for address or role.
    readings
        What answers are read as; None: as the readers read them.
    """
    asked = {columns.get((form.title, question.id), "") for question in form.questions}
    if form.responses and "Email" not in asked and not any(response.email for response in form.responses):
        what = f"nothing in {form.title} says who answered, so nobody is taken from it."
        findings.append(Finding(what, "Name the question that asks for the address in Questions.", "no-email-question"))
        return
    if form.responses and ROLE not in asked and form.role is None:
        what = f"nothing in {form.title} says who is mentor and who mentee."
        remedy = "Name the question in Questions, or the form under Mentor form or Mentee form in Settings."
        findings.append(Finding(what, remedy, "no-role-question"))
    reader = _Reader(form, columns, options, readings or Readings())
    sections = reader.sections()
    for response in form.responses:
        texts, roles = reader.texts(response), reader.roles(response)
        # the address a form collects was typed to get the answer back; one it asks for besides may be anything
        email, problem = read_email(response.email or texts.get("Email", ""))
        if problem and response.email and texts.get("Email"):
            email, problem = read_email(texts["Email"])
        if email:
            own = {}
            if sections and roles and len(roles) > 1:
                for role in roles:
                    left_out = {id for id, whose in sections.items() if whose is role.other}
                    own[role] = {**reader.texts(response, left_out), "Email": email}
            yield Said(email, {**texts, "Email": email}, roles, response.submitted, own)
        elif roles or roles is None:
            who = clean(texts.get("Name", ""))[:60] or "somebody"
            findings.append(
                Finding(
                    f"the address {who} gave in {form.title} {problem}.",
                    "Ask for it, and add the person by hand.",
                    "bad-address",
                    Level.HELD,
                    where=response.where,
                )
            )


def shown_options(form: Form, question: Question) -> tuple[str, ...]:
    """Return what the answers of all rows show to be one choice, though it holds a comma.

    Parameters
    ----------
    form
        The form with all its responses.
    question
        One of its questions.
    """
    return choices.learn([given(question, response) for response in form.responses], question.title)


class _Reader:
    """Reads the responses of one form, each distinct answer once."""

    def __init__(self, form: Form, columns: Columns, options: Mapping[str, Sequence[str]], readings: Readings) -> None:
        self._form = form
        self._readings = readings
        self._column = {question.id: columns.get((form.title, question.id), "") for question in form.questions}
        self._options = {
            # known choices of all forms, for what is joined in one text without options of its own
            question.id: question.options or tuple(options.get(self._column[question.id], ()))
            for question in form.questions
            if self._column[question.id] in CHOICES
        }
        self._read: dict[tuple[str, tuple[str, ...]], str] = {}

    def texts(self, response: Response, left_out: Sequence[str] | set[str] = ()) -> dict[str, str]:
        """Return our column -> text, without the questions that are left out."""
        parts: dict[str, list[str]] = {}
        for question in self._form.questions:
            column = self._column[question.id]
            if column and question.id in response.answers and question.id not in left_out:
                parts.setdefault(column, []).append(self._text(question, response, column))
        return joined(parts)

    def roles(self, response: Response) -> frozenset[Role] | None:
        """Return the roles of all questions about them together; None when none of them is answered."""
        if self._form.role:
            return frozenset({self._form.role})
        found: list[frozenset[Role]] = []
        for question in self._form.questions:
            if self._column[question.id] == ROLE and question.id in response.answers:
                text = self._text(question, response, ROLE)
                reading = READERS[ROLE](text, "", "") if text else None
                if reading is not None and reading.value is not None:
                    found.append(reading.value)
        return frozenset[Role]().union(*found) if found else None

    def _text(self, question: Question, response: Response, column: str) -> str:
        values = response.answers[question.id]
        key = (question.id, values)
        if key not in self._read:
            self._read[key] = self._answer(question, given(question, response), values, column)
        return self._read[key]

    def _answer(self, question: Question, answer: str, values: tuple[str, ...], column: str) -> str:
        absent = "\0"
        text = self._readings.text(self._form.title, question.id, answer, absent)
        if text is None:
            return answer if column in _KEPT_UNREAD else ""
        if column in CHOICES and (text == absent or text):
            if text not in (absent, answer) and column in CLOSED:
                return text
            return self._choices(question, values if text == absent or column in CLOSED else (text,))
        if text != absent:
            return text
        if column not in CLOSED:
            # what was ticked for a column of the organizer's own is told apart as for the tool's
            return self._choices(question, values) if question.several and column not in COLUMNS else answer
        reading = READERS[column](answer, question.title, "")
        if reading is None:
            return answer if column in _KEPT_UNREAD else ""
        return "" if reading.value is None else reading.text

    def _choices(self, question: Question, values: tuple[str, ...]) -> str:
        if question.several or len(values) > 1:
            # each value is one choice already; a semicolon in it would make two of it
            return JOIN.join(clean(value).replace(";", ",") for value in values)
        reading = choices.read(values[0], question.title, "", self._options[question.id])
        return reading.text if reading is not None and reading.value else ""

    def sections(self) -> Mapping[str, Role]:
        """Return question id -> role for questions that nearly only one role answers, where a twin is the other's.

        A branching form asks the same in a section for mentors and in one for mentees; somebody who goes through both
        says two things, one in each role.
        """
        whose: dict[str, Role] = {}
        if self._form.role is not None:
            return whose
        times: dict[str, dict[Role, int]] = {}
        for response in self._form.responses:
            roles = self.roles(response)
            if roles and len(roles) == 1:
                (role,) = roles
                for id in response.answers:
                    times.setdefault(id, dict.fromkeys(Role, 0))[role] += 1
        for id, by_role in times.items():
            role = max(Role, key=lambda role: by_role[role])
            if by_role[role] >= _OF_ONE_ROLE * sum(by_role.values()):
                whose[id] = role
        # a section is one only where its twin belongs to the other role
        sides: dict[str, set[Role]] = {}
        for id, role in whose.items():
            sides.setdefault(self._column.get(id, ""), set()).add(role)
        paired = {column for column, roles in sides.items() if column and len(roles) > 1 and column != ROLE}
        return {id: role for id, role in whose.items() if self._column.get(id) in paired}
