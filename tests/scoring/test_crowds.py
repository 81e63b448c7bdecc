"""One institution under several names, and those that keep unusually many people apart."""

from mentorship_gsheets.people import Participant, Roster
from mentorship_gsheets.programmes.pairs.consistency import crowd_notes
from mentorship_gsheets.scoring import score
from mentorship_gsheets.scoring.barriers import Crowd, crowds
from mentorship_gsheets.settings import Policy, Settings, parse_settings, setting_text
from tests.scoring.people import mentee, mentor


def stopped(one: Participant, other: Participant, *groups: tuple[str, ...]) -> list[str]:
    scored = score(Roster((other,), (one,)), Settings(same_places=groups))
    return [rule.says(one, other) for rule in scored.stopped_by(0, 0)]


def test_two_names_of_one_institution_are_lines_of_settings() -> None:
    settings, findings = parse_settings([("Same institution", "Sky Lab = Lab of Heaven\nA = B = c.example.net", "")])
    assert (settings.same_places, findings) == ((("Sky Lab", "Lab of Heaven"), ("A", "B", "c.example.net")), [])
    text = setting_text(settings, "same_places")
    assert parse_settings([("Same institution", text, "")])[0] == settings
    _, (wrong,) = parse_settings([("Same institution", "Sky Lab", "Settings!B9")])
    assert (wrong.where, wrong.code) == ("Settings!B9", "bad-setting")


def test_people_of_the_two_names_are_colleagues() -> None:
    bo, ada = mentee("Bo", affiliation="The sky lab"), mentor("Ada", affiliation="Lab of Heaven")
    assert stopped(bo, ada) == []
    assert stopped(bo, ada, ("Sky Lab", "Lab of Heaven")) == ["Bo and Ada are both at The sky lab."]


def test_a_domain_may_be_one_of_the_names() -> None:
    bo = mentee("Bo", email="bo@sky.net.example.org")
    ada, eve = mentor("Ada", affiliation="Lab of Heaven"), mentor("Eve", email="eve@heaven.example.org")
    group = ("Lab of Heaven", "net.example.org", "heaven.example.org")
    assert (stopped(bo, ada), stopped(bo, eve)) == ([], [])
    assert stopped(bo, ada, group) == ["Bo and Ada are both at Lab of Heaven."]
    assert stopped(bo, eve, group) == ["Bo and Eve are both at one institution."]


def people(same: int, others: int) -> tuple[list[Participant], list[Participant]]:
    """As many mentees as mentors, some of them of one company."""
    sides = []
    for make, letter in ((mentee, "b"), (mentor, "a")):
        company = [make(f"{letter}{n}", email=f"{letter}{n}@big.example.org", affiliation="Big") for n in range(same)]
        sides.append([*company, *(make(f"{letter}{n}") for n in range(same, same + others))])
    return sides[0], sides[1]


def test_an_institution_that_keeps_unusually_many_apart_is_named() -> None:
    mentees, mentors = people(4, 6)
    found = [Crowd("affiliation", "Big", 4, 4), Crowd("domain", "big.example.org", 4, 4)]
    assert crowds(mentees, mentors, Settings()) == found
    notes = list(crowd_notes(Roster(tuple(mentors), tuple(mentees)), Settings()))
    assert [(note.code, note.what) for note in notes] == [
        ("crowded-affiliation", "4 mentees and 4 mentors are at Big, so 16 of 100 pairs are ruled out."),
        (
            "crowded-domain",
            "4 mentees and 4 mentors have addresses of big.example.org, so 16 of 100 pairs are ruled out.",
        ),
    ]


def test_what_the_note_says_to_do_ends_it() -> None:
    mentees, mentors = people(4, 6)
    assert [one.rule for one in crowds(mentees, mentors, Settings(free_mail=("big.example.org",)))] == ["affiliation"]
    assert crowds(mentees, mentors, Settings(colleagues=Policy.AVOID)) == []


def test_a_few_colleagues_are_nothing_unusual() -> None:
    for same, others in ((2, 1), (3, 7)):
        assert crowds(*people(same, others), Settings()) == []
