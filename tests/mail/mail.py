"""A pair, a programme, and every kind of letter about them."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from mentorship_gsheets.groups import Group
from mentorship_gsheets.mail import Invitation, Kind, MailRequest, Meeting, Method, kinds
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
    answer_by=date(2027, 6, 25),
    matches_by=date(2027, 7, 2),
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


def pair(kind: Kind, mentor: Participant = ADA, mentee: Participant = BO) -> MailRequest:
    """A letter to both of a pair."""
    return MailRequest(kind, (mentor, mentee), (mentor, mentee))


def alone(kind: Kind, person: Participant) -> MailRequest:
    """A letter to one person."""
    return MailRequest(kind, (person,), (person,))


MEETING = Meeting(datetime(2027, 7, 6, 10, 30, tzinfo=UTC), 60)
INVITATION = Invitation("0123456789abcdef@mentorship", Method.REQUEST, 0, MEETING)
STAMP = datetime(2027, 6, 1, 8, 0, tzinfo=UTC)
TABLE = Group(
    "Session 2, Table 1",
    "Table 1",
    (ADA.identity,),
    (BO.identity,),
    "Session 2",
    datetime(2027, 7, 6, 12, 30, tzinfo=ZoneInfo("Europe/Paris")),
    45,
    "Room 1",
)
ADDRESSES = {
    kinds.SURVEY_INVITATION: MailRequest(kinds.SURVEY_INVITATION, (CY,), (CY,), whole_person=True),
    kinds.SURVEY_REMINDER: MailRequest(kinds.SURVEY_REMINDER, (CY,), (CY,), "2", whole_person=True),
    kinds.MATCH_IN_PERSON: pair(kinds.MATCH_IN_PERSON),
    kinds.MATCH_VIRTUAL: pair(kinds.MATCH_VIRTUAL, ADA, CY),
    kinds.UNMATCHED_MENTOR: alone(kinds.UNMATCHED_MENTOR, ADA),
    kinds.UNMATCHED_MENTEE: alone(kinds.UNMATCHED_MENTEE, BO),
    kinds.NOT_ENOUGH_KNOWN: alone(kinds.NOT_ENOUGH_KNOWN, BO),
    kinds.REMATCH_OLD_PARTNER: MailRequest(kinds.REMATCH_OLD_PARTNER, (ADA, BO), (ADA,)),
    kinds.REMATCH_NEW_PARTNER: pair(kinds.REMATCH_NEW_PARTNER, DEE, CY),
    kinds.CANCELLED: MailRequest(kinds.CANCELLED, (ADA, GONE), (ADA,), left=(BO, CY)),
    kinds.MEETING_MOVED: MailRequest(kinds.MEETING_MOVED, (ADA, BO), (ADA, BO), "1", group=TABLE),
    kinds.CHECK_IN: MailRequest(kinds.CHECK_IN, (ADA, BO), (ADA, BO), "1"),
    kinds.AFTER_EVENT_SURVEY: MailRequest(kinds.AFTER_EVENT_SURVEY, (BO,), (BO,), whole_person=True),
    kinds.ROLE_QUESTION: MailRequest(
        kinds.ROLE_QUESTION,
        (BO,),
        (BO,),
        whole_person=True,
        more=(("signed_up_as", "a mentor"), ("answered_as", "a mentee")),
    ),
}
"""One letter of each kind."""
