"""Speed mentoring: rounds at tables, planned, repaired at the door, and printed."""

from mentorship_gsheets.programmes.speed.event import Event, Goal, Mentee, Mentor, Move, Seat, Seating
from mentorship_gsheets.programmes.speed.planning import impossible, plan, repair
from mentorship_gsheets.programmes.speed.verification import NotSoundError, verify

__all__ = [
    "Event",
    "Goal",
    "Mentee",
    "Mentor",
    "Move",
    "NotSoundError",
    "Seat",
    "Seating",
    "impossible",
    "plan",
    "repair",
    "verify",
]
