"""Partial responses."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mentorship_gsheets.rehearsal import discovery, masks
from mentorship_gsheets.rehearsal.call import ApiError

FOUND = discovery.route("GET", "/v4/spreadsheets/a")
assert FOUND is not None
GET = FOUND[0]
REPLY = {
    "spreadsheetId": "a",
    "sheets": [
        {
            "properties": {"title": "T", "sheetId": 1},
            "data": [{"rowData": [{"values": [{"formattedValue": "x", "note": "n"}]}, {}]}],
        }
    ],
}


@pytest.mark.parametrize(
    ("fields", "kept"),
    [
        ("spreadsheetId", {"spreadsheetId": "a"}),
        ("sheets/properties/title", {"sheets": [{"properties": {"title": "T"}}]}),
        ("sheets.properties.title", {"sheets": [{"properties": {"title": "T"}}]}),
        ("sheets(properties(title,sheetId))", {"sheets": [{"properties": {"title": "T", "sheetId": 1}}]}),
        (
            "sheets(properties.title,data/rowData/values(formattedValue)),spreadsheetId",
            {
                "spreadsheetId": "a",
                "sheets": [
                    {"properties": {"title": "T"}, "data": [{"rowData": [{"values": [{"formattedValue": "x"}]}, {}]}]}
                ],
            },
        ),
        ("sheets/*/title", {"sheets": [{"properties": {"title": "T"}, "data": [{}]}]}),
        ("*", REPLY),
        ("sheets/properties/title,sheets", {"sheets": REPLY["sheets"]}),
        ("sheets,sheets/properties/title", {"sheets": REPLY["sheets"]}),
        ("namedRanges", {}),
    ],
)
def test_only_what_was_asked_for_is_kept(fields: str, kept: dict[str, Any]) -> None:
    assert masks.narrow(GET, fields, REPLY) == kept


@pytest.mark.parametrize(
    "fields", ["odd", "sheets/odd", "sheets(properties/odd)", "sheets(", "a,,b", "sheets)", "", "sheets//data"]
)
def test_what_the_reply_cannot_have_is_refused(fields: str) -> None:
    with pytest.raises(ApiError) as error:
        masks.narrow(GET, fields, REPLY)
    assert error.value.code == 400
    assert error.value.message == "Request contains an invalid argument."


def test_drive_words_it_its_own_way() -> None:
    found = discovery.route("GET", "/drive/v3/files/a")
    assert found is not None
    with pytest.raises(ApiError) as error:
        masks.narrow(found[0], "id,odd", {})
    assert error.value.message == "Invalid field selection odd"


def text(mask: masks.Mask) -> str:
    return ",".join(name + (f"({text(inner)})" if inner else "") for name, inner in mask.items())


NAMES = st.sampled_from(["a", "b", "cD", "*", "e-f"])
MASKS = st.recursive(st.just({}), lambda inner: st.dictionaries(NAMES, inner, min_size=1, max_size=3), max_leaves=6)


@given(MASKS.filter(bool))
def test_a_mask_is_read_back_from_its_text(mask: masks.Mask) -> None:
    assert masks.parse(text(mask)) == mask
