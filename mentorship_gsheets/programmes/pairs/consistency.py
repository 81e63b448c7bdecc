"""Whether the pairs that stand make sense: both directions, places, colleagues, withdrawn people, bans."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from mentorship_gsheets.counts import counted
from mentorship_gsheets.errors import Finding, Level
from mentorship_gsheets.people import Participant, Role, Roster
from mentorship_gsheets.programmes.pairs.optimum import mutual_pairs
from mentorship_gsheets.scoring import Never, Pair
from mentorship_gsheets.scoring.barriers import Barrier, barriers
from mentorship_gsheets.settings import Policy, Settings


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
        Mentees who would have more than one mentor; their pairs are not among ``pairs``.
    """

    pairs: tuple[Pair, ...]
    by: Mapping[Pair, frozenset[Role]] = field(default_factory=dict)
    lost: tuple[tuple[Participant, str], ...] = ()
    disputed: Mapping[str, tuple[Pair, ...]] = field(default_factory=dict)


def pair_of(person: Participant, partner: str) -> Pair:
    """Return a person and a partner as (mentee, mentor)."""
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
    disputed = {mentee: tuple(pairs) for mentee, pairs in mentors.items() if len(pairs) > 1}
    return Claims(
        tuple(pair for pair in sorted(by) if pair[0] not in disputed),
        {pair: frozenset(roles) for pair, roles in by.items()},
        tuple(lost),
        disputed,
    )


def _person(person: Participant) -> str:
    return person.name or person.email


def check_roster(
    roster: Roster, settings: Settings, never: Sequence[Never], match_column: Mapping[Role, str]
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

    Returns
    -------
    Findings with person and column; those of level ``held`` keep the people they name from being written to. A pair
    that is against the rules and whose ``Keep`` is ticked is a note: somebody decided.
    """
    claims = read_claims(roster)
    found = [
        *_lost(roster, claims),
        *_one_sided(roster, claims),
        *_counts(roster, claims, settings),
        *_forbidden(roster, claims, settings, never),
    ]
    columned = [
        Finding(f.what, f.remedy, f.code, f.level, f.who, match_column[Role(f.who[0])] if f.who else "") for f in found
    ]
    return sorted(set(columned), key=lambda finding: (finding.who or ("", ""), finding.code, finding.what))


def _lost(roster: Roster, claims: Claims) -> Iterator[Finding]:
    for person, partner in claims.lost:
        other = roster.find(person.role.other, partner)
        if other is None:
            yield Finding(
                f"{_person(person)} is matched with {partner}, who is no {person.role.other} here.",
                "Correct the address, or clear the cell and match again.",
                "unknown-partner",
                Level.HELD,
                person.identity,
            )
        elif person.withdrawn:
            # the one who stays is told where both name each other; this is for what only the other cell still says
            if person.email not in other.partners or other.withdrawn:
                yield Finding(
                    f"{_person(person)} has withdrawn and still names {_person(other)}.",
                    "Run rematch, or clear the cell.",
                    "withdrawn",
                    Level.HELD,
                    person.identity,
                )
        else:
            yield Finding(
                f"{_person(person)} is matched with {_person(other)}, who has withdrawn.",
                "Run rematch, or clear the cell and match again.",
                "withdrawn-partner",
                Level.HELD,
                person.identity,
            )


def _one_sided(roster: Roster, claims: Claims) -> Iterator[Finding]:
    for pair, roles in claims.by.items():
        if len(roles) == 2:
            continue
        (role,) = roles
        says, silent = (roster.find(side, pair[side is Role.MENTOR]) for side in (role, role.other))
        if says is None or silent is None:
            continue
        names = " and ".join(
            _person(other) if (other := roster.find(role, email)) else email for email in silent.partners
        )
        yield Finding(
            f"{_person(says)} names {_person(silent)}, but {_person(silent)} "
            + (f"names {names}." if names else "names nobody."),
            "Make the two cells agree." if pair[0] in claims.disputed else "Run match to fill this cell.",
            "one-sided",
            Level.HELD,
            silent.identity,
        )


def _counts(roster: Roster, claims: Claims, settings: Settings) -> Iterator[Finding]:
    loads: Counter[str] = Counter(mentor for _, mentor in claims.by)
    for mentor in roster.mentors:
        places = settings.capacity if mentor.capacity is None else mentor.capacity
        if loads[mentor.email] > places and not mentor.withdrawn:
            yield Finding(
                f"{_person(mentor)} has {counted(loads[mentor.email], 'mentee')} and takes {places}.",
                "Raise Capacity if the mentor agrees, or give a mentee to somebody else.",
                "over-capacity",
                Level.HELD,
                mentor.identity,
            )
    for mentee, pairs in claims.disputed.items():
        names = " and ".join(_person(m) if (m := roster.find(Role.MENTOR, mentor)) else mentor for _, mentor in pairs)
        person = roster.find(Role.MENTEE, mentee)
        yield Finding(
            f"{_person(person) if person else mentee} is matched with {names} at once.",
            "Leave one of them, on both pages.",
            "two-mentors",
            Level.HELD,
            (Role.MENTEE, mentee),
        )


def _forbidden(roster: Roster, claims: Claims, settings: Settings, never: Sequence[Never]) -> Iterator[Finding]:
    mentees = [person for person in roster.mentees if not person.withdrawn]
    mentors = [person for person in roster.mentors if not person.withdrawn]
    rows = {person.email: index for index, person in enumerate(mentees)}
    columns = {person.email: index for index, person in enumerate(mentors)}
    rules = barriers(mentees, mentors, settings, never)
    for pair in claims.by:
        row, column = rows[pair[0]], columns[pair[1]]
        mentee, mentor = mentees[row], mentors[column]
        for rule in rules:
            if rule.stops[row, column]:
                yield _broken_rule(rule, mentee, mentor)
    for one, other in mutual_pairs(tuple(claims.by)):
        person, partner = roster.find(Role.MENTEE, one), roster.find(Role.MENTEE, other)
        if person and partner:
            yield Finding(
                f"{_person(person)} and {_person(partner)} mentor each other.",
                "Give one of them another partner, if that is not meant.",
                "each-other",
                Level.NOTE,
                person.identity,
            )


def _broken_rule(rule: Barrier, mentee: Participant, mentor: Participant) -> Finding:
    meant = mentee.keep or mentor.keep or rule.policy is not Policy.FORBID
    return Finding(
        rule.says(mentee, mentor),
        "Tick Keep if that is meant, or clear both cells and match again." if not meant else "",
        f"pair-{rule.name}",
        Level.NOTE if meant else Level.HELD,
        mentee.identity,
    )
