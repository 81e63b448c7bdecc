"""Faults on order: what goes wrong with which call, before it takes effect, after, or after the answer.

A rule is given to the control endpoint as JSON::

    {"do": "reset", "when": "after", "method": "sheets.*.batchUpdate", "nth": 2, "times": 1}

``method`` is a shell pattern over discovery ids (``*`` by default; the token endpoint is ``oauth.token``),
``nth`` the first matching call concerned, counted from the rule's arrival, ``times`` how many from there on
(0: all).
"""

from __future__ import annotations

import itertools
import threading
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from fnmatch import fnmatchcase
from typing import Any


class Moment(StrEnum):
    """When a fault strikes: before the effect is kept, after that but before the answer, or after the answer."""

    BEFORE = "before"
    AFTER = "after"
    REPLIED = "replied"


class Deed(StrEnum):
    """What goes wrong."""

    DELAY = "delay"
    """Wait ``seconds``, then go on."""
    HANG = "hang"
    """Wait ``seconds`` (an hour unless told), then close the connection without an answer."""
    RESET = "reset"
    """Reset the connection (TCP RST)."""
    CLOSE = "close"
    """Close the connection in order, without an answer."""
    EMPTY = "empty"
    """Answer 200 with no body."""
    TRUNCATE = "truncate"
    """Promise the whole answer, send half of it and close."""
    GARBAGE = "garbage"
    """Answer 200 with half a JSON text, complete as HTTP."""
    HTML = "html"
    """Answer ``code`` (502) with an HTML page, as Google's front end does."""
    REFUSE = "refuse"
    """Answer with the error named ``shape``; see ``shapes``."""
    KILL = "kill"
    """End the server process at once."""
    ORGANIZER = "organizer"
    """Let the organizer carry out ``steps`` on the sheet; see ``organizer``."""


@dataclass(frozen=True, slots=True)
class Fault:
    """One rule; see the module's text."""

    do: Deed
    when: Moment = Moment.BEFORE
    method: str = "*"
    nth: int = 1
    times: int = 1
    seconds: float = 0.0
    code: int = 502
    shape: str = ""
    steps: tuple[Mapping[str, Any], ...] = ()

    def __post_init__(self) -> None:
        """Refuse what would never strike."""
        if self.nth < 1 or self.times < 0:
            raise ValueError("nth counts from 1, times from 0")
        if self.do is Deed.REFUSE and not self.shape:
            raise ValueError("refuse needs a shape")

    @classmethod
    def of(cls, given: Mapping[str, Any]) -> Fault:
        """A rule from JSON; raises ``ValueError`` or ``TypeError`` for what is none."""
        rule = dict(given)
        rule["do"] = Deed(rule["do"])
        rule["when"] = Moment(rule.get("when", Moment.BEFORE))
        rule["steps"] = tuple(rule.get("steps", ()))
        return cls(**rule)


@dataclass(slots=True)
class Faults:
    """The rules in force and how many matching calls each has seen; ``stopped`` ends what still hangs."""

    stopped: threading.Event = field(default_factory=threading.Event)
    _rules: dict[int, Fault] = field(default_factory=dict)
    _seen: dict[int, int] = field(default_factory=dict)
    _numbers: itertools.count[int] = field(default_factory=lambda: itertools.count(1))
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def add(self, fault: Fault) -> int:
        """Put a rule in force; its number."""
        with self._lock:
            number = next(self._numbers)
            self._rules[number] = fault
            self._seen[number] = 0
            return number

    def remove(self, number: int | None = None) -> None:
        """Lift one rule, or all."""
        with self._lock:
            for known in [number] if number is not None else list(self._rules):
                self._rules.pop(known, None)
                self._seen.pop(known, None)

    def in_force(self) -> list[dict[str, Any]]:
        """The rules with their number and how many calls they have seen."""
        with self._lock:
            return [
                {"number": number, "do": rule.do, "when": rule.when, "method": rule.method, "seen": self._seen[number]}
                for number, rule in self._rules.items()
            ]

    def due(self, method: str) -> list[Fault]:
        """Count a call of ``method`` and return the faults it shall suffer, in the order the rules were
        given.
        """
        struck = []
        with self._lock:
            for number, rule in list(self._rules.items()):
                if not fnmatchcase(method, rule.method):
                    continue
                self._seen[number] += 1
                seen = self._seen[number]
                if seen >= rule.nth and (rule.times == 0 or seen < rule.nth + rule.times):
                    struck.append(rule)
        return struck
