"""Trying out, from the coin in the sheet to the difference with its interval."""

from dataclasses import replace

import pytest

from mentorship_gsheets.errors import MentorshipError
from mentorship_gsheets.mail import read_message
from mentorship_gsheets.people import Participant, Role
from mentorship_gsheets.programmes import programme_of
from mentorship_gsheets.programmes.pairs.learning import outcomes
from mentorship_gsheets.records.feedback import Feedback
from mentorship_gsheets.records.trials import SECOND, Half, Trial, read_trials
from mentorship_gsheets.settings import Settings
from mentorship_gsheets.spreadsheet.plan import AddRow, AddTab, Plan
from mentorship_gsheets.spreadsheet.workbook import Workbook
from mentorship_gsheets.stages import carry_over, learn, match, rematch
from mentorship_gsheets.tabs.catalogue import CALENDAR_ID, SETTINGS
from mentorship_gsheets.tabs.learned import LEARNED
from mentorship_gsheets.trials.coin import TRY_OUT, Side, coin_text, toss
from tests.ledger.box import Box
from tests.mail.mail import SETTINGS as MAILING
from tests.sheets import drawn, lines
from tests.stages.books import applied, book, column, edited
from tests.stages.cast import mentee, mentor
from tests.stages.mailroom import codes, drafted, mail_book, planned, typed
from tests.trials.programme import CRITERION, DONE, SALT, crowd, lived, salted, trying


def matched(people: list[Participant], settings: Settings | None = None) -> Workbook:
    made = salted(mail_book(*people))
    return applied(match.plan(made, settings or trying()), made)


# --- the coin ---------------------------------------------------------------------------------------------------------


def test_match_tosses_a_coin_for_each_mentee_and_matches_by_it() -> None:
    made = matched(crowd(8))
    coins = column(made, Role.MENTEE, TRY_OUT)
    assert coins == {
        f"mentee{n}@example.org": coin_text(toss(SALT, CRITERION, f"mentee{n}@example.org"), CRITERION)
        for n in range(8)
    }
    assert len(set(coins.values())) == 2
    assert match.plan(made, trying()).changes == ()
    assert rematch.plan(made, trying()).changes == ()


def test_coins_stay_whatever_the_order_of_rows_who_comes_later_and_what_address_is_corrected() -> None:
    made = matched(crowd(6))
    coins = column(made, Role.MENTEE, TRY_OUT)
    assert column(matched([*reversed(crowd(6))]), Role.MENTEE, TRY_OUT) == coins
    assert coins.items() <= column(matched(crowd(9)), Role.MENTEE, TRY_OUT).items()
    # somebody put another number there: what was tossed stays
    salt = typed(made, SETTINGS.title, "Setting", "Format", CALENDAR_ID, "other")
    assert match.plan(salt, trying()).changes == ()


def test_a_pair_that_stood_before_has_no_coin() -> None:
    people = [mentor("Ada", "Bo"), mentor("Eve"), mentor("Ida"), mentee("Bo", "Ada"), mentee("Flo")]
    assert set(column(matched(people), Role.MENTEE, TRY_OUT)) == {"flo@example.org"}
    one_sided = [mentor("Ada", "Bo"), mentor("Eve"), mentee("Bo"), mentee("Flo")]
    assert set(column(matched(one_sided), Role.MENTEE, TRY_OUT)) == {"flo@example.org"}


def test_the_price_is_shown_before_all_other_tables() -> None:
    """The one whose coin is off would have asked Ada, and is matched by sector instead."""
    off = next(f"M{n}" for n in range(99) if toss(SALT, CRITERION, f"m{n}@example.org") is Side.OFF)
    on = next(f"M{n}" for n in range(99) if toss(SALT, CRITERION, f"m{n}@example.org") is Side.ON)
    people = (
        mentor("Ada", topics=("Writing",), sector="academia"),
        mentor("Eve", topics=("Grants",), sector="industry"),
        mentee(off, topics=("Writing",), sector="industry"),
        mentee(on),
    )
    table = match.plan(salted(book(*people)), trying()).tables[0]
    assert table.title == "Trying out “topics”: on for 1 of 2 mentees"
    assert table.rows == (
        ("on for everybody", "100 points less in topics, but one more pair of the same sector", "2"),
        ("off for everybody", "just as good", "0"),
    )


def test_without_a_trial_nothing_is_tossed() -> None:
    made = matched(crowd(4), trying(""))
    assert column(made, Role.MENTEE, TRY_OUT) == {}


@pytest.mark.parametrize(
    ("name", "what"),
    [
        ("tpics", "“tpics” is neither a criterion that counts nor a mail to pairs."),
        (
            "every mentor one before any has two",
            "“every mentor one before any has two” judges all pairs together, and cannot count for half of the "
            "mentees only.",
        ),
        ("unmatched-mentee", "“unmatched-mentee” is neither a criterion that counts nor a mail to pairs."),
    ],
)
def test_what_cannot_be_tried_out_is_said_at_its_cell(name: str, what: str) -> None:
    plan = match.plan(salted(book(*crowd(2)), name), trying(name))
    assert [(finding.what, finding.where) for finding in plan.stops] == [(what, "Settings!B3")]


def test_without_the_number_of_setup_nothing_is_tossed() -> None:
    plan = match.plan(salted(book(*crowd(2)), salt=""), trying())
    assert [(finding.code, finding.remedy) for finding in plan.stops] == [("unclear-trial", "Run: mentorship setup")]


# --- two wordings -----------------------------------------------------------------------------------------------------

MAIL = "match-in-person"


def test_half_of_the_pairs_get_the_second_wording() -> None:
    made = salted(mail_book(*crowd(12)), MAIL)
    settings = trying(MAIL)
    made = applied(match.plan(made, settings), made)
    assert match.plan(made, settings).changes == ()
    with pytest.raises(MentorshipError, match="both wordings of match-in-person are the same"):
        planned(made, Box(), settings=settings)
    made = typed(made, "Emails", "Kind", f"{MAIL}{SECOND}", "Subject", "Write down a day and an hour")
    box = Box()
    drafted(made, box, settings=settings)
    coins = column(made, Role.MENTEE, TRY_OUT)
    assert len(set(coins.values())) == 2
    subjects = {}
    for raw in box.drafts.values():
        message = read_message(raw)
        subjects |= {address: message.subject for _, address in message.to}
    assert {email: subjects[email] == "Write down a day and an hour" for email in coins} == {
        email: coin == f"on: {MAIL}" for email, coin in coins.items()
    }


def test_mails_wait_until_coins_were_tossed() -> None:
    made = salted(mail_book(*crowd(2)), "")
    made = applied(match.plan(made, trying("")), made)
    with pytest.raises(MentorshipError, match=r"2 mentees have no coin yet.*Run: mentorship match"):
        planned(made, Box(), settings=trying(MAIL))
    # what is said helps
    tossed = applied(match.plan(made, trying(MAIL)), made)
    tossed = typed(tossed, "Emails", "Kind", f"{MAIL}{SECOND}", "Text", "Hello {{ mentee }}, meet {{ mentor }}.")
    assert len(planned(tossed, Box(), settings=trying(MAIL)).tasks) == 2


# --- what came of it --------------------------------------------------------------------------------------------------


def figures(plan: Plan, title: str) -> dict[str, tuple[str, ...]]:
    table = next(table for table in plan.tables if table.title == title)
    return {row[0]: row[1:] for row in table.rows}


def test_a_clear_difference_is_told_with_its_interval() -> None:
    made, form = lived(80, {"on": 0.95, "off": 0.4})
    plan = learn.plan(made, trying(), form)
    rows = figures(plan, "Tried out: topics")
    on, off = rows[f"{MAILING.programme}: met"][:2]
    assert (on.split(" (")[0], off.split(" (")[0]) == ("48 of 50", "12 of 30")
    assert rows[f"{MAILING.programme}: met"][2:] == ("+56 points", "+36 to +72", "more often with it")
    assert rows[f"{MAILING.programme}: mean rating"][4] == "higher with it"
    assert plan.summary == (
        "80 of 80 pairs have told whether they met. Tried out, topics: met: more often with it; "
        "mean rating: higher with it."
    )


def test_with_twenty_pairs_it_says_that_it_cannot_tell_whatever_came_of_them() -> None:
    made, form = lived(20, {"on": 1.0, "off": 0.0})
    plan = learn.plan(made, trying(), form)
    says = {name: row[4] for name, row in figures(plan, "Tried out: topics").items() if ": m" in name and row[4]}
    assert set(says.values()) == {"too few to tell"}
    together = next(table for table in plan.tables if table.title.startswith("What went together"))
    assert {row[-1] for row in together.rows} == {"too few to tell"}
    assert "too-few-to-tell" in codes(plan)
    # nobody is named
    names = {name for tab in ("Mentors", "Mentees") for (name,) in lines(made, tab, "Name")}
    shown = " ".join(cell for table in plan.tables for row in table.rows for cell in row)
    assert [name for name in names if name in shown] == []


def test_figures_are_written_without_names_and_planning_again_is_empty() -> None:
    made, form = lived(40, {"on": 0.9, "off": 0.6})
    plan = learn.plan(made, trying(), form)
    assert [type(change) for change in plan.changes] == [AddTab, AddRow]
    written = with_learned(made, plan)
    assert learn.plan(written, trying(), form).changes == ()
    (trial,), findings = read_trials(written)
    assert findings == []
    assert (trial.tried, trial.when, trial.on.pairs + trial.off.pairs) == ("topics", MAILING.programme, 40)
    assert not [cell.text for row in written.tab(LEARNED.title).rows for cell in row.cells if "@" in cell.text]  # type: ignore[union-attr] # it is there


def with_learned(made: Workbook, plan: Plan) -> Workbook:
    """The workbook after a plan that makes ``Learned``."""
    made = replace(made, tabs=(*made.tabs, drawn(LEARNED)))
    rest = tuple(change for change in plan.changes if not isinstance(change, AddTab))
    return applied(replace(plan, changes=rest), made)


def test_less_is_known_once_people_are_gone_and_what_was_known_stays() -> None:
    made, form = lived(40, {"on": 0.9, "off": 0.6})
    written = with_learned(made, learn.plan(made, trying(), form))
    gone = learn.plan(written, trying(), replace(form, responses=form.responses[:5]))
    assert (gone.changes, codes(gone)[0]) == ((), "learned-kept")


def test_years_are_put_together_through_carry_over() -> None:
    first, said = lived(60, {"on": 0.9, "off": 0.5})
    first = with_learned(first, learn.plan(first, trying(), said))
    second, again = lived(60, {"on": 0.9, "off": 0.5}, seed=4)
    second = edited(second, Role.MENTEE, "mentee1@example.org", "Name", "Mentee1")
    second = typed(second, SETTINGS.title, "Setting", "Format", CALENDAR_ID, "another")
    carried = [change for change in carry_over.plan(second, trying(), first).changes if _about_learned(change)]
    second = with_learned(second, Plan("carry-over", tuple(carried)))
    later = replace(trying(), programme="Next year")
    plan = learn.plan(second, later, again)
    rows = figures(plan, "Tried out: topics")
    assert list(rows) == [
        f"{MAILING.programme}: mentees with a mentor", f"{MAILING.programme}: met", f"{MAILING.programme}: mean rating",
        "Next year 2027: mentees with a mentor", "Next year 2027: met", "Next year 2027: mean rating",
        "all together: met", "all together: mean rating",
    ]  # fmt: skip
    assert rows["all together: met"][4] == "more often with it"
    after = applied(plan, second)
    assert len(read_trials(after)[0]) == 2
    assert carry_over.plan(after, trying(), first).changes == tuple(
        change for change in carry_over.plan(second, trying(), first).changes if not _about_learned(change)
    )


def _about_learned(change: object) -> bool:
    return getattr(change, "tab", getattr(getattr(change, "spec", None), "title", "")) == LEARNED.title


def test_what_was_tried_out_and_not_summed_up_is_said_at_carry_over() -> None:
    made, _ = lived(4, {"on": 1, "off": 1})
    (finding,) = carry_over.plan(book(mentor("Ada")), Settings(), made).findings
    assert (finding.code, finding.remedy) == ("not-learned", "Run mentorship learn there first, then this again.")


def test_where_nobody_told_nothing_is_learned() -> None:
    made, _ = lived(4, {"on": 1, "off": 1})
    assert "nothing-learned" in codes(learn.plan(made, trying()))


def test_a_line_that_cannot_be_read_is_named_and_left_out() -> None:
    spoilt = drawn(LEARNED, {"Tried out": "topics", "On: pairs": "many", "Trial id": "1"})
    trials, (finding,) = read_trials(Workbook("b", "B", (spoilt,)))
    assert (trials, finding.where) == ((), "Learned!A2")
    whole = drawn(LEARNED, {"Tried out": "topics", "Programme": "2026", "On: pairs": "3", "On: told": "2",
                            "On: met": "1", "On: ratings": "4 x 1, 5 x 1", "Trial id": "1"})  # fmt: skip
    assert read_trials(Workbook("b", "B", (whole,)))[0] == (
        Trial("1", "topics", "2026", Half(3, 2, 1, {4: 1, 5: 1}), Half()),
    )


def test_whether_two_met_is_what_the_mentee_says_or_a_mentor_of_one() -> None:
    made = book(
        mentor("Ada", "Bo", "Cy"), mentor("Eve", "Flo"), mentor("Ida", "Gil"),
        mentee("Bo", "Ada"), mentee("Cy", "Ada"), mentee("Flo", "Eve"), mentee("Gil", "Ida"),
    )  # fmt: skip
    said = [
        Feedback("ada@example.org", DONE, met=True, rating=5),
        Feedback("cy@example.org", DONE, met=False, rating=1),
        Feedback("eve@example.org", DONE, met=True, rating=4),
        Feedback("gil@example.org", DONE, rating=3),
        Feedback("ida@example.org", DONE, met=False),
    ]
    standing = programme_of(Settings()).read(made, Settings())
    assert [(one.mentee.name, one.met, one.rating) for one in outcomes(standing, (), said)] == [
        ("Bo", None, None), ("Cy", False, 1), ("Flo", True, None), ("Gil", False, 3),
    ]  # fmt: skip


def test_a_format_without_pairs_says_so() -> None:
    with pytest.raises(MentorshipError, match="the format cohorts makes no pairs that could be compared"):
        programme_of(Settings(format="cohorts")).learn(Workbook("b", "B", ()), Settings(), (), ())
