"""``python -m tests.trials [RUNS]``: how often the intervals of `learn` hold the truth, over simulated programmes."""

import sys

from rich.console import Console
from rich.table import Table

from tests.trials.coverage import report

if __name__ == "__main__":
    runs = int(sys.argv[1]) if len(sys.argv) > 1 else 4000
    shown = Table(title=f"Intervals that hold the truth, in % of {runs} simulated programmes")
    for header in ("What is true", "met", "mean rating"):
        shown.add_column(header)
    for row in report(runs):
        shown.add_row(*row)
    Console().print(shown)
