"""A morning: a seating from the night before, people missing, people who come unannounced, a mentor who leaves."""

from pathlib import Path

from tests.programmes.speed.events import event
from tests.programmes.speed.sheets import Evening

MENTORS, MENTEES, ROUNDS = 6, 24, 4


def seat_everybody(evening: Evening) -> None:
    """Type in the people of a made-up event, and match."""
    made = event(MENTORS, MENTEES, ROUNDS)
    evening.paste(
        "Mentors",
        [
            {"Email": one.email, "Name": one.name, "Fields": "; ".join(one.fields), "Table": one.table}
            for one in made.mentors
        ],
    )
    evening.paste(
        "Mentees",
        [{"Email": one.email, "Name": one.name, "Fields": "; ".join(one.fields)} for one in made.mentees],
    )
    evening.say(Rounds=ROUNDS, Minutes=12, Begins="07:30", Room="Hall B", Size_slack=1)
    evening.run("match")


def sizes(seats: dict[str, tuple[str, ...]], turn: int) -> list[int]:
    at = [row[turn - 1] for row in seats.values() if row[turn - 1]]
    return [at.count(table) for table in set(at)]


def cards(page: Path) -> int:
    return page.read_text("utf-8").count('<div class="card')


def test_a_morning_from_the_door_to_the_third_round(evening: Evening, tmp_path: Path) -> None:
    seat_everybody(evening)
    night = evening.seats()
    page = tmp_path / "all.html"
    evening.run("print", "--out", str(page))
    assert cards(page) == MENTEES
    evening.nothing_left("print", "--changed", "--out", str(tmp_path / "none.html"))
    assert not (tmp_path / "none.html").exists()

    absent = sorted(night)[::7]
    evening.untick("Seating", *absent)
    evening.paste("Seating", [{"Name": "Wren Walker"}, {"Name": "Ida Late", "Email": "ida@example.org"}])
    told = evening.run("rematch", "--here").output
    assert "Who moves" in told
    assert "To print again" in told
    evening.nothing_left("rematch", "--here")
    door = evening.seats()
    assert [door[email] for email in absent] == [("",) * len(door[absent[0]])] * len(absent)
    assert all(door["walk-in 1"][:ROUNDS])
    assert all(door["ida@example.org"][:ROUNDS])
    stayed = [email for email in night if email not in absent]
    changed = sum(one != other for email in stayed for one, other in zip(night[email], door[email], strict=True))
    # of 20 people's 80 seats
    assert changed <= 8
    assert all(max(sizes(door, turn)) - min(sizes(door, turn)) <= 3 for turn in range(1, ROUNDS + 1))
    again = tmp_path / "again.html"
    evening.run("print", "--changed", "--out", str(again))
    assert cards(again) == sum(door[email] != night.get(email) for email in door if any(door[email]))

    evening.say(Rounds_done=2)
    evening.untick("Mentors", "mentor03@example.org")
    evening.run("check", code=1)
    assert "mentor-away" in evening.column("Check", "Finding")
    evening.run("rematch", "--here")
    evening.nothing_left("rematch", "--here")
    evening.nothing_left("match")
    third = evening.seats()
    assert {email: row[:2] for email, row in third.items()} == {email: row[:2] for email, row in door.items()}
    # the made-up mentors stand at the tables of their numbers
    assert all("3" not in row[2:] for row in third.values())
    assert [all(row[2:ROUNDS]) for row in third.values() if any(row)] == [True] * sum(
        any(row) for row in third.values()
    )
    last = tmp_path / "last.html"
    evening.run("print", "--changed", "--out", str(last))
    assert cards(last) == sum(door[email][2:] != row[2:] for email, row in third.items() if any(row[2:]))
    moved = sum(one != other for email, row in third.items() for one, other in zip(row, door[email], strict=True))
    # only who would have sat at her table, and who makes room for them
    seated = sum(row[turn] == "3" for row in door.values() for turn in (2, 3))
    assert seated <= moved <= 3 * seated
