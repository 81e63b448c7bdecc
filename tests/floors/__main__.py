"""``python -m tests.floors``: does it run with the lowest versions that `pyproject.toml` declares?

Makes an environment in a temporary folder, installs every direct dependency at exactly its floor (a floor that was
never released fails here), lets a rehearsal of forty people run, and the quick tests. What the direct dependencies need
in turn is the newest that fits: that is what pip would give somebody who has an old version of one of them.

Run it with the oldest Python that is supported. It needs no package of its own.
"""

import argparse
import os
import subprocess
import sys
import tempfile
import venv
from pathlib import Path

from tests.floors.versions import EXTRAS, ROOT, declared, floors

SLOW = ("benchmarks", "cli", "docs", "look", "page", "pictures", "reliability", "soak", "workspace")
"""Folders of tests that start a server for most of what they try; the rehearsal goes the same way through it."""


def main() -> int:
    """Install, rehearse, test; return the first exit code that is not 0."""
    parser = argparse.ArgumentParser(prog="python -m tests.floors", description=__doc__)
    parser.add_argument("--keep", type=Path, metavar="FOLDER", help="make the environment here, and leave it")
    parser.add_argument("rest", nargs="*", help="for pytest, after --, in place of the quick tests")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="floors-") as name:
        folder = asked.keep or Path(name) / "environment"
        return _try(folder, Path(name), asked.rest or [f"--ignore=tests/{slow}" for slow in SLOW])


def _try(folder: Path, scratch: Path, tests: list[str]) -> int:
    venv.create(folder, with_pip=True)
    python = folder / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    constraints = scratch / "floors.txt"
    constraints.write_text("\n".join(floors(declared())) + "\n", "utf-8")
    project = f"{ROOT}[{','.join(EXTRAS)}]"
    install = ["-m", "pip", "install", "--quiet", "--constraint", str(constraints), "--editable", project]
    rehearse = ["-m", "mentorship_gsheets.cli", "rehearse", "--yes", "--no-page", "--people", "40", "--out"]
    steps = (
        ("install", install),
        ("rehearse", [*rehearse, str(scratch / "rehearsal")]),
        ("test", ["-m", "pytest", "-q", "-p", "no:cacheprovider", *tests]),
    )
    # without it, tests that look through LibreOffice fail where there is none, instead of being skipped
    surroundings = {name: value for name, value in os.environ.items() if name != "CI"}
    for step, words in steps:
        sys.stdout.write(f"{step}: python {' '.join(words)}\n")
        sys.stdout.flush()
        code = subprocess.run([python, *words], cwd=ROOT, env=surroundings, check=False).returncode
        if code:
            return code
    return 0


if __name__ == "__main__":
    sys.exit(main())
