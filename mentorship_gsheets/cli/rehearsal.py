"""The rehearsal: a whole conference against a Google on this computer."""

import shutil
import sqlite3
import time
import webbrowser
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import click

from mentorship_gsheets.errors import Exit, MentorshipError, unwritable

if TYPE_CHECKING:
    from mentorship_gsheets.rehearsal.world import World


@dataclass(frozen=True, slots=True)
class Export:
    """One file of an organizer's: what it is pasted as, and the setting of ``setup`` that names it."""

    path: Path
    tab: str
    setting: str = ""


_CONFERENCE = {
    "programme": "ExampleConf 2026",
    "organizers": "Your mentorship team",
    "starts": "2026-07-06",
    "ends": "2026-07-12",
    "silent_by": "2026-07-08",
    "conduct": "https://conference.example.org/conduct",
}
"""What the rehearsal's organizer writes into Settings, so that the mails have something to say."""

_CASTS = {"speed mentoring": ("summit", 120)}
"""Which cast of how many people a format is rehearsed with, where it is not the usual one."""

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
@click.option("--questions", type=_FILE, help="Table of two columns: our column, your form's question.")
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
    yes: bool,
    no_page: bool,
    quiet: bool,
) -> None:
    """Run a whole conference on this computer, on an invented cast or on your own exports.

    Starts a Google of its own, shares a fresh sheet, and runs every stage through the code that runs against the
    real one. Leaves OUT/workbook.xlsx, OUT/drafts/*.eml and OUT/state.sqlite. Nothing leaves this computer.

    \b
    Examples:
      mentorship rehearse
      mentorship rehearse --people 400 --no-page --yes
      mentorship rehearse --format "speed mentoring"
      mentorship rehearse --responses answers.csv --sign-ups tickets.xlsx
      mentorship rehearse --mentors mentors.csv --mentees mentees.csv --questions questions.csv
    """
    from mentorship_gsheets.cli.programme import run_programme
    from mentorship_gsheets.cli.show import say
    from mentorship_gsheets.programmes import format_named
    from mentorship_gsheets.rehearsal.running import running

    named = format_named(kind).name if kind else ""
    if responses and (mentors or mentees):
        raise click.UsageError("give --responses, or --mentors and --mentees, not both.")
    exports = _exports(responses, mentors, mentees, sign_ups, questions)
    state = _fresh(out)
    started = time.monotonic()
    cast, usual = _CASTS.get(named, ("cast", 150))
    seed = "empty" if exports else cast
    with running(seed, key_path=out / "key.json", state=state, people=people or usual, strict=False) as google:
        given = _paste(google.world, google.sheet, exports)
        if not exports:
            given["form"] = google.form
        if named:
            given["format"] = named
        left = run_programme(google, out, _CONFERENCE | given | {"sender": google.mailbox}, yes=yes, quiet=quiet)
        say(f"Done in {time.monotonic() - started:.1f} s. Look at:", "bold")
        for path in (out / "workbook.xlsx", out / "drafts", state):
            say(f"  {path}")
        if not no_page:
            say(f"  {google.page}")
            say("Sheet, mailbox and form stay there until you press Ctrl-C.", "dim")
            webbrowser.open(google.page)
            _until_stopped()
    if left:
        raise SystemExit(Exit.FINDINGS)


def _until_stopped() -> None:
    try:
        while True:
            time.sleep(3600)
    except KeyboardInterrupt:
        pass


def _exports(
    responses: Path | None, mentors: Path | None, mentees: Path | None, sign_ups: Path | None, questions: Path | None
) -> list[Export]:
    given = (
        (responses, "Form Responses 1", "form"),
        (mentors, "Mentor responses", "mentor_form"),
        (mentees, "Mentee responses", "mentee_form"),
        (sign_ups, "Sign-ups", ""),
        (questions, "Questions", ""),
    )
    return [Export(path, tab, setting) for path, tab, setting in given if path is not None]


def _paste(world: "World", sheet: str, exports: list[Export]) -> dict[str, str]:
    """Paste the exports into the fresh sheet as an organizer would, and return the settings that name them."""
    from mentorship_gsheets.cli.exports import read_rows
    from mentorship_gsheets.rehearsal.seeds import paste
    from mentorship_gsheets.tabs.catalogue import QUESTIONS

    settings = {}
    for export in exports:
        rows = read_rows(export.path)
        if export.tab == QUESTIONS.title:
            headed = rows[0][0].strip().casefold() in ("column", "our column")
            rows = [["Column", "Question"], *(rows[1:] if headed else rows)]
        paste(world, sheet, export.tab, rows)
        if export.setting:
            settings[export.setting] = export.tab
    return settings


def _fresh(out: Path) -> Path:
    """Make the folder, or empty it of an earlier rehearsal; return where the state goes.

    Raises
    ------
    MentorshipError
        The folder holds things that no rehearsal left there.
    """
    ours = {"workbook.xlsx", "drafts", "key.json", "state.sqlite", "state.sqlite-wal", "state.sqlite-shm"}
    if out.exists():
        strange = sorted(path.name for path in out.iterdir() if path.name not in ours)
        if strange:
            raise MentorshipError(
                f"{out} holds {strange[0]}, which no rehearsal left there: name another folder with --out.", Exit.USAGE
            )
        shutil.rmtree(out)
    try:
        out.mkdir(parents=True)
    except OSError as error:
        raise unwritable(error.filename, error) from None
    return out / "state.sqlite"


@click.group("rehearsal")
def rehearsal_command() -> None:
    """Run the rehearsal server alone, for any Google client."""


@rehearsal_command.command("serve")
@click.option("--port", default=0, type=click.IntRange(0, 65535), help="On 127.0.0.1; 0: any free one.")
@click.option("--key-out", required=True, type=_FILE, help="Where to write the service-account key.")
@click.option("--state", type=_FILE, help="SQLite file to begin in or go on with; without one, nothing is kept.")
@click.option("--seed", default="cast", show_default=True, type=click.Choice(["cast", "summit", "empty"]))
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
    from mentorship_gsheets.rehearsal.serve import serve
    from mentorship_gsheets.rehearsal.server import PortTakenError

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
    except sqlite3.DatabaseError as error:
        raise MentorshipError(f"{state} is no state of a rehearsal ({error}).", Exit.USAGE) from None
    except OSError as error:
        if error.filename is None:
            raise
        raise unwritable(error.filename, error) from None
