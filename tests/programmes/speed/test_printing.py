"""The page for paper."""

import re
from dataclasses import replace
from datetime import datetime
from html.parser import HTMLParser

from mentorship_gsheets.programmes.speed import Seating, plan, repair
from mentorship_gsheets.programmes.speed.printing import Occasion, page
from tests.programmes.speed.events import event

SUMMIT = Occasion("Summit", datetime(2026, 5, 2, 9, 30), 12, "Hall B", "The newcomers' desk")


class Pieces(HTMLParser):
    """Counts the pieces of a page by class, and keeps the attributes that could load something."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.classes: list[str] = []
        self.loads: list[str] = []
        self.tags: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.classes += [word for name, value in attrs if name == "class" for word in (value or "").split()]
        self.loads += [name for name, _ in attrs if name in ("src", "href", "srcset", "data", "style", "onload")]

    def count(self, name: str) -> int:
        return self.classes.count(name)


def test_everything_is_there_once() -> None:
    given = event(4, 10, 3)
    pieces = Pieces(page(given, plan(given), SUMMIT))
    assert [pieces.count(name) for name in ("plan", "sign", "card", "cards", "next", "box")] == [3, 4, 10, 2, 10, 10]
    assert pieces.loads == []


def test_a_card_says_the_way() -> None:
    given = event(4, 10, 3)
    seating = plan(given)
    text = page(given, seating, SUMMIT)
    card = text.split('<div class="card short few">')[1]
    times, places = re.findall(r'"turn">([^<]*)<', card)[:3], re.findall(r'"place" dir="auto">([^<]*)<', card)[:3]
    assert times == ["Round 1 · 09:30", "Round 2 · 09:42", "Round 3 · 09:54"]
    assert places == [f"Table {table}" for table in seating.tables["mentee001@example.net"]]


def test_names_never_become_markup() -> None:
    given = event(3, 3, 2)
    hostile = '<script>alert("x")</script>{{ 7 * 7 }}'
    mentees = tuple(replace(mentee, name=hostile) for mentee in given.mentees)
    mentors = tuple(replace(mentor, name=hostile, fields=(hostile,)) for mentor in given.mentors)
    given = replace(given, mentees=mentees, mentors=mentors)
    text = page(given, plan(given), replace(SUMMIT, title=hostile, room=hostile, next=hostile))
    assert "script" not in Pieces(text).tags
    assert "49" not in text
    assert "&lt;script&gt;alert(&#34;x&#34;)&lt;/script&gt;{{ 7 * 7 }}" in text


def test_changed_only_prints_what_changed() -> None:
    given = event(6, 24, 4)
    seating = plan(given)
    gone = replace(given, mentees=(replace(given.mentees[0], rounds=frozenset()), *given.mentees[1:]))
    mended = repair(gone, seating, 3)
    pieces = Pieces(page(gone, mended, SUMMIT, mended.moves))
    stays = {move.email for move in mended.moves if any(mended.tables[move.email])}
    rounds = {move.round for move in mended.moves}
    assert [pieces.count(name) for name in ("plan", "sign", "card")] == [len(rounds), 0, len(stays)]
    assert rounds <= {3, 4}


def test_nothing_changed_prints_nothing() -> None:
    given = event(3, 6, 2)
    pieces = Pieces(page(given, plan(given), SUMMIT, ()))
    assert [pieces.count(name) for name in ("plan", "sign", "card", "box")] == [0, 0, 0, 0]


def test_no_times_where_none_are_known() -> None:
    given = event(3, 6, 2)
    text = page(given, plan(given), Occasion("Summit"))
    assert re.findall(r'"turn">([^<]*)<', text)[:2] == ["Round 1", "Round 2"]
    assert '<p class="when">Summit</p>' in text


def test_nobody_seated_is_a_page_without_cards() -> None:
    given = event(3, 0, 2)
    pieces = Pieces(page(given, Seating.typed({}), SUMMIT))
    assert [pieces.count(name) for name in ("plan", "sign", "card", "box")] == [2, 3, 0, 0]


def test_a_full_wall_takes_more_sheets_and_not_smaller_letters() -> None:
    given = event(12, 96, 2)
    text = page(given, plan(given), SUMMIT)
    pieces = Pieces(text)
    assert pieces.count("plan") > 2
    assert pieces.count("medium") == pieces.count("plan")
    assert pieces.count("small") == 0
    assert '<span class="part">1 of 3</span>' in text
    assert pieces.count("table") == 24


def test_a_long_card_takes_two_eighths_of_a_sheet() -> None:
    given = event(9, 9, 9)
    names = {str(number): f"The table by the window, number {number}" for number in range(1, 10)}
    mentors = tuple(replace(mentor, table=names[mentor.table]) for mentor in given.mentors)
    given = replace(given, mentors=mentors)
    pieces = Pieces(page(given, plan(given), SUMMIT))
    # four a sheet, the last one alone
    assert [pieces.count(name) for name in ("tall", "card", "cards", "next")] == [9, 9, 3, 9]
