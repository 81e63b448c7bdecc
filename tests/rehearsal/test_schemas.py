"""Routes, parameters and bodies, held against Google's discovery documents."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mentorship_gsheets.rehearsal import discovery
from mentorship_gsheets.rehearsal.call import ApiError
from mentorship_gsheets.rehearsal.replies import Replies
from mentorship_gsheets.rehearsal.running import Rehearsal
from mentorship_gsheets.rehearsal.schemas import Schemas
from tests.rehearsal.conftest import session

BATCH = "BatchUpdateSpreadsheetRequest"


def sheets() -> Schemas:
    return discovery.load()["sheets"].requests


@pytest.mark.parametrize(
    ("verb", "path", "method", "parameters"),
    [
        ("GET", "/v4/spreadsheets/a", "sheets.spreadsheets.get", {"spreadsheetId": "a"}),
        ("POST", "/v4/spreadsheets/a:batchUpdate", "sheets.spreadsheets.batchUpdate", {"spreadsheetId": "a"}),
        (
            "GET",
            "/v4/spreadsheets/a/values/T%201!A1:B2",
            "sheets.spreadsheets.values.get",
            {"spreadsheetId": "a", "range": "T 1!A1:B2"},
        ),
        (
            "POST",
            "/v4/spreadsheets/a/values/%27a%2Fb%27:append",
            "sheets.spreadsheets.values.append",
            {"spreadsheetId": "a", "range": "'a/b'"},
        ),
        (
            "POST",
            "/v4/spreadsheets/a/values:batchClear",
            "sheets.spreadsheets.values.batchClear",
            {"spreadsheetId": "a"},
        ),
        ("PUT", "/gmail/v1/users/me/drafts/r-1", "gmail.users.drafts.update", {"userId": "me", "id": "r-1"}),
        ("POST", "/gmail/v1/users/me/drafts/send", "gmail.users.drafts.send", {"userId": "me"}),
        ("POST", "/upload/gmail/v1/users/me/drafts", "gmail.users.drafts.create", {"userId": "me"}),
        ("GET", "/v1/forms/f/responses", "forms.forms.responses.list", {"formId": "f"}),
        ("GET", "/drive/v3/files/x/export", "drive.files.export", {"fileId": "x"}),
    ],
)
def test_addresses_lead_to_methods(verb: str, path: str, method: str, parameters: dict[str, str]) -> None:
    found = discovery.route(verb, path)
    assert found is not None
    assert (found[0].id, found[1]) == (method, parameters)


@pytest.mark.parametrize(
    ("verb", "path"), [("DELETE", "/v4/spreadsheets/a"), ("GET", "/v5/spreadsheets/a"), ("GET", "/")]
)
def test_other_addresses_lead_nowhere(verb: str, path: str) -> None:
    assert discovery.route(verb, path) is None


def refused(name: str, body: Any, prefix: str = "") -> list[dict[str, str]]:
    with pytest.raises(ApiError) as error:
        sheets().parse(name, body, prefix)
    assert error.value.code == 400
    violations: list[dict[str, str]] = error.value.details[0]["fieldViolations"]
    assert error.value.message == "\n".join(violation["description"] for violation in violations)
    return violations


def test_an_unknown_field_is_named_with_its_place_in_proto_spelling() -> None:
    body = {"requests": [{}, {"updateCells": {"rowz": []}}], "odd": 1}
    assert refused(BATCH, body) == [
        {
            "field": "requests[1].update_cells",
            "description": "Invalid JSON payload received. Unknown name \"rowz\" at 'requests[1].update_cells': "
            "Cannot find field.",
        },
        {"description": 'Invalid JSON payload received. Unknown name "odd": Cannot find field.'},
    ]


@pytest.mark.parametrize(
    ("body", "description"),
    [
        ({"range": 3}, "Invalid value at 'data.range' (TYPE_STRING), 3"),
        ({"values": "x"}, "Invalid value at 'data.values' (type.googleapis.com/google.protobuf.ListValue), \"x\""),
        (
            {"values": ["x"]},
            "Invalid value at 'data.values[0]' (type.googleapis.com/google.protobuf.ListValue), \"x\"",
        ),
        (
            {"majorDimension": "ROW"},
            "Invalid value at 'data.major_dimension' "
            '(type.googleapis.com/google.apps.sheets.v4.MajorDimension), "ROW"',
        ),
        (
            {"range": ["A1"]},
            "Invalid JSON payload received. Unknown name \"range\" at 'data': "
            "Proto field is not repeating, cannot start list.",
        ),
    ],
)
def test_values_of_the_wrong_type_are_named(body: Any, description: str) -> None:
    assert [violation["description"] for violation in refused("ValueRange", body, "data")] == [description]


@pytest.mark.parametrize("value", ["x", 1.5, True, 2**31, "1e3", "", {}])
def test_what_is_no_int32_is_refused(value: Any) -> None:
    body = {"requests": [{"deleteSheet": {"sheetId": value}}]}
    assert [violation["field"] for violation in refused(BATCH, body)] == ["requests[0].delete_sheet.sheet_id"]


@pytest.mark.parametrize(("value", "read"), [(7, 7), ("7", 7), (7.0, 7), ("-7", -7), (None, "absent")])
def test_numbers_may_come_as_text_and_null_is_absent(value: Any, read: Any) -> None:
    parsed = sheets().parse(BATCH, {"requests": [{"deleteSheet": {"sheetId": value}}]})
    assert parsed["requests"][0]["deleteSheet"].get("sheetId", "absent") == read


def test_a_request_is_of_one_kind_only() -> None:
    body = {"requests": [{"addSheet": {}, "deleteSheet": {}}]}
    assert [violation["description"] for violation in refused(BATCH, body)] == [
        "Invalid value at 'requests[0]' (oneof), oneof field 'kind' is already set. Cannot set 'deleteSheet'"
    ]


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=8,
)


@given(JSON, st.sampled_from(["ValueRange", BATCH, "Spreadsheet", "CellData"]))
def test_any_json_is_parsed_or_refused_never_worse(body: Any, name: str) -> None:
    code, parsed = 200, {}
    try:
        parsed = sheets().parse(name, body)
    except ApiError as error:
        code = error.code
    assert code in {200, 400}
    assert set(parsed) <= set(sheets().specs[name]["properties"])


@given(st.dictionaries(st.sampled_from(["sheetId", "title", "hidden", "index"]), JSON))
def test_what_the_parser_lets_through_suits_the_reply_checker(body: dict[str, Any]) -> None:
    specs = sheets().specs
    try:
        parsed = sheets().parse("SheetProperties", body)
    except ApiError:
        return
    assert Replies(specs).violation("SheetProperties", parsed) == ""


@pytest.mark.parametrize(
    ("reply", "violation"),
    [
        ({"sheets": [{"properties": {"sheetId": 1}}]}, ""),
        (
            {"sheets": [{"properties": {"sheetId": "1"}}]},
            "Spreadsheet.sheets[0].properties.sheetId: str where int belongs",
        ),
        ({"sheets": {}}, "Spreadsheet.sheets: dict where a list belongs"),
        ({"shoots": []}, "Spreadsheet.shoots: no such field"),
        ({"sheets": [None]}, "Spreadsheet.sheets[0]: NoneType where a message belongs"),
        (
            {"sheets": [{"properties": {"sheetType": "GRIDS"}}]},
            "Spreadsheet.sheets[0].properties.sheetType: 'GRIDS' is no value of this enum",
        ),
        ({"properties": {"iterativeCalculationSettings": {"convergenceThreshold": 1}}}, ""),
    ],
)
def test_our_replies_are_held_against_the_schema(reply: dict[str, Any], violation: str) -> None:
    assert discovery.load()["sheets"].replies.violation("Spreadsheet", reply) == violation


@pytest.mark.parametrize(
    ("query", "message"),
    [
        (
            {"odd": "1"},
            'Invalid JSON payload received. Unknown name "odd": Cannot bind query parameter. '
            "Field 'odd' could not be found in request message.",
        ),
        ({"includeGridData": "maybe"}, "Invalid value at 'include_grid_data' (TYPE_BOOL), \"maybe\""),
    ],
)
def test_query_parameters_are_checked_too(empty: Rehearsal, query: dict[str, str], message: str) -> None:
    reply = session(empty, "spreadsheets").get(f"{empty.url}/v4/spreadsheets/{empty.sheet}", params=query)
    assert reply.status_code == 400
    assert reply.json()["error"]["message"] == message


@pytest.mark.parametrize(
    "body",
    ['{"requests": [', "\xff", '{"requests": NaN}', '{"requests": [1e999]}', '{"requests": "\\ud800"}', "[" * 100_000],
)
def test_a_body_that_is_no_json_is_refused(empty: Rehearsal, body: str) -> None:
    url = f"{empty.url}/v4/spreadsheets/{empty.sheet}:batchUpdate"
    reply = session(empty, "spreadsheets").post(url, data=body.encode("latin-1"))
    assert reply.status_code == 400
    assert reply.json()["error"]["message"].startswith("Invalid JSON payload received. Unexpected token.")


def test_scopes_are_asked_for_before_what_is_not_imitated(empty: Rehearsal) -> None:
    reply = session(empty, "gmail.compose", subject=empty.mailbox).get(f"{empty.url}/v1/forms/x/watches")
    assert reply.status_code == 403
    reply = session(empty, "forms.body").get(f"{empty.url}/v1/forms/x/watches")
    assert reply.status_code == 501
    assert reply.json()["error"]["message"] == "forms.forms.watches.list is not imitated by the rehearsal server."


def test_an_unknown_address_gets_googles_html_page(empty: Rehearsal) -> None:
    reply = session(empty, "spreadsheets").get(f"{empty.url}/v9/nothing")
    assert (reply.status_code, reply.headers["Content-Type"]) == (404, "text/html; charset=UTF-8")
