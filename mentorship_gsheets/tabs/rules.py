"""Whether a colour rule stands already."""

from mentorship_gsheets.spreadsheet.batch import bounds, resolve, same_formula
from mentorship_gsheets.spreadsheet.workbook import Tab, Workbook


def rule_stands(workbook: Workbook, tab: Tab, template: str) -> bool:
    """Return whether a tab has a colour rule with this formula (placeholders as in `drawing.Rule`).

    Parameters
    ----------
    workbook
        The sheet as it was read.
    tab
        The tab.
    template
        The formula of the rule.
    """
    try:
        wanted = resolve(template, tab, 2, bounds(workbook))
    except KeyError:
        return False
    return any(same_formula(wanted, formula) for formula in tab.furniture.rules)
