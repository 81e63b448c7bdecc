"""Who may speak to the server at all, and what stands beside the APIs."""

from __future__ import annotations

import pytest
import requests

from mentorship_gsheets.rehearsal.running import Rehearsal
from tests.rehearsal.conftest import session


def test_a_name_that_merely_resolves_here_is_refused(empty: Rehearsal) -> None:
    port = empty.url.rpartition(":")[2]
    for host, code in ((f"evil.example.org:{port}", 403), (f"localhost:{port}", 404), ("127.0.0.1:1", 403)):
        assert requests.get(f"{empty.url}/x", headers={"Host": host}, timeout=5).status_code == code


def test_pages_of_other_sites_are_refused(empty: Rehearsal) -> None:
    for origin, code in (("https://evil.example.org", 403), ("null", 403), (empty.url, 404)):
        assert requests.get(f"{empty.url}/x", headers={"Origin": origin}, timeout=5).status_code == code


def test_the_page_wants_the_token_in_its_address(empty: Rehearsal) -> None:
    assert requests.get(f"{empty.url}/page/", timeout=5).status_code == 403
    assert requests.get(f"{empty.url}/page/?token=wrong", timeout=5).status_code == 403
    assert requests.get(f"{empty.url}/page/session", timeout=5).status_code == 403
    assert requests.get(f"{empty.url}/page/../server.py", timeout=5).status_code == 404
    assert requests.get(f"{empty.url}/page/%2e%2e/mount.py", timeout=5).status_code == 404


def test_the_pages_token_is_the_organizer_and_in_gmail_the_mailbox(google: Rehearsal) -> None:
    token = google.page.rpartition("=")[2]
    headers = {"Authorization": f"Bearer {token}"}
    told = requests.get(f"{google.url}/page/session", headers=headers, timeout=5).json()
    assert (told["sheet"], told["form"], told["mailbox"]) == (google.sheet, google.form, google.mailbox)
    profile = requests.get(f"{google.url}/gmail/v1/users/me/profile", headers=headers, timeout=5).json()
    assert profile["emailAddress"] == google.mailbox
    sheet = requests.get(f"{google.url}/v4/spreadsheets/{google.sheet}", headers=headers, timeout=5)
    assert sheet.status_code == 200
    assert google.journal()[-1]["caller"] == "organizer@conference.example.org"


def test_the_page_suffers_neither_faults_nor_quota(empty: Rehearsal) -> None:
    empty.fault("close", times=0)
    empty.control("POST", "quota", {"sheets.read": {"per_user": 0}})
    headers = {"Authorization": f"Bearer {empty.page.rpartition('=')[2]}"}
    url = f"{empty.url}/v4/spreadsheets/{empty.sheet}"
    assert requests.get(url, headers=headers, timeout=5).status_code == 200


def test_the_page_fills_in_the_form(google: Rehearsal) -> None:
    headers = {"Authorization": f"Bearer {google.page.rpartition('=')[2]}"}
    answers = {"1a7c03e1": ["Ada"], "2b4d11f2": ["As a mentor"], "3c2e27a3": ["Virtually"]}
    url = f"{google.url}/page/forms/{google.form}/responses"
    body = {"email": "ada@example.org", "answers": answers}
    id = requests.post(url, json=body, headers=headers, timeout=5).json()["responseId"]
    assert google.world.store.load(f"responses:{google.form}", id) is not None
    assert requests.post(url, json=body, timeout=5).status_code == 403
    odd = requests.post(url, json=body | {"answers": {"nope": ["x"]}}, headers=headers, timeout=5)
    assert odd.json()["error"]["message"] == "No such question: nope"


def test_the_journal_tells_what_was_asked_answered_and_kept(empty: Rehearsal) -> None:
    opened = session(empty, "spreadsheets")
    url = f"{empty.url}/v4/spreadsheets/{empty.sheet}"
    opened.get(url, params={"fields": "spreadsheetId"})
    opened.post(f"{url}:batchUpdate", json={"requests": [{"deleteSheet": {"sheetId": 99}}]})
    _, read, write = empty.journal()
    assert (read["method"], read["query"], read["code"]) == (
        "sheets.spreadsheets.get",
        '[["fields", "spreadsheetId"]]',
        200,
    )
    assert read["reply"] == {"spreadsheetId": empty.sheet}
    assert write["request"] == {"requests": [{"deleteSheet": {"sheetId": 99}}]}
    assert (write["code"], write["committed"], write["violations"]) == (400, False, None)
    assert write["caller"] == empty.world.project["service_account"]


@pytest.mark.parametrize(
    ("name", "kind"),
    [("app.js", "text/javascript"), ("style/base.css", "text/css"), ("icon.svg", "image/svg+xml")],
)
def test_the_pages_files_have_the_types_browsers_ask_for(empty: Rehearsal, name: str, kind: str) -> None:
    assert requests.get(f"{empty.url}/page/{name}", timeout=5).headers["Content-Type"].partition(";")[0] == kind
