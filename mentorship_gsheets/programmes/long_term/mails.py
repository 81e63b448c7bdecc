"""The mails of long-term pairs: introduced, asked how it goes, graduated, waiting; none speaks of a conference."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial

from mentorship_gsheets.errors import Finding
from mentorship_gsheets.ledger import Entry
from mentorship_gsheets.mail import Kind, MailRequest
from mentorship_gsheets.mail.facts import form_link, plain
from mentorship_gsheets.mail.kinds import ANYBODY, FORM, INTRODUCES, NOT_ENOUGH_KNOWN, PAIR, PARTED, PERSON
from mentorship_gsheets.mailings import Due, MailingContext
from mentorship_gsheets.mailings.introductions import GroupMails, check_ins, matches, rematches, to_group
from mentorship_gsheets.people import Attendance, Participant, Role
from mentorship_gsheets.programmes.long_term.standing import LongTermStanding, read_pairing
from mentorship_gsheets.programmes.long_term.tabs import AREA, KIND, MEETING, Pairing
from mentorship_gsheets.programmes.pairs.letters import pair_about
from mentorship_gsheets.programmes.pairs.standing import pair_group
from mentorship_gsheets.scoring.comparisons import shared_words
from mentorship_gsheets.scoring.phrases import listed

CHECK_IN_FORM = "Check-in form"
_TOGETHER = {
    "ways": "how both like to meet; blank where they named nothing in common",
    "asked_for": "the kind of mentoring and the area that the mentee asked for",
    "next_event": "yes, where both said that they come to the next event in person",
}
_ASKED = {"check_in_link": "address of the check-in form (Settings)"}
_OURS = partial(Kind, package="mentorship_gsheets.programmes.long_term")
_TELLS = partial(_OURS, names_partner=True)
SURVEY = _OURS("round-survey", "survey", "survey", ANYBODY | PERSON | FORM)
REMINDER = _OURS("round-reminder", "reminder", "reminder", ANYBODY | PERSON | FORM)
INTRODUCTION = _TELLS("introduction", "matches", "match", ANYBODY | PAIR | INTRODUCES | _TOGETHER)
WAITING = _TELLS("waiting", "matches", "unmatched", ANYBODY | PERSON)
NEW_PARTNER = _TELLS("new-partner", "rematch", "rematch", ANYBODY | PAIR | INTRODUCES | _TOGETHER)
PARTNER_LEFT = _TELLS("partner-left", "rematch", "parted", ANYBODY | PERSON | PARTED, to_first_only=True)
CHECKING = _OURS("pair-check-in", "check-in", "check-in", ANYBODY | PAIR | _ASKED)
GRADUATED = _OURS("graduated", "graduated", "graduated", ANYBODY | PAIR)
KINDS = (
    SURVEY,
    REMINDER,
    INTRODUCTION,
    WAITING,
    NOT_ENOUGH_KNOWN,
    PARTNER_LEFT,
    NEW_PARTNER,
    CHECKING,
    GRADUATED,
)


def _standing(context: MailingContext) -> LongTermStanding:
    if not isinstance(context.standing, LongTermStanding):
        raise TypeError("these mails are made from long-term pairs")
    return context.standing


def _mails(context: MailingContext) -> GroupMails:
    said = _standing(context).said

    def unmatched(person: Participant) -> Kind:
        known = person.fields or person.topics or person.sector or person.notes or said.get(person.identity)
        return WAITING if known else NOT_ENOUGH_KNOWN

    return GroupMails(
        lambda _: INTRODUCTION,
        unmatched,
        NEW_PARTNER,
        lambda _, __: PARTNER_LEFT,
        CHECKING,
        "pair",
        "pairs",
        again=True,
    )


_Due = tuple[list[Due], list[Finding]]


def introductions(context: MailingContext) -> _Due:
    """Return the introductions of new pairs, and a mail a round to everybody who waits."""
    return _told(context, matches)


def changes(context: MailingContext) -> _Due:
    """Return the mails to those whose partner has left or is another now; pairs that are done are told nothing."""
    return _told(context, rematches)


def checks(context: MailingContext) -> _Due:
    """Return the check-ins that are due by the days in Settings."""
    return _told(context, check_ins)


def graduations(context: MailingContext) -> _Due:
    """Return a letter to each pair that graduated, once; only to pairs that were introduced by mail."""
    standing = _standing(context)
    newest: dict[str, Entry] = {}
    due = []
    for entry in sorted(context.sent("match", "rematch"), key=lambda entry: entry.changed or context.now):
        if (pair := pair_about(entry)) is not None:
            newest[pair.mentee] = entry
    for entry in sorted(context.sent("match", "rematch"), key=lambda entry: entry.people):
        pair = pair_about(entry)
        mentee = standing.roster.find(Role.MENTEE, pair.mentee) if pair else None
        if pair is None or mentee is None:
            continue
        done = read_pairing(mentee.pairing) is Pairing.GRADUATED
        # of several mentors all are congratulated who were there to the end, of former ones none
        if newest[pair.mentee] is not entry and not (done and pair in {*standing.over, *standing.graduated}):
            continue
        people = context.participants(pair_group(pair))
        # congratulations to somebody who has left would be odd
        if (done or pair in standing.graduated) and not any(person.withdrawn for person in people):
            due.append(to_group(context, GRADUATED, pair_group(pair)))
    return due, []


def _over(context: MailingContext) -> frozenset[tuple[str, ...]]:
    """Return the introduced pairs whose mentee has graduated or ended, cleared by hand or not."""
    roster = context.roster
    pairs = (
        (entry.people, pair) for entry in context.sent("match", "rematch") if (pair := pair_about(entry)) is not None
    )
    return frozenset(
        people
        for people, pair in pairs
        if (mentee := roster.find(Role.MENTEE, pair.mentee)) is not None
        and read_pairing(mentee.pairing) in (Pairing.GRADUATED, Pairing.ENDED)
    )


def _told(context: MailingContext, mailing: Callable[[MailingContext, GroupMails], _Due]) -> _Due:
    standing = _standing(context)
    context = replace(context, standing=replace(standing, concluded=standing.concluded | _over(context)))
    due, findings = mailing(context, _mails(context))
    return [replace(one, request=_with_facts(context, one.request)) for one in due], findings


def _with_facts(context: MailingContext, request: MailRequest) -> MailRequest:
    if request.group is None:
        return request
    mentor, mentee = request.people
    said = _standing(context).said
    theirs, own = said.get(mentee.identity, {}), said.get(mentor.identity, {})
    ways, _ = shared_words(_choices(theirs.get(MEETING, "")), _choices(own.get(MEETING, "")))
    both = mentor.attendance is mentee.attendance is Attendance.IN_PERSON
    facts = (
        ("ways", listed([plain(way, 80) for way in ways])),
        ("asked_for", "; ".join(plain(text, 120) for header in (KIND, AREA) if (text := theirs.get(header, "")))),
        ("next_event", "yes" if both else ""),
        ("check_in_link", form_link(context.settings.own[CHECK_IN_FORM])),
    )
    return replace(request, more=(*request.more, *facts))


def _choices(text: str) -> tuple[str, ...]:
    return tuple(part.strip() for line in text.splitlines() for part in line.split(";") if part.strip())
