"""gspread's tests, unchanged, against ``mentorship rehearsal serve``, without recordings."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]

PRIVATE_SHEET = "1jIKzPs8LsiZZdLdeMEP-5ZIHw6RkjiOmj1LrJN706Yc"
"""The sheet the suite expects to exist and not to be shared."""


@contextmanager
def server(folder: Path) -> Iterator[dict[str, Any]]:
    """``serve`` as a process of its own; what it printed when it was ready."""
    command = [
        sys.executable, "-m", "mentorship_gsheets.rehearsal", "serve", "--seed", "empty", "--allow-file-creation",
        "--no-quota", "--deny", PRIVATE_SHEET, "--key-out", str(folder / "key.json"),
    ]  # fmt: skip
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        try:
            yield json.loads(process.stdout.readline())
        finally:
            process.terminate()


def run_live(checkout: Path, arguments: Sequence[str] = ()) -> int:
    """Run the suite of a checkout; pytest's exit code."""
    with tempfile.TemporaryDirectory(prefix="gspread-suite-") as name:
        folder = Path(name)
        shutil.copytree(checkout / "tests", folder / "tests", ignore=shutil.ignore_patterns("cassettes", "*.pyc"))
        with server(folder) as told:
            environment = os.environ | {
                "PYTHONPATH": os.pathsep.join((str(checkout.resolve()), str(ROOT))),
                "GS_CREDS_FILENAME": told["key"],
                "REHEARSAL_URL": told["url"],
                "PYTHONDONTWRITEBYTECODE": "1",
            }
            command = [
                sys.executable, "-m", "pytest", "-p", "tests_redirect", "--disable-vcr", "-p", "no:cacheprovider",
                "--rootdir", name, "-q", "tests", *arguments,
            ]  # fmt: skip
            # The suite's folder is called tests too, so the plugin cannot be named as a part of ours.
            shutil.copy(Path(__file__).with_name("redirect.py"), folder / "tests_redirect.py")
            environment["PYTHONPATH"] = os.pathsep.join((name, environment["PYTHONPATH"]))
            return subprocess.run(command, cwd=folder, env=environment, check=False).returncode
