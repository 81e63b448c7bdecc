"""Every mentor gets one mentee before any gets a second."""

from mentorship_gsheets.matching import SPREAD
from mentorship_gsheets.scoring.part import Counted, Goal, Price
from mentorship_gsheets.settings import Priority

PART = Goal(
    priority=Priority.SPREAD,
    tiers=lambda _candidates: [SPREAD],
    price=Price(
        "even numbers of mentees",
        Counted(
            "one more place beyond a mentor's first",
            "{n} more places beyond a mentor's first",
            "one place fewer beyond a mentor's first",
            "{n} places fewer beyond a mentor's first",
        ),
    ),
    means="Every mentor gets one mentee before any mentor gets a second.",
)
