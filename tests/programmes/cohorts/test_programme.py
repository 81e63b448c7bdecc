"""Cohorts through the command line: pasted, matched, read back, judged by a program that knows no solver."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.conftest import Desk
from tests.programmes.cohorts import sheet
from tests.programmes.cohorts.instances import SHARED

INSTANCES = SHARED / "cohorts"


@pytest.mark.parametrize("name", ["4-second-run"])
def test_instances_reach_their_optimum_through_the_command_line(desk: Desk, tmp_path: Path, name: str) -> None:
    path = INSTANCES / f"{name}.json"
    sheet.start(desk)
    sheet.fill_in(desk, sheet.read(path))
    matched = desk.run("match")
    judged = subprocess.run(
        [sys.executable, str(SHARED / "check_cohorts.py"), str(path), str(sheet.cohorts_csv(desk, tmp_path / "c.csv"))],
        capture_output=True,
        text=True,
        check=False,
    )
    assert judged.returncode == 0, judged.stdout + matched.output
    assert sheet.nothing_written(desk, ["match"])
