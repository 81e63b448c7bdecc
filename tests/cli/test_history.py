"""Undo walks back command by command, and redo forward again."""

from mentorship_gsheets.rehearsal.organizer import act
from tests.cli.conftest import Desk


def matches(desk: Desk) -> list[str]:
    tab = desk.sheet().tab("Mentees")
    assert tab is not None
    return [tab.text(row, "Mentor match") for row in tab.rows]


def bins(desk: Desk) -> list[str]:
    tab = desk.sheet().tab("Mentees")
    assert tab is not None
    return [tab.text(row, "Bin") for row in tab.rows]


def on_one_line(told: str) -> str:
    """What was printed, whatever the width of the terminal."""
    return " ".join(told.split())


def commands(desk: Desk) -> list[str]:
    """The commands of ``undo --list``, in its order; those that redo would write again come after a blank."""
    lines = desk.run("undo", "--list", yes=False).output.split("What redo writes again")
    return [
        word
        for part in lines
        for line in part.splitlines()
        for word in line.split()[1:2]
        if line.split()[0].isdecimal()
    ]


def test_undo_walks_back_and_a_second_one_is_no_redo(desk: Desk) -> None:
    desk.set_up("check")
    paired, sorted_ = matches(desk), bins(desk)
    assert commands(desk) == ["match", "bin", "pull"]
    assert on_one_line(desk.run("undo").output).endswith(
        " Taken back. mentorship redo writes it again. mentorship undo takes back bin next."
    )
    assert (set(matches(desk)), bins(desk)) == ({""}, sorted_)
    desk.run("undo")
    assert (set(matches(desk)), set(bins(desk))) == ({""}, {""})
    assert commands(desk) == ["pull", "bin", "match"]
    assert on_one_line(desk.run("redo").output).endswith(
        " Written again. mentorship redo goes on. mentorship undo takes back bin next."
    )
    assert (set(matches(desk)), bins(desk)) == ({""}, sorted_)
    desk.run("redo")
    assert matches(desk) == paired
    assert on_one_line(desk.run("redo", code=1).output) == (
        "✗ there is nothing to write again: nothing was taken back, or something was written since."
    )
    assert commands(desk) == ["match", "bin", "pull"]


def test_undo_goes_back_to_a_command_in_one_write(desk: Desk) -> None:
    desk.set_up("check")
    paired = matches(desk)
    desk.run("undo", "bin")
    assert (set(matches(desk)), set(bins(desk))) == ({""}, {""})
    assert commands(desk) == ["pull", "match", "bin"]
    desk.run("redo")
    assert matches(desk) == paired


def test_a_name_that_is_no_step_is_refused_with_those_that_are(desk: Desk) -> None:
    desk.set_up("bin")
    assert on_one_line(desk.run("undo", "draft", code=2).output) == (
        "✗ “draft” is not among what can be taken back: bin, pull. Run: mentorship undo --list"
    )


def test_where_all_was_changed_since_the_way_on_is_named(desk: Desk) -> None:
    desk.set_up("pull")
    desk.run("bin")
    steps = []
    for title in ("Mentors", "Mentees"):
        people = desk.sheet().tab(title)
        assert people is not None
        steps += [{"edit": people.address(row, "Bin"), "value": "Elsewhere"} for row in people.rows]
    act(desk.google.world, steps)
    assert on_one_line(desk.run("undo", code=1).output).endswith(
        "✗ nothing of what bin wrote can be taken back: all of it was changed since. "
        "Run mentorship undo 2 to take back pull before it."
    )
    desk.run("undo", "2")
    assert set(matches(desk)) == {""}
