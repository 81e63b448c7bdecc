"""What people do to a sheet, in every way it can be broken: one row of the docs each.

The sheet holds the linked tab of a form, with four mentors and five mentees.
"""

from collections.abc import Mapping
from typing import Any

from tests.reliability.rows import Deed, Outcome

FLAG, STOP = Outcome.FLAG, Outcome.STOP
Request = Mapping[str, Any]

RESPONSES, MENTORS, MENTEES = 1, 2, 3
"""Stand for the ids of the tabs, which only the sheet knows."""


def lines(tab: int, dimension: str, first: int, count: int = 1) -> Request:
    """Rows or columns, counted from 0."""
    return {"sheetId": tab, "dimension": dimension, "startIndex": first, "endIndex": first + count}


def area(tab: int, rows: tuple[int, int], columns: tuple[int, int]) -> Request:
    """A rectangle, counted from 0, the ends left out."""
    names = ("startRowIndex", "endRowIndex", "startColumnIndex", "endColumnIndex")
    return {"sheetId": tab, **dict(zip(names, (*rows, *columns), strict=True))}


def moved(tab: int, column: int, to: int) -> Request:
    return {"requests": [{"moveDimension": {"source": lines(tab, "COLUMNS", column), "destinationIndex": to}}]}


def hidden(tab: int, first: int, count: int) -> Request:
    properties = {"range": lines(tab, "ROWS", first, count), "properties": {"hiddenByUser": True}}
    return {"requests": [{"updateDimensionProperties": {**properties, "fields": "hiddenByUser"}}]}


def filtered(tab: int, column: int, hides: str) -> Request:
    criteria = {"filterSpecs": [{"columnIndex": column, "filterCriteria": {"hiddenValues": [hides]}}]}
    return {"requests": [{"setBasicFilter": {"filter": {"range": {"sheetId": tab}, **criteria}}}]}


def merged(tab: int, rows: tuple[int, int], columns: tuple[int, int]) -> Request:
    return {"requests": [{"mergeCells": {"range": area(tab, rows, columns), "mergeType": "MERGE_ALL"}}]}


def copied(tab: int, row: int, to: int) -> Request:
    """A row pasted over another, as far as a sheet is wide."""
    one, other = area(tab, (row, row + 1), (0, 24)), area(tab, (to, to + 1), (0, 24))
    return {"requests": [{"copyPaste": {"source": one, "destination": other, "pasteType": "PASTE_NORMAL"}}]}


def titled(tab: int, title: str) -> Request:
    return {
        "requests": [{"updateSheetProperties": {"properties": {"sheetId": tab, "title": title}, "fields": "title"}}]
    }


IN_ANSWERS = (
    Deed("blank rows among the answers", ({"insert": "Form Responses 1", "row": 3, "count": 2},), "pull"),
    Deed("columns of the answers in another order", (moved(RESPONSES, 2, 0), moved(RESPONSES, 4, 2)), "pull"),
    Deed(
        "a heading worded otherwise",
        ({"rename": "Form Responses 1", "from": "Email Address", "to": "Your e-mail address:"},),
        "pull",
    ),
    Deed(
        "two columns of answers with one heading",
        ({"rename": "Form Responses 1", "from": "Anything we should know?", "to": "What is your full name?"},),
        "pull",
        told="“What is your full name? (8)” feeds no column",
    ),
    Deed("a column of answers without a heading", ({"edit": "Form Responses 1!H1", "value": ""},), "pull"),
    Deed("hidden rows among the answers", (hidden(RESPONSES, 2, 3),), "pull"),
    Deed("a filter that hides answers", (filtered(RESPONSES, 3, "As a mentee"),), "pull"),
    Deed(
        "a row of answers pasted twice", (copied(RESPONSES, 1, 10),), "pull", told="Mentor 0 answered more than once."
    ),
    Deed(
        "times as another country writes them",
        (
            {"requests": [{"updateSpreadsheetProperties": {"properties": {"locale": "de_DE"}, "fields": "locale"}}]},
            *({"edit": f"Form Responses 1!A{row}", "value": f"{row:02}.05.2027 10:00:00"} for row in range(2, 11)),
        ),
        "pull",
    ),
    Deed("no answers at all", ({"delete": "Form Responses 1", "row": 2, "count": 9},), "pull"),
)
IN_THE_TABS = (
    Deed("rows sorted", ({"sort": "Mentees", "by": "Name", "descending": True},)),
    Deed("columns moved", (moved(MENTEES, 1, 6), moved(MENTEES, 0, 3))),
    Deed(
        "a column of your own among ours",
        ({"requests": [{"insertDimension": {"range": lines(MENTEES, "COLUMNS", 1)}}]},),
    ),
    Deed("blank rows", ({"insert": "Mentees", "row": 3, "count": 2},)),
    Deed("hidden rows", (hidden(MENTEES, 1, 3),)),
    Deed("a filter that hides people", (filtered(MENTEES, 1, "Mentee 2"),)),
    Deed(
        "a row added by hand",
        ({"edit": "Mentees!A7", "value": "hand@example.org"}, {"edit": "Mentees!B7", "value": "By Hand"}),
    ),
    Deed(
        "a row added by hand, without an address",
        ({"edit": "Mentees!B7", "value": "No Address"},),
        outcome=FLAG,
        told="the address of No Address is blank.",
    ),
    Deed(
        "an address of a person changed to two",
        ({"edit": "Mentees!A3", "value": "mentee1@example.org, x@example.org"},),
        outcome=FLAG,
        told="the address of Mentee 1 holds two addresses.",
    ),
    Deed(
        "a row pasted twice",
        (copied(MENTEES, 1, 6),),
        outcome=FLAG,
        told="Mentee 0 stands in rows 2 and 7 of Mentees.",
        held="mentee0@example.org",
    ),
    Deed(
        "a partner nobody knows",
        ({"edit": "Mentees!H2", "value": "Somebody"},),
        outcome=FLAG,
        told="“Somebody” in the match cell of Mentee 0 names nobody.",
    ),
    Deed(
        "a status there is not",
        ({"edit": "Mentees!C2", "value": "perhaps"},),
        outcome=FLAG,
        told="the status of Mentee 0 is none the tool knows.",
        held="mentee0@example.org",
    ),
    Deed(
        "a formula that shows an error, typed over a capacity",
        ({"edit": "Mentors!G2", "value": "=1/0"},),
        told="the capacity of Mentor 0, “#DIV/0!”, is no number.",
    ),
    Deed(
        "a column that can be done without, renamed",
        ({"rename": "Mentees", "from": "Affiliation", "to": "Employer"},),
        told="Mentees has no column “Affiliation”; nothing is read from there or written.",
    ),
    Deed(
        "a column that is needed, renamed",
        ({"rename": "Mentees", "from": "Name", "to": "Full name"},),
        outcome=STOP,
        told="Mentees has no column “Name”",
    ),
    Deed(
        "two columns with the same heading",
        ({"edit": "Mentees!Z1", "value": "Email"},),
        outcome=STOP,
        told="two columns of Mentees are headed “Email”.",
    ),
    Deed(
        "merged cells",
        (merged(MENTEES, (1, 3), (0, 2)),),
        outcome=STOP,
        told="the cells A2:B3 of Mentees are merged, so only the first of them can hold anything.",
    ),
    Deed("a tab renamed", (titled(MENTEES, "People"),), outcome=STOP, told="this sheet has no tab “Mentees”"),
    Deed(
        "a tab deleted",
        ({"requests": [{"deleteSheet": {"sheetId": MENTEES}}]},),
        outcome=STOP,
        told="this sheet has no tab “Mentees”",
    ),
    Deed(
        "a setting that cannot be read",
        ({"edit": "Settings!B20", "value": "many"},),
        outcome=STOP,
        told="",
    ),
    Deed(
        "most answers gone",
        ({"delete": "Form Responses 1", "row": 3, "count": 7},),
        "pull",
        STOP,
        "Form Responses 1 has answers of 2 people now and had 9.",
    ),
    Deed(
        "the tab of the answers gone",
        ({"requests": [{"deleteSheet": {"sheetId": RESPONSES}}]},),
        "pull",
        STOP,
        "9 answers in Form responses came from a form that is not read now.",
    ),
)
GROUPS = {"In the tab of the answers": IN_ANSWERS, "In the tabs of people": IN_THE_TABS}
