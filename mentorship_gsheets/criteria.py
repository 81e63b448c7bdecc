"""Criteria that organizers make themselves: how two columns of the sheet are compared, as data."""

from dataclasses import dataclass
from enum import StrEnum


class Use(StrEnum):
    """What becomes of a row of ``Criteria``: a rule, one of the criteria in their order, or nothing."""

    MUST = "must"
    IN_ORDER = "in this order"
    OFF = "off"


class How(StrEnum):
    """How what a mentee says under one column is compared with what a mentor says under another.

    Each has a file of its name in `scoring.kinds`.
    """

    SAME = "same"
    OVERLAP = "overlap"
    OFFERS = "offers what is wanted"
    MORE = "mentor has more"
    CLOSE = "close in number"
    AWAKE = "awake together"
    TEXT = "similar text"
    WISHES = "wishes"


@dataclass(frozen=True, slots=True)
class Criterion:
    """A row of ``Criteria`` that compares two columns.

    Parameters
    ----------
    name
        What the organizer calls it.
    how
        How the columns are compared.
    mentor_column, mentee_column
        Headers in ``Mentors`` and in ``Mentees``. One of them may be empty where only one side has wishes.
    """

    name: str
    how: How
    mentor_column: str
    mentee_column: str

    def __str__(self) -> str:
        """Return its name."""
        return self.name
