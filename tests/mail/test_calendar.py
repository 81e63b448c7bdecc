"""Calendar files, as two libraries read them."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import icalendar
import vobject  # type: ignore[import-untyped] # it has no types of its own
from hypothesis import given
from hypothesis import strategies as st

from mentorship_gsheets.mail import Invitation, Meeting, Method, event_uid, meeting_of, read_invitation
from mentorship_gsheets.mail.calendar import calendar_file, read_meeting
from mentorship_gsheets.mail.facts import plain
from tests.mail.mail import INVITATION, MEETING, SETTINGS, STAMP, TABLE

PEOPLE = (("Łoś, Ada", "ada@example.org"), ('Bo "B" O\'Neil; x', "bo+x@example.net"))
TIMES = st.datetimes(datetime(2000, 1, 1), datetime(2100, 1, 1)).map(
    lambda when: when.replace(second=0, microsecond=0, tzinfo=UTC)
)
MEETINGS = st.builds(Meeting, TIMES, st.integers(0, 999), st.text(max_size=40).map(plain))
INVITATIONS = st.builds(Invitation, st.just(INVITATION.uid), st.sampled_from(Method), st.integers(0, 99), MEETINGS)


def written(invitation: Invitation = INVITATION) -> str:
    return calendar_file(invitation, STAMP, "mentors@example.org", "PyConf: Ada, Bo; and so on", PEOPLE)


def attendees(event: icalendar.cal.Component) -> list[str]:
    people = event["ATTENDEE"]
    assert isinstance(people, list)
    return [str(who) for who in people]


def test_the_file_of_an_invitation() -> None:
    (event,) = icalendar.Calendar.from_ical(written()).walk("VEVENT")
    assert [str(event[name]) for name in ("UID", "SEQUENCE", "STATUS", "ORGANIZER")] == [
        "0123456789abcdef@mentorship",
        "0",
        "CONFIRMED",
        "mailto:mentors@example.org",
    ]
    assert [event.decoded(name) for name in ("DTSTAMP", "DTSTART", "DTEND")] == [
        STAMP,
        MEETING.starts,
        MEETING.starts + timedelta(hours=1),
    ]
    assert dict(event["ORGANIZER"].params) == {}
    assert attendees(event) == ["mailto:ada@example.org", "mailto:bo+x@example.net"]


@given(INVITATIONS)
def test_two_libraries_read_the_same(invitation: Invitation) -> None:
    text = written(invitation)
    calendar = icalendar.Calendar.from_ical(text)
    (event,) = calendar.walk("VEVENT")
    other = vobject.readOne(text)
    assert str(calendar["METHOD"]) == other.method.value == str(invitation.method)
    assert str(event["UID"]) == other.vevent.uid.value == invitation.uid
    assert event.decoded("SEQUENCE") == int(other.vevent.sequence.value) == invitation.sequence
    assert event.decoded("DTSTART") == other.vevent.dtstart.value == invitation.meeting.starts
    assert [who.value for who in other.vevent.attendee_list] == attendees(event)
    assert len(other.vevent.contents["organizer"]) == 1
    assert other.vevent.organizer.value == str(event["ORGANIZER"]) == "mailto:mentors@example.org"
    cancelled = invitation.method is Method.CANCEL
    assert other.vevent.status.value == str(event["STATUS"]) == ("CANCELLED" if cancelled else "CONFIRMED")
    assert ("DTEND" in event) == bool(invitation.meeting.minutes)


@given(INVITATIONS)
def test_the_ledger_reads_what_it_wrote(invitation: Invitation) -> None:
    assert read_invitation(invitation.revision, str(invitation.meeting)) == invitation


def test_what_somebody_retyped_is_no_meeting() -> None:
    assert [read_meeting(text) for text in ("", "tomorrow", "2027-13-06 10:30 UTC", "2027-07-06 10:30")] == [None] * 4
    assert read_invitation("", str(MEETING)) is None


def test_the_name_of_a_meeting_knows_sheet_group_and_number_only() -> None:
    assert event_uid("a", "Table 1") == event_uid("a", "Table 1", 1)
    names = {
        event_uid("a", "Table 1"),
        event_uid("b", "Table 1"),
        event_uid("a", "Table 2"),
        event_uid("a", "Table 1", 2),
    }
    assert len(names) == 4


def test_a_group_meets_at_its_own_time_or_the_suggested_one_or_nobody_knows_when() -> None:
    suggested = replace(SETTINGS, meeting="2027-07-07 09:00")
    assert str(meeting_of(TABLE, suggested)) == "2027-07-06 10:30 UTC, 45 minutes, at Room 1"
    assert str(meeting_of(replace(TABLE, starts=None), suggested)) == "2027-07-07 07:00 UTC, 60 minutes, at Room 1"
    assert meeting_of(replace(TABLE, starts=None), SETTINGS) is None
