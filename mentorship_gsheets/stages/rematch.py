"""``rematch``: mends the pairs with the smallest change after somebody withdrew, came late, or was unhappy."""

from collections.abc import Collection, Mapping, Sequence

from mentorship_gsheets.consistency import pair_of
from mentorship_gsheets.counts import counted
from mentorship_gsheets.errors import Finding, Level
from mentorship_gsheets.people import Participant, Role, Roster
from mentorship_gsheets.plan import Plan, Table
from mentorship_gsheets.programmes.conference import Arranged, arrange
from mentorship_gsheets.scoring import Never, Pair, score
from mentorship_gsheets.settings import Settings
from mentorship_gsheets.stages.cells import fit_changes, match_changes, partners_after, sentence_changes
from mentorship_gsheets.stages.match import next_best, standing_findings
from mentorship_gsheets.stages.pairing import Situation, brake, empty_side, gather, held_people
from mentorship_gsheets.stages.tables import left_table
from mentorship_gsheets.workbook import Workbook

STAGE = "rematch"
_MENDED = {"withdrawn", "withdrawn-partner", "over-capacity"}


def plan(workbook: Workbook, settings: Settings, part: Sequence[str] = (), force: bool = False) -> Plan:
    """Plan the smallest change that gives people without a partner one.

    How much else may change is the place of "keeps existing pairs" among the priorities: in the first place, which
    is the default, a pair is only taken apart when that lets one more mentee have a mentor. Pairs with ``Keep``
    ticked on either side always stay.

    Parameters
    ----------
    workbook, settings
        As read. Who withdrew is said in ``Status``.
    part
        Addresses of people whose pairs end although both take part.
    force
        Release the brake on changes nobody asked for.
    """
    situation = gather(workbook, settings, mending=True)
    asked, findings = _asked(situation, part)
    findings += [f for f in standing_findings(workbook, settings, situation) if f.code not in _MENDED]
    findings = [*situation.findings, *findings, *empty_side(situation.pool)]
    if any(finding.level is Level.STOP for finding in findings):
        return Plan(STAGE, (), tuple(findings), (), "Nothing can be mended yet.")
    kept = [pair for pair in situation.standing if pair not in asked]
    bans = [Never(mentor, mentee, "asked for another partner") for mentee, mentor in asked]
    pins = [pair for pair in kept if _is_kept(situation.roster, pair)]
    found = arrange(score(situation.pool, settings, (*situation.never, *bans), pins=pins, standing=kept))
    broken = set(kept) - set(found.pairs)
    findings += brake(len(broken), len(kept), settings, force)

    left = {pair_of(person, other) for person, other in situation.claims.lost if _left(situation.roster, person, other)}
    # besides the pool: who withdrew, and who names them but cannot be matched
    others = (p for p in situation.roster if situation.pool.find(p.role, p.email) is None and _names(p, left))
    held = held_people(situation.findings)
    people = (*situation.pool, *(person for person in others if person.identity not in held))
    after = partners_after(people, found.pairs, {*broken, *asked, *left})
    changes = [
        *match_changes(workbook, people, situation.roster, after),
        *sentence_changes(workbook, people, situation.roster, after, settings, next_best(found)),
        *fit_changes(workbook, people, found, after),
    ]
    rows = _changed(situation, found, asked, broken)
    summary = (
        f"{counted(len(rows), 'mentee')} concerned; of {counted(len(kept), 'pair')} that nobody asked to change, "
        f"{len(broken)} would change."
    )
    moves = Table("Who changes", ("Mentee", "Mentor until now", "Mentor from now on", "Why"), tuple(rows))
    tables = tuple(table for table in (moves, left_table(found)) if table.rows)
    return Plan(STAGE, tuple(changes), tuple(findings), tables, summary)


def _asked(situation: Situation, part: Sequence[str]) -> tuple[set[Pair], list[Finding]]:
    """The standing pairs of the people named, and findings about names that have none or are kept."""
    asked: set[Pair] = set()
    findings = []
    for text in part:
        email = text.strip().casefold()
        pairs = [pair for pair in situation.standing if pair[0] == email]
        pairs = pairs or [pair for pair in situation.standing if pair[1] == email]
        kept = [pair for pair in pairs if _is_kept(situation.roster, pair)]
        if not pairs:
            findings.append(Finding(f"{text} has no pair to end.", "Give the address.", "no-pair", Level.STOP))
        elif kept:
            findings.append(Finding(f"{text} has Keep ticked.", "Clear the box first.", "kept-pair", Level.STOP))
        asked.update(pairs)
    return asked, findings


def _is_kept(roster: Roster, pair: Pair) -> bool:
    people = (roster.find(Role.MENTEE, pair[0]), roster.find(Role.MENTOR, pair[1]))
    return any(person is not None and person.keep for person in people)


def _names(person: Participant, pairs: Collection[Pair]) -> bool:
    return any(pair_of(person, partner) in pairs for partner in person.partners)


def _left(roster: Roster, person: Participant, partner: str) -> bool:
    other = roster.find(person.role.other, partner)
    return person.withdrawn or (other is not None and other.withdrawn)


def _changed(
    situation: Situation, found: Arranged, asked: Collection[Pair], broken: Collection[Pair]
) -> list[tuple[str, str, str, str]]:
    """Mentee, mentor before, mentor after, and why, for every mentee whose mentor is another than before."""
    before = dict(situation.standing)
    gone = {
        person.email: other
        for person, other in situation.claims.lost
        if person.role is Role.MENTEE and not person.withdrawn and _left(situation.roster, person, other)
    }
    after = dict(found.pairs)
    newcomers: Mapping[str, str] = {mentor: mentee for mentee, mentor in found.pairs if before.get(mentee) != mentor}
    rows = [
        (
            person.label,
            " and ".join(_label(situation.roster, Role.MENTOR, e) for e in person.partners),
            "nobody",
            "has withdrawn",
        )
        for person in situation.roster.mentees
        if person.withdrawn and person.partners
    ]
    for mentee in found.scored.mentees:
        was, now = before.get(mentee.email, gone.get(mentee.email)), after.get(mentee.email)
        if was == now:
            continue
        if mentee.email in gone:
            why = "the mentor has withdrawn"
        elif was is None:
            why = "had no mentor"
        elif (mentee.email, was) in asked:
            why = "asked to end the pair"
        elif was in newcomers and (mentee.email, was) in broken:
            why = f"makes room for {_label(situation.roster, Role.MENTEE, newcomers[was])}"
        else:
            why = "the mentor has fewer places, or the priorities allow the change"
        old, new = (_label(situation.roster, Role.MENTOR, email) for email in (was, now))
        rows.append((mentee.label, old, new, why))
    return rows


def _label(roster: Roster, role: Role, email: str | None) -> str:
    if email is None:
        return "nobody"
    person = roster.find(role, email)
    return person.label if person else email
