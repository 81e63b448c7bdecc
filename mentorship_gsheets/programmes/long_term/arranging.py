"""New rounds beside running pairs: who is done is let go, whoever wants another gets one, the rest stays."""

from collections.abc import Collection
from dataclasses import replace

from mentorship_gsheets.counts import counted
from mentorship_gsheets.people import Participant, Role
from mentorship_gsheets.programmes.long_term.standing import LongTermStanding, reason
from mentorship_gsheets.programmes.long_term.tabs import PAIR
from mentorship_gsheets.programmes.pairs.arranging import PairProposal, mend, written
from mentorship_gsheets.programmes.pairs.standing import pair_group
from mentorship_gsheets.records.roster import set_cell
from mentorship_gsheets.scoring import Never, Pair
from mentorship_gsheets.settings import Settings
from mentorship_gsheets.spreadsheet.plan import AddRow, Change
from mentorship_gsheets.spreadsheet.workbook import Workbook
from mentorship_gsheets.tabs.catalogue import NEVER_MATCH

_ASKED = "asked for another partner"


def renew(
    standing: LongTermStanding, settings: Settings, frozen: Collection[str], ended: Collection[str]
) -> PairProposal:
    """Find the smallest change after pairs have come to their end.

    Parameters
    ----------
    standing
        Read with ``mending``.
    settings, frozen, ended
        As for `pairs.arranging.mend`; pairs whose mentee wants another end besides.

    Returns
    -------
    PairProposal
        Pairs that have graduated or ended are among `parted`; nobody of them asked for a change, so they count for no
        brake.
    """
    asked = {pair_group(pair).key for pair in standing.another}
    proposal = mend(standing, settings, frozenset(frozen) - asked, {*ended, *asked})
    known = {person.identity for person in proposal.people}
    more: list[Participant] = [
        person
        for role in Role
        for person in standing.roster.of(role)
        if person.identity not in known and any(pair.of(role) == person.email for pair in standing.over)
    ]
    done = f" {counted(len(standing.over), 'pair has', 'pairs have')} come to an end." if standing.over else ""
    return replace(
        proposal,
        parted=proposal.parted | frozenset(standing.over),
        people=(*proposal.people, *more),
        summary=f"{proposal.summary}{done}",
    )


def renewed(
    workbook: Workbook, settings: Settings, standing: LongTermStanding, proposal: PairProposal, month: str
) -> list[Change]:
    """Return the changes that make a proposal true, with what ``Never match`` says of the pairs that are over.

    Parameters
    ----------
    workbook, settings, standing, proposal
        As for `pairs.arranging.written`.
    month
        As ``2027-03``, for the line of ``Never match``.
    """
    over: dict[Pair, str] = {
        pair: reason(pairing, month, settings.round)
        for pair, pairing in standing.over.items()
        if pair in proposal.parted
    }
    over |= {pair: _ASKED for pair in standing.another if pair in proposal.parted}
    never = tuple(Never(pair.mentor, pair.mentee, why) for pair, why in sorted(over.items()))
    told = replace(standing, never=(*standing.never, *never))
    changes: list[Change] = list(written(workbook, settings, told, proposal))
    for pair, why in sorted(over.items()):
        changes.append(_line(standing, pair, why))
        mentee = standing.roster.find(Role.MENTEE, pair.mentee)
        if mentee is not None and why == _ASKED:
            # what was asked for is done; otherwise the next rematch would end the new pair too
            changes += set_cell(workbook, mentee, PAIR, "")
    return changes


def _line(standing: LongTermStanding, pair: Pair, why: str) -> AddRow:
    labels = []
    for role in (Role.MENTOR, Role.MENTEE):
        person = standing.roster.find(role, pair.of(role))
        labels.append(person.label if person else pair.of(role))
    values = (("Mentor", labels[0]), ("Mentee", labels[1]), ("Reason", why))
    return AddRow(NEVER_MATCH.title, "Mentor", labels[0], values)
