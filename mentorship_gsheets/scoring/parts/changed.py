"""Pairs that stand are kept where nothing before that is better."""

from mentorship_gsheets.matching import AnyTier, Tier
from mentorship_gsheets.scoring.coded import marked
from mentorship_gsheets.scoring.part import Candidates, Counted, Goal, Price
from mentorship_gsheets.settings import Priority


def _tiers(candidates: Candidates) -> list[AnyTier]:
    if candidates.standing is None:
        return []
    return [Tier(Priority.CHANGED, marked(candidates.shape, candidates.standing, inside=False))]


PART = Goal(
    priority=Priority.CHANGED,
    tiers=_tiers,
    price=Price(
        "standing pairs",
        Counted(
            "one more standing pair taken apart",
            "{n} more standing pairs taken apart",
            "one standing pair more kept",
            "{n} standing pairs more kept",
        ),
    ),
    means="Pairs that stand are kept; rematch alone looks at it.",
)
