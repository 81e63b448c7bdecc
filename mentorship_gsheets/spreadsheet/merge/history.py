"""Which runs can be taken back, and which were: read from the runs a spreadsheet remembers and the backups it keeps."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from mentorship_gsheets.spreadsheet.batch.concurrency import Run, backup_of
from mentorship_gsheets.spreadsheet.merge.overwritten import HEADER, WrittenCell, changes_keyed_rows, written_cells
from mentorship_gsheets.spreadsheet.workbook import Tab

_KEPT_STEPS = 8
_KEPT_CELLS = 400_000
"""How large the backups may be that every reading of the sheet brings along, beside those of the last run."""


@dataclass(frozen=True, slots=True)
class Step:
    """A run that can be taken back.

    Parameters
    ----------
    run
        The run.
    befores
        Its backups.
    disturbed
        People edited meanwhile and a second run put that right, so that this one cannot be taken back by itself.
    """

    run: Run
    befores: tuple[Tab, ...]
    disturbed: bool = False


@dataclass(frozen=True, slots=True)
class History:
    """What was done and what was taken back, each oldest first.

    Parameters
    ----------
    done
        What stands, and can be taken back, the last one first of all.
    undone
        The runs that took something back, which a redo takes back in turn. Whatever is done anew empties it.
    gone
        What they took back.
    """

    done: tuple[Step, ...] = ()
    undone: tuple[Step, ...] = ()
    gone: tuple[Step, ...] = ()

    def gone_by(self, undone: Step) -> tuple[Step, ...]:
        """Return what one of `undone` took back, oldest first."""
        return tuple(step for step in self.gone if step.run.number in undone.run.takes_back)


def read_history(runs: Iterable[Run], befores: Iterable[Tab], ignored: Collection[int] = ()) -> History:
    """Return which runs can be taken back, and which of those that took something back.

    Parameters
    ----------
    runs
        What the spreadsheet remembers, oldest first.
    befores
        All its backups.
    ignored
        Ids of tabs in which nothing is ever taken back: a run that wrote nowhere else does not count.

    Notes
    -----
    Two stacks, as an editor has them: Leeman, A formal approach to undo operations in programming languages, ACM
    TOPLAS 8 (1986).
    """
    runs = tuple(runs)
    # the batches of one plan are one step, known by the number of the first
    plans = {run.number: run.began for run in runs}
    copies = _by_plan(befores, plans, ignored)
    disturbed: set[int] = set()
    by_number: dict[int, Run] = {}
    done: set[int] = set()
    undone: list[int] = []
    last = 0
    for run in runs:
        if run.repair:
            disturbed.add(last)
            continue
        if run.number != run.began:
            continue
        last = run.number
        by_number[run.number] = run
        redone = [number for number in undone if number in run.takes_back]
        if redone:
            done |= {number for undo in redone for number in by_number[undo].takes_back}
            undone = [number for number in undone if number not in redone]
        elif run.takes_back:
            done -= set(run.takes_back)
            undone.append(run.number)
        elif run.number in copies:
            done.add(run.number)
            undone.clear()
    gone = {number for undo in undone for number in by_number[undo].takes_back}

    def steps(numbers: Iterable[int]) -> tuple[Step, ...]:
        known = (number for number in numbers if number in copies and number in by_number)
        return tuple(Step(by_number[number], copies[number], number in disturbed) for number in known)

    return History(steps(sorted(done)), steps(undone), steps(sorted(gone)))


def _by_plan(befores: Iterable[Tab], plans: Mapping[int, int], ignored: Collection[int]) -> dict[int, tuple[Tab, ...]]:
    found: dict[int, list[Tab]] = defaultdict(list)
    for tab in befores:
        named = backup_of(tab.title)
        if named is not None and named[1] not in ignored:
            found[plans.get(named[0], named[0])].append(tab)
    return {number: tuple(tabs) for number, tabs in found.items() if any(map(changes_keyed_rows, tabs))}


def restorable(before: Tab) -> list[WrittenCell]:
    """Return the cells of a backup that can be taken back: below the header, known by a key, and changed."""
    return [
        written
        for written in written_cells(before)
        if written.row != HEADER and written.key_header and not written.overwrote and written.found != written.wrote
    ]


def kept_backups(history: History, befores: Iterable[Tab], head: int) -> Mapping[int, int]:
    """Return the backups that stay when the next run writes: sheet id -> number of the run.

    Parameters
    ----------
    history
        What can be taken back, and what was.
    befores
        All backups.
    head
        Number of the last run, or of the first batch of its plan. The newest runs stay, as many as `_KEPT_STEPS` and
        as large as `_KEPT_CELLS` allow.
    """
    steps = sorted((*history.done, *history.undone, *history.gone), key=lambda step: -step.run.number)[:_KEPT_STEPS]
    standing = {tab.sheet_id for tab in befores}
    kept: dict[int, int] = {}
    room = _KEPT_CELLS
    for step in steps:
        if step.run.number != head:
            room -= sum(tab.row_count * tab.column_count for tab in step.befores)
        if room < 0:
            break
        kept |= {tab.sheet_id: step.run.number for tab in step.befores if tab.sheet_id in standing}
    return kept
