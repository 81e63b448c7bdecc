"""The sheet's door: one read gives a `Workbook`, one guarded batch carries out a `Plan` and reads back."""

import secrets
from collections.abc import Callable, Collection, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from mentorship_gsheets.counts import counted
from mentorship_gsheets.errors import Finding, Level, MentorshipError
from mentorship_gsheets.spreadsheet.batch import lower, lower_all, size
from mentorship_gsheets.spreadsheet.batch.concurrency import Request, Run, outlasting, versioned_batch
from mentorship_gsheets.spreadsheet.batch.protection import barred
from mentorship_gsheets.spreadsheet.batch.sequence import halves, in_sequence
from mentorship_gsheets.spreadsheet.batch.size import encoded, judged
from mentorship_gsheets.spreadsheet.merge import (
    History,
    Step,
    WrittenCell,
    all_in_place,
    kept_backups,
    key_columns,
    overwritten,
    read_history,
    remaining,
    repair,
    take_back,
)
from mentorship_gsheets.spreadsheet.plan import Plan
from mentorship_gsheets.spreadsheet.workbook import Workbook
from mentorship_gsheets.workspace.credentials import EXPORT_SCOPES
from mentorship_gsheets.workspace.document_ids import document_id
from mentorship_gsheets.workspace.key_files import Key
from mentorship_gsheets.workspace.lease import Operator, run_out, taken_over
from mentorship_gsheets.workspace.logbook import this_operator, with_log_row
from mentorship_gsheets.workspace.meter import Meter
from mentorship_gsheets.workspace.snapshot import Reading
from mentorship_gsheets.workspace.spreadsheet import Spreadsheet, batch_body
from mentorship_gsheets.workspace.transport import Transport

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_NEVER_UNDONE = frozenset({"Log", "Drafts", "Memory", "Check", "Overview"})
"""History is not taken back, nor what is known of mails that exist, nor what is remembered of them and of people, nor
what is counted and checked anew each time. A run that wrote nowhere else is no step to take back."""

_CLOSING = frozenset({"Log", "Memory"})
"""Tabs that tell of the rest of a plan; where it takes several batches, they are in the last."""

_ROUNDS = 6


def open_sheet(
    where: str, key: Key, meter: Meter | None = None, operator: str = "", take_over: bool = False
) -> "Sheet":
    """Return the sheet that an address or id names; Google is not asked yet.

    Parameters
    ----------
    where
        Whole address or id.
    key
        Opens it.
    meter
        Shared by the doors of a run; None: one of its own.
    operator
        Who works, as the log and other operators will see it; empty: the user and computer.
    take_over
        Write although another operator says to be still at work.

    Raises
    ------
    MentorshipError
        The address names no sheet, or the key cannot be read.
    """
    return Sheet(document_id(where, "sheet"), key, meter or Meter(), Operator(operator or this_operator(), take_over))


class Sheet:
    """An open spreadsheet.

    Parameters
    ----------
    id, key, meter
        As in `open_sheet`.
    operator
        Who works.
    now
        The present moment, aware.
    findings
        What people changed while the tool was writing, and what became of it; grows.
    """

    def __init__(
        self,
        id: str,
        key: Key,
        meter: Meter,
        operator: Operator,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self.id = id
        self.key = key
        self.meter = meter
        self.operator = operator
        self.findings: list[Finding] = []
        self._now = now
        self._file = Spreadsheet(id, key, meter)
        self._reading: Reading | None = None

    def read(self, formatting: bool = False) -> Workbook:
        """Read everything the tool looks at, in one call.

        What a run that died in the middle of writing hit of somebody else's is put right first.

        Parameters
        ----------
        formatting
            Read the notes and dropdowns too, which only ``setup`` looks at and which double the reply.

        Raises
        ------
        RefusedError
            It is not shared, not there, no Google Sheet, or Google cannot be reached.
        """
        self._file.formatting = formatting
        reading = self._file.read()
        if overwritten(reading.fresh_befores, reading.workbook) and not self.operator.blocked(
            reading.head, self._now()
        ):
            reading = self._write(Plan("repair"), reading)
        self._reading = reading
        return reading.workbook

    @property
    def workbook(self) -> Workbook:
        """The sheet as it was read last.

        Raises
        ------
        ValueError
            It was not read yet.
        """
        if self._reading is None:
            raise ValueError("the sheet was not read yet")
        return self._reading.workbook

    def glance(self, titles: Collection[str]) -> Workbook:
        """Look again at some tabs while this operator goes on working, in one call that is smaller than `read`.

        Parameters
        ----------
        titles
            Of the tabs.

        Returns
        -------
        The sheet with these tabs as they are now, and all others as `read` or `apply` found them. It is to look at:
        plans are made on what those returned.

        Raises
        ------
        LeaseLostError
            The time this operator claimed is over, or another one has written since.
        RefusedError
            Google cannot be reached.
        """
        if self._reading is None:
            raise ValueError("the sheet was not read yet")
        found = self._file.glance(titles)
        now = {tab.sheet_id: tab for tab in found.workbook.tabs}
        workbook = self._reading.workbook
        seen = {tab.sheet_id for tab in workbook.tabs if tab.title in titles}
        tabs = [now.get(tab.sheet_id, tab) for tab in workbook.tabs if tab.sheet_id in now or tab.sheet_id not in seen]
        seen_now = replace(workbook, tabs=tuple(tabs))
        if found.head is None or not self.operator.holds(found.head):
            raise taken_over(found.head, seen_now)
        if self.time_left <= timedelta(0):
            raise run_out(found.head)
        return seen_now

    @property
    def time_left(self) -> timedelta:
        """How long this operator may go on working; nothing where none was claimed."""
        head = self._reading.head if self._reading else None
        if head is None or not self.operator.holds(head):
            return timedelta(0)
        return datetime.fromisoformat(head.until) - self._now()

    def apply(
        self, plan: Plan, workbook: Workbook, hold: timedelta | None = None, takes_back: tuple[int, ...] = ()
    ) -> Workbook:
        """Carry out a plan, and return the sheet as it is then; one atomic batch and call, if nobody interferes.

        A plan too large for that is carried out in several batches, each guarded, in the order of `batch.sequence`: if
        it stops between two, the next run completes it. What a person changed or moved since ``workbook`` was read
        stays as they left it and is told in ``findings``; the rest of the plan is carried out where its rows and
        columns are now.

        Parameters
        ----------
        plan
            Made on ``workbook``. Unless it is empty, a row about it is added to the log.
        workbook
            What `read` or `apply` returned last.
        hold
            Work goes on for so long at most, and until then no other operator may write; None: done.
        takes_back
            Numbers of the runs that the plan takes back.

        Returns
        -------
        Workbook
            The sheet as it is then.

        Raises
        ------
        RefusedError
            Nothing was written.
        UnknownError
            The plan may be written or not, and Google cannot be asked.
        MentorshipError
            Another operator is at work or has just written, and nothing of the plan was; or people edit so fast
            that something of it still is not.
        ValueError
            ``workbook`` is not what was read last.
        """
        reading = self._reading
        if reading is None or reading.workbook is not workbook:
            raise ValueError("a plan is applied to the workbook that was read last")
        self.findings += self.operator.stand_back(reading.head, self._now())
        if not plan.empty or hold or self.operator.holds(reading.head):
            reading = self._write(plan, reading, hold, wanted=True, takes_back=takes_back)
        self._reading = reading
        return reading.workbook

    @property
    def history(self) -> History:
        """What can be taken back of the sheet as it was read last, and what was.

        Raises
        ------
        ValueError
            It was not read yet.
        """
        if self._reading is None:
            raise ValueError("the sheet was not read yet")
        return _history(self._reading)

    def undo(self, steps: Sequence[Step] | None = None, stage: str = "undo") -> Plan:
        """Return the plan that takes steps back, made on ``self.workbook``; one call for each.

        Parameters
        ----------
        steps
            Of `history`, the last one first; None: the last one that stands.
        stage
            Name of the plan.

        Raises
        ------
        MentorshipError
            There is nothing to take back, or a step was disturbed and had to put things right.
        """
        if self._reading is None:
            self.read()
        reading = self._reading
        if steps is None:
            steps = self.history.done[-1:]
        if reading is None or not steps:
            raise MentorshipError("there is nothing to take back: no run that is remembered wrote cells.")
        if disturbed := next((step for step in steps if step.disturbed), None):
            raise MentorshipError(
                Finding(
                    f"{disturbed.run.stage} ({disturbed.run.since}) was disturbed by edits and put them right, so it "
                    "cannot be taken back by itself.",
                    "In the sheet, choose File → Version history.",
                    code="undo-disturbed",
                )
            )
        batches = [(step.befores, self._file.originals(reading, befores=step.befores)) for step in steps]
        plan = take_back(batches, reading.workbook, stage, _NEVER_UNDONE)
        names = " and ".join(dict.fromkeys(step.run.stage for step in steps))
        return replace(plan, summary=f"takes back {counted(len(plan.changes), 'cell')} that {names} wrote.")

    def barred(self, plan: Plan) -> tuple[Finding, ...]:
        """Return what protects cells that a plan would write, made on the sheet as it was read last; mostly nothing."""
        locked = any(tab.locked for tab in self.workbook.tabs)
        if plan.empty or not locked:
            return ()
        logged = with_log_row(plan, self.workbook, self._now(), self.operator.name, "")
        return tuple(barred(lower(logged, self.workbook), self.workbook, self.key.who))

    @property
    def keeps_copies(self) -> bool:
        """Whether the sheet, as it was read last, holds hidden copies of what was overwritten."""
        return self._reading is not None and bool(self._reading.befores)

    def forget(self) -> None:
        """Remove the hidden copies of what the last run overwrote; then it can no longer be taken back.

        Raises
        ------
        MentorshipError
            Another operator is at work, who needs them.
        """
        reading = self._file.read()
        self.findings += self.operator.stand_back(reading.head, self._now())
        if reading.befores:
            gone = [{"deleteSheet": {"sheetId": tab.sheet_id}} for tab in reading.befores]
            self._file.post(encoded({"requests": gone}), "spreadsheetId")

    def export(self) -> bytes:
        """Return the sheet as an .xlsx file; needs the Drive API and a scope of its own."""
        drive = Transport(self.key, EXPORT_SCOPES, self.meter)
        address = f"https://www.googleapis.com/drive/v3/files/{self.id}/export"
        return drive.request("GET", address, params={"mimeType": XLSX}).content

    def _write(
        self,
        plan: Plan,
        reading: Reading,
        hold: timedelta | None = None,
        wanted: bool = False,
        takes_back: tuple[int, ...] = (),
    ) -> Reading:
        """Write, judge what was hit, put that right and write what is left, until nothing is left.

        ``wanted`` is whether to write even when neither plan nor repairs have anything in them (a lease).
        """
        planned_on, written = reading.workbook, False
        whole = todo = with_log_row(plan, planned_on, self._now(), self.operator.name, secrets.token_hex(4))
        for round_ in range(_ROUNDS):
            wrong = overwritten(reading.fresh_befores, reading.workbook)
            originals = self._file.originals(reading, written) if wrong else {}
            repairs, target, told = repair(wrong, originals, reading.workbook)
            self.findings += told
            if round_:
                todo, told = remaining(whole, planned_on, target, written)
                self.findings += [finding for finding in told if finding not in self.findings]
            if todo.empty and not repairs and (written or not wanted or (round_ and not hold)):
                return reading
            batches = self._batches(todo, repairs, target, reading, (whole, wrong), hold, takes_back)
            sizes = judged([content for _, content in batches])
            for place, (run, content) in enumerate(batches, 1):
                reading = self._file.write(content, run, reading, written, last=place == len(batches))
                if run not in reading.runs:
                    # the sheet changed its shape: what is left is planned anew
                    break
                written = True
            self.findings += sizes
            if run in reading.runs and all_in_place(reading.fresh_befores):
                return reading
        raise MentorshipError(
            Finding(
                "people are editing the sheet so fast that not everything could be written.",
                "Ask them to pause for a minute, and run this again.",
                code="edited-too-fast",
                level=Level.STOP,
            )
        )

    def _batches(
        self,
        todo: Plan,
        repairs: list[Request],
        target: Workbook,
        reading: Reading,
        keyed: tuple[Plan, Sequence[WrittenCell]],
        hold: timedelta | None,
        takes_back: tuple[int, ...],
    ) -> list[tuple[Run, bytes]]:
        """Return the batches that put right and write what is left, none larger than Google takes if it can be helped.

        ``target`` is the sheet once ``repairs`` are made; they go with the first batch. ``keyed`` is the whole plan and
        what was overwritten, which say how rows are known.
        """
        kept = kept_backups(_history(reading), reading.befores, reading.head.began if reading.head else 0)
        gone = [tab.sheet_id for tab in reading.befores if tab.sheet_id not in kept]
        plans = in_sequence(todo, target, size.LARGE_BYTES, _CLOSING)
        while True:
            batches: list[tuple[Run, bytes]] = []
            runs, head = list(reading.runs), reading.head
            for place, (requests, seen) in enumerate(lower_all(plans, target)):
                # what the first batch put right is what a later one finds
                requests, seen = ([*repairs, *requests], reading.workbook) if not place else (requests, seen)
                if locked := tuple(barred(requests, seen, self.key.who)):
                    raise MentorshipError(locked)
                run = self.operator.next_run(head, todo.stage, self._now(), hold, bool(repairs), takes_back)
                if len(plans) > 1:
                    run = replace(run, first=batches[0][0].began if batches else run.number)
                keys = key_columns(*keyed, seen)
                batch = versioned_batch(requests, seen, keys, run, runs, [] if place else gone, kept)
                batches.append((run, encoded(batch_body(batch, place == len(plans) - 1))))
                runs, head = [*outlasting(runs, run, kept.values()), run], run
            large = [place for place, (_, content) in enumerate(batches) if len(content) > size.LARGE_BYTES]
            smaller = [
                part
                for place, each in enumerate(plans)
                for part in (halves(each, target, _CLOSING) if place in large else [each])
            ]
            if len(smaller) == len(plans):
                return batches
            plans = smaller


def _history(reading: Reading) -> History:
    ignored = [tab.sheet_id for tab in reading.workbook.tabs if tab.title in _NEVER_UNDONE]
    return read_history(reading.runs, reading.befores, ignored)
