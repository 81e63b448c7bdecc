"""The tables of docs/reliability.md, made of the rows the tests run."""

from tests.reliability.case import Case, Outcome, table
from tests.reliability.gathered import GATHERED
from tests.reliability.lines import LINES
from tests.reliability.shaped import SHAPED
from tests.reliability.typed import TYPED

CASES: tuple[Case, ...] = (*TYPED, *GATHERED, *LINES, *SHAPED)
BEGIN, END = "<!-- rows: begin -->", "<!-- rows: end -->"


def with_tables(page: str) -> str:
    """Return the page with the tables, and how many rows they have, between its markers."""
    before, rest = page.split(BEGIN)
    after = rest.split(END)[1]
    counts = [sum(case.outcome is outcome for case in CASES) for outcome in Outcome]
    said = ", ".join(f"{count} {outcome}" for count, outcome in zip(counts, Outcome, strict=True))
    return f"{before}{BEGIN}\n\n{len(CASES)} rows: {said}.\n\n{table(CASES)}\n{END}{after}"
