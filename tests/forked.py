"""Processes of our programs that begin with their libraries loaded: a second of each is loading, and tests start many.

They are forked from a process that has loaded what our programs load, and has done nothing else; the command line is
loaded anew in each, with the arguments, the environment and the folder that it is given. Whatever a test wants to see
of loading itself must start a process the usual way.
"""

import multiprocessing
import os
import runpy
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path

_LOADED = (
    "googleapiclient.discovery",
    "mentorship_gsheets.programmes",
    "mentorship_gsheets.stages.match",
    "mentorship_gsheets.stages.pull",
    "mentorship_gsheets.workspace.gmail",
    "mentorship_gsheets.workspace.sheets",
    "networkx",
    "rich.progress",
    "rich.table",
    "scipy.optimize",
    "scipy.sparse.csgraph",
)
"""Nothing of `mentorship_gsheets.cli`, which looks at the terminal and the environment when it is loaded."""
_STREAMS = ("stdin", "stdout", "stderr")

_forking = multiprocessing.get_context("forkserver")
_forking.set_forkserver_preload(list(_LOADED))


def run(
    words: Sequence[str],
    environment: Mapping[str, str],
    folder: Path | None = None,
    text: str = "",
    seconds: float = 120,
) -> subprocess.CompletedProcess[str]:
    """Run ``mentorship`` to its end, and return its code and what it printed.

    Parameters
    ----------
    words
        Its arguments.
    environment
        All of its environment.
    folder
        Where it runs; None: where the tests do.
    text
        What somebody types.
    seconds
        How long it may take.

    Raises
    ------
    subprocess.TimeoutExpired
        It took longer, and was killed.
    """
    with tempfile.TemporaryDirectory(prefix="forked-") as name:
        files = [Path(name) / stream for stream in _STREAMS]
        files[0].write_text(text, "utf-8")
        process = _forking.Process(target=_begin, args=(list(words), dict(environment), folder or Path.cwd(), files))
        process.start()
        try:
            process.join(seconds)
            if process.exitcode is None:
                process.kill()
                process.join()
                raise subprocess.TimeoutExpired(list(words), seconds)
            code = process.exitcode
        finally:
            process.close()
        return subprocess.CompletedProcess(list(words), code, *(file.read_text("utf-8") for file in files[1:]))


def _begin(words: list[str], environment: dict[str, str], folder: Path, files: list[Path]) -> None:
    """Be the program, in a process that has done nothing else."""
    os.environ.clear()
    os.environ.update(environment)
    os.chdir(folder)
    for number, file in enumerate(files):
        opened = os.open(file, os.O_RDONLY if number == 0 else os.O_WRONLY | os.O_CREAT)
        os.dup2(opened, number)
        os.close(opened)
    sys.stdin = os.fdopen(0, "r", encoding="utf-8", closefd=False)
    sys.stdout = os.fdopen(1, "w", encoding="utf-8", closefd=False)
    sys.stderr = os.fdopen(2, "w", encoding="utf-8", closefd=False)
    sys.argv = ["mentorship", *words]
    runpy.run_module("mentorship_gsheets.cli", run_name="__main__", alter_sys=True)
