"""Pacing and counting: how fast the tool may call Google, how long it waited, how often it called."""

import random
import time
from collections import Counter, deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

WINDOW = 60.0
"""Seconds; every quota of Google's that matters here is per minute."""

SHEET_CALLS = 60
"""Reads, and writes, a minute and user: https://developers.google.com/workspace/sheets/api/limits"""

MAIL_UNITS = 6000
"""Units a minute and user: https://developers.google.com/workspace/gmail/api/reference/quota"""

OnWait = Callable[[float, str], None]


def _quiet(seconds: float, why: str) -> None:
    """Wait without a word."""


@dataclass(slots=True)
class Meter:
    """Keeps all calls of one run under the quotas, and counts them.

    One meter serves every door of a run, because the quotas are counted per user, not per document.

    Parameters
    ----------
    on_wait
        Told (seconds, why) before every wait.
    clock
        Seconds that only ever grow.
    sleep
        Waits so many seconds.
    jitter
        A number from 0 to 1, another each time, so that two tools do not wait in step.
    counts
        Calls that reached Google or tried to, by ``(service, "read" or "write")``.
    """

    on_wait: OnWait = _quiet
    clock: Callable[[], float] = time.monotonic
    sleep: Callable[[float], None] = time.sleep
    jitter: Callable[[], float] = random.random
    counts: Counter[tuple[str, str]] = field(default_factory=Counter)
    _spent: dict[tuple[str, str], deque[tuple[float, int]]] = field(default_factory=dict)

    def admit(self, service: str, kind: str, units: int = 1) -> None:
        """Count one call, after waiting until the quota has room for it.

        Parameters
        ----------
        service
            ``sheets``, ``forms``, ``drive`` or ``gmail``.
        kind
            ``read`` or ``write``; Gmail counts both together.
        units
            What the call costs.
        """
        self.make_room(service, kind, units)
        self._spent[self._window(service, kind)].append((self.clock(), units))
        self.counts[service, kind] += 1

    def make_room(self, service: str, kind: str, units: int) -> None:
        """Wait until the quota has room for so many units, and count nothing; parameters as for `admit`.

        Whoever has to look at something right before a call waits first, and not between the two.

        Parameters
        ----------
        service
            Name of the API.
        kind
            ``read`` or ``write``; Gmail knows no such kinds.
        units
            What the call will cost.
        """
        budget = MAIL_UNITS if service == "gmail" else SHEET_CALLS
        spent = self._spent.setdefault(self._window(service, kind), deque())
        self._forget(spent)
        room = self._room_at(spent, budget - units)
        if room > self.clock():
            self.wait(room - self.clock(), f"Google allows {budget} {_UNIT.get(service, kind + 's')} a minute")
            self._forget(spent)

    @staticmethod
    def _window(service: str, kind: str) -> tuple[str, str]:
        return (service, "") if service == "gmail" else (service, kind)

    def wait(self, seconds: float, why: str) -> None:
        """Say that it waits and why, and wait.

        Parameters
        ----------
        seconds
            How long.
        why
            The reason, as a sentence for people.
        """
        self.on_wait(seconds, why)
        self.sleep(seconds)

    def _forget(self, spent: deque[tuple[float, int]]) -> None:
        while spent and spent[0][0] <= self.clock() - WINDOW:
            spent.popleft()

    @staticmethod
    def _room_at(spent: deque[tuple[float, int]], allowed: int) -> float:
        """Return the time from which no more than ``allowed`` units lie within the window."""
        held = sum(units for _, units in spent)
        at = 0.0
        for when, units in spent:
            if held <= allowed:
                break
            held, at = held - units, when + WINDOW
        return at


_UNIT = {"gmail": "units"}


def quota_minutes(units: int) -> int:
    """Return how many minutes the quota makes so many units of Gmail wait at least; the first window's are free.

    Examples
    --------
    >>> [quota_minutes(units) for units in (0, 6000, 6001, 12_001)]
    [0, 0, 1, 2]
    """
    return max(0, units - 1) // MAIL_UNITS


def pauses(meter: Meter) -> Iterator[float]:
    """Yield how long to wait before the 2nd, 3rd ... try: 2, 4, 8, 16, 32 seconds, give or take a fifth.

    Exponential backoff. Together about a minute, the window of the quotas; with jitter as Google asks for:
    https://developers.google.com/workspace/sheets/api/limits#exponential
    """
    for exponent in range(1, 6):
        yield 2.0**exponent * (0.8 + 0.4 * meter.jitter())
