"""The best pairs for everybody who has none, and the smallest change that mends those that stand."""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from functools import cache

from mentorship_gsheets.counts import counted
from mentorship_gsheets.errors import Finding, Level
from mentorship_gsheets.groups import Arrangement
from mentorship_gsheets.mailings.context import held_people
from mentorship_gsheets.people import Pair, Participant, Role, Roster, Status
from mentorship_gsheets.programmes.base import Goal, Proposal
from mentorship_gsheets.programmes.pairs.alternatives import Alternatives
from mentorship_gsheets.programmes.pairs.cells import (
    barred_changes,
    fit_changes,
    match_changes,
    partners_after,
    sentence_changes,
)
from mentorship_gsheets.programmes.pairs.consistency import pair_of
from mentorship_gsheets.programmes.pairs.floor import floor_tables
from mentorship_gsheets.programmes.pairs.optimum import Arranged, arrange
from mentorship_gsheets.programmes.pairs.standing import PairStanding, pair_group, pair_in
from mentorship_gsheets.programmes.pairs.tables import Cost, costs, left_table, price_tables, quality_tables
from mentorship_gsheets.programmes.pairs.trial import trial_tables
from mentorship_gsheets.records.trials import coin_changes
from mentorship_gsheets.scoring import Never, score
from mentorship_gsheets.scoring.phrases import brief
from mentorship_gsheets.scoring.prices import effect, price
from mentorship_gsheets.settings import Settings, Unanswered
from mentorship_gsheets.spreadsheet.plan import Change, SetCell, Table
from mentorship_gsheets.spreadsheet.workbook import Workbook
from mentorship_gsheets.tabs.criteria import COST, CRITERIA, CRITERION
from mentorship_gsheets.tabs.people_tabs import PEOPLE_TAB
from mentorship_gsheets.text import as_key


@dataclass(frozen=True, kw_only=True)
class PairProposal(Proposal):
    """Pairs as they should be; besides what every format has:

    Parameters
    ----------
    found
        The proven optimum.
    parted
        Standing pairs that shall not stand any more.
    people
        Whose cells are written.
    costs
        What each criterion cost, where pairs were made anew.
    """

    found: Arranged
    parted: frozenset[Pair] = frozenset()
    people: tuple[Participant, ...] = ()
    costs: tuple[Cost, ...] = ()


def unready(standing: PairStanding) -> list[Finding]:
    """Return a finding that stops everything for each side that has nobody to match.

    None where cells can be put right all the same: lines without an address, or partners who have withdrawn.
    """
    if standing.loose or any(_left(standing.roster, person, other) for person, other in standing.claims.lost):
        return []
    return empty_side(standing.pool)


def empty_side(pool: Roster) -> list[Finding]:
    """Return a finding that stops everything for each side that has nobody to match."""
    return [
        Finding(
            f"there is nobody to match on {PEOPLE_TAB[role]}.",
            "Run pull, or look at Status and at the findings.",
            "nobody",
            Level.STOP,
        )
        for role in Role
        if not pool.of(role)
    ]


def fill(standing: PairStanding, settings: Settings) -> PairProposal:
    """Find the best pairs for everybody who has none; all pairs that stand stay, whoever filled their cells.

    Parameters
    ----------
    standing
        As read.
    settings
        Criteria, policies and the usual capacity.

    Returns
    -------
    PairProposal
        With a proven optimum; whoever found no place is among `unmatched`.
    """
    found = arrange(score(standing.pool, settings, standing.never, pins=standing.pairs))
    new = len(found.pairs) - len(standing.pairs)
    # once pairs stand they are pins, and what their criteria cost when they were made cannot be told again
    told = costs(found) if new or not standing.pairs else ()
    left = [role for role, _ in found.unmatched]
    summary = (
        f"{counted(new, 'new pair')} beside {len(standing.pairs)} that stood before; "
        + " and ".join(counted(left.count(role), role) for role in (Role.MENTEE, Role.MENTOR))
        + " without a partner."
        + _unanswered(standing.roster, settings)
    )
    return PairProposal(
        arrangement=_arrangement(found),
        summary=summary,
        goals=_goals(found),
        tables=(
            *(trial_tables(found, standing, settings) if new else ()),
            *quality_tables(found),
            *(floor_tables(found) if new else ()),
            *price_tables(told),
        ),
        stood=len(standing.pairs),
        found=found,
        people=tuple(standing.pool),
        costs=told,
    )


_WHEN = {
    Unanswered.YES: "matched like anybody",
    Unanswered.LAST: "matched after everybody who answered",
    Unanswered.NO: "not matched",
}


def _unanswered(roster: Roster, settings: Settings) -> str:
    silent = sum(person.status is Status.NO_ANSWER for person in roster)
    who = counted(silent, "person without an answer is", "people without an answer are")
    return f" {who} {_WHEN[settings.unanswered]} (Settings)." if silent else ""


def mend(
    standing: PairStanding, settings: Settings, frozen: Collection[str], ended: Collection[str], *, anew: bool = False
) -> PairProposal:
    """Find the smallest change that gives people without a partner one.

    How much else may change is the place of "keeps existing pairs" among the criteria: in the first place, which
    is the default, a pair is only taken apart when that lets one more mentee have a mentor.

    Parameters
    ----------
    standing
        Read with ``mending``.
    settings
        As read.
    frozen, ended
        Keys of pairs that must stay, and of pairs that somebody asked to end.
    anew
        All other pairs count for nothing: they come back only where they are the best.

    Returns
    -------
    PairProposal
        With the pairs that end among `parted`, and the people whose cells are written.
    """
    asked = {pair for pair in standing.pairs if pair_group(pair).key in ended}
    kept = [pair for pair in standing.pairs if pair not in asked]
    bans = [Never(pair.mentor, pair.mentee, "asked for another partner") for pair in sorted(asked)]
    pins = [pair for pair in kept if pair_group(pair).key in frozen]
    found = arrange(score(standing.pool, settings, (*standing.never, *bans), pins=pins, standing=() if anew else kept))
    broken = set(kept) - set(found.pairs)
    claims, roster = standing.claims, standing.roster
    left = {pair_of(person, other) for person, other in claims.lost if _left(roster, person, other)}
    # besides the pool: who withdrew, and who names them but cannot be matched
    others = (person for person in roster if standing.pool.find(*person.identity) is None and _names(person, left))
    held = held_people(standing.findings)
    rows = _changed(standing, found, asked, broken, anew)
    moves = Table("Who changes", ("Mentee", "Mentor until now", "Mentor from now on", "Why"), tuple(rows))
    return PairProposal(
        arrangement=_arrangement(found),
        summary=f"{counted(len(rows), 'mentee')} concerned; of {counted(len(kept), 'pair')} "
        + (
            f"that stood, {len(broken)} change."
            if anew
            else f"that nobody asked to change, {len(broken)} would change."
        ),
        goals=_goals(found),
        tables=tuple(table for table in (moves, left_table(found)) if table.rows),
        broken=len(broken),
        stood=len(kept),
        found=found,
        parted=frozenset({*broken, *asked, *left}),
        people=(*standing.pool, *(person for person in others if person.identity not in held)),
    )


def _arrangement(found: Arranged) -> Arrangement:
    return Arrangement(tuple(pair_group(pair) for pair in found.pairs), found.unmatched)


def _goals(found: Arranged) -> tuple[Goal, ...]:
    """What was reached, tier by tier; the certificate of the matching proves each."""
    names = ["mentees without a mentor", *(str(p) if p else "tie break" for p in found.scored.priorities)]
    return tuple(Goal(name, value, value) for name, value in zip(names, found.matching.objective, strict=True))


def written(workbook: Workbook, settings: Settings, standing: PairStanding, proposal: PairProposal) -> list[Change]:
    """Return the changes of match cells, and of what stands beside them, that make a proposal true.

    Parameters
    ----------
    workbook, settings, standing
        As read.
    proposal
        What `fill` or `mend` made of them.

    Returns
    -------
    list of Change
        Empty where the sheet says it already.
    """
    people, found = proposal.people, proposal.found
    pairs = [pair_in(group) for group in proposal.arrangement.groups]
    after = partners_after(people, pairs, proposal.parted)
    return [
        *match_changes(workbook, people, standing.roster, after, standing.loose),
        *barred_changes(workbook, standing.roster, settings, standing.never),
        *sentence_changes(workbook, people, standing.roster, after, settings, next_best(found)),
        *fit_changes(workbook, people, found, after),
        *cost_changes(workbook, proposal.costs),
        *coin_changes(workbook, settings, standing.roster),
    ]


def cost_changes(workbook: Workbook, told: Iterable[Cost]) -> list[SetCell]:
    """Return the changes that make ``What it cost`` in ``Criteria`` say what each criterion cost.

    Parameters
    ----------
    workbook
        As read.
    told
        What each of them cost; rows of criteria that are not among them, because they are off or nobody said anything
        about them, are cleared. Where nothing at all is told, what stands there stays.
    """
    tab, words = workbook.tab(CRITERIA.title), {as_key(str(cost.criterion)): cost.told for cost in told}
    if tab is None or tab.column(COST) is None or not words:
        return []
    return [
        SetCell(tab.title, CRITERION, tab.text(rows[0], CRITERION), COST, words.get(key, ""), tab.text(rows[0], COST))
        for key, rows in tab.keyed(CRITERION).items()
        if len(rows) == 1 and tab.text(rows[0], COST) != words.get(key, "")
    ]


def next_best(found: Arranged) -> Callable[[Participant], str]:
    """Return what ``Next best`` says for a person: up to three others, each with the price to all in words.

    Blank for people whose pair is pinned, and where the sheet is too large (see `alternatives`).
    """
    # asked for when the first cell needs it: mostly for all, or for nobody
    others = cache(Alternatives(found).of_all)

    def text(person: Participant) -> str:
        found_for = others().get(person.identity, ())
        told = (price(found.scored.priorities, other.price, say=effect) for other in found_for)
        names = (brief(other.partner.name or other.partner.email) for other in found_for)
        return "\n".join(f"{name}: {words}" for name, words in zip(names, told, strict=True))

    return text


def _names(person: Participant, pairs: Collection[Pair]) -> bool:
    return any(pair_of(person, partner) in pairs for partner in person.partners)


def _left(roster: Roster, person: Participant, partner: str) -> bool:
    other = roster.find(person.role.other, partner)
    return person.withdrawn or (other is not None and other.withdrawn)


def _changed(
    standing: PairStanding, found: Arranged, asked: Collection[Pair], broken: Collection[Pair], anew: bool
) -> list[tuple[str, str, str, str]]:
    """Mentee, mentor before, mentor after, and why, for every mentee whose mentor is another than before."""
    before = dict(standing.pairs)
    gone = {
        person.email: other
        for person, other in standing.claims.lost
        if person.role is Role.MENTEE and not person.withdrawn and _left(standing.roster, person, other)
    }
    after = dict(found.pairs)
    newcomers: Mapping[str, str] = {mentor: mentee for mentee, mentor in found.pairs if before.get(mentee) != mentor}
    rows = [
        (
            person.label,
            " and ".join(_label(standing.roster, Role.MENTOR, e) for e in person.partners),
            "nobody",
            "has withdrawn",
        )
        for person in standing.roster.mentees
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
        elif anew:
            why = "all are matched again"
        elif was in newcomers and (mentee.email, was) in broken:
            why = f"makes room for {_label(standing.roster, Role.MENTEE, newcomers[was])}"
        else:
            why = "the mentor has fewer places, or the criteria allow the change"
        old, new = (_label(standing.roster, Role.MENTOR, email) for email in (was, now))
        rows.append((mentee.label, old, new, why))
    return rows


def _label(roster: Roster, role: Role, email: str | None) -> str:
    if email is None:
        return "nobody"
    person = roster.find(role, email)
    return person.label if person else email
