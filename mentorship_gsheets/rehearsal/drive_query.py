"""The ``q`` language of ``files.list``: terms, ``and``, ``or``, ``not``, parentheses.

https://developers.google.com/workspace/drive/api/guides/ref-search-terms
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

from mentorship_gsheets.rehearsal.call import ApiError

File = Mapping[str, Any]
Test = Callable[[File], bool]

_TOKEN = re.compile(r"\s*(?:(?P<text>'(?:\\.|[^'\\])*'|\"(?:\\.|[^\"\\])*\")|(?P<sign><=|>=|!=|[=<>()])|(?P<word>\w+))")

_DEEPEST = 50
"""How deep terms may stand in each other: far beyond what anybody writes, far below where Python gives up."""


def compile_query(text: str) -> Test:
    """A test for file records; raises Drive's 400 "Invalid Value" for what is no query."""
    tokens = _tokens(text)
    try:
        test, rest = _either(tokens)
    except (IndexError, KeyError, ValueError):
        raise _invalid() from None
    if rest:
        raise _invalid()
    return test


def _invalid() -> ApiError:
    return ApiError(400, "INVALID_ARGUMENT", "Invalid Value", reason="invalid", location=("parameter", "q"))


def _tokens(text: str) -> list[str]:
    tokens, place = [], 0
    while text[place:].strip():
        match = _TOKEN.match(text, place)
        if match is None:
            raise _invalid()
        tokens.append(match[0].strip())
        place = match.end()
    return tokens


def _either(tokens: list[str], depth: int = 0) -> tuple[Test, list[str]]:
    first, tokens = _both(tokens, depth)
    tests = [first]
    while tokens[:1] == ["or"]:
        further, tokens = _both(tokens[1:], depth)
        tests.append(further)
    return lambda file: any(test(file) for test in tests), tokens


def _both(tokens: list[str], depth: int) -> tuple[Test, list[str]]:
    first, tokens = _term(tokens, depth)
    tests = [first]
    while tokens[:1] == ["and"]:
        further, tokens = _term(tokens[1:], depth)
        tests.append(further)
    return lambda file: all(test(file) for test in tests), tokens


def _term(tokens: list[str], depth: int) -> tuple[Test, list[str]]:
    if depth > _DEEPEST:
        raise _invalid()
    if tokens[0] == "not":
        inner, rest = _term(tokens[1:], depth + 1)
        return lambda file: not inner(file), rest
    if tokens[0] == "(":
        inner, rest = _either(tokens[1:], depth + 1)
        if rest[0] != ")":
            raise _invalid()
        return inner, rest[1:]
    left, sign, right, *rest = tokens
    if sign == "in":
        return _membership(_text(left), right), rest
    return _comparison(left, sign, right), rest


def _membership(value: str, field: str) -> Test:
    if field == "parents":
        return lambda file: value in file["parents"]
    if field not in {"owners", "writers", "readers"}:
        raise _invalid()
    roles = {"owners": {"owner"}, "writers": {"owner", "writer"}}.get(field, {"owner", "writer", "commenter", "reader"})
    return lambda file: any(
        entry["role"] in roles and entry.get("emailAddress") == value for entry in file["permissions"]
    )


def _comparison(field: str, sign: str, right: str) -> Test:
    if field in {"trashed", "starred", "sharedWithMe"}:
        wanted = {"true": True, "false": False}[right] == (sign == "=")
        return lambda file: bool(file.get(field, False)) == wanted
    if field not in {"name", "mimeType", "modifiedTime", "createdTime", "fullText"}:
        raise _invalid()
    value = _text(right)
    if sign == "contains":
        # Names are searched by the beginnings of words.
        return lambda file: re.search(r"\b" + re.escape(value), str(file.get(field, "")), re.I) is not None
    tests: dict[str, Callable[[str], bool]] = {
        "=": lambda held: held == value,
        "!=": lambda held: held != value,
        "<": lambda held: held < value,
        ">": lambda held: held > value,
        "<=": lambda held: held <= value,
        ">=": lambda held: held >= value,
    }
    test = tests[sign]
    return lambda file: test(str(file.get(field, "")))


def _text(token: str) -> str:
    if token[:1] not in {"'", '"'}:
        raise _invalid()
    return re.sub(r"\\(.)", r"\1", token[1:-1])
