"""The starter documents: calculated by hand, by the sheet and by LibreOffice; clashes; templates; the prospectus."""

import json
import math
import subprocess
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from click.testing import CliRunner, Result

from mentorship_gsheets.cli import group
from mentorship_gsheets.rehearsal.call import Switches
from mentorship_gsheets.rehearsal.running import Rehearsal, running
from mentorship_gsheets.spreadsheet.workbook import Cell, Row, Tab, Workbook
from mentorship_gsheets.starter.prospectus import Tier, as_html, as_markdown
from mentorship_gsheets.starter.templates import as_template, kept_texts
from mentorship_gsheets.workspace.key_files import load
from mentorship_gsheets.workspace.sheets import open_sheet

TABS = ["Read me", "Budget", "Tickets", "Sponsors", "Cash", "Schedule", "Volunteers", "Organizers"]
SCENARIOS = ("Careful", "Expected", "Full")
Book = Any


def starter(*words: str, code: int = 0) -> Result:
    result = CliRunner().invoke(group, ["starter", *words], catch_exceptions=False)
    assert result.exit_code == code, result.output
    return result


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("starter") / "starter.xlsx"
    starter("--out", str(path), "--currency", "CHF", "--starts", "2028-05-12")
    return path


def calculated(path: Path, soffice: str, folder: Path, **edits: dict[tuple[str, str], Any]) -> Book:
    """The file as LibreOffice calculates it, after some cells were typed over: tab -> (row, header) -> value."""
    book = openpyxl.load_workbook(path)
    for title, cells in edits.items():
        for (key, header), value in cells.items():
            tab = book[title]
            head = [cell.value for cell in tab[1]]
            (row,) = (row for row in tab.iter_rows() if row[0].value == key)
            row[head.index(header)].value = value
    (folder / "in").mkdir()
    book.save(folder / "in" / "sheet.xlsx")
    command = [soffice, "--headless", f"-env:UserInstallation=file://{folder}/profile", "--convert-to", "xlsx"]
    subprocess.run([*command, "--outdir", str(folder), str(folder / "in" / "sheet.xlsx")], check=True, timeout=180)
    return openpyxl.load_workbook(folder / "sheet.xlsx", data_only=True)


def table(book: Book, title: str, key: str) -> dict[str, dict[str, Any]]:
    """The rows of a tab by what stands under a header."""
    head, *rows = book[title].iter_rows(values_only=True)
    found = [dict(zip(head, row, strict=True)) for row in rows]
    return {str(row[key]): row for row in found if row[key] not in (None, "")}


def results(book: Book) -> dict[str, list[Any]]:
    return {line: [row[f"{name} sum"] for name in SCENARIOS] for line, row in table(book, "Budget", "Result").items()}


def by_hand(pay: int, free: int, level: int, venue: int = 6000) -> dict[str, float]:
    """The budget of a scenario, calculated without the sheet."""
    tiers = ((120, 30), (180, 40), (60, 20), (350, 10))
    mean = round(sum(share * round(price / 1.19 - price * 0.025 - 0.99, 2) for price, share in tiers) / 100, 2)
    needs = {"must": 1, "want": 2, "nice": 3}
    costs = (("must", venue), ("must", 700), ("must", 3000), ("want", 2500), ("want", 900), ("want", 800))
    fixed = sum(amount for need, amount in costs if needs[need] <= level)
    head = sum(amount for need, amount in (("must", 3), ("nice", 8), ("nice", 9)) if needs[need] <= level)

    def loss(paying: int) -> float:
        costs = fixed + head * (paying + free) + 38 * max(paying + free, 100)
        return 1.1 * costs - 4500 - paying * mean

    costs = fixed + head * (pay + free) + 38 * max(pay + free, 100)
    left = pay * mean + 4500 - 1.1 * costs
    # from which number of attendees on nothing is lost, tried out
    even = next((paying for paying in range(5000) if loss(paying) <= 1e-9), math.inf)
    return {
        "Costs": costs,
        "Mean ticket": mean,
        "Left without sponsors who only hope": left,
        "Left with them": left + 1050,
        "Attendees who pay to break even": even,
    }


def wanted(**given: Any) -> dict[str, list[float]]:
    scenarios = [by_hand(90, 20, 1, **given), by_hand(150, 25, 2, **given), by_hand(220, 30, 3, **given)]
    return {line: [one[line] for one in scenarios] for line in scenarios[0]}


def test_the_budget_is_that_of_a_hand_calculation_in_the_sheet_and_in_libreoffice(
    made: Path, soffice: str, tmp_path: Path
) -> None:
    by_sheet = openpyxl.load_workbook(made, data_only=True)
    assert by_sheet.sheetnames == TABS
    by_office = calculated(made, soffice, tmp_path)
    for book in (by_sheet, by_office):
        found = results(book)
        assert {line: [round(n, 6) for n in found[line]] for line in wanted()} == {
            line: [round(n, 6) for n in numbers] for line, numbers in wanted().items()
        }
        assert table(book, "Tickets", "Together")["Check"]["Sum"] == "ok"
        assert table(book, "Sponsors", "Total")["Hoped for"]["Sum"] == 1050
        assert errors(book) == []
    # every cell that calculates says the same in both
    assert shown(by_sheet) == shown(by_office)


def shown(book: Book) -> dict[str, Any]:
    return {
        f"{tab.title}!{cell.coordinate}": round(cell.value, 6) if isinstance(cell.value, float) else cell.value
        for tab in book
        for row in tab.iter_rows()
        for cell in row
        if cell.value not in (None, "")
    }


def errors(book: Book) -> list[str]:
    return [f"{where}: {value}" for where, value in shown(book).items() if str(value).startswith("#")]


def test_three_cells_changed_lead_to_the_sums_one_expects(made: Path, soffice: str, tmp_path: Path) -> None:
    edits = {
        "Budget": {("Venue", "Amount"): 8000, ("Attendees who pay", "Careful"): 100},
        "Volunteers": {("Clearing up", "Needed"): 5},
    }
    book = calculated(made, soffice, tmp_path, **edits)
    expected = by_hand(100, 20, 1, venue=8000)
    assert [round(results(book)[line][0], 6) for line in expected] == [round(value, 6) for value in expected.values()]
    assert table(book, "Volunteers", "Shift")["Clearing up"]["Missing"] == 4


def test_cash_by_month_is_that_of_a_hand_calculation(made: Path) -> None:
    book = openpyxl.load_workbook(made, data_only=True)
    expected = by_hand(150, 25, 2)
    tickets = 150 * expected["Mean ticket"]
    food = 38 * 175
    rest = expected["Costs"] - 6000 - 700 - 3000 - food
    early = round(0.4 * tickets, 2)
    moves = {8: 1500, 5: early, 3: -700, 2: -3000, 1: tickets - early - 3000, 0: -food - rest}
    balance, wanted_rows = 0.0, []
    for before in range(8, -1, -1):
        balance += moves.get(before, 0)
        month = 2028 * 12 + 4 - before
        wanted_rows.append((f"{month // 12}-{month % 12 + 1:02}", round(balance, 6)))
    found = table(book, "Cash", "Month")
    assert [(month, round(row["Balance"], 6)) for month, row in found.items()] == wanted_rows


def test_every_ticket_loses_money_is_said(made: Path, soffice: str, tmp_path: Path) -> None:
    book = calculated(made, soffice, tmp_path, Budget={("Badges", "Amount"): 200})
    assert results(book)["Attendees who pay to break even"] == ["every ticket loses money"] * 3


def test_clashes_are_named_and_turn_red(made: Path, soffice: str, tmp_path: Path) -> None:
    plain = openpyxl.load_workbook(made)
    reds = {tab.title: len(tab.conditional_formatting) for tab in plain}
    assert [title for title in ("Budget", "Cash", "Schedule", "Volunteers", "Organizers") if not reds[title]] == []
    with zipfile.ZipFile(made) as archive:
        assert [name for name in archive.namelist() if name.startswith("xl/charts/chart")] != []
    edits = {
        "Schedule": {
            ("Arrays for the impatient", "Starts"): "11:00",
            ("First steps in testing", "Speaker"): "Leo Haddad",
        },
        "Organizers": {("Publish the schedule", "Owner"): None},
    }
    book = calculated(made, soffice, tmp_path, **edits)
    clashes = {talk: row["Clash"] for talk, row in table(book, "Schedule", "Talk").items() if row["Clash"]}
    assert clashes == {
        "Ten years of one library": "room",
        "Arrays for the impatient": "room",
        "First steps in testing": "speaker",
    }
    assert [row["Clash"] for row in rows(book, "Volunteers", "Person")] == [*[None] * 4, "twice", "twice"]
    assert [row["Hours"] for row in rows(book, "Volunteers", "Person")] == [4, 5.5, 3, 4, 5.5, 5.5]
    states = {task: row["State"] for task, row in table(book, "Organizers", "Task").items()}
    assert (states["Publish the schedule"], states["Find a venue, and reserve it"]) == ("nobody's", "done")
    assert table(book, "Organizers", "Task")["Publish the schedule"]["Due"] == "2028-02-18"


def rows(book: Book, title: str, key: str) -> list[dict[str, Any]]:
    head, *lines = book[title].iter_rows(values_only=True)
    found = [dict(zip(head, row, strict=True)) for row in lines]
    return [{name: value or None for name, value in row.items()} for row in found if row[key] not in (None, "")]


@pytest.fixture
def google(tmp_path: Path) -> Iterator[Rehearsal]:
    with running("empty", key_path=tmp_path / "key.json", switches=Switches(allow_file_creation=True)) as rehearsal:
        yield rehearsal


def test_a_sheet_is_made_and_comes_back_as_a_template_without_figures_and_names(
    google: Rehearsal, tmp_path: Path
) -> None:
    key = str(google.key_path)
    said = starter("--credentials", key, "--title", "Ours").output
    sheet = said.split("/d/")[1].split("/")[0]
    book = open_sheet(sheet, load(key)).read()
    assert [tab.title for tab in book.tabs] == TABS
    tab = book.tab("Organizers")
    assert tab is not None
    added = {
        "rows": [{"values": [{"userEnteredValue": {"stringValue": "Ask the neighbours"}}]}],
        "fields": "userEnteredValue",
        "start": {"sheetId": tab.sheet_id, "rowIndex": len(tab.rows) + 1, "columnIndex": 0},
    }
    owner = google.world.project["service_account"]
    method = "sheets.spreadsheets.batchUpdate"
    google.world.as_user(owner, method, {"spreadsheetId": sheet}, {"requests": [{"updateCells": added}]})
    template = tmp_path / "ours.json"
    starter("--back", sheet, "--template", str(template), "--credentials", key)
    text = template.read_text("utf-8")
    assert [word for word in ("Kestrel", "Chidi", "Violet", "6000", "Ana", "2028") if word in text] == []
    told = {one["title"]: one for one in json.loads(text)["tabs"]}
    assert told["Organizers"]["rows"][-1][0] == "Ask the neighbours"
    out = tmp_path / "again.xlsx"
    starter("--template", str(template), "--out", str(out), "--currency", "NOK", "--starts", "2029-06-01")
    again = openpyxl.load_workbook(out)
    values = {row["About"]: row["Value"] for row in table(again, "Read me", "About").values()}
    assert (values["Currency"], values["First day"]) == ("NOK", "2029-06-01")
    assert again.sheetnames == TABS
    first = openpyxl.load_workbook(out)["Budget"]
    assert [cell.value for cell in first["A"]][1:3] == ["Attendees who pay", "Free heads"]
    assert str(first["J4"].value).startswith("=")


def test_figures_written_as_texts_and_addresses_do_not_come_back() -> None:
    texts = (
        "300 EUR",
        "€ 1'200.50",
        "CHF 40",
        "12.05.2028",
        "5/12/2028",
        "15 %",
        "ask ana@example.org",
        "Order 2 banners",
        "Day 1",
    )
    tab = Tab("Contacts", 1, ("What",), tuple(Row(n, (Cell(text),)) for n, text in enumerate(texts, 2)))
    book = Workbook("b", "B", (tab, Tab("Log", 2, ("Time",)), Tab("Budget", 3, ("Line",))))
    (told, _) = json.loads(as_template(book, ["Budget"]))["tabs"]
    assert [row[0] for row in told["rows"] if row[0] != "–"] == ["Order 2 banners", "Day 1"]
    assert kept_texts(book, ["Budget"]) == ["Contacts"]


def test_what_cannot_be_done_is_said(google: Rehearsal, tmp_path: Path) -> None:
    out = tmp_path / "starter.xlsx"
    out.write_bytes(b"mine")
    assert "is there already" in starter("--out", str(out), code=2).output
    assert out.read_bytes() == b"mine"
    assert "ends in .xlsx" in starter("--out", str(tmp_path / "starter.ods"), code=2).output
    wrong = tmp_path / "wrong.json"
    wrong.write_text("[]", "utf-8")
    assert "is no template" in starter("--template", str(wrong), "--out", str(tmp_path / "new.xlsx"), code=2).output
    google.control("POST", "switches", {"allow_file_creation": False})
    starter("--credentials", str(google.key_path), code=3)


def test_the_prospectus_says_the_tiers_and_no_cell_becomes_markup(made: Path, tmp_path: Path) -> None:
    starter("--prospectus", str(tmp_path), "--starts", "2028-05-12", "--currency", "CHF")
    assert "| Gold | CHF 3000 | Logo on every page" in (tmp_path / "prospectus.md").read_text("utf-8")
    page = (tmp_path / "prospectus.html").read_text("utf-8")
    assert page.count("<tr>") == 5
    # from documents of one's own: another price, a tier more, one that is gone
    book = openpyxl.load_workbook(made)
    sponsors = {cell.value: cell.column for cell in book["Sponsors"][1]}
    for row, tier in (
        (2, ("Gold", 5000, "A talk")),
        (3, ("Platinum", 9000, "Two talks")),
        (4, ("", "", "")),
        (5, ("",) * 3),
    ):
        for header, value in zip(("Offer", "Price", "Brings"), tier, strict=True):
            book["Sponsors"].cell(row, sponsors[header]).value = value
    book["Read me"]["B2"].value = "PyFirst"
    book.save(tmp_path / "mine.xlsx")
    starter("--prospectus", str(tmp_path / "own"), "--from", str(tmp_path / "mine.xlsx"))
    assert (tmp_path / "own" / "prospectus.md").read_text("utf-8").splitlines()[-2:] == [
        "| Gold | CHF 5000 | A talk |",
        "| Platinum | CHF 9000 | Two talks |",
    ]
    assert "<h1>Sponsor PyFirst</h1>" in (tmp_path / "own" / "prospectus.html").read_text("utf-8")
    book["Read me"]["B2"].value = None
    book.save(tmp_path / "mine.xlsx")
    said = starter("--prospectus", str(tmp_path / "none"), "--from", str(tmp_path / "mine.xlsx"), code=2).output
    assert "Read me says nothing beside Conference" in said
    hostile = Tier("<script>", "1|2", "[x](y)")
    assert "<script>" not in as_html("A&B", "<b>", "x", [hostile])
    assert as_markdown("A", "E", "x", [hostile]).splitlines()[-1] == "| \\<script\\> | E 1\\|2 | \\[x\\](y) |"
