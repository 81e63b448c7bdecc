"""The lines of ``Settings`` that only cohorts have."""

import re
from dataclasses import dataclass

from mentorship_gsheets.programmes.cohorts.model import GOALS, Goal, Sizes
from mentorship_gsheets.settings import OwnSetting, Settings
from mentorship_gsheets.text import as_key


@dataclass(frozen=True, slots=True)
class Day:
    """The hours of local time at which people can meet, from and to."""

    start: float
    end: float

    def __str__(self) -> str:
        """Return the hours as the sheet writes them."""
        return f"{self.start:g}-{self.end:g}"


def read_sizes(text: str) -> Sizes:
    """Read least, most and wanted number of people; raises ``ValueError`` that says how to write them.

    >>> str(read_sizes("2 - 4 , 3"))
    '2-4, 3'
    """
    found = re.fullmatch(r"\s*(\d{1,3})\s*[-–]\s*(\d{1,3})\s*[,;]\s*(\d{1,3})\s*", text)
    least, most, wanted = (int(number) for number in found.groups()) if found else (0, 0, 0)
    if not 1 <= least <= wanted <= most:
        raise ValueError("the least and the most, and then how many are best, as 2-4, 3")
    return Sizes(least, wanted, most)


def _awake(text: str) -> Day:
    found = re.fullmatch(r"\s*(\d{1,2}(?:\.\d)?)\s*[-–]\s*(\d{1,2}(?:\.\d)?)\s*", text)
    start, end = (float(hour) for hour in found.groups()) if found else (0.0, 0.0)
    if not 0 <= start < end <= 24:
        raise ValueError("two hours of the day, as 8-22")
    return Day(start, end)


def _hours(text: str) -> float:
    if not re.fullmatch(r"\s*\d{1,2}(?:\.\d)?\s*", text) or not 0 < float(text) <= 24:
        raise ValueError("hours of a day, as 6")
    return float(text)


def _days(text: str) -> int:
    if not re.fullmatch(r"\s*\d{1,3}\s*", text) or int(text) < 1:
        raise ValueError("a whole number of days from 1 to 999")
    return int(text)


def _yes_no(text: str) -> bool:
    if as_key(text) not in ("yes", "no"):
        raise ValueError("yes or no")
    return as_key(text) == "yes"


def _goals(text: str) -> tuple[Goal, ...]:
    words = [as_key(part) for part in re.split(r"[;,\n]", text) if part.strip()]
    if len(set(words)) < len(words) or not set(words) <= set(GOALS):
        raise ValueError("each at most once of: " + ", ".join(GOALS))
    return tuple(Goal(word) for word in words)


def _prefix(text: str) -> str:
    if not re.fullmatch(r"[\w-]{0,40}", text.strip()):
        raise ValueError("at most 40 letters, digits and hyphens")
    return text.strip().lower()


def _badge(text: str) -> str:
    # the drawing of pictures is nothing that every command should load
    from mentorship_gsheets.programmes.cohorts.badges import read_template

    return read_template(text)


MENTORS = "Mentors in a cohort"
MENTEES = "Mentees in a cohort"
AWAKE = "Awake"
TOGETHER = "Hours together"
CHECK_IN = "Check-in every"
CHECK_IN_FORM = "Check-in form"
BADGE = "Badge"
PREFIX = "Channel prefix"
RANKED = "Tasks are ranked"
ORDER = "Goals of cohorts"

OPTIONS = (
    OwnSetting(MENTORS, Sizes(2, 3, 4), "The least and the most, and how many are best.", read_sizes),
    OwnSetting(MENTEES, Sizes(4, 8, 10), "The least and the most, and how many are best.", read_sizes),
    OwnSetting(AWAKE, Day(8, 22), "Hours of local time at which people can meet.", _awake),
    OwnSetting(TOGETHER, 6, "Two people who are awake together so many hours a day are in reach.", _hours),
    OwnSetting(CHECK_IN, 14, "Days from one check-in with the mentors of a cohort to the next.", _days),
    OwnSetting(CHECK_IN_FORM, "", "Address of the form that mentors fill in then, or the tab of its answers."),
    OwnSetting(PREFIX, "cohort-", "How the names of channels begin.", _prefix),
    OwnSetting(RANKED, True, "yes: Tasks name the best one first; no: their order says nothing.", _yes_no),
    OwnSetting(
        ORDER,
        GOALS,
        "What cohorts are judged by, the most important first; what is left out does not count. unplaced: mentees in "
        "no cohort; alone: without a mentor in reach; changed: left a cohort; missing: cohorts wanted and not got; "
        "thin: without a second mentor in reach; idle: mentors in no cohort; rank: picks below the first; size: away "
        "from the best size; language: without a mentor of a common language; colleagues: mentor and mentee of one "
        "affiliation.",
        _goals,
        moved=True,
    ),
    OwnSetting(BADGE, "", "Your own SVG picture for badges, with merge fields; blank: the one we bring along.", _badge),
)
"""In the order of the tab."""


def usual_sizes(settings: Settings) -> tuple[Sizes, Sizes]:
    """Return the sizes of a cohort whose row leaves them blank, mentors first."""
    mentors: Sizes = settings.own[MENTORS]
    mentees: Sizes = settings.own[MENTEES]
    return mentors, mentees
