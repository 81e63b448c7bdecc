"""Tasks that people have completed, as the column ``Done`` has them: a task and a day on each line."""

import re
from dataclasses import dataclass
from datetime import date

_DATED = re.compile(r"(?P<task>.*\S)\s+(?P<day>\d{4}-\d{2}-\d{2})")


@dataclass(frozen=True, slots=True)
class Completion:
    """A task somebody has completed.

    Parameters
    ----------
    task
        As the line names it.
    day
        When; None where the line does not say.
    """

    task: str
    day: date | None

    def __str__(self) -> str:
        """Return the line."""
        return f"{self.task} {self.day}" if self.day else self.task


def read_completion(line: str) -> Completion:
    """Read one line.

    >>> read_completion("first patch 2027-03-01")
    Completion(task='first patch', day=datetime.date(2027, 3, 1))
    >>> read_completion("deploy 2027-02-30").day is None
    True
    """
    found = _DATED.fullmatch(line.strip())
    if found is None:
        return Completion(line.strip(), None)
    try:
        return Completion(found["task"], date.fromisoformat(found["day"]))
    except ValueError:
        # a day that no calendar has; the task is known all the same
        return Completion(found["task"], None)


def read_completions(text: str) -> tuple[Completion, ...]:
    """Return what a cell ``Done`` says, line by line; blank lines are absent."""
    return tuple(read_completion(line) for line in re.split(r"[\n;]", text) if line.strip())
