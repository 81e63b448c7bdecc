from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mentorship_gsheets.scoring.zones import minutes_apart, offset_minutes

SUMMER, WINTER = date(2027, 7, 5), date(2027, 1, 5)


@pytest.mark.parametrize(
    ("text", "minutes"),
    [
        ("Europe/Paris", 120),
        ("europe/paris", 120),
        ("America/New York", -240),
        ("UTC", 0),
        ("UTC+5:30", 330),
        ("utc -3", -180),
        ("GMT\N{MINUS SIGN}08:00", -480),
        ("(UTC+01:00) Central European Time", 60),
        ("+02:00", 120),
        ("PST", -480),
        ("UTC+25", None),
        ("../etc/passwd", None),
        ("Europe", None),
        ("", None),
        ("either", None),
    ],
)
def test_time_zones_as_people_write_them(text: str, minutes: int | None) -> None:
    assert offset_minutes(text, SUMMER) == minutes


def test_summer_time_depends_on_the_day() -> None:
    assert offset_minutes("Europe/Paris", WINTER) == 60


@given(st.text())
def test_any_text_is_read_or_refused(text: str) -> None:
    offset = offset_minutes(text, SUMMER)
    assert offset is None or -14 * 60 <= offset <= 14 * 60


@given(st.integers(-840, 840), st.integers(-840, 840))
def test_distance_is_symmetric_and_at_most_half_a_day(one: int, other: int) -> None:
    assert minutes_apart(one, other) == minutes_apart(other, one)
    assert 0 <= minutes_apart(one, other) <= 720
