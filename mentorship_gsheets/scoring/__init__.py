"""Who fits whom: participants become whole numbers, rule by rule and part by part."""

from mentorship_gsheets.people import Pair
from mentorship_gsheets.scoring.barriers import Barrier, Never, never_key
from mentorship_gsheets.scoring.part import Part
from mentorship_gsheets.scoring.score import Scored, score

__all__ = ["Barrier", "Never", "Pair", "Part", "Scored", "never_key", "score"]
