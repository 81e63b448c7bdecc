"""What the forms and the sign-up list say about everybody, newest answer first, as texts by our columns."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from mentorship_gsheets.errors import Finding, Level
from mentorship_gsheets.intake.addresses import read_email
from mentorship_gsheets.intake.answers import JOIN, read_roles, split_choices
from mentorship_gsheets.intake.person import person_values, read_person
from mentorship_gsheets.intake.questions import joined
from mentorship_gsheets.intake.texts import clean
from mentorship_gsheets.intake.wordings import ROLE
from mentorship_gsheets.people import Form, Identity, Question, Response, Role, Status

Columns = Mapping[tuple[str, str], str]
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


@dataclass(frozen=True, slots=True)
class Known:
    """Everybody the sources speak of.

    Parameters
    ----------
    people
        Identity -> text by column, as the sheet should hold it.
    answered
        Addresses of those whose answer came in.
    findings
        Double submissions, contradictions, answers without a readable address.
    """

    people: Mapping[Identity, Mapping[str, str]]
    answered: frozenset[str]
    findings: tuple[Finding, ...]


def gather(
    forms: Iterable[Form], sign_ups: Form | None, columns: Columns, options: Mapping[str, Sequence[str]]
) -> Known:
    """Bring forms and sign-ups together.

    Parameters
    ----------
    forms
        With their responses in any order; of several by one person the newest counts.
    sign_ups
        The sign-up list as a form; None without one.
    columns
        ``(form title, question id)`` -> our column.
    options
        Our column -> known choices, for answers that join several choices in one text.

    Returns
    -------
    Known
        Without people who said no in the newest answer (a note says so), and without those who only signed up and
        said neither mentor nor mentee.
    """
    forms = tuple(forms)
    options = _all_choices(forms, columns, options)
    findings: list[Finding] = []
    signed = {said.email: said for said in _read(sign_ups, columns, options, findings)} if sign_ups else {}
    newest: dict[str, Said] = {}
    for form in forms:
        for said in _read(form, columns, options, findings):
            other = newest.get(said.email)
            if other is not None:
                findings.append(_twice(said))
            if other is None or other.submitted <= said.submitted:
                newest[said.email] = _with_both_roles(said, other, form)
    people: dict[Identity, Mapping[str, str]] = {}
    for email in sorted(signed.keys() | newest.keys()):
        answer, sign_up = newest.get(email), signed.get(email)
        roles = _roles(email, answer, sign_up, findings)
        for role in sorted(roles):
            people[role, email] = _person(role, answer, sign_up, options)
    return Known(people, frozenset(newest), tuple(findings))


def _all_choices(
    forms: Iterable[Form], columns: Columns, options: Mapping[str, Sequence[str]]
) -> Mapping[str, Sequence[str]]:
    """Return the known choices with those that the forms themselves offer."""
    known = {column: list(choices) for column, choices in options.items()}
    for form in forms:
        for question in form.questions:
            known.setdefault(columns.get((form.title, question.id), ""), []).extend(question.options)
    return known


def _with_both_roles(said: Said, other: Said | None, form: Form) -> Said:
    # who fills in the form for mentors and the one for mentees means both
    if other is None or form.role is None or said.roles is None or other.roles is None:
        return said
    return replace(said, roles=said.roles | other.roles)


def _read(
    form: Form, columns: Columns, options: Mapping[str, Sequence[str]], findings: list[Finding]
) -> Iterator[Said]:
    for response in form.responses:
        parts: dict[str, list[str]] = {}
        for question in form.questions:
            column = columns.get((form.title, question.id), "")
            if column and question.id in response.answers:
                parts.setdefault(column, []).append(_answer(question, response, column, options))
        texts = joined(parts)
        roles = frozenset({form.role}) if form.role else read_roles(texts.get(ROLE, ""))
        email, problem = read_email(response.email or texts.get("Email", ""))
        if not email and response.email:
            email, problem = read_email(texts.get("Email", ""))
        if problem:
            who = clean(texts.get("Name", ""))[:60] or "somebody"
            findings.append(
                Finding(
                    f"the address {who} gave in {form.title} {problem}.",
                    "Ask for it, and add the person by hand.",
                    "bad-address",
                    Level.NOTE,
                    where=form.title,
                )
            )
            continue
        yield Said(email, {**texts, "Email": email}, roles, response.submitted)


def _answer(question: Question, response: Response, column: str, options: Mapping[str, Sequence[str]]) -> str:
    values = response.answers[question.id]
    if column not in _CHOICES:
        return ", ".join(values)
    known = question.options or tuple(options.get(column, ()))
    if question.several or len(values) > 1:
        # each value is one choice already; a semicolon in it would make two of it
        return JOIN.join(clean(value).replace(";", ",") for value in values)
    return JOIN.join(split_choices(values, known))


def _twice(said: Said) -> Finding:
    return Finding(
        f"{clean(said.texts.get('Name', '')) or said.email} answered more than once.",
        "The newest answer counts.",
        "double-answer",
    )


def _roles(email: str, answer: Said | None, sign_up: Said | None, findings: list[Finding]) -> frozenset[Role]:
    told = sign_up.roles if sign_up else None
    if answer is None:
        return told or frozenset()
    called = clean(answer.texts.get("Name", "")) or email
    if answer.roles is None:
        if not told:
            findings.append(
                Finding(
                    f"{called} says neither mentor nor mentee.",
                    "Ask, and add the person by hand.",
                    "no-role",
                    Level.NOTE,
                )
            )
        return told or frozenset()
    if not answer.roles:
        findings.append(
            Finding(
                f"{called} answered not to take part.", "If there is a row, set its Status to withdrawn.", "said-no"
            )
        )
    elif told and told != answer.roles:
        findings.append(
            Finding(
                f"{called} signed up as {_named(told)} and answered as {_named(answer.roles)}.",
                "The answer counts.",
                "role-contradiction",
            )
        )
    return answer.roles


def _named(roles: frozenset[Role]) -> str:
    return " and ".join(sorted(roles))


def _person(
    role: Role, answer: Said | None, sign_up: Said | None, options: Mapping[str, Sequence[str]]
) -> Mapping[str, str]:
    texts = {**(sign_up.texts if sign_up else {}), **(answer.texts if answer else {})}
    texts["Status"] = Status.ANSWERED if answer else Status.NO_ANSWER
    texts["Source"] = "form" if answer else "sign-up"
    if role is Role.MENTEE:
        # how many somebody takes is a mentor's answer, also of people who are both
        texts.pop("Capacity", None)
    person, _ = read_person(role, texts, options)
    if person is None:
        return {}
    values = {header: str(value) for header, value in person_values(person).items()}
    if texts.get("Capacity") and "Capacity" not in values:
        # "lots" is for a person to put into a number
        values["Capacity"] = clean(texts["Capacity"])
    return values
