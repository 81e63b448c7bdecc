"""Bin: a block for everybody whose Bin cell is blank, mentors and mentees as equal as their fields allow."""

import re

from mentorship_gsheets.bins import OTHER, Balance, Block, balance
from mentorship_gsheets.errors import Finding, Level
from mentorship_gsheets.people import Role, Roster
from mentorship_gsheets.plan import Plan, SetCell, Table
from mentorship_gsheets.settings import Settings
from mentorship_gsheets.stages.roster import locate, read_roster, row_key
from mentorship_gsheets.stages.tabs import BINS, KEY, PEOPLE_TAB
from mentorship_gsheets.workbook import Workbook


def plan(workbook: Workbook, settings: Settings) -> Plan:
    """Plan the blank ``Bin`` cells.

    Returns
    -------
    Plan
        With a table of the blocks before and after balancing, and a note on everybody who is not in the block of the
        first choice. Filled cells stay, and the others are balanced around them.

    Raises
    ------
    MentorshipError
        A tab or column is missing or there twice.
    """
    roster, findings = read_roster(workbook, settings)
    blocks = read_blocks(workbook)
    result = balance(roster, blocks, settings.weigh_bins, settings.capacity)
    changes = [
        SetCell(PEOPLE_TAB[role], KEY, row_key(workbook, role, email), "Bin", name)
        for (role, email), name in result.bins.items()
    ]
    findings = [finding for finding in findings if finding.level is not Level.NOTE]
    findings += _moves(roster, result) + _strange(roster, blocks)
    before, after = (sum((one - two) ** 2 for one, two in table.values()) for table in (result.before, result.after))
    summary = (
        f"{len(changes)} people into {len(blocks)} blocks, {len(result.moved)} of them not into their first choice; "
        f"imbalance {before} → {after}"
    )
    return Plan("bin", tuple(changes), tuple(locate(findings, workbook)), (_table(result, settings),), summary)


def read_blocks(workbook: Workbook) -> tuple[Block, ...]:
    """Return the blocks of the ``Bins`` tab, with ``Other`` last where the tab does not name it."""
    tab = workbook.tab(BINS.title)
    blocks = {}
    for row in tab.rows if tab else ():
        name = tab.text(row, "Bin") if tab else ""
        if tab and name:
            fields = re.split(r"[;\n]", tab.cell(row, "Fields").text)
            blocks[name] = Block(name, tuple(field.strip() for field in fields if field.strip()))
    return tuple(blocks.values()) + (() if OTHER in blocks else (Block(OTHER),))


def _moves(roster: Roster, result: Balance) -> list[Finding]:
    findings = []
    for (role, email), first in result.moved.items():
        person = roster.find(role, email)
        called = person.name if person and person.name else email
        findings.append(
            Finding(
                f"{called} ticked {first} first and goes to {result.bins[role, email]}, where {role}s are short.",
                "Type another block to overrule this.",
                "moved",
                who=(role, email),
                column="Bin",
            )
        )
    return findings


def _strange(roster: Roster, blocks: tuple[Block, ...]) -> list[Finding]:
    names = {block.name for block in blocks}
    return [
        Finding(
            f"{person.name or person.email} stands in “{person.bin}”, which Bins does not list.",
            "Choose a block that is there, or add this one to Bins.",
            "unknown-bin",
            who=person.identity,
            column="Bin",
        )
        for person in roster
        if person.bin and person.bin not in names
    ]


def _table(result: Balance, settings: Settings) -> Table:
    left = "Places" if settings.weigh_bins else "Mentors"
    rows = tuple(
        (name, str(result.before[name][0]), str(result.before[name][1]), *map(str, result.after[name]))
        for name in result.after
    )
    return Table("Blocks", ("Block", f"{left}, first choice", "Mentees, first choice", left, "Mentees"), rows)
