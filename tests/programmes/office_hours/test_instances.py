"""Published instances through the command line, read back and judged by a program that knows no solver."""

import csv
import json
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.cli.conftest import Desk
from tests.programmes.cohorts.instances import SHARED
from tests.programmes.cohorts.sheet import nothing_written, paste, tab_of

MONDAY = datetime(2037, 7, 6, tzinfo=UTC)


def slot_rows(told: dict[str, Any]) -> list[dict[str, Any]]:
    """The slots of an instance, one after the other within the mentor's week."""
    rows: list[dict[str, Any]] = []
    number: dict[tuple[str, int], int] = {}
    for one in told["slots"]:
        week = (one["mentor"], one["week"])
        number[week] = number.get(week, -1) + 1
        starts = MONDAY + timedelta(weeks=one["week"], hours=number[week])
        rows.append(
            {
                "Slot": one["slot"],
                "Mentor": one["mentor"],
                "Starts": f"{starts:%Y-%m-%d %H:%M}",
                "Time zone": "UTC",
                "Minutes": 30,
                "Seats": one["seats"],
            }
        )
    return rows


def mentor_rows(told: dict[str, Any]) -> list[dict[str, Any]]:
    limits = told["per_week"]
    return [{"Email": who, "Time zone": "UTC", "Sessions a week": limits[who]} for who in told["mentors"]]


def mentee_rows(told: dict[str, Any]) -> list[dict[str, Any]]:
    return [
        {"Email": one["email"], "Picks": "; ".join(one["picks"]), "Waited": one["waited"]} for one in told["mentees"]
    ]


def fill_in(desk: Desk, told: dict[str, Any]) -> None:
    for title, rows in (("Mentors", mentor_rows(told)), ("Mentees", mentee_rows(told)), ("Slots", slot_rows(told))):
        paste(desk, title, rows)


@pytest.mark.parametrize("name", ["slots-3x7x1w", "slots-4x40x2w"])
def test_instances_reach_their_optimum_through_the_command_line(desk: Desk, tmp_path: Path, name: str) -> None:
    path = SHARED / "slots" / f"{name}.json"
    desk.run("setup", "--format", "office hours", "--sender", desk.google.mailbox, "--programme", "Office")
    fill_in(desk, json.loads(path.read_text("utf-8")))
    matched = desk.run("match")
    tab, table = tab_of(desk, "Slots"), tmp_path / "slots.csv"
    with table.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(("Slot", "Booked"))
        writer.writerows([tab.text(row, "Slot"), tab.text(row, "Booked")] for row in tab.rows if not row.blank)
    judged = subprocess.run(
        [sys.executable, str(SHARED / "check_rounds.py"), str(path), str(table)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert judged.returncode == 0, judged.stdout + matched.output
    assert nothing_written(desk, ["match"])
