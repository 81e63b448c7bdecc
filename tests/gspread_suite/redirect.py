"""A pytest plugin: what is meant for a Google host goes to the rehearsal server at ``REHEARSAL_URL``.

gspread's addresses are constants, so the way out of the process is where they can be turned.
"""

from __future__ import annotations

import os
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import requests


def pytest_configure() -> None:
    """Turn every request of this process before any test makes one."""
    here = urlsplit(os.environ["REHEARSAL_URL"])
    send = requests.Session.send

    def redirected(session: requests.Session, request: requests.PreparedRequest, **options: Any) -> requests.Response:
        parts = urlsplit(request.url or "")
        if parts.hostname and parts.hostname.endswith("googleapis.com"):
            request.url = urlunsplit(parts._replace(scheme=here.scheme, netloc=here.netloc))
        return send(session, request, **options)

    requests.Session.send = redirected  # type: ignore[method-assign]  # the one place every request passes
