"""A new spreadsheet for each test, on one server for all."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import requests
from google.auth.transport.requests import Request
from google.oauth2.service_account import Credentials

from mentorship_gsheets.rehearsal.call import Switches
from mentorship_gsheets.rehearsal.running import Rehearsal, running
from tests.rehearsal.sheets.desk import Desk


@pytest.fixture(scope="session")
def sheets_server() -> Iterator[Rehearsal]:
    """One server for all tests of this folder, strict about its own answers."""
    with running("empty", switches=Switches(allow_file_creation=True), strict=True) as started:
        yield started


@pytest.fixture(scope="session")
def sheets_session(sheets_server: Rehearsal) -> Iterator[requests.Session]:
    """A session logged in with the key."""
    scopes = ["https://www.googleapis.com/auth/spreadsheets", "https://www.googleapis.com/auth/drive"]
    credentials = Credentials.from_service_account_file(str(sheets_server.key_path), scopes=scopes)
    with requests.Session() as session:
        credentials.refresh(Request(session))
        session.headers["Authorization"] = f"Bearer {credentials.token}"
        yield session


@pytest.fixture
def desk(sheets_server: Rehearsal, sheets_session: requests.Session) -> Desk:
    """A new spreadsheet with one empty sheet of 1,000 rows and 26 columns."""
    body = {"properties": {"title": "Desk"}}
    reply = sheets_session.post(f"{sheets_server.url}/v4/spreadsheets", json=body, timeout=60)
    reply.raise_for_status()
    return Desk(sheets_session, sheets_server.url, reply.json()["spreadsheetId"])
