from dataclasses import fields
from pathlib import Path

import pytest
from hypothesis import given

from mentorship_gsheets.mail.facts import reason
from mentorship_gsheets.people import Attendance, Participant, Roster, Status
from mentorship_gsheets.scoring import parts as registry
from mentorship_gsheets.scoring import score
from mentorship_gsheets.scoring.coded import WORST
from mentorship_gsheets.scoring.part import Goal, Part, Shared, grade_pair
from mentorship_gsheets.scoring.parts import PARTS, part_of
from mentorship_gsheets.scoring.prices import difference
from mentorship_gsheets.scoring.reasons import said, shared_by, why
from mentorship_gsheets.settings import DEFAULT_PRIORITIES, Priority, Settings, Unanswered
from tests.scoring.people import mentee, mentor, rosters

SETTINGS = Settings()
GRADED = [priority for priority, part in PARTS.items() if isinstance(part, Part)]
IN_PERSON, VIRTUAL = Attendance.IN_PERSON, Attendance.VIRTUAL


def costs(priority: Priority, mentees: list[Participant], mentors: list[Participant]) -> list[list[int]]:
    (part,) = score(Roster(tuple(mentors), tuple(mentees)), Settings(priorities=(priority,))).parts
    return part.cost[:].tolist()


@pytest.mark.parametrize(
    ("one", "other", "cost"),
    [
        ({"fields": ("Astronomy",)}, {"fields": ("astronomy ", "Physics")}, 0),
        ({"fields": ("Astronomy",)}, {"fields": ("Physics",)}, 100),
        ({"fields": ("Astronomy",), "bin": "Sky"}, {"fields": ("Physics",), "bin": "sky"}, 0),
        ({"fields": ("Law", "Other"), "bin": "Other"}, {"fields": ("Physics", "Other"), "bin": "Other"}, 100),
    ],
)
def test_pairs_share_a_field_or_a_bin(one: dict[str, object], other: dict[str, object], cost: int) -> None:
    assert costs(Priority.BIN, [mentee("Bo", **one)], [mentor("Ada", **other)]) == [[cost]]


@pytest.mark.parametrize("nothing", ["Other", "other ", "Unknown", "Autres", "n/a", "Other (please specify)", "その他"])
def test_what_tells_nothing_is_never_shared(nothing: str) -> None:
    said = {"fields": (nothing,), "bin": nothing, "sector": nothing, "topics": (nothing,), "languages": (nothing,)}
    bo, ada = mentee("Bo", notes=nothing, **said), mentor("Ada", notes=nothing, **said)
    assert {
        part.priority: grade_pair(part, bo, ada, SETTINGS) for part, _ in shared_by(bo, ada, SETTINGS)
    } == dict.fromkeys(GRADED)
    assert [part.priority for part, shared in shared_by(bo, ada, SETTINGS) if shared] == []
    assert why(bo, ada, SETTINGS) == "Bo and Ada: too little is known of Bo and Ada to say more."
    assert reason(ada, bo, SETTINGS) == ""


def test_attendance_is_the_same_mixed_or_worth_the_average() -> None:
    mentees = [mentee("B", attendance=VIRTUAL), mentee("C", attendance=IN_PERSON), mentee("D")]
    mentors = [mentor("A", attendance=VIRTUAL), mentor("B", attendance=VIRTUAL), mentor("E", attendance=IN_PERSON)]
    assert costs(Priority.ATTENDANCE, mentees, mentors) == [[0, 0, 100], [100, 100, 0], [50, 50, 50]]


def test_overlap_of_fields_does_not_reward_ticking_everything() -> None:
    mentors = [mentor("A", fields=("x",)), mentor("B", fields=("x", "y", "z"))]
    assert costs(Priority.FIELDS, [mentee("Bo", fields=("x",))], mentors) == [[0, 50]]


def test_topics_are_what_the_mentee_asked_for() -> None:
    mentors = [mentor("A", topics=("Grants", "jobs", "teaching")), mentor("B", topics=("jobs",)), mentor("C")]
    assert costs(Priority.TOPICS, [mentee("Bo", topics=("grants", "Jobs"))], mentors) == [[0, 50, 25]]


def test_languages_and_sector_are_common_or_not() -> None:
    mentors = [mentor("A", languages=("french",), sector="Industry"), mentor("B", languages=("Thai",), sector="school")]
    bo = [mentee("Bo", languages=("English", "French"), sector="industry")]
    assert costs(Priority.LANGUAGES, bo, mentors) == [[0, 100]]
    assert costs(Priority.SECTOR, bo, mentors) == [[0, 100]]


def test_time_zones_count_unless_both_are_at_the_conference() -> None:
    mentors = [
        mentor("A", time_zone="UTC+6", attendance=IN_PERSON),
        mentor("B", time_zone="UTC+6", attendance=VIRTUAL),
        mentor("C", time_zone="somewhere"),
    ]
    bo = [mentee("Bo", time_zone="UTC", attendance=IN_PERSON)]
    assert costs(Priority.TIME_ZONE, bo, mentors) == [[0, 50, 25]]


def test_free_text_needs_notes_on_both_sides() -> None:
    mentors = [
        mentor("A", notes="publishing books"),
        mentor("B", notes="gardening"),
        mentor("C", topics=("publishing",)),
    ]
    assert costs(Priority.NOTES, [mentee("Bo", notes="how to publish")], mentors) == [[0, 100, 50]]


def test_a_part_nobody_answered_is_no_tier() -> None:
    scored = score(Roster((mentor("A"),), (mentee("B"),)), Settings())
    assert scored.priorities == (Priority.SPREAD, Priority.FAIRNESS, None)


def test_people_left_out_last_time_come_first() -> None:
    roster = Roster((mentor("A", left_out=True), mentor("B")), (mentee("C", left_out=True), mentee("D")))
    scored = score(roster, Settings(priorities=(Priority.LEFT_OUT,)))
    assert scored.problem.tiers[0].cost[:].tolist() == [[0, 1], [1, 2]]


def test_one_language_by_two_names_is_one() -> None:
    mentors = [
        mentor("A", languages=("German",)),
        mentor("B", languages=("Dutch",)),
        mentor("C", languages=("elvish",)),
    ]
    assert costs(Priority.LANGUAGES, [mentee("Bo", languages=("Deutsch", "Elvish"))], mentors) == [[0, 100, 0]]


def test_people_without_an_answer_come_after_everybody_who_answered() -> None:
    roster = Roster(
        (mentor("A", status=Status.NO_ANSWER), mentor("B")), (mentee("C", status=Status.NO_ANSWER), mentee("D"))
    )
    scored = score(roster, Settings(priorities=(Priority.CHANGED, Priority.LEFT_OUT)))
    assert scored.priorities == (Priority.ANSWERED, None)
    assert scored.problem.tiers[0].cost[:].tolist() == [[2, 1], [1, 0]]
    like_anybody = score(roster, Settings(priorities=(), unanswered=Unanswered.YES))
    assert like_anybody.priorities == (None,)


def test_who_answered_goes_first_where_the_organizer_puts_it() -> None:
    roster = Roster((mentor("A", status=Status.NO_ANSWER),), (mentee("C", left_out=True),))
    for order in ((Priority.LEFT_OUT, Priority.ANSWERED), (Priority.ANSWERED, Priority.LEFT_OUT)):
        assert score(roster, Settings(priorities=order)).priorities == (*order, None)
    standing = score(roster, Settings(priorities=(Priority.CHANGED,)), standing=[])
    assert standing.priorities[-2:] == (Priority.ANSWERED, None)


def test_breaking_a_standing_pair_costs_one() -> None:
    roster = Roster((mentor("A"), mentor("B")), (mentee("C"), mentee("D")))
    standing = [("c@example.org", "b@example.org")]
    scored = score(roster, Settings(priorities=(Priority.CHANGED,)), standing=standing)
    assert scored.problem.tiers[0].cost[:].tolist() == [[True, False], [True, True]]


def test_fairness_is_the_squared_lack_of_fit() -> None:
    mentors = [mentor("A", fields=("x",)), mentor("B", fields=("y",)), mentor("C", fields=("x", "y", "z"))]
    settings = Settings(priorities=(Priority.FIELDS, Priority.FAIRNESS))
    scored = score(Roster(tuple(mentors), (mentee("M", fields=("x",)),)), settings)
    assert scored.fit([0, 0, 0], [0, 1, 2]).tolist() == [100, 0, 50]
    assert scored.problem.tiers[1].cost[:].tolist() == [[0, 16, 0]]


def test_every_priority_is_declared_in_the_file_of_its_name() -> None:
    here = {path.stem for path in Path(registry.__path__[0]).glob("*.py")} - {"__init__"}
    assert {priority.name.lower() for priority in Priority} ^ here == set()
    assert {priority.name for priority in Priority} ^ {priority.name for priority in PARTS} == set()
    # one has its place by the setting "Match people without an answer", one is chosen where it is wanted, and one
    # counts where somebody wants several mentors
    assert set(DEFAULT_PRIORITIES) == set(Priority) - {Priority.ANSWERED, Priority.LAST_YEAR, Priority.FURTHER}


def test_a_priority_without_a_file_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(registry, "PARTS", {})
    with pytest.raises(LookupError, match=r"^no file in scoring/parts declares Priority\.SECTOR$"):
        part_of(Priority.SECTOR)


def alike(make: object, **other: object) -> Participant:
    """Somebody who said everything there is to say."""
    everything: dict[str, object] = {
        "attendance": VIRTUAL, "fields": ("Physics", "Law"), "sector": "industry", "topics": ("grants",),
        "affiliation": "Lab", "time_zone": "UTC+5", "languages": ("Thai",), "notes": "publishing books", "bin": "Sky",
    }  # fmt: skip
    return make(**(everything | other))  # type: ignore[operator]  # one of the two makers of people


def incomplete(priority: Priority) -> list[str]:
    """What a member of the registry lacks, in words."""
    declared = PARTS.get(priority)
    if declared is None:
        return ["no file"]
    amounts = (1, -1, 37, -200, WORST, -WORST, 3 * WORST)
    words = [difference(priority, amount) for amount in amounts]
    lacks = [f"price of {amount}" for amount, text in zip(amounts, words, strict=True) if not text or "{" in text]
    lacks += [] if declared.price.points else ["points"]
    lacks += [] if declared.means.endswith(".") else ["what it means"]
    if isinstance(declared, Goal):
        return lacks
    bo, ada, cy = alike(lambda **a: mentee("Bo", **a)), alike(lambda **a: mentor("Ada", **a)), mentor("Cy")
    away = {field.name: ("x",) if field.type == "tuple[str, ...]" else "x" for field in fields(Participant)}
    del away["email"], away["name"], away["role"], away["status"], away["partners"], away["capacity"], away["keep"]
    eve = mentor("Eve", **(away | {"attendance": IN_PERSON, "time_zone": "UTC-7", "fields": ("x",), "topics": ("x",),
                                   "languages": ("x",)}))  # fmt: skip
    shared = declared.share(bo, ada, SETTINGS)
    holds = {
        "a best grade for two who are alike": grade_pair(declared, bo, ada, SETTINGS) == 0,
        "a bad grade for two who are not": (grade_pair(declared, bo, eve, SETTINGS) or 0) > WORST // 2,
        "no grade where one said nothing": grade_pair(declared, bo, cy, SETTINGS) is None,
        "something shared by two who are alike": bool(shared),
        "something shared has a column": bool(shared.column),
        "nothing shared by two who are not": declared.share(bo, eve, SETTINGS)
        in (Shared(), Shared(column=shared.column)),
        "words for Why": bool(declared.both(shared) or declared.aside(bo, ada, shared)),
        "words for the mail, or None": declared.mail is None or bool(declared.mail(shared)),
        "what a person said": said(priority, bo) != "" == said(priority, cy),
        "the weak point": bool(declared.weak),
    }
    return lacks + [what for what, there in holds.items() if not there]


@pytest.mark.parametrize("priority", list(Priority), ids=lambda priority: priority.name)
def test_every_member_of_the_registry_is_complete(priority: Priority) -> None:
    assert (priority.name, incomplete(priority)) == (priority.name, [])


@given(rosters(4))
def test_the_grade_and_the_reason_come_from_one_comparison(roster: Roster) -> None:
    """What two people share is graded better than worst, and where they were graded best, something is shared."""
    yes_or_no = {
        Priority.BIN,
        Priority.ATTENDANCE,
        Priority.FIELDS,
        Priority.SECTOR,
        Priority.TOPICS,
        Priority.LANGUAGES,
    }
    for bo in roster.mentees:
        for ada in roster.mentors:
            for part, shared in shared_by(bo, ada, SETTINGS):
                grade = grade_pair(part, bo, ada, SETTINGS)
                if part.priority in yes_or_no:
                    assert bool(shared) == (grade is not None and grade < WORST), part.priority.name
                assert len(shared.mentee) == len(shared.mentor) or part.priority is Priority.NOTES, part.priority.name


@given(rosters(4))
def test_all_pairs_at_once_are_graded_as_one_pair_is(roster: Roster) -> None:
    scored = score(roster, SETTINGS)
    for part in scored.parts:
        # free texts are graded among all the others, by how rare their words are
        if part.priority is not Priority.NOTES:
            for row, bo in enumerate(scored.mentees):
                for column, ada in enumerate(scored.mentors):
                    grade = grade_pair(part.part, bo, ada, SETTINGS)
                    assert grade in (None, int(part.cost[row, column])), part.priority.name
