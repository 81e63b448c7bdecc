"""A formula that looks up an empty cell shows nothing; one that calculates with it shows 0."""

from __future__ import annotations

import pytest

from mentorship_gsheets.rehearsal.sheets.locales import locale_of
from mentorship_gsheets.rehearsal.sheets.translation import may_be_blank
from tests.rehearsal.sheets.desk import Desk

_SHOWN = {
    "=Z9": "",
    "=(Z9)": "",
    "=Z9+0": "0",
    "=(Z9+0)": "0",
    "=-Z9": "0",
    "=SUM(Z9)": "0",
    "=SUM(Z9)+SUM(Z8)": "0",
    "=INDEX(Z1:Z9,2)": "",
    '=IF(1>2,"+",Z9)': "",
    '=IF(Z9="",Z9*2,1)': "0",
    "=IFERROR(1/0,Z9)": "",
    "=IFERROR(1/0,COUNTA(Z9))": "0",
}


def test_what_formulas_on_empty_cells_show(desk: Desk) -> None:
    desk.write("A1", [[formula] for formula in _SHOWN])
    shown = [next(iter(row), "") for row in desk.read(f"A1:A{len(_SHOWN)}")]
    assert dict(zip(_SHOWN, shown, strict=True)) == _SHOWN


@pytest.mark.parametrize("formula", _SHOWN)
def test_only_formulas_that_may_be_blank_are_looked_at_again(formula: str) -> None:
    assert may_be_blank(formula, locale_of("en_US")) == (_SHOWN[formula] == "")
