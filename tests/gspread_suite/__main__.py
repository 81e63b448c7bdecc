"""``python -m tests.gspread_suite CHECKOUT``: run gspread's tests live, then replay its recordings."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from tests.gspread_suite.live import run_live
from tests.gspread_suite.replay import replay, report


def main() -> int:
    """Read the command line; 0 when every test passed and every difference is explained."""
    parser = argparse.ArgumentParser(prog="python -m tests.gspread_suite", description=__doc__)
    parser.add_argument("checkout", type=Path, help="a checkout of burnash/gspread")
    parser.add_argument("--only", choices=["live", "replay"], help="do one of the two")
    parser.add_argument("-v", "--verbose", action="store_true", help="show every difference in full")
    parser.add_argument("pytest", nargs="*", help="further arguments for pytest, after --")
    given = parser.parse_args()
    code = 0
    if given.only != "replay":
        code |= run_live(given.checkout, given.pytest)
    if given.only != "live":
        outcome = replay(given.checkout)
        sys.stdout.write(report(outcome, verbose=given.verbose))
        code |= int(bool(outcome.unexplained))
    return code


if __name__ == "__main__":
    sys.exit(main())
