"""How fast the rehearsal server is: from its start to its JSON line, and reading a thousand people.

    python -m tests.benchmarks.rehearsal

A whole programme fills the sheet first, and its mentees are copied until they fill a thousand rows, so that these have
what rows have: match, check, reasons, colours, dropdowns. Then the server runs as a process of its own, as for anybody,
and is asked over HTTP.
"""

import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from click.testing import CliRunner
from google.auth.transport.requests import AuthorizedSession
from google.oauth2.service_account import Credentials

from mentorship_gsheets.cli import group
from mentorship_gsheets.rehearsal.running import Rehearsal, running
from mentorship_gsheets.workspace.snapshot import mask

PEOPLE, ROWS, TRIES, STARTS = 150, 1000, 21, 7
_KNOWN = 70
"""So many mentees at least are in the cast of 150."""
_WHOLE = {"includeGridData": "true"}
_ASKED = {
    "the tool's own fields": {"fields": mask(True)},
    "values, formulas and notes": {"fields": "sheets(data(rowData(values(userEnteredValue,note))))"},
    "everything, each cell's whole format included": _WHOLE,
}


def main() -> None:
    """Measure, and print a table in markdown."""
    say = sys.stdout.write
    with tempfile.TemporaryDirectory(prefix="benchmark-") as name:
        folder = Path(name)
        say(f"load {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores\n\n| what | median | slowest |\n|---|---|---|\n")
        for seed in ("empty", "cast"):
            say(_line(f"start to the JSON line, {seed}", [_started(folder, seed) for _ in range(STARTS)]))
        with running("cast", people=PEOPLE, state=folder / "state.sqlite", key_path=folder / "key.json") as google:
            _fill(google)
        with _server(folder, "--state", str(folder / "state.sqlite")) as told:
            for what, query in _ASKED.items():
                say(_line(f"`spreadsheets.get` of {ROWS:,} rows of Mentees: {what}", *_reading(told, query)))


def _fill(google: Rehearsal) -> None:
    shell = CliRunner(env={"MENTORSHIP_SHEET": google.sheet, "MENTORSHIP_CREDENTIALS": str(google.key_path)})
    for words in (
        ["setup", "--form", google.form, "--sender", google.mailbox],
        *(["pull"], ["color"], ["bin"], ["match"]),
    ):
        done = shell.invoke(group, [*words, "--yes"])
        if done.exit_code:
            raise RuntimeError(done.output)
    organizer, sheet = google.world.project["organizer"], {"spreadsheetId": google.sheet}
    shown = google.world.as_user(organizer, "sheets.spreadsheets.get", sheet)["sheets"]
    (id,) = [tab["properties"]["sheetId"] for tab in shown if tab["properties"]["title"] == "Mentees"]
    mentees = {"sheetId": id, "startRowIndex": 1, "endRowIndex": _KNOWN + 1}
    copies = {"sheetId": id, "startRowIndex": _KNOWN + 1, "endRowIndex": ROWS // _KNOWN * _KNOWN + _KNOWN + 1}
    asked = [
        {"appendDimension": {"sheetId": id, "dimension": "ROWS", "length": ROWS}},
        {"copyPaste": {"source": mentees, "destination": copies}},
    ]
    google.world.as_user(organizer, "sheets.spreadsheets.batchUpdate", sheet, {"requests": asked})


@contextmanager
def _server(folder: Path, *options: str) -> Iterator[dict[str, Any]]:
    """``serve`` as a process of its own; what it printed when it was ready."""
    command = [sys.executable, "-m", "mentorship_gsheets.rehearsal", "serve", "--no-quota", "--key-out"]
    with subprocess.Popen([*command, str(folder / "key"), *options], stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        try:
            yield json.loads(process.stdout.readline())
        finally:
            process.terminate()


def _started(folder: Path, seed: str) -> float:
    began = time.perf_counter()
    with _server(folder, "--seed", seed):
        return time.perf_counter() - began


def _reading(told: dict[str, Any], query: dict[str, str]) -> tuple[list[float], str]:
    """The seconds of each reading, as the service account, and how much one brings."""
    key = Credentials.from_service_account_file(told["key"], scopes=["https://www.googleapis.com/auth/spreadsheets"])
    asked = {"ranges": f"Mentees!A1:X{ROWS}"} | query
    with AuthorizedSession(key) as session:

        def read() -> bytes:
            reply = session.get(f"{told['url']}/v4/spreadsheets/{told['sheet']}", params=asked, timeout=60)
            reply.raise_for_status()
            content: bytes = reply.content
            return content

        size = len(read())
        seconds = [_timed(read) for _ in range(TRIES)]
    return seconds, f" ({size / 1e6:.1f} MB)"


def _timed(act: Callable[[], object]) -> float:
    began = time.perf_counter()
    act()
    return time.perf_counter() - began


def _line(what: str, seconds: list[float], remark: str = "") -> str:
    return f"| {what}{remark} | {statistics.median(seconds) * 1000:.0f} ms | {max(seconds) * 1000:.0f} ms |\n"


if __name__ == "__main__":
    main()
