"""Files that hold what only their owner should read: log-ins, and sheets taken along."""

import os
from pathlib import Path
from tempfile import mkstemp

from mentorship_gsheets.errors import unwritable


def write_private(path: Path, content: bytes) -> None:
    """Write a file, readable by its owner only and never half written; what stood there is replaced.

    Parameters
    ----------
    path
        The file.
    content
        What it holds afterwards.

    Raises
    ------
    MentorshipError
        The folder is not there, or may not be written to.
    """
    try:
        # made with mode 0600, in the same folder so that it can be moved into place
        descriptor, temporary = mkstemp(dir=path.parent, prefix=".")
        try:
            with os.fdopen(descriptor, "wb") as file:
                file.write(content)
            Path(temporary).replace(path)
        except OSError:
            Path(temporary).unlink()
            raise
    except OSError as error:
        raise unwritable(path, error) from None
