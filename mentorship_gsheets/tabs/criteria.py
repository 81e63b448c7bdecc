"""The tab ``Criteria``: what groups are judged by, a row each, the most important first."""

from dataclasses import dataclass
from typing import Any

from mentorship_gsheets.criteria import How, Use
from mentorship_gsheets.spreadsheet.tab import Column, Part, TabSpec

CRITERION = "Criterion"
USE = "Use"
HOW = "How"
MENTOR_COLUMN = "Mentor column"
MENTEE_COLUMN = "Mentee column"
MEANS = "What it means"
COST = "What it cost"

CRITERIA = TabSpec(
    "Criteria",
    (
        Column(
            CRITERION,
            "The most important stands on top: each row decides only between what is equal in all rows above it. Move "
            "rows as you like, and add your own below.",
            230,
        ),
        Column(
            USE,
            "must: nobody is matched against it; in this order: counted at its place; off: not counted.",
            110,
            choices=tuple(Use),
        ),
        Column(HOW, "For rows of your own: how the two columns are compared.", 170, choices=tuple(How)),
        Column(MENTOR_COLUMN, "For rows of your own: the heading in Mentors.", 170),
        Column(MENTEE_COLUMN, "For rows of your own: the heading in Mentees.", 170),
        Column(MEANS, "", 430, ours=True, wrap=True),
        Column(COST, "What the criteria below it would gain without it, at the last match.", 430, ours=True, wrap=True),
    ),
    part=Part.SETUP,
)


@dataclass(frozen=True, slots=True)
class BuiltIn:
    """A row of ``Criteria`` that a format has by itself; ``How`` and the columns stay blank.

    Parameters
    ----------
    name
        What stands under ``Criterion``.
    means
        What stands under ``What it means``, in one sentence.
    key
        What the format knows it by.
    must
        It may be a must.
    on
        It counts in a new sheet.
    """

    name: str
    means: str
    key: Any
    must: bool = False
    on: bool = True
