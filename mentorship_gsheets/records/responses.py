"""What each response of a form says, and each line of the sign-up list."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from mentorship_gsheets.errors import Finding, Level
from mentorship_gsheets.intake.addresses import read_email
from mentorship_gsheets.intake.answers import JOIN, read_roles, split_choices
from mentorship_gsheets.intake.questions import joined
from mentorship_gsheets.intake.texts import clean
from mentorship_gsheets.intake.wordings import ROLE
from mentorship_gsheets.people import Form, Question, Response, Role

Columns = Mapping[tuple[str, str], str]
"""``(form title, question id)`` -> our column."""

_CHOICES = ("Fields", "Topics", "Languages")


@dataclass(frozen=True, slots=True)
class Said:
    """What one response or one line of the sign-up list says.

    Parameters
    ----------
    email
        Cleaned.
    texts
        Our column -> text.
    roles
        The roles it offers or asks for; None when it does not say.
    submitted
        Time of the response; empty for a sign-up.
    """

    email: str
    texts: Mapping[str, str]
    roles: frozenset[Role] | None
    submitted: str = ""

    @property
    def called(self) -> str:
        """The name, or the address of somebody who gave none."""
        return clean(self.texts.get("Name", "")) or self.email


def read_said(
    form: Form, columns: Columns, options: Mapping[str, Sequence[str]], findings: list[Finding]
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
    for response in form.responses:
        parts: dict[str, list[str]] = {}
        for question in form.questions:
            column = columns.get((form.title, question.id), "")
            if column and question.id in response.answers:
                parts.setdefault(column, []).append(_answer(question, response, column, options))
        texts = joined(parts)
        roles = frozenset({form.role}) if form.role else read_roles(texts.get(ROLE, ""))
        # the address a form collects was typed to get the answer back; one it asks for besides may be anything
        email, problem = read_email(response.email or texts.get("Email", ""))
        if problem and response.email and texts.get("Email"):
            email, problem = read_email(texts["Email"])
        if email:
            yield Said(email, {**texts, "Email": email}, roles, response.submitted)
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


def _answer(question: Question, response: Response, column: str, options: Mapping[str, Sequence[str]]) -> str:
    values = response.answers[question.id]
    if column not in _CHOICES:
        return ", ".join(values)
    if question.several or len(values) > 1:
        # each value is one choice already; a semicolon in it would make two of it
        return JOIN.join(clean(value).replace(";", ",") for value in values)
    return JOIN.join(split_choices(values, question.options or tuple(options.get(column, ()))))
