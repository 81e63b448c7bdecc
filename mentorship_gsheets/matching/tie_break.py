"""The last tier: a fixed, meaningless, but repeatable preference, so that every problem has exactly one answer."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from mentorship_gsheets.matching.problem import Tier

_BITS = 31


class PairHash:
    """A matrix of hashes of two people, indexed like an ndarray and computed where asked.

    At 10,000 by 8,000 the matrix would take 650 MB; only a few of its entries are ever read.

    Parameters
    ----------
    mentees, mentors
        A 64-bit hash of each person.
    """

    __slots__ = ("mentees", "mentors")

    dtype = np.dtype(np.int64)
    ndim = 2
    #: Smallest and largest number there can be.
    bounds = (0, 2**_BITS - 1)

    def __init__(self, mentees: NDArray[np.uint64], mentors: NDArray[np.uint64]) -> None:
        self.mentees = mentees
        self.mentors = mentors

    @property
    def shape(self) -> tuple[int, int]:
        """Number of mentees, number of mentors."""
        return len(self.mentees), len(self.mentors)

    def __getitem__(self, index: Any) -> Any:
        """Hashes of some rows, of some rows and columns, or of single pairs, as `ndarray.__getitem__` would give."""
        if isinstance(index, tuple):
            rows, cols = index
            return _mix(np.asarray(self.mentees[rows]), np.asarray(self.mentors[cols]))
        return _mix(self.mentees[index][..., None], self.mentors)

    def __array__(self, dtype: Any = None, copy: bool | None = None) -> NDArray[Any]:
        """The whole matrix."""
        return np.asarray(self[:], dtype=dtype, copy=copy)


def tie_tier(mentee_keys: Sequence[str], mentor_keys: Sequence[str]) -> Tier:
    """Make the tie tier from who people are, so that neither row order nor machine nor hash seed matters.

    Parameters
    ----------
    mentee_keys, mentor_keys
        Something that stays with the person, normally the cleaned e-mail address.

    Returns
    -------
    Tier
        31-bit costs, to be put last.

    Examples
    --------
    >>> tie = tie_tier(["ada@example.org", "bo@example.org"], ["cy@example.org"])
    >>> [cost.bit_length() <= 31 for cost in tie.cost[:, 0].tolist()]
    [True, True]
    """
    return Tier("tie", PairHash(_hashes("mentee", mentee_keys), _hashes("mentor", mentor_keys)))


def _hashes(role: str, keys: Sequence[str]) -> NDArray[np.uint64]:
    digests = [hashlib.blake2b(key.encode(), digest_size=8, person=role.encode()).digest() for key in keys]
    return np.frombuffer(b"".join(digests), dtype="<u8").astype(np.uint64)


def _mix(left: Any, right: Any) -> Any:
    """SplitMix64's finaliser (Steele, Lea, Flood 2014) on the sum of two hashes, its upper bits."""
    with np.errstate(over="ignore"):  # wrapping around is what mixes
        mixed = left + right
        mixed = (mixed ^ (mixed >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
        mixed = (mixed ^ (mixed >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return ((mixed ^ (mixed >> np.uint64(31))) >> np.uint64(64 - _BITS)).astype(np.int64)
