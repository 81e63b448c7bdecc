"""The lowest versions that `pyproject.toml` declares."""

import re
import tomllib
from pathlib import Path

ROOT = Path(__file__).parents[2]

EXTRAS = ("dev", "docs")
"""What the tests are run with besides the program's own dependencies."""


def floors(requirements: list[str]) -> list[str]:
    """Return each requirement at exactly the lowest version that it allows.

    Parameters
    ----------
    requirements
        As in `pyproject.toml`: ``name>=version``, with or without extras and markers.

    Returns
    -------
    ``name==version`` for each, in the same order.

    Raises
    ------
    ValueError
        A requirement has no floor.

    >>> floors(["click>=8.1.7", 'tzdata>=2024.1; sys_platform == "win32"'])
    ['click==8.1.7', 'tzdata==2024.1; sys_platform == "win32"']
    """
    bare = [line for line in requirements if not re.match(r"[\w.-]+(\[[\w,.-]+\])?\s*>=", line)]
    if bare:
        raise ValueError(f"these have no lowest version in pyproject.toml: {', '.join(bare)}")
    return [re.sub(r">=", "==", line, count=1) for line in requirements]


def declared() -> list[str]:
    """Return the requirements of the program and of the tests."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    return [*project["dependencies"], *(line for extra in EXTRAS for line in project["optional-dependencies"][extra])]
