"""``rematch``: mends the groups with the smallest change after somebody withdrew, came late, or was unhappy."""

from collections.abc import Collection, Sequence
from dataclasses import replace

from mentorship_gsheets.counts import counted
from mentorship_gsheets.errors import Finding, Level
from mentorship_gsheets.groups import Group, Standing
from mentorship_gsheets.ledger import State
from mentorship_gsheets.people import Role
from mentorship_gsheets.programmes import AnyProgramme, programme_of
from mentorship_gsheets.records.ledger_rows import read_ledger
from mentorship_gsheets.settings import Settings
from mentorship_gsheets.spreadsheet.plan import Plan, Surprise
from mentorship_gsheets.spreadsheet.workbook import Workbook
from mentorship_gsheets.stages.match import standing_findings, unproven
from mentorship_gsheets.tabs.catalogue import DRAFTS
from mentorship_gsheets.text import as_key

STAGE = "rematch"
_MAY_HAVE_LEFT = frozenset({State.SENT, State.SENDING, State.UNKNOWN})


def plan(
    workbook: Workbook,
    settings: Settings,
    part: Sequence[str] = (),
    force: bool = False,
    here: bool = False,
    anew: bool = False,
) -> Plan:
    """Plan the smallest change that gives people without a group one.

    Groups of which somebody has ``Keep`` ticked always stay.

    Parameters
    ----------
    workbook, settings
        As read. Who withdrew is said in ``Status``.
    part
        Addresses of people whose groups end although all of them take part.
    force
        Release the brake on changes nobody asked for.
    here
        The boxes of the sheet say who has come; everybody else is absent.
    anew
        Match everybody again from scratch, but for groups with ``Keep`` ticked and those that were told by mail.

    Returns
    -------
    Plan
        The plan; empty where everybody has a group, or none can be had.

    Raises
    ------
    MentorshipError
        A tab or column is missing, or the format has no such boxes.
    """
    programme = programme_of(settings)
    standing = programme.read(workbook, settings, mending=True)
    if here:
        standing = programme.at_the_door(standing)
    kept = programme.kept(standing)
    ended, asked = _ended(standing, part, kept, programme.group_noun[0])
    about = standing_findings(programme, workbook, settings, standing)
    findings = [
        *standing.findings,
        *asked,
        *(finding for finding in about if finding.code not in programme.mended),
        *programme.ready(standing),
    ]
    if any(finding.level is Level.STOP for finding in findings):
        return Plan(STAGE, (), tuple(findings), (), "Nothing can be mended yet.")
    if anew:
        return _from_scratch(programme, workbook, settings, standing, kept, findings)
    proposal = programme.arrange(standing, settings, frozen=kept - ended, ended=ended)
    findings += [replace(doubt, level=Level.NOTE) if force else doubt for doubt in proposal.doubts]
    return Plan(
        STAGE,
        tuple(programme.write(workbook, settings, standing, proposal)),
        tuple(findings),
        (*proposal.tables, *unproven(proposal)),
        proposal.summary,
        (Surprise(f"standing {programme.group_noun[1]}", proposal.broken, proposal.stood),),
    ).braked(settings.surprise, force)


def _from_scratch(
    programme: AnyProgramme,
    workbook: Workbook,
    settings: Settings,
    standing: Standing,
    kept: frozenset[str],
    findings: Sequence[Finding],
) -> Plan:
    """Plan the best groups beside those that stay; it was asked for, so no brake holds it back."""
    told = _told(workbook, settings, standing)
    proposal = programme.anew(standing, settings, kept | told)
    one, many = programme.group_noun
    stays = (
        f"{counted(len(kept), one, many)} with Keep ticked, and {counted(len(told - kept), one, many)} "
        f"who were told by mail, stay; all others are matched again, those typed by hand as well."
    )
    return Plan(
        STAGE,
        tuple(programme.write(workbook, settings, standing, proposal)),
        (*findings, Finding(stays, f"To keep another {one}, tick Keep beside it first.", "from-scratch")),
        (*proposal.tables, *unproven(proposal)),
        proposal.summary,
    )


def _told(workbook: Workbook, settings: Settings, standing: Standing) -> frozenset[str]:
    """The keys of the groups that a mail introduced which was sent, or may have been."""
    if workbook.tab(DRAFTS.title) is None:
        return frozenset()
    introduced = {
        frozenset(entry.people)
        for entry in read_ledger(workbook, settings)
        if entry.state in _MAY_HAVE_LEFT and entry.kind.matter in ("match", "rematch")
    }
    return frozenset(group.key for group in standing.claimed if frozenset(group.about) in introduced)


def _ended(
    standing: Standing, part: Sequence[str], kept: Collection[str], noun: str
) -> tuple[frozenset[str], list[Finding]]:
    """The keys of the groups of the people named, and findings about names that have none or are kept."""
    ended: set[str] = set()
    findings = []
    for text in part:
        email = as_key(text)
        groups = _of_role(standing, Role.MENTEE, email) or _of_role(standing, Role.MENTOR, email)
        if not groups:
            findings.append(Finding(f"{text} has no {noun} to end.", "Give the address.", "no-pair", Level.STOP))
        elif any(group.key in kept for group in groups):
            findings.append(Finding(f"{text} has Keep ticked.", "Clear the box first.", "kept-pair", Level.STOP))
        ended.update(group.key for group in groups)
    return frozenset(ended), findings


def _of_role(standing: Standing, role: Role, email: str) -> list[Group]:
    return [group for group in standing.claimed if (role, email) in group.people]
