"""What the sheet itself says of seats, and that LibreOffice says the same."""

from pathlib import Path

from tests.look.board import recalculated, texts
from tests.programmes.speed.events import event
from tests.programmes.speed.sheets import Evening, under


def test_same_mentor_twice_and_table_full_are_said_at_once(evening: Evening, tmp_path: Path, soffice: str) -> None:
    made = event(4, 8, 3)
    for title, people in (("Mentors", made.mentors), ("Mentees", made.mentees)):
        evening.paste(
            title, [{"Email": one.email, "Name": one.name, "Fields": "; ".join(one.fields)} for one in people]
        )
    evening.say(Rounds=3)
    evening.run("match")
    assert set(texts(evening.sheet(), "Seating", "Email", "Live check").values()) == {"ok"}
    seats = evening.seats()
    twice, moved, absent = sorted(seats)[:3]
    evening.write("Seating", "Round 2", {twice: seats[twice][0]})
    evening.write("Seating", "Round 3", {moved: next(row[2] for row in seats.values() if row[2] != seats[moved][2])})
    evening.untick("Seating", absent)
    live = texts(evening.sheet(), "Seating", "Email", "Live check")
    assert live[twice.partition("@")[0]] == "same mentor twice"
    assert "table full" in live.values()
    assert live[absent.partition("@")[0]] == ""
    path = tmp_path / "sheet.xlsx"
    evening.run("export", str(path), yes=False)
    book = recalculated(path.read_bytes(), soffice, tmp_path)
    assert under(book["Seating"], "Email", "Live check") == live
    for turn in (1, 2, 3):
        sizes = under(book["Tables"], "Table", f"Round {turn}")
        assert sizes == texts(evening.sheet(), "Tables", "Table", f"Round {turn}")
        off = under(book["Tables"], "Table", f"Off {turn}")
        assert off == texts(evening.sheet(), "Tables", "Table", f"Off {turn}")
        assert (set(off.values()) == {"0"}) is (turn == 1)
