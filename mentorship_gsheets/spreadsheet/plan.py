"""What a stage decided, as a value: changes, findings, tables; printable, sorted, countable, may be empty."""

import hashlib
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property

from mentorship_gsheets.errors import Finding, Level
from mentorship_gsheets.spreadsheet.tab import Chart, Column, FilterView, Rule, TabSpec


@dataclass(frozen=True, slots=True, order=True)
class Formula:
    """A formula of our own (never text of a person), with the placeholders of `tab.Rule`."""

    template: str

    def __str__(self) -> str:
        """Return the template."""
        return self.template


Value = str | int | float | bool | Formula
"""What a change writes. A string is always written as text, whatever it looks like."""


@dataclass(frozen=True, slots=True)
class AddTab:
    """Make a tab with its header row; its rules, dropdowns and so on are changes of their own."""

    spec: TabSpec
    index: int | None = None

    def __str__(self) -> str:
        """Return the change as one line."""
        return f"add tab {self.spec.title}"


@dataclass(frozen=True, slots=True)
class AddColumn:
    """Add a column behind the last one of an existing tab."""

    tab: str
    column: Column

    def __str__(self) -> str:
        """Return the change as one line."""
        return f"add column {self.column.header} to {self.tab}"


@dataclass(frozen=True, slots=True)
class AddRow:
    """Add a row below the last one with anything in it; ``key`` is its text under ``key_column``."""

    tab: str
    key_column: str
    key: str
    values: tuple[tuple[str, Value], ...]

    def __str__(self) -> str:
        """Return the change as one line."""
        return f"add {self.key} to {self.tab}"


@dataclass(frozen=True, slots=True)
class SetCell:
    """Write one cell, found by key and header; ``before`` is the text the plan was made on.

    ``key`` is the text that stands under ``key_column``; it must be there exactly once. A blank ``value``
    empties the cell.
    """

    tab: str
    key_column: str
    key: str
    column: str
    value: Value
    before: str = ""

    def __str__(self) -> str:
        """Return the change as one line."""
        was = f" (was {self.before!r})" if self.before else ""
        return f"{self.tab}: {self.key}, {self.column} = {str(self.value)!r}{was}"


@dataclass(frozen=True, slots=True)
class SetHeader:
    """Write one header cell of a tab that has none yet (a blank first row); rows stay where they are."""

    tab: str
    headers: tuple[str, ...]

    def __str__(self) -> str:
        """Return the change as one line."""
        return f"write headers of {self.tab}"


@dataclass(frozen=True, slots=True)
class RenameColumn:
    """Give a column of an existing tab another header; its cells stay. Other changes call it by the new one."""

    tab: str
    before: str
    header: str

    def __str__(self) -> str:
        """Return the change as one line."""
        return f"{self.tab}: the column {self.before} is called {self.header} again"


@dataclass(frozen=True, slots=True)
class SetFormatting:
    """Give an existing (or just added) tab one thing besides cells.

    ``what`` is a note, dropdown, protection or look (width, hidden or not) of a `Column` (``aspect`` says which), a
    `Rule`, a `FilterView`, a `Chart`, or None for ``banding``, ``one line a row`` and ``freeze`` (then ``count``
    columns stay in view).
    """

    tab: str
    aspect: str
    what: Column | Rule | FilterView | Chart | None = None
    count: int = 0

    def __str__(self) -> str:
        """Return the change as one line."""
        match self.what:
            case Column(header=name) | Chart(title=name) | FilterView(title=name):
                return f"{self.tab}: {self.aspect} {name}"
            case Rule(style=style):
                return f"{self.tab}: {self.aspect} {style}"
            case None:
                return f"{self.tab}: {self.aspect}"


@dataclass(frozen=True, slots=True)
class EmptyColumns:
    """Empty all cells below the header, notes included, in some columns of a tab; no ``columns``: in all.

    Nothing is kept to undo it by: it is there to make personal data go away.
    """

    tab: str
    columns: tuple[str, ...] = ()

    def __str__(self) -> str:
        """Return the change as one line."""
        return f"empty {', '.join(self.columns) or 'all columns'} of {self.tab}"


@dataclass(frozen=True, slots=True)
class SetMetadata:
    """Give the spreadsheet a developer-metadata entry, which nobody sees, in place of the one it has of this key."""

    key: str
    value: str

    def __str__(self) -> str:
        """Return the change as one line."""
        return f"note {self.key}"


@dataclass(frozen=True, slots=True)
class RenameTab:
    """Give a tab another title; every other change of the plan calls it by the new one."""

    tab: str
    title: str

    def __str__(self) -> str:
        """Return the change as one line."""
        return f"rename the tab {self.tab} to {self.title}"


@dataclass(frozen=True, slots=True)
class MoveColumns:
    """Move whole columns of a tab, to its beginning and to its end; the others stay in between, as they stood.

    Done last, so that every other change of the plan is about the columns as they were read. Names that the tab does
    not have do not count; see `column_order`.
    """

    tab: str
    first: tuple[str, ...]
    last: tuple[str, ...] = ()

    def __str__(self) -> str:
        """Return the change as one line."""
        return f"{self.tab}: move the columns, so that it begins with {', '.join(filter(None, self.first[:6]))}"


Change = (
    RenameTab
    | AddTab
    | EmptyColumns
    | RenameColumn
    | AddColumn
    | SetHeader
    | SetFormatting
    | AddRow
    | SetCell
    | SetMetadata
    | MoveColumns
)

_ORDER = {
    RenameTab: -1,
    AddTab: 0,
    RenameColumn: 1,
    AddColumn: 1,
    SetHeader: 2,
    SetFormatting: 3,
    EmptyColumns: 4,
    AddRow: 5,
    SetCell: 6,
    SetMetadata: 7,
    MoveColumns: 8,
}


def _rank(change: Change) -> tuple[int, str, str, str]:
    match change:
        case SetCell(tab=tab, key=key, column=column):
            return (_ORDER[SetCell], tab, key, column)
        case AddTab(spec=spec, index=index):
            return (_ORDER[AddTab], f"{index or 0:03}", spec.title, "")
        case SetMetadata(key=key):
            return (_ORDER[SetMetadata], key, "", "")
        case _:
            # rows, columns and formatting keep the order of the stage that planned them
            return (_ORDER[type(change)], change.tab, "", "")


@dataclass(frozen=True, slots=True)
class Table:
    """A small table a stage wants shown (bins before and after, quality of the match)."""

    title: str
    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Surprise:
    """How much of what stands a plan changes or loses without anybody's asking.

    Parameters
    ----------
    what
        What is counted, in several: "standing pairs".
    changed, stood
        How many of how many.
    says
        What to say where that is more than it may be; None: the usual words.
    """

    what: str
    changed: int
    stood: int
    says: Finding | None = None

    def over(self, percent: int) -> bool:
        """Return whether more than so many percent of what stood would change."""
        return bool(self.stood) and 100 * self.changed > percent * self.stood

    def finding(self, percent: int, level: Level) -> Finding:
        """Return it as a finding of this level.

        Parameters
        ----------
        percent
            What the setting allows, in percent of what stood there.
        level
            Whether it stops the plan.
        """
        usual = Finding(
            f"{self.changed} of {self.stood} {self.what} would change, more than {percent} %.",
            "Look at the plan; --force writes it all the same.",
            "surprise",
        )
        return replace(self.says or usual, level=level)


@dataclass(frozen=True)
class Plan:
    """What a stage would do.

    Parameters
    ----------
    stage
        Name of the command.
    changes
        Sorted at creation: tabs, columns, headers, formatting, rows, then cells by tab, key and column.
    findings
        What a person should look at.
    tables
        What the stage wants shown beside the changes.
    summary
        One sentence that says the result in numbers.
    surprises
        What it changes or loses of what stands; `braked` judges them.
    partial
        A brake holds back the stage's own work: what is written only asks, and the command does not exit 0.
    """

    stage: str
    changes: tuple[Change, ...] = ()
    findings: tuple[Finding, ...] = ()
    tables: tuple[Table, ...] = ()
    summary: str = ""
    surprises: tuple[Surprise, ...] = ()
    partial: bool = False

    def __post_init__(self) -> None:
        """Sort the changes, so that the same decision is always the same value."""
        object.__setattr__(self, "changes", tuple(sorted(self.changes, key=_rank)))

    @property
    def empty(self) -> bool:
        """True when there is nothing to write."""
        return not self.changes

    @property
    def stops(self) -> tuple[Finding, ...]:
        """The findings that forbid writing anything."""
        return tuple(finding for finding in self.findings if finding.level is Level.STOP)

    def braked(self, percent: int, force: bool = False) -> "Plan":
        """Return the plan with a finding for every surprise beyond so many percent, which stops it.

        Parameters
        ----------
        percent
            The setting ``Surprise``.
        force
            The organizer has released the brake: the findings are notes.
        """
        level = Level.NOTE if force else Level.STOP
        over = [surprise.finding(percent, level) for surprise in self.surprises if surprise.over(percent)]
        return replace(self, findings=(*self.findings, *over)) if over else self

    @cached_property
    def fingerprint(self) -> str:
        """Sixteen hex digits that are equal for equal changes, and otherwise differ."""
        digest = hashlib.sha256()
        for change in self.changes:
            digest.update(repr(change).encode("utf-8", "surrogatepass") + b"\0")
        return digest.hexdigest()[:16]

    def counts(self) -> Mapping[str, int]:
        """Return how many changes of each kind, by name of the kind (``AddRow``, ``SetCell`` ...)."""
        return Counter(type(change).__name__ for change in self.changes)
