"""The commands about the data as such: taking it along without the people, and making it go away."""

from datetime import date, datetime
from pathlib import Path

import click

from mentorship_gsheets.cli.options import Options, reads_sheet, writes_sheet
from mentorship_gsheets.errors import Exit, MentorshipError


@click.command("purge")
@click.option("--after", required=True, type=click.DateTime(["%Y-%m-%d"]), help="The last day the data are needed.")
@writes_sheet
def purge_command(options: Options, after: datetime) -> None:
    """Empty every cell that speaks of a participant, once the programme is over. This cannot be undone.

    The keys of letters stay: they are hashes, name nobody, and keep mails from ever being sent again.

    \b
    Example:
      mentorship purge --after 2027-08-31
    """
    from mentorship_gsheets.cli.session import Session, agreed
    from mentorship_gsheets.settings import Settings
    from mentorship_gsheets.spreadsheet.plan import Plan
    from mentorship_gsheets.spreadsheet.workbook import Workbook
    from mentorship_gsheets.stages import purge

    def stage(workbook: Workbook, settings: Settings) -> Plan:
        return purge.plan(workbook, settings, after.date(), date.today())

    session = Session.open(options)
    plan = session.carry_out(stage)
    # asked of the sheet, because the plan may have been declined, or carried out by a run that went no further
    if options.only_looks or not session.sheet.keeps_copies or not stage(session.workbook, session.settings).empty:
        return
    # the hidden copies of what earlier commands overwrote speak of people too
    if not plan.empty or options.yes or agreed("Delete the hidden copies that undo takes from?"):
        session.forget()


@click.command("export")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@click.option("--anonymous", is_flag=True, help="Without names, notes and real addresses.")
@click.option("--replace", is_flag=True, help="Put it in the place of FILE, if that is there already.")
@reads_sheet
def export_command(options: Options, file: Path, anonymous: bool, replace: bool) -> None:
    """Save the sheet as an Excel file; with --anonymous, the people without anything to recognise them by.

    \b
    Examples:
      mentorship export programme.xlsx
      mentorship export --anonymous for-the-blog.xlsx
    """
    from mentorship_gsheets.cli.exports import write_tables
    from mentorship_gsheets.cli.session import Session
    from mentorship_gsheets.cli.show import say
    from mentorship_gsheets.stages import export as anonymous_stage
    from mentorship_gsheets.workspace.private_files import write_private

    if file.exists() and not replace:
        raise MentorshipError(f"{file} is there already: name another file, or add --replace.", Exit.USAGE)
    session = Session.open(options)
    if anonymous:
        write_tables(file, anonymous_stage.tables(session.workbook, session.settings))
    else:
        write_private(file, session.sheet.export())
    say(f"Saved {file}.", "green")
