"""The kinds of mail: one entry each, with everything about it; and the merge fields they share."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, eq=False)
class Kind:
    """What a mail is.

    Parameters
    ----------
    name
        Stands in the ``Kind`` column of ``Emails`` and ``Drafts``; the seeded text is ``texts/NAME.txt``.
    mailing
        What ``mentorship draft`` makes it with.
    matter
        What it is about. Kinds of one matter are the same mail in other words: nobody gets two of them.
    fields
        The merge fields it may use: name -> meaning. It may use these and no others.
    names_partner
        It tells somebody who the partner is; an outdated one must be settled before another is made.
    to_first_only
        Only the first of the people it is about gets it.
    calendar
        It brings an invitation for the calendar along, where a time is known.
    package
        The package whose folder ``texts`` holds the seeded text.
    """

    name: str
    mailing: str
    matter: str
    fields: Mapping[str, str]
    names_partner: bool = False
    to_first_only: bool = False
    calendar: bool = False
    package: str = "mentorship_gsheets.mail"

    def __str__(self) -> str:
        """Return the name."""
        return self.name


_KINDS: dict[str, Kind] = {}


def register(kinds: Iterable[Kind]) -> None:
    """Make kinds of mail known to ledger and templates, in this order; a known one again is no mistake.

    Raises
    ------
    ValueError
        Another kind has the name already.
    """
    for kind in kinds:
        if _KINDS.setdefault(kind.name, kind) is not kind:
            raise ValueError(f"there is a kind of mail called {kind} already")


def kind_named(name: str) -> Kind | None:
    """Return the kind with this name, or None."""
    return _KINDS.get(name)


def all_kinds() -> tuple[Kind, ...]:
    """Return every kind that is known, in the order in which mails are made and sent."""
    return tuple(_KINDS.values())


ANYBODY = {
    "programme": "name of the conference or programme (Settings)",
    "organizers": "who signs (Settings)",
    "contact": "the address to write to: Reply-to, or else From, or else Sender (Settings)",
    "dates": "first to last day (Settings)",
    "starts": "first day (Settings)",
    "conduct": "address of the code of conduct (Settings)",
}
PAIR = {
    "mentor": "name of the mentor",
    "mentor_email": "address of the mentor",
    "mentor_about": "affiliation, sector and fields of the mentor, as far as known",
    "mentee": "name of the mentee",
    "mentee_email": "address of the mentee",
    "mentee_about": "the same of the mentee",
    "reason": "why these two, in general terms",
    "goal": "what the mentee wants to have reached, as answered",
    "silent_by": "the day by which the partner should have written (Settings)",
    "meeting": "the suggested time (Settings)",
}
GROUP = {
    "group": "what the group is called",
    "session": "which round, or which meeting",
    "mentors": "names of the mentors",
    "mentees": "names of the mentees",
    "people": "everybody, with address",
    "when": "day and time of the meeting",
    "where": "place of the meeting",
    "silent_by": "the day by which somebody should have written (Settings)",
}
IN_PERSON = {
    "both_in_person": "yes, where both said that they come in person; blank where the attendance of one is not known",
}
VIRTUAL = {
    "who_is_virtual": "who takes part virtually: one of them by name, or both",
    "video": "free video software (Settings)",
}
PERSON = {
    "name": "name of the person written to",
    "role": "mentor or mentee",
    "partner_role": "the other of the two",
}
PARTED = {
    "partner": "name of the partner until now",
    "partners_left": "names of the partners that are left",
}
INTRODUCES = {"guide": "the tab Guide, heading by heading"}
FORM = {"form_link": "address of the sign-up form (Settings)"}
DAYS = {
    "answer_by": "the day by which the form is to be filled in (Settings)",
    "matches_by": "the day by which everybody hears whom they meet (Settings)",
}
OWN_GOAL = {"goal": "what the person written to wants to have reached, as answered"}
AFTER = {"after_link": "address of the after-event form (Settings)"}

SETTING_OF: Mapping[str, str] = {
    "programme": "Programme",
    "organizers": "Organizers",
    "contact": "Sender",
    "dates": "Starts",
    "starts": "Starts",
    "conduct": "Code of conduct",
    "answer_by": "Answer by",
    "matches_by": "Matches by",
    "silent_by": "Silent by",
    "meeting": "Suggested meeting",
    "video": "Video calls",
    "form_link": "Form",
    "after_link": "After-event form",
}
"""Merge fields that come from ``Settings``, with the setting's name there."""

SURVEY_INVITATION = Kind("survey-invitation", "survey", "survey", ANYBODY | PERSON | FORM | DAYS)
SURVEY_REMINDER = Kind("survey-reminder", "reminder", "reminder", ANYBODY | PERSON | FORM | DAYS)
MATCH_IN_PERSON = Kind(
    "match-in-person", "matches", "match", ANYBODY | PAIR | IN_PERSON | INTRODUCES, names_partner=True, calendar=True
)
MATCH_VIRTUAL = Kind(
    "match-virtual", "matches", "match", ANYBODY | PAIR | VIRTUAL | INTRODUCES, names_partner=True, calendar=True
)
UNMATCHED_MENTOR = Kind("unmatched-mentor", "matches", "unmatched", ANYBODY | PERSON | FORM, names_partner=True)
UNMATCHED_MENTEE = Kind("unmatched-mentee", "matches", "unmatched", ANYBODY | PERSON, names_partner=True)
NOT_ENOUGH_KNOWN = Kind("not-enough-known", "matches", "unmatched", ANYBODY | PERSON | FORM, names_partner=True)
REMATCH_OLD_PARTNER = Kind(
    "rematch-old-partner", "rematch", "parted", ANYBODY | PERSON | PARTED, names_partner=True, to_first_only=True
)
REMATCH_NEW_PARTNER = Kind(
    "rematch-new-partner",
    "rematch",
    "rematch",
    ANYBODY | PAIR | VIRTUAL | INTRODUCES,
    names_partner=True,
    calendar=True,
)
CANCELLED = Kind("cancelled", "rematch", "parted", ANYBODY | PERSON | PARTED, names_partner=True, to_first_only=True)
MEETING_MOVED = Kind("meeting-moved", "rematch", "moved", ANYBODY | GROUP | {"meeting": PAIR["meeting"]}, calendar=True)
CHECK_IN = Kind("check-in", "check-in", "check-in", ANYBODY | PAIR | AFTER)
AFTER_EVENT_SURVEY = Kind("after-event-survey", "after", "after", ANYBODY | PERSON | AFTER | OWN_GOAL)

ROLE_QUESTION = Kind(
    "role-question",
    "role-question",
    "role-question",
    ANYBODY
    | PERSON
    | {"signed_up_as": "the role of the sign-up, as a mentor", "answered_as": "the role of the form answer"},
)

SEEDED = (
    SURVEY_INVITATION,
    SURVEY_REMINDER,
    MATCH_IN_PERSON,
    MATCH_VIRTUAL,
    UNMATCHED_MENTOR,
    UNMATCHED_MENTEE,
    NOT_ENOUGH_KNOWN,
    REMATCH_OLD_PARTNER,
    REMATCH_NEW_PARTNER,
    CANCELLED,
    MEETING_MOVED,
    CHECK_IN,
    AFTER_EVENT_SURVEY,
    ROLE_QUESTION,
)
"""The kinds of a conference's pairs, in the order in which mails are made and sent."""

register(SEEDED)
