"""Long-term pairs as the sheet has them: which run, which have come to their end, and what people said."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from datetime import datetime

from mentorship_gsheets.people import Identity, Pair, Role, Roster
from mentorship_gsheets.programmes.long_term.tabs import ASKED, PEOPLE, Pairing
from mentorship_gsheets.programmes.pairs.letters import last_sent
from mentorship_gsheets.programmes.pairs.standing import PairStanding, pair_group, read_standing
from mentorship_gsheets.records.roster import cell_text, people_tab
from mentorship_gsheets.scoring import Never, never_key
from mentorship_gsheets.scoring.barriers import PREVIOUS
from mentorship_gsheets.settings import Settings
from mentorship_gsheets.spreadsheet.workbook import Workbook
from mentorship_gsheets.text import as_key, as_words

_ENDED = re.compile(rf"{PREVIOUS}: (graduated|ended)\b[^,]*(?:, (.*))?", re.IGNORECASE)


@dataclass(frozen=True, kw_only=True)
class LongTermStanding(PairStanding):
    """Besides what pairs of a conference have:

    Parameters
    ----------
    said
        Identity -> text by header, of the columns that only this format asks; blank cells are absent.
    over
        Standing pairs whose mentee has graduated or ended, as ``Pair`` says; `rematch` clears them.
    another
        Standing pairs whose mentee wants another mentor.
    graduated
        Pairs of ``Never match`` that graduated -> the round they did in, blank where none had a name.
    introduced
        Pair -> when its introduction was sent, the last one; pairs whose mail has no readable time are absent.
    checked
        Pair -> when it was asked last how it is doing.
    """

    said: Mapping[Identity, Mapping[str, str]]
    over: Mapping[Pair, Pairing] = field(default_factory=dict)
    another: frozenset[Pair] = frozenset()
    graduated: Mapping[Pair, str] = field(default_factory=dict)
    introduced: Mapping[Pair, datetime] = field(default_factory=dict)
    checked: Mapping[Pair, datetime] = field(default_factory=dict)


def reason(pairing: Pairing, month: str, round: str = "") -> str:
    """Return what ``Never match`` says of a pair that has come to its end.

    Parameters
    ----------
    pairing
        What became of it.
    month
        When, as 2027-03.
    round
        In which round; blank where it has no name.

    Examples
    --------
    >>> reason(Pairing.GRADUATED, "2027-03"), reason(Pairing.ENDED, "2027-03", "2027 spring")
    ('previous: graduated 2027-03', 'previous: ended 2027-03, 2027 spring')
    """
    return f"{PREVIOUS}: {pairing} {month}" + (f", {round}" if round else "")


def read_pairing(text: str) -> Pairing | None:
    """Read what became of a pair; None where the cell is blank or says something else.

    >>> read_pairing("Graduated"), read_pairing("soon")
    (<Pairing.GRADUATED: 'graduated'>, None)
    """
    return next((pairing for pairing in Pairing if as_key(pairing) == as_key(text)), None)


def read_pairs(workbook: Workbook, settings: Settings, mending: bool = False) -> LongTermStanding:
    """Read pairs, and which of them have come to their end.

    Parameters
    ----------
    workbook, settings
        As read.
    mending
        As for `read_standing`; mentees whose pair is over are not matched again until ``Pair`` is blank.

    Returns
    -------
    What stands, with what became of the pairs that are over; a pair without a word in ``Pair`` or ``Never match`` runs.

    Raises
    ------
    MentorshipError
        A tab or column of people is missing.
    """
    pairs = read_standing(workbook, settings, mending, PEOPLE)
    over: dict[Pair, Pairing] = {}
    another: set[Pair] = set()
    resting: set[str] = set()
    for mentee in pairs.roster.mentees:
        pairing = read_pairing(mentee.pairing)
        mine = [Pair(mentee.email, mentor) for mentor in mentee.partners]
        if pairing is Pairing.ANOTHER:
            another |= set(mine) & set(pairs.pairs)
        elif pairing is not None:
            resting.add(mentee.email)
            over |= dict.fromkeys(mine, pairing)
    # until a rematch clears it, a pair that is over keeps its place; nobody whose pair is over gets another
    stays = set() if mending else {pair.mentee for pair in pairs.pairs}
    pool = Roster(
        pairs.pool.mentors,
        tuple(one for one in pairs.pool.mentees if one.email not in resting or one.email in stays),
    )
    standing = tuple(pair for pair in pairs.pairs if not (mending and pair in over))
    concluded, graduated = _concluded(pairs)
    introduced, checked = last_sent(workbook, settings, ("match", "rematch"), ("check-in",))
    values = {each.name: getattr(pairs, each.name) for each in fields(pairs)}
    values |= {
        "pool": pool,
        "pairs": standing,
        "named": pairs.named | {(Role.MENTEE, email) for email in resting},
        "concluded": frozenset(concluded) | {pair_group(pair).about for pair in over},
    }
    return LongTermStanding(
        **values,
        said=_said(workbook, pairs.roster),
        over=over,
        another=frozenset(another),
        graduated=graduated,
        introduced=introduced,
        checked=checked,
    )


def _concluded(pairs: PairStanding) -> tuple[set[tuple[str, ...]], Mapping[Pair, str]]:
    """Return the pairs of ``Never match`` that are over, as the ledger names them; and who graduated in what round."""
    concluded: set[tuple[str, ...]] = set()
    graduated: dict[Pair, str] = {}
    for line in pairs.never:
        found = _ENDED.fullmatch(" ".join(line.reason.split()))
        pair = _pair_of(pairs.roster, line) if found else None
        if found and pair is not None:
            concluded.add(pair_group(pair).about)
            if as_key(found[1]) == Pairing.GRADUATED:
                graduated[pair] = found[2] or ""
    return concluded, graduated


def _pair_of(roster: Roster, line: Never) -> Pair | None:
    emails = []
    for role, text in ((Role.MENTEE, line.mentee), (Role.MENTOR, line.mentor)):
        key = never_key(text)
        meant = [person.email for person in roster.of(role) if key in (person.email, as_words(person.name))]
        if len(meant) != 1:
            return None
        emails.append(meant[0])
    return Pair(*emails)


def _said(workbook: Workbook, roster: Roster) -> Mapping[Identity, Mapping[str, str]]:
    headers = {role: [h for h in ASKED if people_tab(workbook, role).column(h) is not None] for role in Role}
    return {
        person.identity: {
            header: text for header in headers[person.role] if (text := cell_text(workbook, person, header))
        }
        for person in roster
    }
