"""Blocks of fields: which of them a person's ticked fields lead into."""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache

OTHER = "Other"
"""The block of people of whom no field is known; it is there even where nobody lists it."""


@dataclass(frozen=True, slots=True)
class Block:
    """A block: its name, and the fields that lead into it (its name is always one of them)."""

    name: str
    fields: tuple[str, ...] = ()


DEFAULT_BINS = (
    Block("Physics/Astro/Chemistry", ("Physics", "Astronomy", "Astrophysics", "Chemistry", "Materials science")),
    Block("Biology/Health", ("Biology", "Bioinformatics", "Neuroscience", "Health", "Medicine")),
    Block(
        "Social Science/Econ",
        ("Social science", "Social sciences", "Economics", "Finance", "Psychology", "Linguistics"),
    ),
    Block(
        "Meteorology/Geology/Oceanography/Petrology",
        ("Meteorology, Geology", "Meteorology", "Geology", "Oceanography", "Petrology", "Climate", "Earth science"),
    ),
    Block(
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
    Block("Software Engineering", ("Software engineering", "Software development", "Research software", "DevOps")),
    Block(OTHER),
)
"""What setup writes into the ``Bins`` tab of a new sheet."""


def open_blocks(fields: Iterable[str], blocks: Sequence[Block]) -> tuple[str, ...]:
    """Return the names of the blocks that ticked fields lead into, first choice first.

    Parameters
    ----------
    fields
        As ticked or typed, first choice first.
    blocks
        All blocks.

    Returns
    -------
    Each block once. A field leads into the blocks that list it or bear its name; where none does, into those that
    list a phrase in it. Who has no field that leads anywhere stands in ``Other``.

    Examples
    --------
    >>> open_blocks(["astronomy", "Statistics", "Falconry"], DEFAULT_BINS)
    ('Physics/Astro/Chemistry', 'CompSci/DS/ML')
    >>> open_blocks(["Health, medicine"], DEFAULT_BINS), open_blocks(["Falconry"], DEFAULT_BINS)
    (('Biology/Health',), ('Other',))
    """
    found: dict[str, None] = {}
    for field in fields:
        found.update(dict.fromkeys(_of_field(field, tuple(blocks))))
    return tuple(found) or (OTHER,)


@cache
def _of_field(field: str, blocks: tuple[Block, ...]) -> tuple[str, ...]:
    ticked = _phrase(field)
    phrases = [(block.name, _phrase(text)) for block in blocks for text in (block.name, *block.fields)]
    exact = [name for name, phrase in phrases if phrase == ticked]
    return tuple(exact or [name for name, phrase in phrases if phrase.strip() and phrase in ticked])


def _phrase(text: str) -> str:
    """Return the words of a text with a space around each, so that phrases are found at whole words only."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    words = re.findall(r"[^\W_]+", "".join(char for char in plain if not unicodedata.combining(char)))
    return f" {' '.join(words)} "
