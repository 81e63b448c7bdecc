"""Colleagues are not paired where something else is possible, if Settings avoid them instead of forbidding them."""

from mentorship_gsheets.matching import AnyTier, Tier
from mentorship_gsheets.scoring.part import Candidates, Counted, Goal, Price
from mentorship_gsheets.settings import Policy, Priority


def _tiers(candidates: Candidates) -> list[AnyTier]:
    return [Tier(rule.name, rule.stops) for rule in candidates.barriers if rule.policy is Policy.AVOID]


PART = Goal(
    priority=Priority.COLLEAGUES,
    tiers=_tiers,
    price=Price(
        "pairs of colleagues",
        Counted(
            "one more pair of colleagues",
            "{n} more pairs of colleagues",
            "one pair of colleagues fewer",
            "{n} pairs of colleagues fewer",
        ),
    ),
    means="No pairs of colleagues, where Settings avoid them instead of forbidding them.",
)
