"""Bins written into a sheet."""

from dataclasses import replace

from mentorship_gsheets.settings import Settings
from mentorship_gsheets.spreadsheet.workbook import Workbook
from mentorship_gsheets.stages import bin as bin_stage
from tests.sheets import applied, lines, workbook

BINS = [{"Bin": "Stars", "Fields": "Astronomy; Physics"}, {"Bin": "Life", "Fields": "Biology\nHealth, medicine"}]


def row(name: str, fields: str = "", **more: str) -> dict[str, str]:
    return {"Email": f"{name.lower()}@example.org", "Name": name, "Status": "answered", "Fields": fields, **more}


def book() -> Workbook:
    return workbook(
        Bins=BINS,
        Mentors=[row("Ada", "Astronomy, Biology"), row("Bo", "Physics")],
        Mentees=[row("Cy", "Physics"), row("Di", "Health, medicine"), row("Ed")],
    )


def test_blank_bins_are_filled_evenly_and_the_unknown_stand_in_other() -> None:
    after = applied(bin_stage.plan(book(), Settings()), book())
    assert lines(after, "Mentors", "Name", "Bin") == [("Ada", "Life"), ("Bo", "Stars")]
    assert lines(after, "Mentees", "Name", "Bin") == [("Cy", "Stars"), ("Di", "Life"), ("Ed", "Other")]


def test_planning_again_is_empty() -> None:
    after = applied(bin_stage.plan(book(), Settings()), book())
    assert bin_stage.plan(after, Settings()).changes == ()


def test_who_moved_and_why_is_said_with_the_cell() -> None:
    (finding,) = bin_stage.plan(book(), Settings()).findings
    assert str(finding) == (
        "Mentors!J2: Ada ticked Stars first, as 2 mentors and 1 mentee did, and goes to Life, ticked too, "
        "which 0 mentors and 1 mentee put first. "
        "Type another bin to overrule this."
    )


def test_the_table_shows_blocks_before_and_after() -> None:
    (table,) = bin_stage.plan(book(), Settings()).tables
    assert table.rows == (
        ("Stars", "2", "1", "1", "1", "0"),
        ("Life", "0", "1", "1", "1", "0"),
        ("Other", "0", "1", "0", "1", "-1"),
    )


def test_filled_bins_stay_and_count_in_any_spelling() -> None:
    filled = workbook(
        Bins=BINS, Mentors=[row("Ada", "Astronomy, Biology", Bin="stars")], Mentees=[row("Cy", "Physics")]
    )
    plan = bin_stage.plan(filled, Settings())
    assert [str(change) for change in plan.changes] == ["Mentees: cy@example.org, Bin = 'Stars'"]
    assert plan.tables[0].rows[0] == ("Stars", "1", "1", "1", "1", "0")


def test_whoever_could_move_is_named() -> None:
    filled = workbook(
        Bins=BINS,
        Mentors=[row("Ada", "Astronomy, Biology", Bin="Stars"), row("Bo", "Physics", Bin="Stars")],
        Mentees=[row("Di", "Biology", Bin="Life")],
    )
    assert [(finding.code, finding.where) for finding in bin_stage.plan(filled, Settings()).findings] == [
        ("could-move", "Mentors!J2")
    ]


def test_a_block_that_is_not_listed_is_reported_and_kept() -> None:
    filled = workbook(Bins=BINS, Mentors=[row("Ada", "Astronomy", Bin="Elsewhere")])
    plan = bin_stage.plan(filled, Settings())
    assert ([finding.code for finding in plan.findings], plan.changes) == (["unknown-bin"], ())


def test_withdrawn_and_held_people_get_no_block() -> None:
    people = [row("Ada", Status="withdrawn"), row("Bo", Name="x" * 300), row("Cy"), row("Cy")]
    assert bin_stage.plan(workbook(Bins=BINS, Mentors=people), Settings()).changes == ()


def test_places_are_balanced_where_settings_say_so() -> None:
    people = workbook(
        Bins=BINS,
        Mentors=[row("Ada", "Biology, Physics", Capacity="2")],
        Mentees=[row("Cy", "Physics"), row("Di", "Physics")],
    )
    (table,) = bin_stage.plan(people, replace(Settings(), weigh_bins=True)).tables
    assert (table.header[3], table.rows[0]) == ("Places", ("Stars", "0", "2", "2", "2", "0"))


def test_without_a_bins_tab_line_everybody_stands_in_other() -> None:
    plan = bin_stage.plan(workbook(Mentors=[row("Ada", "Physics")]), Settings())
    assert [str(change) for change in plan.changes] == ["Mentors: ada@example.org, Bin = 'Other'"]


def test_fields_that_no_block_lists_are_named_the_most_common_first() -> None:
    people = [row("Ada", "Falconry, Physics"), row("Bo", "Poetry"), row("Cy", "Poetry; Other")]
    findings = bin_stage.plan(workbook(Bins=BINS, Mentors=people), Settings()).findings
    assert [finding.what for finding in findings if finding.code == "unlisted-field"] == [
        "fields that no bin lists: “Poetry” (2), “Falconry” (1)."
    ]
