"""What typing turns into, by locale."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mentorship_gsheets.rehearsal.sheets.entry import typed
from mentorship_gsheets.rehearsal.sheets.locales import locale_of
from mentorship_gsheets.rehearsal.sheets.numbers import formatted, serial

US, DE = locale_of("en_US"), locale_of("de_DE")


@pytest.mark.parametrize(
    ("text", "value", "pattern"),
    [
        ("42", 42, None),
        ("0042", 42, None),
        ("-1.5", -1.5, None),
        ("1,234.5", 1234.5, "#,##0.00"),
        ("12%", 0.12, "0%"),
        ("12.5 %", 0.125, "0.00%"),
        ("$5", 5, "$#,##0.00"),
        ("1e3", 1000, "0.00E+00"),
        ("2020-02-29", 43890, "yyyy-mm-dd"),
        ("2/29/2020", 43890, "m/d/yyyy"),
        ("Feb 29, 2020", 43890, "mmm d, yyyy"),
        ("10:30", 0.4375, "h:mm"),
        ("10:30 pm", 0.9375, "h:mm am/pm"),
        ("2020-02-29 12:00:00", 43890.5, "yyyy-mm-dd h:mm:ss"),
    ],
)
def test_numbers_and_dates(text: str, value: float, pattern: str | None) -> None:
    found, number_format = typed(text, US)
    assert (found, (number_format or {}).get("pattern")) == ({"numberValue": value}, pattern)


@pytest.mark.parametrize(
    "text", ["1.2.3", "2/30/2020", "+44 20 7946", "12:75", "1,23", "a1", "-", "May", "1 2", "€", "=", "1..2"]
)
def test_what_only_looks_like_a_number_stays_text(text: str) -> None:
    assert typed(text, US) == ({"stringValue": text}, None)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1,5", {"numberValue": 1.5}),
        ("1.234,5", {"numberValue": 1234.5}),
        ("31.12.2020", {"numberValue": 44196}),
        ("wahr", {"stringValue": "wahr"}),
    ],
)
def test_german_typing(text: str, value: dict[str, Any]) -> None:
    assert typed(text, DE)[0] == value


def test_a_day_without_a_year_is_this_years() -> None:
    this_year = date.today().year
    assert typed("1-2", US) == ({"numberValue": serial(date(this_year, 1, 2))}, {"type": "DATE", "pattern": "m-d"})
    assert typed("1.2", DE) == ({"numberValue": serial(date(this_year, 2, 1))}, {"type": "DATE", "pattern": "d.m"})
    assert typed("13/1", US) == ({"stringValue": "13/1"}, None)


def test_apostrophe_booleans_formulas_and_nothing() -> None:
    assert typed("'=1", US) == ({"stringValue": "=1"}, None)
    assert typed("true", US) == ({"boolValue": True}, None)
    assert typed("=A1", US) == ({"formulaValue": "=A1"}, None)
    assert typed("", US) == (None, None)
    assert typed("=A1", US, as_text=True) == ({"stringValue": "=A1"}, None)


@given(st.integers(-(10**12), 10**12))
def test_whole_numbers_come_back_as_typed(number: int) -> None:
    value, pattern = typed(str(number), US)
    assert value == {"numberValue": number}
    assert formatted(number, pattern, US) == str(number)


@given(st.dates())
def test_every_date_comes_back_as_typed(day: Any) -> None:
    value, pattern = typed(day.isoformat(), US)
    assert value is not None
    if day.year >= 1900:
        assert formatted(value["numberValue"], pattern, US) == day.isoformat()


@given(st.text(max_size=40))
def test_any_text_is_read_without_harm(text: str) -> None:
    value, _ = typed(text, US)
    assert value is None or set(value) <= {"stringValue", "numberValue", "boolValue", "formulaValue"}
