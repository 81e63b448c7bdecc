"""What the tab ``Cohorts`` says: which tasks are offered, in which sizes, and which cohorts there are."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from mentorship_gsheets.errors import Finding, Level, MentorshipError
from mentorship_gsheets.people import Role
from mentorship_gsheets.programmes.cohorts.drawings import (
    AT_MOST,
    CHANNEL,
    CHECKED,
    CLOSED,
    COHORT,
    COHORTS,
    SIZE_COLUMNS,
    STATE,
    TASK,
)
from mentorship_gsheets.programmes.cohorts.model import Sizes, Task
from mentorship_gsheets.programmes.cohorts.options import usual_sizes
from mentorship_gsheets.records.roster import needed_tab
from mentorship_gsheets.settings import Settings
from mentorship_gsheets.spreadsheet.workbook import Row, Tab, Workbook
from mentorship_gsheets.text import as_key

_WILD = re.compile(r"[*?~;]")


@dataclass(frozen=True, slots=True)
class OfferedCohort:
    """One row with a name.

    Parameters
    ----------
    label
        The name of the cohort, as the row has it.
    task
        As its first row has it.
    closed
        Nobody shall be in it any more.
    channel
        As written; blank where there is none yet.
    checked
        The day of the last check-in; None where there was none, or the cell holds no day.
    """

    label: str
    task: str
    closed: bool = False
    channel: str = ""
    checked: date | None = None


@dataclass(frozen=True, slots=True)
class Offers:
    """The tab ``Cohorts`` as read.

    Parameters
    ----------
    tasks
        Those that can be arranged; what is wrong with the others is a finding. One with ``most`` 0 is over: all its
        cohorts are closed.
    cohorts
        Label as compared -> the cohorts of these tasks, once each.
    spoilt
        Labels as compared that stand in the tab and cannot be used -> how they are written.
    names
        Every task that the tab names, as compared -> as its first row has it.
    findings
        With their cells.
    """

    tasks: tuple[Task, ...]
    cohorts: Mapping[str, OfferedCohort]
    spoilt: Mapping[str, str]
    names: Mapping[str, str]
    findings: tuple[Finding, ...]

    def task(self, name: str) -> Task | None:
        """Return a task that can be arranged, by name."""
        return next((task for task in self.tasks if task.name == name), None)


def read_offers(workbook: Workbook, settings: Settings, crowd: int) -> Offers:
    """Read the tab ``Cohorts``.

    Parameters
    ----------
    workbook, settings
        As read.
    crowd
        How many cohorts of a task there are at most where its row does not say.

    Returns
    -------
    Tasks, cohorts, and findings with their cells; rows that are wrong are absent from the first two.

    Raises
    ------
    MentorshipError
        The tab, or one of its columns for names, is missing.
    """
    tab = needed_tab(workbook, COHORTS.title)
    for header in (COHORT, TASK):
        if len(tab.columns(header)) != 1:
            number = "no column" if tab.column(header) is None else "two columns"
            what = f"{tab.title} has {number} “{header}”."
            remedy = "Give one column this name, or run: mentorship setup."
            raise MentorshipError(Finding(what, remedy, "no-column", Level.STOP, where=tab.address(1, header)))
    rows = [row for row in tab.rows if tab.text(row, COHORT) or tab.text(row, TASK)]
    first: dict[str, Row] = {}
    for row in rows:
        if tab.text(row, TASK):
            first.setdefault(as_key(tab.text(row, TASK)), row)
    names = {key: tab.text(row, TASK) for key, row in first.items()}
    over = names.keys() - {as_key(tab.text(row, TASK)) for row in rows if as_key(tab.text(row, STATE)) != CLOSED}
    findings: list[Finding] = []
    tasks: dict[str, Task] = {}
    for key, row in first.items():
        faults = list(_wild(tab, row, TASK))
        if not faults:
            sizes, faults = _sizes(tab, row, settings)
            most, doubts = _number(tab, row, AT_MOST, crowd)
            faults += doubts
            if key in over:
                # whoever closes all cohorts of a task does not want the next one
                most = 0
            if not faults:
                mentors, mentees = sizes
                tasks[key] = Task(names[key], mentors, mentees, most)
        findings += faults
    findings += _disagreements(tab, rows, first)
    cohorts: dict[str, OfferedCohort] = {}
    spoilt: dict[str, str] = {}
    counts = Counter(as_key(tab.text(row, COHORT)) for row in rows)
    for row in rows:
        label, task = as_key(tab.text(row, COHORT)), as_key(tab.text(row, TASK))
        faults = list(_wild(tab, row, COHORT)) + list(_nameless(tab, row)) + list(_twice(tab, row, counts[label]))
        findings += faults
        if label and not faults and task in tasks:
            closed = as_key(tab.text(row, STATE)) == CLOSED
            checked, doubts = _day(tab, row)
            findings += doubts
            cohorts[label] = OfferedCohort(tab.text(row, COHORT), names[task], closed, tab.text(row, CHANNEL), checked)
        elif label:
            spoilt.setdefault(label, tab.text(row, COHORT))
    return Offers(tuple(tasks.values()), cohorts, spoilt, names, tuple(findings))


def _wild(tab: Tab, row: Row, header: str) -> Iterator[Finding]:
    if sign := _WILD.search(tab.text(row, header)):
        reads = "parts one name from the next" if sign[0] == ";" else "formulas take for any letters"
        yield Finding(
            f"“{tab.text(row, header)}” has the sign {sign[0]} in it, which {reads}.",
            "Write the name without it.",
            "cohort-wildcard",
            Level.HELD,
            where=tab.address(row, header),
        )


def _day(tab: Tab, row: Row) -> tuple[date | None, list[Finding]]:
    text = tab.text(row, CHECKED)
    try:
        return (date.fromisoformat(text) if text else None), []
    except ValueError:
        what = f"“{text[:40]}” under {CHECKED} is no day."
        return None, [Finding(what, "Write it as 2027-03-01.", "unclear-day", where=tab.address(row, CHECKED))]


def _nameless(tab: Tab, row: Row) -> Iterator[Finding]:
    if not tab.text(row, TASK):
        yield Finding(
            f"the cohort {tab.text(row, COHORT)} has no task.",
            f"Write its task under {TASK}.",
            "cohort-without-task",
            Level.HELD,
            where=tab.address(row, TASK),
        )


def _twice(tab: Tab, row: Row, number: int) -> Iterator[Finding]:
    if tab.text(row, COHORT) and number > 1:
        yield Finding(
            f"{number} rows are called {tab.text(row, COHORT)}.",
            "Give each cohort a name of its own; until then its people are left as they are.",
            "two-cohorts",
            Level.HELD,
            where=tab.address(row, COHORT),
        )


def _number(tab: Tab, row: Row, header: str, default: int) -> tuple[int, list[Finding]]:
    text = tab.text(row, header)
    if not text:
        return default, []
    if re.fullmatch(r"\d{1,3}", text) and int(text) >= 1:
        return int(text), []
    what = f"“{text[:40]}” under {header} is no number of people or cohorts."
    remedy = "Write a whole number from 1 to 999, or leave the cell blank."
    return default, [Finding(what, remedy, "cohort-number", Level.HELD, where=tab.address(row, header))]


def _sizes(tab: Tab, row: Row, settings: Settings) -> tuple[list[Sizes], list[Finding]]:
    found: list[Sizes] = []
    findings: list[Finding] = []
    for role, usual in zip(Role, usual_sizes(settings), strict=True):
        headers = SIZE_COLUMNS[role]
        numbers: list[int] = []
        faults: list[Finding] = []
        for header, default in zip(headers, (usual.least, usual.wanted, usual.most), strict=True):
            number, doubts = _number(tab, row, header, default)
            numbers.append(number)
            faults += doubts
        least, wanted, most = numbers
        typed = bool(tab.text(row, headers[1]))
        if not faults and least > most:
            faults.append(_rising(tab, row, headers[0], f"at least {least} {role}s and at most {most}"))
        elif not faults and typed and not least <= wanted <= most:
            faults.append(_rising(tab, row, headers[1], f"best with {wanted} {role}s, and takes {least} to {most}"))
        if not faults:
            found.append(Sizes(least, min(max(least, wanted), most), most))
        findings += faults
    return found, findings


def _rising(tab: Tab, row: Row, header: str, what: str) -> Finding:
    return Finding(
        f"a cohort for {tab.text(row, TASK)} has {what}.",
        "Correct the numbers in this row; a blank cell means the number in Settings.",
        "cohort-sizes",
        Level.HELD,
        where=tab.address(row, header),
    )


def _disagreements(tab: Tab, rows: list[Row], first: Mapping[str, Row]) -> Iterator[Finding]:
    for row in rows:
        head = first.get(as_key(tab.text(row, TASK)), row)
        for header in (*SIZE_COLUMNS[Role.MENTOR], *SIZE_COLUMNS[Role.MENTEE], AT_MOST):
            told, here = tab.text(head, header), tab.text(row, header)
            if row is not head and here and here != told:
                yield Finding(
                    f"{header} is {here} here, and {told or 'blank'} in the first row of {tab.text(row, TASK)}.",
                    f"Write the same in both; until then row {head.number} counts.",
                    "cohort-rows-differ",
                    where=tab.address(row, header),
                )
