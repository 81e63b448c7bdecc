"""Who goes with whom: the one best matching by the organizer's own priorities, with a proof."""

from mentorship_gsheets.matching.certificate import Certificate, Matching, NotOptimal, verify
from mentorship_gsheets.matching.problem import EVENLY, FURTHER, SPREAD, AnyTier, Problem, Tier
from mentorship_gsheets.matching.solver import solve
from mentorship_gsheets.matching.tie_break import tie_tier

__all__ = [
    "EVENLY",
    "FURTHER",
    "SPREAD",
    "AnyTier",
    "Certificate",
    "Matching",
    "NotOptimal",
    "Problem",
    "Tier",
    "solve",
    "tie_tier",
    "verify",
]
