"""What the sheet itself says of cohorts."""

from pathlib import Path

from tests.cli.conftest import Desk
from tests.look.board import recalculated, texts
from tests.programmes.cohorts import sheet
from tests.programmes.speed.sheets import under


def test_the_sheet_says_at_once_what_is_wrong_and_counts_tasks_by_whole_names(
    desk: Desk, tmp_path: Path, soffice: str
) -> None:
    sheet.start(desk)
    people = {"Time zone": "UTC", "Cohorts at once": 1}
    sizes = {"Min mentors": 1, "Wanted mentors": 1, "Min mentees": 1, "Wanted mentees": 2}
    sheet.paste(desk, "Cohorts", [{"Task": "talk", **sizes}, {"Task": "submit a talk", **sizes}])
    sheet.paste(
        desk,
        "Mentors",
        [{"Email": f"{n}@example.org", "Tasks": t, **people} for n, t in (("m", "talk"), ("n", "submit a talk"))],
    )
    picks = {"a": "talk", "b": "submit a talk; talk", "c": "submit a talk", "d": "", "e": "talk"}
    sheet.paste(desk, "Mentees", [{"Email": f"{n}@example.org", "Tasks": t, **people} for n, t in picks.items()])
    desk.run("setup")
    desk.run("match")
    live = texts(desk.sheet(), "Mentees", "Email", "Live check")
    assert set(live.values()) == {"ok"}
    lines = texts(desk.sheet(), "Overview", "Line", "Mentees")
    assert (lines["task 1"], lines["task 2"]) == ("3", "2")
    figures = texts(desk.sheet(), "Overview", "Line", "Number")
    assert {name: figures[f"cohort {name}"] for name in ("ok", "too few", "closed", "thin", "waiting")} == {
        "ok": "2",
        "too few": "0",
        "closed": "0",
        "thin": "2",
        "waiting": "0",
    }
    for name, text in (("a", "tlak"), ("b", "talk\nsubmit a talk")):
        desk.edit(sheet.cell(desk, "Mentees", "Email", f"{name}@example.org", "Cohorts"), text)
    desk.edit(sheet.cell(desk, "Mentees", "Email", "c@example.org", "Status"), "withdrawn")
    desk.edit(sheet.cell(desk, "Mentees", "Email", "e@example.org", "Cohorts"), "")
    live = texts(desk.sheet(), "Mentees", "Email", "Live check")
    wanted = ["no such cohort", "too many", "withdrawn", "ok", "ok"]
    assert [live[name] for name in "abcde"] == wanted
    assert texts(desk.sheet(), "Overview", "Line", "Number")["cohort waiting"] == "1"
    lines = texts(desk.sheet(), "Overview", "Line", "Mentees")
    assert (lines["task 1"], lines["task 2"]) == ("3", "1")
    # LibreOffice calculates the same
    path = tmp_path / "sheet.xlsx"
    desk.run("export", str(path), yes=False)
    book = recalculated(path.read_bytes(), soffice, tmp_path)
    for title in ("Mentors", "Mentees"):
        assert under(book[title], "Email", "Live check") == texts(desk.sheet(), title, "Email", "Live check")
    for header in ("Number", "Mentees"):
        told = under(book["Overview"], "Line", header)
        shown = texts(desk.sheet(), "Overview", "Line", header)
        kept = [name for name in shown if name.startswith(("cohort", "task", "matched", "unmatched"))]
        assert {name: told[name] for name in kept} == {name: shown[name] for name in kept}
