"""The commands about the data as such: taking it along without the people, and making it go away."""

from collections.abc import Mapping
from datetime import date, datetime
from pathlib import Path

import click

from mentorship_gsheets.cli.options import Options, reads_sheet, writes_sheet
from mentorship_gsheets.errors import Exit, MentorshipError, unwritable


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
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--anonymous", is_flag=True, help="Without names, notes and real addresses.")
@click.option("--replace", is_flag=True, help="Put it in the place of FILE, if that is there already.")
@click.option("--out", type=click.Path(file_okay=False, path_type=Path), help="Folder for badges, calls or channels.")
@reads_sheet
def export_command(options: Options, file: Path, anonymous: bool, replace: bool, out: Path | None) -> None:
    """Save the sheet as an Excel file; with --anonymous, the people without anything to recognise them by.

    Of cohorts also: badges, pictures for completed tasks and pages of stickers; calls, for mentors that tasks lack;
    channels, their names with addresses to paste.

    \b
    Examples:
      mentorship export programme.xlsx
      mentorship export --anonymous for-the-blog.xlsx
      mentorship export badges --out badges
    """
    from mentorship_gsheets.cli.exports import write_tables
    from mentorship_gsheets.cli.session import Session
    from mentorship_gsheets.cli.show import say
    from mentorship_gsheets.programmes import formats, programme_of
    from mentorship_gsheets.stages import export as anonymous_stage
    from mentorship_gsheets.workspace.private_files import write_private

    if any(str(file) in programme.exports for programme in formats()):
        session = Session.open(options)
        exported = programme_of(session.settings).export(str(file), session.workbook, session.settings)
        if exported.why_not:
            raise MentorshipError(f"nothing to save: {exported.why_not}")
        _save(exported.files, out or Path(str(file) if len(exported.files) > 1 else "."), replace)
        return
    if file.is_dir():
        raise MentorshipError(f"{file} is a folder: name a file.", Exit.USAGE)
    if file.exists() and not replace:
        raise MentorshipError(f"{file} is there already: name another file, or add --replace.", Exit.USAGE)
    session = Session.open(options)
    if anonymous:
        write_tables(file, anonymous_stage.tables(session.workbook, session.settings))
    else:
        write_private(file, session.sheet.export())
    say(f"Saved {file}.", "green")


def _save(files: Mapping[str, bytes], folder: Path, replace: bool) -> None:
    """Save files as one's own; what is there already is named, and nothing is saved then."""
    from mentorship_gsheets.cli.show import say
    from mentorship_gsheets.counts import counted
    from mentorship_gsheets.workspace.private_files import write_private

    there = [name for name in files if (folder / name).exists()]
    if there and not replace:
        what = f"{folder / there[0]} is there already: name another folder with --out, or add --replace."
        raise MentorshipError(what, Exit.USAGE)
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise unwritable(folder, error) from None
    for name, content in files.items():
        write_private(folder / name, content)
    say(f"Saved {counted(len(files), 'file')} in {folder}.", "green")
