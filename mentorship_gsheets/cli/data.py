"""The commands about the data as such: taking it along without the people, and making it go away."""

import secrets
from collections.abc import Mapping
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from mentorship_gsheets.cli.options import Options, reads_sheet, writes_sheet
from mentorship_gsheets.counts import counted
from mentorship_gsheets.errors import Exit, Finding, MentorshipError, unwritable

if TYPE_CHECKING:
    from mentorship_gsheets.cli.session import Session
    from mentorship_gsheets.stages.forget import Person


@click.command("purge")
@click.option("--after", required=True, type=click.DateTime(["%Y-%m-%d"]), help="The last day the data are needed.")
@writes_sheet
def purge_command(options: Options, after: datetime) -> None:
    """Empty every cell that speaks of a participant, once the programme is over. This cannot be undone.

    Of the mails, kind, state and time stay. Who was written to is not known any more, so no mail is made or sent from
    this sheet again.

    \b
    Example:
      mentorship purge --after 2027-08-31
    """
    from mentorship_gsheets.cli.session import Session, agreed
    from mentorship_gsheets.settings import Settings
    from mentorship_gsheets.spreadsheet.plan import Plan
    from mentorship_gsheets.spreadsheet.workbook import Workbook
    from mentorship_gsheets.stages import purge

    secret = secrets.token_bytes(32)

    def stage(workbook: Workbook, settings: Settings) -> Plan:
        return purge.plan(workbook, settings, after.date(), date.today(), secret)

    session = Session.open(options)
    plan = session.carry_out(stage)
    # asked of the sheet, because the plan may have been declined, or carried out by a run that went no further
    if options.only_looks or not session.sheet.keeps_copies or not stage(session.workbook, session.settings).empty:
        return
    # the hidden copies of what earlier commands overwrote speak of people too
    if not plan.empty or options.yes or agreed("Delete the hidden copies that undo takes from?"):
        session.forget()


@click.command("forget")
@click.argument("person")
@writes_sheet
def forget_command(options: Options, person: str) -> None:
    """Take one person out of sheet and mailbox, and keep them from coming back with the next pull.

    PERSON is an address, or a name that stands in the sheet once. Rows, answers, lines of Never match and drafts go;
    where others are spoken of too, name and address go. This cannot be undone. Sent mails stay in the mailbox.

    \b
    Examples:
      mentorship forget bo@example.org --dry-run
      mentorship forget "Bo Example"
    """
    from mentorship_gsheets.cli.mailroom import mailbox_of
    from mentorship_gsheets.cli.session import Session, agreed
    from mentorship_gsheets.cli.show import say
    from mentorship_gsheets.settings import Settings
    from mentorship_gsheets.spreadsheet.plan import Plan
    from mentorship_gsheets.spreadsheet.workbook import Workbook
    from mentorship_gsheets.stages import forget

    session = Session.open(options)
    whom = forget.identify(session.workbook, session.settings, person)
    salt, secret = secrets.token_hex(16), secrets.token_bytes(32)

    drafts = _drafts_about(session, whom)

    def stage(workbook: Workbook, settings: Settings) -> Plan:
        return forget.plan(workbook, settings, whom, salt, secret, frozenset(drafts))

    plan = stage(session.workbook, session.settings)
    work = f"{counted(len(drafts), 'draft')} to delete" if drafts else ""
    if session.agreed_to(plan, work):
        # first, as the lines that name them go with the rest
        mailbox = mailbox_of(session) if drafts else None
        for id in drafts:
            if mailbox is not None:
                mailbox.delete(id)
        if not plan.empty:
            session.write(plan)
        left = stage(session.workbook, session.settings)
        if not left.empty:
            what = f"{counted(len(left.changes), 'change')} came up since: somebody is editing."
            raise MentorshipError(Finding(what, "Run the same command again.", "changed-meanwhile"))
    elif not plan.empty or work or options.only_looks:
        return
    # the hidden copies of what earlier commands overwrote speak of people too; a run cut off here leaves them
    if session.sheet.keeps_copies and (not plan.empty or options.yes or agreed("Delete the hidden copies?")):
        session.forget()
    if not options.silent:
        say("As far as the tool can tell, nothing in the sheet or among the drafts speaks of this person.", "green")


def _drafts_about(session: "Session", whom: "Person") -> list[str]:
    """Return Gmail's names for the drafts of ours that are about a person, those nobody's line knows of included.

    Raises
    ------
    MentorshipError
        There are such drafts, and Settings do not say in which mailbox.
    """
    from mentorship_gsheets.cli.mailroom import mailbox_of
    from mentorship_gsheets.mail import read_message
    from mentorship_gsheets.stages.forget import drafts_of

    known = drafts_of(session.workbook, whom)
    if not session.settings.sender:
        if known:
            raise MentorshipError("there are drafts about this person: write the mailbox into Settings, Sender.")
        return []
    mailbox = mailbox_of(session)
    words = sorted((*whom.addresses, *whom.names))
    found = {draft.id for word in words for draft in mailbox.drafts(f'"{word}"')}
    ours = []
    for id in sorted(found | set(known)):
        draft = mailbox.get(id)
        message = read_message(draft.raw) if draft else None
        if message is None:
            continue
        # a draft that carries no mark of ours is somebody's own
        told = (message.subject, message.content.text, *(address for _, address in (*message.to, *message.copies)))
        if id in known or ((message.key or message.reference) and any(map(whom.speaks, told))):
            ours.append(id)
    return ours


@click.command("export")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--anonymous", is_flag=True, help="Without names, addresses and free text.")
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
    from mentorship_gsheets.workspace.paper import for_paper
    from mentorship_gsheets.workspace.private_files import write_private

    if any(str(file) in programme.exports for programme in formats()):
        if anonymous:
            raise MentorshipError(f"{file} are made of names: leave --anonymous out.", Exit.USAGE)
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
        write_private(file, for_paper(session.sheet.export()))
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
