"""What a tab should look like, as data: columns, colour rules, filter views, charts."""

from dataclasses import dataclass
from enum import StrEnum


class Style(StrEnum):
    """A way of marking cells, told apart by colour-blind people and in grey print: see `batch.formatting`."""

    VIRTUAL = "virtual"
    MISMATCH = "mismatch"
    OVERFULL = "over-full"
    NO_ANSWER = "no answer"
    WITHDRAWN = "withdrawn"
    COLLEAGUES = "colleagues"
    HEADING = "heading"
    NEXT = "next"


class Part(StrEnum):
    """What a tab is there for: its colour and its place follow from it; see `batch.formatting`."""

    SETUP = "setup"
    WORK = "work"
    TOOL = "tool"


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a tab.

    Parameters
    ----------
    header
        The text that names the column for ever; it may be moved, not renamed.
    note
        One or two sentences shown when the pointer rests on the header.
    width
        Pixels.
    choices
        What a dropdown offers; people may still type something else.
    choices_from
        ``(tab, header)`` of a column whose texts the dropdown offers instead.
    checkbox
        The column holds check boxes.
    ours
        The tool writes it: protected with a warning, so that a person who types there does so knowingly.
    wrap
        Long texts are wrapped instead of cut.
    overflow
        Long texts run on into empty neighbours instead of being cut.
    hidden
        The column is there for formulas only.
    """

    header: str
    note: str = ""
    width: int = 120
    choices: tuple[str, ...] = ()
    choices_from: tuple[str, str] | None = None
    checkbox: bool = False
    ours: bool = False
    wrap: bool = False
    overflow: bool = False
    hidden: bool = False


@dataclass(frozen=True, slots=True)
class Rule:
    """A colour rule: a formula over the row that marks cells when true.

    Parameters
    ----------
    formula
        With ``=`` and semicolons; ``{Header}`` stands for this row's cell under a header (``$C2``),
        ``{Tab!Header}`` for the whole column of a tab, bounded (``Mentors!$C$2:$C$1000``).
    style
        How cells are marked.
    columns
        Headers of the columns to mark; empty: the whole row.
    """

    formula: str
    style: Style
    columns: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class FilterView:
    """A named filter: rows whose text under ``column`` is ``equals``, or, with ``blank``, is empty."""

    title: str
    column: str
    equals: str = ""
    blank: bool = False


@dataclass(frozen=True, slots=True)
class Chart:
    """A chart of columns of the tab it stands in.

    ``kind`` is ``COLUMN``, ``BAR`` or ``LINE``, as the Sheets API names basic charts; ``domain`` and
    ``series`` are ``(first row, last row, column)`` blocks counted from 0, last row excluded; the first row of a
    block is its header. ``at`` is the (row, column) of the upper left corner.
    """

    title: str
    kind: str
    domain: tuple[int, int, int]
    series: tuple[tuple[int, int, int], ...]
    at: tuple[int, int]
    stacked: bool = False


@dataclass(frozen=True, slots=True)
class TabSpec:
    """A whole tab.

    Parameters
    ----------
    title
        Its name.
    columns
        From left to right; a column added later stands after the last one.
    frozen_columns
        Columns that stay in view; the header row always does.
    rules, filters, charts
        See their classes.
    banded
        Alternating row colours.
    hidden
        The tab is hidden from people who do not look for it.
    rows
        Rows of the grid to begin with; it grows as needed.
    spare_columns
        Blank columns on the right, for charts to lie on.
    part
        What it is there for.
    former
        What it was called in older sheets; empty: the same.
    one_line
        Every row is one line high, whatever stands in it: as many rows as possible are seen at once.
    """

    title: str
    columns: tuple[Column, ...]
    frozen_columns: int = 0
    rules: tuple[Rule, ...] = ()
    filters: tuple[FilterView, ...] = ()
    charts: tuple[Chart, ...] = ()
    banded: bool = True
    hidden: bool = False
    rows: int = 200
    spare_columns: int = 0
    part: Part = Part.WORK
    former: str = ""
    one_line: bool = False

    def column(self, header: str) -> Column:
        """Return the column with this header; KeyError when the tab has none."""
        for column in self.columns:
            if column.header == header:
                return column
        raise KeyError(header)
