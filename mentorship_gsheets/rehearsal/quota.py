"""The quota meter: how much each user and the project may ask in a minute.

Figures: https://developers.google.com/workspace/sheets/api/limits and the pages of the same name for Forms,
Drive and Gmail. Google refills by the minute; here a window of sixty seconds slides, which is never more
generous.
"""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from mentorship_gsheets.rehearsal.call import ApiError, Caller, Clock
from mentorship_gsheets.rehearsal.discovery import Method

WINDOW = 60.0


@dataclass(frozen=True, slots=True)
class Limit:
    """One metric: its name, what a user and what the project may spend a minute."""

    metric: str
    per_user: int
    per_project: int


DEFAULTS: Mapping[str, Limit] = {
    "sheets.read": Limit("Read requests", 60, 300),
    "sheets.write": Limit("Write requests", 60, 300),
    "forms.read": Limit("Read requests", 390, 975),
    "forms.responses": Limit("Expensive read requests", 180, 450),
    "forms.write": Limit("Write requests", 150, 375),
    "drive.all": Limit("Queries", 12_000, 12_000),
    "gmail.all": Limit("Queries", 6_000, 1_200_000),
}

GMAIL_UNITS = {
    "gmail.users.drafts.create": 10,
    "gmail.users.drafts.delete": 10,
    "gmail.users.drafts.send": 100,
    "gmail.users.drafts.update": 15,
    "gmail.users.getProfile": 1,
    "gmail.users.labels.list": 1,
    "gmail.users.messages.send": 100,
}
"""Units by method; all others cost 5. https://developers.google.com/workspace/gmail/api/reference/quota"""

# These are sent as POST and only read.
_READING = ("getByDataFilter", "batchGetByDataFilter", "search")


class Meter:
    """What was spent in the last minute, by metric and user. ``limits`` may be replaced; ``None`` measures
    nothing.
    """

    def __init__(self, limits: Mapping[str, Limit] | None = DEFAULTS) -> None:
        """Start with nothing spent."""
        self.limits = limits
        self._spent: dict[tuple[str, str], deque[tuple[float, int]]] = {}
        self._lock = threading.Lock()

    def charge(self, method: Method, caller: Caller, clock: Clock, project: str) -> None:
        """Book one call; a refused call costs nothing.

        Parameters
        ----------
        method
            The method that was called; Gmail's cost differently many units.
        caller
            Who called: limits hold for each person.
        clock
            The rehearsal's time; what was spent is forgotten after a minute.
        project
            Number of the project, which the refusal names.

        Raises
        ------
        ApiError
            The 429 that names the exhausted limit.
        """
        key = metric(method)
        limit = (self.limits or {}).get(key)
        if limit is None:
            return
        cost = GMAIL_UNITS.get(method.id, 5) if method.service == "gmail" else 1
        now = clock.now().timestamp()
        with self._lock:
            user, whole = (key, caller.email), (key, "")
            if self._sum(user, now) + cost > limit.per_user:
                raise exhausted(method.service, limit, project, per_user=True)
            if self._sum(whole, now) + cost > limit.per_project:
                raise exhausted(method.service, limit, project, per_user=False)
            for account in (user, whole):
                self._spent[account].append((now, cost))

    def forget(self) -> None:
        """Start a fresh minute."""
        with self._lock:
            self._spent.clear()

    def _sum(self, account: tuple[str, str], now: float) -> int:
        spent = self._spent.setdefault(account, deque())
        # A clock that was set back leaves entries in the future; they would never expire.
        while spent and not now - WINDOW < spent[0][0] <= now:
            spent.popleft()
        return sum(cost for _, cost in spent)


def metric(method: Method) -> str:
    """The key of the limit a method counts against."""
    if method.service in {"drive", "gmail"}:
        return f"{method.service}.all"
    if method.verb != "GET" and not method.id.endswith(_READING):
        return f"{method.service}.write"
    return "forms.responses" if method.id == "forms.forms.responses.list" else f"{method.service}.read"


def exhausted(service: str, limit: Limit, project: str, *, per_user: bool) -> ApiError:
    """Make Google's 429 for an exhausted limit.

    Parameters
    ----------
    service
        Name of the API: ``sheets``, ``drive``, ``forms`` or ``gmail``.
    limit
        The limit, with its figures.
    project
        Number of the cloud project, as Google's messages name it.
    per_user
        Whether it is the one a single person has; else the whole project's.

    Returns
    -------
    ApiError
        The error, to be raised.
    """
    host = f"{service}.googleapis.com"
    kind = limit.metric.lower().replace(" ", "_")
    span = "per minute per user" if per_user else "per minute"
    name = f"{limit.metric} {span}"
    message = (
        f"Quota exceeded for quota metric '{limit.metric}' and limit '{name}' of service '{host}' for consumer "
        f"'project_number:{project}'."
    )
    metadata = {
        "consumer": f"projects/{project}",
        "quota_limit": limit.metric.title().replace(" ", "")
        + ("PerMinutePerUser" if per_user else "PerMinutePerProject"),
        "quota_limit_value": str(limit.per_user if per_user else limit.per_project),
        "quota_location": "global",
        "quota_metric": f"{host}/{kind}",
        "quota_unit": "1/min/{project}/{user}" if per_user else "1/min/{project}",
        "service": host,
    }
    details: list[dict[str, Any]] = [
        {
            "@type": "type.googleapis.com/google.rpc.ErrorInfo",
            "reason": "RATE_LIMIT_EXCEEDED",
            "domain": "googleapis.com",
            "metadata": metadata,
        },
        {
            "@type": "type.googleapis.com/google.rpc.Help",
            "links": [
                {
                    "description": "Request a higher quota limit.",
                    "url": "https://cloud.google.com/docs/quotas/help/request_increase",
                }
            ],
        },
    ]
    return ApiError(
        429, "RESOURCE_EXHAUSTED", message, details=details, reason="rateLimitExceeded", domain="usageLimits"
    )
