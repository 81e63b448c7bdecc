"""The matching engines and everybody else's, side by side in one run.

    python -m tests.benchmarks
    python -m tests.benchmarks --sizes 50 150 --write docs/matching.md

Needs the `bench` extra. Every figure comes from a process of its own. Who needs more than half a minute at one size
is not asked about larger ones. The two PyPI packages for mentor matching install over each other (both are called
`matching`), so each is installed into a folder of its own.
"""

import argparse
import subprocess
import sys
import tempfile
from pathlib import Path

from rich.console import Console
from rich.progress import track

from tests.benchmarks.report import markdown, picture, rich_tables
from tests.benchmarks.rivals import RIVALS
from tests.benchmarks.trial import Outcome, attempt

SIZES = (50, 150, 500, 1000, 2000, 5000, 10_000)
SHAPES = (
    "all identical",
    "all forbidden",
    "more mentors",
    "places for half",
    "capacity mix",
    "all want the same",
    "products",
    "one hub",
    "a hundred each",
)
#: Seconds: nobody gets more than the first; who needed more than the second is not asked about larger sizes.
LIMIT, PATIENCE = 120.0, 30.0


def main() -> None:
    """Run the contest, print it, and write it where asked."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sizes", type=int, nargs="+", default=SIZES, help="mentees of the conference")
    parser.add_argument("--shape-size", type=int, default=150, help="mentees of the hostile shapes")
    parser.add_argument("--write", type=Path, help="a markdown file with benchmark marks, to be brought up to date")
    given = parser.parse_args()
    console = Console()
    with tempfile.TemporaryDirectory(prefix="peers-") as folder:
        peers = install(Path(folder))
        sizes = contest(given.sizes, peers)
        jobs = [(rival, shape) for shape in SHAPES for rival in RIVALS if rival != "one pass over all pairs"]
        shapes = {
            (rival, shape): attempt(rival, shape, given.shape_size, LIMIT, peers)
            for rival, shape in track(jobs, "hostile shapes")
        }
    for table in rich_tables(sizes, shapes, given.shape_size):
        console.print(table)
    if given.write:
        given.write.write_text(markdown(given.write.read_text(), sizes, shapes, given.shape_size))
        picture(sizes, given.write.with_suffix(".svg"))


def install(folder: Path) -> Path | None:
    """Install the rivals that need a folder of their own; None if that fails, for instance without a network."""
    for _, distribution in RIVALS.values():
        if distribution:
            command = [sys.executable, "-m", "pip", "install", "--quiet", "--target", str(folder / distribution)]
            if subprocess.run([*command, distribution], check=False, capture_output=True).returncode:
                return None
    return folder


def contest(sizes: list[int], peers: Path | None) -> dict[tuple[str, int], Outcome]:
    """Every rival on conferences of growing size, as long as it is quick enough."""
    found = {}
    for rival in track(RIVALS, "conferences"):
        for size in sorted(sizes):
            outcome = found[rival, size] = attempt(rival, "conference", size, LIMIT, peers)
            if outcome.trouble or outcome.seconds > PATIENCE:
                break
    return found


if __name__ == "__main__":
    main()
