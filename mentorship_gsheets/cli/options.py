"""The options that commands share, and what they come to."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any, TypeVar, cast

import click

from mentorship_gsheets.cli.whereabouts import Whereabouts, remembered

_Command = TypeVar("_Command", bound=Callable[..., Any])


@dataclass(frozen=True, slots=True)
class Options:
    """What the user said on the command line or in the environment.

    Parameters
    ----------
    sheet
        Id or whole address of the spreadsheet.
    credentials
        Path of the key file.
    yes
        Do not ask.
    force
        Release the brakes.
    dry_run
        Show the plan and stop.
    as_json
        Show the plan as JSON, and nothing else.
    all_lines
        Show every change and finding, however many.
    quiet
        Show findings and errors only.
    take_over
        Go on although another operator seems to be at work.
    rehearsed
        One step of a rehearsal: Enter alone means yes, and whoever says no ends it.
    """

    sheet: str
    credentials: str
    yes: bool = False
    force: bool = False
    dry_run: bool = False
    as_json: bool = False
    all_lines: bool = False
    quiet: bool = False
    take_over: bool = False
    rehearsed: bool = False

    @property
    def silent(self) -> bool:
        """True when nothing but what was asked for may be printed."""
        return self.quiet or self.as_json

    @property
    def only_looks(self) -> bool:
        """True when the plan is shown and nothing may be written."""
        return self.dry_run or (self.as_json and not self.yes)


_WHERE = (
    click.option("--sheet", envvar="MENTORSHIP_SHEET", metavar="URL", help="The spreadsheet: its address or id."),
    click.option("--credentials", envvar="MENTORSHIP_CREDENTIALS", metavar="FILE", help="The key file."),
)
_HOW = (
    click.option("--yes", "-y", is_flag=True, help="Write without asking."),
    click.option("--dry-run", is_flag=True, help="Show the plan, write nothing."),
    click.option("--force", is_flag=True, help="Go on although the plan is surprising."),
    click.option("--json", "as_json", is_flag=True, help="Show the plan as JSON; writes only with --yes."),
    click.option("--all", "-v", "all_lines", is_flag=True, help="Show every change and finding, however many."),
    click.option("--take-over", is_flag=True, help="Go on although another run, which is dead, says it is at work."),
    click.option("--quiet", "-q", is_flag=True, help="Show only what needs a person."),
)


def reads_sheet(command: _Command) -> _Command:
    """Give a command ``--sheet`` and ``--credentials``; it gets an `Options` first."""
    return _with(command, _WHERE)


def may_read_sheet(command: _Command) -> _Command:
    """Give a command ``--sheet`` and ``--credentials`` that may be left out (empty); it gets an `Options` first."""
    return _with(command, _WHERE, needed=False)


def writes_sheet(command: _Command) -> _Command:
    """Give a command the options of everything that plans and writes; it gets an `Options` first."""
    return _with(command, _WHERE + _HOW)


def _with(command: _Command, options: tuple[Any, ...], needed: bool = True) -> _Command:
    names = Options.__dataclass_fields__

    @wraps(command)
    def wrapped(**given: Any) -> Any:
        mine = {name: given.pop(name) for name in names if name in given}
        kept = Whereabouts() if mine["sheet"] and mine["credentials"] else remembered()
        for name, variable in (("sheet", "MENTORSHIP_SHEET"), ("credentials", "MENTORSHIP_CREDENTIALS")):
            mine[name] = mine[name] or getattr(kept, name)
            if needed and not mine[name]:
                raise click.UsageError(f"say which with --{name}, or set {variable}; or run: mentorship start")
        return command(Options(**mine), **given)

    for option in reversed(options):
        wrapped = option(wrapped)
    return cast(_Command, wrapped)
