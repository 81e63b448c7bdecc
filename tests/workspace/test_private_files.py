"""Files of one's own: nobody else reads them, and nothing half written is left behind."""

import resource
from collections.abc import Iterator
from pathlib import Path

import pytest

from mentorship_gsheets.errors import Exit, MentorshipError
from mentorship_gsheets.workspace.private_files import write_private


@pytest.fixture
def small_disk() -> Iterator[None]:
    """Let no file grow beyond 1,000 bytes."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1000, before[1]))
    yield
    resource.setrlimit(resource.RLIMIT_FSIZE, before)


def test_a_file_is_its_owners_only_even_where_it_replaces_an_open_one(tmp_path: Path) -> None:
    path = tmp_path / "people.xlsx"
    path.write_bytes(b"older")
    path.chmod(0o644)
    write_private(path, b"newer")
    assert (path.read_bytes(), path.stat().st_mode & 0o777) == (b"newer", 0o600)
    assert list(tmp_path.iterdir()) == [path]


def test_a_folder_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(MentorshipError) as caught:
        write_private(tmp_path / "no" / "people.xlsx", b"")
    assert str(caught.value) == f"{tmp_path}/no/people.xlsx cannot be written (No such file or directory)."
    assert caught.value.exit_code == Exit.USAGE


def test_a_folder_in_its_place_is_told_and_nothing_stays_behind(tmp_path: Path) -> None:
    path = tmp_path / "people.xlsx"
    path.mkdir()
    with pytest.raises(MentorshipError) as caught:
        write_private(path, b"names")
    assert str(caught.value) == f"{path} cannot be written (Is a directory)."
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.usefixtures("small_disk")
def test_a_full_disk_is_told_and_the_older_file_stays(tmp_path: Path) -> None:
    path = tmp_path / "people.xlsx"
    path.write_bytes(b"older")
    with pytest.raises(MentorshipError) as caught:
        write_private(path, b"x" * 100_000)
    assert str(caught.value) == f"{path} cannot be written (File too large)."
    assert (path.read_bytes(), list(tmp_path.iterdir())) == (b"older", [path])
