"""The page about criteria of one's own: its commands in order, and between them what it says to do in the sheet."""

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

from mentorship_gsheets.rehearsal.organizer import act
from mentorship_gsheets.rehearsal.running import running
from tests.docs.pages import DOCS
from tests.docs.test_walk import Reader, commands

PAGE = "criteria.md"
HEADER = (
    "Timestamp", "Email address", "What is your full name?", "Would you like to be a mentor or a mentee?",
    "Which topics?", "Kind of mentoring", "Years of experience", "Whom would you like to meet?",
)  # fmt: skip
PEOPLE = (
    ("Ada Ng", "Mentor", "grants", "career, writing", "12", ""),
    ("Cy Li", "Mentor", "jobs", "technical", "3", ""),
    ("Eve Ro", "Mentor", "jobs", "career", "20", ""),
    ("Bo Sy", "Mentee", "grants", "writing", "2", "Eve Ro, Ada Ng"),
    ("Dee Wu", "Mentee", "jobs", "technical", "5", "Eve Ro"),
    ("Flo Po", "Mentee", "jobs", "career", "1", "Eve Ro"),
    ("Gus Ty", "Mentee", "grants", "technical", "4", "Zed Zu"),
)


class Organizer(Reader):
    """Somebody who also types into the sheet."""

    def type(self, title: str, row: int, *texts: str, column: int = 0) -> None:
        """Write texts into a row, from a column on; rows and columns count from 0, the header being row 0."""
        cells = [{"userEnteredValue": {"stringValue": text}} if text else {} for text in texts]
        start = {"sheetId": self.tab(title).sheet_id, "rowIndex": row, "columnIndex": column}
        self.request(updateCells={"start": start, "rows": [{"values": cells}], "fields": "userEnteredValue"})

    def request(self, **request: Any) -> None:
        act(self.google.world, [{"requests": [request]}])

    def head(self, title: str, *headers: str) -> None:
        """Write headings behind the last column."""
        tab = self.tab(title)
        more = {"sheetId": tab.sheet_id, "dimension": "COLUMNS", "length": len(headers)}
        self.request(appendDimension=more)
        self.type(title, 0, *headers, column=len(tab.header))

    def column(self, title: str, key: str, header: str) -> Mapping[str, str]:
        tab = self.tab(title)
        return {tab.text(row, key): tab.text(row, header) for row in tab.rows if tab.text(row, key)}


@pytest.fixture
def organizer(tmp_path: Path) -> Iterator[Organizer]:
    with running("empty", key_path=tmp_path / "key.json") as google:
        yield Organizer(google, {"MAILBOX": google.mailbox})


def answer(organizer: Organizer) -> None:
    """The tab that a linked form fills."""
    organizer.request(addSheet={"properties": {"sheetId": 77, "title": "Form Responses 1"}})
    organizer.type("Form Responses 1", 0, *HEADER)
    for row, (name, *said) in enumerate(PEOPLE, 1):
        email = f"{name.lower().replace(' ', '.')}@{name[0].lower()}.example.org"
        organizer.type("Form Responses 1", row, f"2027-05-0{row} 10:00:00", email, name, *said)


def rows_of_the_page() -> list[list[str]]:
    (table,) = re.findall(r"\| Criterion .*?\n\|---.*?\n(.*?)\n\n", (DOCS / PAGE).read_text("utf-8"), re.S)
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in table.splitlines()]


def test_a_programme_with_three_criteria_of_its_own_leads_from_the_form_to_drafts(organizer: Organizer) -> None:
    setup, pull, again, explained, match, check, draft = commands(PAGE)
    answer(organizer)
    organizer.copy(setup)
    for title in ("Mentors", "Mentees"):
        organizer.head(title, "Kind of mentoring", "Years of experience")
    organizer.head("Mentees", "Wish")
    organizer.copy(pull)
    asked = list(organizer.column("Questions", "Question", "Column"))
    questions = organizer.tab("Questions")
    organizer.type("Questions", asked.index(HEADER[-1]) + 1, "Wish", column=questions.column("Column") or 0)
    organizer.copy(again)
    assert organizer.column("Mentees", "Name", "Wish")["Bo Sy"] == "Eve Ro, Ada Ng"
    assert organizer.column("Mentors", "Name", "Years of experience")["Ada Ng"] == "12"
    below = len(organizer.tab("Criteria").rows)
    for number, cells in enumerate(rows_of_the_page(), below + 1):
        organizer.type("Criteria", number, *cells)
    organizer.copy(explained)
    assert organizer.column("Criteria", "Criterion", "What it means")["Kind"] == (
        "The more choices the two share under Kind of mentoring (mentees) and Kind of mentoring (mentors), the better."
    )
    organizer.copy(match)
    pairs = {
        name: cell.partition(" <")[0] for name, cell in organizer.column("Mentees", "Name", "Mentor match").items()
    }
    # of two who want technical mentoring one is left over; whoever wishes for Eve and may meet her gets her
    assert (pairs["Bo Sy"], pairs["Flo Po"]) == ("Ada Ng", "Eve Ro")
    assert sorted((pairs["Dee Wu"], pairs["Gus Ty"])) == ["", "Cy Li"]
    assert "both chose writing (Kind)" in organizer.column("Mentees", "Name", "Why")["Bo Sy"]
    costs = organizer.column("Criteria", "Criterion", "What it cost")
    assert costs["Kind"].startswith("one more mentee without a mentor") or costs["Kind"] != ""
    said = organizer.copy(check).output
    assert "“Zed Zu”, a wish of Gus Ty, names nobody in Mentors." in " ".join(said.split())
    organizer.copy(draft)
    drafts = organizer.tab("Drafts")
    assert {drafts.text(row, "State") for row in drafts.rows} == {"DRAFTED"}


def test_the_page_names_every_how_that_it_uses_as_the_sheet_does() -> None:
    assert [row[:3] for row in rows_of_the_page()] == [
        ["Kind", "must", "overlap"],
        ["Whom people wish for", "in this order", "wishes"],
        ["More experience", "in this order", "mentor has more"],
    ]
