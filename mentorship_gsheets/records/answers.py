"""What the forms and the sign-up list say about everybody, newest answer first, as texts by our columns."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from mentorship_gsheets.counts import counted
from mentorship_gsheets.errors import Finding
from mentorship_gsheets.intake.person import person_values, read_person
from mentorship_gsheets.intake.wordings import ROLE
from mentorship_gsheets.people import Form, Identity, Role, Status
from mentorship_gsheets.records.readings import Readings
from mentorship_gsheets.records.responses import CHOICES, Columns, Said, read_said, shown_options

_SHOWN = 5
"""People named in a note that counts them."""


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
    refused
        Addresses of those who answered not to take part.
    findings
        Double submissions, contradictions, answers without a readable address.
    """

    people: Mapping[Identity, Mapping[str, str]]
    doubts: Mapping[Identity, tuple[Finding, ...]] = field(default_factory=dict)
    signed: Mapping[Identity, frozenset[str]] = field(default_factory=dict)
    answered: Mapping[str, frozenset[str]] = field(default_factory=dict)
    findings: tuple[Finding, ...] = ()
    refused: frozenset[str] = frozenset()

    @property
    def all_answered(self) -> frozenset[str]:
        """Addresses of everybody whose answer came in."""
        return frozenset().union(*self.answered.values())


def gather(
    forms: Iterable[Form],
    sign_ups: Form | None,
    columns: Columns,
    options: Mapping[str, Sequence[str]],
    readings: Readings | None = None,
    own: Collection[str] = (),
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
    readings
        What answers are read as; None: as the readers read them.
    own
        Columns that only the format has: their texts are kept as they are.
    address_now
        The present address of whoever gave one: somebody may have corrected it in the sheet since.

    Returns
    -------
    Known
        Without people who said no in the newest answer (a note says so), and without those who only signed up and
        said neither mentor nor mentee.
    """
    forms = tuple(forms)
    options = _all_choices((*forms, *([sign_ups] if sign_ups else [])), columns, options)
    findings: list[Finding] = []
    signed = _signed(sign_ups, columns, options, findings, readings, address_now)
    # the newest by form that stands for a role, and the newest of all other forms
    newest: dict[str, dict[Role | None, Said]] = {}
    answered: dict[str, set[str]] = {}
    for form in forms:
        for said in _corrected(read_said(form, columns, options, findings, readings), address_now):
            answered.setdefault(form.title, set()).add(said.email)
            answers = newest.setdefault(said.email, {})
            if form.role in answers:
                findings.append(_again(said, answers[form.role], form.unsure_times))
            if form.role not in answers or answers[form.role].submitted <= said.submitted:
                answers[form.role] = said
    silent: list[str] = []
    refused: list[str] = []
    declined: set[str] = set()
    people: dict[Identity, Mapping[str, str]] = {}
    doubts: dict[Identity, tuple[Finding, ...]] = {}
    from_list: dict[Identity, frozenset[str]] = {}
    for email in sorted(signed.keys() | newest.keys()):
        sign_up = signed.get(email)
        answers = newest.get(email, {})
        before = len(refused)
        for role in sorted(_roles(email, answers.values(), sign_up, findings, silent, refused)):
            mine = [said for said in answers.values() if said.roles is None or role in said.roles]
            answer = max(mine, key=lambda said: said.submitted) if mine else None
            texts = _texts(role, answer, sign_up)
            people[role, email], doubts[role, email] = _values(role, texts, options)
            if people[role, email]:
                people[role, email] = {**people[role, email], **{name: texts[name] for name in own if texts.get(name)}}
            from_list[role, email] = frozenset(texts) - frozenset(answer.texts_for(role) if answer else ())
        if len(refused) > before:
            declined.add(email)
    findings += _role_findings(silent, refused)
    by_form = {title: frozenset(emails) for title, emails in answered.items()}
    return Known(people, doubts, from_list, by_form, tuple(findings), frozenset(declined))


def _again(said: Said, before: Said, unsure: bool) -> Finding:
    """Return the note on a second answer of one person; which is newest is not claimed where times are not known."""
    timed = "-" in said.submitted and "-" in before.submitted
    if timed and unsure and said.submitted != before.submitted:
        remedy = "Day and month may stand the other way round in the times there; look which one counts."
    else:
        remedy = "The newest counts." if timed else "No time can be read there, so the lower row counts."
    return Finding(f"{said.called} answered more than once.", remedy, "double-answer")


def _all_choices(
    forms: Iterable[Form], columns: Columns, options: Mapping[str, Sequence[str]]
) -> Mapping[str, Sequence[str]]:
    """Return the known choices with those that the forms themselves offer, or that their answers show."""
    known = {column: list(choices) for column, choices in options.items()}
    for form in forms:
        for question in form.questions:
            column = columns.get((form.title, question.id), "")
            if column in CHOICES:
                known.setdefault(column, []).extend(question.options or shown_options(form, question))
    return {column: tuple(dict.fromkeys(choices)) for column, choices in known.items()}


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
    readings: Readings | None,
    address_now: Callable[[str], str],
) -> Mapping[str, Said]:
    signed: dict[str, Said] = {}
    answers = read_said(sign_ups, columns, options, findings, readings) if sign_ups else ()
    for said in _corrected(answers, address_now):
        # a second ticket often leaves the question blank
        if said.roles or said.email not in signed:
            signed[said.email] = said
    return signed


def _roles(
    email: str,
    answers: Iterable[Said],
    sign_up: Said | None,
    findings: list[Finding],
    silent: list[str],
    refused: list[str],
) -> frozenset[Role]:
    answers = list(answers)
    told = (sign_up.roles if sign_up else None) or frozenset()
    if not answers:
        return told
    called = answers[-1].called
    said = [answer.roles for answer in answers if answer.roles is not None]
    if not said:
        if not told:
            silent.append(f"{called} <{email}>" if called != email else email)
        return told
    roles = frozenset[Role]().union(*said)
    if not roles:
        refused.append(called)
    elif told and told != roles:
        findings.append(
            Finding(
                f"{called} signed up as {_named(told)} and answered as {_named(roles)}.",
                "The answer counts.",
                "role-contradiction",
            )
        )
    return roles


def _role_findings(silent: Sequence[str], refused: Sequence[str]) -> Iterator[Finding]:
    """Yield one note on all who gave no role that could be read, and one on all who do not take part."""
    if silent:
        yield Finding(
            f"{counted(len(silent), 'person', 'people')} gave no role that is understood: {_listed(silent)}.",
            "Look at Answers and Questions first; whoever left it blank is asked, and added by hand.",
            "no-role",
            column=ROLE,
            count=len(silent),
        )
    if refused:
        yield Finding(
            f"{counted(len(refused), 'person', 'people')} answered not to take part: {_listed(refused)}.",
            "Look at Answers if that is not what they meant; a row that is there already needs the Status withdrawn.",
            "said-no",
            column=ROLE,
            count=len(refused),
        )


def _listed(names: Sequence[str]) -> str:
    shown = ", ".join(names[:_SHOWN])
    return f"{shown} and {len(names) - _SHOWN} more" if len(names) > _SHOWN else shown


def _named(roles: frozenset[Role]) -> str:
    return " and ".join(sorted(roles))


def _texts(role: Role, answer: Said | None, sign_up: Said | None) -> dict[str, str]:
    texts = {**(sign_up.texts if sign_up else {}), **(answer.texts_for(role) if answer else {})}
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
    return {header: str(value) for header, value in person_values(person).items()}, tuple(doubts)
