"""How large the requests that carry a plan are, and how large Google lets them be."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from mentorship_gsheets.counts import counted
from mentorship_gsheets.errors import Finding, Level, MentorshipError

MOST_BYTES = 10_485_760
"""Google's front end refuses what is larger: 400, "Request payload size exceeds the limit"."""

LARGE_BYTES = 2_000_000
"""What Google recommends at most, and plans are divided for: https://developers.google.com/workspace/sheets/api/limits"""


def encoded(body: Mapping[str, Any]) -> bytes:
    """Return a request body as it is sent: JSON in UTF-8 without blanks.

    Examples
    --------
    >>> encoded({"a": [1, "é"]})
    b'{"a":[1,"\\xc3\\xa9"]}'
    """
    try:
        return json.dumps(body, ensure_ascii=False, separators=(",", ":")).encode()
    except UnicodeEncodeError:
        # half a surrogate pair, which JSON can write only escaped
        return json.dumps(body, separators=(",", ":")).encode()


def judged(contents: Sequence[bytes]) -> list[Finding]:
    """Return what to tell about the sizes of the requests that carry one plan; nothing for most.

    Parameters
    ----------
    contents
        Each as `encoded` returned it.

    Raises
    ------
    MentorshipError
        Google would refuse one.

    Examples
    --------
    >>> judged([b""])
    []
    >>> print(*judged([b"0" * 1_500_000, b"1" * 700_000]))
    this was written in 2 requests, 2.2 MB together, the largest 1.5 MB. Nothing is left to do.
    """
    largest = max(map(len, contents), default=0)
    shown = f"{largest / 1_000_000:.1f} MB"
    if largest > MOST_BYTES:
        raise MentorshipError(
            Finding(
                f"this needs one request of {shown}, and Google takes {MOST_BYTES / 1_000_000:.1f} MB at most; "
                "nothing was written.",
                "Run the programme as two sheets, each with a part of the people.",
                code="request-too-large",
                level=Level.STOP,
            )
        )
    if len(contents) > 1 or largest >= LARGE_BYTES:
        together = sum(map(len, contents)) / 1_000_000
        what = (
            f"this was written in {counted(len(contents), 'request')}, {together:.1f} MB together, the largest {shown}."
        )
        return [Finding(what, "Nothing is left to do.", "several-requests")]
    return []
