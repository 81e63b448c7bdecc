"""``match``: the best pairs for everybody who has none, in both match columns, with the reason beside each."""

from collections.abc import Callable

from mentorship_gsheets.consistency import check_roster
from mentorship_gsheets.counts import counted
from mentorship_gsheets.errors import Finding
from mentorship_gsheets.people import Participant, Role
from mentorship_gsheets.plan import Plan
from mentorship_gsheets.programmes.alternatives import Alternatives
from mentorship_gsheets.programmes.conference import Arranged, arrange
from mentorship_gsheets.scoring import score
from mentorship_gsheets.scoring.prices import price
from mentorship_gsheets.scoring.reasons import brief
from mentorship_gsheets.settings import Settings
from mentorship_gsheets.stages.cells import fit_changes, match_changes, partners_after, sentence_changes
from mentorship_gsheets.stages.pairing import Situation, empty_side, gather
from mentorship_gsheets.stages.people_tabs import MATCH_COLUMN
from mentorship_gsheets.stages.roster import locate
from mentorship_gsheets.stages.tables import price_tables, quality_tables
from mentorship_gsheets.workbook import Workbook

STAGE = "match"


def plan(workbook: Workbook, settings: Settings, force: bool = False) -> Plan:
    """Plan match cells, ``Why`` and ``Next best`` for everybody who is not matched yet.

    Filled match cells are pins, whoever filled them; where only one side of a pair is filled, the other side is.
    Nothing that stands is changed, so there is no brake to release. People whose rows or pairs contradict each
    other are left out and reported; withdrawn people are left out.

    Parameters
    ----------
    workbook, settings
        As read.
    force
        Write although one side has nobody.
    """
    situation = gather(workbook, settings)
    findings = [*situation.findings, *standing_findings(workbook, settings, situation)]
    empty = empty_side(situation.pool)
    if empty and not force:
        return Plan(STAGE, (), (*findings, *empty), (), "There is nobody to match.")
    scored = score(situation.pool, settings, situation.never, pins=situation.standing)
    found = arrange(scored)
    people = tuple(situation.pool)
    after = partners_after(people, found.pairs)
    changes = [
        *match_changes(workbook, people, situation.roster, after),
        *sentence_changes(workbook, people, situation.roster, after, settings, next_best(found)),
        *fit_changes(workbook, people, found, after),
    ]
    new = len(found.pairs) - len(situation.standing)
    tables = (*quality_tables(found), *(price_tables(found) if new else ()))
    left = [role for role, _ in found.unmatched]
    summary = (
        f"{counted(new, 'new pair')} beside {len(situation.standing)} that stood before; "
        + " and ".join(counted(left.count(role), role) for role in (Role.MENTEE, Role.MENTOR))
        + " without a partner."
    )
    return Plan(STAGE, tuple(changes), tuple(findings), tables, summary)


def standing_findings(workbook: Workbook, settings: Settings, situation: Situation) -> tuple[Finding, ...]:
    """Return what is wrong with the pairs that stand, one-sided ones aside: those are filled."""
    found = check_roster(situation.roster, settings, situation.never, MATCH_COLUMN)
    return tuple(locate([finding for finding in found if finding.code != "one-sided"], workbook))


def next_best(found: Arranged) -> Callable[[Participant], str]:
    """Return what ``Next best`` says for a person: up to three others, each with the price to all in words.

    Blank for people whose pair is pinned, and where the sheet is too large (see `programmes.alternatives`).
    """
    asked = Alternatives(found)
    known = {person.identity for person in (*found.scored.mentees, *found.scored.mentors)}

    def text(person: Participant) -> str:
        if person.identity not in known:
            return ""
        return "\n".join(
            f"{brief(other.partner.name or other.partner.email)}: {price(found.scored.priorities, other.price)}"
            for other in asked.of(person.identity)
        )

    return text
