"""One run of the programme with one thing going wrong, then runs until all is done, then the judgement."""

import json
import shutil
import signal
import subprocess
import sys
import time
from collections import Counter
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from mentorship_gsheets.rehearsal.organizer import act
from mentorship_gsheets.rehearsal.running import Rehearsal, running
from mentorship_gsheets.spreadsheet.workbook import Workbook, column_letters
from mentorship_gsheets.workspace.key_files import load
from mentorship_gsheets.workspace.sheets import open_sheet
from mentorship_gsheets.workspace.transport import READ_SECONDS
from tests.soak.evidence import (
    BADGE,
    TYPED,
    apart,
    differences,
    foreign,
    kept,
    names_each_other,
    secrets_of,
    state_of,
    told,
)

PEOPLE = 20
SHAPES = (
    *("quota", "rate", "internal", "backend", "unavailable", "deadline", "aborted"),
    *("disabled", "scopes", "forbidden", "dailyLimit"),
)
"""What Google may say no with."""
_HANGS = 4.0
"""Seconds after which a connection that hangs is closed; the tool is a second less patient then."""
_TRIES = 6
_TYPED_INTO = "T"
"""The column of notes, once setup has added what was missing; before, a column without a header."""


@dataclass(frozen=True, slots=True)
class Trouble:
    """What goes wrong: a fault (or ``kill``) at the ``nth`` call, before it takes effect, after, or after its reply."""

    kind: str
    when: str = "before"
    nth: int = 0

    def __str__(self) -> str:
        """Return the kind and the moment, as the table names them."""
        return f"{self.kind} {self.when}".strip() if self.nth else "none"


@dataclass(slots=True)
class Verdict:
    """What a trial came to; every number but ``runs``, ``calls`` and ``begun`` must be 0."""

    trouble: Trouble
    runs: int = 0
    calls: int = 0
    missed: int = 0
    unfinished: int = 0
    unasked_sends: int = 0
    duplicates: int = 0
    wrong_pairs: int = 0
    lost_edits: int = 0
    foreign_cells: int = 0
    formulas: int = 0
    canaries: int = 0
    different: int = 0
    writes: tuple[int, ...] = ()
    """Which of the calls, from 1, wrote: to the sheet or the mailbox."""
    begun: int = 0
    """Number of the last request of the journal before the programme began."""
    struck: str = ""
    """The method at which the trouble came, or ``kill``, or nothing when it never did."""
    state: dict[str, Any] = field(default_factory=dict)

    @property
    def faults(self) -> int:
        """How many things are wrong with the result."""
        return (
            self.missed
            + self.unfinished
            + self.unasked_sends
            + self.duplicates
            + self.wrong_pairs
            + self.lost_edits
            + self.foreign_cells
            + self.formulas
            + self.canaries
            + self.different
        )


def plant(folder: Path) -> Path:
    """Make the state file that every trial begins with, and return it.

    The organizer has begun ``Mentors`` already: three rows with a column of their own before that of the addresses.
    """
    state = folder / "planted.sqlite"
    with running("cast", people=PEOPLE, state=state) as google:
        sign_ups = _sheet(google).tab("Sign-ups")
        rows = sign_ups.records() if sign_ups else ()
        mentors = [texts["Email"] for _, texts in rows if "as a mentor" in texts["Mentorship programme?"]]
        begun = [(BADGE, "Email"), *((f"badge {place}", email) for place, email in enumerate(mentors[:3]))]
        cells = [{"values": [{"userEnteredValue": {"stringValue": text}} for text in row]} for row in begun]
        add = {"addSheet": {"properties": {"sheetId": 77, "title": "Mentors"}}}
        fill = {"rows": cells, "fields": "userEnteredValue", "start": {"sheetId": 77}}
        act(google.world, [{"requests": [add, {"updateCells": fill}]}])
    return state


def attempt(trouble: Trouble, planted: Path, folder: Path, undisturbed: dict[str, Any] | None = None) -> Verdict:
    """Run the programme with one trouble, and again until it is through; judge the outcome by sheet and journal."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    state = folder / "state.sqlite"
    shutil.copy(planted, state)
    verdict = Verdict(trouble)
    with running("cast", state=state, key_path=folder / "key.json") as google:
        untouched, secrets = foreign(_sheet(google)), secrets_of(_sheet(google))
        verdict.begun = google.last_request()
        _order(google, trouble)
        for part in ("prepare", "send"):
            if part == "send":
                verdict.unasked_sends = sum(_sends(entry) for entry in _calls(google, verdict))
                _tick(google)
            for _ in range(_TRIES):
                verdict.runs += 1
                code = _run(google, part, folder, verdict)
                if code == 0:
                    break
            else:
                verdict.unfinished += 1
        _judge(google, verdict, undisturbed)
        verdict.canaries = told(folder, secrets)
        verdict.foreign_cells = len(apart(untouched, foreign(_sheet(google))))
    return verdict


def _order(google: Rehearsal, trouble: Trouble) -> None:
    if not trouble.nth:
        return
    rule: dict[str, Any] = {"when": trouble.when, "nth": trouble.nth, "method": "[sfg]*.*"}
    match trouble.kind:
        case "kill" if trouble.when == "reply":
            # Google notices nothing
            return
        case "kill" | "suspend":
            google.fault("hang", seconds=3, **rule)
        case "organizer":
            # sorted first, so that it is known whose row is the second
            typed = {"edit": f"Mentors!{_TYPED_INTO}2", "value": TYPED}
            google.fault("organizer", steps=[{"sort": "Mentors", "by": "Email"}, typed], **rule)
        case "hang" | "delay":
            google.fault(trouble.kind, seconds=_HANGS if trouble.kind == "hang" else 0.5, **rule)
        case shape if shape in SHAPES:
            google.fault("refuse", shape=shape, **rule)
        case kind:
            google.fault(kind, **rule)


def _run(google: Rehearsal, part: str, folder: Path, verdict: Verdict) -> int:
    trouble = verdict.trouble
    replies = trouble.nth - len(_calls(google, verdict)) if str(trouble) == "kill reply" else 0
    patience = _HANGS - 1 if trouble.kind == "hang" else READ_SECONDS
    words = (str(replies), str(patience), part, google.sheet, str(google.key_path), google.form, google.mailbox)
    tool = subprocess.Popen(
        [sys.executable, "-m", "tests.soak.worker", *words, str(folder / "debug.log")],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
    )
    armed = trouble.kind == "kill" and trouble.when != "reply" and not _struck(google, trouble)
    if trouble.kind == "suspend" and not _struck(google, trouble):
        _let_sleep(google, part, folder, verdict, tool)
    while armed and tool.poll() is None:
        if _struck(google, trouble):
            # the tool waits for an answer, and gets none any more
            tool.kill()
            break
        time.sleep(0.02)
    output, _ = tool.communicate(timeout=120)
    if tool.returncode == -signal.SIGKILL:
        verdict.struck = "kill"
    with (folder / "output.txt").open("ab") as file:
        file.write(output)
    return tool.returncode


def _let_sleep(google: Rehearsal, part: str, folder: Path, verdict: Verdict, tool: subprocess.Popen[bytes]) -> None:
    """Stop the tool in the call that is struck, as a closed lid does; another operator does the work; it wakes up."""
    while tool.poll() is None and not _struck(google, verdict.trouble):
        time.sleep(0.02)
    if tool.poll() is not None:
        return
    tool.send_signal(signal.SIGSTOP)
    try:
        # the call ends in Google, and its answer waits for whoever wakes up
        time.sleep(3)
        google.control("DELETE", "faults")
        verdict.struck = "suspend"
        verdict.runs += 1
        _run(google, part, folder, replace(verdict, trouble=Trouble("none")))
    finally:
        tool.send_signal(signal.SIGCONT)


def _calls(google: Rehearsal, verdict: Verdict) -> list[dict[str, Any]]:
    """What the journal holds of the programme's calls; to log in is none."""
    entries = google.journal(verdict.begun)
    return [entry for entry in entries if entry["method"] and not entry["method"].startswith("oauth")]


def _sends(entry: dict[str, Any]) -> bool:
    """Whether a mail left by this request, told or not."""
    return entry["committed"] and entry["method"].endswith(".send")


def _struck(google: Rehearsal, trouble: Trouble) -> bool:
    return all(rule["seen"] >= trouble.nth for rule in google.world.faults.in_force())


def _sheet(google: Rehearsal) -> Workbook:
    return open_sheet(google.sheet, load(google.key_path)).read()


def _tick(google: Rehearsal) -> None:
    """Tick what lies in the mailbox, as a person does: no call of the tool's, so nothing counts it."""
    asked = {"spreadsheetId": google.sheet, "range": "Drafts"}
    reply = google.world.as_user(google.world.project["organizer"], "sheets.spreadsheets.values.get", asked)
    header, *rows = reply["values"]
    state, reviewed = header.index("State"), column_letters(header.index("Reviewed"))
    drafted = [number for number, row in enumerate(rows, 2) if row[state : state + 1] == ["DRAFTED"]]
    act(google.world, [{"edit": f"Drafts!{reviewed}{number}", "value": True} for number in drafted])


def _judge(google: Rehearsal, verdict: Verdict, undisturbed: dict[str, Any] | None) -> None:
    if verdict.trouble.kind == "hang":
        # the journal learns of it when it is over
        time.sleep(_HANGS)
    entries = _calls(google, verdict)
    verdict.calls = len(entries)
    verdict.struck = verdict.struck or next((entry["method"] for entry in entries if entry["fault"]), "")
    verdict.missed = int(verdict.trouble.nth > 0 and not verdict.struck)
    verdict.writes = tuple(place for place, entry in enumerate(entries, 1) if entry["verb"] != "GET")
    book = _sheet(google)
    verdict.state = state_of(book, google)
    drafts = book.tab("Drafts")
    ticked = sum(drafts.text(row, "Reviewed") == "TRUE" for row in drafts.rows) if drafts else 0
    recipients = Counter(verdict.state["mail"])
    verdict.unasked_sends += max(0, sum(_sends(entry) for entry in entries) - ticked)
    verdict.duplicates = sum(count - 1 for count in recipients.values())
    verdict.wrong_pairs = sum(not names_each_other(header, book) for header in verdict.state["mail"])
    verdict.formulas = sum('"formulaValue": "=IMPORTXML' in json.dumps(entry["request"]) for entry in entries)
    if verdict.trouble.kind == "organizer":
        verdict.lost_edits = 0 if verdict.missed or kept(book) else 1
    elif undisturbed is not None:
        verdict.different = len(differences(verdict.state, undisturbed))
