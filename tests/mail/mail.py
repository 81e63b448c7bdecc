"""A pair, a programme, and every kind of letter about them."""

from datetime import date

from mentorship_gsheets.mail import Address, Kind, kinds
from mentorship_gsheets.people import Attendance, Participant, Role, Status
from mentorship_gsheets.settings import Settings

SETTINGS = Settings(
    programme="PyConf 2027",
    form="https://docs.google.com/forms/d/1abcdefghijklmnopqrstuvwxyz/edit",
    after_form="https://example.org/how-was-it?year=2027&lang=en",
    sender="mentors@example.org",
    reply_to="committee@example.org",
    organizers="Mo and Lu",
    starts=date(2027, 7, 5),
    ends=date(2027, 7, 11),
    silent_by=date(2027, 7, 6),
    conduct="https://example.org/conduct",
    time_zone="Europe/Paris",
)
ADA = Participant(
    "ada@example.org",
    "Ada Łoś",
    Role.MENTOR,
    Attendance.IN_PERSON,
    ("Physics", "Meteorology, Geology"),
    "academia",
    ("grants", "teaching"),
    "Institute of Clouds",
)
BO = Participant(
    "bo@example.net",
    "Bo Lindqvist",
    Role.MENTEE,
    Attendance.IN_PERSON,
    ("meteorology, geology",),
    "Academia",
    ("Grants",),
    "Harbour University",
)
CY = Participant("cy@example.com", "Cy", Role.MENTEE, Attendance.VIRTUAL, ("Biology",))
DEE = Participant("dee@example.org", "Dee", Role.MENTOR, Attendance.VIRTUAL, ("Biology",))
GONE = Participant("gus@example.org", "Gus", Role.MENTEE, status=Status.WITHDRAWN)


def pair(kind: Kind, mentor: Participant = ADA, mentee: Participant = BO) -> Address:
    """A letter to both of a pair."""
    return Address(kind, (mentor, mentee), (mentor, mentee))


def alone(kind: Kind, person: Participant) -> Address:
    """A letter to one person."""
    return Address(kind, (person,), (person,))


ADDRESSES = {
    kinds.SURVEY_INVITATION: Address(kinds.SURVEY_INVITATION, (CY,), (CY,), whole_person=True),
    kinds.SURVEY_REMINDER: Address(kinds.SURVEY_REMINDER, (CY,), (CY,), "2", whole_person=True),
    kinds.MATCH_IN_PERSON: pair(kinds.MATCH_IN_PERSON),
    kinds.MATCH_VIRTUAL: pair(kinds.MATCH_VIRTUAL, ADA, CY),
    kinds.UNMATCHED_MENTOR: alone(kinds.UNMATCHED_MENTOR, ADA),
    kinds.UNMATCHED_MENTEE: alone(kinds.UNMATCHED_MENTEE, BO),
    kinds.NOT_ENOUGH_KNOWN: alone(kinds.NOT_ENOUGH_KNOWN, BO),
    kinds.REMATCH_OLD_PARTNER: Address(kinds.REMATCH_OLD_PARTNER, (ADA, BO), (ADA,)),
    kinds.REMATCH_NEW_PARTNER: pair(kinds.REMATCH_NEW_PARTNER, DEE, CY),
    kinds.CANCELLED: Address(kinds.CANCELLED, (ADA, GONE), (ADA,), left=(BO, CY)),
    kinds.CHECK_IN: Address(kinds.CHECK_IN, (ADA, BO), (ADA, BO), "1"),
    kinds.AFTER_EVENT_SURVEY: Address(kinds.AFTER_EVENT_SURVEY, (BO,), (BO,), whole_person=True),
}
"""One letter of each kind."""
