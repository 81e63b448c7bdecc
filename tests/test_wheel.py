"""What is built carries what it needs."""

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

import mentorship_gsheets

PACKAGE = Path(mentorship_gsheets.__file__).parent
ROOT = PACKAGE.parent


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> zipfile.ZipFile:
    """Built by the back end itself, in this environment: nothing is downloaded."""
    folder = tmp_path_factory.mktemp("wheel")
    code = f"import hatchling.build as build; print(build.build_wheel({str(folder)!r}))"
    subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=True, capture_output=True)
    (path,) = folder.glob("*.whl")
    return zipfile.ZipFile(path)


def test_the_wheel_carries_every_module_template_and_page_file(wheel: zipfile.ZipFile) -> None:
    ours = {
        path.relative_to(ROOT).as_posix()
        for path in PACKAGE.rglob("*")
        if path.is_file() and not {"__pycache__", ".mypy_cache", ".ruff_cache"} & set(path.parts)
    }
    inside = {name for name in wheel.namelist() if name.startswith("mentorship_gsheets/")}
    assert sorted(ours ^ inside) == []
    assert {Path(name).suffix for name in inside} >= {".py", ".js", ".css", ".html"}


def test_the_wheel_carries_nothing_else(wheel: zipfile.ZipFile) -> None:
    others = {name.partition("/")[0] for name in wheel.namelist()} - {"mentorship_gsheets"}
    assert others == {f"mentorship_gsheets-{mentorship_gsheets.__version__}.dist-info"}


def test_the_wheel_installs_the_command_and_names_its_licence(wheel: zipfile.ZipFile) -> None:
    info = f"mentorship_gsheets-{mentorship_gsheets.__version__}.dist-info"
    entry = wheel.read(f"{info}/entry_points.txt").decode()
    assert entry.split() == ["[console_scripts]", "mentorship", "=", "mentorship_gsheets.cli:main"]
    assert "License-Expression: MIT" in wheel.read(f"{info}/METADATA").decode().splitlines()


def test_the_version_is_the_packages() -> None:
    told = run("--version")
    assert told.stdout == f"mentorship, version {mentorship_gsheets.__version__}\n"


def test_the_command_line_runs_as_a_module_too() -> None:
    told = subprocess.run(
        [sys.executable, "-m", "mentorship_gsheets.cli", "--version"], capture_output=True, text=True, check=True
    )
    assert told.stdout.split()[-1] == mentorship_gsheets.__version__


def test_help_brings_neither_googles_clients_nor_scipy_along() -> None:
    """What makes the difference between a tenth of a second and two."""
    code = (
        "import sys\nfrom mentorship_gsheets.cli import group\n"
        "group(['--help'], standalone_mode=False)\n"
        "print(sorted({'scipy', 'numpy', 'googleapiclient', 'google.auth', 'gspread', 'rich'} & sys.modules.keys()))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "[]"


@pytest.mark.parametrize("module", ["cli.session", "cli.steps", "cli.mail", "cli.sheet"])
def test_a_command_brings_solvers_along_when_it_solves(module: str) -> None:
    """A second of every command, most of which solve nothing."""
    code = (
        f"import sys\nimport mentorship_gsheets.{module}\n"
        "print(sorted({'scipy', 'networkx', 'icalendar', 'ironcalc', 'openpyxl'} & sys.modules.keys()))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "[]"


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_shells_can_complete_commands(shell: str) -> None:
    told = run(env={"_MENTORSHIP_COMPLETE": f"{shell}_source"})
    assert "_MENTORSHIP_COMPLETE" in told.stdout


def run(*words: str, env: dict[str, str] | None = None) -> subprocess.CompletedProcess[str]:
    code = "import sys; sys.argv[0] = 'mentorship'; from mentorship_gsheets.cli import main; main()"
    return subprocess.run(
        [sys.executable, "-c", code, *words],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, **(env or {})},
    )
