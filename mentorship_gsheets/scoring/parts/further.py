"""Who wants several mentors gets them, once everybody who can has one."""

from mentorship_gsheets.matching import EVENLY, FURTHER, AnyTier
from mentorship_gsheets.scoring.part import Candidates, Counted, Goal, Price
from mentorship_gsheets.settings import Priority


def _tiers(candidates: Candidates) -> list[AnyTier]:
    most = max((mentee.wanted or 1 for mentee in candidates.mentees), default=1)
    # two mentors for all who want two come before a third for anybody
    tiers: list[AnyTier] = [FURTHER, EVENLY]
    return tiers[: most - 1]


PART = Goal(
    priority=Priority.FURTHER,
    tiers=_tiers,
    price=Price(
        "further mentors",
        Counted(
            "one mentor fewer for who wants several",
            "{n} mentors fewer for who wants several",
            "one mentor more for who wants several",
            "{n} mentors more for who wants several",
        ),
    ),
    means="Who wants several mentors gets a second one once everybody who can has a first.",
)
