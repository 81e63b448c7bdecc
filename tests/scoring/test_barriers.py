from mentorship_gsheets.people import Participant, Roster
from mentorship_gsheets.scoring import Never, Scored, score
from mentorship_gsheets.settings import BinRole, Policy, Settings
from tests.scoring.people import mentee, mentor

DEFAULT = Settings()


def stopped(one: Participant, other: Participant, settings: Settings = DEFAULT, *never: Never) -> list[str]:
    """Names of the rules that speak of a mentee and a mentor."""
    scored = score(Roster((other,), (one,)), settings, never)
    return [rule.name for rule in scored.stopped_by(0, 0)]


def allowed(scored: Scored) -> list[list[bool]]:
    return scored.problem.eligible.tolist()


def test_strangers_may_meet() -> None:
    assert stopped(mentee("Bo"), mentor("Ada")) == []


def test_nobody_meets_oneself_under_another_address() -> None:
    assert stopped(mentee("Ada", email="a.da@gmail.com"), mentor("A", email="ada+work@googlemail.com")) == ["oneself"]
    assert stopped(mentee("Ada King"), mentor("king, ada", email="ak@example.net")) == ["oneself"]


def test_one_shared_first_name_is_not_one_person() -> None:
    assert stopped(mentee("Ada", email="ada@example.com"), mentor("Ada")) == []


def test_same_affiliation_in_two_spellings_makes_colleagues() -> None:
    bo, ada = mentee("Bo", affiliation="Univ. Zürich"), mentor("Ada", affiliation="The University of Zurich")
    assert stopped(bo, ada) == ["affiliation"]


def test_subdomains_of_one_institution_make_colleagues() -> None:
    bo, ada = mentee("Bo", email="bo@cs.uni-a.example.org"), mentor("Ada", email="ada@uni-a.example.org")
    assert stopped(bo, ada) == ["domain"]


def test_free_mail_makes_no_colleagues() -> None:
    bo, ada = mentee("Bo", email="bo@gmail.com"), mentor("Ada", email="ada@gmail.com")
    assert stopped(bo, ada) == []
    bo, ada = mentee("Bo", email="bo@post.example.net"), mentor("Ada", email="ada@post.example.net")
    assert stopped(bo, ada) == ["domain"]
    assert stopped(bo, ada, Settings(free_mail=("post.example.net",))) == []


def test_colleagues_are_forbidden_avoided_or_allowed() -> None:
    roster = Roster((mentor("Ada", affiliation="Lab A"),), (mentee("Bo", affiliation="lab a"),))
    assert allowed(score(roster, Settings())) == [[False]]
    for policy, tiers in ((Policy.AVOID, ["affiliation", "domain"]), (Policy.ALLOW, [])):
        scored = score(roster, Settings(colleagues=policy))
        assert allowed(scored) == [[True]]
        assert [
            tier.name for tier in scored.problem.tiers if getattr(tier, "name", "") in ("affiliation", "domain")
        ] == tiers


def test_never_match_takes_addresses_and_names_in_either_direction() -> None:
    bo, ada = mentee("Bo Chen"), mentor("Ada King")
    bo, ada = mentee("Bo Chen", email="bo@example.org"), mentor("Ada King", email="ada@example.net")
    for line in (
        Never("ada@example.net", "bo@example.org"),
        Never("ADA  king", "Bo Chen <bo@example.org>"),
        Never("bo chen", " Ada@Example.net "),
    ):
        assert stopped(bo, ada, Settings(), line) == ["never"]
    assert stopped(bo, ada, Settings(), Never("ada@example.net", "eve@example.org")) == []


def test_previous_pairs_obey_their_own_policy() -> None:
    roster = Roster((mentor("Ada"),), (mentee("Bo"),))
    line = Never("ada@example.org", "bo@example.org", "Previous: 2025")
    assert stopped(mentee("Bo"), mentor("Ada"), Settings(), line) == ["previous"]
    assert allowed(score(roster, Settings(), [line])) == [[False]]
    assert allowed(score(roster, Settings(repeats=Policy.ALLOW), [line])) == [[True]]


def test_blocks_are_walls_only_when_settings_say_so() -> None:
    roster = Roster((mentor("Ada", bin="Physics"), mentor("Cy")), (mentee("Bo", bin="physics"), mentee("Dee")))
    assert allowed(score(roster, Settings())) == [[True, True], [True, True]]
    assert allowed(score(roster, Settings(bins=BinRole.WALL))) == [[True, False], [False, True]]


def test_pins_override_the_rules_and_the_capacity() -> None:
    roster = Roster((mentor("Ada", affiliation="Lab A", capacity=0),), (mentee("Bo", affiliation="Lab A"),))
    scored = score(roster, Settings(), pins=[("bo@example.org", "ada@example.org")])
    assert (allowed(scored), scored.problem.capacity.tolist(), scored.problem.pins.tolist()) == (
        [[True]],
        [1],
        [[0, 0]],
    )


def test_a_rule_says_its_sentence() -> None:
    bo, ada = mentee("Bo", affiliation="Lab A"), mentor("Ada", affiliation="Lab A")
    (rule,) = score(Roster((ada,), (bo,)), Settings()).stopped_by(0, 0)
    assert rule.says(bo, ada) == "Bo and Ada are both at Lab A."
