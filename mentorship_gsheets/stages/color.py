"""Colour: the rows of virtual attendees, by a rule on what stands in the row, which follows edits and sorting."""

from mentorship_gsheets.counts import counted
from mentorship_gsheets.people import Attendance, Role
from mentorship_gsheets.programmes import programme_of
from mentorship_gsheets.records.roster import people_tab, read_roster
from mentorship_gsheets.settings import Settings
from mentorship_gsheets.spreadsheet.plan import Change, Furnish, Plan
from mentorship_gsheets.spreadsheet.tab import Rule, Style
from mentorship_gsheets.spreadsheet.workbook import Workbook
from mentorship_gsheets.tabs.rules import rule_stands

VIRTUAL = Rule(f'={{Attendance}}="{Attendance.VIRTUAL}"', Style.VIRTUAL)


def plan(workbook: Workbook, settings: Settings) -> Plan:
    """Plan the colour rule for ``Mentors`` and ``Mentees``, where it does not stand yet.

    Parameters
    ----------
    workbook
        The sheet as it was read.
    settings
        What the tab Settings says.

    Returns
    -------
    Plan
        The plan; empty where the rule stands.

    Raises
    ------
    MentorshipError
        A tab or column is missing or there twice.
    """
    roster, _ = read_roster(workbook, programme_of(settings).people)
    changes: list[Change] = [
        Furnish(tab.title, "rule", VIRTUAL)
        for role in Role
        if not rule_stands(workbook, tab := people_tab(workbook, role), VIRTUAL.formula)
    ]
    virtual = [person.role for person in roster if person.attendance is Attendance.VIRTUAL]
    summary = " and ".join(counted(virtual.count(role), role) for role in Role) + " attend virtually"
    return Plan("color", tuple(changes), summary=summary)
