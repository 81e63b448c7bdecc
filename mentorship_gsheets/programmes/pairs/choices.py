"""Choices: mentees are shown three mentors who would fit, and their answers come back as wishes."""

import re
from collections.abc import Iterator, Sequence
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from mentorship_gsheets.counts import counted
from mentorship_gsheets.errors import Finding, Level
from mentorship_gsheets.mail import Kind, MailRequest
from mentorship_gsheets.mail.facts import about, form_link, name_of
from mentorship_gsheets.mail.kinds import ANYBODY, PERSON
from mentorship_gsheets.mailings import Due, MailingContext
from mentorship_gsheets.people import Form, Participant, Response, Role
from mentorship_gsheets.programmes.pairs.alternatives import Alternatives
from mentorship_gsheets.programmes.pairs.arranging import empty_side, fill
from mentorship_gsheets.programmes.pairs.standing import PairStanding
from mentorship_gsheets.records.feedback import answered_by, asks_for_address
from mentorship_gsheets.records.roster import cell_text, match_text, resolver, set_cell
from mentorship_gsheets.settings import OwnSetting, Settings
from mentorship_gsheets.spreadsheet.plan import Change, Plan
from mentorship_gsheets.spreadsheet.workbook import Workbook
from mentorship_gsheets.tabs.people_tabs import WISHES
from mentorship_gsheets.text import as_key

CHOICES_FORM, CHOICES_LINK = "Choices form", "Choices link"
OPTIONS = (
    OwnSetting(CHOICES_FORM, "", "A form with one question, whom a mentee would like as mentors; survey reads it."),
    OwnSetting(
        CHOICES_LINK, "", "Its pre-filled link, made in Google Forms with the word mentors as the answer; may be blank."
    ),
)
CHOICES = Kind(
    "choices",
    "choices",
    "choices",
    ANYBODY
    | PERSON
    | {
        "suggestions": "a line for each of three mentors who would fit well",
        "choices_link": "address of the form of choices, with the three filled in where Settings have such a link",
    },
    package="mentorship_gsheets.programmes.pairs",
)
_SUGGESTED = 3
_ENTRY, _PLACE = "entry.", "mentors"


def choices(context: MailingContext) -> tuple[list[Due], list[Finding]]:
    """Return a letter to each mentee without a mentor, with those who would fit best; nobody is held to it.

    The first is whom `match` would choose now, the others are the cheapest for all, by exact prices.
    """
    standing = context.standing
    if not isinstance(standing, PairStanding):
        raise TypeError("choices are made among pairs")
    if missing := empty_side(standing.pool):
        return [], missing
    found = fill(standing, context.settings).found
    others, chosen = Alternatives(found).of_all(_SUGGESTED), dict(found.pairs)
    paired = {pair.mentee for pair in standing.pairs}
    due, alone = [], 0
    for mentee in found.scored.mentees:
        if mentee.email in paired:
            continue
        first = standing.pool.find(Role.MENTOR, chosen.get(mentee.email, ""))
        mentors = [first] if first else []
        mentors += [other.partner for other in others.get(mentee.identity, ()) if other.partner not in mentors]
        mentors = [mentor for mentor in mentors if mentor.identity not in context.held][:_SUGGESTED]
        if len(mentors) < 2:
            # one name is no choice
            alone += 1
            continue
        facts = (
            ("suggestions", "\n".join(map(_line, mentors))),
            ("choices_link", _link(context.settings, mentors)),
        )
        request = MailRequest(CHOICES, (mentee,), (mentee,), more=facts)
        due.append(Due(request, context.why_held([mentee])))
    who = counted(alone, "mentee has", "mentees have")
    findings = [Finding(f"{who} fewer than two mentors to choose from.", "Nothing is drafted for them.", "no-choice")]
    return due, findings if alone else []


def _line(mentor: Participant) -> str:
    known = about(mentor)
    return f"- {name_of(mentor)}" + (f" ({known})" if known else "")


def _link(settings: Settings, mentors: Sequence[Participant]) -> str:
    """Return where to choose, with the mentors filled in where a pre-filled link says at which place.

    Only a link of Settings whose answer is the word “mentors” is filled in: which question asks what, no other part of
    an address tells.
    """
    given = str(settings.own.get(CHOICES_LINK, "")).strip()
    parts = urlsplit(given)
    names = "\n".join(name_of(mentor) for mentor in mentors)
    query = [
        (key, names if key.startswith(_ENTRY) and as_key(value) == _PLACE else value)
        for key, value in parse_qsl(parts.query, keep_blank_values=True)
    ]
    filled = urlunsplit(parts._replace(query=urlencode(query))) if given.startswith("http") else ""
    return filled or form_link(str(settings.own.get(CHOICES_FORM, "")))


def wished(workbook: Workbook, standing: PairStanding, form: Form) -> Plan:
    """Return what the answers to the form of choices change: blank cells of ``Wishes`` are filled.

    Parameters
    ----------
    workbook, standing
        As read.
    form
        With its responses; of several by one mentee the newest counts.

    Returns
    -------
    Plan
        A cell that says something else stays, and so does one of somebody who named nobody the sheet knows; both are
        among the findings.
    """
    newest: dict[str, Response] = {}
    for response in form.responses:
        email = answered_by(form, response)
        if email and (email not in newest or newest[email].submitted <= response.submitted):
            newest[email] = response
    changes: list[Change] = []
    findings: list[Finding] = []
    resolve = resolver(standing.roster.mentors)
    for email, response in sorted(newest.items()):
        mentee = standing.roster.find(Role.MENTEE, email)
        if mentee is None or mentee.withdrawn:
            continue
        named, unknown = [], []
        for text in _named(form, response):
            address, _ = resolve(text)
            mentor = standing.roster.find(Role.MENTOR, address)
            if mentor is None:
                unknown.append(text)
            elif mentor not in named:
                named.append(mentor)
        called = mentee.name or mentee.email
        if unknown:
            what = f"{called} wishes for {', '.join(text[:40] for text in unknown)}, and no mentor here is called so."
            remedy = f"Write who is meant under {WISHES}, as Name <address>."
            findings.append(Finding(what, remedy, "unknown-wish", Level.NOTE, mentee.identity, WISHES))
        now, wanted = cell_text(workbook, mentee, WISHES), match_text(named)
        if wanted and not now:
            changes += set_cell(workbook, mentee, WISHES, wanted)
        elif wanted and now != wanted:
            what = f"{called} answered other wishes than the cell has."
            findings.append(
                Finding(
                    what,
                    "The cell stays; empty it to take the answer.",
                    "other-wishes",
                    Level.NOTE,
                    mentee.identity,
                    WISHES,
                )
            )
    summary = f"{counted(len(changes), 'mentee', 'mentees')} chose"
    return Plan("survey", tuple(changes), tuple(findings), summary=summary)


def _named(form: Form, response: Response) -> Iterator[str]:
    for question in form.questions:
        if asks_for_address(question):
            continue
        for value in response.answers.get(question.id, ()):
            yield from (part.strip() for part in re.split(r"[\n;]", value) if part.strip())
