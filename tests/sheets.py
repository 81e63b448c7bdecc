"""Workbooks made by hand, and what a plan makes of them."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import reduce

from mentorship_gsheets.spreadsheet.plan import AddColumn, AddRow, Change, Formula, Plan, SetCell, SetFormatting, Value
from mentorship_gsheets.spreadsheet.tab import TabSpec
from mentorship_gsheets.spreadsheet.workbook import BLANK, Cell, Row, Tab, Workbook
from mentorship_gsheets.tabs.catalogue import all_tabs
from mentorship_gsheets.text import as_key

DRAWN = {spec.title: spec for spec in all_tabs()}


def tab(title: str, header: Sequence[str], rows: Iterable[Sequence[str]] = ()) -> Tab:
    """A tab of texts."""
    cells = tuple(Row(number, tuple(map(Cell, row))) for number, row in enumerate(rows, 2))
    return Tab(title, len(title) * 1000 + len(header), tuple(header), cells)


def drawn(spec: TabSpec, *lines: dict[str, str]) -> Tab:
    """A tab as setup makes it, with lines of text by header."""
    header = [column.header for column in spec.columns]
    return tab(spec.title, header, [[line.get(name, "") for name in header] for line in lines])


def workbook(*tabs: Tab, **lines: Sequence[dict[str, str]]) -> Workbook:
    """A workbook as setup makes it: lines by title (``Sign_ups`` for ``Sign-ups``); ``tabs`` replace or follow.

    ``workbook(Mentors=[{"Email": "ada@example.org"}])``
    """
    named = {title: lines.get(title.replace("-", "_").replace(" ", "_"), ()) for title in DRAWN}
    given = {each.title: each for each in tabs}
    made = [given.pop(title, None) or drawn(spec, *named[title]) for title, spec in DRAWN.items()]
    return Workbook("book", "Book", (*made, *given.values()))


def without(book: Workbook, title: str) -> Workbook:
    """The workbook after somebody deleted a tab."""
    return replace(book, tabs=tuple(each for each in book.tabs if each.title != title))


def lines(book: Workbook, title: str, *headers: str) -> list[tuple[str, ...]]:
    """What stands under some headers of a tab, row by row."""
    found = book.tab(title)
    assert found is not None
    return [tuple(found.text(row, header) for header in headers) for row in found.rows if not row.blank]


def edited(book: Workbook, title: str, key: str, header: str, text: str) -> Workbook:
    """The workbook after a person typed into the cell of the row with this address or key, or with it in front."""
    found = book.tab(title)
    assert found is not None
    key_column = next((name for name in ("Email", "Key") if name in found.header), found.header[0])
    return applied(Plan("edit", (SetCell(title, key_column, key, header, text),)), book)


def applied(plan: Plan, book: Workbook) -> Workbook:
    """The workbook after a plan; keys must be there once, headers must be there."""
    return reduce(_after, plan.changes, book)


def _after(book: Workbook, change: Change) -> Workbook:
    if isinstance(change, SetFormatting):
        return book
    assert isinstance(change, AddColumn | AddRow | SetCell)
    old = book.tab(change.tab)
    assert old is not None, f"no tab {change.tab}"
    match change:
        case AddColumn(column=column):
            assert old.column(column.header) is None
            new = replace(old, header=(*old.header, column.header))
        case AddRow(values=values):
            cells = dict(values)
            assert [header for header in cells if old.column(header) is None] == []
            number = max((row.number for row in old.rows if not row.blank), default=1) + 1
            row = Row(number, tuple(_cell(cells.get(header, "")) for header in old.header))
            new = replace(old, rows=(*old.rows, row))
        case SetCell():
            (row,) = (row for row in old.rows if as_key(old.text(row, change.key_column)) == as_key(change.key))
            place = old.column(change.column)
            assert place is not None
            padded = [*row.cells, *[BLANK] * (place + 1 - len(row.cells))]
            padded[place] = _cell(change.value)
            new = replace(old, rows=tuple(Row(row.number, tuple(padded)) if r is row else r for r in old.rows))
    return replace(book, tabs=tuple(new if each is old else each for each in book.tabs))


def _cell(value: Value) -> Cell:
    return Cell("", value.template) if isinstance(value, Formula) else Cell(str(value))
