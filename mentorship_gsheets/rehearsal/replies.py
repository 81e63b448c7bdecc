"""Our own replies, held against the response schemas of the discovery documents.

Checking a large reply costs less than writing it: a field of a plain type is compared by class, without a
call.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

Checker = Callable[[Any], "tuple[str, str] | None"]
"""Where in the value (``.sheets[0].properties``) and what is wrong, or ``None``."""

_KEPT = "RowData"
"""The message that comes in many replies as one and the same object."""

_SHARED = frozenset({"CellFormat", "DataValidationRule"})
"""Messages of which thousands of places in one reply hold the same object: it is checked once."""


class Checked(dict[str, Any]):
    """A message that its maker keeps and puts into many replies, with what was asked for only.

    It never changes, so that it is narrowed and held against its schema once: ``sound`` says that it was.
    """

    __slots__ = ("sound",)

    def __init__(self, fields: Mapping[str, Any]) -> None:
        super().__init__(fields)
        self.sound = False


class Replies:
    """The checks of one API, built when first needed."""

    def __init__(self, schemas: Mapping[str, Mapping[str, Any]]) -> None:
        """Take the ``schemas`` of a discovery document."""
        self._schemas = schemas
        self._tables: dict[str, dict[str, Any]] = {}
        self._sound: dict[int, Any] = {}

    def violation(self, name: str, reply: Any) -> str:
        """Look for the first thing in a reply that its schema does not allow.

        Parameters
        ----------
        name
            Name of the message in the discovery document.
        reply
            The reply, as it will become JSON.

        Returns
        -------
        str
            The place and what is wrong there, or an empty text.
        """
        self._sound.clear()
        found = self._message(name)(reply)
        return f"{name}{found[0]}: {found[1]}" if found else ""

    def _message(self, name: str) -> Checker:
        table = self._tables.get(name)
        if table is None:
            # Entered before it is filled: messages may contain themselves.
            table = self._tables[name] = {}
            for key, spec in self._schemas[name].get("properties", {}).items():
                table[key] = self._checker(spec)
        checker = _message_checker(table)
        if name == _KEPT:
            return _lasting(checker)
        return self._once(checker) if name in _SHARED else checker

    def _once(self, checker: Checker) -> Checker:
        """The checker of a message that is the same object in many places of one reply."""

        def check(value: Any) -> tuple[str, str] | None:
            if id(value) in self._sound:
                return None
            found = checker(value)
            if found is None:
                # Kept itself too, so that no other object can come by its number.
                self._sound[id(value)] = value
            return found

        return check

    def _checker(self, spec: Mapping[str, Any]) -> Any:
        """A type, where exactly that type is right, or a function that names what is wrong."""
        if "$ref" in spec:
            return self._message(spec["$ref"])
        kind, form = spec.get("type"), spec.get("format", "")
        if kind == "array":
            return _list_checker(self._checker(spec["items"]))
        if kind == "object" and "additionalProperties" in spec:
            return _map_checker(self._checker(spec["additionalProperties"]))
        if kind == "any" or kind == "object":
            return _anything
        if "enum" in spec:
            return _enum_checker(frozenset(spec["enum"]))
        if kind == "number":
            return _number_checker
        if form in {"int32", "uint32"}:
            return int
        return bool if kind == "boolean" else str


def _message_checker(table: Mapping[str, Any]) -> Checker:
    def check(value: Any) -> tuple[str, str] | None:
        if not isinstance(value, dict):
            return "", f"{value.__class__.__name__} where a message belongs"
        for name, item in value.items():
            kind = table.get(name)
            if kind is item.__class__:
                continue
            if kind is None:
                return f".{name}", "no such field"
            found = _apply(kind, item)
            if found:
                return f".{name}{found[0]}", found[1]
        return None

    return check


def _lasting(checker: Checker) -> Checker:
    """The checker of a message that may have been found sound in an earlier reply."""

    def check(value: Any) -> tuple[str, str] | None:
        if not isinstance(value, Checked):
            return checker(value)
        found = None if value.sound else checker(value)
        value.sound = found is None
        return found

    return check


def _list_checker(kind: Any) -> Checker:
    def check(value: Any) -> tuple[str, str] | None:
        if not isinstance(value, list):
            return "", f"{value.__class__.__name__} where a list belongs"
        for place, item in enumerate(value):
            if kind is item.__class__:
                continue
            found = _apply(kind, item)
            if found:
                return f"[{place}]{found[0]}", found[1]
        return None

    return check


def _map_checker(kind: Any) -> Checker:
    def check(value: Any) -> tuple[str, str] | None:
        if value.__class__ is not dict:
            return "", f"{value.__class__.__name__} where a map belongs"
        for name, item in value.items():
            found = _apply(kind, item)
            if found:
                return f"[{name!r}]{found[0]}", found[1]
        return None

    return check


def _enum_checker(allowed: frozenset[str]) -> Checker:
    return lambda value: None if value in allowed else ("", f"{value!r} is no value of this enum")


def _number_checker(value: Any) -> tuple[str, str] | None:
    if value.__class__ in (int, float) or value in ("NaN", "Infinity", "-Infinity"):
        return None
    return "", f"{value.__class__.__name__} where a number belongs"


def _anything(_: Any) -> None:
    return None


def _apply(kind: Any, value: Any) -> tuple[str, str] | None:
    if isinstance(kind, type):
        wrong = value.__class__ is not kind
        return ("", f"{value.__class__.__name__} where {kind.__name__} belongs") if wrong else None
    found: tuple[str, str] | None = kind(value)
    return found
