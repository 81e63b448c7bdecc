"""Bins: which of them a person's fields lead into."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache

from mentorship_gsheets.text import as_words, says_nothing

OTHER = "Other"
"""The bin of people of whom no field is known; it is there even where nobody lists one for them."""


@dataclass(frozen=True, slots=True)
class Bin:
    """A bin: its name, and the fields that lead into it (its name is always one of them)."""

    name: str
    fields: tuple[str, ...] = ()


DEFAULT_BINS = (
    Bin("Physics/Astro/Chemistry", ("Physics", "Astronomy", "Astrophysics", "Chemistry", "Materials science")),
    Bin("Biology/Health", ("Biology", "Bioinformatics", "Neuroscience", "Health", "Medicine")),
    Bin(
        "Social Science/Econ",
        ("Social science", "Social sciences", "Economics", "Finance", "Psychology", "Linguistics"),
    ),
    Bin(
        "Meteorology/Geology/Oceanography/Petrology",
        ("Meteorology, Geology", "Meteorology", "Geology", "Oceanography", "Petrology", "Climate", "Earth science"),
    ),
    Bin(
        "CompSci/DS/ML",
        (
            "Computer science",
            "Data science",
            "Machine learning",
            "Artificial intelligence",
            "Statistics",
            "Mathematics",
        ),
    ),
    Bin("Software Engineering", ("Software engineering", "Software development", "Research software", "DevOps")),
    Bin(OTHER),
)
"""What setup writes into the ``Bins`` tab of a new sheet."""


def catch_all(bins: Iterable[Bin]) -> str:
    """Return the name of the bin of people of whom no field is known.

    It is the first whose name itself tells nothing ("Other", "Divers", "Unknown"), or else `OTHER`.

    >>> catch_all([Bin("Physics"), Bin("Divers")]), catch_all([Bin("Physics")])
    ('Divers', 'Other')
    """
    return next((bin.name for bin in bins if says_nothing(bin.name)), OTHER)


def open_bins(fields: Iterable[str], bins: Sequence[Bin]) -> tuple[str, ...]:
    """Return the names of the bins that fields lead into, first choice first.

    Parameters
    ----------
    fields
        As ticked or typed, first choice first.
    bins
        All bins.

    Returns
    -------
    Each bin once. A field leads into the bins that list it or bear its name; where none does, into those that list a
    phrase in it. Who has no field that leads anywhere stands in the catch-all.

    Examples
    --------
    >>> open_bins(["astronomy", "Statistics", "Falconry"], DEFAULT_BINS)
    ('Physics/Astro/Chemistry', 'CompSci/DS/ML')
    >>> open_bins(["Health, medicine"], DEFAULT_BINS), open_bins(["Falconry"], DEFAULT_BINS)
    (('Biology/Health',), ('Other',))
    """
    every = tuple(bins)
    found: dict[str, None] = {}
    for field in fields:
        found.update(dict.fromkeys(_of_field(field, every)))
    return tuple(found) or (catch_all(every),)


def leads_nowhere(field: str, bins: Sequence[Bin]) -> bool:
    """Return whether no bin takes people for a field, so that it is missing from the list.

    Parameters
    ----------
    field
        As ticked or typed.
    bins
        All bins.

    Returns
    -------
    False also for fields that tell nothing, which need no bin.

    Examples
    --------
    >>> leads_nowhere("Falconry", DEFAULT_BINS), leads_nowhere("Other", DEFAULT_BINS)
    (True, False)
    """
    return not says_nothing(field) and open_bins([field], bins) == (catch_all(bins),)


@cache
def _of_field(field: str, bins: tuple[Bin, ...]) -> tuple[str, ...]:
    ticked = _phrase(field)
    phrases = [(bin.name, _phrase(text)) for bin in bins for text in (bin.name, *bin.fields)]
    exact = [name for name, phrase in phrases if phrase == ticked]
    return tuple(exact or [name for name, phrase in phrases if phrase.strip() and phrase in ticked])


def _phrase(text: str) -> str:
    """Return the words of a text with a space around each, so that phrases are found at whole words only."""
    return f" {as_words(text)} "
