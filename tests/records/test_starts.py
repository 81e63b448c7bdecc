"""Days as sheets of different locales and people write them."""

from datetime import date

import pytest

from mentorship_gsheets.programmes import read_settings
from mentorship_gsheets.records.starts import iso_days
from mentorship_gsheets.spreadsheet.workbook import Cell, Row, Tab, Workbook

JULY = 46573.0  # 2027-07-05, as a sheet counts


@pytest.mark.parametrize(
    ("cell", "locale", "day"),
    [
        (Cell("05.07.2027", number=JULY), "de_DE", "2027-07-05"),
        (Cell("7/5/2027", number=JULY), "en_US", "2027-07-05"),
        (Cell("5/7/27", number=JULY), "en_GB", "2027-07-05"),
        (Cell("2027/07/05", number=JULY), "ja_JP", "2027-07-05"),
        (Cell("2027-07-05"), "de_DE", "2027-07-05"),
        (Cell("5. Juli 2027"), "de_DE", "2027-07-05"),
        (Cell("July 5, 2027"), "en_US", "2027-07-05"),
        (Cell("5 juillet 2027"), "fr_FR", "2027-07-05"),
        (Cell("25/7/2027"), "en_US", "2027-07-25"),
        (Cell("5/7/2027"), "en_US", "5/7/2027"),
        (Cell("2027", number=2027.0), "en_US", "2027"),
        (Cell("in July"), "en_US", "in July"),
        (Cell(""), "en_US", ""),
    ],
)
def test_days_are_read_in_the_ways_of_the_locale_or_left(cell: Cell, locale: str, day: str) -> None:
    assert iso_days([cell], locale) == (day,)


def test_settings_take_a_day_as_the_sheet_shows_it() -> None:
    lines = (
        ("Starts", Cell("05.07.2027", number=JULY)),
        ("Ends", Cell("11. Juli 2027")),
        ("Capacity", Cell("2", number=2)),
    )
    rows = tuple(Row(number, (Cell(name), value)) for number, (name, value) in enumerate(lines, 2))
    book = Workbook("id", "", (Tab("Settings", 1, ("Setting", "Value"), rows),), locale="de_DE")
    settings, findings = read_settings(book)
    assert (settings.starts, settings.ends, settings.capacity) == (date(2027, 7, 5), date(2027, 7, 11), 2)
    assert findings == []
