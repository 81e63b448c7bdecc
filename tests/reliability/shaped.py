"""What people do to the shape of the sheet: columns, rows, merged and hidden cells, tabs."""

from collections.abc import Callable
from dataclasses import dataclass

from tests.cli.conftest import Desk
from tests.reliability.case import Case, Outcome
from tests.reliability.hands import (
    blank_rows,
    column_copied,
    filtered,
    header_deleted,
    header_typed,
    hidden,
    merged,
    names_computed,
    names_moved,
    own_cells_merged,
    own_columns,
    row_added,
    row_copied,
    sorted_by_name,
    tab_deleted,
    tab_renamed,
)

OK, FLAG, STOP = Outcome.OK, Outcome.FLAG, Outcome.STOP
COLUMNS = "Columns, headers and tabs"
CELLS = "Merged, hidden and filtered cells, rows and formulas in the sheet"


@dataclass(frozen=True, slots=True, kw_only=True)
class Shaped(Case):
    """Somebody does this to a sheet that is ready to be matched; then ``match`` runs.

    Unless somebody is ``held`` (whose row stands there twice) or ``added`` (the address of a mentor who must have got
    somebody), the pairs must be those of a sheet nobody touched. In messages ``…`` stands for anything.
    """

    do: Callable[[Desk], None]
    held: bool = False
    added: str = ""


NAMED_AGAIN = "Give the column its name back, or run: mentorship setup."
TAB_AGAIN = "Run: mentorship setup, or give the tab its name back."

SHAPED = (
    Shaped(group=COLUMNS, given="a column moved", outcome=OK, made="columns are found by header", do=names_moved),
    Shaped(
        group=COLUMNS,
        given="columns of your own between ours: with equal headers, with a blank one, with a formula",
        outcome=OK,
        made="neither read nor written",
        do=own_columns,
    ),
    Shaped(
        group=COLUMNS,
        given="a header in other capitals and with spaces around it",
        outcome=OK,
        made="the same column",
        do=header_typed("Name", "  nAmE "),
    ),
    Shaped(
        group=COLUMNS,
        given="a column renamed",
        outcome=STOP,
        told=(
            "Mentors!…1: Mentors has no column “Name”; there are Full name, Mentee match, Live check, …. "
            f"{NAMED_AGAIN}",
        ),
        do=header_typed("Name", "Full name"),
    ),
    Shaped(
        group=COLUMNS,
        given="a header emptied",
        outcome=STOP,
        told=(f"Mentors!…1: Mentors has no column “Name”; there are Mentee match, Live check, Fit, …. {NAMED_AGAIN}",),
        do=header_typed("Name", ""),
    ),
    Shaped(
        group=COLUMNS,
        given="a column renamed that the tool can do without",
        outcome=OK,
        made="everybody is matched, without what stands there",
        told=(f"Mentors!…1: Mentors has no column “First time”; nothing is read from there or written. {NAMED_AGAIN}",),
        do=header_typed("First time", "New here?"),
    ),
    Shaped(
        group=COLUMNS,
        given="a column copied, header and all",
        outcome=STOP,
        told=("Mentors!A1: two columns of Mentors are headed “Name”. Rename the one that is not the tool's.",),
        do=column_copied,
    ),
    Shaped(
        group=COLUMNS,
        given="the header row deleted",
        outcome=STOP,
        told=(f"Mentors!1: Mentors has no column “Email”; there are …. {NAMED_AGAIN}",),
        do=header_deleted,
    ),
    Shaped(
        group=COLUMNS,
        given="a tab renamed",
        outcome=STOP,
        told=(f"this sheet has no tab “Mentees”; there are …. {TAB_AGAIN}",),
        do=tab_renamed,
    ),
    Shaped(
        group=COLUMNS,
        given="a tab deleted",
        outcome=STOP,
        told=(f"this sheet has no tab “Mentees”; there are …. {TAB_AGAIN}",),
        do=tab_deleted,
    ),
    Shaped(
        group=CELLS,
        given="cells of one of our columns merged",
        outcome=STOP,
        told=(
            "Mentors!J3:J4: the cells J3:J4 of Mentors are merged, so only the first of them can hold anything. "
            "Select them, choose Format → Merge cells → Unmerge, and fill them again.",
        ),
        do=merged("Bin"),
    ),
    Shaped(
        group=CELLS,
        given="the same in the column of addresses",
        outcome=STOP,
        told=(
            "Mentors!L3:L4: the cells L3:L4 of Mentors are merged, so only the first of them can hold anything. "
            "Select them, choose Format → Merge cells → Unmerge, and fill them again.",
        ),
        do=merged("Email"),
    ),
    Shaped(
        group=CELLS,
        given="cells of a column of your own merged",
        outcome=OK,
        made="no matter",
        do=own_cells_merged,
    ),
    Shaped(
        group=CELLS,
        given="hidden rows and columns",
        outcome=OK,
        made="read and written like all others",
        do=hidden,
    ),
    Shaped(
        group=CELLS, given="a filter that hides rows", outcome=OK, made="read and written all the same", do=filtered
    ),
    Shaped(group=CELLS, given="both tabs sorted", outcome=OK, made="rows are found by address", do=sorted_by_name),
    Shaped(group=CELLS, given="blank rows in between", outcome=OK, made="passed over", do=blank_rows),
    Shaped(
        group=CELLS,
        given="a row copied",
        outcome=FLAG,
        told=("Mentors!L…: … stands in rows 2 and … of Mentors. Keep one row, delete the other.",),
        held=True,
        do=row_copied,
    ),
    Shaped(
        group=CELLS,
        given="a row typed by hand, some rows below the last",
        outcome=OK,
        made="matched like everybody",
        added="zoe@example.org",
        do=row_added,
    ),
    Shaped(
        group=CELLS,
        given="a formula somebody typed into a cell of ours",
        outcome=OK,
        made="what it shows counts, and the formula stays",
        do=names_computed,
    ),
)
