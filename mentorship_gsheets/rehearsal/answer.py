"""What goes back over the wire: status, headers, bytes, or no answer at all."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import orjson

JSON = "application/json; charset=UTF-8"
HTML = "text/html; charset=UTF-8"


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
