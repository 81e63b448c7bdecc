"""Cohorts planned on workbooks in memory."""

from datetime import date
from typing import Any

import pytest

from mentorship_gsheets.errors import MentorshipError
from mentorship_gsheets.people import Role
from mentorship_gsheets.programmes import format_named
from mentorship_gsheets.programmes.cohorts.consistency import check_cohorts
from mentorship_gsheets.programmes.cohorts.standing import read_standing
from mentorship_gsheets.spreadsheet.plan import Plan, SetCell
from mentorship_gsheets.stages import check
from tests.programmes.cohorts import sheet
from tests.programmes.cohorts.books import book, judged, matched, pasted, rematched, rows_of, rules
from tests.programmes.cohorts.instances import SHARED
from tests.programmes.cohorts.sheet import Rows
from tests.stages.books import applied, column, edited


@pytest.mark.parametrize("name", ["1-minimum", "3-several", "4-second-run", "6-thirty"])
def test_instances_reach_their_optimum(name: str) -> None:
    told = sheet.read(SHARED / "cohorts" / f"{name}.json")
    after = matched(pasted(told), rules(Colleagues=told["colleagues"]))
    assert judged(told, after) == ([], tuple(told["optimum"].values()))


def small(**more: Any) -> dict[str, Any]:
    """One task, two mentors, four mentees: one cohort."""
    task = {"Task": "deploy"} | {f"{word} mentors": 2 for word in ("Min", "Wanted", "Max")}
    people = {"Tasks": "deploy", "Time zone": "UTC"}
    return {
        "Cohorts": [task],
        "Mentors": [{"Email": f"m{n}@example.org", "Name": f"Mentor {n}", **people} for n in (1, 2)],
        "Mentees": [{"Email": f"a{n}@example.org", "Name": f"Mentee {n}", **people} for n in (1, 2, 3, 4, 5)],
        **more,
    }


def test_a_row_without_a_name_is_named_and_holds_a_copy() -> None:
    (row,) = rows_of(matched(book(small()), rules()), "Cohorts")
    assert row["Cohort"] == "deploy"
    assert row["Mentors"] == "Mentor 1 <m1@example.org>\nMentor 2 <m2@example.org>"
    assert row["Channel"] == "#cohort-deploy"
    assert (row["Places left"], row["Least hours awake"], row["With one mentor away"]) == ("5", "14", "14")
    assert row["State"] == "ok"


def test_the_second_run_keeps_everybody_and_a_withdrawal_breaks_nothing_else() -> None:
    first = matched(book(small()), rules())
    before = column(first, Role.MENTEE, "Cohorts")
    assert set(before) == {f"a{n}@example.org" for n in (1, 2, 3, 4, 5)}
    after = rematched(edited(first, Role.MENTEE, "a1@example.org", "Status", "withdrawn"), rules())
    assert column(after, Role.MENTEE, "Cohorts") == {who: label for who, label in before.items() if who[:2] != "a1"}
    assert "a1@example.org" not in rows_of(after, "Cohorts")[0]["Mentees"]


def test_a_closed_cohort_frees_everybody() -> None:
    first = matched(book(small()), rules())
    closed = applied(Plan("edit", (SetCell("Cohorts", "Cohort", "deploy", "State", "closed", "ok"),)), first)
    found = {finding.code for finding in check.findings(closed, rules())}
    assert "closed-cohort" in found
    labels = column(rematched(closed, rules()), Role.MENTEE, "Cohorts")
    assert "deploy" not in labels.values()


def test_a_stale_copy_is_a_finding_and_is_rewritten() -> None:
    first = matched(book(small()), rules())
    old = rows_of(first, "Cohorts")[0]["Mentees"]
    stale = applied(Plan("edit", (SetCell("Cohorts", "Cohort", "deploy", "Mentees", "somebody", old),)), first)
    (finding,) = (each for each in check.findings(stale, rules()) if each.code == "stale-copy")
    assert finding.where == "Cohorts!E2"
    assert rows_of(matched(stale, rules()), "Cohorts")[0]["Mentees"] == old


@pytest.mark.parametrize(
    ("rows", "code", "where"),
    [
        ([{"Task": "deploy", "Min mentors": 5, "Max mentors": 2}], "cohort-sizes", "Cohorts!K2"),
        ([{"Task": "dep*"}], "cohort-wildcard", "Cohorts!B2"),
        ([{"Cohort": "x", "Task": "deploy"}, {"Cohort": "X", "Task": "deploy"}], "two-cohorts", "Cohorts!A2"),
        ([{"Task": "deploy", "At most": 2}, {"Task": "deploy", "At most": 3}], "cohort-rows-differ", "Cohorts!Q3"),
        ([{"Task": "deploy", "At most": "many"}], "cohort-number", "Cohorts!Q2"),
        ([{"Cohort": "x"}], "cohort-without-task", "Cohorts!B2"),
    ],
)
def test_a_slip_in_the_tab_is_a_finding_with_its_cell(rows: Rows, code: str, where: str) -> None:
    found = check.findings(book(small(Cohorts=rows)), rules())
    assert where in {finding.where for finding in found if finding.code == code}


def test_an_unknown_cohort_holds_one_person_and_nobody_else() -> None:
    people = small()
    people["Mentees"][0]["Cohorts"] = "deplyo"
    after = matched(book(people), rules())
    labels = column(after, Role.MENTEE, "Cohorts")
    assert labels == {"a1@example.org": "deplyo"} | {f"a{n}@example.org": "deploy" for n in (2, 3, 4, 5)}


@pytest.mark.parametrize(("day", "found"), [(date(2027, 3, 29), []), (date(2027, 3, 30), ["Cohorts!I2"])])
def test_a_cohort_that_nobody_reported_on_for_twice_the_interval_is_a_finding(day: date, found: list[str]) -> None:
    first = matched(book(small()), rules())
    told = applied(Plan("edit", (SetCell("Cohorts", "Cohort", "deploy", "Last check-in", "2027-03-01", ""),)), first)
    findings = check_cohorts(rules(), read_standing(told, rules(), today=day))
    assert [finding.where for finding in findings if finding.code == "no-check-in"] == found
    wrong = applied(Plan("edit", (SetCell("Cohorts", "Cohort", "deploy", "Last check-in", "in March", ""),)), first)
    assert [f.where for f in read_standing(wrong, rules()).findings if f.code == "unclear-day"] == ["Cohorts!I2"]


def test_a_task_whose_cohorts_are_all_closed_is_over() -> None:
    first = matched(book(small()), rules())
    closed = applied(Plan("edit", (SetCell("Cohorts", "Cohort", "deploy", "State", "closed", "ok"),)), first)
    after = rematched(closed, rules())
    assert column(after, Role.MENTEE, "Cohorts") == {}
    assert [row["Cohort"] for row in rows_of(after, "Cohorts")] == ["deploy"]


def test_a_cohort_called_by_a_number_stays_what_it_is() -> None:
    rows = small(Cohorts=[{"Cohort": "007", "Task": "deploy"}])
    assert set(column(matched(book(rows), rules()), Role.MENTEE, "Cohorts").values()) == {"007"}


def test_explain_says_why_and_what_another_cohort_costs() -> None:
    rows = small(Cohorts=[{"Task": name, "Min mentees": 1, "Min mentors": 1} for name in ("deploy", "talk")])
    for number, row in enumerate(rows["Mentors"]):
        row["Tasks"] = ("deploy", "talk")[number]
    for number, row in enumerate(rows["Mentees"]):
        row["Tasks"] = "deploy; talk" if number else "talk; deploy"
    after = matched(book(rows), rules())
    programme = format_named("cohorts")
    plan = programme.explain(after, rules(), "a2@example.org")
    assert plan.changes == ()
    assert [table.rows for table in plan.tables] == [
        (("deploy", "deploy: first pick; 1 of 1 mentors in reach."),),
        (("talk", "people who left a cohort +1; picks below the first +1; distance from the best sizes, squared -4"),),
    ]
    assert plan.summary.startswith("Mentee 2 <a2@example.org> is in deploy.")
    with pytest.raises(MentorshipError, match="is nobody here"):
        programme.explain(after, rules(), "zoe")
    with pytest.raises(MentorshipError, match="no cohort that is open"):
        programme.explain(after, rules(), "a2@example.org", "certificate")
