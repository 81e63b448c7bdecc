"""A programme as far as the pictures need it, told through the command line: every stage and every kind of mail."""

import os
import subprocess
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from mentorship_gsheets.rehearsal.organizer import act
from mentorship_gsheets.rehearsal.running import Rehearsal

_SETTINGS = {
    "Organizers": "Ana, Bo and Chidi",
    "Starts": "2026-07-06",
    "Ends": "2026-07-12",
    "Silent by": "2026-07-07",
    "Code of conduct": "https://conference.example.org/conduct",
    "Suggested meeting": "2026-07-07 12:30",
    "Time zone": "America/Los_Angeles",
}
_FINDINGS = 1


@dataclass(frozen=True, slots=True)
class Table:
    """A tab as the organizer sees it: its rows by header, each with its number in the sheet."""

    title: str
    header: list[str]
    rows: list[tuple[int, dict[str, str]]]

    def cell(self, row: int, column: str) -> str:
        """The address of a cell; columns up to Z."""
        return f"'{self.title}'!{chr(ord('A') + self.header.index(column))}{row}"


@dataclass(frozen=True, slots=True)
class Organizer:
    """Who types in the sheet and on the command line."""

    google: Rehearsal

    def run(self, *words: str) -> None:
        """Run ``mentorship ...``; findings are fine, refusals are not."""
        # the tab Log says who it was
        names = {
            "MENTORSHIP_SHEET": self.google.sheet,
            "MENTORSHIP_CREDENTIALS": str(self.google.key_path),
            "LOGNAME": "ana",
        }
        command = [sys.executable, "-c", "from mentorship_gsheets.cli import main; main()", *words]
        done = subprocess.run(command, env=os.environ | names, capture_output=True, text=True, check=False)
        if done.returncode not in {0, _FINDINGS} or "Traceback" in done.stderr:
            raise RuntimeError(f"mentorship {' '.join(words)}: {done.stdout}{done.stderr}")

    def see(self, title: str) -> Table:
        """Read a tab."""
        params = {"spreadsheetId": self.google.sheet, "range": f"'{title}'"}
        world = self.google.world
        read = world.as_user(world.project["organizer"], "sheets.spreadsheets.values.get", params)
        header, *rows = read["values"]
        named = [(row, dict(zip(header, texts, strict=False))) for row, texts in enumerate(rows, start=2)]
        return Table(title, header, named)

    def type(self, cell: str, value: Any) -> None:
        """Type into a cell."""
        act(self.google.world, [{"edit": cell, "value": value}])

    def lines(self, title: str, **wanted: str) -> Iterator[tuple[int, dict[str, str]]]:
        """The rows of a tab whose cells hold what is wanted."""
        for row, texts in self.see(title).rows:
            if all(texts.get(column, "") == text for column, text in wanted.items()):
                yield row, texts


def tell(google: Rehearsal) -> None:
    """Run the programme on a fresh rehearsal, up to the mails after the event."""
    organizer = Organizer(google)
    organizer.run("setup", "--yes", "--programme", "Conference 2026", "--form", google.form, "--sender", google.mailbox)
    settings = organizer.see("Settings")
    for row, texts in settings.rows:
        given = _SETTINGS | {"After-event form": google.form}
        if texts["Setting"] in given:
            organizer.type(settings.cell(row, "Value"), given[texts["Setting"]])
    organizer.run("pull", "--yes")
    organizer.run("draft", "survey", "--yes")
    _send(organizer, "survey-invitation", 6)
    _let_days_pass(organizer)
    organizer.run("draft", "reminder", "--yes")
    for stage in ("color", "bin", "match"):
        organizer.run(stage, "--yes")
    _part(organizer, "answered")
    _part(organizer, "no answer")
    organizer.run("draft", "matches", "--yes")
    _send(organizer, "match-in-person", 8)
    _change_after_introductions(organizer)
    _let_days_pass(organizer)
    for kind in ("matches", "rematch", "check-in", "after"):
        organizer.run("draft", kind, "--yes")
    organizer.run("check", "--yes")


def tell_of_rounds(google: Rehearsal) -> Iterator[Sequence[str]]:
    """Run two rounds of long-term pairs; each time there are new drafts to look at, the names of their kinds."""
    organizer = Organizer(google)
    given = ("--format", "long-term pairs", "--programme", "Open Mentoring", "--form", google.form)
    organizer.run("setup", "--yes", *given, "--sender", google.mailbox)
    settings = organizer.see("Settings")
    said = {"Organizers": "Ana, Bo and Chidi", "Round": "2027 spring", "Check-in form": google.form}
    for row, texts in settings.rows:
        if texts["Setting"] in said:
            organizer.type(settings.cell(row, "Value"), said[texts["Setting"]])
    for words in (["pull"], ["match"], ["draft", "matches"]):
        organizer.run(*words, "--yes")
    yield ("introduction", "waiting")
    _send(organizer, "introduction", 4)
    _let_days_pass(organizer, 15)
    told = next(texts["People"] for _, texts in organizer.lines("Drafts", Kind="introduction", State="SENT"))
    mentee = next(who for who in told.split("; ") if who.startswith("mentee ")).removeprefix("mentee ")
    _set(organizer, "Mentees", mentee, "Pair", "graduated")
    for kind in ("check-in", "graduated"):
        organizer.run("draft", kind, "--yes")
    yield ("pair-check-in", "graduated")


def _send(organizer: Organizer, kind: str, number: int) -> None:
    """Tick the first drafts of a kind as reviewed, and send them."""
    drafts = organizer.see("Drafts")
    ready = [row for row, _ in organizer.lines("Drafts", Kind=kind, State="DRAFTED")]
    for row in ready[:number]:
        organizer.type(drafts.cell(row, "Reviewed"), True)
    organizer.run("send", "--yes")


def _let_days_pass(organizer: Organizer, days: int = 10) -> None:
    """Make what was sent look so many days old, so that reminders and check-ins are due."""
    drafts = organizer.see("Drafts")
    then = (datetime.now(UTC) - timedelta(days=days)).strftime("%Y-%m-%d %H:%M:%S")
    for row, _ in organizer.lines("Drafts", State="SENT"):
        organizer.type(drafts.cell(row, "Changed"), then)


def _set(organizer: Organizer, title: str, email: str, column: str, value: str) -> None:
    """Type into one person's row."""
    table = organizer.see(title)
    (row,) = [row for row, texts in table.rows if texts["Email"] == email]
    organizer.type(table.cell(row, column), value)


def _address(match: str) -> str:
    """The address in a match cell of one line."""
    return match.partition("<")[2].rstrip(">")


def _part(organizer: Organizer, status: str) -> None:
    """Take one pair apart on both sides, whose mentor has that status: both are left over."""
    mentor, mentee = next(
        (texts["Email"], _address(texts["Mentee match"]))
        for _, texts in organizer.lines("Mentors", Status=status)
        if texts.get("Mentee match", "").count("<") == 1
    )
    _set(organizer, "Mentors", mentor, "Mentee match", "")
    _set(organizer, "Mentees", mentee, "Mentor match", "")


def _change_after_introductions(organizer: Organizer) -> None:
    """Of two introduced pairs one loses its mentee, and of the other the mentee meets somebody else."""
    told = [
        tuple(person.partition(" ")[2] for person in texts["People"].split("; "))
        for _, texts in organizer.lines("Drafts", Kind="match-in-person", State="SENT")
    ]
    single = {
        texts["Email"] for _, texts in organizer.lines("Mentors") if texts.get("Mentee match", "").count("<") == 1
    }
    lost, changed = [pair for pair in told if pair[0] in single][:2]
    _set(organizer, "Mentees", lost[1], "Status", "withdrawn")
    _set(organizer, "Mentees", lost[1], "Mentor match", "")
    _set(organizer, "Mentors", lost[0], "Mentee match", "")
    free = next(texts for _, texts in organizer.lines("Mentors", Status="no answer") if not texts.get("Mentee match"))
    _delete_draft(organizer, f"mentor {free['Email']}")
    mentee = next(texts for _, texts in organizer.lines("Mentees", Email=changed[1]))
    _set(organizer, "Mentors", changed[0], "Mentee match", "")
    _set(organizer, "Mentors", free["Email"], "Mentee match", f"{mentee['Name']} <{mentee['Email']}>")
    _set(organizer, "Mentees", changed[1], "Mentor match", f"{free['Name']} <{free['Email']}>")


def _delete_draft(organizer: Organizer, people: str) -> None:
    """Delete in Gmail what is drafted to somebody who is left over no more."""
    (draft,) = [texts["Draft"] for _, texts in organizer.lines("Drafts", People=people, State="DRAFTED")]
    google = organizer.google
    google.world.as_user(google.mailbox, "gmail.users.drafts.delete", {"userId": "me", "id": draft})
