"""The kinds of mail, and the merge fields each may use."""

from collections.abc import Mapping
from enum import StrEnum


class Kind(StrEnum):
    """What a mail is; the word stands in the ``Kind`` column of ``Emails`` and ``Drafts``."""

    SURVEY_INVITATION = "survey-invitation"
    SURVEY_REMINDER = "survey-reminder"
    MATCH_IN_PERSON = "match-in-person"
    MATCH_VIRTUAL = "match-virtual"
    UNMATCHED_MENTOR = "unmatched-mentor"
    UNMATCHED_MENTEE = "unmatched-mentee"
    NOT_ENOUGH_KNOWN = "not-enough-known"
    REMATCH_OLD_PARTNER = "rematch-old-partner"
    REMATCH_NEW_PARTNER = "rematch-new-partner"
    CANCELLED = "cancelled"
    CHECK_IN = "check-in"
    AFTER_EVENT_SURVEY = "after-event-survey"


MATTER: Mapping[Kind, str] = {
    Kind.SURVEY_INVITATION: "survey",
    Kind.SURVEY_REMINDER: "reminder",
    Kind.MATCH_IN_PERSON: "match",
    Kind.MATCH_VIRTUAL: "match",
    Kind.UNMATCHED_MENTOR: "unmatched",
    Kind.UNMATCHED_MENTEE: "unmatched",
    Kind.NOT_ENOUGH_KNOWN: "unmatched",
    Kind.REMATCH_OLD_PARTNER: "parted",
    Kind.REMATCH_NEW_PARTNER: "rematch",
    Kind.CANCELLED: "parted",
    Kind.CHECK_IN: "check-in",
    Kind.AFTER_EVENT_SURVEY: "after",
}
"""What a mail is about. Kinds of one matter are the same mail in other words: nobody gets two of them."""

PAIRING = frozenset({"match", "unmatched", "parted", "rematch"})
"""The matters that tell somebody who the partner is; an outdated one must be settled before another is made."""


class Mailing(StrEnum):
    """What ``mentorship draft`` makes at one go; the word is the command's."""

    MATCHES = "matches"
    REMATCH = "rematch"
    SURVEY = "survey"
    REMINDER = "reminder"
    CHECK_IN = "check-in"
    AFTER = "after"


MATTERS: Mapping[Mailing, frozenset[str]] = {
    Mailing.MATCHES: frozenset({"match", "unmatched"}),
    Mailing.REMATCH: frozenset({"rematch", "parted"}),
    Mailing.SURVEY: frozenset({"survey"}),
    Mailing.REMINDER: frozenset({"reminder"}),
    Mailing.CHECK_IN: frozenset({"check-in"}),
    Mailing.AFTER: frozenset({"after"}),
}
"""The matters of each mailing; every matter belongs to one."""


def mailing_of(kind: Kind) -> Mailing:
    """Return the mailing that makes, and with ``--refresh`` rewrites and deletes, mails of this kind."""
    return next(mailing for mailing, matters in MATTERS.items() if MATTER[kind] in matters)


_ANY = {
    "programme": "name of the conference or programme (Settings)",
    "organizers": "who signs (Settings)",
    "contact": "the address to write to: Reply-to, or else Sender (Settings)",
    "dates": "first to last day (Settings)",
    "starts": "first day (Settings)",
    "conduct": "address of the code of conduct (Settings)",
}
_PAIR = {
    "mentor": "name of the mentor",
    "mentor_email": "address of the mentor",
    "mentor_about": "affiliation, sector and fields of the mentor, as far as known",
    "mentee": "name of the mentee",
    "mentee_email": "address of the mentee",
    "mentee_about": "the same of the mentee",
    "reason": "why these two, in general terms",
    "silent_by": "the day by which the partner should have written (Settings)",
    "meeting": "the suggested time (Settings)",
}
_VIRTUAL = {
    "who_is_virtual": "who takes part virtually: one of them by name, or both",
    "video": "free video software (Settings)",
}
_PERSON = {
    "name": "name of the person written to",
    "role": "mentor or mentee",
    "partner_role": "the other of the two",
}
_PARTED = {
    "partner": "name of the partner until now",
    "partners_left": "names of the partners that are left",
}
_FORM = {"form_link": "address of the sign-up form (Settings)"}
_AFTER = {"after_link": "address of the after-event form (Settings)"}

FIELDS: Mapping[Kind, Mapping[str, str]] = {
    Kind.SURVEY_INVITATION: _ANY | _PERSON | _FORM,
    Kind.SURVEY_REMINDER: _ANY | _PERSON | _FORM,
    Kind.MATCH_IN_PERSON: _ANY | _PAIR,
    Kind.MATCH_VIRTUAL: _ANY | _PAIR | _VIRTUAL,
    Kind.UNMATCHED_MENTOR: _ANY | _PERSON,
    Kind.UNMATCHED_MENTEE: _ANY | _PERSON,
    Kind.NOT_ENOUGH_KNOWN: _ANY | _PERSON | _FORM,
    Kind.REMATCH_OLD_PARTNER: _ANY | _PERSON | _PARTED,
    Kind.REMATCH_NEW_PARTNER: _ANY | _PAIR | _VIRTUAL,
    Kind.CANCELLED: _ANY | _PERSON | _PARTED,
    Kind.CHECK_IN: _ANY | _PAIR | _AFTER,
    Kind.AFTER_EVENT_SURVEY: _ANY | _PERSON | _AFTER,
}
"""The merge fields of each kind: name -> meaning. A mail may use these and no others."""

SETTING_OF: Mapping[str, str] = {
    "programme": "Programme",
    "organizers": "Organizers",
    "contact": "Sender",
    "dates": "Starts",
    "starts": "Starts",
    "conduct": "Code of conduct",
    "silent_by": "Silent by",
    "meeting": "Suggested meeting",
    "video": "Video calls",
    "form_link": "Form",
    "after_link": "After-event form",
}
"""Merge fields that come from ``Settings``, with the setting's name there."""
