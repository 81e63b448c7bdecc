"""The tab ``Criteria``: read as an order and rules; everything that is wrong with it at once, with its cell."""

from collections.abc import Sequence
from dataclasses import replace

import pytest

from mentorship_gsheets.criteria import Criterion, How
from mentorship_gsheets.errors import Level
from mentorship_gsheets.programmes import read_settings
from mentorship_gsheets.settings import DEFAULT_PRIORITIES, FIRST_PRIORITIES, IN_PLACE, Policy, Priority
from mentorship_gsheets.spreadsheet.plan import AddRow, AddTab, SetCell
from mentorship_gsheets.spreadsheet.workbook import Cell, Row, Workbook
from mentorship_gsheets.stages import match, setup
from mentorship_gsheets.tabs.criteria import CRITERIA
from mentorship_gsheets.tabs.people_tabs import PEOPLE, PEOPLE_TAB
from tests.scoring.people import mentee, mentor
from tests.sheets import applied, drawn, edited, lines, tab, without, workbook
from tests.stages.books import book

HEADER = [column.header for column in CRITERIA.columns]
CITIES = {"Mentors": ("Paris", "Rome"), "Mentees": ("Rome", "Paris")}


def rows(*given: Sequence[str]) -> Workbook:
    """A sheet whose people have a city and some years, with these rows of ``Criteria``."""
    people = []
    for role, spec in PEOPLE.items():
        header = [column.header for column in spec.columns]
        lines = [
            [{"Email": f"{city}@{role}.example.org".lower(), "Name": city}.get(name, "") for name in header]
            + [city, "12" if city == "Paris" else "many", "Paris"]
            for city in CITIES[PEOPLE_TAB[role]]
        ]
        people.append(tab(spec.title, [*header, "City", "Years", "Wish"], lines))
    return workbook(tab("Criteria", HEADER, given), *people)


def order(*given: Sequence[str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    settings, findings = read_settings(rows(*given))
    assert findings == []
    return tuple(map(str, settings.priorities)), tuple(map(str, settings.musts))


def wrong(*given: Sequence[str]) -> list[tuple[str, str]]:
    _, findings = read_settings(rows(*given))
    assert {finding.level for finding in findings} <= {Level.STOP}
    assert [finding.what for finding in findings if not finding.remedy] == []
    return [(finding.where, finding.code) for finding in findings]


def test_the_order_of_the_rows_is_the_order_of_importance() -> None:
    assert order(
        ["Topics", "in this order"],
        ["Same city", "In this order", "same", "City", "city"],
        ["sector", "off"],
        ["languages", "must"],
        ["overlap of fields", "in this order"],
    ) == (("topics", "Same city", "overlap of fields"), ("languages",))


def test_a_row_of_ones_own_is_the_comparison_of_two_columns() -> None:
    settings, _ = read_settings(rows(["Near", "must", "close in number", "Capacity", "Capacity"]))
    assert settings.musts == (Criterion("Near", How.CLOSE, "Capacity", "Capacity"),)
    settings, _ = read_settings(rows(["Wish", "in this order", "wishes", "", "Wish"]))
    assert settings.priorities == (Criterion("Wish", How.WISHES, "", "Wish"),)


def test_everything_wrong_is_told_at_once_with_its_cell() -> None:
    assert wrong(
        ["topics", "in this order"],
        ["Topics", "off"],
        ["colour", "in this order"],
        ["sector", "always"],
        ["languages", ""],
        ["One", "in this order", "sort of", "City", "City"],
        ["Two", "in this order", "same", "Town", "City"],
        ["Three", "in this order", "same", "City", ""],
        ["Four", "in this order", "close in number", "City", "Years"],
        ["Five", "in this order", "same", "City", "City"],
        ["Six", "must", "same", "city", "City"],
        ["", "off", "same"],
        ["free text", "must"],
        ["overlap of fields", "in this order", "", "City"],
        ["Seven", "in this order", "wishes"],
        ["Eight", "in this order", "same", "Live check", "City"],
    ) == [
        ("Criteria!A3", "double-criterion"),
        ("Criteria!A4", "unknown-criterion"),
        ("Criteria!B5", "unknown-choice"),
        ("Criteria!B6", "unknown-choice"),
        ("Criteria!C7", "unknown-choice"),
        ("Criteria!D8", "unknown-criterion-column"),
        ("Criteria!E9", "no-criterion-column"),
        ("Criteria!C10", "how-does-not-fit"),
        ("Criteria!A12", "double-criterion"),
        ("Criteria!A13", "no-criterion-name"),
        ("Criteria!B14", "no-must"),
        ("Criteria!D15", "criterion-columns"),
        ("Criteria!D16", "no-criterion-column"),
        ("Criteria!E16", "no-criterion-column"),
        ("Criteria!D17", "unknown-criterion-column"),
    ]


def test_what_the_remedies_say_to_do_works_when_done() -> None:
    assert order(["Four", "off", "close in number", "Town", "Years"], ["Near", "must", "same", "City", "Sector"]) == (
        (),
        ("Near",),
    )


@pytest.mark.parametrize(
    ("how", "good", "bad"),
    [
        ("mentor has more", ["12", "3 years", "many"], ["12", "none yet", "many"]),
        ("close in number", ["1", "2", "x"], ["1", "x", "y"]),
        ("awake together", ["Europe/Paris", "UTC+2", "the moon"], ["UTC", "the moon", "Mars base"]),
    ],
)
def test_a_how_fits_a_column_unless_two_thirds_cannot_be_read(how: str, good: list[str], bad: list[str]) -> None:
    def codes(cells: list[str]) -> list[str]:
        sheet = rows(["Mine", "in this order", how, "Years", "City"])
        mentors = sheet.tab("Mentors")
        assert mentors is not None
        place = mentors.column("Years")
        assert place is not None
        made = tuple(
            Row(number, (Cell(f"p{number}@example.org"), *[Cell()] * (place - 1), Cell(text)))
            for number, text in enumerate(cells, 2)
        )
        changed = replace(mentors, rows=made)
        mentees = replace(sheet.tab("Mentees"), rows=())  # type: ignore[type-var]  # the tab is there
        everybody = {"Mentors": changed, "Mentees": mentees}
        tabs = tuple(everybody.get(each.title, each) for each in sheet.tabs)
        return [finding.code for finding in read_settings(replace(sheet, tabs=tabs))[1]]

    assert (codes(good), codes(bad), codes([])) == ([], ["how-does-not-fit"], [])


def test_a_mistake_in_one_row_stops_no_other() -> None:
    settings, findings = read_settings(rows(["colour", "off"], ["topics", "in this order"], ["sector", "x"]))
    assert (settings.priorities, len(findings)) == ((Priority.TOPICS,), 2)


def test_last_years_partner_is_not_asked_for_where_it_is_forbidden() -> None:
    sheet = rows(["last year's partner", "in this order"])
    assert [(one.where, one.code) for one in read_settings(sheet)[1]] == [("Criteria!A2", "last-year-forbidden")]
    assert read_settings(drawn_settings(sheet, "allow"))[1] == []


def drawn_settings(sheet: Workbook, repeats: str) -> Workbook:
    line = {"Setting": "Previous pairs", "Value": repeats}
    lines = tab("Settings", list(line), [list(line.values())])
    return replace(sheet, tabs=tuple(lines if each.title == "Settings" else each for each in sheet.tabs))


def test_without_the_tab_the_line_of_settings_is_read_as_ever() -> None:
    for value, expected in (("topics; sector", (Priority.TOPICS, Priority.SECTOR)), ("", FIRST_PRIORITIES)):
        older = without(workbook(tab("Settings", ["Setting", "Value"], [["Priorities", value]])), "Criteria")
        settings, findings = read_settings(older)
        assert (settings.priorities, findings) == (expected, [])
    assert read_settings(without(workbook(), "Criteria"))[0].priorities == DEFAULT_PRIORITIES
    assert read_settings(workbook())[0].priorities == DEFAULT_PRIORITIES


def test_the_older_line_is_not_read_beside_the_tab_and_that_is_told() -> None:
    sheet = rows(["topics", "in this order"])
    line = tab("Settings", ["Setting", "Value"], [["Priorities", "sector"]])
    sheet = replace(sheet, tabs=tuple(line if each.title == "Settings" else each for each in sheet.tabs))
    settings, findings = read_settings(sheet)
    assert settings.priorities == (Priority.TOPICS,)
    assert [(one.where, one.code, one.level) for one in findings] == [("Settings!B2", "order-moved", Level.NOTE)]


def set_up(sheet: Workbook) -> Workbook:
    """The sheet after setup, as far as it is tabs, rows and cells."""
    plan = setup.plan(sheet)
    fresh = tuple(drawn(change.spec) for change in plan.changes if isinstance(change, AddTab))
    rest = tuple(change for change in plan.changes if not isinstance(change, AddTab))
    return applied(replace(plan, changes=rest), replace(sheet, tabs=(*sheet.tabs, *fresh)))


def cells_of(sheet: Workbook) -> list[AddRow | SetCell]:
    """What setup would write into cells."""
    return [change for change in setup.plan(sheet).changes if isinstance(change, AddRow | SetCell)]


def test_a_new_sheet_has_every_criterion_in_its_order() -> None:
    made = set_up(Workbook("book", "Book", ()))
    place = DEFAULT_PRIORITIES.index(Priority.TOPICS)
    wishes = Criterion("Wishes", How.WISHES, "", "Wishes")
    order = (*DEFAULT_PRIORITIES[:place], wishes, *DEFAULT_PRIORITIES[place:])
    assert lines(made, "Criteria", "Criterion", "Use") == [
        *((str(judged), "in this order") for judged in order),
        *((str(priority), "off") for priority in Priority if priority not in {*DEFAULT_PRIORITIES, *IN_PLACE}),
    ]
    assert [means for (means,) in lines(made, "Criteria", "What it means") if not means.endswith(".")] == []
    assert read_settings(made) == (replace(read_settings(made)[0], priorities=order), [])


PEOPLE_OF_BEFORE = (
    mentor("Ada", fields=("Law",), topics=("grants",), sector="industry", capacity=1),
    mentor("Cy", fields=("Art",), topics=("jobs",), sector="academia"),
    mentee("Bo", fields=("Law",), topics=("jobs",), sector="academia"),
    mentee("Dee", fields=("Art",), topics=("grants",), sector="industry"),
)


@pytest.mark.parametrize("value", ["", "topics; shares a field or block", "sector; overlap of fields; topics"])
def test_a_sheet_of_the_first_generation_is_carried_over_without_a_changed_pair(value: str) -> None:
    settings = tab("Settings", ["Setting", "Value", "Default", "Meaning"], [["Priorities", value, "old", "old"]])
    people = without(book(*PEOPLE_OF_BEFORE), "Criteria")
    before = replace(people, tabs=(*people.tabs, settings))
    plan = setup.plan(before)
    assert [(one.where, one.code) for one in plan.findings] == [("Settings!B2", "order-carried")]
    after = set_up(before)
    assert lines(after, "Settings", "Setting", "Value", "Default", "Meaning")[0] == (
        "Priorities", "", "", "Moved to the tab Criteria.",
    )  # fmt: skip
    assert [change for change in cells_of(after) if change.tab in ("Criteria", "Settings")] == []
    assert setup.plan(after).findings == ()
    old, new = (read_settings(sheet)[0] for sheet in (before, after))
    assert old.priorities == new.priorities
    cells = [
        [change for change in match.plan(sheet, read_settings(sheet)[0]).changes if change.tab != "Criteria"]  # type: ignore[union-attr]  # match plans cells alone
        for sheet in (before, after)
    ]
    assert cells[0] == cells[1] != []


def test_an_order_that_cannot_be_read_is_for_a_person_first() -> None:
    settings = tab("Settings", ["Setting", "Value"], [["Priorities", "topics; colour"]])
    plan = setup.plan(without(workbook(settings), "Criteria"))
    assert [(stop.where, stop.code) for stop in plan.stops] == [("Settings!B2", "bad-setting")]


def test_a_criterion_that_is_new_to_a_sheet_is_off_in_it() -> None:
    sheet = workbook(tab("Criteria", HEADER, [["topics", "in this order"]]))
    after = set_up(sheet)
    assert dict(lines(after, "Criteria", "Criterion", "Use"))["sector"] == "off"
    assert read_settings(after)[0].priorities == (Priority.TOPICS,)


def test_setup_says_what_a_row_of_ones_own_means_and_again_plans_nothing() -> None:
    after = set_up(rows(["Same city", "in this order", "same", "City", "City"]))
    said = dict(lines(after, "Criteria", "Criterion", "What it means"))["Same city"]
    assert said == "Both give the same answer under City (mentees) and City (mentors)."
    assert [change for change in cells_of(after) if change.tab == "Criteria"] == []


def test_match_writes_what_each_criterion_cost_and_a_must_in_people_left_over() -> None:
    sheet = rows(["Same city", "must", "same", "City", "City"], ["topics", "in this order"])
    sheet = edited(sheet, "Mentees", "rome@mentee.example.org", "City", "Oslo")
    settings = read_settings(sheet)[0]
    plan = match.plan(sheet, settings)
    costs = {
        change.key: change.value for change in plan.changes if isinstance(change, SetCell) and change.tab == "Criteria"
    }
    assert costs == {
        "Same city": "one more mentee without a mentor; without it 1 mentee would have another mentor, or none."
    }
    after = applied(plan, sheet)
    assert match.plan(after, settings).changes == ()


def test_policies_of_settings_stay_beside_the_criteria() -> None:
    sheet = drawn_settings(rows(["topics", "in this order"]), "avoid")
    assert read_settings(sheet)[0].repeats is Policy.AVOID
