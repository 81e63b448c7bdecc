"""Gmail's search language, as far as a programme needs it.

``rfc822msgid:``, ``subject:``, ``to:``, ``cc:``, ``bcc:``, ``from:``, ``in:``, ``label:``, ``is:``,
``after:``, ``before:``, quoted phrases, words, ``-`` before any of them, ``OR`` between two.
https://support.google.com/mail/answer/7190
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from email.message import Message
from typing import Any

from mentorship_gsheets.rehearsal import mail

Test = Callable[[Mapping[str, Any], Message], bool]

_TERM = re.compile(r'(-?)(?:(\w+):)?(?:"([^"]*)"|\(([^)]*)\)|(\S+))')
_ADDRESSES = {"to": ("To",), "cc": ("Cc",), "bcc": ("Bcc",), "from": ("From",)}


def compile_query(text: str) -> Test:
    """A test for a stored message and its parsed form; everything passes the empty query."""
    alternatives: list[list[Test]] = [[]]
    joined = False
    for match in _TERM.finditer(text):
        if match[0] == "OR":
            joined = True
            continue
        test = _term(match)
        if joined and alternatives[-1]:
            earlier = alternatives[-1].pop()
            alternatives[-1].append(_either(earlier, test))
        else:
            alternatives[-1].append(test)
        joined = False
    tests = alternatives[0]
    return lambda stored, message: all(test(stored, message) for test in tests)


def _either(first: Test, second: Test) -> Test:
    return lambda stored, message: first(stored, message) or second(stored, message)


def _term(match: re.Match[str]) -> Test:
    negated, operator = bool(match[1]), (match[2] or "").casefold()
    value = next(part for part in (match[3], match[4], match[5]) if part is not None)
    if operator and operator not in _OPERATORS:
        # Not an operator: words with a colon between them.
        operator, value = "", f"{match[2]} {value}"
    try:
        test = _OPERATORS[operator](value)
    except ValueError:
        # A date that is none.
        test = _anywhere(f"{operator} {value}")
    return (lambda stored, message: not test(stored, message)) if negated else test


def _words(text: str) -> list[str]:
    return re.findall(r"\w+", text.casefold())


def _contains(words: list[str], text: str) -> bool:
    """Whether the words follow one another in the text: Gmail finds whole words, not parts of them."""
    held = _words(text)
    return any(held[start : start + len(words)] == words for start in range(len(held) - len(words) + 1))


def _anywhere(value: str) -> Test:
    words = _words(value)
    names = ("Subject", "From", "To", "Cc")
    return lambda _, message: any(
        _contains(words, part) for part in (*(mail.header(message, name) for name in names), mail.text(message))
    )


def _subject(value: str) -> Test:
    words = _words(value)
    return lambda _, message: all(_contains([word], mail.header(message, "Subject")) for word in words)


def _message_id(value: str) -> Test:
    wanted = value.strip("<>")
    return lambda _, message: mail.header(message, "Message-ID").strip().strip("<>") == wanted


def _person(names: tuple[str, ...]) -> Callable[[str], Test]:
    def test_for(value: str) -> Test:
        if "@" in value:
            wanted = value.casefold()
            return lambda _, message: wanted in (a.casefold() for a in mail.recipients(message, *names))
        words = _words(value)
        return lambda _, message: any(_contains(words, mail.header(message, name)) for name in names)

    return test_for


def _label(value: str) -> Test:
    wanted = {"drafts": "DRAFT", "anywhere": ""}.get(value.casefold(), value.upper())
    return lambda stored, _: not wanted or wanted in stored["labelIds"]


def _moment(value: str) -> float:
    if value.isdigit():
        return float(value)
    year, month, day = (int(part) for part in re.split(r"[/-]", value))
    return datetime(year, month, day, tzinfo=UTC).timestamp()


def _after(value: str) -> Test:
    limit = _moment(value) * 1000
    return lambda stored, _: int(stored["internalDate"]) >= limit


def _before(value: str) -> Test:
    limit = _moment(value) * 1000
    return lambda stored, _: int(stored["internalDate"]) < limit


_OPERATORS: dict[str, Callable[[str], Test]] = {
    "": _anywhere,
    "subject": _subject,
    "rfc822msgid": _message_id,
    "in": _label,
    "label": _label,
    "is": _label,
    "after": _after,
    "before": _before,
    **{operator: _person(names) for operator, names in _ADDRESSES.items()},
}
