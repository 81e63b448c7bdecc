"""The live check and ``check`` say the same of everybody, whatever people typed into match cells.

Small programmes that know nothing of each other stand in one sheet, so that the rehearsal's engine calculates the
formulas of all of them at once. Before and after `match`, with every policy on colleagues.
"""

import random
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from mentorship_gsheets.errors import Level
from mentorship_gsheets.people import Identity, Role
from mentorship_gsheets.programmes.pairs.consistency import troubles
from mentorship_gsheets.programmes.pairs.live import live_values
from mentorship_gsheets.programmes.pairs.standing import PairStanding, read_standing
from mentorship_gsheets.settings import Policy, Settings
from mentorship_gsheets.spreadsheet.batch import bounds, resolve
from mentorship_gsheets.spreadsheet.workbook import Cell, Row, Workbook
from mentorship_gsheets.stages import match
from mentorship_gsheets.tabs.people_tabs import MATCH_COLUMN, PEOPLE_TAB, WANTED
from tests.sheets import applied, workbook

PROGRAMMES = 60
WORDS = {
    "one-sided": {"sides disagree"},
    "two-mentors": {"sides disagree"},
    "named-twice": {"sides disagree"},
    "unknown-partner": {"sides disagree"},
    "unclear-partner": {"no address"},
    "no-partner-address": {"no address"},
    "withdrawn": {"withdrawn"},
    # a mentor's formula sees only that such a mentee does not name the mentor back
    "withdrawn-partner": {"withdrawn", "sides disagree"},
    "over-capacity": {"over capacity"},
    "pair-affiliation": {"colleagues"},
    "pair-domain": {"colleagues"},
    "pair-never": {"may not meet"},
    "pair-oneself": {"may not meet"},
}
RULES = {code for code in WORDS if code.startswith("pair-")}


@dataclass(frozen=True)
class Typed:
    """A row as somebody typed it."""

    role: Role
    name: str
    email: str
    status: str
    affiliation: str
    capacity: str
    keep: bool
    lines: tuple[str, ...]
    wanted: str = ""

    @property
    def cells(self) -> dict[str, str]:
        """The row, by header."""
        return {
            "Email": self.email,
            "Name": self.name,
            "Status": self.status,
            "Affiliation": self.affiliation,
            "Capacity": self.capacity,
            "Keep": "TRUE" if self.keep else "FALSE",
            MATCH_COLUMN[self.role]: "\n".join(self.lines),
            **({WANTED: self.wanted} if self.role is Role.MENTEE else {}),
        }


def _ways(rng: random.Random, other: Typed) -> str:
    """One way to type a partner, most often a way that works."""
    full = f"{other.name} <{other.email}>"
    ways = [full] * 8 + [other.email, f"<{other.email}>", full.upper(), f"  {full} "]
    ways += [other.name, other.name.lower(), other.name[:-1], f"{other.name} <x{other.email}>"]
    return rng.choice(ways)


def _programme(rng: random.Random, number: int) -> Iterator[Typed]:
    """Up to three mentors and four mentees; most name those who name them."""

    def person(role: Role, place: int) -> Typed:
        # letters only, so that nobody's name is a part of another's
        family = "".join("qwertyuiop"[int(digit)] for digit in str(number))
        name = f"{'M' if role is Role.MENTOR else 'N'}{'abcdefgh'[place]} {family}kin"
        same = rng.randint(0, 3) == 0
        # two free mail providers, one institution with subdomains, one institution each
        domain = f"{'' if rng.randint(0, 1) else 'x.'}u{number}.edu" if same else f"p{place}{role}{number}.example.org"
        domain = rng.choice([domain, domain, "gmail.com", "web.de"])
        return Typed(
            role,
            name,
            f"{role}{place}.{number}@{domain}",
            "withdrawn" if rng.randint(0, 6) == 0 else "answered",
            rng.choice(["", "n/a", f"Lab {number}", f"The LAB {number}", f"Own {role}{place} {number}"]),
            rng.choice(["", "", "2", "3"]) if role is Role.MENTOR else "",
            rng.randint(0, 5) == 0,
            (),
            rng.choice(["", "", "2", "3", "1", "9"]) if role is Role.MENTEE else "",
        )

    sides = {
        Role.MENTOR: [person(Role.MENTOR, place) for place in range(rng.randint(1, 3))],
        Role.MENTEE: [person(Role.MENTEE, place) for place in range(rng.randint(1, 4))],
    }
    lines: dict[Identity, list[str]] = defaultdict(list)
    for mentee in sides[Role.MENTEE]:
        several = int(mentee.wanted) if mentee.wanted in ("2", "3") else 1
        for mentor in rng.sample(sides[Role.MENTOR], min(several, len(sides[Role.MENTOR]))):
            if rng.randint(0, 5):
                lines[Role.MENTEE, mentee.email].append(_ways(rng, mentor))
            if rng.randint(0, 5):
                lines[Role.MENTOR, mentor.email].append(_ways(rng, mentee))
    for side in sides.values():
        for one in side:
            typed = lines[one.role, one.email]
            if typed and rng.randint(0, 7) == 0:
                typed.append(rng.choice([typed[0], "", "Nobody Atall", "nobody@nowhere.example.net"]))
            if rng.randint(0, 11) == 0:
                typed.append(_ways(rng, rng.choice(sides[one.role.other])))
            yield replace(one, lines=tuple(typed))


def _said(standing: PairStanding, chosen: Settings) -> Mapping[Identity, set[str]]:
    """Codes of what `check` holds, by everybody whom it concerns.

    A mentee's trouble concerns the mentors whom she names: no mail about her goes to them.
    """
    codes: dict[Identity, set[str]] = defaultdict(set)
    roster = standing.roster
    found = [(finding, (finding.who,)) for finding in standing.findings]
    found += [
        (trouble.finding, trouble.people)
        for trouble in troubles(roster, chosen, standing.never, standing.pairs, standing.loose, standing.barred)
    ]
    for finding, people in found:
        for role, email in filter(None, people) if finding.level is Level.HELD else ():
            person = roster.find(Role(role), email)
            assert person is not None
            codes[person.identity].add(finding.code)
            if person.role is Role.MENTEE and not person.withdrawn:
                for partner in person.partners:
                    mentor = roster.find(Role.MENTOR, partner)
                    if mentor and not mentor.withdrawn:
                        codes[mentor.identity].add(finding.code)
    return codes


def _wrong(book: Workbook, chosen: Settings, ignored: set[str]) -> list[str]:
    """Everybody of whom the two say different things."""
    standing = read_standing(book, chosen)
    said = _said(standing, chosen)
    wrong = []
    for role in Role:
        tab = book.tab(PEOPLE_TAB[role])
        assert tab is not None
        for row in tab.rows:
            email, live = tab.text(row, "Email").lower(), tab.text(row, "Live check")
            if not email:
                continue
            codes = said.get((role, email), set())
            words = set().union(*(WORDS[code] for code in codes))
            person = standing.roster.find(role, email)
            assert person is not None
            if person.withdrawn and codes:
                words = {"withdrawn"}
            elif role is Role.MENTEE and len(person.partners) > (person.wanted or 1):
                words |= {"sides disagree"}
            fine = live in words if codes - ignored else live == "ok" or live in words
            if not fine:
                wrong.append(f"{role} {email}: live {live}, check {sorted(codes)}: {person.partners}")
    return wrong


def _calculated(book: Workbook) -> Workbook:
    """The sheet with the formulas of all people calculated by the engine of the rehearsal."""
    import ironcalc

    model = ironcalc.create("programmes", "en", "UTC", "en")
    sheets = {tab.title: number for number, tab in enumerate(book.tabs, 1)}
    for title in sheets:
        model.add_sheet(title)
    places = bounds(book)
    formulas = []
    for role in Role:
        tab = book.tab(PEOPLE_TAB[role])
        assert tab is not None
        ours = dict(live_values(role))
        for row in tab.rows:
            for place, header in enumerate(tab.header, 1):
                text = tab.cell(row, header).text
                if header in ours:
                    formulas.append(
                        (tab.title, row.number, place, resolve(ours[header].template, tab, row.number, places))
                    )
                elif text in ("TRUE", "FALSE") or text.isdigit():
                    model.set_user_input(sheets[tab.title], row.number, place, text)
                elif text:
                    model.update_cell_with_text(sheets[tab.title], row.number, place, text)
    for title, number, place, formula in formulas:
        model.update_cell_with_formula(sheets[title], number, place, _with_commas(formula))
    model.evaluate()
    tabs = []
    for tab in book.tabs:
        shown = {
            (n, p): model.get_formatted_cell_value(sheets[tab.title], n, p) for t, n, p, _ in formulas if t == tab.title
        }
        rows = tuple(
            Row(row.number, tuple(Cell(shown.get((row.number, p), cell.text)) for p, cell in enumerate(row.cells, 1)))
            for row in tab.rows
        )
        tabs.append(replace(tab, rows=rows))
    return replace(book, tabs=tuple(tabs))


def _with_commas(formula: str) -> str:
    return "".join(part if part.startswith('"') else part.replace(";", ",") for part in re.split(r'("[^"]*")', formula))


def _book(people: Sequence[Typed]) -> Workbook:
    lines: dict[str, list[dict[str, str]]] = {title: [] for title in PEOPLE_TAB.values()}
    for person in people:
        lines[PEOPLE_TAB[person.role]].append(person.cells)
    return workbook(**lines)


@pytest.mark.parametrize("policy", list(Policy))
@settings(max_examples=3, deadline=None, phases=[Phase.generate], suppress_health_check=[HealthCheck.too_slow])
@given(rng=st.randoms(use_true_random=False))
def test_live_check_and_check_say_the_same(policy: Policy, rng: random.Random) -> None:
    chosen = Settings(colleagues=policy)
    people = [person for number in range(PROGRAMMES) for person in _programme(rng, number)]
    book = _calculated(_book(people))
    # nothing is written into May not meet yet: of rules about two people, check alone knows
    assert _wrong(book, chosen, RULES) == []
    book = _calculated(applied(match.plan(book, chosen), book))
    assert match.plan(book, chosen).changes == ()
    assert _wrong(book, chosen, set()) == []
