"""The tie tier."""

import subprocess
import sys

import numpy as np

from mentorship_gsheets.matching import tie_tier

MENTEES, MENTORS = ["ada@example.org", "bo@example.org"], ["cy@example.org", "di@example.org", "ed@example.org"]
GOLDEN = [[910721948, 2135661404, 1587926783], [1814905437, 1868188852, 581054101]]


def test_the_same_people_always_give_the_same_numbers():
    assert tie_tier(MENTEES, MENTORS).cost[:].tolist() == GOLDEN


def test_another_process_with_another_hash_seed_gives_the_same_numbers():
    code = f"from mentorship_gsheets.matching import tie_tier; print(tie_tier({MENTEES}, {MENTORS}).cost[:].tolist())"
    ran = subprocess.run(
        [sys.executable, "-c", code], env={"PYTHONHASHSEED": "1"}, capture_output=True, text=True, check=True
    )
    assert ran.stdout == f"{GOLDEN}\n"


def test_it_is_indexed_like_a_matrix():
    cost = tie_tier(MENTEES, MENTORS).cost
    whole = np.asarray(cost)
    assert whole.shape == cost.shape == (2, 3)
    assert cost[1:2].tolist() == whole[1:2].tolist()
    assert cost[np.array([1, 0]), np.array([2, 0])].tolist() == whole[[1, 0], [2, 0]].tolist()
    assert cost[:, 0].tolist() == whole[:, 0].tolist()
    assert int(cost[1, 2]) == whole[1, 2]


def test_roles_are_told_apart():
    both = tie_tier(["a@example.org", "b@example.org"], ["a@example.org", "b@example.org"]).cost
    assert both[0, 1] != both[1, 0]


def test_numbers_have_31_bits_and_do_not_repeat():
    people = [f"{number}@example.org" for number in range(300)]
    cost = np.asarray(tie_tier(people, people).cost)
    assert 2**30 < cost.max() < 2**31
    assert cost.min() >= 0
    assert len(np.unique(cost)) > 89_990
