"""One run of the programme with one thing going wrong, then runs until all is done, then the judgement."""

import base64
import email
import json
import shutil
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from email.utils import getaddresses
from itertools import permutations
from pathlib import Path
from typing import Any

from mentorship_gsheets.rehearsal.organizer import act
from mentorship_gsheets.rehearsal.running import Rehearsal, running
from mentorship_gsheets.stages.tabs import TABS
from mentorship_gsheets.workbook import Workbook
from mentorship_gsheets.workspace.credentials import load
from mentorship_gsheets.workspace.sheets import open_sheet

PEOPLE = 20
_TRIES = 6
_TYPED = "typed by the organizer meanwhile"
BADGE = "Badge"
"""A column of the organizer's own, in a tab of Mentors begun by hand before the tool came."""
_TYPED_INTO = "S"
"""The column of notes, once setup has added what was missing."""
_ASKED = (
    "What is your full name",
    "Where do you work or study",
    "Anything we should know when we look for your match",
)
_COMPARED = ("Settings", "Questions", "Bins", "Emails", "Form responses", "Mentors", "Mentees")
_FREE = {"Why", "Next best"}
"""Sentences of the day a pair was made; a plan made in two goes words the second half on its own."""


@dataclass(frozen=True, slots=True)
class Trouble:
    """What goes wrong: a fault (or ``kill``) at the ``nth`` call, before it takes effect or after."""

    kind: str
    when: str = "before"
    nth: int = 0

    def __str__(self) -> str:
        """Return the kind and the moment, as the table names them."""
        return f"{self.kind} {self.when}".strip() if self.nth else "none"


@dataclass(slots=True)
class Verdict:
    """What a trial came to; every number but ``runs`` and ``calls`` must be 0."""

    trouble: Trouble
    runs: int = 0
    calls: int = 0
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
    state: dict[str, Any] = field(default_factory=dict)

    @property
    def faults(self) -> int:
        """How many things are wrong with the result."""
        return (
            self.unfinished
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
        untouched, secrets = _foreign(_sheet(google)), _secrets(_sheet(google))
        _order(google, trouble)
        for part in ("prepare", "send"):
            if part == "send":
                _tick(google)
            for _ in range(_TRIES):
                verdict.runs += 1
                code = _run(google, part, folder, trouble)
                if code == 0:
                    break
            else:
                verdict.unfinished += 1
        _judge(google, verdict, undisturbed)
        verdict.canaries = _told(folder, secrets)
        verdict.foreign_cells = len(_apart(untouched, _foreign(_sheet(google))))
    return verdict


def _order(google: Rehearsal, trouble: Trouble) -> None:
    if not trouble.nth:
        return
    rule: dict[str, Any] = {"when": trouble.when, "nth": trouble.nth, "method": "[sfg]*.*"}
    match trouble.kind:
        case "kill":
            google.fault("hang", seconds=3, **rule)
        case "organizer":
            # sorted first, so that it is known whose row is the second
            typed = {"edit": f"Mentors!{_TYPED_INTO}2", "value": _TYPED}
            google.fault("organizer", steps=[{"sort": "Mentors", "by": "Email"}, typed], **rule)
        case "quota" | "internal" | "unavailable":
            google.fault("refuse", shape=trouble.kind, **rule)
        case kind:
            google.fault(kind, **rule)


def _run(google: Rehearsal, part: str, folder: Path, trouble: Trouble) -> int:
    words = (part, google.sheet, str(google.key_path), google.form, google.mailbox, str(folder / "debug.log"))
    tool = subprocess.Popen(
        [sys.executable, "-m", "tests.soak.worker", *words], stdout=subprocess.PIPE, stderr=subprocess.STDOUT
    )
    armed = trouble.kind == "kill" and not _struck(google, trouble)
    while armed and tool.poll() is None:
        if _struck(google, trouble):
            # the tool waits for an answer, and gets none any more
            tool.kill()
            break
        time.sleep(0.02)
    output, _ = tool.communicate(timeout=120)
    with (folder / "output.txt").open("ab") as file:
        file.write(output)
    return tool.returncode


def _struck(google: Rehearsal, trouble: Trouble) -> bool:
    return all(rule["seen"] >= trouble.nth for rule in google.world.faults.in_force())


def _sheet(google: Rehearsal) -> Workbook:
    return open_sheet(google.sheet, load(google.key_path)).read()


def _tick(google: Rehearsal) -> None:
    tab = _sheet(google).tab("Drafts")
    rows = [row for row in tab.rows if tab.text(row, "State") == "DRAFTED"] if tab else []
    act(google.world, [{"edit": tab.address(row, "Reviewed"), "value": True} for row in rows if tab])


def _judge(google: Rehearsal, verdict: Verdict, undisturbed: dict[str, Any] | None) -> None:
    entries = [entry for entry in google.journal() if entry["method"] and not entry["method"].startswith("oauth")]
    # but for the trial's own two looks before it began
    verdict.calls = len(entries) - 2
    verdict.writes = _writes([entry["method"] for entry in entries[2:]])
    book = _sheet(google)
    verdict.state = _state(book, google)
    drafts = book.tab("Drafts")
    ticked = sum(drafts.text(row, "Reviewed") == "TRUE" for row in drafts.rows) if drafts else 0
    recipients = Counter(verdict.state["mail"])
    verdict.unasked_sends = max(0, sum(recipients.values()) - ticked)
    verdict.duplicates = sum(count - 1 for count in recipients.values())
    verdict.wrong_pairs = sum(not names_each_other(header, book) for header in verdict.state["mail"])
    verdict.formulas = sum('"formulaValue": "=IMPORTXML' in json.dumps(entry["request"]) for entry in entries)
    if verdict.trouble.kind == "organizer":
        verdict.lost_edits = 0 if not _happened(google) or _kept(book) else 1
    elif undisturbed is not None:
        verdict.different = len(differences(verdict.state, undisturbed))


def _kept(book: Workbook) -> bool:
    """Whether what the organizer typed stands once: with who was first at that time, or in a row that held nobody."""
    tab = book.tab("Mentors")
    people = [texts for _, texts in tab.records()] if tab else []
    rows = [texts for texts in people if _TYPED in texts.values()]
    begun = [texts["Email"] for texts in people if texts[BADGE]]
    first = {min(begun), min(texts["Email"] for texts in people if texts["Email"])}
    return len(rows) == 1 and rows[0]["Email"] in {"", *first}


def _secrets(book: Workbook) -> set[str]:
    """Every address, name, employer and remark that the sources hold, and what marks a token or a key."""
    headings = ("Name", "Email", "Email Address", *(f"{words}?" for words in _ASKED))
    tabs = [tab for tab in book.tabs if tab.title in ("Sign-ups", "Form Responses 1")]
    told = {tab.text(row, heading) for tab in tabs for row in tab.rows for heading in headings}
    return {text for text in told if len(text) > 4} | {"IMPORTXML", "Bearer ", "PRIVATE KEY", "access_token"}


def _told(folder: Path, secrets: set[str]) -> int:
    """How many of the secrets stand in the log of all that was done, or in a traceback on the screen."""
    log = (folder / "debug.log").read_text("utf-8") if (folder / "debug.log").exists() else ""
    output = (folder / "output.txt").read_text("utf-8")
    trace = output[output.find("Traceback") :] if "Traceback" in output else ""
    return sum(secret in log or secret in trace for secret in secrets)


def _writes(methods: Sequence[str]) -> tuple[int, ...]:
    """The places, from 1, of every write to the sheet, and of the first and last letter made and sent."""

    def places(method: str) -> list[int]:
        return [place for place, each in enumerate(methods, 1) if each == method]

    made, sent = places("gmail.users.drafts.create"), places("gmail.users.drafts.send")
    return tuple(sorted({*places("sheets.spreadsheets.batchUpdate"), *made[:1], *made[-1:], *sent[:1], *sent[-1:]}))


def _foreign(book: Workbook) -> list[tuple[str, object, str]]:
    """Every cell that is not the tool's: of other tabs with its title and row, of the column of badges with its key."""
    others = [tab for tab in book.tabs if tab.title not in {drawing.title for drawing in TABS}]
    cells = [(tab.title, row.number, cell.text) for tab in others for row in tab.rows for cell in row.cells]
    return [*cells, *badges(book)]


def badges(book: Workbook) -> list[tuple[str, str, str]]:
    """What stands in the column of the organizer's own, with the address in its row."""
    tab = book.tab("Mentors")
    rows = [texts for _, texts in tab.records()] if tab else []
    return sorted((BADGE, texts["Email"], texts[BADGE]) for texts in rows if texts.get(BADGE))


def names_each_other(header: str, book: Workbook) -> bool:
    """Whether the two people a mail went to name each other in the sheet; a mail to one person names no pair."""
    people = [address.casefold() for _, address in getaddresses([header])]
    if len(people) == 1:
        return True

    def names(title: str, match: str, who: str, partner: str) -> bool:
        tab = book.tab(title)
        cells = [tab.text(row, match) for row in tab.rows if tab.text(row, "Email").casefold() == who] if tab else []
        return len(cells) == 1 and f"<{partner}>" in cells[0].casefold()

    return any(
        names("Mentors", "Mentee match", mentor, mentee) and names("Mentees", "Mentor match", mentee, mentor)
        for mentor, mentee in permutations(people, 2)
    )


def differences(one: dict[str, Any], other: dict[str, Any]) -> list[str]:
    """Return where two end states differ, one line a place."""
    found = [f"{title}: {row}" for title in one["tabs"] for row in _apart(one["tabs"][title], other["tabs"][title])]
    return found + [f"mail: {row}" for row in _apart(one["mail"], other["mail"])]


def _apart(one: list[Any], other: list[Any]) -> list[Any]:
    return [row for row in one if row not in other] + [row for row in other if row not in one]


def _happened(google: Rehearsal) -> bool:
    return any(entry.get("fault") and "organizer" in str(entry["fault"]) for entry in google.journal())


def _state(book: Workbook, google: Rehearsal) -> dict[str, Any]:
    """What must be the same however often the tool was interrupted: cells by key, and mails by recipient."""
    tabs: dict[str, Any] = {}
    for title in _COMPARED:
        tab = book.tab(title)
        rows = [dict(texts) for _, texts in tab.records()] if tab else []
        tabs[title] = sorted(sorted((h, t) for h, t in texts.items() if h not in _FREE) for texts in rows)
    return {"tabs": tabs, "mail": addressees(google)}


def addressees(google: Rehearsal) -> list[str]:
    """Return the To header of every mail that was sent, sorted."""
    messages = google.world.store.all(f"message:{google.mailbox}").values()
    sent = [message["raw"] for message in messages if "SENT" in message.get("labelIds", ())]
    return sorted(str(email.message_from_bytes(base64.urlsafe_b64decode(raw))["To"]) for raw in sent)
