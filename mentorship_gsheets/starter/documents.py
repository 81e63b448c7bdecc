"""The starter as a whole: all documents, the plan that makes them, and what they say once they are calculated."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from mentorship_gsheets.counts import counted
from mentorship_gsheets.spreadsheet.plan import AddRow, AddTab, Change, Furnish, Plan
from mentorship_gsheets.spreadsheet.tab import Column, TabDrawing
from mentorship_gsheets.starter import days, money
from mentorship_gsheets.starter.document import Document, Row

CONFERENCE = "ExampleConf"
READ_ME = TabDrawing(
    "Read me",
    (
        Column("About", "", 170),
        Column("Value", "Yours to change; all tabs look here.", 150),
        Column("What to do", "", 620, wrap=True),
    ),
    rows=40,
)
_GUIDE = (
    "Everything in here is an example: write over the figures and names, and keep what calculates.",
    "Budget: must is what you cannot do without, want and nice go first. Plan with the careful scenario.",
    "Free heads are speakers, helpers and guests: they pay nothing, eat, and get a badge.",
    "To break even, only sponsors count who have signed. What is hoped for stands in a line of its own.",
    "Tickets: the price is what people pay; tax and fees go away before anything is left.",
    "Sponsors: Promised and Delivered are what they will ask about. The tiers are those of the prospectus.",
    "Cash: money comes late and is spent early. A red month is one in which somebody lends you money.",
    "Schedule and Volunteers: red is a room, a speaker or a person in two places at once.",
    "Organizers: one owner a task, and a day counted back from the first one.",
)


def read_me(currency: str, starts: date) -> Document:
    """Return the first tab: what all others look up, and what to do with them."""
    values = (("Conference", CONFERENCE), ("Currency", currency), ("First day", str(starts)))
    rows: list[Row] = []
    for place, text in enumerate(_GUIDE):
        about = dict(zip(("About", "Value"), values[place], strict=True)) if place < len(values) else {}
        rows.append({"About": f"{place + 1}.", **about, "What to do": text})
    return Document(READ_ME, tuple(rows))


def documents(currency: str, starts: date) -> tuple[Document, ...]:
    """Return every document with the example in it.

    Parameters
    ----------
    currency
        As people write it, as EUR.
    starts
        The first of two days.
    """
    both = (str(starts), str(starts + timedelta(days=1)))
    return (
        read_me(currency, starts),
        money.budget(),
        money.tickets(),
        money.sponsors(),
        money.cash(),
        days.schedule(both),
        days.volunteers(both),
        days.organizers(),
    )


def plan(made: Sequence[Document]) -> Plan:
    """Return the plan that makes the documents in a fresh spreadsheet."""
    return Plan("starter", tuple(_changes(made)), summary=f"makes {counted(len(made), 'document')}")


def _changes(made: Sequence[Document]) -> Iterator[Change]:
    for place, document in enumerate(made):
        yield AddTab(document.drawing, index=place)
    for document in made:
        drawing = document.drawing
        yield Furnish(drawing.title, "banding")
        for column in drawing.columns:
            if column.note:
                yield Furnish(drawing.title, "note", column)
            if column.choices or column.choices_from:
                yield Furnish(drawing.title, "dropdown", column)
            if column.ours:
                yield Furnish(drawing.title, "protection", column)
        for rule in drawing.rules:
            yield Furnish(drawing.title, "rule", rule)
        for chart in drawing.charts:
            yield Furnish(drawing.title, "chart", chart)
        # rows are found by their number while they are made: a table on the right goes on where the left one ends
        for number, row in enumerate(document.rows, 1):
            cells = tuple((header, value) for header, value in row.items() if value != "")
            key_header, key = next((h, str(v)) for h, v in cells if isinstance(v, str))
            yield AddRow(drawing.title, key_header, key or str(number), cells)
