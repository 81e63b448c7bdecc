"""The coin that says on which mentees something is tried out: salted, one for each mentee, the same every time."""

import hashlib
import hmac
from enum import StrEnum

from mentorship_gsheets.text import as_key

TRY_OUT = "Try out"
"""The setting that names what is tried out, and the column of ``Mentees`` that holds the coins."""


class Side(StrEnum):
    """What the coin of a mentee shows: whether what is tried out counts for this mentee."""

    ON = "on"
    OFF = "off"


def toss(salt: str, tried: str, email: str) -> Side:
    """Toss the coin of a mentee.

    Parameters
    ----------
    salt
        Made once for the sheet: nobody can choose an address that falls on a wanted side, and the same person falls
        anew in another sheet.
    tried
        What is tried out; another trial has coins of its own.
    email
        The address under which the mentee was known first.

    Returns
    -------
    Side
        Each with probability one half, independent of everybody else's and of the order of rows: a bit of HMAC-SHA-256.

    Examples
    --------
    >>> toss("a", "time zone", "bo@example.org") is toss("a", " Time  zone", "bo@example.org")
    True
    >>> {toss(salt, "time zone", "bo@example.org") for salt in "abcdefgh"} == set(Side)
    True
    """
    told = "\x1f".join((as_key(tried), email))
    return tuple(Side)[hmac.new(salt.encode(), told.encode("utf-8", "replace"), hashlib.sha256).digest()[0] & 1]


def coin_text(side: Side, tried: str) -> str:
    """Return what the cell of a mentee holds.

    Parameters
    ----------
    side
        What the coin shows.
    tried
        What is tried out.

    Examples
    --------
    >>> coin_text(Side.ON, "time zone")
    'on: time zone'
    """
    return f"{side}: {' '.join(tried.split())}"


def read_coin(text: str, tried: str) -> Side | None:
    """Return the side that a cell says; None where it is blank, cannot be read, or tells of another trial.

    Parameters
    ----------
    text
        What stands in the cell.
    tried
        What is tried out.

    Examples
    --------
    >>> read_coin("Off: Time zone", "time zone"), read_coin("on: topics", "time zone"), read_coin("", "topics")
    (<Side.OFF: 'off'>, None, None)
    """
    side, _, named = text.partition(":")
    if not named or as_key(named) != as_key(tried):
        return None
    return next((known for known in Side if as_key(side) == known), None)
