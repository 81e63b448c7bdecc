"""``match``: the best groups for everybody who is in none, written into the sheet with the reason beside each."""

from mentorship_gsheets.errors import Finding
from mentorship_gsheets.groups import Standing
from mentorship_gsheets.programmes import AnyProgramme, Proposal, programme_of
from mentorship_gsheets.records.roster import locate
from mentorship_gsheets.settings import Settings
from mentorship_gsheets.spreadsheet.plan import Plan, Table
from mentorship_gsheets.spreadsheet.workbook import Workbook

STAGE = "match"


def plan(workbook: Workbook, settings: Settings, force: bool = False) -> Plan:
    """Plan the groups of everybody who is in none yet.

    What stands is kept, whoever wrote it; where only one side of it is filled, the other side is. So there is no
    brake to release. People whose rows or groups contradict each other are left out and reported; withdrawn people
    are left out.

    Parameters
    ----------
    workbook, settings
        As read.
    force
        Write although one side has nobody.

    Returns
    -------
    Plan
        The plan; with findings that stop it where there is nobody to match.

    Raises
    ------
    MentorshipError
        A tab or column is missing.
    """
    programme = programme_of(settings)
    standing = programme.read(workbook, settings)
    findings = (*standing.findings, *standing_findings(programme, workbook, settings, standing))
    stops = programme.ready(standing)
    if stops and not force:
        return Plan(STAGE, (), (*findings, *stops), (), "There is nobody to match.")
    proposal = programme.arrange(standing, settings)
    changes = programme.write(workbook, settings, standing, proposal)
    tables = (*proposal.tables, *unproven(proposal))
    return Plan(STAGE, tuple(changes), findings, tables, proposal.summary)


def standing_findings(
    programme: AnyProgramme, workbook: Workbook, settings: Settings, standing: Standing
) -> tuple[Finding, ...]:
    """Return what is wrong with the groups that stand, those things aside that match puts right.

    Parameters
    ----------
    programme
        The format of the sheet.
    workbook
        The sheet as it was read.
    settings
        What the tab Settings says.
    standing
        What the sheet says now.
    """
    found = programme.check(settings, standing)
    return tuple(locate([finding for finding in found if finding.code not in programme.filled], workbook))


def unproven(proposal: Proposal) -> tuple[Table, ...]:
    """Return the goals with what was reached and what is proven, where something better may exist; else nothing."""
    if all(goal.proven for goal in proposal.goals):
        return ()
    rows = ((goal.name, str(goal.value), "" if goal.bound is None else str(goal.bound)) for goal in proposal.goals)
    return (Table("What was reached", ("Goal", "Reached", "No less than"), tuple(rows)),)
