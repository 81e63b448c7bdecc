"""The commands about keys, sharing and log-in: what must be right before anything else can be."""

import secrets
import shlex
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

import click

from mentorship_gsheets.cli.options import Options, may_read_sheet
from mentorship_gsheets.errors import Exit, Finding, Level, MentorshipError

if TYPE_CHECKING:
    from mentorship_gsheets.spreadsheet.workbook import Workbook
    from mentorship_gsheets.workspace.doctor import Check
    from mentorship_gsheets.workspace.key_files import Key
    from mentorship_gsheets.workspace.login import Way
    from mentorship_gsheets.workspace.meter import Meter
    from mentorship_gsheets.workspace.sheets import Sheet

_PURPOSES = ("sheet", "form", "mail", "export", "new-form")
"""As `workspace.credentials.PURPOSES`, which is not imported to answer ``--help``."""


@click.command("doctor")
@click.option("--fix", is_flag=True, help="Mend what can be mended: an open key file, missing tabs, columns and lines.")
@click.option("--form", metavar="URL", help="Look at this form; those in Settings, if not given.")
@click.option("--sender", metavar="ADDRESS", help="Look at this mailbox; the one in Settings, if not given.")
@click.option("--live", is_flag=True, help="Try on a scratch tab, which is removed, what we believe of Google.")
@may_read_sheet
def doctor_command(options: Options, fix: bool, form: str | None, sender: str | None, live: bool) -> None:
    """Look at key, clock, APIs, sharing, tabs, form and mailbox; for what is not well, say the one thing to do.

    Looks at everything at once, also before `setup`. Changes nothing, unless --fix or --live is given. Exits with 1
    when something is not well.

    With --live it tries instead what Google's documents do not promise: on a scratch tab, and with --sender on a
    draft to that mailbox itself; both are removed again. What it prints holds no name and no address.

    \b
    Examples:
      mentorship doctor
      mentorship doctor --form URL --sender mentors@conference.org
      mentorship doctor --fix
      mentorship doctor --live --sender mentors@conference.org
    """
    if live:
        _try_beliefs(options, sender or "")
        return
    from mentorship_gsheets.cli.show import console, say, show_findings
    from mentorship_gsheets.workspace.doctor import close_key

    if fix and _is_open(options.credentials):
        close_key(options.credentials)
        say(f"✓ {options.credentials} is readable by you alone now", "green")
    with console.status("Looking …"):
        checks = list(_checks(options, fix, form or "", sender or ""))
    told: set[tuple[str, str]] = set()
    wrong_clock = any(check.name == "clock" and check.finding for check in checks)
    for check in checks:
        if check.finding is None:
            say(f"✓ {check.name}: {check.seen}", "green")
        elif wrong_clock and check.name != "clock" and check.finding.code == "google-clock":
            # told already, and by how much
            pass
        # one cause, such as a revoked key, shows at every door
        elif (once := (check.finding.what, check.finding.remedy)) not in told:
            told.add(once)
            show_findings([check.finding])
    if told:
        raise SystemExit(Exit.FINDINGS)


def _try_beliefs(options: Options, sender: str) -> None:
    """Print a report of what holds of Google, which an organizer can send to anybody."""
    from mentorship_gsheets import __version__
    from mentorship_gsheets.cli.session import Waits
    from mentorship_gsheets.cli.show import say
    from mentorship_gsheets.workspace.beliefs import Outcome, tried_in_mailbox, tried_in_sheet
    from mentorship_gsheets.workspace.key_files import load
    from mentorship_gsheets.workspace.meter import Meter

    for name, value, variable in (
        ("credentials", options.credentials, "MENTORSHIP_CREDENTIALS"),
        ("sheet", options.sheet, "MENTORSHIP_SHEET"),
    ):
        if not value:
            raise click.UsageError(f"say which with --{name}, or set {variable}.")
    key, meter = load(options.credentials), Meter(on_wait=Waits())
    say(f"mentorship-gsheets {__version__}, {key.kind.replace('_', ' ')}")
    mail = tried_in_mailbox(sender, key, meter) if sender else ()
    count: Counter[Outcome] = Counter()
    marks = {Outcome.TRUE: ("✓", "green"), Outcome.FALSE: ("✗", "red"), Outcome.UNKNOWN: ("?", "yellow")}
    for tried in chain(tried_in_sheet(options.sheet, key, meter), mail):
        mark, style = marks[tried.outcome]
        count[tried.outcome] += 1
        why = f" ({tried.why})" if tried.why else ""
        say(f"{mark} {tried.outcome}: {tried.believed}{why}", style)
    say(", ".join(f"{count[outcome]} {outcome}" for outcome in Outcome) + "; the scratch tab is removed")
    if count[Outcome.TRUE] < count.total():
        raise SystemExit(Exit.FINDINGS)


def _is_open(path: str) -> bool:
    if not path:
        return False
    try:
        return bool(Path(path).expanduser().stat().st_mode & 0o077)
    except OSError:
        return False


def _checks(options: Options, fix: bool, form: str, sender: str) -> "Iterator[Check]":
    """Yield one check after another; none is left out but those for which there is nothing to look with or at."""
    from mentorship_gsheets.cli.session import Waits
    from mentorship_gsheets.workspace import doctor
    from mentorship_gsheets.workspace.meter import Meter

    meter = Meter(on_wait=Waits())
    if not options.credentials:
        finding = Finding(
            "no key file was named.",
            "Say where it is with --credentials FILE, or set MENTORSHIP_CREDENTIALS; "
            "without one, run: mentorship login --client FILE, with an OAuth client.",
            "no-key",
            Level.STOP,
        )
        yield doctor.Check("key", "none", finding)
        return
    key, checks = doctor.check_key(options.credentials)
    yield from checks
    key = key or doctor.openable(options.credentials)
    if key is None:
        return
    yield doctor.check_clock(key)
    checks = doctor.check_sheet(options.sheet, key, meter)
    yield from checks
    forms: Iterable[str] = ()
    known = False
    if not any(check.finding and check.finding.level is Level.STOP for check in checks):
        found = _look_into(options, fix, key, meter)
        yield from found.checks
        forms, sender, known = found.forms, sender or found.sender, found.known
    for where in [form] if form else forms:
        yield from doctor.check_form(where, key, meter)
    if sender or known:
        yield from doctor.check_mailbox(sender, key, meter)
    yield doctor.quota(meter)


@dataclass(frozen=True, slots=True)
class _Inside:
    """What a look into the sheet found: its checks, and the forms and the sender that Settings name.

    ``known`` is whether there are Settings that could be read.
    """

    checks: "tuple[Check, ...]"
    forms: tuple[str, ...] = ()
    sender: str = ""
    known: bool = False


def _look_into(options: Options, fix: bool, key: "Key", meter: "Meter") -> _Inside:
    """Look at tabs and settings of a sheet that can be read."""
    from mentorship_gsheets.programmes import format_named, programme_of, read_settings
    from mentorship_gsheets.records.memory import remembering
    from mentorship_gsheets.settings import Settings
    from mentorship_gsheets.stages import setup
    from mentorship_gsheets.workspace import doctor
    from mentorship_gsheets.workspace.sheets import open_sheet

    sheet = open_sheet(options.sheet, key, meter)
    workbook = sheet.read(formatting=fix)
    if fix and not (plan := setup.plan(workbook, new_id=secrets.token_hex(12))).empty:
        workbook = sheet.apply(remembering(plan, workbook), workbook)
    memory = list(_memory(sheet, workbook, fix))
    programme = format_named(Settings().format)
    with suppress(MentorshipError):
        programme = programme_of(read_settings(workbook)[0])
    expected = {spec.title: tuple(column.header for column in spec.columns) for spec in programme.tabs()}
    tabs = list(doctor.check_tabs(workbook, expected))
    lacking = [check for check in tabs if check.finding]
    if len(lacking) > len(tabs) // 2:
        # a sheet that was never set up has one thing wrong with it, not fourteen
        finding = Finding(
            "this sheet is not set up yet.",
            "Run: mentorship setup; it adds what is missing and touches nothing else.",
            "tab-missing",
            Level.STOP,
        )
        lacking = [doctor.Check("tabs", "missing", finding)]
    locked = doctor.check_protection(workbook, expected, key)
    checks = [*memory, *(lacking or [doctor.Check("tabs", f"all {len(tabs)} are there")]), *locked]
    try:
        settings, findings = read_settings(workbook)
    except MentorshipError:
        # the missing tab is among the checks already
        return _Inside(tuple(checks))
    checks += [doctor.Check("settings", finding.where, finding) for finding in findings]
    named = (settings.form, settings.mentor_form, settings.mentee_form, settings.after_form)
    forms = [where for where in dict.fromkeys(named) if where and workbook.tab(where) is None]
    return _Inside(tuple(checks), tuple(forms), settings.sender, known=True)


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
@click.option("--client", type=click.Path(dir_okay=False), metavar="FILE", help="OAuth client (Desktop app).")
@click.option("--for", "purposes", multiple=True, type=click.Choice(_PURPOSES), help="What to log in for; repeatable.")
@click.option("--sender", metavar="ADDRESS", help="The account; whoever logs in, if not given.")
@click.option("--paste", is_flag=True, help="Log in with a browser on another computer.")
@may_read_sheet
def login_command(
    options: Options, client: str | None, purposes: tuple[str, ...], sender: str | None, paste: bool
) -> None:
    """Log in with your own account, where there is no service-account key or nobody to delegate a mailbox.

    Without a key, the log-in is the whole key: for sheet, form and mail. Beside a service-account key it is for the
    mailbox alone. It is readable by you only. Later, `mentorship login` alone renews it.

    \b
    Examples:
      mentorship login --client client.json
      mentorship login
      mentorship login --for export
      mentorship login --paste
    """
    log_in(options, client, purposes, sender, paste)


def log_in(
    options: Options, client: str | None, purposes: tuple[str, ...] = (), sender: str | None = None, paste: bool = False
) -> Path:
    """Let somebody log in, keep the log-in, say so, and return where it is kept.

    Parameters
    ----------
    options
        ``credentials`` is the key beside which, or the log-in in whose place, it is kept; empty: beside the client.
    client
        The file of the OAuth client; None: the one that the log-in of before was made with.
    purposes
        What it shall be good for besides what it was before; none: what a programme needs.
    sender
        The account; None: the one in Settings where there is a service-account key, else whoever logs in.
    paste
        Whether the browser is on another computer.

    Returns
    -------
    Path
        Where the log-in is kept.

    Raises
    ------
    MentorshipError
        There is nothing to log in with, nobody logged in, or the log-in cannot be kept.
    """
    from mentorship_gsheets.cli.show import say
    from mentorship_gsheets.workspace.credentials import PURPOSES, WHOLE
    from mentorship_gsheets.workspace.key_files import KeyKind, load
    from mentorship_gsheets.workspace.login import log_in_anew

    key, path = _place(options, client)
    old = _kept(path, client)
    if client is None and old is None:
        raise MentorshipError(
            "say which OAuth client with --client FILE; make one of the type “Desktop app” at "
            "https://console.cloud.google.com/auth/clients.",
            Exit.USAGE,
        )
    wanted = {scope for purpose in purposes or (("mail",) if key else WHOLE) for scope in PURPOSES[purpose]}
    wanted |= {str(scope) for scope in old.info.get("scopes", ())} if old else set()
    scopes = tuple(scope for known in PURPOSES.values() for scope in known if scope in wanted)
    expected = sender or (_sender(options) if key else "")
    if key and not expected:
        raise MentorshipError("say which mailbox with --sender, or write it into Settings, Sender.", Exit.USAGE)
    opener = load(client, (KeyKind.CLIENT,)) if client is not None else old
    assert opener is not None  # noqa: S101 - one of the two was just seen to be there
    found = log_in_anew(opener, scopes, path, way(paste), expected)
    until = str(found.info.get("expires", ""))[:10]
    lasts = f" It lasts until {until}; then run: mentorship login." if until else ""
    say(f"Logged in as {found.who}; kept in {found.path}.{lasts}", "green")
    if key is None and options.credentials != str(path):
        say(f"Tell the other commands where it is: export MENTORSHIP_CREDENTIALS={shlex.quote(str(path))}")
    return path


def _place(options: Options, client: str | None) -> "tuple[Key | None, Path]":
    """Return the service-account key, if there is one, and where the log-in is kept."""
    from mentorship_gsheets.workspace.key_files import KeyKind, check_place, load, made_by_login

    if not options.credentials:
        if client is None:
            raise MentorshipError(
                "say which log-in to renew with --credentials FILE, or MENTORSHIP_CREDENTIALS; "
                "for the first one, name your OAuth client with --client FILE.",
                Exit.USAGE,
            )
        path = Path(client).expanduser()
        return None, path.with_name(f"{path.stem}.login.json")
    path = Path(options.credentials).expanduser()
    if not path.exists() or made_by_login(path):
        return None, path
    try:
        key = load(path)
    except MentorshipError as error:
        if client is not None and all(finding.code in ("key-broken", "key-kind") for finding in error.findings):
            # which says that it stays as it is, instead of sending people to the very command they gave
            check_place(path, harmless=True)
        raise
    return (key, key.mailbox_path) if key.kind is KeyKind.SERVICE_ACCOUNT else (None, path)


def _kept(path: Path, client: str | None) -> "Key | None":
    """Return the log-in of before, or None where there is none, or a broken one that a client can make anew."""
    from mentorship_gsheets.workspace.key_files import KeyKind, load, made_by_login

    if not path.exists():
        return None
    try:
        return load(path, (KeyKind.PERSON,))
    except MentorshipError as error:
        broken = all(finding.code == "key-broken" for finding in error.findings)
        if client is not None and broken and made_by_login(path):
            return None
        raise


def _sender(options: Options) -> str:
    from mentorship_gsheets.cli.session import Session

    return Session.open(options).settings.sender if options.sheet else ""


def way(paste: bool) -> "Way":
    """Return how the person gets to Google's page: by the browser of this computer, or by one elsewhere."""
    from mentorship_gsheets.cli.show import say
    from mentorship_gsheets.workspace.browser import has_browser, show_page
    from mentorship_gsheets.workspace.login import Way

    def browse(address: str) -> None:
        say("Open this address in a browser, and log in there:")
        # by itself and whole, so that it can be clicked or copied
        click.echo(f"\n{address}\n")
        if not paste:
            show_page(address)

    def ask() -> str:
        say(
            "At the end the browser says that a page of 127.0.0.1 cannot be reached. That is right: copy the address "
            "of that page, or of one that says “Access blocked”, from the bar at the top, and paste it here."
        )
        return _line()

    paste = paste or not has_browser()
    return Way(browse, ask if paste else None)


def _line() -> str:
    try:
        return input()
    except EOFError:
        return ""
