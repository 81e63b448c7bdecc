"""Whether the tabs of people have the columns the tool looks for, each once."""

from collections.abc import Iterator

from mentorship_gsheets.errors import Finding, Level
from mentorship_gsheets.people import Role
from mentorship_gsheets.records.renamed import renamed_columns
from mentorship_gsheets.spreadsheet.workbook import Tab, Workbook
from mentorship_gsheets.tabs.people_tabs import KEY, PeopleTabs


def header_problems(tab: Tab, role: Role, people: PeopleTabs) -> Iterator[Finding]:
    """Yield what makes a tab of people unreadable: columns missing or there twice, merged cells.

    Parameters
    ----------
    tab
        A tab of people.
    role
        Whose tab it is.
    people
        Which columns it should have.

    Yields
    ------
    Finding
        Findings that stop everything, each with its cell; none where the tab can be read.
    """
    # what other tabs hold would tell names too, but is not needed to point at a column
    alone = Workbook("", "", (tab,))
    for column in (KEY, "Name", "Status", "Attendance", "Bin", "Fields", "Capacity", people.partners[role]):
        if tab.column(column) is None:
            there = ", ".join(header for header in tab.header if header.strip())
            known = {one.column.header: one.headers for one in renamed_columns(alone, tab, people.specs[role])}
            maybe = f"“{'” or “'.join(known[column])}” may be it. " if column in known else ""
            yield Finding(
                f"{tab.title} has no column “{column}”; there are {there or 'none'}.",
                f"{maybe}Give the column its name back, or run: mentorship setup.",
                "no-column",
                Level.STOP,
                where=tab.address(1, KEY),
            )
    for column in (drawn.header for drawn in people.specs[role].columns):
        if len(tab.columns(column)) > 1:
            yield Finding(
                f"two columns of {tab.title} are headed “{column}”.",
                "Rename the one that is not the tool's.",
                "two-columns",
                Level.STOP,
                where=tab.address(1, column),
            )
    ours = {tab.column(drawn.header) for drawn in people.specs[role].columns}
    for area in tab.merged:
        if ours & set(area.columns):
            yield Finding(
                f"the cells {area} of {tab.title} are merged, so only the first of them can hold anything.",
                "Select them, choose Format → Merge cells → Unmerge, and fill them again.",
                "merged-cells",
                Level.STOP,
                where=f"{tab.title}!{area}",
            )


def unread_columns(tab: Tab, role: Role, people: PeopleTabs) -> Iterator[Finding]:
    """Yield a note on columns that the tool can do without, and no longer finds.

    Parameters
    ----------
    tab
        A tab of people.
    role
        Whose tab it is.
    people
        Which columns it could have.

    Yields
    ------
    Finding
        At most one finding, which names them all.
    """
    gone = [drawn.header for drawn in people.specs[role].columns if tab.column(drawn.header) is None]
    if gone:
        yield Finding(
            f"{tab.title} has no column “{'”, “'.join(gone)}”; nothing is read from there or written.",
            "Give the column its name back, or run: mentorship setup.",
            "column-unread",
            where=tab.address(1, KEY),
        )
