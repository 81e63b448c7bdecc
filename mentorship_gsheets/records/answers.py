"""What the forms and the sign-up list say about everybody, newest answer first, as texts by our columns."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from mentorship_gsheets.errors import Finding
from mentorship_gsheets.intake.person import person_values, read_person
from mentorship_gsheets.intake.texts import clean
from mentorship_gsheets.intake.wordings import ROLE
from mentorship_gsheets.people import Form, Identity, Role, Status
from mentorship_gsheets.records.responses import Columns, Said, read_said


@dataclass(frozen=True, slots=True)
class Known:
    """Everybody the sources speak of.

    Parameters
    ----------
    people
        Identity -> text by column, as the sheet should hold it.
    doubts
        Identity -> what was unclear in those texts.
    signed
        Identity -> the columns whose text comes from the sign-up list alone.
    answered
        Title of a form -> addresses of those whose answer came in by it.
    findings
        Double submissions, contradictions, answers without a readable address.
    """

    people: Mapping[Identity, Mapping[str, str]]
    doubts: Mapping[Identity, tuple[Finding, ...]] = field(default_factory=dict)
    signed: Mapping[Identity, frozenset[str]] = field(default_factory=dict)
    answered: Mapping[str, frozenset[str]] = field(default_factory=dict)
    findings: tuple[Finding, ...] = ()

    @property
    def all_answered(self) -> frozenset[str]:
        """Addresses of everybody whose answer came in."""
        return frozenset().union(*self.answered.values())


def gather(
    forms: Iterable[Form],
    sign_ups: Form | None,
    columns: Columns,
    options: Mapping[str, Sequence[str]],
    address_now: Callable[[str], str] = lambda email: email,
) -> Known:
    """Bring forms and sign-ups together.

    Parameters
    ----------
    forms
        With their responses in any order; of several by one person the newest counts. A form that stands for a role
        speaks for that role alone.
    sign_ups
        The sign-up list as a form; None without one.
    columns
        Which question feeds which column.
    options
        Our column -> known choices, for answers that join several choices in one text.
    address_now
        The present address of whoever gave one: somebody may have corrected it in the sheet since.

    Returns
    -------
    Known
        Without people who said no in the newest answer (a note says so), and without those who only signed up and
        said neither mentor nor mentee.
    """
    forms = tuple(forms)
    options = _all_choices(forms, columns, options)
    findings: list[Finding] = []
    signed = _signed(sign_ups, columns, options, findings, address_now)
    # the newest by form that stands for a role, and the newest of all other forms
    newest: dict[str, dict[Role | None, Said]] = {}
    answered: dict[str, set[str]] = {}
    for form in forms:
        for said in _corrected(read_said(form, columns, options, findings), address_now):
            answered.setdefault(form.title, set()).add(said.email)
            answers = newest.setdefault(said.email, {})
            if form.role in answers:
                findings.append(
                    Finding(f"{said.called} answered more than once.", "The newest counts.", "double-answer")
                )
            if form.role not in answers or answers[form.role].submitted <= said.submitted:
                answers[form.role] = said
    people: dict[Identity, Mapping[str, str]] = {}
    doubts: dict[Identity, tuple[Finding, ...]] = {}
    from_list: dict[Identity, frozenset[str]] = {}
    for email in sorted(signed.keys() | newest.keys()):
        sign_up = signed.get(email)
        answers = newest.get(email, {})
        for role in sorted(_roles(email, answers.values(), sign_up, findings)):
            mine = [said for said in answers.values() if said.roles is None or role in said.roles]
            answer = max(mine, key=lambda said: said.submitted) if mine else None
            texts = _texts(role, answer, sign_up)
            people[role, email], doubts[role, email] = _values(role, texts, options)
            from_list[role, email] = frozenset(texts) - frozenset(answer.texts if answer else ())
    by_form = {title: frozenset(emails) for title, emails in answered.items()}
    return Known(people, doubts, from_list, by_form, tuple(findings))


def _all_choices(
    forms: Iterable[Form], columns: Columns, options: Mapping[str, Sequence[str]]
) -> Mapping[str, Sequence[str]]:
    """Return the known choices with those that the forms themselves offer."""
    known = {column: list(choices) for column, choices in options.items()}
    for form in forms:
        for question in form.questions:
            known.setdefault(columns.get((form.title, question.id), ""), []).extend(question.options)
    return known


def _corrected(answers: Iterable[Said], address_now: Callable[[str], str]) -> Iterator[Said]:
    """Yield the answers under the present addresses of those who gave them."""
    for said in answers:
        email = address_now(said.email)
        yield said if email == said.email else replace(said, email=email, texts={**said.texts, "Email": email})


def _signed(
    sign_ups: Form | None,
    columns: Columns,
    options: Mapping[str, Sequence[str]],
    findings: list[Finding],
    address_now: Callable[[str], str],
) -> Mapping[str, Said]:
    signed: dict[str, Said] = {}
    answers = read_said(sign_ups, columns, options, findings) if sign_ups else ()
    for said in _corrected(answers, address_now):
        if said.roles is None and said.texts.get(ROLE):
            told = clean(said.texts[ROLE])[:60]
            findings.append(
                Finding(
                    f"{said.called} signed up with “{told}”, which says neither mentor nor mentee nor no.",
                    "Write one of them into Sign-ups.",
                    "unclear-sign-up",
                )
            )
        # a second ticket often leaves the question blank
        if said.roles or said.email not in signed:
            signed[said.email] = said
    return signed


def _roles(email: str, answers: Iterable[Said], sign_up: Said | None, findings: list[Finding]) -> frozenset[Role]:
    answers = list(answers)
    told = (sign_up.roles if sign_up else None) or frozenset()
    if not answers:
        return told
    called = answers[-1].called
    said = [answer.roles for answer in answers if answer.roles is not None]
    if not said:
        if not told:
            findings.append(
                Finding(
                    f"{called} says neither mentor nor mentee.",
                    f"Ask, and add {email} by hand.",
                    "no-role",
                )
            )
        return told
    roles = frozenset[Role]().union(*said)
    if not roles:
        findings.append(
            Finding(
                f"{called} answered not to take part.", "If there is a row, set its Status to withdrawn.", "said-no"
            )
        )
    elif told and told != roles:
        findings.append(
            Finding(
                f"{called} signed up as {_named(told)} and answered as {_named(roles)}.",
                "The answer counts.",
                "role-contradiction",
            )
        )
    return roles


def _named(roles: frozenset[Role]) -> str:
    return " and ".join(sorted(roles))


def _texts(role: Role, answer: Said | None, sign_up: Said | None) -> dict[str, str]:
    texts = {**(sign_up.texts if sign_up else {}), **(answer.texts if answer else {})}
    texts["Status"] = Status.ANSWERED if answer else Status.NO_ANSWER
    texts["Source"] = "form" if answer else "sign-up"
    if role is Role.MENTEE:
        # how many somebody takes is a mentor's answer, also of people who are both
        texts.pop("Capacity", None)
    return texts


def _values(
    role: Role, texts: Mapping[str, str], options: Mapping[str, Sequence[str]]
) -> tuple[Mapping[str, str], tuple[Finding, ...]]:
    person, doubts = read_person(role, texts, options)
    if person is None:
        return {}, tuple(doubts)
    values = {header: str(value) for header, value in person_values(person).items()}
    if texts.get("Capacity") and "Capacity" not in values:
        # "lots" is for a person to put into a number
        values["Capacity"] = clean(texts["Capacity"])
    return values, tuple(doubts)
