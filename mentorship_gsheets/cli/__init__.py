"""The shell: click commands, printing, asking, exit codes; the only floor that does any of these.

Modules that bring Google's clients or scipy along are imported inside the commands that need them, so that
``mentorship --help`` answers at once.
"""

import gc
import importlib
import os
import sys
from typing import Any

import click

from mentorship_gsheets import __version__
from mentorship_gsheets.errors import MentorshipError

# the order of the work, which is also the order of the scripts
_COMMANDS = {
    "setup": "sheet",
    "form": "new_form",
    "carry-over": "sheet",
    "pull": "sheet",
    "color": "sheet",
    "bin": "sheet",
    "match": "sheet",
    "check": "sheet",
    "draft": "mail",
    "approve": "mail",
    "send": "mail",
    "rematch": "sheet",
    "survey": "mail",
    "learn": "mail",
    "print": "prints",
    "explain": "questions",
    "advice": "questions",
    "undo": "history",
    "redo": "history",
    "start": "start",
    "doctor": "account",
    "login": "account",
    "export": "data",
    "purge": "data",
    "forget": "data",
    "starter": "starter",
    "rehearse": "rehearsal",
    "rehearsal": "rehearsal",
}


class _Commands(click.Group):
    """The commands, each imported when it is asked for.

    A `MentorshipError` becomes its sentences and exit code; a bug keeps its traceback.
    """

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except MentorshipError as error:
            from mentorship_gsheets.cli.show import show_error

            show_error(error)
            ctx.exit(error.exit_code)

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        return list(_COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002 - click's signature
        if cmd_name not in _COMMANDS:
            return None
        module = importlib.import_module(f"mentorship_gsheets.cli.{_COMMANDS[cmd_name]}")
        command: click.Command = getattr(module, f"{cmd_name.replace('-', '_')}_command")
        return command


@click.command(
    cls=_Commands,
    invoke_without_command=True,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
@click.version_option(__version__, prog_name="mentorship")
@click.pass_context
def group(ctx: click.Context) -> None:
    """Run a mentorship programme inside the Google Sheet you already use.

    Every command reads the sheet, shows what it would change, asks, writes once, and proves that nothing is left
    to do. `mentorship start` takes you to a key and remembers which sheet and key you use; --sheet and --credentials,
    or MENTORSHIP_SHEET and MENTORSHIP_CREDENTIALS, go before that.

    \b
    Examples:
      mentorship rehearse                 a whole conference on this computer, nothing leaves it
      mentorship start                    the first day: key, sheet, form, mailbox, one after the other
      mentorship pull                     fetch sign-ups and form answers
      mentorship                          where the programme stands, and what comes next
    """
    if ctx.invoked_subcommand is None:
        from mentorship_gsheets.cli.status import tell
        from mentorship_gsheets.cli.whereabouts import remembered

        kept = remembered()
        tell(
            os.environ.get("MENTORSHIP_SHEET") or kept.sheet,
            os.environ.get("MENTORSHIP_CREDENTIALS") or kept.credentials,
        )


def collect_seldom() -> None:
    """Look for garbage seldom, from now on, in this process and those forked from it.

    A sheet is hundreds of thousands of small objects without cycles, which the collector would walk again and again.
    """
    gc.set_threshold(50_000, 20, 100)


def main(command: str = "") -> None:
    """Run the command line, or one command of it with the arguments given."""
    collect_seldom()
    group([command, *sys.argv[1:]] if command else None)
