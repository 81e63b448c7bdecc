"""The people as a sheet has them."""

from dataclasses import replace

import pytest

from mentorship_gsheets.errors import Finding, Level, MentorshipError
from mentorship_gsheets.people import Participant, Role
from mentorship_gsheets.records.roster import locate, match_text, read_roster, row_key
from mentorship_gsheets.spreadsheet.workbook import Area, Workbook
from mentorship_gsheets.tabs.people_tabs import MENTORS
from tests.sheets import drawn, tab, without, workbook

ADA = {"Email": "ada@example.org", "Name": "Ada", "Status": "answered"}
BO = {"Email": "bo@example.org", "Name": "Bo", "Status": "answered"}
CY = {"Email": "cy@example.org", "Name": "Cy", "Status": "answered"}


def found(book: Workbook) -> list[tuple[str, str, Level]]:
    _, findings = read_roster(book)
    return [(finding.code, finding.where, finding.level) for finding in findings]


def partners(cell: str) -> tuple[str, ...]:
    roster, _ = read_roster(workbook(Mentors=[{**ADA, "Mentee match": cell}], Mentees=[BO, CY]))
    return roster.mentors[0].partners


def test_both_tabs_are_read_in_their_order() -> None:
    roster, findings = read_roster(workbook(Mentors=[CY, ADA], Mentees=[BO]))
    assert ([person.email for person in roster], findings) == (
        ["cy@example.org", "ada@example.org", "bo@example.org"],
        [],
    )


def test_moved_columns_blank_rows_and_columns_of_others_do_not_matter() -> None:
    header = ["Mine", "", "Name", *(column.header for column in reversed(MENTORS.columns) if column.header != "Name")]
    row = ["x", "y", "Ada", *({**ADA, "Capacity": "2"}.get(name, "") for name in header[3:])]
    roster, findings = read_roster(workbook(tab("Mentors", header, [[""], row, ["", "", ""]])))
    assert ([(person.email, person.capacity) for person in roster], findings) == ([("ada@example.org", 2)], [])


@pytest.mark.parametrize(
    ("cell", "emails"),
    [
        ("", ()),
        ("Bo <bo@example.org>", ("bo@example.org",)),
        ("whatever <BO@Example.org >", ("bo@example.org",)),
        ("bo@example.org", ("bo@example.org",)),
        ("bo", ("bo@example.org",)),
        ("BO\n\n Cy <cy@example.org>\nbo@example.org", ("bo@example.org", "cy@example.org")),
        ("Zoe <zoe@example.org>", ("zoe@example.org",)),
        ("Bo (@bo) <bo@example.org>", ("bo@example.org",)),
        ("<b>@Bo</b> <bo@example.org>", ("bo@example.org",)),
        ("nobody", ()),
        ("Bo <bo@example.org> <cy@example.org>", ()),
        ("bo@example.org and cy@example.org", ()),
        ("Bo <>", ()),
    ],
)
def test_match_cells_are_read_by_address_and_by_name(cell: str, emails: tuple[str, ...]) -> None:
    assert partners(cell) == emails


@pytest.mark.parametrize("line", ["nobody", "Bo <bo@example.org> <cy@example.org>", "Bo <bo@>", "<>"])
def test_what_names_nobody_for_sure_is_held(line: str) -> None:
    book = workbook(Mentors=[{**ADA, "Mentee match": f"Cy\n{line}"}], Mentees=[BO, CY])
    assert found(book) == [("unclear-partner", "Mentors!B2", Level.HELD)]


def test_a_name_two_people_bear_is_not_guessed() -> None:
    book = workbook(Mentors=[{**ADA, "Mentee match": "Bo"}], Mentees=[BO, {**CY, "Name": "bo"}])
    assert found(book) == [("unclear-partner", "Mentors!B2", Level.HELD)]


def test_two_rows_of_one_address_are_both_left_out() -> None:
    book = workbook(Mentors=[ADA, BO, {**ADA, "Email": " ADA@example.org"}])
    roster, _ = read_roster(book)
    assert [person.email for person in roster.mentors] == ["bo@example.org"]
    assert found(book) == [("two-rows", "Mentors!L4", Level.HELD)]


def test_one_address_in_both_tabs_is_one_person_in_two_roles() -> None:
    assert found(workbook(Mentors=[ADA], Mentees=[ADA])) == []


@pytest.mark.parametrize(
    ("one", "other"),
    [("ada+x@example.org", "ada@example.org"), ("a.da@gmail.com", "ada@gmail.com")],
)
def test_perhaps_one_person_is_said_and_nobody_merged(one: str, other: str) -> None:
    for book in (
        workbook(Mentors=[{**ADA, "Email": one}, {**BO, "Email": other}]),
        workbook(Mentors=[{**ADA, "Email": one}], Mentees=[{**BO, "Email": other}]),
    ):
        roster, findings = read_roster(book)
        assert ([finding.code for finding in findings], len(list(roster))) == (["perhaps-same"], 2)


def test_rows_without_an_address_are_held_with_their_place() -> None:
    book = workbook(Mentors=[{"Name": "Ada"}], Mentees=[{"Email": "bo@example.org, cy@example.org", "Name": "Bo"}])
    assert found(book) == [("bad-address", "Mentors!L2", Level.HELD), ("bad-address", "Mentees!L2", Level.HELD)]


def test_check_boxes_alone_make_no_person() -> None:
    assert found(workbook(Mentors=[{"Keep": "FALSE"}, {"Live check": "ok"}])) == []


def test_a_missing_tab_stops_with_the_names_of_those_there() -> None:
    book = without(workbook(), "Mentees")
    with pytest.raises(MentorshipError) as stopped:
        read_roster(book)
    assert [finding.code for finding in stopped.value.findings] == ["no-tab"]
    assert "there are Read me, Settings" in str(stopped.value)


def test_missing_and_doubled_columns_stop_all_named_at_once() -> None:
    headers = [column.header for column in MENTORS.columns]
    mentors = tab("Mentors", ["E-mail address" if header == "Email" else header for header in headers] + [" name"])
    with pytest.raises(MentorshipError) as stopped:
        read_roster(workbook(mentors))
    assert [(finding.code, finding.where) for finding in stopped.value.findings] == [
        ("no-column", "Mentors!1"),
        ("two-columns", "Mentors!A1"),
    ]


def test_merged_cells_stop_where_they_touch_our_columns() -> None:
    mentors = drawn(MENTORS, ADA)
    mine = len(mentors.header)
    merged = (Area(range(2, 4), range(1, 3)), Area(range(2, 9), range(mine, mine + 1)))
    with pytest.raises(MentorshipError) as stopped:
        read_roster(workbook(replace(mentors, header=(*mentors.header, "Mine"), merged=merged)))
    assert [(finding.code, finding.where) for finding in stopped.value.findings] == [("merged-cells", "Mentors!B2:C3")]


def test_columns_the_tool_can_do_without_are_missed_in_one_note() -> None:
    header = [column.header for column in MENTORS.columns if column.header not in ("Notes", "Topics")]
    book = workbook(tab("Mentors", header, [[ADA.get(name, "") for name in header]]))
    roster, (finding,) = read_roster(book)
    assert ([person.name for person in roster], finding.code, finding.level) == (["Ada"], "column-unread", Level.NOTE)
    assert finding.what == "Mentors has no column “Topics”, “Notes”; nothing is read from there or written."


def test_fields_with_commas_survive_in_cells() -> None:
    book = workbook(
        Bins=[{"Bin": "Earth", "Fields": "Meteorology, Geology; Petrology"}],
        Mentors=[{**ADA, "Fields": "Petrology, Meteorology, Geology"}],
        Mentees=[{**BO, "Fields": "Cats, dogs; Petrology"}, {**CY, "Fields": "Cats, dogs"}],
    )
    roster, _ = read_roster(book)
    assert [person.fields for person in roster] == [
        ("Petrology", "Meteorology, Geology"),
        ("Cats, dogs", "Petrology"),
        ("Cats, dogs",),
    ]


def test_findings_get_the_cell_of_their_person_and_column() -> None:
    book = workbook(Mentors=[BO, {**ADA, "Email": " Ada@Example.org "}])
    located = locate([Finding("x", who=(Role.MENTOR, "ada@example.org"), column="Capacity"), Finding("y")], book)
    assert [finding.where for finding in located] == ["Mentors!N3", ""]


def test_a_row_is_keyed_by_the_text_that_stands_there() -> None:
    book = workbook(Mentors=[{**ADA, "Email": "mailto:Ada@Example.org"}])
    assert row_key(book, Role.MENTOR, "ada@example.org") == "mailto:Ada@Example.org"


def test_whoever_is_in_no_row_has_no_key() -> None:
    with pytest.raises(KeyError):
        row_key(workbook(), Role.MENTOR, "ada@example.org")


def test_match_text_is_one_partner_a_line_and_reads_back() -> None:
    people = [Participant("bo@example.org", "Bo", Role.MENTEE), Participant("cy@example.org", "", Role.MENTEE)]
    assert match_text(people) == "Bo <bo@example.org>\n<cy@example.org>"
    assert partners(match_text(people)) == ("bo@example.org", "cy@example.org")


def test_a_column_of_others_named_like_ours_elsewhere_does_not_stop() -> None:
    assert found(workbook(drawn(MENTORS, ADA), tab("My notes", ["Email", "Email"], [["a", "b"]]))) == []
