"""The folder a rehearsal leaves its results in: marked as its own, and never emptied of anything else."""

import os
from dataclasses import dataclass
from pathlib import Path

from mentorship_gsheets.errors import Exit, MentorshipError, unwritable
from mentorship_gsheets.workspace.private_files import write_private

MARKER = ".mentorship-rehearsal"
_HEAD = "Made by mentorship rehearse, which deletes the files named below before it runs here again.\n"


@dataclass(frozen=True, slots=True)
class OutFolder:
    """A folder that belongs to rehearsals, and the list of files they made in it.

    The list stands in the folder itself (`MARKER`), and a file is entered before it is made: a rehearsal that died
    leaves nothing that the next one would take for somebody else's.
    """

    path: Path

    def add(self, name: str) -> Path:
        """Return the path of a file that is about to be made, entered as ours."""
        path = self.path / name
        try:
            path.parent.mkdir(mode=0o700, exist_ok=True)
            with (self.path / MARKER).open("a", encoding="utf-8") as marker:
                marker.write(name + "\n")
        except OSError as error:
            raise unwritable(path, error) from None
        return path


def claim(path: Path, names: tuple[str, ...]) -> OutFolder:
    """Make a folder for the results, or empty it of what an earlier rehearsal made there.

    Parameters
    ----------
    path
        The folder; may be there already.
    names
        Files that are going to be made in it by others.

    Returns
    -------
    OutFolder
        The folder, ready to be filled.

    Raises
    ------
    MentorshipError
        It holds something that no rehearsal made, which is named; nothing was deleted then. Or it cannot be written.
    """
    folder = OutFolder(path)
    try:
        if path.is_dir():
            _empty(path)
        else:
            path.mkdir(mode=0o700, parents=True)
        write_private(path / MARKER, _HEAD.encode())
    except OSError as error:
        raise unwritable(error.filename or path, error) from None
    for name in names:
        folder.add(name)
    return folder


def _empty(path: Path) -> None:
    ours = _listed(path / MARKER)
    strange = [name for name in _names(path) if name not in ours and name != MARKER]
    if strange:
        raise MentorshipError(
            f"{path} holds {min(strange)}, which no rehearsal left there: name another folder with --out.", Exit.USAGE
        )
    for name in sorted(ours):
        # a link is taken away, never what it leads to
        (path / name).unlink(missing_ok=True)
    for folder in {(path / name).parent for name in ours} - {path}:
        if folder.is_dir() and not folder.is_symlink():
            folder.rmdir()


def _listed(marker: Path) -> frozenset[str]:
    """Return the names in a marker of ours; none where there is no marker or somebody else's."""
    if marker.is_symlink() or not marker.is_file():
        return frozenset()
    head, _, names = marker.read_text("utf-8", "replace").partition("\n")
    if head + "\n" != _HEAD:
        return frozenset()
    # a name that leads out of the folder was never written by us
    return frozenset(name for name in names.splitlines() if name and ".." not in Path(name).parts and name[0] != "/")


def _names(path: Path) -> list[str]:
    """Return everything below a folder but the folders themselves, unless they are empty; links are not followed."""
    found = []
    for folder, folders, files in os.walk(path):
        inside = Path(folder)
        links = [name for name in folders if (inside / name).is_symlink()]
        found += [(inside / name).relative_to(path).as_posix() for name in [*files, *links]]
        if inside != path and not folders and not files:
            found.append(inside.relative_to(path).as_posix())
    return found
