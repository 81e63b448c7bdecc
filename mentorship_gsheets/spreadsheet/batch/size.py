"""How large the request that carries a plan is, and how large Google lets it be."""

import json
from collections.abc import Mapping
from typing import Any

from mentorship_gsheets.errors import Finding, Level, MentorshipError

MOST_BYTES = 10_485_760
"""Google's front end refuses what is larger: 400, "Request payload size exceeds the limit"."""

LARGE_BYTES = 2_000_000
"""What Google recommends at most: https://developers.google.com/workspace/sheets/api/limits"""


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


def judged(content: bytes) -> list[Finding]:
    """Return what to tell about the size of a request; nothing for most.

    Parameters
    ----------
    content
        As `encoded` returned it.

    Raises
    ------
    MentorshipError
        Google would refuse it.

    Examples
    --------
    >>> judged(b"")
    []
    """
    megabytes = f"{len(content) / 1_000_000:.1f} MB"
    if len(content) > MOST_BYTES:
        raise MentorshipError(
            Finding(
                f"this needs one request of {megabytes}, and Google takes {MOST_BYTES / 1_000_000:.1f} MB at most; "
                "nothing was written.",
                "Run the programme as two sheets, each with a part of the people.",
                code="request-too-large",
                level=Level.STOP,
            )
        )
    if len(content) >= LARGE_BYTES:
        return [
            Finding(
                f"this took one request of {megabytes}; at {MOST_BYTES / 1_000_000:.1f} MB Google refuses them.",
                "Plan for two sheets, if many more people are to come.",
                code="request-large",
            )
        ]
    return []
