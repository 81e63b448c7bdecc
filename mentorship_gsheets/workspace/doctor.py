"""What keeps the tool from working, looked at one thing at a time, each with the one thing to do."""

import secrets
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import requests

from mentorship_gsheets.counts import counted
from mentorship_gsheets.errors import Finding, Level, MentorshipError
from mentorship_gsheets.spreadsheet.batch.protection import told
from mentorship_gsheets.spreadsheet.workbook import Workbook
from mentorship_gsheets.text import as_key
from mentorship_gsheets.workspace.credentials import FORM_SCOPES, MAIL_SCOPES, SHEET_SCOPES
from mentorship_gsheets.workspace.document_ids import document_id
from mentorship_gsheets.workspace.forms import read_form
from mentorship_gsheets.workspace.gmail import Mailbox, open_mailbox
from mentorship_gsheets.workspace.key_files import Key, KeyKind, load
from mentorship_gsheets.workspace.meter import MAIL_UNITS, SHEET_CALLS, Meter
from mentorship_gsheets.workspace.sentences import APIS, unreachable
from mentorship_gsheets.workspace.signals import Reason, RefusedError
from mentorship_gsheets.workspace.transport import CONNECT_SECONDS, Transport

_SKEW_SECONDS = 120


@dataclass(frozen=True, slots=True)
class Check:
    """One thing looked at: its name, what was seen, and what is the matter (None: it is well)."""

    name: str
    seen: str
    finding: Finding | None = None

    @property
    def well(self) -> bool:
        """True when nothing is the matter."""
        return self.finding is None


def check_key(path: str | Path) -> tuple[Key | None, list[Check]]:
    """Look at the key file; the key, or None when it cannot be used, and one check for each thing wrong."""
    try:
        key = load(path)
    except MentorshipError as error:
        return None, _failed("key", error)
    kind = "service account" if key.kind is KeyKind.SERVICE_ACCOUNT else "log-in of"
    until = f", until {str(key.info['expires'])[:10]}" if key.info.get("expires") else ""
    return key, [Check("key", f"{kind} {key.who}{until}")]


def openable(path: str | Path) -> Key | None:
    """Return a key of which only its place or its rights are wrong, so that all the rest can be looked at; else None.

    The key is used for looking alone; what is wrong with it has been told by `check_key`.
    """
    try:
        return load(path, exposed=True)
    except MentorshipError:
        return None


def close_key(path: str | Path) -> None:
    """Take everybody's rights on the key file but its owner's: what ``doctor --fix`` does about an open key."""
    Path(path).expanduser().chmod(0o600)


def check_sheet(where: str, key: Key, meter: Meter) -> list[Check]:
    """Look at log-in, Sheets API, and whether the sheet may be read and changed; at most two calls.

    The change that is tried replaces a random text by nothing, so it changes nothing.

    Parameters
    ----------
    where
        Address or id of the sheet; blank where nobody named one.
    key
        The key file that was read.
    meter
        What keeps calls within Google's limits.

    Returns
    -------
    list[Check]
        What was looked at, in this order, up to the first that failed.
    """
    if not where:
        finding = Finding(
            "no sheet was named.",
            "Say which with --sheet URL, or set MENTORSHIP_SHEET.",
            code="no-sheet",
            level=Level.STOP,
        )
        return [Check("sheet", "none", finding)]
    try:
        id = document_id(where, "sheet")
        transport = Transport(key, SHEET_SCOPES, meter)
        address = f"https://sheets.googleapis.com/v4/spreadsheets/{id}"
        reply = transport.request("GET", address, params={"fields": "properties(title)"})
    except MentorshipError as error:
        return _failed("sheet", error)
    title = reply.json().get("properties", {}).get("title", "")
    checks = [
        Check("log-in", "Google accepts the key"),
        Check("sheet", f"“{title}” can be read"),
    ]
    nothing = {"find": secrets.token_hex(16), "replacement": "", "allSheets": True}
    try:
        transport.request("POST", f"{address}:batchUpdate", json={"requests": [{"findReplace": nothing}]})
    except MentorshipError as error:
        return [*checks, *_failed("sharing", error)]
    return [*checks, Check("sharing", "the sheet can be changed")]


def check_clock(key: Key) -> Check:
    """Hold the clock of this computer against Google's, which tells the time to whoever asks, logged in or not."""
    where = urlsplit(str(key.info["token_uri"]))
    with requests.Session() as session:
        session.trust_env = not key.rehearsal
        try:
            reply = session.get(
                urlunsplit((where.scheme, where.netloc, "/", "", "")), timeout=CONNECT_SECONDS, allow_redirects=False
            )
        except requests.RequestException:
            return Check("clock", "not known", unreachable(where.netloc))
    return _clock(reply.headers.get("Date", ""))


def _clock(date: str) -> Check:
    try:
        skew = (datetime.now(UTC) - parsedate_to_datetime(date)).total_seconds()
    except ValueError:
        return Check("clock", "Google did not say what time it is")
    if abs(skew) <= _SKEW_SECONDS:
        return Check("clock", "right")
    finding = Finding(
        f"the clock of this computer is {counted(round(abs(skew) / 60), 'minute')} {'fast' if skew > 0 else 'slow'}.",
        "Set date, time and time zone to automatic.",
        code="google-clock",
        level=Level.STOP,
    )
    return Check("clock", "wrong", finding)


def apis_page(key: Key) -> str:
    """Return the address of the one page on which all three APIs of a key's project are switched on.

    The key of a service account names its project; the OAuth client of a log-in begins with the project's number.
    """
    project = key.info.get("project_id") or key.client_id.partition("-")[0]
    names = ",".join(f"{service}.googleapis.com" for service in ("sheets", "forms", "gmail"))
    return f"https://console.cloud.google.com/flows/enableapi?apiid={names}&project={project}"


def check_apis(key: Key, meter: Meter) -> Check:
    """Look whether all three APIs are on, by asking each for what is not there; three calls.

    Parameters
    ----------
    key
        The key file that was read.
    meter
        What keeps calls within Google's limits.

    Returns
    -------
    Check
        One for the three: where one is off, they are all switched on at one page.

    Raises
    ------
    MentorshipError
        Google does not accept the key, or cannot be reached.
    """
    nowhere = secrets.token_hex(22)
    asked = (
        (SHEET_SCOPES, f"https://sheets.googleapis.com/v4/spreadsheets/{nowhere}"),
        (FORM_SCOPES, f"https://forms.googleapis.com/v1/forms/{nowhere}"),
        (MAIL_SCOPES, "https://gmail.googleapis.com/gmail/v1/users/me/profile"),
    )
    off = []
    for scopes, address in asked:
        try:
            Transport(key, scopes, meter).request("GET", address)
        except RefusedError as refused:
            if refused.code == 0 or refused.signal == Reason.LOGIN:
                raise
            if refused.signal == Reason.API_OFF:
                off.append(APIS[address.removeprefix("https://").partition(".")[0]])
    if not off:
        return Check("APIs", "Sheets, Forms and Gmail are switched on")
    finding = Finding(
        f"not switched on in the project this key belongs to: {', '.join(off)}.",
        f"Open {apis_page(key)}, press Enable, and wait a few minutes.",
        code="google-api-off",
        level=Level.STOP,
    )
    return Check("APIs", "off", finding)


def check_tabs(workbook: Workbook, expected: Mapping[str, tuple[str, ...]]) -> Iterator[Check]:
    """Look for tabs and columns.

    Parameters
    ----------
    workbook
        The sheet as it was read.
    expected
        The headers of each tab, by its title; a blank header is not looked for.

    Yields
    ------
    Check
        One for each tab, with a finding where something is missing.
    """
    for title, headers in expected.items():
        tab = workbook.tab(title)
        missing = [header for header in headers if header and (tab is None or tab.column(header) is None)]
        if tab is None:
            yield Check("tab", title, _lacking(f"there is no tab “{title}”."))
        elif missing:
            yield Check("tab", title, _lacking(f"tab “{title}” has no column {', '.join(missing)}."))
        else:
            yield Check("tab", title)


def check_protection(workbook: Workbook, titles: Iterable[str], key: Key) -> Iterator[Check]:
    """Look for protections of these tabs that keep the one who holds the key out.

    Parameters
    ----------
    workbook
        The sheet as it was read.
    titles
        Titles of the tabs the tool writes; those that are not there are passed over.
    key
        The key file that was read.

    Yields
    ------
    Check
        One for each protection, with a finding; none where nothing is in the way.
    """
    for tab in filter(None, map(workbook.tab, titles)):
        for lock in tab.locked:
            yield Check("protection", f"{tab.title}!{lock.area}", told(tab, lock, key.who))


def _lacking(what: str) -> Finding:
    remedy = "Run: mentorship setup; it adds what is missing and touches nothing else."
    return Finding(what, remedy, code="tab-missing", level=Level.STOP)


def check_form(where: str, key: Key, meter: Meter) -> list[Check]:
    """Look at the Forms API and whether the form and its answers may be read.

    Parameters
    ----------
    where
        Address or id of the form.
    key
        The key file that was read.
    meter
        What keeps calls within Google's limits.

    Returns
    -------
    list[Check]
        One, with a finding where the form cannot be read.
    """
    try:
        form = read_form(where, key, meter=meter)
    except MentorshipError as error:
        return _failed("form", error)
    asks, has = counted(len(form.questions), "question"), counted(len(form.responses), "answer")
    return [Check("form", f"“{form.title}” has {asks} and {has}")]


def check_mailbox(sender: str, key: Key, meter: Meter) -> list[Check]:
    """Look at the Gmail API, and at delegation or log-in of the mailbox that sends.

    Parameters
    ----------
    sender
        The address mails are to come from; blank where nobody named one.
    key
        The key file that was read.
    meter
        What keeps calls within Google's limits.

    Returns
    -------
    list[Check]
        What was looked at; with a finding where no drafts can be made there.
    """
    if not sender:
        finding = Finding(
            "nothing says which mailbox sends.",
            "Write its address into Settings, Sender, or name it with --sender.",
            code="no-sender",
            level=Level.STOP,
        )
        return [Check("mailbox", "none", finding)]
    try:
        mailbox = open_mailbox(sender, key, meter)
        address = mailbox.profile()
    except RefusedError as refused:
        off = _mail_api_off(key, meter) if refused.signal == "google-delegation" else []
        return [*off, *_failed("mailbox", refused)]
    except MentorshipError as error:
        return _failed("mailbox", error)
    if as_key(address) != as_key(sender):
        finding = Finding(
            f"the mailbox that is open is {address}, but {sender} is to send.",
            f"Correct Sender in Settings, or run: mentorship login --sender {sender}",
            code="other-mailbox",
            level=Level.STOP,
        )
        return [Check("mailbox", address, finding)]
    return [Check("mailbox", f"drafts can be made in {address}")]


def _mail_api_off(key: Key, meter: Meter) -> list[Check]:
    """Look whether the Gmail API is on, as a robot that no mailbox lets in can see it too."""
    try:
        Mailbox("", Transport(key, MAIL_SCOPES, meter)).profile()
    except RefusedError as refused:
        if refused.signal == Reason.API_OFF:
            return _failed("Gmail API", refused)
    return []


def quota(meter: Meter) -> Check:
    """Say what may be asked of Google in a minute, and what these checks asked."""
    asked = sum(meter.counts.values())
    limits = f"{SHEET_CALLS} reads, {SHEET_CALLS} writes, {MAIL_UNITS} mail units a minute"
    seen = f"{limits}; {counted(asked, 'call')} just now"
    return Check("quota", seen)


def _failed(name: str, error: MentorshipError) -> list[Check]:
    return [Check(name, "not well", finding) for finding in error.findings]
