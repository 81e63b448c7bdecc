"""The mails of organizer mentoring: introduced, a line a month, another mentor, and how the conference was."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date, datetime
from functools import partial

from mentorship_gsheets.counts import counted
from mentorship_gsheets.errors import Finding
from mentorship_gsheets.mail import Kind, MailRequest
from mentorship_gsheets.mail.facts import day, plain
from mentorship_gsheets.mail.kinds import AFTER, ANYBODY, FORM, INTRODUCES, NOT_ENOUGH_KNOWN, OWN_GOAL, PAIR, PERSON
from mentorship_gsheets.mailings import Due, MailingContext
from mentorship_gsheets.mailings.introductions import GroupMails, check_ins, matches, rematches
from mentorship_gsheets.mailings.surveys import after_event, reminders, surveys
from mentorship_gsheets.people import Pair, Participant
from mentorship_gsheets.programmes.long_term.mails import PARTNER_LEFT, REMINDER, WAITING
from mentorship_gsheets.programmes.organizers.hours import Conversation, in_all, plain_hours
from mentorship_gsheets.programmes.organizers.standing import AMBER, HOURS_A_PAIR, OrganizerStanding, said
from mentorship_gsheets.programmes.organizers.tabs import ASKED, CONFERENCE, HELP, SIZE, STARTS
from mentorship_gsheets.programmes.pairs.standing import pair_group, pair_in

_TOGETHER = {
    "conference": "the conference that the mentee organizes, as answered",
    "attendees": "how many people come to it; blank where no number was said",
    "begins": "its first day; blank where it is not known",
    "asked_for": "what the mentee wants help with, as answered",
    "offered": "what the mentor can help with, as answered",
    "mentor_conference": "the conference that the mentor has organized, as answered",
    "mentor_attendees": "how many people came to it; blank where no number was said",
    "hours": "how many hours Settings give a pair",
}
_MONTHLY = {
    "conference": _TOGETHER["conference"],
    "begins": _TOGETHER["begins"],
    "asked_for": _TOGETHER["asked_for"],
    "hours": _TOGETHER["hours"],
    "spent": "hours and conversations of the two so far, from the tab Hours; blank where none stand there",
    "lately": "the same since the last mail; blank where none stand there",
    "last_about": "what the last of these was about, as the tab Hours says",
    "nearly": "yes, from 80 % of the hours on",
    "used_up": "yes, once all hours are used",
}
_OURS = partial(Kind, package="mentorship_gsheets.programmes.organizers")
SURVEY = _OURS("organizer-survey", "survey", "survey", ANYBODY | PERSON | FORM)
INTRODUCTION = _OURS(
    "organizer-introduction", "matches", "match", ANYBODY | PAIR | INTRODUCES | _TOGETHER, names_partner=True
)
NEW_MENTOR = _OURS(
    "organizer-new-partner", "rematch", "rematch", ANYBODY | PAIR | INTRODUCES | _TOGETHER, names_partner=True
)
MONTH = _OURS("organizer-month", "month", "month", ANYBODY | PAIR | _MONTHLY)
HOW_IT_WAS = _OURS("organizer-after", "after", "after", ANYBODY | PERSON | AFTER | OWN_GOAL)
KINDS = (
    SURVEY,
    REMINDER,
    INTRODUCTION,
    WAITING,
    NOT_ENOUGH_KNOWN,
    PARTNER_LEFT,
    NEW_MENTOR,
    MONTH,
    HOW_IT_WAS,
)

invitations = partial(surveys, kind=SURVEY)
"""Invites everybody who has not answered."""
second_invitations = partial(reminders, kind=REMINDER)
"""Reminds them."""

_Due = tuple[list[Due], list[Finding]]


def _standing(context: MailingContext) -> OrganizerStanding:
    if not isinstance(context.standing, OrganizerStanding):
        raise TypeError("these mails are made from pairs of organizers")
    return context.standing.on(context.now)


def _unmatched(person: Participant) -> Kind:
    known = person.topics or person.notes or any(said(person, header) for header in ASKED)
    return WAITING if known else NOT_ENOUGH_KNOWN


_MAILS = GroupMails(
    lambda _: INTRODUCTION, _unmatched, NEW_MENTOR, lambda _, __: PARTNER_LEFT, MONTH, "pair", "pairs", again=True
)


def introductions(context: MailingContext) -> _Due:
    """Return the introductions of new pairs, and a mail to everybody who waits."""
    return _told(context, matches)


def changes(context: MailingContext) -> _Due:
    """Return the mails to those whose partner has left or is another; who parted after the conference is told none."""
    return _told(context, rematches)


def monthly(context: MailingContext) -> _Due:
    """Return the line a month to both of a pair, until the conference begins."""
    standing, today = _standing(context), context.now.date()
    due, findings = _told(context, check_ins)
    ahead = [one for one in due if one.request.group is None or not standing.over(pair_in(one.request.group), today)]
    return ahead, findings


def afterwards(context: MailingContext) -> _Due:
    """Return the mails that ask how it was, to pairs whose conference has begun, and what keeps others from them."""
    standing, today = _standing(context), context.now.date()
    told = set(standing.introduced)
    begun = {pair for pair in told if standing.over(pair, today)}
    asked = {email for pair in begun for email in pair}
    due, findings = after_event(context, HOW_IT_WAS)
    unknown = {pair.mentee for pair in told if pair.mentee not in standing.begins}
    later = len(told) - len(begun) - sum(pair.mentee in unknown for pair in told)
    findings = [*findings, *([_unknown_days(len(unknown))] if unknown else ()), *([_to_come(later)] if later else ())]
    return [one for one in due if one.request.people[0].email in asked], findings


def _unknown_days(number: int) -> Finding:
    what = f"nobody knows when {counted(number, 'conference begins', 'conferences begin')}."
    return Finding(what, f"Write the first day under {STARTS} in Mentees.", "no-conference-day")


def _to_come(number: int) -> Finding:
    what = f"{counted(number, 'conference is', 'conferences are')} still to come."
    return Finding(what, "Run this again afterwards.", "too-early")


def _told(context: MailingContext, mailing: Callable[[MailingContext, GroupMails], _Due]) -> _Due:
    standing, today = _standing(context), context.now.date()
    ended = {pair_group(pair).about for pair in standing.introduced if standing.over(pair, today)}
    context = replace(context, standing=replace(standing, concluded=standing.concluded | ended))
    due, findings = mailing(context, _MAILS)
    return [replace(one, request=_with_facts(context, one.request)) for one in due], findings


def _with_facts(context: MailingContext, request: MailRequest) -> MailRequest:
    if request.group is None:
        return request
    standing = _standing(context)
    mentor, mentee = request.people
    pair = pair_in(request.group)
    begins = standing.begins.get(pair.mentee)
    facts = (
        ("conference", plain(said(mentee, CONFERENCE), 120)),
        ("attendees", _size(mentee)),
        ("begins", day(begins) if begins is not None and begins > context.now.date() else ""),
        ("asked_for", plain(said(mentee, HELP))),
        ("offered", plain(said(mentor, HELP))),
        ("mentor_conference", plain(said(mentor, CONFERENCE), 120)),
        ("mentor_attendees", _size(mentor)),
        ("hours", str(context.settings.own[HOURS_A_PAIR])),
        *_spent(standing, pair, context.settings.own[HOURS_A_PAIR]),
    )
    return replace(request, more=(*request.more, *(fact for fact in facts if fact[0] in request.kind.fields)))


def _size(person: Participant) -> str:
    """How many people come to somebody's conference; "some hundred" is no number a sentence could go on with."""
    size = plain(said(person, SIZE), 40)
    return size if size.isdecimal() else ""


def _spent(standing: OrganizerStanding, pair: Pair, budget: int) -> tuple[tuple[str, str], ...]:
    """What the tab says of a pair; nothing at all where a line of theirs cannot be read: the sum would not be true."""
    mine = () if standing.logged.doubtful & set(pair) else standing.logged.of(pair)
    lately = _since(mine, standing.written.get(pair))
    all_hours = in_all(mine)
    about = lately[-1].what if lately else ""
    return (
        ("spent", _in_words(mine)),
        ("lately", _in_words(lately)),
        ("last_about", plain(about, 120)),
        ("nearly", "yes" if AMBER * budget <= 100 * all_hours < 100 * budget else ""),
        ("used_up", "yes" if all_hours >= budget else ""),
    )


def _since(conversations: Sequence[Conversation], written: datetime | None) -> tuple[Conversation, ...]:
    """The conversations after the day of the last mail; of that day itself nobody knows which came first."""
    after = date.min if written is None else written.date()
    return tuple(each for each in conversations if each.day > after)


def _in_words(conversations: Sequence[Conversation]) -> str:
    if not conversations:
        return ""
    hours = plain_hours(in_all(conversations))
    unit = "hour" if hours == "1" else "hours"
    return f"{hours} {unit} in {counted(len(conversations), 'conversation')}"
