"""The rehearsal: a whole conference against a Google on this computer."""

import os
import shlex
import time
import zipfile
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import click

from mentorship_gsheets.errors import Exit, MentorshipError, unwritable
from mentorship_gsheets.text import as_key

if TYPE_CHECKING:
    from mentorship_gsheets.cli.out_folder import OutFolder
    from mentorship_gsheets.rehearsal.running import Rehearsal
    from mentorship_gsheets.rehearsal.world import World


@dataclass(frozen=True, slots=True)
class Export:
    """One file of an organizer's: what it is pasted as, and the setting of ``setup`` that names it."""

    path: Path
    tab: str
    setting: str = ""


def _conference(today: date) -> dict[str, str]:
    """What the rehearsal's organizer writes into Settings, so that the mails have something to say.

    The conference is in the week of the first Monday of the next July: one that was over would be no rehearsal.

    >>> [_conference(date(year, month, 20))["starts"] for year, month in ((2027, 5), (2027, 6))]
    ['2027-07-05', '2028-07-03']
    """
    july = date(today.year + (today.month > 5), 7, 1)
    starts = july + timedelta(days=-july.weekday() % 7)
    return {
        "programme": f"ExampleConf {july.year}",
        "organizers": "Your mentorship team",
        "starts": f"{starts}",
        "ends": f"{starts + timedelta(days=6)}",
        "answer_by": f"{starts - timedelta(days=10)}",
        "matches_by": f"{starts - timedelta(days=3)}",
        "silent_by": f"{starts + timedelta(days=2)}",
        "conduct": "https://conference.example.org/conduct",
    }


_CASTS = {
    "speed mentoring": ("summit", 120),
    "cohorts": ("cohorts", 150),
    "long-term pairs": ("community", 100),
    "office hours": ("office", 120),
    "workshop coaches": ("workshops", 120),
    "organizer mentoring": ("organizers", 40),
}
"""Which cast of how many people a format is rehearsed with, where it is not the usual one."""

_SEEDS = ("cast", "summit", "cohorts", "community", "office", "workshops", "organizers", "empty")

_FILE = click.Path(path_type=Path, dir_okay=False)
_FOLDER = click.Path(path_type=Path, file_okay=False)


@click.command("rehearse")
@click.option("--out", default="rehearsal", type=_FOLDER, help="Folder for what is left behind.")
@click.option("--people", type=click.IntRange(20, 20_000), help="Size of the cast; 150 unless the format says else.")
@click.option(
    "--format", "kind", default="", metavar="NAME", help="Which kind of programme; conference pairs if not given."
)
@click.option("--responses", type=_FILE, help="Your form's answers (.csv, .xlsx) instead of the cast.")
@click.option("--mentors", type=_FILE, help="The answers of a form for mentors only.")
@click.option("--mentees", type=_FILE, help="The answers of a form for mentees only.")
@click.option("--sign-ups", type=_FILE, help="Your registration export.")
@click.option("--questions", type=_FILE, help="The table questions.csv of an earlier rehearsal, put right.")
@click.option("--answers", type=_FILE, help="The table answers.csv of an earlier rehearsal, put right.")
@click.option("--all", "-v", "all_lines", is_flag=True, help="List every change and finding, not only the first ones.")
@click.option("--yes", "-y", is_flag=True, help="Write without asking.")
@click.option("--no-page", is_flag=True, help="Stop when done, instead of showing sheet and mailbox in a browser.")
@click.option("--quiet", "-q", is_flag=True, help="Only the figures at the end.")
def rehearse_command(
    out: Path,
    people: int | None,
    kind: str,
    responses: Path | None,
    mentors: Path | None,
    mentees: Path | None,
    sign_ups: Path | None,
    questions: Path | None,
    answers: Path | None,
    all_lines: bool,
    yes: bool,
    no_page: bool,
    quiet: bool,
) -> None:
    """Run a whole conference on this computer, on an invented cast or on your own exports.

    Starts a Google of its own, shares a fresh sheet, and runs every stage through the code that runs against the
    real one. Leaves OUT/workbook.xlsx, OUT/drafts/*.eml and OUT/state.sqlite. Nothing leaves this computer.

    Of your own exports it also leaves OUT/questions.csv and OUT/answers.csv, whatever went wrong: what every question
    and every answer was taken for. Put them right and hand them back with --questions and --answers.

    \b
    Examples:
      mentorship rehearse
      mentorship rehearse --people 400 --no-page --yes
      mentorship rehearse --format "speed mentoring"
      mentorship rehearse --format cohorts
      mentorship rehearse --format "long-term pairs"
      mentorship rehearse --format "office hours"
      mentorship rehearse --format "workshop coaches"
      mentorship rehearse --format "organizer mentoring"
      mentorship rehearse --responses answers.csv --sign-ups tickets.xlsx
      mentorship rehearse --responses answers.csv --questions rehearsal/questions.csv --answers rehearsal/answers.csv
    """
    from mentorship_gsheets.cli.out_folder import claim
    from mentorship_gsheets.cli.programme import run_programme
    from mentorship_gsheets.cli.show import say
    from mentorship_gsheets.programmes import format_named
    from mentorship_gsheets.rehearsal.running import running
    from mentorship_gsheets.workspace.browser import show_page
    from mentorship_gsheets.workspace.private_files import write_private

    named = format_named(kind).name if kind else ""
    if responses and (mentors or mentees):
        raise click.UsageError("give --responses, or --mentors and --mentees, not both.")
    exports = _exports(responses, mentors, mentees, sign_ups, questions, answers)
    # read before the folder is emptied: the two tables may well stand in it
    tables = {export.tab: _table(export) for export in exports}
    worked = {name: path.read_bytes() for name in ("questions", "answers") if (path := out / f"{name}.csv").is_file()}
    folder = claim(out, ("key.json", "state.sqlite", "state.sqlite-wal", "state.sqlite-shm"))
    for name, content in worked.items():
        # somebody may have worked on these two for an hour
        write_private(folder.add(f"{name}-before.csv"), content)
    state = out / "state.sqlite"
    started = time.monotonic()
    cast, usual = _CASTS.get(named, ("cast", 150))
    seed = "empty" if exports else cast
    with running(seed, key_path=out / "key.json", state=state, people=people or usual, strict=False) as google:
        given = _paste(google.world, google.sheet, exports, tables)
        if not exports:
            given["form"] = google.form
        if named:
            given["format"] = named
        settings = _conference(datetime.now(UTC).date()) | given | {"sender": google.mailbox}
        try:
            left = run_programme(google, folder, settings, yes=yes, quiet=quiet, all_lines=all_lines)
        finally:
            if exports:
                _leave_tables(google, folder)
        say(f"Done in {time.monotonic() - started:.1f} s. Look at:", "bold")
        for path in (out / "workbook.xlsx", out / "drafts", state):
            say(f"  {path}")
        if not no_page:
            say(f"  {google.page}")
            say(
                "Sheet, mailbox and form stay there until you press Ctrl-C. Until then all commands work on them, with:"
            )
            for line in _exports_of(google):
                say(f"  {line}")
            show_page(google.page)
            _until_stopped()
    if left:
        raise SystemExit(Exit.FINDINGS)


def _exports_of(google: "Rehearsal") -> tuple[str, ...]:
    """Return the lines for another terminal that let the commands find a running rehearsal."""
    named = {"MENTORSHIP_SHEET": google.sheet, "MENTORSHIP_CREDENTIALS": str(google.key_path.resolve())}
    if os.name == "nt":
        return tuple(f"$env:{name} = '{value}'" for name, value in named.items())
    return tuple(f"export {name}={shlex.quote(value)}" for name, value in named.items())


def _until_stopped() -> None:
    try:
        while True:
            time.sleep(3600)
    except KeyboardInterrupt:
        pass


def _exports(
    responses: Path | None,
    mentors: Path | None,
    mentees: Path | None,
    sign_ups: Path | None,
    questions: Path | None,
    answers: Path | None,
) -> list[Export]:
    given = (
        (responses, "Form Responses 1", "form"),
        (mentors, "Mentor responses", "mentor_form"),
        (mentees, "Mentee responses", "mentee_form"),
        (sign_ups, "Sign-ups", ""),
        (questions, "Questions", ""),
        (answers, "Answers", ""),
    )
    return [Export(path, tab, setting) for path, tab, setting in given if path is not None]


def _table(export: Export) -> list[list[str]]:
    """Read one export; a table of questions or answers may come without headings, its two first columns alone.

    Raises
    ------
    MentorshipError
        The file cannot be read.
    """
    from mentorship_gsheets.tabs.catalogue import ANSWERS, QUESTIONS

    rows = _rows(export.path)
    for spec in (QUESTIONS, ANSWERS):
        if export.tab == spec.title:
            first, second = (column.header for column in spec.columns[:2])
            head = [as_key(text) for text in rows[0]]
            if as_key(second) in head:
                return [
                    [first if as_key(text) == as_key(f"our {first}") else text for text in rows[0]],
                    *rows[1:],
                ]
            return [[first, second], *(rows[1:] if head[0] == as_key(f"our {first}") else rows)]
    return rows


def _paste(world: "World", sheet: str, exports: list[Export], tables: dict[str, list[list[str]]]) -> dict[str, str]:
    """Paste the exports into the fresh sheet as an organizer would, and return the settings that name them."""
    from mentorship_gsheets.rehearsal.seeds import paste

    settings = {}
    for export in exports:
        paste(world, sheet, export.tab, tables[export.tab])
        if export.setting:
            settings[export.setting] = export.tab
    return settings


def _leave_tables(google: "Rehearsal", folder: "OutFolder") -> None:
    """Write what questions and answers were taken for, as files of one's own that come back by their options."""
    import csv
    import io

    from mentorship_gsheets.cli.options import Options
    from mentorship_gsheets.cli.session import Session
    from mentorship_gsheets.cli.show import say
    from mentorship_gsheets.tabs.catalogue import ANSWERS, QUESTIONS
    from mentorship_gsheets.workspace.private_files import write_private

    book = Session.open(Options(sheet=google.sheet, credentials=str(google.key_path), quiet=True)).workbook
    for spec in (QUESTIONS, ANSWERS):
        tab = book.tab(spec.title)
        header = list(tab.header) if tab else [column.header for column in spec.columns]
        text = io.StringIO()
        writer = csv.writer(text)
        writer.writerow(header)
        writer.writerows([row[place].text for place in range(len(header))] for row in (tab.rows if tab else ()))
        name = f"{spec.title.lower()}.csv"
        # with the mark by which spreadsheet programs know UTF-8
        path = folder.add(name)
        write_private(path, text.getvalue().encode("utf-8-sig", "surrogatepass"))
        say(f"  {path}: put it right, and add --{spec.title.lower()} {path}", "dim")


_FILE_BYTES, _UNPACKED_BYTES = 50_000_000, 100_000_000
_CELL_SIGNS, _COLUMNS, _CELLS = 50_000, 18_278, 10_000_000
"""What one sheet of Google's holds: https://support.google.com/drive/answer/37603"""


def _rows(path: Path) -> list[list[str]]:
    """Read an organizer's export that a sheet has room for.

    Raises
    ------
    MentorshipError
        It cannot be read, whatever the reason; or it, or a cell of it that is named, is too large.
    """
    from mentorship_gsheets.cli.exports import read_rows

    if path.is_file():
        _check_size(path)
    try:
        rows = read_rows(path)
    except MentorshipError:
        raise
    except Exception as error:
        # damaged workbooks end in any exception there is, from the readers of zip, XML, dates and styles
        raise MentorshipError(
            f"{path}: this file cannot be read ({type(error).__name__}); open it, and export it once more.", Exit.USAGE
        ) from None
    width = max(map(len, rows))
    if width > _COLUMNS:
        raise MentorshipError(
            f"{path}: there are {width:,} columns in it, and a sheet holds {_COLUMNS:,}; "
            "delete those that are not needed.",
            Exit.USAGE,
        )
    for number, row in enumerate(rows, 1):
        for column, text in enumerate(row, 1):
            if len(text) > _CELL_SIGNS:
                raise MentorshipError(
                    f"{path}, row {number}, column {column}: the cell holds {len(text):,} characters, "
                    f"and a cell of a sheet {_CELL_SIGNS:,}; shorten it.",
                    Exit.USAGE,
                )
    if len(rows) * width > _CELLS:
        raise MentorshipError(
            f"{path}: it has more than {_CELLS:,} cells, and a sheet no more; delete columns that are not needed.",
            Exit.USAGE,
        )
    return rows


def _check_size(path: Path) -> None:
    """Refuse a file that would take minutes or all memory to read; an .xlsx is small until it is unpacked."""
    too_large = f"{path}: this file is too large to be a table of answers; export the answers alone."
    try:
        if path.stat().st_size > _FILE_BYTES:
            raise MentorshipError(too_large, Exit.USAGE)
        if zipfile.is_zipfile(path):
            with zipfile.ZipFile(path) as archive:
                if sum(part.file_size for part in archive.infolist()) > _UNPACKED_BYTES:
                    raise MentorshipError(too_large, Exit.USAGE)
    except (OSError, zipfile.BadZipFile, ValueError, NotImplementedError) as error:
        raise MentorshipError(f"{path}: this file cannot be read ({type(error).__name__}).", Exit.USAGE) from None


@click.group("rehearsal")
def rehearsal_command() -> None:
    """Run the rehearsal server alone, for any Google client."""


@rehearsal_command.command("serve")
@click.option("--port", default=0, type=click.IntRange(0, 65535), help="On 127.0.0.1; 0: any free one.")
@click.option("--key-out", required=True, type=_FILE, help="Where to write the service-account key.")
@click.option("--state", type=_FILE, help="SQLite file to begin in or go on with; without one, nothing is kept.")
@click.option("--seed", default="cast", show_default=True, type=click.Choice(_SEEDS))
@click.option("--people", default=150, show_default=True, type=click.IntRange(20, 20_000), help="Size of the cast.")
@click.option("--allow-file-creation", is_flag=True, help="Let the service account own files; Google does not.")
@click.option("--deny", multiple=True, metavar="ID", help="A spreadsheet that exists and is not shared.")
@click.option("--no-quota", is_flag=True, help="Do not measure calls a minute.")
@click.option("--client-out", type=_FILE, help="Where to write an OAuth client, for a person's log-in.")
def serve_command(
    port: int,
    key_out: Path,
    state: Path | None,
    seed: str,
    people: int,
    allow_file_creation: bool,
    deny: tuple[str, ...],
    no_quota: bool,
    client_out: Path | None,
) -> None:
    """Serve until stopped; prints one JSON line (url, key, sheet, form, mailbox) when ready.

    \b
    Example:
      mentorship rehearsal serve --key-out key.json --state state.sqlite
    """
    from mentorship_gsheets.rehearsal.identity import NotOursError
    from mentorship_gsheets.rehearsal.serve import serve
    from mentorship_gsheets.rehearsal.server import PortTakenError
    from mentorship_gsheets.rehearsal.store import ForeignFileError

    try:
        serve(
            key_out,
            port=port,
            state=state,
            seed=seed,
            people=people,
            allow_file_creation=allow_file_creation,
            deny=deny,
            quota=not no_quota,
            client_out=client_out,
        )
    except PortTakenError as error:
        raise MentorshipError(f"{error}: name another with --port, or leave --port out.", Exit.USAGE) from error
    except NotOursError as error:
        raise MentorshipError(f"{error}: it stays as it is; name another file.", Exit.USAGE) from None
    except ForeignFileError as error:
        raise MentorshipError(f"{error}: it stays as it is; name another file with --state.", Exit.USAGE) from None
    except OSError as error:
        if error.filename is None:
            raise
        raise unwritable(error.filename, error) from None
