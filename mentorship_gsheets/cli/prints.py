"""The command that makes paper."""

import os
import shutil
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

import click

from mentorship_gsheets.cli.options import Options, writes_sheet

_BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
_PDF_SECONDS = 120


@click.command("print")
@click.option(
    "--out",
    default="print.html",
    show_default=True,
    type=click.Path(path_type=Path, dir_okay=False),
    help="The page; a PDF of the same name stands beside it where Chromium is installed.",
)
@click.option("--changed", is_flag=True, help="Only what has changed since it was printed last.")
@writes_sheet
def print_command(options: Options, out: Path, changed: bool) -> None:
    """Make the page for paper: wall plan, table signs, cards and door list, of the sheet as it stands.

    The sheet notes what was printed, so that --changed knows which cards are out of date.

    \b
    Examples:
      mentorship print --out tonight.html
      mentorship print --changed --out again.html
    """
    from mentorship_gsheets.cli.session import Session
    from mentorship_gsheets.cli.show import say
    from mentorship_gsheets.programmes import programme_of
    from mentorship_gsheets.settings import Settings
    from mentorship_gsheets.spreadsheet.plan import Plan
    from mentorship_gsheets.spreadsheet.workbook import Workbook
    from mentorship_gsheets.workspace.private_files import write_private

    session = Session.open(options)
    printout = programme_of(session.settings).printout(session.workbook, session.settings, changed=changed)
    if printout.page and not options.only_looks:
        write_private(out, printout.page.encode())
        saved = [str(out)]
        pdf = _pdf(printout.page)
        if pdf:
            write_private(out.with_suffix(".pdf"), pdf)
            saved.append(str(out.with_suffix(".pdf")))
        if not options.silent:
            say(f"Saved {' and '.join(saved)}.", "green")

    def noted(workbook: Workbook, settings: Settings) -> Plan:
        return programme_of(settings).printout(workbook, settings, changed=changed).plan

    if options.yes or options.only_looks or sys.stdin.isatty():
        session.carry_out(noted)
    elif not options.silent:
        say("The sheet does not note what was printed, because nobody is here to be asked: add --yes for that.")


def _pdf(page: str) -> bytes:
    """Return the page as a PDF; nothing where no Chromium is installed or it fails."""
    browser = next(filter(None, map(shutil.which, _BROWSERS)), None)
    if browser is None:
        return b""
    # a folder of our own: Chromium writes with the permissions of the shell
    with TemporaryDirectory() as folder:
        source, made = Path(folder) / "page.html", Path(folder) / "page.pdf"
        source.write_text(page, "utf-8")
        flags = ("--headless", "--disable-gpu", "--no-first-run", "--disable-background-networking")
        quiet = ("--disable-component-update", "--disable-sync", f"--user-data-dir={folder}/profile")
        # Chromium refuses its sandbox to root; the page holds no script
        root = ("--no-sandbox",) if hasattr(os, "geteuid") and os.geteuid() == 0 else ()
        paper = (*root, "--no-pdf-header-footer", f"--print-to-pdf={made}", source.as_uri())
        try:
            subprocess.run(  # noqa: S603 - a program found on the path, and every argument is ours
                [browser, *flags, *quiet, *paper], capture_output=True, timeout=_PDF_SECONDS, check=False
            )
        except (OSError, subprocess.TimeoutExpired):
            return b""
        return made.read_bytes() if made.exists() else b""
