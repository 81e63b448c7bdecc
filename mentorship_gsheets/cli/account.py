"""The commands about keys, sharing and log-in: what must be right before anything else can be."""

from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

import click

from mentorship_gsheets.cli.options import Options, reads_sheet
from mentorship_gsheets.errors import Exit, Finding, Level, MentorshipError

if TYPE_CHECKING:
    from mentorship_gsheets.spreadsheet.workbook import Workbook
    from mentorship_gsheets.workspace.doctor import Check
    from mentorship_gsheets.workspace.sheets import Sheet


@click.command("doctor")
@click.option("--fix", is_flag=True, help="Mend what can be mended: an open key file, missing tabs, columns and lines.")
@reads_sheet
def doctor_command(options: Options, fix: bool) -> None:
    """Look at key, clock, APIs, sharing, tabs, form and mailbox; for what is not well, say the one thing to do.

    Changes nothing, unless --fix is given. Exits with 1 when something is not well.

    \b
    Examples:
      mentorship doctor
      mentorship doctor --fix
    """
    from mentorship_gsheets.cli.show import console, say, show_findings
    from mentorship_gsheets.workspace.doctor import close_key

    if fix and _is_open(options.credentials):
        close_key(options.credentials)
        say(f"✓ {options.credentials} is readable by you alone now", "green")
    with console.status("Looking …"):
        checks = list(_checks(options, fix))
    for check in checks:
        if check.finding is None:
            say(f"✓ {check.name}: {check.seen}", "green")
        else:
            show_findings([check.finding])
    if any(check.finding for check in checks):
        raise SystemExit(Exit.FINDINGS)


def _is_open(path: str) -> bool:
    try:
        return bool(Path(path).expanduser().stat().st_mode & 0o077)
    except OSError:
        return False


def _checks(options: Options, fix: bool) -> "Iterator[Check]":
    """Yield one check after another; those that need what failed before are left out."""
    from mentorship_gsheets.cli.session import Waits
    from mentorship_gsheets.programmes import format_named, programme_of, read_settings
    from mentorship_gsheets.records.memory import remembering
    from mentorship_gsheets.settings import Settings
    from mentorship_gsheets.stages import setup
    from mentorship_gsheets.workspace import doctor
    from mentorship_gsheets.workspace.meter import Meter
    from mentorship_gsheets.workspace.sheets import open_sheet

    meter = Meter(on_wait=Waits())
    key, checks = doctor.check_key(options.credentials)
    yield from checks
    if key is None:
        return
    checks = doctor.check_sheet(options.sheet, key, meter)
    yield from checks
    if any(check.finding and check.finding.level is Level.STOP for check in checks):
        return
    sheet = open_sheet(options.sheet, key, meter)
    workbook = sheet.read(furnished=fix)
    if fix and not (plan := setup.plan(workbook)).empty:
        workbook = sheet.apply(remembering(plan, workbook), workbook)
    yield from _memory(sheet, workbook, fix)
    programme = format_named(Settings().format)
    with suppress(MentorshipError):
        programme = programme_of(read_settings(workbook)[0])
    expected = {drawing.title: tuple(column.header for column in drawing.columns) for drawing in programme.tabs()}
    tabs = list(doctor.check_tabs(workbook, expected))
    lacking = [check for check in tabs if check.finding]
    if len(lacking) > len(tabs) // 2:
        # a sheet that was never set up has one thing wrong with it, not fourteen
        remedy = "Run: mentorship setup; it adds what is missing and touches nothing else."
        finding = Finding("this sheet is not set up yet.", remedy, "tab-missing", Level.STOP)
        lacking = [doctor.Check("tabs", "missing", finding)]
    yield from lacking or [doctor.Check("tabs", f"all {len(tabs)} are there")]
    try:
        settings, findings = read_settings(workbook)
    except MentorshipError:
        # the missing tab is among the checks already
        return
    yield from (doctor.Check("settings", finding.where, finding) for finding in findings)
    forms = (settings.form, settings.mentor_form, settings.mentee_form, settings.after_form)
    for where in dict.fromkeys(filter(None, forms)):
        if workbook.tab(where) is None:
            yield from doctor.check_form(where, key, meter)
    yield from doctor.check_mailbox(settings.sender, key, meter)
    yield doctor.quota(meter)


def _memory(sheet: "Sheet", workbook: "Workbook", fix: bool) -> "Iterator[Check]":
    """Compare the ledger with what the sheet remembers of it, and with ``fix`` write lost lines back first."""
    from mentorship_gsheets.records.memory import ledger_findings, remembering, restored
    from mentorship_gsheets.workspace.doctor import Check

    try:
        if fix and not (plan := restored(workbook)).empty:
            workbook = sheet.apply(remembering(plan, workbook), workbook)
        found = ledger_findings(workbook)
    except MentorshipError as error:
        found = list(error.findings)
    yield from (Check("ledger", "not well", finding) for finding in found)
    if not found:
        yield Check("ledger", "no line of a mail is missing")


@click.command("login")
@click.option(
    "--client", required=True, type=click.Path(dir_okay=False), metavar="FILE", help="OAuth client (Desktop app)."
)
@click.option("--sender", metavar="ADDRESS", help="The mailbox; the one in Settings if not given.")
@reads_sheet
def login_command(options: Options, client: str, sender: str | None) -> None:
    """Log in to the one mailbox that sends, where domain-wide delegation is not to be had.

    Opens the browser, asks for the right to make and send drafts and nothing else, and keeps the log-in beside the
    key, readable by you alone.

    \b
    Example:
      mentorship login --client client.json
    """
    from mentorship_gsheets.cli.session import Session
    from mentorship_gsheets.cli.show import say
    from mentorship_gsheets.workspace.key_files import load
    from mentorship_gsheets.workspace.login import login_mailbox

    key = load(options.credentials)
    address = sender or Session.open(options).settings.sender
    if not address:
        raise MentorshipError("say which mailbox with --sender, or write it into Settings, Sender.", Exit.USAGE)
    found = login_mailbox(client, address, key)
    say(f"Logged in as {address}; kept in {found.path}.", "green")
