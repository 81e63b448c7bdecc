"""Where sheet and key are, remembered in one small private file, so that no command has to be told."""

import json
import os
from dataclasses import asdict, dataclass, fields
from pathlib import Path

from mentorship_gsheets.errors import Exit, Finding, Level, MentorshipError, unwritable

FOLDER_VARIABLE = "MENTORSHIP_FOLDER"
_FILE = "start.json"


@dataclass(frozen=True, slots=True)
class Whereabouts:
    """What `mentorship start` was told once.

    Parameters
    ----------
    sheet
        Address or id of the sheet; empty: not told yet.
    credentials
        Path of the key file; empty: there is none yet.
    form
        Address or id of the form; ``none`` where it was said that there is none; empty: not told yet.
    sender
        The mailbox that sends; empty: not told yet.
    """

    sheet: str = ""
    credentials: str = ""
    form: str = ""
    sender: str = ""


def private_folder() -> Path:
    """Return the folder where the key and the remembered file are kept: ``~/mentorship``, or ``MENTORSHIP_FOLDER``."""
    return Path(os.environ.get(FOLDER_VARIABLE) or "~/mentorship").expanduser().absolute()


def remembered() -> Whereabouts:
    """Return what is remembered; nothing of it where there is no file.

    Raises
    ------
    MentorshipError
        The file is there and cannot be read.
    """
    path = private_folder() / _FILE
    try:
        told = json.loads(path.read_bytes())
    except (FileNotFoundError, NotADirectoryError):
        return Whereabouts()
    except (OSError, ValueError, RecursionError):
        told = None
    names = [field.name for field in fields(Whereabouts)]
    if not isinstance(told, dict) or not all(isinstance(told.get(name, ""), str) for name in names):
        raise MentorshipError(
            Finding(
                f"{path}, where start keeps which sheet and key you use, cannot be read.",
                "Delete this file and run: mentorship start; it asks again.",
                code="start-file",
                level=Level.STOP,
            ),
            Exit.USAGE,
        )
    return Whereabouts(**{name: told.get(name, "") for name in names})


def keep(where: Whereabouts) -> None:
    """Remember, in a file that nobody else may read and that is never half written.

    Raises
    ------
    MentorshipError
        The folder cannot be written to.
    """
    from mentorship_gsheets.workspace.private_files import write_private

    write_private(make_private_folder() / _FILE, json.dumps(asdict(where), indent=2).encode())


def make_private_folder() -> Path:
    """Return the folder, made where it was not there, and closed to all others.

    Raises
    ------
    MentorshipError
        It cannot be made.
    """
    folder = private_folder()
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        if os.name == "posix" and folder.stat().st_mode & 0o077:
            folder.chmod(0o700)
    except OSError as error:
        raise unwritable(folder, error) from None
    return folder
