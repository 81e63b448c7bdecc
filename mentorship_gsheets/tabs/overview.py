"""``Overview``: the programme in figures, charts and one sentence, all calculated by the sheet itself.

The lines are formulas over the other tabs, so they are current after every stage and every edit by hand without
a call. Two figures no formula can know are written by the stage that knows them: what the bins would be by first
choice (``bin``), and, in ``Mentees``, how well each pair fits (``match``, ``rematch``).
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from mentorship_gsheets.ledger import State
from mentorship_gsheets.people import Role
from mentorship_gsheets.spreadsheet.plan import AddRow, Change, Formula, SetCell, SetFormatting, Value
from mentorship_gsheets.spreadsheet.tab import Chart
from mentorship_gsheets.spreadsheet.workbook import Tab, Workbook
from mentorship_gsheets.tabs.catalogue import BINS, LINE, OVERVIEW
from mentorship_gsheets.tabs.figures import (
    AFTER_THE_EVENT,
    MENTEES,
    MENTORS,
    NEXT,
    bin_name,
    blank_label,
    count_people,
    day_answers,
    day_label,
    day_share,
    drafts,
    fits,
    next_step,
    outside_bins,
    places,
    share,
    stands_in,
    ticked_drafts,
    total,
)
from mentorship_gsheets.tabs.first_rows import BIN_ROWS
from mentorship_gsheets.text import as_key

DAYS = 21
"""How many days of answers are shown, the last ones."""

FIRST_CHOICE = {Role.MENTOR: "Mentors, first choice", Role.MENTEE: "Mentees, first choice"}

_CLASSES = (0, 20, 40, 60, 80)
_HEADERS = tuple(column.header for column in OVERVIEW.columns if column.header != LINE)


@dataclass(frozen=True, slots=True)
class Line:
    """One line: its name in the hidden column, and its cells from the left."""

    name: str
    cells: tuple[Value, ...]

    def values(self) -> tuple[tuple[str, Value], ...]:
        """Return the filled cells as ``(header, value)``, the hidden name last."""
        filled = [(header, value) for header, value in zip(_HEADERS, self.cells, strict=False) if value != ""]
        return (*filled, (LINE, self.name))


_LOOKED_AT = (State.SENDING, State.UNKNOWN, State.STALE, State.HELD, State.GONE)

_FORMER = {"Bins before balancing": "Blocks before balancing", "Bins now": "Blocks now"}
"""Title of a chart -> what it was called in older sheets, where it stays as it is."""

Lines = Callable[[int], Iterable[Line]]
"""The lines of a format, for a number of bins."""


@dataclass(frozen=True, slots=True)
class Figure:
    """A chart of lines that stand below one another.

    Parameters
    ----------
    title
        What stands above it, by which it is found again.
    head
        Name of the line above, less ``head ``.
    lines
        What the names of its lines begin with.
    series
        The columns it shows.
    place
        Where it stands: charts are placed two in a row, from 0.
    kind
        As the Sheets API names basic charts.
    """

    title: str
    head: str
    lines: str
    series: tuple[str, ...]
    place: int
    kind: str = "COLUMN"


FIGURES = (
    Figure("Answers by day", "days", "day ", ("Number",), 0),
    Figure("Answered so far, in %", "days", "day ", ("Mentors",), 1),
    Figure("Bins before balancing", "blocks", "block ", tuple(FIRST_CHOICE.values()), 2),
    Figure("Bins now", "blocks", "block ", ("Mentors", "Mentees"), 3),
    Figure("Places against people", "places", "places ", ("Mentors", "Mentees"), 4),
    Figure("Fit of the pairs", "fit", "fit ", ("Number",), 5),
    Figure("Mails by state", "mails", "mails ", ("Number",), 8, "BAR"),
)
"""The charts that any format has whose lines are there."""


def plan(workbook: Workbook, lines_of: Lines, figures: Iterable[Figure] = FIGURES) -> tuple[Change, ...]:
    """Return the lines and charts that ``Overview`` lacks; none when all are there.

    Parameters
    ----------
    workbook
        In any state; setup adds the tab itself, and its column of names where that is missing.
    lines_of
        The lines of the format, for a number of bins.
    figures
        The charts of the format; those whose lines are not there, or are not below each other, are left out.

    Notes
    -----
    Lines are found by name, so that they may be sorted; what people write between them stays. A chart is found by
    its title.
    """
    tab = workbook.tab(OVERVIEW.title)
    there = tab.keyed(LINE) if tab else {}
    missing = [line for line in lines_of(_bin_count(workbook)) if as_key(line.name) not in there]
    rows = [AddRow(OVERVIEW.title, LINE, line.name, line.values()) for line in missing]
    places_of = {name: found[0].number for name, found in there.items()}
    below = max((row.number for row in tab.rows), default=1) + 1 if tab else 2
    places_of |= {as_key(line.name): number for number, line in enumerate(missing, below)}
    known = tab.formatting.charts if tab else frozenset[str]()
    drawn = _charts(places_of, tab, figures)
    charts = [chart for chart in drawn if not {chart.title, _FORMER.get(chart.title)} & known]
    return (*rows, *(SetFormatting(OVERVIEW.title, "chart", chart) for chart in charts))


def formulas(workbook: Workbook, lines_of: Lines) -> Mapping[str, Sequence[tuple[str, Formula]]]:
    """Return the formulas every line should have, by name of the line, as ``(header, formula)``.

    Parameters
    ----------
    workbook
        The sheet as it was read.
    lines_of
        Gives the lines of a format for so many bins.
    """
    lines = lines_of(_bin_count(workbook))
    return {
        line.name: [(header, value) for header, value in line.values() if isinstance(value, Formula)] for line in lines
    }


def first_choices(workbook: Workbook, counts: Mapping[str, Mapping[Role, int]]) -> tuple[SetCell, ...]:
    """Return the changes that show how many people put each bin first.

    Parameters
    ----------
    workbook
        With ``Overview`` and ``Bins``; without the lines there is nothing to change.
    counts
        Folded name of a bin -> people by role; bins nobody put first may be absent.
    """
    tab, bins = workbook.tab(OVERVIEW.title), workbook.tab(BINS.title)
    lines = tab.keyed(LINE) if tab else {}
    changes = []
    for row in bins.rows if bins else ():
        name = as_key(bins.text(row, "Bin")) if bins else ""
        # the line takes its label from the same row of Bins
        line = f"block {row.number - 1}"
        if tab is None or not name or len(lines.get(line, ())) != 1:
            continue
        for role, header in FIRST_CHOICE.items():
            number, before = counts.get(name, {}).get(role, 0), tab.text(lines[line][0], header)
            if tab.column(header) is not None and before != str(number):
                changes.append(SetCell(tab.title, LINE, line, header, number, before))
    return tuple(changes)


def _bin_count(workbook: Workbook) -> int:
    """As many lines as there are, or else as many as there are bins."""
    tab, bins = workbook.tab(OVERVIEW.title), workbook.tab(BINS.title)
    lines = [name for name in (tab.keyed(LINE) if tab else {}) if name.startswith("block ")]
    return len(lines) or max((row.number - 1 for row in bins.rows), default=len(BIN_ROWS)) if bins else len(BIN_ROWS)


def pair_lines(bins: int, introductions: str = "match-*", then: str = AFTER_THE_EVENT) -> Iterator[Line]:
    """Yield the lines of a programme of pairs.

    Parameters
    ----------
    bins
        So many lines of bins.
    introductions
        Pattern of the kinds of mail that introduce pairs.
    then
        What to do next once all is sent.
    """
    yield Line(NEXT, ("What to do next", next_step(introductions, "pair", "pairs", then=then)))
    yield from answer_lines()
    yield from paired_lines()
    yield from place_lines()
    yield from bin_lines(bins)
    yield from fit_lines()
    yield from mail_lines()


def paired_lines() -> Iterator[Line]:
    """Yield how many mentees have a mentor."""
    yield Line("head pairs", ("Pairs", "Mentees", "Virtual"))
    yield from matched_lines("Mentor match", "with a mentor", "without a mentor")


def fit_lines() -> Iterator[Line]:
    """Yield how many pairs fit how well."""
    yield Line("head fit", ("Fit of the pairs", "Pairs"))
    for low in _CLASSES:
        high = low + 19 if low < _CLASSES[-1] else 100
        yield Line(f"fit {low}", (f"{low} to {high}", fits(low)))


def answer_lines() -> Iterator[Line]:
    """Yield who has answered and who has not."""
    yield Line("head answers", ("Answers", "Together"))
    for status in ("answered", "no answer", "by hand", "withdrawn"):
        cells = [count_people(title, "Status", status) for title in (MENTORS, MENTEES)]
        yield Line(status, (status.capitalize(), total(), *cells))
    yield Line("rate", ("Answered, in %", share("Number"), share("Mentors"), share("Mentees")))


def matched_lines(column: str, within: str, without: str) -> Iterator[Line]:
    """Yield how many mentees are in a group, and how many are not.

    Parameters
    ----------
    column
        The column of ``Mentees`` that is filled for those who are.
    within, without
        How the lines call the two.
    """
    yield Line("matched", (f"Mentees {within}", *_matched(column, filled=True)))
    yield Line("unmatched", (f"Mentees {without}", *_matched(column, filled=False)))


def place_lines() -> Iterator[Line]:
    """Yield the places mentors have, against mentees, by attendance."""
    # the charts take the names of their columns from here
    yield Line("head places", ("Places against people", "Left over", "Places", "Mentees"))
    for name, label in (("in person", "In person"), ("virtual", "Virtual"), ("", "Attendance unknown"), ("*", "All")):
        cells = [places(name), count_people(MENTEES, "Attendance", name)]
        yield Line(f"places {name or 'unknown'}".replace("*", "all"), (label, Formula("={Mentors}-{Mentees}"), *cells))


def bin_lines(bins: int) -> Iterator[Line]:
    """Yield people by bin, with so many lines."""
    first = [FIRST_CHOICE[role] for role in Role]
    yield Line("head blocks", ("Bins", "Difference", "Mentors", "Mentees", *first))
    for number in range(1, bins + 1):
        cells = [stands_in(title) for title in (MENTORS, MENTEES)]
        yield Line(f"block {number}", (bin_name(number), blank_label("{Mentors}-{Mentees}"), *cells))
    outside = [outside_bins(title) for title in (MENTORS, MENTEES)]
    yield Line("no block", ("In another bin, or none yet", Formula("={Mentors}-{Mentees}"), *outside))


def mail_lines() -> Iterator[Line]:
    """Yield mails by state, and answers by day."""
    yield Line("head mails", ("Mails", "Number"))
    yield Line("mails planned", ("Not made yet", drafts(State.PLANNED, State.INTENT)))
    yield Line("mails drafted", ("Drafts nobody has ticked", ticked_drafts(False)))
    yield Line("mails reviewed", ("Drafts ticked as Reviewed", ticked_drafts(True)))
    yield Line("mails sent", ("Sent", drafts(State.SENT)))
    yield Line("mails look", ("To look at: read Remark in Drafts", drafts(*_LOOKED_AT)))
    yield Line("head days", ("Answers by day", "Answers", "In % so far"))
    for number in range(DAYS):
        yield Line(f"day {number + 1}", (day_label(number, DAYS), day_answers(number, DAYS), day_share(number, DAYS)))


def _matched(column: str, filled: bool) -> Iterator[Formula]:
    sign = "<>" if filled else "="
    takes_part = '({Mentees!Status}<>"withdrawn")*({Mentees!Status}<>"declined")'
    people = f'({{Mentees!Email}}<>"")*{takes_part}*({{Mentees!{column}}}{sign}"")'
    yield Formula(f"=SUMPRODUCT({people})")
    yield Formula(f'=SUMPRODUCT({people}*({{Mentees!Attendance}}="virtual"))')


def _charts(rows: Mapping[str, int], tab: Tab | None, figures: Iterable[Figure]) -> Iterator[Chart]:
    """Charts beside the lines; those whose lines are not below each other are left out."""
    headers = _header_after(tab)
    for figure in sorted(figures, key=lambda one: one.place):
        members = sorted(row for name, row in rows.items() if name.startswith(figure.lines))
        first = rows.get(f"head {figure.head}", 0)
        # no lines: a blank formula would be drawn as a fall to 0
        if not members or members != list(range(first + 1, first + 1 + len(members))):
            continue
        blocks = [(first - 1, members[-1], headers.index(as_key(header))) for header in ("Overview", *figure.series)]
        at = (1 + figure.place // 2 * 14, len(headers) + figure.place % 2 * 5)
        yield Chart(figure.title, figure.kind, blocks[0], tuple(blocks[1:]), at)


def _header_after(tab: Tab | None) -> list[str]:
    """The folded headers as they will stand: those there, then those setup adds."""
    wanted = [as_key(column.header) for column in OVERVIEW.columns]
    there = [as_key(text) for text in tab.header] if tab else []
    return there + [header for header in wanted if header not in there]
