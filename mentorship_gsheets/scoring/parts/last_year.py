"""Pairs of an earlier year meet again, where Settings allow it."""

from mentorship_gsheets.matching import AnyTier, Tier
from mentorship_gsheets.scoring.coded import Coded
from mentorship_gsheets.scoring.part import Candidates, Counted, Goal, Price
from mentorship_gsheets.settings import Priority


def _tiers(candidates: Candidates) -> list[AnyTier]:
    (before,) = (rule.stops for rule in candidates.barriers if rule.name == "previous")
    if not before.rows.any():
        return []
    return [Tier(Priority.LAST_YEAR, Coded(~before.rows, before.codes))]


PART = Goal(
    priority=Priority.LAST_YEAR,
    tiers=_tiers,
    price=Price(
        "pairs of an earlier year",
        Counted(
            "one fewer pair of an earlier year",
            "{n} fewer pairs of an earlier year",
            "one more pair of an earlier year",
            "{n} more pairs of an earlier year",
        ),
    ),
    means="Pairs that Never match lists as previous meet again; Previous pairs in Settings must not forbid it.",
)
