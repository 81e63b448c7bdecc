"""The command that makes the starter documents of a first-year conference."""

import tempfile
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import click

from mentorship_gsheets.errors import Exit, MentorshipError, unwritable

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from mentorship_gsheets.starter.document import Document

_FILE = click.Path(path_type=Path, dir_okay=False)
_FOLDER = click.Path(path_type=Path, file_okay=False)
_AHEAD = timedelta(weeks=40)
"""How far ahead the first day is taken to be where nobody says it: about as long as a first year takes."""


@click.command("starter")
@click.option("--out", type=_FILE, metavar="FILE.xlsx", help="Write an Excel file instead of a Google Sheet.")
@click.option("--credentials", envvar="MENTORSHIP_CREDENTIALS", metavar="FILE", help="The log-in of the owner.")
@click.option("--title", default="Starter documents", show_default=True, help="What the spreadsheet is called.")
@click.option("--currency", default="EUR", show_default=True, help="As people write it.")
@click.option("--starts", type=click.DateTime(["%Y-%m-%d"]), help="The first of two days; in 40 weeks if not given.")
@click.option("--prospectus", type=_FOLDER, metavar="FOLDER", help="Write the page for sponsors, as .html and .md.")
@click.option("--from", "source", default="", metavar="SHEET", help="Fill that page from this sheet or .xlsx file.")
@click.option("--back", default="", metavar="SHEET", help="Take an improved document back as --template.")
@click.option("--template", type=_FILE, help="A template of one's own: made with --back, else used.")
@click.option("--replace", is_flag=True, help="Overwrite files that are there.")
def starter_command(
    out: Path | None,
    credentials: str | None,
    title: str,
    currency: str,
    starts: datetime | None,
    prospectus: Path | None,
    source: str,
    back: str,
    template: Path | None,
    replace: bool,
) -> None:
    """Make starter documents for a conference: one spreadsheet with an example in it that calculates.

    Budget, Tickets, Sponsors, Cash, Schedule, Volunteers, Organizers and Read me. A Google Sheet is made in the name of
    whoever logged in with mentorship login; --out needs no account. With --prospectus, the page for sponsors is written
    from the tiers of the tab Sponsors: those of the example, or of the documents that --from names. With --back, a
    sheet that somebody improved becomes a template without its figures and names, and --template makes new documents
    from it.

    \b
    Examples:
      mentorship starter --out starter.xlsx --currency CHF --starts 2028-05-12
      mentorship starter --out starter.xlsx --prospectus prospectus
      mentorship starter --prospectus prospectus --from SHEET
      mentorship starter --title "PyCon Starter"
      mentorship starter --back SHEET --template ours.json
      mentorship starter --template ours.json --out starter.xlsx
    """
    if back:
        if template is None:
            raise click.UsageError("say with --template which file the template becomes.")
        _take_back(back, template, credentials, replace)
        return
    if source:
        if prospectus is None or out is not None or template is not None:
            raise click.UsageError("--from goes with --prospectus alone.")
        _write_prospectus(_tables_of(source, credentials), prospectus, replace)
        return
    first = starts.date() if starts else datetime.now(UTC).date() + _AHEAD
    made = _documents(currency, first, template)
    if prospectus is not None:
        tables = {
            document.spec.title: [{header: str(value) for header, value in row.items()} for row in document.rows]
            for document in made
        }
        _write_prospectus(tables, prospectus, replace)
    if out is not None:
        _write_workbook(made, title, out, replace)
    elif prospectus is None or credentials:
        _make_sheet(made, title, credentials)


def _documents(currency: str, starts: date, template: Path | None) -> "Sequence[Document]":
    from mentorship_gsheets.starter.documents import documents
    from mentorship_gsheets.starter.templates import read_template

    usual = documents(currency, starts)
    if template is None:
        return usual
    try:
        text = template.read_text("utf-8")
    except (OSError, ValueError) as error:
        raise MentorshipError(f"{template}: this file cannot be read ({error}).", Exit.USAGE) from None
    about = {"Currency": currency, "First day": str(starts)}
    return read_template(text, [document.spec for document in usual], about)


def _make_sheet(made: "Sequence[Document]", title: str, credentials: str | None) -> None:
    from mentorship_gsheets.cli.show import say
    from mentorship_gsheets.starter.documents import plan
    from mentorship_gsheets.workspace.key_files import KeyKind, load
    from mentorship_gsheets.workspace.new_spreadsheet import make_spreadsheet

    key = load(credentials or "")
    if key.kind is KeyKind.SERVICE_ACCOUNT and not key.rehearsal:
        what = "a service account owns no files: log in with mentorship login --client FILE, or add --out FILE.xlsx."
        raise MentorshipError(what, Exit.USAGE)
    id = make_spreadsheet(title, plan(made), key)
    say(f"Made: https://docs.google.com/spreadsheets/d/{id}/edit", "green")


def _write_workbook(made: "Sequence[Document]", title: str, out: Path, replace: bool) -> None:
    """Make the spreadsheet in a Google of this computer, which calculates it, and save it as a file."""
    from mentorship_gsheets.cli.show import say
    from mentorship_gsheets.rehearsal.call import Switches
    from mentorship_gsheets.rehearsal.running import running
    from mentorship_gsheets.starter.documents import plan
    from mentorship_gsheets.workspace.key_files import load
    from mentorship_gsheets.workspace.new_spreadsheet import make_spreadsheet
    from mentorship_gsheets.workspace.sheets import open_sheet

    if out.suffix.lower() != ".xlsx":
        raise MentorshipError(f"{out}: give the file a name that ends in .xlsx.", Exit.USAGE)
    _check_free(out, replace)
    with tempfile.TemporaryDirectory(prefix="starter-") as folder:
        place = Path(folder) / "key.json"
        with running("empty", key_path=place, switches=Switches(allow_file_creation=True)):
            key = load(str(place))
            id = make_spreadsheet(title, plan(made), key)
            content = open_sheet(id, key).export()
    _write(out, content)
    say(f"Made: {out}", "green")


def _tables_of(source: str, credentials: str | None) -> "Mapping[str, list[Mapping[str, str]]]":
    """Read the tabs of somebody's own documents: title -> rows, header -> text."""
    from mentorship_gsheets.workspace.excel import read_excel
    from mentorship_gsheets.workspace.key_files import load
    from mentorship_gsheets.workspace.sheets import open_sheet

    path = Path(source)
    local = path.suffix.lower() == ".xlsx"
    workbook = read_excel(path) if local else open_sheet(source, load(credentials or "")).read()
    return {
        tab.title: [{header: tab.text(row, header) for header in tab.header if header} for row in tab.rows]
        for tab in workbook.tabs
    }


def _write_prospectus(tables: "Mapping[str, Sequence[Mapping[str, str]]]", folder: Path, replace: bool) -> None:
    from mentorship_gsheets.cli.show import say
    from mentorship_gsheets.starter.prospectus import as_html, as_markdown, tiers

    about = {row.get("About", ""): row.get("Value", "").strip() for row in tables.get("Read me", [])}
    names = ("Conference", "Currency", "First day")
    if blank := [name for name in names if not about.get(name)]:
        what = f"the tab Read me says nothing beside {' and '.join(blank)}; write it there, and run this again."
        raise MentorshipError(what, Exit.USAGE)
    said = [about[name] for name in names]
    offered = tiers(tables.get("Sponsors", []))
    if not offered:
        raise MentorshipError("the tab Sponsors has no tier under Offer, so there is no prospectus.", Exit.USAGE)
    conference, currency, starts = said
    pages = {
        folder / "prospectus.html": as_html(conference, currency, starts, offered),
        folder / "prospectus.md": as_markdown(conference, currency, starts, offered),
    }
    for path in pages:
        _check_free(path, replace)
    for path, text in pages.items():
        _write(path, text.encode())
        say(f"Made: {path}", "green")


def _take_back(where: str, template: Path, credentials: str | None, replace: bool) -> None:
    from mentorship_gsheets.cli.show import say
    from mentorship_gsheets.starter.documents import documents
    from mentorship_gsheets.starter.templates import as_template, kept_texts
    from mentorship_gsheets.workspace.key_files import load
    from mentorship_gsheets.workspace.sheets import open_sheet

    _check_free(template, replace)
    workbook = open_sheet(where, load(credentials or "")).read()
    titles = [document.spec.title for document in documents("", date.max.replace(day=1))]
    _write(template, as_template(workbook, titles).encode())
    say(f"Made: {template}, without figures and names.", "green")
    if own := kept_texts(workbook, titles):
        say(f"Tabs of your own keep their texts; look whether they name anybody: {', '.join(own)}.")


def _check_free(path: Path, replace: bool) -> None:
    if path.exists() and not replace:
        raise MentorshipError(f"{path} is there already; name another, or add --replace.", Exit.USAGE)


def _write(path: Path, content: bytes) -> None:
    from mentorship_gsheets.workspace.private_files import write_private

    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        write_private(path, content)
    except OSError as error:
        raise unwritable(str(path), error) from None
