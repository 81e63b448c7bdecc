"""The commands that answer questions and change nothing."""

import click

from mentorship_gsheets.cli.options import Options, reads_sheet


@click.command("explain")
@click.argument("one", metavar="A")
@click.argument("other", metavar="[B]", default="")
@reads_sheet
def explain_command(options: Options, one: str, other: str) -> None:
    """Say why A has this partner; with B, what pairing A with B instead would cost, and who else would move.

    A and B are addresses or names. The price is exact, priority by priority.

    \b
    Examples:
      mentorship explain ada@example.org
      mentorship explain ada@example.org "Bo Chen"
    """
    from mentorship_gsheets.cli.session import Session
    from mentorship_gsheets.cli.show import show_plan
    from mentorship_gsheets.programmes import programme_of

    session = Session.open(options)
    settings = session.settings
    show_plan(programme_of(settings).explain(session.workbook, settings, one, other), all_lines=True)


@click.command("advice")
@reads_sheet
def advice_command(options: Options) -> None:
    """Say before matching where places are short, which rules bind, and what to change to place everybody.

    \b
    Example:
      mentorship advice
    """
    from mentorship_gsheets.cli.session import Session
    from mentorship_gsheets.cli.show import show_plan
    from mentorship_gsheets.programmes import programme_of

    session = Session.open(options)
    settings = session.settings
    show_plan(programme_of(settings).advice(session.workbook, settings), all_lines=True)
