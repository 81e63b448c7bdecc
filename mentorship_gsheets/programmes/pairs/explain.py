"""``explain``: why these two; what another pair would cost, tier by tier, and who else would move."""

from difflib import get_close_matches

from mentorship_gsheets.errors import Exit, Finding, Level, MentorshipError
from mentorship_gsheets.people import Participant, Role, Roster
from mentorship_gsheets.programmes.pairs.alternatives import Alternatives
from mentorship_gsheets.programmes.pairs.optimum import Arranged, arrange
from mentorship_gsheets.programmes.pairs.standing import PairStanding, is_kept, read_standing
from mentorship_gsheets.programmes.pairs.swap import Swap, stands, swap
from mentorship_gsheets.scoring import Pair, Scored, never_key, score
from mentorship_gsheets.scoring.coded import WORST
from mentorship_gsheets.scoring.prices import difference, price
from mentorship_gsheets.scoring.reasons import said, why
from mentorship_gsheets.scoring.score import TIE
from mentorship_gsheets.settings import Settings
from mentorship_gsheets.spreadsheet.plan import Plan, Table
from mentorship_gsheets.spreadsheet.workbook import Workbook
from mentorship_gsheets.text import as_words

STAGE = "explain"
_OTHERS = 5


def plan(workbook: Workbook, settings: Settings, one: str, other: str = "") -> Plan:
    """Explain the pairs of one person, or what pairing two people would cost; nothing is ever changed.

    Parameters
    ----------
    workbook, settings
        As read. Before anything is matched, the pairs explained are those that ``match`` would make.
    one, other
        Address or name; ``other`` may be left out.

    Returns
    -------
    Plan
        With tables only.

    Raises
    ------
    MentorshipError
        Somebody is not known, or a name is that of several people.

    Notes
    -----
    Prices are differences between two proven optima. Where the pairs that stand are not those that ``match`` would
    choose today, because somebody moved people by hand, the price is that of the smallest change to them.
    """
    situation = read_standing(workbook, settings, mending=True)
    found, standing, remark = _base(situation, settings)
    scored = found.scored
    people = _find(situation.roster, one)
    if not other:
        tables = [table for person in people for table in _pairs_of(person, scored, standing, settings)]
        if stands(found, standing):
            tables += [table for person in people for table in _others(person, found)]
        named = " and ".join(sorted({person.label for person in people}))
        return Plan(STAGE, (), (), tuple(tables), f"{named}: {remark}" if tables else f"{named} has no pair. {remark}")
    pairs = _pairs_between(people, _find(situation.roster, other), standing)
    if not pairs:
        raise MentorshipError(f"{one} and {other} are no mentor and mentee.", Exit.USAGE)
    plans = [_pair(pair, situation, scored, standing, settings) for pair in pairs]
    return Plan(
        STAGE,
        (),
        tuple(finding for made in plans for finding in made.findings),
        tuple(table for made in plans for table in made.tables),
        " ".join([*(made.summary for made in plans), remark]),
    )


def _base(situation: PairStanding, settings: Settings) -> tuple[Arranged, tuple[Pair, ...], str]:
    """The solved problem prices refer to, the pairs they are compared with, and what to say about that."""
    kept = [pair for pair in situation.pairs if is_kept(situation.roster, pair)]
    found = arrange(score(situation.pool, settings, situation.never, pins=kept))
    if not situation.pairs:
        return found, found.pairs, "Nothing is matched yet: this is what match would do."
    if stands(found, situation.pairs):
        return found, situation.pairs, "The pairs that stand are the best ones."
    changing = score(situation.pool, settings, situation.never, pins=kept, standing=situation.pairs)
    apart = len(set(found.pairs) - set(situation.pairs))
    remark = f"The pairs that stand differ from the best ones in {apart}; prices are those of the smallest change."
    return arrange(changing), situation.pairs, remark


_ROLES = (Role.MENTEE, Role.MENTOR)


def _find(roster: Roster, text: str) -> list[Participant]:
    """The one person meant, once for each role; withdrawn people too."""
    key = never_key(text)
    found = [person for person in roster if key in (person.email, as_words(person.name))]
    if len({person.email for person in found}) == 1:
        return found
    if found:
        which = ", ".join(sorted({person.email for person in found}))
        raise MentorshipError(Finding(f"“{text}” is several people: {which}.", "Give the address."), Exit.USAGE)
    names = {as_words(person.name): person.label for person in roster} | {
        person.email: person.label for person in roster
    }
    near = list(dict.fromkeys(names[name] for name in get_close_matches(key, names, 3)))
    hint = f"Did you mean {' or '.join(near)}?" if near else "Give the address as it stands in the sheet."
    raise MentorshipError(Finding(f"“{text}” is nobody here.", hint), Exit.USAGE)


def _pairs_between(ones: list[Participant], others: list[Participant], standing: tuple[Pair, ...]) -> list[Pair]:
    """The pairs two people could be, the standing one alone where there is one."""
    pairs = [
        Pair(mentee.email, mentor.email)
        for mentee in (*ones, *others)
        for mentor in (*ones, *others)
        if mentee.role is Role.MENTEE and mentor.role is Role.MENTOR and (mentee in ones) is not (mentor in ones)
    ]
    return [pair for pair in pairs if pair in standing] or pairs


def _pairs_of(person: Participant, scored: Scored, standing: tuple[Pair, ...], settings: Settings) -> list[Table]:
    return [_parts(pair, scored, settings) for pair in standing if pair.of(person.role) == person.email]


def _others(person: Participant, found: Arranged) -> list[Table]:
    rows = tuple(
        (other.partner.label, price(found.scored.priorities, other.price, most=3))
        for other in Alternatives(found).of(person.identity, _OTHERS)
    )
    return [Table(f"Who else for {person.label}", ("Who", "What it would cost all"), rows)] if rows else []


def _parts(pair: Pair, scored: Scored, settings: Settings) -> Table:
    """What speaks for and against a pair, part by part."""
    row, column = scored.row[pair.mentee], scored.column[pair.mentor]
    mentee, mentor = scored.mentees[row], scored.mentors[column]
    rows = tuple(
        (
            str(part.priority),
            str(WORST - int(part.cost[row, column])) + ("" if part.graded[row, column] else " (average)"),
            said(part.priority, mentee) or "?",
            said(part.priority, mentor) or "?",
        )
        for part in scored.parts
        if part.known
    )
    title = f"{mentee.label} and {mentor.label}: {why(mentee, mentor, settings)}"
    return Table(title, ("Part", "Of 100", "Mentee", "Mentor"), rows)


def _pair(pair: Pair, situation: PairStanding, scored: Scored, standing: tuple[Pair, ...], settings: Settings) -> Plan:
    if pair.mentee not in scored.row or pair.mentor not in scored.column:
        return Plan(STAGE, summary="One of the two cannot be matched: withdrawn, or held back by a finding of check.")
    row, column = scored.row[pair.mentee], scored.column[pair.mentor]
    mentee, mentor = scored.mentees[row], scored.mentors[column]
    rules = tuple(
        Finding(rule.says(mentee, mentor), code=f"pair-{rule.name}", level=Level.NOTE)
        for rule in scored.stopped_by(row, column)
    )
    tables = [_parts(pair, scored, settings)]
    if pair in standing:
        return Plan(STAGE, (), rules, tuple(tables), f"{mentee.label} has {mentor.label}.")
    change = swap(scored, standing, pair)
    if change is None:
        return Plan(STAGE, (), rules, tuple(tables), f"{mentor.label} has no place: kept pairs take them all.")
    tables += [_tiers(change, scored), _moves(change, situation.roster)]
    cost = price(scored.priorities, change.price, most=3)
    others = len({mentee for mentee, _, _ in change.moves} - {pair.mentee})
    who = "nobody else moves" if not others else f"{others} other mentee{'s' * (others > 1)} would move"
    summary = f"{mentee.label} with {mentor.label}: {cost}; {who}."
    return Plan(STAGE, (), rules, tuple(tables), summary)


def _tiers(change: Swap, scored: Scored) -> Table:
    rows = []
    for place, (name, old, new) in enumerate(zip(scored.names, change.totals_before, change.totals_after, strict=True)):
        priority = scored.priorities[place - 1] if place else None
        words = difference(priority, new - old) if priority and new != old else ""
        if name != TIE:
            rows.append((name, str(old), str(new), words))
    return Table("Price, criterion by criterion; less is better", ("Criterion", "Now", "Then", "In words"), tuple(rows))


def _moves(change: Swap, roster: Roster) -> Table:
    def label(role: Role, email: str) -> str:
        person = roster.find(role, email)
        return person.label if person else email or "nobody"

    rows = tuple(
        (label(Role.MENTEE, mentee), label(Role.MENTOR, old), label(Role.MENTOR, new))
        for mentee, old, new in change.moves
    )
    return Table("Who would move", ("Mentee", "Mentor now", "Mentor then"), rows)
