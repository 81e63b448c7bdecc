"""A column that was renamed and has lost its note is known by what stands in it; what is not sure is asked about."""

from mentorship_gsheets.people import Role
from mentorship_gsheets.records.headings import header_problems
from mentorship_gsheets.records.renamed import names_back, renamed_columns
from mentorship_gsheets.spreadsheet.plan import AddColumn, RenameColumn
from mentorship_gsheets.spreadsheet.workbook import Tab, Workbook
from mentorship_gsheets.stages import setup
from mentorship_gsheets.tabs.people_tabs import MENTEES, PAIR_TABS
from tests.sheets import drawn, tab, workbook

LINES = [
    {"Email": "bo@example.org", "Name": "Bo", "Status": "answered", "Mentor match": "Ada <ada@example.org>"},
    {"Email": "cy@example.org", "Name": "Cy", "Status": "no answer", "Mentor match": "Dee <dee@example.org>"},
]


def called(**names: str) -> Tab:
    """``Mentees`` with some columns called otherwise; a name of nothing takes the column away."""
    made = drawn(MENTEES, *LINES)
    header = [names.get(text.replace(" ", "_"), text) for text in made.header]
    places = [place for place, text in enumerate(header) if text]
    rows = [[row[place].text for place in places] for row in made.rows]
    return tab("Mentees", [header[place] for place in places], rows)


def found(mentees: Tab, **more: list[dict[str, str]]) -> dict[str, str]:
    return dict(names_back(renamed_columns(workbook(mentees, **more), mentees, MENTEES)))


def test_addresses_and_partners_and_states_tell_which_column_it_is() -> None:
    mentees = called(Email="Contact", Mentor_match="Partner", Status="Answer?")
    assert found(mentees) == {"Contact": "Email", "Partner": "Mentor match", "Answer?": "Status"}


def test_names_are_known_by_the_people_seen_before() -> None:
    seen = [{"Key": f"person mentee {one}@example.org", "Text": f'{{"name": "{one.title()}"}}'} for one in ("bo", "cy")]
    memory = tab("Memory", ["Key", "Text"], [[line["Key"], line["Text"]] for line in seen])
    mentees = called(Name="Who")
    assert names_back(renamed_columns(workbook(mentees, memory), mentees, MENTEES)) == {"Who": "Name"}


def test_an_organizers_own_column_is_no_column_of_the_tools() -> None:
    mentees = called(Email="", Bin="Room", Notes="Dinner")
    assert found(mentees) == {}
    assert found(drawn(MENTEES, *LINES)) == {}


def test_two_that_may_be_it_stop_setup_and_are_named() -> None:
    mentees = called(Email="Private", Name="Work")
    mentees = tab(
        "Mentees",
        mentees.header,
        [
            [
                "a@example.org" if text == "Private" else "a@work.example.org" if text == "Work" else ""
                for text in mentees.header
            ],
            [
                "b@example.org" if text == "Private" else "b@work.example.org" if text == "Work" else ""
                for text in mentees.header
            ],
        ],
    )
    plan = setup.plan(workbook(mentees))
    (stop,) = plan.stops
    assert (stop.code, stop.what) == (
        "columns-alike",
        "the column “Email” is missing; “Work” or “Private” may be it: what stands in it says so.",
    )
    columns = [change for change in plan.changes if isinstance(change, AddColumn | RenameColumn)]
    assert [change.column.header for change in columns if isinstance(change, AddColumn)] == ["Name"]


def test_an_empty_sheet_has_nothing_renamed() -> None:
    nothing = tab("Mentees", ["Anything"])
    assert renamed_columns(Workbook("id", "", (nothing,)), nothing, MENTEES) == ()


def test_whoever_misses_a_column_names_the_one_that_may_be_it() -> None:
    mentees = called(Mentor_match="Partner")
    (problem,) = header_problems(mentees, Role.MENTEE, PAIR_TABS)
    assert problem.remedy == "“Partner” may be it. Give the column its name back, or run: mentorship setup."
