"""The calendar file for a suggested meeting time (RFC 5545)."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from icalendar import Calendar, Event, vCalAddress, vText

from mentorship_gsheets.errors import Finding, Level, MentorshipError
from mentorship_gsheets.mail.facts import meeting_time
from mentorship_gsheets.settings import Settings

LENGTH = timedelta(hours=1)


def meeting_start(settings: Settings) -> datetime | None:
    """Return the suggested time in UTC, or None when the setting is blank.

    Raises
    ------
    MentorshipError
        The time, or the time zone of the conference, cannot be read.
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


def calendar_file(start: datetime, key: str, summary: str, people: tuple[tuple[str, str], ...]) -> str:
    """Return the calendar file of a meeting of one hour.

    Parameters
    ----------
    start
        In UTC.
    key
        The letter's key; with it the event keeps its identity when the mail is made again.
    summary
        What the calendar shows.
    people
        ``(name, address)`` of those who meet.
    """
    event = Event()
    event.add("uid", f"{key}@mentorship")
    # the time of writing by rights; a fixed one keeps equal letters equal to the byte
    event.add("dtstamp", start)
    event.add("dtstart", start)
    event.add("dtend", start + LENGTH)
    event.add("summary", summary)
    for name, address in people:
        attendee = vCalAddress(f"MAILTO:{address}")
        attendee.params["CN"] = vText(name.replace('"', "'"))
        event.add("attendee", attendee, encode=False)
    calendar = Calendar()
    calendar.add("prodid", "-//mentorship-gsheets//EN")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add_component(event)
    return str(calendar.to_ical().decode("utf-8").replace("\r\n", "\n"))
