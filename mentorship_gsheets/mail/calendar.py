"""Meetings in people's calendars: invited, moved, cancelled (RFC 5545 for the file, RFC 5546 for what it asks)."""

import hashlib
import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from urllib.parse import quote
from zoneinfo import ZoneInfo

from mentorship_gsheets.errors import Finding, Level, MentorshipError
from mentorship_gsheets.groups import Group
from mentorship_gsheets.mail.facts import meeting_time, plain
from mentorship_gsheets.settings import Settings

SUGGESTED_MINUTES = 60
"""How long the suggested meeting of a pair takes: the mails ask for one good hour."""

_PRODUCT = "-//mentorship-gsheets//EN"


class Method(StrEnum):
    """What a calendar file asks of a calendar."""

    REQUEST = "REQUEST"
    CANCEL = "CANCEL"


@dataclass(frozen=True, slots=True)
class Meeting:
    """When and where people meet.

    Parameters
    ----------
    starts
        In UTC, to the minute.
    minutes
        How long; 0 where nobody has said.
    place
        One line; empty where nobody has said.
    """

    starts: datetime
    minutes: int = 0
    place: str = ""

    def __str__(self) -> str:
        """Return the meeting as the ledger shows it; `read_meeting` reads it.

        >>> str(Meeting(datetime(2027, 7, 6, 10, 30, tzinfo=UTC), 45, "Room 1"))
        '2027-07-06 10:30 UTC, 45 minutes, at Room 1'
        """
        lasts = f", {self.minutes} minutes" if self.minutes else ""
        where = f", at {self.place}" if self.place else ""
        return f"{self.starts:%Y-%m-%d %H:%M} UTC{lasts}{where}"


_MEETING = re.compile(r"(\d{4}-\d\d-\d\d \d\d:\d\d) UTC(?:, (\d+) minutes)?(?:, at (.+))?")


def read_meeting(text: str) -> Meeting | None:
    """Return the meeting in a text as `Meeting` writes it; None where it is another text."""
    match = _MEETING.fullmatch(text.strip())
    if match is None:
        return None
    try:
        starts = datetime.strptime(match[1], "%Y-%m-%d %H:%M").replace(tzinfo=UTC)
    except ValueError:
        return None
    return Meeting(starts, int(match[2] or 0), match[3] or "")


@dataclass(frozen=True, slots=True)
class Invitation:
    """One revision of an entry in people's calendars.

    Parameters
    ----------
    uid
        Names the entry for ever, see `event_uid`.
    method
        Invites and moves, or cancels.
    sequence
        Number of the revision, from 0; a calendar takes no lower one after a higher one (RFC 5546, 2.1.4).
    meeting
        What the entry says; of a cancelled one, what it said.
    """

    uid: str
    method: Method
    sequence: int
    meeting: Meeting

    @property
    def revision(self) -> str:
        """Everything but the meeting, as the ledger keeps it; `read_invitation` reads it."""
        return f"{self.method} {self.sequence} {self.uid}"


_REVISION = re.compile(rf"({'|'.join(Method)}) (\d+) (\S+)")


def read_invitation(revision: str, meeting: str) -> Invitation | None:
    """Return the invitation that a line of the ledger holds; None where the two texts are none.

    Parameters
    ----------
    revision
        As `Invitation.revision` gives it.
    meeting
        As `Meeting` writes it.
    """
    match, told = _REVISION.fullmatch(revision.strip()), read_meeting(meeting)
    if match is None or told is None:
        return None
    return Invitation(match[3], Method(match[1]), int(match[2]), told)


def event_uid(calendar: str, group: str, number: int = 1) -> str:
    """Return the name of a meeting in everybody's calendar, the same for as long as the group lives.

    Neither the time nor anything that can be retyped in Settings enters, so that a moved meeting stays the same one.

    Parameters
    ----------
    calendar
        What `setup` made once for this sheet: equal groups of two programmes are two meetings.
    group
        The group's key.
    number
        Which of the group's meetings, from 1.
    """
    parts = "\x1f".join((calendar, group, str(number)))
    return f"{hashlib.sha256(parts.encode('utf-8', 'replace')).hexdigest()[:32]}@mentorship"


def meeting_of(group: Group | None, settings: Settings) -> Meeting | None:
    """Return when and where a group meets: its own time, or else the one in Settings; None where neither is said.

    Parameters
    ----------
    group
        The group; ``None`` where the mail is about none.
    settings
        What the tab Settings says.

    Raises
    ------
    MentorshipError
        The time in Settings, or its time zone, cannot be read; level ``stop``.
    """
    if group is not None and group.starts is not None:
        starts = group.starts.astimezone(UTC).replace(second=0, microsecond=0)
        return Meeting(starts, group.minutes, plain(group.place))
    start = suggested_start(settings)
    place = plain(group.place) if group is not None else ""
    return Meeting(start, SUGGESTED_MINUTES, place) if start else None


def suggested_start(settings: Settings) -> datetime | None:
    """Return the suggested time in UTC, or None when the setting is blank.

    Raises
    ------
    MentorshipError
        The time, or the time zone of the conference, cannot be read; level ``stop``.
    """
    if not settings.meeting.strip():
        return None
    local = meeting_time(settings.meeting)
    if local is None:
        raise MentorshipError(
            _stop(f"“Suggested meeting” in Settings is not a time: {settings.meeting}.", "2027-07-06 12:30")
        )
    try:
        zone = ZoneInfo(settings.time_zone.strip())
    except (KeyError, ValueError, OSError):
        # an unknown name, a name that is no name, a name that is a directory of the time zone database
        raise MentorshipError(
            _stop(f"“Time zone” in Settings is not known: {settings.time_zone}.", "Europe/Paris")
        ) from None
    return local.replace(tzinfo=zone).astimezone(UTC)


def _stop(what: str, example: str) -> Finding:
    return Finding(what, f"Write it as {example}.", code="bad-meeting", level=Level.STOP)


def calendar_file(
    invitation: Invitation, stamp: datetime, organizer: str, summary: str, people: tuple[tuple[str, str], ...]
) -> str:
    """Return the calendar file that invites, moves or cancels, with line feeds.

    Parameters
    ----------
    invitation
        What the calendar is asked for.
    stamp
        When this revision was made, in UTC; it is no part of a letter's digest, see `proof`.
    organizer
        The sender's address: only the same one may move or cancel what it invited to.
    summary
        What the calendar shows.
    people
        ``(name, address)`` of those who meet; of a cancelled meeting, of those who lose it.
    """
    from icalendar import Calendar, Event, vCalAddress, vText

    event = Event()
    event.add("uid", invitation.uid)
    event.add("dtstamp", stamp.astimezone(UTC).replace(microsecond=0))
    event.add("sequence", invitation.sequence)
    meeting = invitation.meeting
    event.add("dtstart", meeting.starts)
    if meeting.minutes:
        event.add("dtend", meeting.starts + timedelta(minutes=meeting.minutes))
    event.add("summary", summary)
    if meeting.place:
        event.add("location", meeting.place)
    event.add("status", "CANCELLED" if invitation.method is Method.CANCEL else "CONFIRMED")
    event.add("organizer", vCalAddress(_mailto(organizer)), encode=False)
    for name, address in people:
        attendee = vCalAddress(_mailto(address))
        attendee.params["CN"] = vText(name.replace('"', "'"))
        attendee.params["ROLE"] = vText("REQ-PARTICIPANT")
        attendee.params["PARTSTAT"] = vText("NEEDS-ACTION")
        # people answer each other, and hundreds of answers would only bury the mailbox of the organizers
        attendee.params["RSVP"] = vText("FALSE")
        event.add("attendee", attendee, encode=False)
    calendar = Calendar()
    calendar.add("prodid", _PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("method", str(invitation.method))
    calendar.add_component(event)
    return str(calendar.to_ical().decode("utf-8").replace("\r\n", "\n"))


def _mailto(address: str) -> str:
    # RFC 6068: what may stand in an address, but not in a web address, is written in percent signs
    return "mailto:" + quote(address, safe="@!$'*+")
