"""The pages for those who change the code lead where they say."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PAGES = sorted((ROOT / ".github").glob("*.md"))
CONTRIBUTING = (ROOT / ".github/CONTRIBUTING.md").read_text("utf-8")


@pytest.mark.parametrize("page", PAGES, ids=lambda path: path.name)
def test_links_lead_somewhere(page: Path) -> None:
    targets = re.findall(r"\]\((?!https?:)([^)#]+)", page.read_text("utf-8"))
    assert [target for target in targets if not (page.parent / target).exists()] == []


def test_every_program_of_the_tests_it_speaks_of_is_there() -> None:
    spoken = set(re.findall(r"python -m tests\.(\w+)", CONTRIBUTING))
    programs = {path.parent.name for path in (ROOT / "tests").glob("*/__main__.py")}
    assert spoken - programs == set()


def test_what_ci_has_is_told_and_what_is_told_is_there() -> None:
    there = {f".ci/{path.name}" for path in (ROOT / ".ci").iterdir()}
    assert set(re.findall(r"\.ci/[\w.-]+\w", CONTRIBUTING)) == there


def test_the_workflow_runs_what_everybody_runs() -> None:
    jobs = re.findall(r"- run: (.+)", (ROOT / ".github/workflows/tests.yml").read_text("utf-8"))
    assert jobs[0] == ".ci/run"
