"""The README's two commands: what continuous integration runs, and what the words around them promise."""

import re
import tomllib
from pathlib import Path

ROOT = Path(__file__).parent.parent


def commands() -> list[str]:
    return re.findall(r"```sh\n(.+?)\n```", (ROOT / "README.md").read_text("utf-8"), re.DOTALL)


def test_there_are_exactly_two_commands_each_one_line() -> None:
    found = commands()
    assert [len(command.splitlines()) for command in found] == [1, 1]
    assert [command.split(" && ")[0].split()[:3] for command in found] == [["python3", "-m", "venv"]] * 2


def test_continuous_integration_runs_the_test_command_word_for_word() -> None:
    script = (ROOT / ".ci" / "run").read_text("utf-8").splitlines()
    assert script[-1] == commands()[1]


def test_links_in_the_readme_lead_somewhere() -> None:
    targets = re.findall(r"\]\((?!https?:)([^)#]+)", (ROOT / "README.md").read_text("utf-8"))
    assert [target for target in targets if not (ROOT / target).exists()] == []


def test_the_lock_holds_every_dependency() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    extras = project["optional-dependencies"]
    wanted = [*project["dependencies"], *extras["dev"], *extras["docs"], *extras["gspread-suite"]]
    names = {re.split(r"[<>=\[]", line)[0].lower().replace("_", "-") for line in wanted}
    locked = {
        line.split("==")[0].lower().replace("_", "-")
        for line in (ROOT / "tests/lock.txt").read_text("utf-8").splitlines()
    }
    assert names - locked == set()
