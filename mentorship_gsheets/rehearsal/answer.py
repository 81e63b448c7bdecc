"""What goes back over the wire: status, headers, bytes, or no answer at all."""

from __future__ import annotations

import gzip
import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

import orjson

JSON = "application/json; charset=UTF-8"
HTML = "text/html; charset=UTF-8"
_WORTH_PACKING = 1000
_EFFORT = 4
"""Of nine: more takes twice as long for a few percent."""


@dataclass(frozen=True, slots=True)
class Answer:
    """One HTTP answer. ``cut`` sends only that many bytes of ``content`` and breaks the connection."""

    code: int
    content: bytes = b""
    content_type: str = JSON
    headers: Mapping[str, str] = field(default_factory=dict)
    cut: int | None = None


class Dropped(Exception):  # noqa: N818 - it is no error, it is what was ordered
    """No answer: the connection is closed, or reset where ``reset`` is true."""

    def __init__(self, *, reset: bool) -> None:
        """Keep how the connection ends."""
        super().__init__("reset" if reset else "closed")
        self.reset = reset


def of_json(code: int, body: Mapping[str, Any], headers: Mapping[str, str] | None = None) -> Answer:
    """An answer in JSON; lone surrogates, which JSON requests can smuggle in, become question marks.

    Parameters
    ----------
    code
        HTTP status.
    body
        What becomes the JSON.
    headers
        Further headers; the type of the content is set here.

    Returns
    -------
    Answer
        The answer, its text in UTF-8.
    """
    try:
        content = orjson.dumps(body)
    except orjson.JSONEncodeError:
        content = json.dumps(body, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace")
    return Answer(code, content, JSON, headers or {})


def packed(answer: Answer, headers: Mapping[str, str]) -> Answer:
    """Return an answer as Google's front end sends it to whoever asked.

    Parameters
    ----------
    answer
        The answer.
    headers
        Of the request, names in lower case.

    Returns
    -------
    Answer
        Packed with gzip where ``Accept-Encoding`` and ``User-Agent`` both say gzip; small answers, and those that are
        to break off, are left as they are.

    Notes
    -----
    https://developers.google.com/workspace/sheets/api/performance
    """
    wanted = all("gzip" in headers.get(name, "").lower() for name in ("accept-encoding", "user-agent"))
    if not wanted or answer.cut is not None or len(answer.content) < _WORTH_PACKING:
        return answer
    told = {**answer.headers, "Content-Encoding": "gzip", "Vary": "Origin, X-Origin, Referer, Accept-Encoding"}
    return replace(answer, content=gzip.compress(answer.content, _EFFORT, mtime=0), headers=told)


def of_html(code: int, title: str, text: str) -> Answer:
    """The page Google's front end sends when no API has been reached.

    Parameters
    ----------
    code
        HTTP status.
    title
        The words for the status, such as ``Not Found``.
    text
        One sentence for the body of the page.

    Returns
    -------
    Answer
        The answer, as a page in HTML.
    """
    page = (
        f"<!DOCTYPE html>\n<html lang=en>\n  <meta charset=utf-8>\n  <title>Error {code} ({title})!!1</title>\n"
        f"  <p><b>{code}.</b> <ins>That\N{RIGHT SINGLE QUOTATION MARK}s an error.</ins>\n  <p>{text}\n"
    )
    return Answer(code, page.encode(), HTML)


def not_found() -> Answer:
    """The page for an address no API answers."""
    return of_html(404, "Not Found", "The requested URL was not found on this server.")
