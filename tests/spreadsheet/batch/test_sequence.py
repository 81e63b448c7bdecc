"""A plan as several: nothing is lost, what belongs together stays so, and what tells of the rest is last."""

from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from mentorship_gsheets.spreadsheet.batch import lower, lower_all
from mentorship_gsheets.spreadsheet.batch.concurrency import targets
from mentorship_gsheets.spreadsheet.batch.sequence import halves, in_sequence
from mentorship_gsheets.spreadsheet.plan import AddColumn, AddRow, AddTab, Change, Formula, Plan, SetCell, SetMetadata
from mentorship_gsheets.spreadsheet.tab import Column, TabSpec
from mentorship_gsheets.spreadsheet.workbook import Cell, Row, Tab, Workbook

HEADER = ("Email", "Name", "Match", "Check")
STANDING = tuple(f"s{number}" for number in range(6))
ROWS = tuple(
    Row(number, (Cell(key), Cell(key.title()), Cell("x" if number == 3 else "")))
    for number, key in enumerate(STANDING, 2)
)
WORKBOOK = Workbook(
    "id", "title", (Tab("People", 1, HEADER, ROWS, 9, 4), Tab("Log", 2, ("Run", "Did")), Tab("Memory", 3, ("Key",)))
)
CLOSING = ("Memory", "Log")
CHECK = Formula("={Email}&{Log!Run}&{Name}")


def new(key: str, *more: str) -> AddRow:
    return AddRow("People", "Email", key, (("Email", key), ("Name", "".join(more)), ("Check", CHECK)))


changes = st.tuples(
    # two rows may have one key, as in tabs where it names nobody for certain
    st.lists(st.sampled_from(["a", "b", "c", "d", "e", "f"]).map(new)),
    st.lists(
        st.builds(
            lambda key, column: SetCell("People", "Email", key, column, "new", "x" if (key, column) == OLD else ""),
            st.sampled_from(STANDING),
            st.sampled_from(HEADER[1:]),
        ),
        unique_by=lambda change: (change.key, change.column),
    ),
    st.lists(st.sampled_from(["1", "2"]).map(lambda key: AddRow("Log", "Run", key, (("Run", key),))), unique=True),
    st.lists(st.just(AddTab(TabSpec("More", (Column("Key"),), rows=5))), max_size=1),
    st.lists(st.just(AddColumn("People", Column("Extra"))), max_size=1),
    st.lists(st.just(SetMetadata("mails", "3")), max_size=1),
).map(lambda groups: [change for group in groups for change in group])
OLD = ("s1", "Match")


def kind(change: Change, replacing: frozenset[str]) -> int:
    """The place of a change in the order; in some columns something is replaced."""
    match change:
        case AddRow(tab="Log"):
            return 4
        case AddRow():
            return 1
        case SetCell(column=column):
            return 3 if column in replacing else 2
        case SetMetadata():
            return 5
    return 0


def keys_and_columns(made: list[Change]) -> set[tuple[str, str]]:
    return {(change.key, change.column) for change in made if isinstance(change, SetCell)}


@settings(max_examples=60)
@given(changes, st.integers(1, 900))
def test_it_is_the_same_plan_in_a_fixed_order(made: list[Change], aim: int) -> None:
    """All of it once; structure, rows, blank cells, columns in which something is replaced, records."""
    plan = Plan("pull", tuple(made))
    parts = in_sequence(plan, WORKBOOK, aim, CLOSING)
    told = [change for part in parts for change in part.changes]
    assert sorted(map(str, told)) == sorted(map(str, plan.changes))
    replacing = frozenset({"Name"} | ({"Match"} if OLD in keys_and_columns(made) else set()))
    if len(parts) > 1:
        places = [[kind(change, replacing) for change in part.changes] for part in parts]
        assert all(max(one) <= min(other) for one, other in pairwise(places))
    replaced = {
        place
        for place, part in enumerate(parts)
        for change in part.changes
        if isinstance(change, SetCell) and change.column in replacing
    }
    assert len(replaced) <= 1


@settings(max_examples=60)
@given(changes, st.integers(1, 900))
def test_the_parts_write_what_the_whole_writes(made: list[Change], aim: int) -> None:
    """Every cell in the same place with the same content, whatever is in which part."""
    plan = Plan("pull", tuple(made))
    parts = in_sequence(plan, WORKBOOK, aim, CLOSING)
    whole = targets(lower(plan, WORKBOOK))
    found: dict[tuple[int, int, int], object] = {}
    for requests, _ in lower_all(parts, WORKBOOK):
        for sheet, rows in targets(requests).items():
            found |= {(sheet, row, column): value for row, cells in rows.items() for column, value in cells.items()}
    assert found == {
        (sheet, row, column): value
        for sheet, rows in whole.items()
        for row, cells in rows.items()
        for column, value in cells.items()
    }


def test_later_parts_know_the_tabs_and_headers_of_those_before() -> None:
    made = Plan("setup", (AddTab(TabSpec("More", (Column("Key"),), rows=5)), AddColumn("People", Column("Extra"))))
    rows = Plan("setup", (AddRow("More", "Key", "k", (("Key", "k"),)), SetCell("People", "Email", "s0", "Extra", "y")))
    (_, before), (_, after) = lower_all([made, rows], WORKBOOK)
    assert before is WORKBOOK
    people, more = after.tab("People"), after.tab("More")
    assert people is not None
    assert more is not None
    assert (people.header, people.rows, more.header) == ((*HEADER, "Extra"), ROWS, ("Key",))


def test_halves_cut_between_rows_only() -> None:
    plan = Plan("pull", (new("a"), new("b"), SetCell("People", "Email", "b", "Match", "m")))
    assert [sorted(map(str, part.changes)) for part in halves(plan, WORKBOOK)] == [
        ["add a to People"],
        ["People: b, Match = 'm'", "add b to People"],
    ]
    alone = Plan("pull", (new("a"),))
    assert halves(alone, WORKBOOK) == [alone]


def test_a_formula_that_goes_along_is_sent_once() -> None:
    """The texts of all rows are known all the same."""
    requests = lower(Plan("pull", tuple(new(key, "Ada") for key in "abc")), WORKBOOK)
    sent = [request["repeatCell"] for request in requests if "repeatCell" in request]
    assert [each["cell"] for each in sent] == [{"userEnteredValue": {"formulaValue": "=$A8&Log!$A$2:$A$1000&$B8"}}]
    assert [targets(requests)[1][row][3] for row in (8, 9, 10)] == [
        {"formulaValue": f"=$A{row}&Log!$A$2:$A$1000&$B{row}"} for row in (8, 9, 10)
    ]
