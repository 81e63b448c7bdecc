"""What the match cells say: pairs that both sides name, pairs that only one does, and who can be matched."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace

from mentorship_gsheets.errors import Finding
from mentorship_gsheets.groups import Arrangement, Group, Standing, people_key
from mentorship_gsheets.mailings.context import held_people
from mentorship_gsheets.people import Identity, Pair, Participant, Role, Roster, Status
from mentorship_gsheets.programmes.pairs.consistency import Claims, read_claims
from mentorship_gsheets.records.roster import cell_text, locate, loose_lines, read_roster
from mentorship_gsheets.records.trials import trial_findings, with_coins
from mentorship_gsheets.records.wishes import with_wishes
from mentorship_gsheets.scoring import Never, never_key
from mentorship_gsheets.settings import Settings, Unanswered
from mentorship_gsheets.spreadsheet.workbook import Workbook
from mentorship_gsheets.tabs.catalogue import NEVER_MATCH
from mentorship_gsheets.tabs.people_tabs import BARRED, PAIR_TABS, PeopleTabs
from mentorship_gsheets.text import as_words


@dataclass(frozen=True, kw_only=True)
class PairStanding(Standing):
    """Pairs as the match cells have them; besides what every format has:

    Parameters
    ----------
    pool
        The people who can be matched: neither withdrawn nor held by a finding, nor without an answer where Settings
        leave such people out; and mentees only where no cell names somebody outside the pool for them. Mentors have
        the places left that such cells do not take.
    pairs
        Pairs inside the pool that at least one of the two cells names.
    claims
        All that the match cells say.
    never
        The lines of ``Never match``.
    loose
        Lines of match cells that name somebody without the address, by person: see `loose_lines`.
    barred
        What ``May not meet`` says of each mentee, by address; blank cells are absent.
    """

    pool: Roster
    pairs: tuple[Pair, ...]
    claims: Claims
    never: tuple[Never, ...]
    loose: Mapping[Identity, tuple[tuple[str, Participant], ...]]
    barred: Mapping[str, str]


def pair_group(pair: Pair) -> Group:
    """Return a pair as a group; its key is the two people."""
    mentors, mentees = ((Role.MENTOR, pair.mentor),), ((Role.MENTEE, pair.mentee),)
    return Group(people_key(mentors, mentees), "", mentors, mentees)


def pair_in(group: Group) -> Pair:
    """Return a group of one mentor and one mentee as a pair."""
    return Pair(group.mentees[0][1], group.mentors[0][1])


def read_standing(
    workbook: Workbook, settings: Settings, mending: bool = False, people: PeopleTabs = PAIR_TABS
) -> PairStanding:
    """Read people, match cells and bans from the workbook.

    Parameters
    ----------
    workbook, settings
        As read.
    mending
        Partners who have withdrawn count as gone already: whoever names one is in the pool like everybody else.
    people
        How the tabs of people look in the format of the sheet.

    Returns
    -------
    PairStanding
        Withdrawn people are in the roster and not in the pool.

    Raises
    ------
    MentorshipError
        A tab or column of people is missing.
    """
    roster, findings = read_roster(workbook, people)
    never, unknown = read_never(workbook, roster)
    roster, unclear = with_wishes(workbook, roster, settings)
    roster = with_coins(workbook, settings, roster)
    findings = [*findings, *unknown, *unclear, *trial_findings(workbook, settings)]
    claims = read_claims(roster)
    held = held_people(findings)
    here = [person for person in roster if not person.withdrawn and person.identity not in held]
    here = [
        person for person in here if settings.unanswered is not Unanswered.NO or person.status is not Status.NO_ANSWER
    ]
    gone = {person.identity for person in roster if person.withdrawn} if mending else set()
    pool = _pool(here, claims, settings, gone)
    pairs = tuple(
        pair for pair in claims.pairs if pool.find(Role.MENTEE, pair.mentee) and pool.find(Role.MENTOR, pair.mentor)
    )
    agreed = {pair for pair, roles in claims.by.items() if len(roles) == 2 and pair.mentee not in claims.disputed}
    by_mentor = sorted(claims.by, key=lambda pair: (pair.mentor, pair.mentee))
    named = {(role, pair.of(role)) for pair in claims.by for role in Role}
    named |= {person.identity for person in roster if person.partners}
    alone = (person.identity for person in roster if not person.withdrawn and person.identity not in named)
    return PairStanding(
        roster,
        Arrangement(tuple(pair_group(pair) for pair in by_mentor if pair in agreed), tuple(alone)),
        tuple(locate(findings, workbook)),
        tuple(pair_group(pair) for pair in by_mentor if pair not in agreed),
        frozenset(named),
        pool=pool,
        pairs=pairs,
        claims=claims,
        never=never,
        loose=loose_lines(workbook, roster, people),
        barred={person.email: text for person in roster.mentees if (text := cell_text(workbook, person, BARRED))},
    )


def _pool(here: Sequence[Participant], claims: Claims, settings: Settings, gone: Collection[Identity]) -> Roster:
    lost = [(person, partner) for person, partner in claims.lost if (person.role.other, partner) not in gone]
    # a mentee whose cell names somebody who cannot be matched is not free, whoever else names the mentee
    elsewhere = set(claims.disputed) | {person.email for person, _ in lost if person.role is Role.MENTEE}
    names = {person.identity for person in here}
    elsewhere |= {mentee for mentee, mentor in claims.by if (Role.MENTOR, mentor) not in names}
    mentees = [person for person in here if person.role is Role.MENTEE and person.email not in elsewhere]
    free = {person.email for person in mentees}
    taken = Counter(mentor for mentee, mentor in claims.by if mentee not in free)
    taken.update(person.email for person, _ in lost if person.role is Role.MENTOR)
    mentors = [_with_places(person, taken[person.email], settings) for person in here if person.role is Role.MENTOR]
    return Roster(tuple(mentors), tuple(mentees))


def _with_places(mentor: Participant, taken: int, settings: Settings) -> Participant:
    places = settings.capacity if mentor.capacity is None else mentor.capacity
    return replace(mentor, capacity=max(0, places - taken))


def read_never(workbook: Workbook, roster: Roster) -> tuple[tuple[Never, ...], list[Finding]]:
    """Read the lines of ``Never match``.

    Parameters
    ----------
    workbook
        As read.
    roster
        Everybody whom a line can name.

    Returns
    -------
    never
        Lines with both names; without the tab, none.
    findings
        A note for every line, pairs of earlier years aside, of which half is blank or names nobody here: a ban with
        a slip in it protects nobody.
    """
    tab = workbook.tab(NEVER_MATCH.title)
    if tab is None:
        return (), []
    known = {key for person in roster for key in (person.email, as_words(person.name))}
    never, findings = [], []
    for row in tab.rows:
        line = Never(tab.text(row, "Mentor"), tab.text(row, "Mentee"), tab.text(row, "Reason"))
        if not (line.mentor or line.mentee):
            continue
        never.append(line)
        for header, text in (("Mentor", line.mentor), ("Mentee", line.mentee)):
            if not line.previous and never_key(text) not in known:
                findings.append(
                    Finding(
                        f"{text} names nobody here." if text else "half of this line is blank.",
                        "Write an address or a name as it stands on the pages of people.",
                        "never-unknown",
                        where=tab.address(row, header),
                    )
                )
    return tuple(line for line in never if line.mentor and line.mentee), findings


def is_kept(roster: Roster, pair: Pair) -> bool:
    """Return whether one of the two has ``Keep`` ticked.

    Parameters
    ----------
    roster
        As read.
    pair
        Of people who may be unknown.

    Returns
    -------
    bool
        False where neither is known.
    """
    people = (roster.find(role, pair.of(role)) for role in Role)
    return any(person is not None and person.keep for person in people)
