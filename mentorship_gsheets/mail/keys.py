"""Keys: the hash that says which letter this is, and the short reference people see of it."""

import hashlib
from collections.abc import Iterable

from mentorship_gsheets.mail.kinds import Kind

_DIGITS = 24
_REFERENCE_DIGITS = 10


def letter_key(programme: str, kind: Kind, round: str, people: Iterable[str]) -> str:
    """Return the key of a letter: 24 hexadecimal digits.

    Parameters
    ----------
    programme
        Name of the programme; case and spacing do not matter.
    kind
        Kinds of one matter give the same key.
    round
        Number of a reminder, say; or blank.
    people
        Whom the letter is about, as `groups.identity_text` writes them: mentors before mentees in a letter to a group,
        the one who gets it before the other one; and before them a group's own key, see `groups.Group.about`.
        Neither rows nor names enter.
    """
    # not `text.as_key`: that would give other keys for some names, and ledgers hold these
    parts = [" ".join(programme.split()).casefold(), kind.matter, round, *people]
    return hashlib.sha256("\x1f".join(parts).encode("utf-8", "replace")).hexdigest()[:_DIGITS]


def reference(key: str) -> str:
    """Return the short form that stands in the mail and in the ledger, as ``3F2A9-1BC07``."""
    digits = key[:_REFERENCE_DIGITS].upper()
    return f"{digits[:5]}-{digits[5:]}"
