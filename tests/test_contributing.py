"""The pages for those who change the code lead where they say."""

import re
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).parent.parent
PAGES = sorted((ROOT / ".github").glob("*.md"))
READ_BY_PROGRAMS = sorted([*(ROOT / ".github").rglob("*.yml"), ROOT / ".ci/pre-commit-config.yaml"])
FORMS = sorted(path for path in (ROOT / ".github/ISSUE_TEMPLATE").glob("*.yml") if path.name != "config.yml")
CONTRIBUTING = (ROOT / ".github/CONTRIBUTING.md").read_text("utf-8")


# where paths in them begin: at the top, in the package, or in a folder that the section speaks of
BEGIN = ("", "mentorship_gsheets/", "mentorship_gsheets/programmes/", "mentorship_gsheets/mail/")
MADE = {".venv-tests/bin"}
"""What `.ci/run` makes."""


@pytest.mark.parametrize("page", [".github/CONTRIBUTING.md", "docs/design.md"])
def test_every_path_that_is_named_is_there(page: str) -> None:
    text = (ROOT / page).read_text("utf-8")
    named = set(re.findall(r"`((?:[\w.-]+/)+[\w.-]*|[\w-]+\.(?:py|toml|txt|yml|json))`", text))
    assert len(named) > 15
    missing = [path for path in sorted(named - MADE) if not any((ROOT / start / path).exists() for start in BEGIN)]
    assert missing == []


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


@pytest.mark.parametrize("path", READ_BY_PROGRAMS, ids=lambda path: path.name)
def test_what_programs_read_is_yaml(path: Path) -> None:
    assert isinstance(yaml.safe_load(path.read_text("utf-8")), dict)


@pytest.mark.parametrize("path", FORMS, ids=lambda path: path.name)
def test_a_form_has_what_github_asks_of_one(path: Path) -> None:
    form = yaml.safe_load(path.read_text("utf-8"))
    assert {"name", "description", "body"} <= form.keys()
    questions = [one for one in form["body"] if one["type"] != "markdown"]
    assert {one["type"] for one in questions} <= {"input", "textarea", "dropdown", "checkboxes"}
    assert [one for one in questions if not one["attributes"]["label"]] == []
    assert len({one["id"] for one in questions}) == len(questions)


def test_the_workflow_runs_what_everybody_runs() -> None:
    jobs = yaml.safe_load((ROOT / ".github/workflows/tests.yml").read_text("utf-8"))["jobs"]
    assert [step["run"] for step in jobs["everything"]["steps"] if "run" in step] == [".ci/run"]
    assert jobs["everything"]["strategy"]["matrix"]["python"] == jobs["elsewhere"]["strategy"]["matrix"]["python"]
