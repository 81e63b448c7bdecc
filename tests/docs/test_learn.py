"""The page about learning: its commands in order, and between them what it says to do in the sheet."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from mentorship_gsheets.rehearsal.running import running
from tests.docs.test_criteria import Organizer
from tests.docs.test_walk import commands

PAGE = "learn.md"
AFTER = "After the event"


@pytest.fixture
def organizer(tmp_path: Path) -> Iterator[Organizer]:
    with running("empty", key_path=tmp_path / "key.json") as google:
        yield Organizer(google, {})


def setting(organizer: Organizer, name: str, text: str) -> None:
    tab = organizer.tab("Settings")
    row = next(row for row in tab.rows if tab.text(row, "Setting") == name)
    organizer.type("Settings", row.number - 1, text, column=tab.column("Value") or 0)


def test_a_criterion_is_tried_out_from_the_coin_to_the_figures(organizer: Organizer) -> None:
    learn, match = commands(PAGE)
    organizer.copy("mentorship setup --programme TryConf")
    for title in ("Mentors", "Mentees"):
        tab = organizer.tab(title)
        for row in range(1, 9):
            for header, text in (("Email", f"{title[:-1].lower()}{row}@example.org"), ("Name", f"{title[:-1]} {row}")):
                organizer.type(title, row, text, column=tab.column(header) or 0)
    setting(organizer, "Try out", "time zone")
    organizer.copy(match)
    coins = organizer.column("Mentees", "Email", "Try out")
    assert {coin.partition(": ")[2] for coin in coins.values()} == {"time zone"}
    # nobody has answered yet, so nothing is learned: exit code 1
    assert organizer.copy(learn).exit_code == 1
    organizer.request(addSheet={"properties": {"sheetId": 78, "title": AFTER}})
    organizer.type(AFTER, 0, "Timestamp", "Email address", "Did you meet?", "Your rating, from 1 to 5")
    for row, email in enumerate(coins, 1):
        organizer.type(AFTER, row, f"2027-07-1{row} 10:00:00", email, "Yes", "5")
    setting(organizer, "After-event form", AFTER)
    told = organizer.copy(learn)
    assert told.exit_code == 0
    assert "too few to tell" in told.output
    learned = organizer.tab("Learned")
    (row,) = (row for row in learned.rows if not row.blank)
    on = sum(coin.startswith("on:") for coin in coins.values())
    figures = [learned.text(row, header) for header in ("Tried out", "Programme", "On: pairs", "On: met", "Off: told")]
    assert figures == ["time zone", "TryConf", str(on), str(on), str(8 - on)]
    assert re.fullmatch(r"learn: 8 of 8 pairs .*", organizer.copy(learn).output.splitlines()[0])
