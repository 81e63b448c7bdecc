"""The first day: one guide from nothing to a prepared sheet, which goes on where it stands whenever it is run again."""

import os
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from mentorship_gsheets.cli.options import Options, may_read_sheet
from mentorship_gsheets.cli.whereabouts import (
    FOLDER_VARIABLE,
    Whereabouts,
    keep,
    make_private_folder,
    private_folder,
    remembered,
)
from mentorship_gsheets.errors import Exit, Finding, MentorshipError

if TYPE_CHECKING:
    from mentorship_gsheets.workspace.doctor import Check
    from mentorship_gsheets.workspace.key_files import Key, KeyKind
    from mentorship_gsheets.workspace.meter import Meter

NO_FORM = "none"

_CLOUD_SHELL = "https://shell.cloud.google.com"
_SCRIPT = Path(__file__).parents[2] / "scripts" / "google_cloud_shell.sh"
_PATIENCE_SECONDS = 900.0
_PAUSES = (3.0, 5.0, 10.0)
"""Between looks, the last again and again; a look is two calls at most, of the 60 that Google allows in a minute."""
_LARGEST_KEY = 100_000
_TRIES = 3


@dataclass(frozen=True, slots=True)
class Step:
    """One line of the screen.

    Parameters
    ----------
    name
        What it is about.
    seen
        What was seen, where it is done; empty: it is not.
    todo
        What to do; empty where it is done.
    page
        Address of the page on which it is done; empty: on none.
    """

    name: str
    seen: str = ""
    todo: str = ""
    page: str = ""

    @property
    def done(self) -> bool:
        """True when nothing is left to do."""
        return bool(self.seen)


@dataclass(slots=True)
class _Desk:
    """What the guide knows: what it was told, how it may act, and what it saw."""

    where: Whereabouts
    meter: "Meter"
    downloads: Path
    asks: bool
    yes: bool
    key: "Key | None" = None
    shown: tuple[Step, ...] = ()

    def told(self, **news: str) -> None:
        """Take note of an answer, so that it is never asked for again."""
        self.where = replace(self.where, **news)
        keep(self.where)


@click.command("start")
@click.option("--form", metavar="URL", help="The form, as you edit it; “none”, if there is none yet.")
@click.option("--sender", metavar="ADDRESS", help="The mailbox that sends.")
@click.option("--downloads", type=click.Path(file_okay=False), metavar="FOLDER", help="Where your browser saves files.")
@click.option("--no-input", is_flag=True, help="Ask nothing, open nothing and do not wait: show where things stand.")
@click.option("--yes", "-y", is_flag=True, help="Take the key and prepare the sheet without asking.")
@may_read_sheet
def start_command(
    options: Options, form: str | None, sender: str | None, downloads: str | None, no_input: bool
) -> None:
    """Take you from nothing to a prepared sheet: key, APIs, sheet, form, mailbox, setup.

    Asks three things at most: which sheet, which form, and which mailbox sends. Opens the page on which the next
    thing is done, looks until it is, and goes on. Stop it at any time; run again, it goes on where things stand.

    A key in your Downloads is moved into a folder that only you can read (~/mentorship, or MENTORSHIP_FOLDER), where
    it is also kept which sheet and key you use: every command looks there when you do not say it.

    \b
    Examples:
      mentorship start
      mentorship start --sheet URL --form none --sender mentors@conference.org
      mentorship start --no-input
    """
    from mentorship_gsheets.cli.session import Waits
    from mentorship_gsheets.cli.show import say
    from mentorship_gsheets.workspace.meter import Meter

    folder = Path(downloads).expanduser() if downloads else Path("~/Downloads").expanduser()
    desk = _Desk(remembered(), Meter(on_wait=Waits()), folder, not no_input, options.yes)
    given = {"sheet": options.sheet, "credentials": options.credentials, "form": form or "", "sender": sender or ""}
    if given["credentials"]:
        given["credentials"] = str(Path(given["credentials"]).expanduser().absolute())
    if (now := replace(desk.where, **{name: text for name, text in given.items() if text})) != desk.where:
        _well_formed(now)
        desk.told(sheet=now.sheet, credentials=now.credentials, form=now.form, sender=now.sender)
    seen: dict[str, Step] = {}
    left = [name for name, (look, act) in _STEPS.items() if not _taken(desk, seen, name, look, act)]
    _screen(desk, seen)
    if left:
        raise SystemExit(Exit.FINDINGS)
    say("Next: mentorship pull", "green")


def _taken(desk: _Desk, seen: dict[str, Step], name: str, look: "_Look", act: "_Act") -> bool:
    """Look at a step, and do what can be done until it is done; False where it is not, or those before it are not."""
    needed = [step for step in seen.values() if not step.done and step.name not in _CAN_WAIT]
    if needed:
        seen[name] = Step(name)
        return False
    step = seen[name] = look(desk)
    if step.done:
        return True
    _screen(desk, seen)
    if desk.asks or desk.yes:
        act(desk, step)
        step = seen[name] = look(desk)
    if not step.done and desk.asks and step.page and name in _AWAITED:
        step = seen[name] = _awaited(desk, step, look)
    return step.done


def _screen(desk: _Desk, seen: dict[str, Step]) -> None:
    """Print all steps, numbered, and what to do about the first that is not done; not twice the same."""
    from mentorship_gsheets.cli.show import say

    steps = tuple(seen.get(name, Step(name)) for name in _STEPS)
    if steps == desk.shown:
        return
    desk.shown = steps
    now = next((step for step in steps if not step.done and step.todo), None)
    say("")
    for number, step in enumerate(steps, 1):
        if step.done:
            say(f"✓ {number}. {step.name}: {step.seen}", "green")
        elif step.todo:
            say(f"→ {number}. {step.name}: {step.todo}", "yellow")
        else:
            say(f"· {number}. {step.name}")
    if now is not None and now.page:
        # by itself and whole, so that it can be clicked or copied
        click.echo(f"\n{now.page}\n")


def _awaited(desk: _Desk, step: Step, look: "_Look") -> Step:
    """Open the page of a step and look until it is done there; as it is then, or as it is when patience ends."""
    from mentorship_gsheets.cli.show import console
    from mentorship_gsheets.workspace.browser import show_page

    opened = ""
    until, pauses = time.monotonic() + _PATIENCE_SECONDS, iter(_PAUSES)
    pause = _PAUSES[0]
    with console.status("Looking until it is done; Ctrl-C stops, and the next start goes on from here …"):
        while not step.done and time.monotonic() < until:
            if step.page and step.page != opened:
                show_page(step.page)
                opened = step.page
            pause = next(pauses, pause)
            time.sleep(pause)
            step = look(desk)
    return step


def _nothing(_desk: _Desk, _step: Step) -> None:
    """Do nothing: what is to be done is done on Google's pages."""


def _failed(name: str, findings: tuple[Finding, ...] | list[Finding], page: str = "") -> Step:
    return Step(name, todo=" ".join(str(finding) for finding in findings), page=page)


def _of_checks(name: str, checks: "list[Check]", page: str) -> Step:
    wrong = [check.finding for check in checks if check.finding is not None]
    if not wrong:
        return Step(name, checks[-1].seen)
    step = _failed(name, wrong, page)
    if any(finding.code in _WRONG for finding in wrong):
        return Step(name, todo=f"{step.todo} Then run: mentorship start --{name} URL")
    return step


# 1. the key


def _look_key(desk: _Desk) -> Step:
    from mentorship_gsheets.workspace.key_files import load

    if not desk.where.credentials:
        how = f"paste the whole of {_SCRIPT}" if _SCRIPT.is_file() else "paste the script of docs/google.md"
        return Step(
            "key",
            todo=f"Open {_CLOUD_SHELL}, {how} there, and save key.json when your browser asks where. "
            f"It is looked for in {desk.downloads}. Where keys are forbidden, download the JSON file of an OAuth "
            "client (Desktop app) instead.",
            page=_CLOUD_SHELL,
        )
    try:
        desk.key = load(desk.where.credentials)
    except MentorshipError as error:
        gone = all(finding.code == "key-missing" for finding in error.findings)
        if gone and Path(desk.where.credentials).parent == private_folder():
            # what start put there, somebody has deleted
            desk.told(credentials="")
            return _look_key(desk)
        return _failed("key", error.findings)
    return Step("key", f"{desk.key.who}, in {desk.key.path}")


def _take_key(desk: _Desk, _step: Step) -> None:
    """Wait for a key or an OAuth client in Downloads, and take it into the private folder after asking."""
    from mentorship_gsheets.cli.show import console
    from mentorship_gsheets.workspace.browser import show_page
    from mentorship_gsheets.workspace.key_files import KeyKind

    if desk.where.credentials:
        return
    refused: set[Path] = set()
    until = time.monotonic() + _PATIENCE_SECONDS
    if desk.asks and not any(_downloaded(desk.downloads)):
        show_page(_CLOUD_SHELL)
    while not desk.where.credentials:
        for path, kind in [*_kept_before(), *_downloaded(desk.downloads)]:
            if path in refused:
                continue
            here = path.parent == private_folder()
            question = f"Move {path} to {private_folder()}, where only you can read it?"
            if not (here or desk.yes or click.confirm(question, default=True)):
                refused.add(path)
                continue
            path = path if here else _moved(path, "key" if kind is KeyKind.SERVICE_ACCOUNT else "client")
            if kind is KeyKind.SERVICE_ACCOUNT:
                desk.told(credentials=str(path))
            else:
                _log_in(desk, path)
            return
        if not desk.asks or time.monotonic() > until:
            return
        with console.status(f"Looking for a key in {desk.downloads}; Ctrl-C stops …"):
            time.sleep(1)


def _log_in(desk: _Desk, client: Path) -> None:
    """Log in with an OAuth client, which a key-less account has in place of a key."""
    from mentorship_gsheets.cli.account import log_in
    from mentorship_gsheets.workspace.key_files import made_by_login

    kept = client.with_name(f"{client.stem}.login.json")
    if not made_by_login(kept):
        if not desk.asks:
            return
        # named, so that nobody is told to export what start remembers
        log_in(Options("", str(kept)), str(client))
    desk.told(credentials=str(kept))


def _kept_before() -> Iterator[tuple[Path, "KeyKind"]]:
    """Yield what was moved already by a run that was killed before it could take note of it."""
    for name in ("key", "client"):
        yield from _judged(private_folder() / f"{name}.json")


def _downloaded(folder: Path) -> list[tuple[Path, "KeyKind"]]:
    """Return the keys and OAuth clients in a folder, the newest first."""
    found: list[Path] = []
    with suppress(OSError):
        found = [path for path in folder.glob("*.json") if path.is_file() and not path.is_symlink()]
    dated = []
    for path in found:
        with suppress(OSError):
            dated.append((path.stat().st_mtime, path))
    return [judged for _, path in sorted(dated, reverse=True) for judged in _judged(path)]


def _judged(path: Path) -> Iterator[tuple[Path, "KeyKind"]]:
    from mentorship_gsheets.workspace.key_files import KeyKind, load

    with suppress(MentorshipError, OSError):
        if path.stat().st_size <= _LARGEST_KEY:
            yield path, load(path, (KeyKind.SERVICE_ACCOUNT, KeyKind.CLIENT), exposed=True).kind


def _moved(path: Path, name: str) -> Path:
    """Move a file into the private folder, under a name that is free there, readable by its owner only.

    Raises
    ------
    MentorshipError
        The folder cannot be written to, or git would publish what is in it.
    """
    from mentorship_gsheets.errors import unwritable
    from mentorship_gsheets.workspace.key_files import KeyKind, check_place, load
    from mentorship_gsheets.workspace.private_files import write_private

    folder = make_private_folder()
    target = next(
        place
        for place in (folder / f"{name}{number}.json" for number in ("", *(f"-{count}" for count in range(2, 1000))))
        if not os.path.lexists(place)
    )
    rehearsal = load(path, (KeyKind.SERVICE_ACCOUNT, KeyKind.CLIENT), exposed=True).rehearsal
    check_place(target, rehearsal, f"Set {FOLDER_VARIABLE} to a folder outside, and run this again.")
    try:
        path.chmod(0o600)
        path.rename(target)
    except OSError:
        # another disk: written whole before the original goes
        try:
            write_private(target, path.read_bytes())
            path.unlink()
        except OSError as error:
            raise unwritable(target, error) from None
    return target


# 2. the APIs


def _look_apis(desk: _Desk) -> Step:
    from mentorship_gsheets.workspace.doctor import apis_page, check_apis

    key = _key(desk)
    try:
        return _of_checks("APIs", [check_apis(key, desk.meter)], apis_page(key))
    except MentorshipError as error:
        step = _failed("APIs", error.findings)
        if any(finding.code == "google-key-revoked" for finding in error.findings):
            return replace(step, todo=f"{step.todo} Then run: mentorship start --credentials FILE")
        return step


def _key(desk: _Desk) -> "Key":
    if desk.key is None:
        raise ValueError("a step was looked at before the key")
    return desk.key


# 3. the sheet


def _look_sheet(desk: _Desk) -> Step:
    from mentorship_gsheets.workspace.doctor import check_sheet

    if not desk.where.sheet:
        return Step("sheet", todo="Say which Google Sheet it is; https://sheets.new makes one.")
    return _of_checks(
        "sheet", check_sheet(desk.where.sheet, _key(desk), desk.meter), _page(desk.where.sheet, "spreadsheets")
    )


def _ask_sheet(desk: _Desk, _step: Step) -> None:
    if not desk.where.sheet and desk.asks:
        desk.told(sheet=_answer("Address of the Google Sheet", lambda text: _id(text, "sheet")))


def _page(address: str, kind: str) -> str:
    """Return an address that a browser can open, also where the id alone was told."""
    return address if address.startswith("https://") else f"https://docs.google.com/{kind}/d/{address}/edit"


def _id(text: str, thing: str) -> str:
    from mentorship_gsheets.workspace.document_ids import document_id

    document_id(text, thing)
    return text.strip()


# 4. the form


def _look_form(desk: _Desk) -> Step:
    from mentorship_gsheets.workspace.doctor import check_form

    if not desk.where.form:
        return Step("form", todo="Say which form people fill in, or that there is none yet.")
    if desk.where.form == NO_FORM:
        return Step("form", "none yet; mentorship form --create makes one")
    return _of_checks("form", check_form(desk.where.form, _key(desk), desk.meter), _page(desk.where.form, "forms"))


def _ask_form(desk: _Desk, _step: Step) -> None:
    if not desk.where.form and desk.asks:
        question = "Address of the form as you edit it (Enter: there is none yet)"
        desk.told(form=_answer(question, lambda text: _id(text, "form") if text.strip() else NO_FORM, blank=True))


# 5. the mailbox


def _look_mailbox(desk: _Desk) -> Step:
    from mentorship_gsheets.workspace.doctor import check_mailbox

    if not desk.where.sender:
        return Step("mailbox", todo="Say which mailbox sends.")
    return _of_checks("mailbox", check_mailbox(desk.where.sender, _key(desk), desk.meter), "")


def _ask_sender(desk: _Desk, _step: Step) -> None:
    if not desk.where.sender and desk.asks:
        desk.told(sender=_answer("Address of the mailbox that sends", _mailbox))


def _mailbox(text: str) -> str:
    from mentorship_gsheets.intake.addresses import read_email

    address, problem = read_email(text)
    if problem:
        raise MentorshipError(f"“{text}” {problem}: give the one address that drafts are made in.", Exit.USAGE)
    return address


# 6. setup


def _look_setup(desk: _Desk) -> Step:
    from mentorship_gsheets.tabs.catalogue import SETTINGS
    from mentorship_gsheets.workspace.sheets import open_sheet

    todo = (
        "Run: mentorship setup --yes" if not desk.asks else "The sheet is prepared now; it shows what it would write."
    )
    try:
        workbook = open_sheet(desk.where.sheet, _key(desk), desk.meter).read()
    except MentorshipError as error:
        return _failed("setup", error.findings)
    return Step("setup", "the sheet is prepared") if workbook.tab(SETTINGS.title) else Step("setup", todo=todo)


def _set_up(desk: _Desk, _step: Step) -> None:
    from mentorship_gsheets.cli.session import Session
    from mentorship_gsheets.cli.steps import setup

    form = "" if desk.where.form == NO_FORM else desk.where.form
    options = Options(desk.where.sheet, desk.where.credentials, yes=desk.yes)
    setup(Session.open(options, formatting=True), {"form": form, "sender": desk.where.sender})


def _well_formed(where: Whereabouts) -> None:
    """Raise for an address or id that names nothing, before it is kept."""
    if where.sheet:
        _id(where.sheet, "sheet")
    if where.form and where.form != NO_FORM:
        _id(where.form, "form")
    if where.sender:
        _mailbox(where.sender)


def _answer(question: str, read: Callable[[str], str], blank: bool = False) -> str:
    """Ask until the answer can be read, three times at most.

    Raises
    ------
    MentorshipError
        Nobody is here to be asked, or none of the answers can be read.
    """
    from mentorship_gsheets.cli.show import show_error

    for left in reversed(range(_TRIES)):
        try:
            text = click.prompt(question, default="" if blank else None, show_default=False)
        except click.Abort:
            raise MentorshipError(
                "start stops here, and the next start goes on from here; "
                "--sheet, --form and --sender answer without being asked.",
                Exit.FINDINGS,
            ) from None
        try:
            return read(text)
        except MentorshipError as error:
            if not left:
                raise
            show_error(error)
    raise AssertionError("the last try returns or raises")


_Look = Callable[[_Desk], Step]
_Act = Callable[[_Desk, Step], None]

_STEPS: dict[str, tuple[_Look, _Act]] = {
    "key": (_look_key, _take_key),
    "APIs": (_look_apis, _nothing),
    "sheet": (_look_sheet, _ask_sheet),
    "form": (_look_form, _ask_form),
    "mailbox": (_look_mailbox, _ask_sender),
    "setup": (_look_setup, _set_up),
}
"""Each step of the screen: what looks whether it is done, and what is done about it here."""

_CAN_WAIT = frozenset({"mailbox"})
"""An administrator may take days to let the mailbox be used; the sheet is prepared meanwhile."""

_AWAITED = frozenset({"APIs", "sheet", "form"})
"""What is done on a page of Google's, and seen from here when it is."""

_WRONG = frozenset({"google-not-found", "google-excel"})
"""Findings that no waiting mends: another document must be named."""
