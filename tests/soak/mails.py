"""The mails of one programme, with everything going wrong at once in an order drawn by lot, judged at every mail.

A trial begins with a programme that has its pairs, its drafts, or its drafts ticked. Then commands run, and at calls
drawn by lot something happens: the run dies, is interrupted, loses an answer, or sleeps while another operator works;
the clock jumps; the organizer ticks, unticks, holds, withdraws, edits, deletes, sends by hand. At last the programme is
carried to its end as `docs/on-the-day.md` says, and sheet and mailbox are compared.

A run is suspended here by working in its stead between two of its instructions, which is what a stopped process sees;
`tests.soak.trial` stops real processes.
"""

import base64
import random
import re
import shutil
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager, redirect_stderr, redirect_stdout, suppress
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from io import StringIO
from pathlib import Path
from typing import Any
from unittest.mock import patch

import requests
from click.testing import CliRunner

from mentorship_gsheets.cli import group, mailroom
from mentorship_gsheets.cli.mailroom import delete_strays
from mentorship_gsheets.cli.options import Options
from mentorship_gsheets.cli.session import Session
from mentorship_gsheets.cli.watch import CALLS, Watch
from mentorship_gsheets.errors import MentorshipError
from mentorship_gsheets.ledger.decide import TWO_DRAFTS
from mentorship_gsheets.mail import read_message, reference
from mentorship_gsheets.rehearsal.organizer import act
from mentorship_gsheets.rehearsal.running import Rehearsal, running
from mentorship_gsheets.workspace import sheets
from mentorship_gsheets.workspace.meter import Meter
from mentorship_gsheets.workspace.transport import Transport
from tests.soak.trial import plant
from tests.soak.worker import STAGES, Desk

FAULTS = ("duplicates", "unapproved", "wrong", "never went", "unwritten", "unfinished", "tracebacks")
"""What must be 0."""
KNOWN = ("within the window", "GONE though sent", "thrown away in doubt")
"""What can still happen, and is written down in `docs/safe-writing.md`."""
BEGINNINGS = ("paired", "drafted", "ticked")
_COMMANDS = ("draft", "draft", "send", "send", "send", "check", "redraft", "doctor")
_AT_A_CALL = (
    "killed",
    "interrupted",
    "answer lost",
    "suspended",
    "suspended",
    "clock jumped",
    "organizer",
    "organizer",
)
_ORGANIZER = (
    *("ticked", "ticked", "ticked in words", "unticked", "held", "withdrawn"),
    *("draft edited", "draft edited", "draft deleted", "draft sent by hand", "sorted"),
    *("line deleted", "tab deleted", "memory deleted", "key emptied", "SENT emptied"),
)
_ROWS = 45
"""More than there are people or mails."""
_JUMPS = (8, 600, 2_400, 3 * 3_600)
"""Seconds: beyond a look, within the lease, beyond it, and beyond what a line in doubt is good for."""


class KilledError(BaseException):
    """Stands for ``kill -9``: the run does nothing more, and nothing it does reaches Google any more."""


@dataclass(slots=True)
class Tally:
    """What a trial came to: how often each thing happened, and what was found."""

    happened: Counter[str] = field(default_factory=Counter)
    found: Counter[str] = field(default_factory=Counter)
    story: list[str] = field(default_factory=list)

    @property
    def faults(self) -> int:
        """How much of what must not be was found."""
        return sum(self.found[fault] for fault in FAULTS)

    @property
    def troubles(self) -> int:
        """How many things happened that were not a command."""
        return self.happened.total() - self.happened["commands"] - self.happened["organizer"]


@dataclass(slots=True, eq=False)
class _Run:
    """One command under way: what is still to happen at which of its calls, and what it did."""

    troubles: dict[tuple[int, str], str]
    calls: int = 0
    letters: int = 0
    dead: bool = False


def prepare(folder: Path) -> Mapping[str, Path]:
    """Make the state files that trials begin with."""
    states = {}
    state = plant(folder)
    with running("cast", state=state, key_path=folder / "key.json", strict=False) as google:
        desk = _desk(google)
        for stage in STAGES[: STAGES.index("draft")]:
            with suppress(MentorshipError):
                desk.run(stage)
        _delete_empty_rows(google)
    for name in BEGINNINGS:
        if name != "paired":
            with running("cast", state=state, key_path=folder / "key.json", strict=False) as google:
                if name == "drafted":
                    with suppress(MentorshipError):
                        _desk(google).run("draft")
                else:
                    trial = _Trial(google, random.Random(0))  # noqa: S311 - nothing is drawn
                    trial.tick(range(1_000))
        states[name] = folder / f"{name}.sqlite"
        shutil.copy(state, states[name])
    return states


def _delete_empty_rows(google: Rehearsal) -> None:
    """Make the sheet small, as most of a trial is reading it."""
    asked = {"spreadsheetId": google.sheet, "fields": "sheets.properties"}
    found = google.world.as_user(google.world.project["organizer"], "sheets.spreadsheets.get", asked)
    for tab in (tab["properties"] for tab in found["sheets"]):
        rows = {"sheetId": tab["sheetId"], "dimension": "ROWS", "startIndex": _ROWS}
        rows["endIndex"] = tab["gridProperties"]["rowCount"]
        if rows["endIndex"] > _ROWS and tab["title"] != "Overview":
            act(google.world, [{"requests": [{"deleteDimension": {"range": rows}}]}])


def attempt(number: int, states: Mapping[str, Path], folder: Path) -> Tally:
    """Carry out the trial of this number; the same number is the same trial."""
    chance = random.Random(number)  # noqa: S311 - an order to try things in, no secret
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    state = folder / "state.sqlite"
    shutil.copy(states[chance.choice(BEGINNINGS)], state)
    with ExitStack() as stack:
        stack.enter_context(redirect_stdout(StringIO()))
        stack.enter_context(redirect_stderr(StringIO()))
        google = stack.enter_context(running("cast", state=state, key_path=folder / "key.json", strict=False))
        trial = _Trial(google, chance)
        stack.enter_context(trial.heard())
        trial.approve_what_is_ticked()
        for _ in range(chance.randint(2, 4)):
            if chance.random() < 0.4:
                trial.organizer()
            trial.command(chance.choice(_COMMANDS), trial.troubles())
        trial.finish()
        trial.judge()
    return trial.tally


def _desk(google: Rehearsal) -> Desk:
    return Desk(google.sheet, str(google.key_path), google.form, google.mailbox, Meter(sleep=lambda _: None))


def table(tallies: Sequence[Tally]) -> tuple[tuple[str, ...], list[tuple[str, ...]]]:
    """Return head and rows of a table: what happened how often, and what was found in the programmes it happened in."""
    head = ("what happened", "times", "in programmes", *FAULTS, *KNOWN)
    kinds = sorted({kind for tally in tallies for kind in tally.happened} - {"commands", "organizer"})
    rows = []
    for name in (*kinds, "together"):
        among = [tally for tally in tallies if name == "together" or tally.happened[name]]
        times = sum(tally.troubles if name == "together" else tally.happened[name] for tally in among)
        figures = [sum(tally.found[figure] for tally in among) for figure in (*FAULTS, *KNOWN)]
        rows.append((name, str(times), str(len(among)), *map(str, figures)))
    return head, rows


class _Trial:
    """One programme under way.

    ``ticks`` is which letters the organizer has approved, by key, as the mailbox stood; ``back`` by key, how many
    letters each run under way had sent when the approval was taken back.
    """

    def __init__(self, google: Rehearsal, chance: random.Random) -> None:
        self.google, self.chance, self.tally = google, chance, Tally()
        self.runs: list[_Run] = []
        self.ticks: set[str] = set()
        self.back: dict[str, list[tuple[_Run, int]]] = {}
        self.withdrawn: set[str] = set()
        self.held: set[str] = set()
        self.in_doubt: set[str] = set()
        self.by_hand: set[str] = set()
        self.sent: Counter[str] = Counter()
        self.shift = 0.0
        self.lost_both = False

    # --- what the tool does, call by call -----------------------------------------------------------------------------

    @contextmanager
    def heard(self) -> Iterator[None]:
        """Stand between the tool and the network, and give it a clock that jumps."""
        real = requests.Session.request

        def request(session: requests.Session, method: str, url: str, **given: Any) -> requests.Response:
            if not isinstance(session, Transport) or not self.runs:
                return real(session, method, url, **given)
            run = self.runs[-1]
            run.calls += 1
            nth = run.calls
            self._struck(run, nth, "before")
            posted = self._about_to(run, method, url, given)
            answer = real(session, method, url, **given)
            if answer.status_code < 300:
                posted()
            self._struck(run, nth, "after")
            return answer

        trial = self

        class Shifted(datetime):
            @classmethod
            def now(cls, tz: Any = None) -> "Shifted":
                return cls.fromtimestamp(time.time() + trial.shift, tz)

        watch = partial(Watch, wall=lambda: time.time() + self.shift)
        with (
            patch.object(requests.Session, "request", request),
            patch.object(mailroom, "datetime", Shifted),
            patch.object(mailroom, "Watch", watch),
            patch.object(sheets, "datetime", Shifted),
        ):
            yield

    def _struck(self, run: _Run, nth: int, moment: str) -> None:
        if run.dead:
            raise KilledError
        trouble = run.troubles.pop((nth, moment), "")
        if not trouble:
            return
        self.tally.happened[trouble] += 1
        self.note(f"  {trouble} {moment} call {nth}")
        match trouble:
            case "killed":
                run.dead = True
                raise KilledError
            case "interrupted":
                raise KeyboardInterrupt
            case "answer lost":
                raise requests.ConnectionError
            case "clock jumped":
                self._jump()
            case "suspended":
                self._other_operator()
            case "organizer":
                self.organizer()

    def _jump(self) -> None:
        seconds = self.chance.choice(_JUMPS)
        self.note(f"  the clock: {seconds} s later")
        self.shift += seconds

    def _other_operator(self) -> None:
        if self.chance.random() < 0.6:
            self._jump()
        for _ in range(self.chance.randint(1, 2)):
            self.command(self.chance.choice(("draft", "send", "send", "redraft")), {}, self.chance.random() < 0.7)
        if self.chance.random() < 0.3:
            self._jump()

    def _about_to(self, run: _Run, method: str, url: str, given: Mapping[str, Any]) -> Callable[[], None]:
        """Judge a mail that is about to leave; return what is to be noted once it has."""
        path = url.partition("?")[0]
        if method.upper() == "POST" and path.endswith("/drafts/send"):
            content = given.get("data") or given.get("json") or b""
            text = content.decode() if isinstance(content, bytes) else str(content)
            found = re.search(r"""["']id["']: ?["']([^"']+)""", text)
            raw = self.raw(found[1]) if found else b""
            return partial(self._gone, run, raw) if raw else lambda: None
        made = re.search(r"/drafts(/[^/]+)?$", path)
        if made and method.upper() in ("POST", "PUT"):
            content = given.get("data") or b""
            text = content.decode() if isinstance(content, bytes) else str(content)
            found = re.search(r'"raw": ?"([^"]+)', text)
            key = read_message(base64.urlsafe_b64decode(found[1])).key if found else ""
            return partial(self.ticks.discard, key)
        return lambda: None

    def _gone(self, run: _Run, raw: bytes) -> None:
        message = read_message(raw)
        key = message.key
        self.sent[key] += 1
        self.note(f"  sent {reference(key)}")
        to = {address for _, address in message.to}
        if self.sent[key] > 1:
            self.fault("duplicates", key)
        granted = key in self.ticks - self.held and not to & self.withdrawn
        if not granted:
            marks = [mark for name in (key, *to) for mark in self.back.get(name, ())]
            recent = any(other is run and run.letters - letters <= CALLS for other, letters in marks)
            self.fault("within the window" if recent else "unapproved", key)
        run.letters += 1

    # --- commands -----------------------------------------------------------------------------------------------------

    def troubles(self) -> dict[tuple[int, str], str]:
        """Draw what is to happen in a command, and at which of its calls."""
        how_many = self.chance.choice((0, 1, 1, 2, 3))
        return {
            (self.chance.randint(1, 28), self.chance.choice(("before", "after"))): self.chance.choice(_AT_A_CALL)
            for _ in range(how_many)
        }

    def command(self, stage: str, troubles: dict[tuple[int, str], str], take_over: bool = True) -> set[str]:
        """Run one command, whatever comes of it; return the codes of what it stopped for."""
        self.note(f"{stage} {'' if take_over else 'without --take-over'}".strip())
        self.tally.happened["commands"] += 1
        run = _Run(troubles)
        self.runs.append(run)
        try:
            self._carry_out(stage, take_over)
        except MentorshipError as error:
            self.note(f"  → {error.findings[0].what}")
            return {finding.code for finding in error.findings}
        except (KilledError, KeyboardInterrupt) as end:
            self.note(f"  → {type(end).__name__}")
            if self.runs[:-1] and self.runs[-2].dead:
                raise
        except Exception as error:
            self.fault("tracebacks", repr(error))
        finally:
            self.runs.remove(run)
        return set()

    def _carry_out(self, stage: str, take_over: bool) -> None:
        if stage == "doctor":
            where = {"MENTORSHIP_SHEET": self.google.sheet, "MENTORSHIP_CREDENTIALS": str(self.google.key_path)}
            told = CliRunner(env=where).invoke(group, ["doctor", "--fix"])
            if told.exception is not None and not isinstance(told.exception, SystemExit):
                raise told.exception
            return
        _desk(self.google).run(stage, take_over)

    def finish(self) -> None:
        """Carry the programme to its end, as the pages for people say."""
        self.note("to the end")
        self._edit([line for line in self.lines() if line["Key"] in self.held], "State", "DRAFTED")
        self.held.clear()
        for _ in range(4):
            self._delete_second_drafts()
            if self.command("draft", {}) & {"ledger-lost", "no-ledger", "bad-ledger"}:
                self.command("doctor", {})
                self.command("draft", {})
            self.tick(range(1_000))
            self.command("send", {})
            if all(line["State"] in ("SENT", "GONE", "PLANNED", "STALE", "HELD") for line in self.lines()):
                break

    def _delete_second_drafts(self) -> None:
        twice = [reference(line["Key"]) for line in self.lines() if line["Remark"] == TWO_DRAFTS]
        if twice:
            options = Options(str(self.google.sheet), str(self.google.key_path), yes=True, quiet=True, take_over=True)
            with suppress(MentorshipError):
                delete_strays(Session.open(options, Meter(sleep=lambda _: None)), twice)

    # --- what the organizer does --------------------------------------------------------------------------------------

    def organizer(self) -> None:
        """Do something in the sheet or in Gmail."""
        deed = self.chance.choice(_ORGANIZER)
        lines = self.lines()
        if not lines and deed not in ("sorted", "withdrawn"):
            return
        self.tally.happened[deed] += 1
        self.note(f"  organizer: {deed}")
        some = self.chance.sample(range(len(lines)), min(len(lines), self.chance.choice((1, 2, 99)))) if lines else []
        match deed:
            case "ticked":
                self.tick(some)
            case "ticked in words":
                self.tick(some, self.chance.choice(("yes", "x", "1", "✓")))
            case "unticked":
                self._edit([lines[place] for place in some], "Reviewed", False)
                for place in some:
                    self.ticks.discard(lines[place]["Key"])
                    self.back[lines[place]["Key"]] = [(run, run.letters) for run in self.runs]
            case "held":
                self._edit([lines[some[0]]], "State", "HELD")
                if lines[some[0]]["State"] != "SENT":
                    self.held.add(lines[some[0]]["Key"])
                    self.back[lines[some[0]]["Key"]] = [(run, run.letters) for run in self.runs]
            case "withdrawn":
                self._withdraw()
            case "draft edited" | "draft deleted" | "draft sent by hand":
                self._in_gmail(deed, lines[some[0]])
            case "sorted" if lines:
                act(self.google.world, [{"sort": "Drafts", "by": self.chance.choice(("Key", "To", "State"))}])
            case "line deleted":
                for line in sorted((lines[place] for place in some), key=lambda line: -line["row"]):
                    act(self.google.world, [{"delete": "Drafts", "row": line["row"]}])
                    self._take_back(line["Key"])
            case "tab deleted":
                self._delete_tab("Drafts")
                for line in lines:
                    self._take_back(line["Key"])
            case "memory deleted":
                self._delete_tab("Memory")
            case "key emptied":
                self._edit([lines[some[0]]], "Key", "")
                self._take_back(lines[some[0]]["Key"])
            case "SENT emptied":
                sent = [lines[place] for place in some if lines[place]["State"] == "SENT"]
                self._edit(sent, "State", self.chance.choice(("", "DRAFTED")))

    def tick(self, places: Any, value: Any = True) -> None:
        """Tick lines; that approves what lies in the mailbox at this moment, and nothing else."""
        found = [line for place, line in enumerate(self.lines()) if place in places]
        lines = [line for line in found if line["State"] not in ("SENT", "GONE")]
        self._edit(lines, "Reviewed", value)
        for line in lines:
            if line["Draft"] and self.raw(line["Draft"]):
                self.ticks.add(line["Key"])
                self.back.pop(line["Key"], None)

    def approve_what_is_ticked(self) -> None:
        """Take ticks that stand at the beginning for the organizer's."""
        self.ticks |= {line["Key"] for line in self.lines() if line["Reviewed"] == "TRUE"}

    def _take_back(self, name: str) -> None:
        self.ticks.discard(name)
        # a line that is written back needs a new tick, and is held no more
        self.held.discard(name)
        self.back[name] = [(run, run.letters) for run in self.runs]

    def _withdraw(self) -> None:
        """Withdraw a person, in both tabs where somebody mentors and is mentored: no mail may go there any more."""
        rows = [row for tab in ("Mentors", "Mentees") for row in self._rows(tab) if row.get("Email")]
        some = [row for row in rows if row.get("Status") != "withdrawn"]
        if some:
            address = self.chance.choice(some)["Email"].casefold()
            for row in rows:
                if row["Email"].casefold() == address:
                    self._edit([row], "Status", "withdrawn")
            self.withdrawn.add(address)
            self.back[address] = [(run, run.letters) for run in self.runs]

    def _in_gmail(self, deed: str, line: Mapping[str, Any]) -> None:
        raw = self.raw(line["Draft"])
        if not raw:
            return
        key, where = line["Key"], {"userId": "me", "id": line["Draft"]}
        if deed == "draft edited":
            words = self.chance.choice((b"Dear both: ", b"Hello: ", b"Now: "))
            content = base64.urlsafe_b64encode(raw.replace(b"Subject: ", b"Subject: " + words, 1)).decode()
            self._gmail("update", where, {"message": {"raw": content}})
            # before any run has seen the tick, it goes as it was edited
            if line["Approved"]:
                self.ticks.discard(key)
                self.back[key] = [(run, run.letters) for run in self.runs]
        elif deed == "draft deleted":
            self._gmail("delete", where)
            if line["State"] in ("SENDING", "UNKNOWN"):
                self.in_doubt.add(key)
        elif self.sent[key] == 0:
            self._gmail("send", {"userId": "me"}, {"id": line["Draft"]})
            self.sent[key] += 1
            self.by_hand.add(key)

    def _delete_tab(self, title: str) -> None:
        ids = {tab["title"]: tab["sheetId"] for tab in self._properties()}
        if title in ids:
            act(self.google.world, [{"requests": [{"deleteSheet": {"sheetId": ids[title]}}]}])
            self.lost_both = self.lost_both or not {"Drafts", "Memory"} & {t["title"] for t in self._properties()}

    # --- judging ------------------------------------------------------------------------------------------------------

    def judge(self) -> None:
        """Compare what the lines say with what left the mailbox."""
        lines = {line["Key"]: line for line in self.lines()}
        left = Counter(read_message(base64.urlsafe_b64decode(raw)).key for raw in self._sent())
        for key, count in left.items():
            if count > 1 and self.sent[key] < 2:
                self.fault("duplicates", key)
            if key in self.by_hand or self.lost_both:
                continue
            state = lines[key]["State"] if key in lines else "no line"
            if state == "GONE":
                self.fault("GONE though sent", key)
            elif state != "SENT":
                self.fault("unwritten", f"{key} {state}")
        for key, line in lines.items():
            if line["State"] == "SENT" and not left[key]:
                self.fault("thrown away in doubt" if key in self.in_doubt else "never went", key)
            if line["State"] in ("INTENT", "SENDING", "UNKNOWN", "DRAFTED") and not self.lost_both:
                self.fault("unfinished", f"{key} {line['State']} {line['Remark']}")
        pairs = self._pairs()
        for raw in self._sent():
            to = {address.casefold() for _, address in read_message(base64.urlsafe_b64decode(raw)).to}
            if len(to) > 1 and to not in pairs:
                self.fault("wrong", str(sorted(to)))

    def fault(self, what: str, about: str = "") -> None:
        """Note that something was found."""
        self.tally.found[what] += 1
        self.note(f"  !! {what} {about}")

    def note(self, what: str) -> None:
        """Write the story on."""
        self.tally.story.append(f"{'    ' * max(0, len(self.runs) - 1)}{what}")

    # --- sheet and mailbox, past all faults ---------------------------------------------------------------------------

    def lines(self) -> list[dict[str, Any]]:
        """The lines of ``Drafts`` by header, with the number of their row."""
        return [row for row in self._rows("Drafts") if row.get("Key")]

    def _rows(self, title: str) -> list[dict[str, Any]]:
        ids = {tab["title"]: tab["sheetId"] for tab in self._properties()}
        if title not in ids:
            return []
        asked = {"spreadsheetId": self.google.sheet, "range": title}
        header, *rows = self._organizer("sheets.spreadsheets.values.get", asked).get("values") or [[]]
        place = {"sheet": ids[title], "header": header}
        return [
            {**dict.fromkeys(header, ""), **dict(zip(header, row, strict=False)), **place, "row": number}
            for number, row in enumerate(rows, 2)
        ]

    def _properties(self) -> list[dict[str, Any]]:
        asked = {"spreadsheetId": self.google.sheet, "fields": "sheets.properties"}
        return [tab["properties"] for tab in self._organizer("sheets.spreadsheets.get", asked)["sheets"]]

    def _organizer(self, method: str, asked: Mapping[str, Any]) -> dict[str, Any]:
        return self.google.world.as_user(self.google.world.project["organizer"], method, asked)

    def _edit(self, rows: Sequence[Mapping[str, Any]], header: str, value: Any) -> None:
        """Type the same into a column of some rows of a tab."""
        typed = {"boolValue": value} if isinstance(value, bool) else {"stringValue": str(value)}
        cell = {"userEnteredValue": typed} if value != "" else {}
        places = [
            {"sheetId": row["sheet"], "rowIndex": row["row"] - 1, "columnIndex": row["header"].index(header)}
            for row in rows
        ]
        cells = [
            {"updateCells": {"rows": [{"values": [cell]}], "fields": "userEnteredValue", "start": place}}
            for place in places
        ]
        if cells:
            act(self.google.world, [{"requests": cells}])

    def _pairs(self) -> list[set[str]]:
        def named(row: Mapping[str, Any], header: str) -> list[str]:
            return [address.casefold() for address in re.findall(r"<([^>]+)>", str(row.get(header, "")))]

        return [
            {row["Email"].casefold(), other}
            for tab, header in (("Mentors", "Mentee match"), ("Mentees", "Mentor match"))
            for row in self._rows(tab)
            for other in named(row, header)
        ]

    def raw(self, draft: str) -> bytes:
        """A draft as it stands in Gmail; empty when it is gone."""
        found = self.google.world.store.load(f"draft:{self.google.mailbox}", draft) if draft else None
        message = self.google.world.store.load(f"message:{self.google.mailbox}", found["message"]) if found else None
        return base64.urlsafe_b64decode(message["raw"]) if message else b""

    def _sent(self) -> list[str]:
        messages = self.google.world.store.all(f"message:{self.google.mailbox}").values()
        return [message["raw"] for message in messages if "SENT" in message.get("labelIds", ())]

    def _gmail(self, method: str, asked: Mapping[str, Any], body: dict[str, Any] | None = None) -> None:
        self.google.world.as_user(self.google.mailbox, f"gmail.users.drafts.{method}", asked, body)
