from mentorship_gsheets.people import Attendance, Roster
from mentorship_gsheets.programmes.pairs.optimum import arrange
from mentorship_gsheets.programmes.pairs.tables import quality_tables
from mentorship_gsheets.scoring import score
from mentorship_gsheets.settings import Priority, Settings
from tests.scoring.people import mentee, mentor

SETTINGS = Settings(priorities=(Priority.SPREAD, Priority.ATTENDANCE, Priority.FIELDS))
VIRTUAL, IN_PERSON = Attendance.VIRTUAL, Attendance.IN_PERSON


def test_the_report_counts_kinds_fit_blocks_and_people_left() -> None:
    roster = Roster(
        (
            mentor("Ada", fields=("x",), attendance=VIRTUAL, bin="X", capacity=2),
            mentor("Cy", fields=("y",), attendance=IN_PERSON, bin="Y"),
        ),
        (
            mentee("Bo", fields=("x",), attendance=VIRTUAL, bin="X", first_time=True),
            mentee("Dee", fields=("z",), attendance=IN_PERSON, bin="Y", first_time=False),
            mentee("Fay", fields=("x",), bin="X"),
            mentee("Guy", fields=("q",), bin="Q"),
        ),
    )
    tables = {table.title: table.rows for table in quality_tables(arrange(score(roster, SETTINGS)))}
    assert tables == {
        "Pairs": (
            ("pairs", "3"),
            ("attendance of one unknown", "1"),
            ("both in person", "1"),
            ("both virtual", "1"),
            ("share a bin only", "1"),
            ("share a field", "2"),
            ("mentors with 1 mentee", "1"),
            ("mentors with 2 mentees", "1"),
            ("mentees without a mentor", "1"),
            ("mentors without a mentee", "0"),
        ),
        "Fit of the pairs, from 0 to 100": (
            ("all", "3", "78", "0", "0", "0", "2", "1"),
            ("mentees virtual", "1", "100", "0", "0", "0", "0", "1"),
            ("first-timers", "1", "100", "0", "0", "0", "0", "1"),
            ("mentees in person", "1", "67", "0", "0", "0", "1", "0"),
            ("not for the first time", "1", "67", "0", "0", "0", "1", "0"),
            ("mentees of unknown attendance", "1", "67", "0", "0", "0", "1", "0"),
        ),
        "By bin": (
            ("Q", "1", "0", "0", ""),
            ("X", "2", "1", "2", "84"),
            ("Y", "1", "1", "1", "67"),
        ),
        "Worst off": (
            ("Dee <dee@example.org>", "Cy <cy@example.org>", "67", "little overlap of fields"),
            ("Fay <fay@example.org>", "Ada <ada@example.org>", "67", "too little is known"),
            ("Bo <bo@example.org>", "Ada <ada@example.org>", "100", ""),
        ),
        "Left without a partner": (
            ("Guy <guy@example.org>", "mentee", "is left over: there are fewer places than mentees"),
        ),
    }


def test_people_who_said_nothing_have_no_fit_and_change_no_mean() -> None:
    roster = Roster(
        (mentor("Ada", fields=("x",), attendance=VIRTUAL, capacity=2),),
        (mentee("Bo", fields=("x",), attendance=VIRTUAL), mentee("Dee", attendance=VIRTUAL)),
    )
    tables = {table.title: table.rows for table in quality_tables(arrange(score(roster, SETTINGS)))}
    assert ("too little is known for a fit", "1") in tables["Pairs"]
    assert tables["Fit of the pairs, from 0 to 100"][0] == ("all", "1", "100", "0", "0", "0", "0", "1")
    assert [row[0] for row in tables["Worst off"]] == ["Bo <bo@example.org>"]
    nobody = Roster((mentor("Ada", attendance=VIRTUAL),), (mentee("Bo", attendance=VIRTUAL),))
    silent = {table.title for table in quality_tables(arrange(score(nobody, SETTINGS)))}
    assert {"Fit of the pairs, from 0 to 100", "Worst off"} & silent == set()
