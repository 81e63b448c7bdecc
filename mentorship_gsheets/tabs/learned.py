"""The tab ``Learned``: what was tried out, year by year, in numbers that name nobody."""

from mentorship_gsheets.spreadsheet.tab import Column, TabSpec

TRIAL_ID = "Trial id"
TRIED, WHEN = "Tried out", "Programme"
HALVES = ("On", "Off")
PAIRS, TOLD, MET, RATINGS = "pairs", "told", "met", "ratings"


def half_column(half: str, what: str) -> str:
    """Return the heading of a figure of one half.

    Parameters
    ----------
    half
        One of `HALVES`.
    what
        The figure.

    Examples
    --------
    >>> half_column("On", "met")
    'On: met'
    """
    return f"{half}: {what}"


_MEANS = {
    PAIRS: "Mentees with a mentor.",
    TOLD: "Of these, of how many it is known whether they met.",
    MET: "Of these, how many did.",
    RATINGS: "How many gave which rating, as 4 x 3, 5 x 12.",
}

LEARNED = TabSpec(
    "Learned",
    (
        Column(TRIED, "The criterion, or the mail.", 200, ours=True),
        Column(WHEN, "The programme and its round or year.", 200, ours=True),
        *(
            Column(half_column(half, what), means, 90 if what != RATINGS else 180, ours=True)
            for half in HALVES
            for what, means in _MEANS.items()
        ),
        Column(TRIAL_ID, "The tool finds the line by it.", 60, ours=True, hidden=True),
    ),
    banded=False,
)
"""Made by `learn` when there is something to write; no step of the work. It speaks of nobody, so it outlives purge."""
