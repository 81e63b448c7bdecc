"""The made-up conference has the shape of a real one."""

from __future__ import annotations

from collections import Counter

import pytest

from mentorship_gsheets.rehearsal.cast import HOSTILE, cast, with_tasks
from mentorship_gsheets.rehearsal.cast_form import FIELDS, ROLES
from mentorship_gsheets.rehearsal.cast_words import TASKS, WIDE_ZONES

EVERYBODY = cast()


def test_the_same_seed_gives_the_same_cast_and_another_one_another() -> None:
    assert cast() == EVERYBODY
    assert cast(seed=7) != EVERYBODY


def test_the_shares_are_those_of_a_real_conference() -> None:
    people = EVERYBODY.people
    assert len(people) == 150
    assert Counter(person.sign_up for person in people) == {"Yes, as a mentee": 82, "Yes, as a mentor": 68}
    assert Counter(person.ticket for person in people) == {"In person": 120, "Virtual": 30}
    assert Counter(person.answered for person in people) == {True: 113, False: 37}


@pytest.mark.parametrize("number", [20, 150, 1000, 2500])
def test_nobody_shares_an_address_or_a_name(number: int) -> None:
    people = cast(number).people
    assert len({person.email.strip().casefold() for person in people}) == number
    assert len({person.name for person in people}) == number


def test_every_address_belongs_to_nobody() -> None:
    domains = {person.email.strip().casefold().rpartition("@")[2] for person in EVERYBODY.people}
    assert {domain.split(".", domain.count(".") - 1)[-1] for domain in domains} == {
        "example.org",
        "example.com",
        "example.net",
    }


def test_the_oddities_are_there() -> None:
    people, replies = EVERYBODY.people, EVERYBODY.replies
    addresses = [reply.email.casefold() for reply in replies]
    assert [count for count in Counter(addresses).values() if count > 1] == [2]
    assert [person.name for person in people if person.answers["role"] == (ROLES[2],)] == ["Amara Abebe"]
    assert [person.answers["notes"] for person in people if HOSTILE in person.answers["notes"]] == [(HOSTILE,)]
    assert any(email != email.strip() for _, email, _, _ in EVERYBODY.sign_ups)
    assert any(email.strip() != email.strip().lower() for _, email, _, _ in EVERYBODY.sign_ups)
    assert sum(1 for person in people if not person.listed) == 1
    others = [field for reply in replies for field in reply.answers["fields"] if field not in FIELDS]
    assert "Citizen science" in others
    scripts = "".join(person.name for person in people)
    assert all(letter in scripts for letter in "王م🚀שÉ")


def test_several_fields_capacities_and_colleagues_occur() -> None:
    people = EVERYBODY.people
    assert {len(person.answers["fields"]) for person in people} >= {1, 2, 3}
    assert {capacity for person in people for capacity in person.answers["capacity"]} == {"1", "2", "3"}
    domains = Counter(person.email.strip().casefold().rpartition("@")[2] for person in people)
    assert max(domains.values()) > 1


def test_contradictions_of_role_between_sign_up_and_form_occur() -> None:
    signed = {"Yes, as a mentor": ROLES[0], "Yes, as a mentee": ROLES[1]}
    answered = [person for person in EVERYBODY.people if person.answered]
    differing = [
        person for person in answered if person.answers["role"] not in {(signed[person.sign_up],), (ROLES[2],)}
    ]
    assert len(differing) == 2


def test_a_cast_too_small_for_its_oddities_is_refused() -> None:
    with pytest.raises(ValueError, match="at least 20"):
        cast(19)


def test_a_programme_of_cohorts_asks_for_tasks_in_thirteen_time_zones_and_changes_nobody_else() -> None:
    asked = with_tasks(EVERYBODY)
    assert asked == with_tasks(EVERYBODY)
    assert asked.people == EVERYBODY.people
    assert {zone for reply in asked.replies for zone in reply.answers["time_zone"]} == set(WIDE_ZONES)
    assert len(set(WIDE_ZONES)) == 13
    assert {task for reply in asked.replies for task in reply.answers["tasks"]} == set(TASKS)
    assert all(1 <= len(reply.answers["tasks"]) <= 5 for reply in asked.replies)
