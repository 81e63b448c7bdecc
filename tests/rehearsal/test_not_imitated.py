"""What docs/rehearsal.md says is not imitated: refused in a sentence that names it, never faked."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
import requests

from mentorship_gsheets.rehearsal import discovery, drive, forms, gmail, sheets
from mentorship_gsheets.rehearsal.running import Rehearsal, running
from tests.rehearsal.conftest import document

HANDLERS = {*sheets.HANDLERS, *drive.HANDLERS, *forms.HANDLERS, *gmail.HANDLERS}


def specs(resource: dict[str, Any], base: str) -> Iterator[dict[str, Any]]:
    """Every method of a discovery document, with its address on the server."""
    for spec in resource.get("methods", {}).values():
        yield spec | {"address": f"{base}{spec.get('flatPath', spec['path'])}"}
    for child in resource.get("resources", {}).values():
        yield from specs(child, base)


def documents() -> Iterator[dict[str, Any]]:
    for name in discovery.SERVICES.values():
        found = document(name, "")
        yield from specs(found, f"/{found['servicePath']}")


METHODS = {spec["id"]: spec for spec in documents() if spec["id"] not in HANDLERS}


@pytest.fixture(scope="module")
def server() -> Iterator[Rehearsal]:
    with running("empty") as started:
        yield started


def organizer(server: Rehearsal) -> dict[str, str]:
    return {"Authorization": f"Bearer {server.page.rpartition('=')[2]}"}


def test_every_method_of_sheets_is_imitated() -> None:
    assert [id for id in METHODS if id.startswith("sheets.")] == []


@pytest.mark.parametrize("id", sorted(METHODS))
def test_a_method_nothing_stands_behind_says_so(server: Rehearsal, id: str) -> None:
    spec = METHODS[id]
    address = re.sub(r"\{\+?\w+\}", "me", spec["address"])
    required = {name: "1" for name, given in spec.get("parameters", {}).items() if given.get("required")}
    query = {name: value for name, value in required.items() if spec["parameters"][name]["location"] == "query"}
    reply = requests.request(
        spec["httpMethod"], f"{server.url}{address}", params=query, json={}, headers=organizer(server), timeout=10
    )
    error = reply.json()["error"]
    assert (error["code"], error["message"]) == (501, f"{id} is not imitated by the rehearsal server.")


def test_drive_keeps_no_files_of_other_kinds(server: Rehearsal) -> None:
    body = {"name": "x", "mimeType": "application/pdf"}
    reply = requests.post(f"{server.url}/drive/v3/files", json=body, headers=organizer(server), timeout=10)
    message = "Files of type application/pdf are not imitated by the rehearsal server."
    assert (reply.status_code, reply.json()["error"]["message"]) == (501, message)


@pytest.mark.parametrize(
    "kind", ["application/pdf", "application/zip", "application/x-vnd.oasis.opendocument.spreadsheet"]
)
def test_exports_to_other_than_xlsx_and_csv_are_refused(server: Rehearsal, kind: str) -> None:
    url = f"{server.url}/drive/v3/files/{server.sheet}/export"
    reply = requests.get(url, params={"mimeType": kind}, headers=organizer(server), timeout=10)
    assert (reply.status_code, reply.json()["error"]["message"]) == (
        501,
        f"Export to {kind} is not imitated by the rehearsal server.",
    )
