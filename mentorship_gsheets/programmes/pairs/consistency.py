"""Whether the pairs that stand make sense: both directions, places, colleagues, withdrawn people, bans."""

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from types import MappingProxyType

from mentorship_gsheets.counts import counted
from mentorship_gsheets.errors import Finding, Level
from mentorship_gsheets.people import Identity, Participant, Role, Roster
from mentorship_gsheets.programmes.pairs.optimum import mutual_pairs
from mentorship_gsheets.records.roster import alike, did_you_mean
from mentorship_gsheets.scoring import Never, Pair
from mentorship_gsheets.scoring.barriers import Barrier, crowds
from mentorship_gsheets.scoring.rules import hard_rules
from mentorship_gsheets.settings import Policy, Settings
from mentorship_gsheets.tabs.people_tabs import WANTED


@dataclass(frozen=True, slots=True)
class Claims:
    """What the match cells say, read from both sides.

    Parameters
    ----------
    pairs
        Every pair that at least one of the two cells names, both people being known and not withdrawn; sorted.
    by
        For each pair, the roles whose cell names it.
    lost
        ``(who says so, whom they name)`` where the named person is unknown or one of the two has withdrawn.
    disputed
        Mentees who would have more mentors than they want; their pairs are not among ``pairs``.
    """

    pairs: tuple[Pair, ...]
    by: Mapping[Pair, frozenset[Role]] = field(default_factory=dict)
    lost: tuple[tuple[Participant, str], ...] = ()
    disputed: Mapping[str, tuple[Pair, ...]] = field(default_factory=dict)


def pair_of(person: Participant, partner: str) -> Pair:
    """Return a person and a partner as (mentee, mentor).

    Parameters
    ----------
    person
        Mentor or mentee.
    partner
        Address of somebody of the other role.

    Returns
    -------
    Pair
        The two addresses.
    """
    return Pair(person.email, partner) if person.role is Role.MENTEE else Pair(partner, person.email)


def read_claims(roster: Roster) -> Claims:
    """Read what the match cells of all people say together.

    Parameters
    ----------
    roster
        All readable people, withdrawn ones included.
    """
    by: dict[Pair, set[Role]] = {}
    lost = []
    for person in roster:
        for partner in dict.fromkeys(person.partners):
            other = roster.find(person.role.other, partner)
            if other is None or other.withdrawn or person.withdrawn:
                lost.append((person, partner))
            else:
                by.setdefault(pair_of(person, partner), set()).add(person.role)
    mentors: dict[str, list[Pair]] = {}
    for pair in sorted(by):
        mentors.setdefault(pair[0], []).append(pair)
    wanted = {person.email: person.wanted or 1 for person in roster.mentees}
    disputed = {mentee: tuple(pairs) for mentee, pairs in mentors.items() if len(pairs) > wanted[mentee]}
    return Claims(
        tuple(pair for pair in sorted(by) if pair[0] not in disputed),
        {pair: frozenset(roles) for pair, roles in by.items()},
        tuple(lost),
        disputed,
    )


@dataclass(frozen=True, slots=True)
class Trouble:
    """One thing that is wrong with match cells, and everybody whose cells it is about.

    Parameters
    ----------
    finding
        As `check` says it, about one person.
    people
        Everybody concerned, that person first.
    """

    finding: Finding
    people: tuple[Identity, ...]


def _person(person: Participant) -> str:
    return person.name or person.email


def check_roster(
    roster: Roster,
    settings: Settings,
    never: Sequence[Never],
    match_column: Mapping[Role, str],
    fillable: Collection[Pair] = (),
    loose: Mapping[Identity, Sequence[tuple[str, Participant]]] = MappingProxyType({}),
    barred: Mapping[str, str] = MappingProxyType({}),
) -> list[Finding]:
    """Return everything that is wrong with the pairs that stand, sorted.

    Parameters
    ----------
    roster
        All readable people, withdrawn ones included.
    settings
        Policies and the capacity of mentors who gave none.
    never
        The lines of ``Never match``.
    match_column
        Header of the match column on each role's page.
    fillable
        Pairs of which match fills the other cell where only one names it.
    loose
        Lines of match cells that name somebody without the address: identity -> (line, who is meant).
    barred
        Mentee -> what ``May not meet`` says.

    Returns
    -------
    Findings with person and column; those of level ``held`` keep the people they name from being written to. A pair
    that is against the rules and whose ``Keep`` is ticked is a note: somebody decided.
    """
    found = (trouble.finding for trouble in troubles(roster, settings, never, fillable, loose, barred))
    columned = [
        replace(finding, column=match_column[Role(finding.who[0])]) if finding.who else finding for finding in found
    ]
    return sorted(set(columned), key=lambda finding: (finding.who or ("", ""), finding.code, finding.what))


def crowd_notes(pool: Roster, settings: Settings) -> Iterator[Finding]:
    """Yield a note on every domain or affiliation that rules out unusually many pairs: perhaps they are no colleagues.

    Parameters
    ----------
    pool
        Everybody who can be matched.
    settings
        What makes colleagues.
    """
    pairs = len(pool.mentees) * len(pool.mentors)
    for crowd in crowds(pool.mentees, pool.mentors, settings):
        whose = f"{counted(crowd.mentees, 'mentee')} and {counted(crowd.mentors, 'mentor')}"
        kept = f"so {crowd.mentees * crowd.mentors} of {pairs} pairs are ruled out."
        if crowd.rule == "domain":
            remedy = "If they are no colleagues, add it to Free mail domains in Settings."
            yield Finding(f"{whose} have addresses of {crowd.name}, {kept}", remedy, "crowded-domain")
        else:
            remedy = "If they are no colleagues, correct Affiliation, or write avoid under Colleagues in Settings."
            yield Finding(f"{whose} are at {crowd.name}, {kept}", remedy, "crowded-affiliation")


def troubles(
    roster: Roster,
    settings: Settings,
    never: Sequence[Never],
    fillable: Collection[Pair] = (),
    loose: Mapping[Identity, Sequence[tuple[str, Participant]]] = MappingProxyType({}),
    barred: Mapping[str, str] = MappingProxyType({}),
) -> Iterator[Trouble]:
    """Yield everything that is wrong with the pairs that stand, with all whom it concerns; see `check_roster`.

    Parameters
    ----------
    roster, settings, never, fillable, loose, barred
        As for `check_roster`.
    """
    claims = read_claims(roster)
    yield from _loose(roster, loose)
    yield from _lost(roster, claims)
    yield from _one_sided(roster, claims, fillable)
    yield from _counts(roster, claims, settings)
    yield from _forbidden(roster, claims, settings, never, barred)


def _loose(roster: Roster, loose: Mapping[Identity, Sequence[tuple[str, Participant]]]) -> Iterator[Trouble]:
    for (role, email), lines in loose.items():
        person = roster.find(role, email)
        if person is None:
            continue
        for line, other in lines:
            finding = Finding(
                f"“{line.strip()[:80]}” in the match cell of {_person(person)} stands there without the address: "
                f"it is read as {other.label}.",
                "Run match, which writes Name <address>.",
                "no-partner-address",
                Level.HELD,
                person.identity,
            )
            # whom somebody who has left names is of no account to the one named
            yield Trouble(finding, (person.identity,) if person.withdrawn else (person.identity, other.identity))


def _lost(roster: Roster, claims: Claims) -> Iterator[Trouble]:
    for person, partner in claims.lost:
        other = roster.find(person.role.other, partner)
        if other is None:
            meant = did_you_mean(alike(partner, roster.of(person.role.other)))
            finding = Finding(
                f"{_person(person)} is matched with {partner}, who is no {person.role.other} here.",
                f"{meant}Correct the address, or clear the cell and match again.",
                "unknown-partner",
                Level.HELD,
                person.identity,
            )
            yield Trouble(finding, (person.identity,))
        elif person.withdrawn:
            # the one who stays is told where both name each other; this is for what only the other cell still says
            if person.email not in other.partners or other.withdrawn:
                finding = Finding(
                    f"{_person(person)} has withdrawn and still names {_person(other)}.",
                    "Run rematch, or clear the cell.",
                    "withdrawn",
                    Level.HELD,
                    person.identity,
                )
                yield Trouble(finding, (person.identity,))
        else:
            finding = Finding(
                f"{_person(person)} is matched with {_person(other)}, who has withdrawn.",
                "Run rematch, or clear the cell and match again.",
                "withdrawn-partner",
                Level.HELD,
                person.identity,
            )
            yield Trouble(finding, (person.identity, other.identity))


def _one_sided(roster: Roster, claims: Claims, fillable: Collection[Pair]) -> Iterator[Trouble]:
    for pair, roles in claims.by.items():
        if len(roles) == 2:
            continue
        (role,) = roles
        says, silent = (roster.find(side, pair.of(side)) for side in (role, role.other))
        if says is None or silent is None:
            continue
        names = " and ".join(
            _person(other) if (other := roster.find(role, email)) else email for email in silent.partners
        )
        finding = Finding(
            f"{_person(says)} names {_person(silent)}, but {_person(silent)} "
            + (f"names {names}." if names else "names nobody."),
            # beside a name that may be a slip for this very person, match would only write a second line
            "Run match to fill this cell."
            if pair in fillable and all(roster.find(role, email) for email in silent.partners)
            else "Make the two cells agree.",
            "one-sided",
            Level.HELD,
            silent.identity,
        )
        yield Trouble(finding, (silent.identity, says.identity))


def _counts(roster: Roster, claims: Claims, settings: Settings) -> Iterator[Trouble]:
    loads: Counter[str] = Counter(mentor for _, mentor in claims.by)
    for mentor in roster.mentors:
        places = settings.capacity if mentor.capacity is None else mentor.capacity
        if loads[mentor.email] > places and not mentor.withdrawn:
            finding = Finding(
                f"{_person(mentor)} has {counted(loads[mentor.email], 'mentee')} and takes {places}.",
                "Raise Capacity if the mentor agrees, or give a mentee to somebody else.",
                "over-capacity",
                Level.HELD,
                mentor.identity,
            )
            yield Trouble(finding, (mentor.identity,))
    for mentee, pairs in claims.disputed.items():
        names = " and ".join(_person(m) if (m := roster.find(Role.MENTOR, mentor)) else mentor for _, mentor in pairs)
        person = roster.find(Role.MENTEE, mentee)
        wanted = (person.wanted if person else None) or 1
        more = "" if wanted == 1 else f" and wants {wanted} mentors"
        remedy = "Leave one of them" if wanted == 1 else f"Leave {wanted} of them"
        finding = Finding(
            f"{_person(person) if person else mentee} is matched with {names} at once{more}.",
            f"{remedy}, on both pages, or raise {WANTED}.",
            "two-mentors",
            Level.HELD,
            (Role.MENTEE, mentee),
        )
        yield Trouble(finding, ((Role.MENTEE, mentee), *((Role.MENTOR, pair.mentor) for pair in pairs)))


def _forbidden(
    roster: Roster, claims: Claims, settings: Settings, never: Sequence[Never], barred: Mapping[str, str]
) -> Iterator[Trouble]:
    mentees = [person for person in roster.mentees if not person.withdrawn]
    mentors = [person for person in roster.mentors if not person.withdrawn]
    rows = {person.email: index for index, person in enumerate(mentees)}
    columns = {person.email: index for index, person in enumerate(mentors)}
    rules = hard_rules(mentees, mentors, settings, never)
    for pair in claims.by:
        row, column = rows[pair.mentee], columns[pair.mentor]
        mentee, mentor = mentees[row], mentors[column]
        broken = [rule for rule in rules if rule.stops[row, column]]
        for rule in broken:
            yield Trouble(_broken_rule(rule, mentee, mentor), (mentee.identity, mentor.identity))
        listed = {f"|{mentor.email}|", f"|!{mentor.email}|"}
        if any(text in barred.get(mentee.email, "") for text in listed) and not any(
            rule.policy is Policy.FORBID for rule in broken
        ):
            finding = Finding(
                f"the live check still keeps {_person(mentee)} and {_person(mentor)} apart, by a rule that is gone.",
                "Run match, which brings it up to date.",
                "live-check-old",
                Level.NOTE,
                mentee.identity,
            )
            yield Trouble(finding, (mentee.identity, mentor.identity))
    for one, other in mutual_pairs(tuple(claims.by)):
        person, partner = roster.find(Role.MENTEE, one), roster.find(Role.MENTEE, other)
        if person and partner:
            finding = Finding(
                f"{_person(person)} and {_person(partner)} mentor each other.",
                "Give one of them another partner, if that is not meant.",
                "each-other",
                Level.NOTE,
                person.identity,
            )
            yield Trouble(finding, (person.identity, partner.identity))


def _broken_rule(rule: Barrier, mentee: Participant, mentor: Participant) -> Finding:
    meant = mentee.keep or mentor.keep or rule.policy is not Policy.FORBID
    return Finding(
        rule.says(mentee, mentor),
        "Tick Keep if that is meant, or clear both cells and match again." if not meant else "",
        f"pair-{rule.name}",
        Level.NOTE if meant else Level.HELD,
        mentee.identity,
    )
