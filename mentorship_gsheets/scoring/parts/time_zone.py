"""How far apart the clocks of two people are who do not meet in person."""

from mentorship_gsheets.people import Attendance, Participant
from mentorship_gsheets.scoring.coded import WORST
from mentorship_gsheets.scoring.comparisons import Clock, grade_clocks
from mentorship_gsheets.scoring.part import Part, Price, Shared, no_aside
from mentorship_gsheets.scoring.zones import day_of, minutes_apart, offset_minutes
from mentorship_gsheets.settings import Priority, Settings

_CLOSE = 120


def clock(person: Participant, settings: Settings) -> Clock:
    """Return a person's clock, and whether the person is at the conference.

    Parameters
    ----------
    person
        Whose.
    settings
        The first day, which decides about summer time.

    Returns
    -------
    Minutes east of UTC, None when unknown, and True for somebody who attends in person.
    """
    offset = offset_minutes(person.time_zone, day_of(settings)) if person.time_zone.strip() else None
    return offset, person.attendance is Attendance.IN_PERSON


def _share(mentee: Participant, mentor: Participant, settings: Settings) -> Shared:
    (one, here), (other, there) = (clock(person, settings) for person in (mentee, mentor))
    if (here and there) or one is None or other is None or minutes_apart(one, other) > _CLOSE:
        return Shared()
    return Shared((mentee.time_zone,), (mentor.time_zone,), "Time zone")


PART = Part(
    priority=Priority.TIME_ZONE,
    key=clock,
    grade=grade_clocks,
    said=lambda person: person.time_zone,
    share=_share,
    both=lambda _shared: "live at most two hours apart",
    aside=no_aside,
    mail=None,
    weak="time zones far apart",
    price=Price("time zones"),
    means="The nearer the clocks of the two, unless both are at the conference. As a must: at most eight hours apart.",
    fits=WORST * 8 // 12,
)
