"""Drive, driven by googleapiclient."""

from __future__ import annotations

from typing import Any

import gspread
import pytest
from googleapiclient.errors import HttpError
from googleapiclient.http import MediaInMemoryUpload

from mentorship_gsheets.rehearsal.drive import XLSX
from mentorship_gsheets.rehearsal.running import Rehearsal, running
from tests.rehearsal.conftest import open_sheet, session

SHEET = "application/vnd.google-apps.spreadsheet"


@pytest.fixture
def drive(google: Rehearsal, connect: Any) -> Any:
    return connect(google, "drive.v3", "drive")


def refusal(error: pytest.ExceptionInfo[HttpError]) -> tuple[int, str]:
    return error.value.status_code, error.value.error_details[0]["reason"]


def test_get_brings_four_fields_unless_asked_for_more(google: Rehearsal, drive: Any) -> None:
    file = drive.files().get(fileId=google.sheet).execute()
    assert file == {"kind": "drive#file", "id": google.sheet, "name": "Mentorship 2026", "mimeType": SHEET}
    asked = drive.files().get(fileId=google.sheet, fields="owners(emailAddress,me),capabilities/canEdit").execute()
    assert asked == {
        "owners": [{"emailAddress": "organizer@conference.example.org", "me": False}],
        "capabilities": {"canEdit": True},
    }


@pytest.mark.parametrize(
    ("query", "names"),
    [
        (f"mimeType='{SHEET}'", ["Mentorship 2026"]),
        (f"mimeType != '{SHEET}'", ["Mentorship programme 2026"]),
        ("name contains 'mentor' and trashed = false", ["Mentorship 2026", "Mentorship programme 2026"]),
        ('name = "Mentorship 2026"', ["Mentorship 2026"]),
        ("not name contains 'programme'", ["Mentorship 2026"]),
        (
            "'organizer@conference.example.org' in owners and (name = 'x' or name contains '2026')",
            ["Mentorship 2026", "Mentorship programme 2026"],
        ),
        ("trashed = true", []),
        ("modifiedTime > '2100-01-01T00:00:00'", []),
    ],
)
def test_list_understands_the_query_language(drive: Any, query: str, names: list[str]) -> None:
    found = drive.files().list(q=query, orderBy="name").execute()["files"]
    assert [file["name"] for file in found] == names


@pytest.mark.parametrize("query", ["name", "name ~ 'x'", "(name = 'x'", "size > 3", "name = 'x' name = 'y'"])
def test_what_is_no_query_is_invalid(drive: Any, query: str) -> None:
    with pytest.raises(HttpError) as error:
        drive.files().list(q=query).execute()
    assert refusal(error) == (400, "invalid")


def test_list_comes_in_pages(drive: Any) -> None:
    first = drive.files().list(pageSize=1).execute()
    second = drive.files().list(pageSize=1, pageToken=first["nextPageToken"]).execute()
    assert len({file["id"] for file in first["files"] + second["files"]}) == 2
    assert "nextPageToken" not in second


def test_a_service_account_owns_no_storage(google: Rehearsal, drive: Any) -> None:
    body = {"name": "Mine", "mimeType": SHEET}
    for request in (drive.files().create(body=body), drive.files().copy(fileId=google.sheet, body={})):
        with pytest.raises(HttpError) as error:
            request.execute()
        assert refusal(error) == (403, "storageQuotaExceeded")


def test_with_file_creation_allowed_it_creates_copies_renames_and_deletes(google: Rehearsal, drive: Any) -> None:
    google.control("POST", "switches", {"allow_file_creation": True})
    made = drive.files().create(body={"name": "Mine", "mimeType": SHEET}).execute()
    copied = drive.files().copy(fileId=google.form, body={"name": "Form again"}).execute()
    renamed = drive.files().update(fileId=made["id"], body={"name": "Yours"}).execute()
    assert renamed["name"] == "Yours"
    assert sorted(file["name"] for file in drive.files().list().execute()["files"]) == [
        "Form again",
        "Mentorship 2026",
        "Mentorship programme 2026",
        "Yours",
    ]
    for id in (made["id"], copied["id"]):
        assert drive.files().delete(fileId=id).execute() == ""
    with pytest.raises(HttpError) as error:
        drive.files().get(fileId=made["id"]).execute()
    assert refusal(error) == (404, "notFound")
    store = google.world.store
    kept = [store.ids(kind) for kind in ("spreadsheet", "form")]
    assert kept == [[google.sheet], [google.form]]
    assert [id for id in (*store.ids("tab"), *store.ids("grid")) if id.startswith(made["id"])] == []


def test_only_owners_delete(google: Rehearsal, drive: Any) -> None:
    with pytest.raises(HttpError) as error:
        drive.files().delete(fileId=google.sheet).execute()
    assert refusal(error) == (403, "insufficientFilePermissions")


def test_what_is_not_shared_does_not_exist_for_drive(google: Rehearsal, drive: Any) -> None:
    google.control("POST", "share", {"file": google.sheet, "role": "none"})
    with pytest.raises(HttpError) as error:
        drive.files().get(fileId=google.sheet).execute()
    assert error.value.reason == f"File not found: {google.sheet}."
    assert refusal(error) == (404, "notFound")


def test_permissions_are_made_listed_changed_and_taken_back(google: Rehearsal, drive: Any) -> None:
    permissions = drive.permissions()
    body = {"type": "user", "role": "reader", "emailAddress": "ada@example.org"}
    made = permissions.create(fileId=google.sheet, body=body).execute()
    assert made == {"kind": "drive#permission", "id": made["id"], "type": "user", "role": "reader"}
    changed = permissions.update(fileId=google.sheet, permissionId=made["id"], body={"role": "writer"}).execute()
    assert changed["role"] == "writer"
    listed = permissions.list(fileId=google.sheet, fields="permissions(emailAddress,role)").execute()
    assert {"emailAddress": "ada@example.org", "role": "writer"} in listed["permissions"]
    permissions.delete(fileId=google.sheet, permissionId=made["id"]).execute()
    with pytest.raises(HttpError) as error:
        permissions.get(fileId=google.sheet, permissionId=made["id"]).execute()
    assert refusal(error) == (404, "notFound")


def test_ownership_moves_only_when_said_twice(google: Rehearsal, drive: Any) -> None:
    body = {"type": "user", "role": "owner", "emailAddress": "ada@example.org"}
    with pytest.raises(HttpError) as error:
        drive.permissions().create(fileId=google.sheet, body=body).execute()
    assert refusal(error) == (403, "forbidden")
    drive.permissions().create(fileId=google.sheet, body=body, transferOwnership=True).execute()
    owners = drive.files().get(fileId=google.sheet, fields="owners/emailAddress").execute()["owners"]
    assert owners == [{"emailAddress": "ada@example.org"}]


def test_a_sheet_is_exported_as_xlsx_and_nothing_else_is_pretended(google: Rehearsal, drive: Any) -> None:
    content = drive.files().export(fileId=google.sheet, mimeType=XLSX).execute()
    assert content[:2] == b"PK"
    with pytest.raises(HttpError) as error:
        drive.files().export(fileId=google.sheet, mimeType="application/pdf").execute()
    assert refusal(error) == (501, "notImplemented")
    with pytest.raises(HttpError) as error:
        drive.files().get_media(fileId=google.sheet).execute()
    assert refusal(error) == (403, "fileNotDownloadable")


def test_a_csv_replaces_everything_and_is_exported_again(google: Rehearsal, drive: Any) -> None:
    content = 'a,"b, c"\r\n1,\r\n'
    media = MediaInMemoryUpload(content.encode(), "text/csv")
    drive.files().update(fileId=google.sheet, media_body=media).execute()
    assert drive.files().export(fileId=google.sheet, mimeType="text/csv").execute() == b'a,"b, c"\r\n1,'
    assert [tab.title for tab in open_sheet(google).worksheets()] == ["Mentorship 2026"]


def test_gspread_imports_a_csv(google: Rehearsal) -> None:
    opened = session(google, "drive")
    client = gspread.Client(auth=opened.credentials, session=opened)
    client.import_csv(google.sheet, "x,y\n1,2")
    assert client.open_by_key(google.sheet).sheet1.get_all_values() == [["x", "y"], ["1", "2"]]


def test_unknown_query_parameters_are_overlooked_by_drive_as_recorded(google: Rehearsal) -> None:
    opened = session(google, "drive")
    reply = opened.get(f"{google.url}/drive/v3/files/{google.sheet}", params={"includeItemsFromAllDrives": "true"})
    assert reply.status_code == 200
    comments = opened.get(f"{google.url}/drive/v3/files/{google.sheet}/comments", params={"fields": "comments/content"})
    assert comments.json() == {"comments": []}


def test_a_denied_sheet_exists_and_is_forbidden(connect: Any) -> None:
    from mentorship_gsheets.rehearsal.call import Switches

    with running("empty", switches=Switches(denied=frozenset({"denied-sheet"}))) as google:
        sheets = connect(google, "sheets.v4", "spreadsheets").spreadsheets()
        codes = []
        for id in ("denied-sheet", "unknown-sheet"):
            with pytest.raises(HttpError) as error:
                sheets.get(spreadsheetId=id).execute()
            codes.append(error.value.status_code)
    assert codes == [403, 404]


def test_about_wants_to_know_which_fields(google: Rehearsal, drive: Any) -> None:
    with pytest.raises(HttpError) as error:
        drive.about().get().execute()
    assert refusal(error) == (400, "required")
    about = drive.about().get(fields="user/emailAddress").execute()
    assert about == {"user": {"emailAddress": google.world.project["service_account"]}}
