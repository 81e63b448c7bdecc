"""Real Google clients, pointed at a rehearsal server of their own."""

from __future__ import annotations

import importlib.util
import json
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import gspread
import pytest
import requests
from google.auth.transport.requests import AuthorizedSession, Request
from google.oauth2.service_account import Credentials
from googleapiclient.discovery import build_from_document

from mentorship_gsheets.rehearsal.running import Rehearsal, running

AUTH = "https://www.googleapis.com/auth/"


class LoopbackOnly(requests.Session):
    """A session that goes nowhere else: google-auth asks iamcredentials about every service account,
    unbidden.
    """

    def request(self, method: str, url: str, *args: Any, **kwargs: Any) -> Any:  # type: ignore[override] # fewer names
        if urlsplit(url).hostname != "127.0.0.1":
            raise requests.ConnectionError(url)
        return super().request(method, url, *args, **kwargs)


class Redirected(AuthorizedSession):
    """A session that sends what was meant for a Google host to the rehearsal server."""

    def __init__(self, credentials: Any, url: str) -> None:
        super().__init__(credentials, auth_request=Request(LoopbackOnly()))
        self.url = url

    def request(self, method: str, url: str, *args: Any, **kwargs: Any) -> Any:  # type: ignore[override] # fewer names
        parts = urlsplit(url)
        query = f"?{parts.query}" if parts.query else ""
        return super().request(method, f"{self.url}{parts.path}{query}", *args, **kwargs)


@pytest.fixture(scope="session")
def planted(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """State files to begin from: making keys and a cast anew for every test would take most of its time."""
    folder = tmp_path_factory.mktemp("planted")
    for seed in ("cast", "empty"):
        with running(seed, people=40, state=folder / seed):
            pass
    return {seed: folder / seed for seed in ("cast", "empty")}


@pytest.fixture
def google(planted: dict[str, Path], tmp_path: Path) -> Iterator[Rehearsal]:
    """A server with the cast."""
    with running(state=Path(shutil.copy(planted["cast"], tmp_path / "state.sqlite"))) as started:
        yield started
        assert violations(started) == []


@pytest.fixture
def empty(planted: dict[str, Path], tmp_path: Path) -> Iterator[Rehearsal]:
    """A server with one empty sheet."""
    with running(state=Path(shutil.copy(planted["empty"], tmp_path / "state.sqlite"))) as started:
        yield started
        assert violations(started) == []


def violations(google: Rehearsal) -> list[Any]:
    """Replies of the server that broke Google's schemas, and its own crashes."""
    return [entry["violations"] for entry in google.journal() if entry["violations"]]


def credentials(google: Rehearsal, *scopes: str, subject: str | None = None) -> Credentials:
    """Service-account credentials from the key file."""
    names = [AUTH + scope for scope in scopes]
    return Credentials.from_service_account_file(str(google.key_path), scopes=names, subject=subject)


def session(google: Rehearsal, *scopes: str, subject: str | None = None) -> Redirected:
    """A requests session logged in with the key."""
    return Redirected(credentials(google, *scopes, subject=subject), google.url)


def document(name: str, url: str) -> dict[str, Any]:
    """A discovery document as it ships, its root moved to ``url``."""
    spec = importlib.util.find_spec("googleapiclient")
    assert spec is not None
    assert spec.origin is not None
    path = Path(spec.origin).parent / "discovery_cache" / "documents" / f"{name}.json"
    found: dict[str, Any] = json.loads(path.read_bytes())
    return found | {"rootUrl": f"{url}/", "baseUrl": f"{url}/{found['servicePath']}"}


Connect = Callable[..., Any]


@pytest.fixture
def connect() -> Iterator[Connect]:
    """``connect(google, "gmail.v1", "gmail.compose", subject=...)`` builds a googleapiclient service."""
    opened = []

    def build(google: Rehearsal, name: str, *scopes: str, subject: str | None = None) -> Any:
        service = build_from_document(
            document(name, google.url), credentials=credentials(google, *scopes, subject=subject)
        )
        opened.append(service)
        return service

    yield build
    for service in opened:
        service.close()


@pytest.fixture
def spreadsheet(google: Rehearsal) -> gspread.Spreadsheet:
    """The cast's sheet, opened with gspread."""
    return open_sheet(google)


def open_sheet(google: Rehearsal) -> gspread.Spreadsheet:
    """The organizer's sheet, opened with gspread."""
    found = session(google, "spreadsheets")
    return gspread.Client(auth=found.credentials, session=found).open_by_key(google.sheet)
