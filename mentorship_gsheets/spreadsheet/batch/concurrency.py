"""Optimistic concurrency: write without a lock, and be able to see afterwards what was overwritten.

A batch is applied whole, but the plan behind it was made on a snapshot; people may have typed, sorted or moved columns
since, and Google Sheets has neither locks nor conditional writes. So every batch carries

* a version: the number of its `Run` is the id of a metadata entry, which Google refuses to create twice. Of two
  programs that write at once one fails whole, and a batch that arrives twice is applied once (an idempotency key);
* a backup: it first copies the header row, the keys and the columns it writes into a hidden tab (that copy is the
  truth at the moment of writing), and writes beside it what was expected and what is written.

`merge` compares the three afterwards, in this run or, after a crash, in the next.
"""

import json
import re
import zlib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from itertools import groupby
from typing import Any

from mentorship_gsheets.spreadsheet.batch.fingerprints import (
    Value,
    cell_of,
    fingerprint,
    fingerprint_of,
    header_of,
    short,
)
from mentorship_gsheets.spreadsheet.batch.formulas import plain_formula, repeated
from mentorship_gsheets.spreadsheet.workbook import BLANK, Tab, Workbook

METADATA_KEY = "mentorship-run"
_FIRST_ID = 1_800_000_000
_KEPT_RUNS = 20

Request = dict[str, Any]
Targets = Mapping[int, Mapping[int, Mapping[int, Value]]]
"""What a batch writes: sheet id -> row as the sheet counts -> column from 0 -> ``ExtendedValue``."""


@dataclass(frozen=True, slots=True)
class Run:
    """One batch of ours, as the spreadsheet remembers it.

    Parameters
    ----------
    number
        One more than that of the run before; two runs can never have the same.
    name
        Random, so that a run knows itself again.
    stage, operator
        What wrote, and who had it written.
    since
        ISO time of the write, UTC.
    until
        ISO time up to which the operator goes on working and nobody else may write; empty: done.
    repair
        The run only put right what the one before it overwrote by mistake.
    first
        Number of the first run of the same plan, where the plan takes several batches; 0: this one.
    takes_back
        Numbers of the runs that it takes back; of a redo, the number of the undo.
    """

    number: int
    name: str
    stage: str
    operator: str
    since: str
    until: str = ""
    repair: bool = False
    first: int = 0
    takes_back: tuple[int, ...] = ()

    @property
    def began(self) -> int:
        """Number of the run that began the plan."""
        return self.first or self.number

    @property
    def metadata_id(self) -> int:
        """The id under which the spreadsheet keeps the run; Google refuses to use one twice."""
        return _FIRST_ID + self.number

    def text(self) -> str:
        """Return the run as the value of its metadata."""
        known = asdict(self)
        for name in ("first", "takes_back"):
            if not known[name]:
                # as few characters as can be: Google keeps 30,000 of them in a spreadsheet
                del known[name]
        return json.dumps(known, ensure_ascii=False)


def read_run(text: str) -> Run | None:
    """Return the run in the value of a metadata entry, or None when it is none (somebody else's entry)."""
    try:
        known = json.loads(text)
        run = Run(**known | {"takes_back": tuple(known.get("takes_back", ()))})
    except (ValueError, TypeError, AttributeError):
        return None
    return run if isinstance(run.number, int) else None


def backup_title(run: Run, sheet_id: int) -> str:
    """Return the title of the hidden tab that keeps what a run overwrote in the tab with this sheet id.

    Parameters
    ----------
    run
        The run that overwrites.
    sheet_id
        Id of the tab it overwrites something in.
    """
    return f"Before {run.number} {sheet_id}"


def backup_of(title: str) -> tuple[int, int] | None:
    """Return (number of the run, sheet id) from the title of such a tab, or None for any other title."""
    found = re.fullmatch(r"Before (\d+) (\d+)", title)
    return (int(found[1]), int(found[2])) if found else None


def targets(requests: Iterable[Request]) -> Targets:
    """Return every cell the requests write."""
    cells: dict[int, dict[int, dict[int, Value]]] = defaultdict(lambda: defaultdict(dict))
    for request in requests:
        if _repeats(request):
            _repeat(cells, request["repeatCell"])
        update = request.get("updateCells")
        if update is None:
            continue
        start = update["start"]
        for row, content in enumerate(update["rows"], start.get("rowIndex", 0) + 1):
            for column, cell in enumerate(content["values"], start.get("columnIndex", 0)):
                cells[start.get("sheetId", 0)][row][column] = cell.get("userEnteredValue", {})
    return cells


def outlasting(runs: Iterable[Run], run: Run, steps: Iterable[int] = ()) -> list[Run]:
    """Return those of the runs the spreadsheet remembers that it goes on remembering after another one.

    Parameters
    ----------
    runs
        That it remembers.
    run
        The new one.
    steps
        Numbers of runs whose backups are kept.
    """
    kept = set(steps)
    numbers = kept | {run.began}
    # what took something back is remembered as long as a step that it may have taken back
    oldest = min(kept, default=run.number)
    return [
        past
        for past in runs
        if past.number > run.number - _KEPT_RUNS or past.began in numbers or (past.takes_back and past.number > oldest)
    ]


def _repeats(request: Request) -> bool:
    """Whether a request writes a formula into several rows; other cells that are repeated are blank, or formats."""
    return "formulaValue" in request.get("repeatCell", {}).get("cell", {}).get("userEnteredValue", {})


def _repeat(cells: dict[int, dict[int, dict[int, Value]]], body: Mapping[str, Any]) -> None:
    box, formula = body["range"], body["cell"]["userEnteredValue"]["formulaValue"]
    top, column = box.get("startRowIndex", 0), box.get("startColumnIndex", 0)
    for row, text in enumerate(repeated(formula, box["endRowIndex"] - top), top + 1):
        cells[box.get("sheetId", 0)][row][column] = {"formulaValue": text}


def versioned_batch(
    requests: Sequence[Request],
    workbook: Workbook,
    keys: Mapping[int, int],
    run: Run,
    runs: Iterable[Run],
    old: Iterable[int],
    kept: Mapping[int, int] | None = None,
) -> list[Request]:
    """Return a batch that carries out the requests once at most and can be judged afterwards.

    Parameters
    ----------
    requests
        Of `batch.lower`, and repairs.
    workbook
        What they were made on.
    keys
        Sheet id -> column (from 0) by which rows of that tab are known; tabs without keys are absent.
    run
        This batch. Its metadata entry comes first, so a batch that arrives twice is refused the second time.
    runs
        The runs the spreadsheet remembers; all but the last twenty and those of ``kept`` are forgotten.
    old
        Sheet ids of the hidden tabs of earlier runs that go.
    kept
        Hidden tabs of earlier runs that stay, to be undone by: sheet id -> number of the run.

    Returns
    -------
    list
        Requests in the order in which Google is to carry them out.

    Notes
    -----
    Kung and Robinson, On optimistic methods for concurrency control, ACM TODS 6 (1981): read, write to copies,
    validate. Here the write comes first and the validation after, for only the batch itself can look and write at
    once; what fails it is put back. Developer metadata: https://developers.google.com/workspace/sheets/api/guides/metadata
    """
    entry = {
        "metadataId": run.metadata_id,
        "metadataKey": METADATA_KEY,
        "metadataValue": run.text(),
        "location": {"spreadsheet": True},
        "visibility": "DOCUMENT",
    }
    batch: list[Request] = [{"createDeveloperMetadata": {"developerMetadata": entry}}]
    runs = list(runs)
    remembered = outlasting(runs, run, (kept or {}).values())
    for past in runs:
        if past not in remembered:
            lookup = {"developerMetadataLookup": {"metadataId": past.metadata_id}}
            batch.append({"deleteDeveloperMetadata": {"dataFilter": lookup}})
    batch += [{"deleteSheet": {"sheetId": sheet_id}} for sheet_id in old]
    cells = targets(requests)
    taken = {tab.sheet_id for tab in workbook.tabs} | set(old) | set(kept or {}) | set(cells)
    # after the grid has grown, so that what is copied is there; before the first cell is written
    writing = next(
        (place for place, request in enumerate(requests) if "updateCells" in request or _repeats(request)),
        len(requests),
    )
    batch += requests[:writing]
    for tab in workbook.tabs:
        if tab.sheet_id in cells:
            batch += _before(tab, cells[tab.sheet_id], keys.get(tab.sheet_id), run, taken)
    return [*batch, *requests[writing:]]


def _before(
    tab: Tab, cells: Mapping[int, Mapping[int, Value]], key: int | None, run: Run, taken: set[int]
) -> Iterator[Request]:
    """Yield the requests that make the hidden tab of one tab: the copies, and the record in its last column."""
    columns = sorted({column for row in cells.values() for column in row})
    height = max(max(cells), 1)
    record = max(tab.column_count, columns[-1] + 1)
    title = backup_title(run, tab.sheet_id)
    sheet_id = zlib.crc32(title.encode()) & 0x3FFFFFFF
    while sheet_id in taken:
        sheet_id += 1
    taken.add(sheet_id)
    grid = {"rowCount": height, "columnCount": record + 1}
    yield {"addSheet": {"properties": {"sheetId": sheet_id, "title": title, "hidden": True, "gridProperties": grid}}}
    new = [row for row in cells if row > len(tab.rows) + 1]
    if new:
        # a row somebody began in any column is not free
        yield _copy(tab.sheet_id, sheet_id, (min(new) - 1, height), (0, tab.column_count), "PASTE_VALUES")
    # of a plan in several batches each copies the rows it writes, and no others
    top = min(cells) - 1
    for first, last in _runs(columns):
        # formulas and values without formats, which would bring merged cells along
        yield _copy(tab.sheet_id, sheet_id, (top, height), (first, last + 1), "PASTE_FORMULA")
    if key is not None and key not in columns:
        yield _copy(tab.sheet_id, sheet_id, (top, height), (key, key + 1), "PASTE_VALUES")
    yield _copy(tab.sheet_id, sheet_id, (0, 1), (0, tab.column_count), "PASTE_VALUES")
    texts = dict(_records(tab, cells, key, columns))
    for first, last in _runs(sorted(texts)):
        rows = [{"values": [{"userEnteredValue": {"stringValue": texts[row]}}]} for row in range(first, last + 1)]
        start = {"sheetId": sheet_id, "rowIndex": first - 1, "columnIndex": record}
        yield {"updateCells": {"start": start, "rows": rows, "fields": "userEnteredValue"}}


def _runs(numbers: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Yield the first and last of each run of neighbours in sorted numbers."""
    for _, run in groupby(enumerate(numbers), key=lambda item: item[1] - item[0]):
        neighbours = [number for _, number in run]
        yield neighbours[0], neighbours[-1]


def _copy(source: int, destination: int, rows: tuple[int, int], columns: tuple[int, int], kind: str) -> Request:
    block = {
        "startRowIndex": rows[0],
        "endRowIndex": rows[1],
        "startColumnIndex": columns[0],
        "endColumnIndex": columns[1],
    }
    places = {"source": block | {"sheetId": source}, "destination": block | {"sheetId": destination}}
    return {"copyPaste": places | {"pasteType": kind, "pasteOrientation": "NORMAL"}}


def _records(
    tab: Tab, cells: Mapping[int, Mapping[int, Value]], key: int | None, columns: list[int]
) -> Iterator[tuple[int, str]]:
    """Yield (row, JSON): what the plan expected there and what it writes; row 1 tells the headers too."""
    rows = {row.number: row for row in tab.rows}
    wanted = [*columns, key] if key is not None else columns
    for number in sorted({1, *cells}):
        record: dict[str, Any] = {}
        if number == 1:
            record = {"key": key, "header": {str(column): header_of(tab, column) for column in wanted}}
        elif key is not None:
            cell = rows[number][key] if number in rows else BLANK
            record = {"key": short(cell.text), "key formula": short(plain_formula(cell.formula))}
        record["new"] = number > 1 and (number not in rows or rows[number].blank)
        record["cells"] = {
            str(column): [fingerprint(cell_of(tab, number, column)), fingerprint_of(value)]
            for column, value in sorted(cells.get(number, {}).items())
        }
        yield number, json.dumps(record, ensure_ascii=False)
