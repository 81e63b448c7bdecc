"""Organizer, tool and faults in any order through the whole programme, judged by the journal after every step."""

import re
import tempfile
from collections.abc import Iterator
from contextlib import suppress
from itertools import count
from pathlib import Path
from typing import Any

from hypothesis import assume
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule

from mentorship_gsheets.errors import MentorshipError
from mentorship_gsheets.mail import read_message
from mentorship_gsheets.rehearsal.organizer import act
from mentorship_gsheets.rehearsal.running import running
from mentorship_gsheets.spreadsheet.workbook import Tab, Workbook
from mentorship_gsheets.tabs.people_tabs import KEY
from mentorship_gsheets.workspace.gmail import open_mailbox
from mentorship_gsheets.workspace.key_files import load
from mentorship_gsheets.workspace.meter import Meter
from mentorship_gsheets.workspace.sheets import open_sheet
from tests.soak.evidence import addressees, apart, badges, names_each_other, sent_subjects
from tests.soak.trial import plant
from tests.soak.worker import BESIDES, STAGES, Desk

PEOPLE_TABS = st.sampled_from(["Mentors", "Mentees"])
PLACE = st.integers(0, 7)
STAGE = st.sampled_from([*STAGES, *BESIDES])
TROUBLE = st.sampled_from(
    [
        *((do, when) for do in ("reset", "close", "html") for when in ("before", "after")),
        *((do, "after") for do in ("empty", "truncate", "garbage")),
        *((shape, "before") for shape in ("quota", "internal", "unavailable")),
        ("dead", "before"),
        ("dead", "after"),
    ]
)


class Programme(RuleBasedStateMachine):
    """One conference.

    ``typed`` is what the organizer wrote last, by tab, address and header, ``reworded`` what into the subject of which
    draft; ``thrown`` are the keys of letters whose draft was deleted in Gmail, ``by_hand`` whom one was sent to there.
    """

    def __init__(self) -> None:
        super().__init__()
        self._folder = tempfile.TemporaryDirectory(prefix="machine-")
        folder = Path(self._folder.name)
        self._running = running("cast", state=plant(folder), key_path=folder / "key.json")
        self.google = self._running.__enter__()
        self.desk = Desk(self.google.sheet, str(self.google.key_path), self.google.form, self.google.mailbox, _hasty())
        self.typed: dict[tuple[str, str, str], str] = {}
        self.mailbox = open_mailbox(self.google.mailbox, load(self.google.key_path), _hasty())
        self.reworded: dict[str, str] = {}
        self.thrown: set[str] = set()
        self.by_hand: list[str] = []
        self.sent: list[str] = []
        self.counted = count(1)
        self.badges = badges(self.sheet())

    @initialize(stages=st.sampled_from([-1, *range(len(STAGES)), *[len(STAGES) - 1] * len(STAGES)]))
    def begin(self, stages: int) -> None:
        """Some of the programme has gone well already; in half of all cases as far as drafts that wait to be sent."""
        # the simplest programme of all, which hypothesis always tries first, would be the same each time
        assume(stages >= 0)
        for stage in STAGES[:stages]:
            self.desk.run(stage)

    @rule(stage=STAGE)
    def run(self, stage: str) -> None:
        self.command(stage)
        self.google.control("DELETE", "faults")
        self.judge()

    @rule(trouble=TROUBLE, nth=st.integers(1, 12), stage=STAGE)
    def run_in_trouble(self, trouble: tuple[str, str], nth: int, stage: str) -> None:
        do, when = trouble
        shape = {"shape": do} if do in ("quota", "internal", "unavailable") else {}
        # a process that is gone asks nothing any more; here, nothing reaches it
        times = 0 if do == "dead" else 1
        kind = "refuse" if shape else do.replace("dead", "reset")
        self.google.fault(kind, when=when, nth=nth, times=times, method="[sfg]*.*", **shape)
        self.run(stage)

    @rule(
        tab=PEOPLE_TABS,
        place=PLACE,
        nth=st.integers(1, 4),
        stage=STAGE,
        by=st.sampled_from([KEY, "Name"]),
    )
    def run_among_people(self, tab: str, place: int, nth: int, stage: str, by: str) -> None:
        found = self._person(tab, place)
        if found is None:
            return
        there, row = found
        # no two alike, as the row is found by it
        text = f"typed {next(self.counted)}, at call {nth} of {stage}"
        steps = [{"edit": there.address(row, "Notes"), "value": text}, {"sort": tab, "by": by}]
        self.google.fault("organizer", nth=nth, method="[sfg]*.*", steps=steps)
        before = self._acted()
        self.command(stage)
        if self._acted() > before:
            # the tool may have written over the row numbers, never over the row: whose was typed into is looked up
            where = [key for key, texts in self._rows(tab) if texts.get("Notes") == text]
            assert len(where) == 1
            self.typed = {known: value for known, value in self.typed.items() if known != (tab, where[0], "Notes")}
            self.typed[tab, where[0], "Notes"] = text
        self.google.control("DELETE", "faults")
        self.judge()

    @rule(tab=PEOPLE_TABS, place=PLACE, text=st.sampled_from(["met her", "=1+1", "call back"]))
    def type_note(self, tab: str, place: int, text: str) -> None:
        self._type(tab, place, "Notes", f"{text} {place}")

    @rule(tab=PEOPLE_TABS, place=PLACE)
    def withdraw(self, tab: str, place: int) -> None:
        self._type(tab, place, "Status", "withdrawn")

    @rule(tab=PEOPLE_TABS, place=PLACE, partner=PLACE)
    def pair_by_hand(self, tab: str, place: int, partner: int) -> None:
        other = self._person("Mentees" if tab == "Mentors" else "Mentors", partner)
        if other is not None:
            there, row = other
            label = f"{there.text(row, 'Name')} <{there.text(row, KEY)}>"
            self._type(tab, place, "Mentee match" if tab == "Mentors" else "Mentor match", label)

    @rule(tab=PEOPLE_TABS, by=st.sampled_from([KEY, "Name", "Status"]), down=st.booleans())
    def sort(self, tab: str, by: str, down: bool) -> None:
        if self._person(tab, 0) is not None:
            act(self.google.world, [{"sort": tab, "by": by, "descending": down}])

    @rule(places=st.sets(PLACE, min_size=1))
    def tick(self, places: set[int]) -> None:
        for place, (there, row) in enumerate(self._drafts()):
            if place in places:
                act(self.google.world, [{"edit": there.address(row, "Reviewed"), "value": True}])

    @rule(place=PLACE)
    def reword_a_draft(self, place: int) -> None:
        for draft, message in self._known(place):
            words = f"reworded {next(self.counted)}"
            raw = re.sub(rb"^Subject: ", f"Subject: {words} ".encode(), message, flags=re.MULTILINE)
            self.mailbox.update(draft, raw)
            self.reworded[draft] = words

    @rule(place=PLACE)
    def throw_a_draft_away(self, place: int) -> None:
        for draft, message in self._known(place):
            self.mailbox.delete(draft)
            self.reworded.pop(draft, None)
            self.thrown.add(read_message(message).key)

    @rule(place=PLACE)
    def send_a_draft_by_hand(self, place: int) -> None:
        for draft, _ in self._known(place):
            before = addressees(self.google)
            self.mailbox.send(draft)
            self.sent = addressees(self.google)
            self.by_hand += apart(self.sent, before)

    def command(self, stage: str) -> None:
        """Run a command, whatever comes of it; ``rematch`` is asked to take pairs apart, those made by hand too."""
        if stage == "rematch":
            self.typed = {place: text for place, text in self.typed.items() if not place[2].endswith("match")}
        with suppress(MentorshipError):
            self.desk.run(stage)

    def judge(self) -> None:
        """Nobody's mail twice, unasked or to the wrong people; nothing of a person's lost; no answer a formula."""
        book = self.sheet()
        posted = addressees(self.google)
        for header in [one for one in posted if one not in self.sent]:
            assert names_each_other(header, book), header
        self.sent = posted
        assert len(set(posted)) == len(posted)
        drafts = book.tab("Drafts")
        ticked = sum(drafts.text(row, "Reviewed") == "TRUE" for row in drafts.rows) if drafts else 0
        assert len(posted) - len(self.by_hand) <= ticked
        messages = {draft.id: read_message(self._raw(draft.id)) for draft in self.mailbox.drafts()}
        assert [message.key for message in messages.values() if message.key in self.thrown] == []
        subjects = sent_subjects(self.google)
        for draft, words in self.reworded.items():
            assert words in messages[draft].subject if draft in messages else any(words in one for one in subjects)
        assert [(place, text) for place, text in self.typed.items() if not self._stands(place, text)] == []
        assert badges(book) == self.badges
        assert [c for tab in book.tabs for row in tab.rows for c in row.cells if "IMPORTXML" in c.formula] == []

    def teardown(self) -> None:
        """Whatever happened, the programme can be carried to its end."""
        try:
            for stage in STAGES:
                self.command(stage)
            self.judge()
        finally:
            self._running.__exit__(None, None, None)
            self._folder.cleanup()

    def sheet(self) -> Workbook:
        return open_sheet(self.google.sheet, load(self.google.key_path)).read()

    def _stands(self, place: tuple[str, str, str], text: str) -> bool:
        """Whether a cell says what was typed; a match cell may name somebody else below, who named them."""
        title, key, header = place
        found = dict(self._rows(title)).get(key, {}).get(header, "")
        return text in found.splitlines() if header.endswith("match") else text == found

    def _acted(self) -> int:
        return sum("organizer" in str(entry.get("fault")) for entry in self.google.journal())

    def _rows(self, title: str) -> Iterator[tuple[str, Any]]:
        tab = self.sheet().tab(title)
        for _, texts in tab.records() if tab else ():
            yield texts.get(KEY, ""), texts

    def _person(self, title: str, place: int) -> tuple[Tab, Any] | None:
        tab = self.sheet().tab(title)
        rows = [row for row in tab.rows if tab.text(row, KEY) and tab.text(row, "Status")] if tab else []
        return (tab, rows[place % len(rows)]) if tab and rows else None

    def _type(self, title: str, place: int, header: str, text: str) -> None:
        found = self._person(title, place)
        if found is not None:
            there, row = found
            # a formula shows what it comes to
            shown = text if not text.startswith("=") else f" {text}"
            act(self.google.world, [{"edit": there.address(row, header), "value": shown}])
            self.typed[title, there.text(row, KEY), header] = shown.strip()

    def _drafts(self) -> list[tuple[Tab, Any]]:
        tab = self.sheet().tab("Drafts")
        return [(tab, row) for row in tab.rows if tab.text(row, "State") == "DRAFTED"] if tab else []

    def _known(self, place: int) -> list[tuple[str, bytes]]:
        """A draft of those in the mailbox that the ledger names, with its message; none when there is none."""
        tab = self.sheet().tab("Drafts")
        there = {draft.id for draft in self.mailbox.drafts()}
        named = [tab.text(row, "Draft") for row in tab.rows if tab.text(row, "Draft") in there] if tab else []
        return [(draft, self._raw(draft)) for draft in named[place % len(named) :][:1]] if named else []

    def _raw(self, draft: str) -> bytes:
        found = self.mailbox.get(draft)
        return found.raw if found else b""


def _hasty() -> Meter:
    """Waits for nothing."""
    return Meter(sleep=lambda _: None)
