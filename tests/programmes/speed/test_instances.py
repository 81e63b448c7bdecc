"""The instances through the command line, judged by a program that knows nothing of ours."""

from pathlib import Path

import pytest

from tests.programmes.speed.sheets import SHARED, Evening, instances, judged, read

pytestmark = pytest.mark.skipif(not SHARED.is_dir(), reason="the instances lie beside the project")


@pytest.mark.parametrize("path", instances(), ids=lambda path: path.stem)
def test_an_instance_is_seated_as_well_as_promised(path: Path, evening: Evening, tmp_path: Path) -> None:
    instance = read(path)
    evening.seat_instance(instance)
    words = ("rematch", "--here") if "plan" in instance else ("match",)
    evening.run(*words)
    assert judged(path, evening, tmp_path)[0] == 0, judged(path, evening, tmp_path)[1]
    evening.nothing_left(*words)
    seats = evening.seats()
    if not instance.get("absent_tables"):
        evening.nothing_left("match")
    assert evening.seats() == seats
