"""Faults on order, seen by the clients that will meet them."""

from __future__ import annotations

import json
import subprocess
import sys
import urllib.error
from pathlib import Path
from typing import Any

import pytest
import requests

from mentorship_gsheets.rehearsal.control import HEADER
from mentorship_gsheets.rehearsal.faults import Fault, Faults
from mentorship_gsheets.rehearsal.running import Rehearsal
from mentorship_gsheets.rehearsal.shapes import SHAPES
from tests.rehearsal.conftest import open_sheet, session

WRITE = "sheets.spreadsheets.batchUpdate"


@pytest.fixture
def opened(empty: Rehearsal) -> Any:
    """A logged-in session, so that faults do not meet the token request."""
    found = session(empty, "spreadsheets")
    found.get(f"{empty.url}/v4/spreadsheets/{empty.sheet}")
    return found


def write(google: Rehearsal, opened: Any) -> requests.Response:
    body = {"requests": [{"addSheet": {"properties": {"title": "New"}}}]}
    reply: requests.Response = opened.post(
        f"{google.url}/v4/spreadsheets/{google.sheet}:batchUpdate", json=body, timeout=5
    )
    return reply


def tabs(google: Rehearsal) -> list[str]:
    """What the sheet holds, past the network."""
    reply = google.world.as_user(
        google.world.project["organizer"], "sheets.spreadsheets.get", {"spreadsheetId": google.sheet}
    )
    return [tab["properties"]["title"] for tab in reply["sheets"]]


@pytest.mark.parametrize("do", ["reset", "close"])
@pytest.mark.parametrize(("when", "kept"), [("before", ["Sheet1"]), ("after", ["Sheet1", "New"])])
def test_a_broken_connection_leaves_what_was_committed_before_it(
    empty: Rehearsal, opened: Any, do: str, when: str, kept: list[str]
) -> None:
    empty.fault(do, when=when, method=WRITE)
    with pytest.raises(requests.ConnectionError):
        write(empty, opened)
    assert tabs(empty) == kept
    last = empty.journal()[-1]
    assert (last["method"], last["code"], last["committed"]) == (WRITE, None, when == "after")
    assert last["fault"] == f"{do} {when}"


def test_a_call_can_hang_until_the_client_gives_up(empty: Rehearsal, opened: Any) -> None:
    empty.fault("hang", when="after", method=WRITE, seconds=1)
    url = f"{empty.url}/v4/spreadsheets/{empty.sheet}:batchUpdate"
    body = {"requests": [{"addSheet": {"properties": {"title": "New"}}}]}
    with pytest.raises(requests.ReadTimeout):
        opened.post(url, json=body, timeout=0.3)
    assert tabs(empty) == ["Sheet1", "New"]


def test_a_delayed_answer_still_comes(empty: Rehearsal, opened: Any) -> None:
    empty.fault("delay", method=WRITE, seconds=0.2)
    assert write(empty, opened).elapsed.total_seconds() >= 0.2


def test_a_truncated_answer_promises_more_than_it_brings(empty: Rehearsal, opened: Any) -> None:
    empty.fault("truncate", when="after", method=WRITE)
    with pytest.raises(requests.exceptions.ChunkedEncodingError):
        write(empty, opened)
    assert tabs(empty) == ["Sheet1", "New"]


@pytest.mark.parametrize("do", ["garbage", "empty"])
def test_an_answer_can_be_no_json_though_all_went_well(empty: Rehearsal, opened: Any, do: str) -> None:
    empty.fault(do, when="after", method=WRITE)
    reply = write(empty, opened)
    assert reply.status_code == 200
    with pytest.raises(requests.exceptions.JSONDecodeError):
        reply.json()
    assert tabs(empty) == ["Sheet1", "New"]


@pytest.mark.parametrize(("when", "kept"), [("before", ["Sheet1"]), ("after", ["Sheet1", "New"])])
def test_an_html_page_may_stand_for_either(empty: Rehearsal, opened: Any, when: str, kept: list[str]) -> None:
    empty.fault("html", when=when, method=WRITE, code=502)
    reply = write(empty, opened)
    assert reply.status_code == 502
    assert reply.headers["Content-Type"] == "text/html; charset=UTF-8"
    assert tabs(empty) == kept


@pytest.mark.parametrize("shape", SHAPES)
def test_every_shape_of_refusal_has_googles_form(empty: Rehearsal, opened: Any, shape: str) -> None:
    empty.fault("refuse", method=WRITE, shape=shape)
    reply = write(empty, opened)
    error = reply.json()["error"]
    assert error["code"] == reply.status_code
    assert {"message", "status"} <= error.keys()
    assert tabs(empty) == ["Sheet1"]


def test_the_nth_call_is_counted_among_the_matching_ones() -> None:
    faults = Faults()
    rule = Fault.of({"do": "close", "method": "sheets.*", "nth": 2, "times": 2})
    faults.add(rule)
    calls = ["sheets.a", "drive.a", "sheets.a", "sheets.b", "sheets.c"]
    assert [faults.due(call) for call in calls] == [[], [], [rule], [rule], []]
    faults.remove()
    assert faults.due("sheets.a") == []


@pytest.mark.parametrize(
    "rule",
    [
        {"do": "explode"},
        {},
        {"do": "close", "nth": 0},
        {"do": "refuse"},
        {"do": "refuse", "shape": "odd"},
        {"do": "close", "x": 1},
    ],
)
def test_a_rule_that_could_never_strike_is_refused(empty: Rehearsal, rule: dict[str, Any]) -> None:
    with pytest.raises(urllib.error.HTTPError) as error:
        empty.control("POST", "faults", rule)
    assert error.value.code == 400
    error.value.close()


def test_rules_are_listed_and_lifted(empty: Rehearsal) -> None:
    empty.fault("close", method="gmail.*")
    rule = {"number": 1, "do": "close", "when": "before", "method": "gmail.*", "seen": 0}
    assert empty.control("GET", "faults") == {"faults": [rule]}
    empty.control("DELETE", "faults", {"number": 1})
    assert empty.control("GET", "faults") == {"faults": []}


def test_the_control_endpoint_wants_its_own_token(empty: Rehearsal) -> None:
    for token in ("", "wrong", empty.world.project["page_token"]):
        reply = requests.post(f"{empty.url}/control/faults", json={"do": "close"}, headers={HEADER: token}, timeout=5)
        assert reply.status_code == 403


def test_the_organizer_edits_sorts_inserts_and_renames_between_two_calls(google: Rehearsal) -> None:
    sheet = open_sheet(google)
    tab = sheet.worksheet("Sign-ups")
    before = tab.get_all_values()
    steps = [
        {"sort": "Sign-ups", "by": "Email", "descending": True},
        {"insert": "Sign-ups", "row": 2, "count": 1},
        {"edit": "Sign-ups!A2", "value": "Somebody new"},
        {"rename": "Sign-ups", "from": "Email", "to": "E-mail"},
    ]
    google.fault("organizer", when="replied", method="sheets.spreadsheets.values.get", steps=steps)
    assert tab.get_all_values() == before
    header, first, *rest = tab.get_all_values()
    assert header == ["Name", "E-mail", "Ticket", "Mentorship programme?"]
    assert first == ["Somebody new", "", "", ""]
    emails = [row[1] for row in rest]
    assert sorted(emails) == sorted(row[1] for row in before[1:])
    assert [email.casefold() for email in emails] == sorted((email.casefold() for email in emails), reverse=True)


def test_a_disabled_api_says_where_to_enable_it(empty: Rehearsal, opened: Any) -> None:
    empty.control("POST", "apis", {"disabled": ["sheets"]})
    error = write(empty, opened).json()["error"]
    number = empty.world.project["number"]
    url = f"https://console.developers.google.com/apis/api/sheets.googleapis.com/overview?project={number}"
    assert error["details"][0]["reason"] == "SERVICE_DISABLED"
    assert error["details"][0]["metadata"]["activationUrl"] == url
    assert error["message"].startswith(f"Google Sheets API has not been used in project {number} before")


def test_an_unshared_sheet_is_forbidden(empty: Rehearsal, opened: Any) -> None:
    empty.control("POST", "share", {"file": empty.sheet, "role": "none"})
    assert write(empty, opened).json() == {
        "error": {"code": 403, "message": "The caller does not have permission", "status": "PERMISSION_DENIED"}
    }
    empty.control("POST", "share", {"file": empty.sheet, "role": "reader"})
    assert write(empty, opened).status_code == 403
    assert opened.get(f"{empty.url}/v4/spreadsheets/{empty.sheet}").status_code == 200


@pytest.mark.parametrize(
    ("when", "kept", "replied"),
    [("before", ["Sheet1"], False), ("after", ["Sheet1", "New"], False), ("replied", ["Sheet1", "New"], True)],
)
def test_a_killed_server_comes_back_with_what_it_had_committed(
    tmp_path: Path, when: str, kept: list[str], replied: bool
) -> None:
    first, told = start(tmp_path)
    control = {HEADER: told["control_token"]}
    rule = {"do": "kill", "when": when, "method": WRITE}
    assert requests.post(told["control"] + "faults", json=rule, headers=control, timeout=5).status_code == 200
    assert outcome(told) is replied
    assert first.wait(5) == 9
    first.stdout.close()  # type: ignore[union-attr] # it is a pipe
    again, told_again = start(tmp_path)
    assert {key: told_again[key] for key in ("sheet", "form", "mailbox", "control_token")} == {
        key: told[key] for key in ("sheet", "form", "mailbox", "control_token")
    }
    reply = logged_in(told_again).get(f"{told_again['url']}/v4/spreadsheets/{told_again['sheet']}")
    assert [tab["properties"]["title"] for tab in reply.json()["sheets"]] == kept
    again.terminate()
    assert again.wait(5) == 0
    again.stdout.close()  # type: ignore[union-attr] # it is a pipe


def test_a_server_stopped_the_moment_it_is_ready_ends_well(tmp_path: Path) -> None:
    started, _ = start(tmp_path)
    started.terminate()
    assert started.wait(10) == 0
    started.stdout.close()  # type: ignore[union-attr] # it is a pipe


def start(folder: Path) -> tuple[subprocess.Popen[str], dict[str, Any]]:
    """The server as a process of its own, and what it says when ready."""
    command = [sys.executable, "-m", "mentorship_gsheets.rehearsal", "serve", "--seed", "empty"]
    options = ["--key-out", str(folder / "key.json"), "--state", str(folder / "state.sqlite")]
    process = subprocess.Popen([*command, *options], stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    return process, json.loads(process.stdout.readline())


def logged_in(told: dict[str, Any]) -> Any:
    from google.auth.transport.requests import AuthorizedSession
    from google.oauth2.service_account import Credentials

    scopes = ["https://www.googleapis.com/auth/spreadsheets"]
    return AuthorizedSession(Credentials.from_service_account_file(told["key"], scopes=scopes))


def outcome(told: dict[str, Any]) -> bool:
    """Whether a write to the server was answered."""
    body = {"requests": [{"addSheet": {"properties": {"title": "New"}}}]}
    try:
        url = f"{told['url']}/v4/spreadsheets/{told['sheet']}:batchUpdate"
        return bool(logged_in(told).post(url, json=body, timeout=5).status_code == 200)
    except requests.ConnectionError:
        return False
