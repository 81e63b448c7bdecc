"""Key files as they lie on a disk: read, and judged before anything is done with them."""

import json
import os
import re
import shlex
import subprocess
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Any

from mentorship_gsheets.errors import Exit, Finding, Level, MentorshipError

TOKEN_URIS = ("https://oauth2.googleapis.com/token", "https://accounts.google.com/o/oauth2/token")
"""Where Google's own key files send the request for a token; nothing else but loopback is accepted."""

AUTH_URIS = ("https://accounts.google.com/o/oauth2/auth", "https://accounts.google.com/o/oauth2/v2/auth")
"""Where Google's own OAuth clients let people log in; nothing else but loopback is accepted."""

CONSOLE_KEYS = "https://console.cloud.google.com/iam-admin/serviceaccounts"
CONSOLE_CLIENTS = "https://console.cloud.google.com/auth/clients"
NEW_CLIENT = f"Make an OAuth client of the type “Desktop app” at {CONSOLE_CLIENTS} and download its JSON file."
FETCH_ANEW = f"Make a new JSON key for the service account at {CONSOLE_KEYS} and save it unchanged."


MADE_BY, LOGIN = "made_by", "mentorship login"
"""What a log-in of ours says of itself; other programs keep theirs in files that look the same."""


class KeyKind(StrEnum):
    """What a key file speaks for: a service account, a person who logged in, or a program people log in to."""

    SERVICE_ACCOUNT = "service_account"
    PERSON = "authorized_user"
    CLIENT = "installed"


_OUTSIDE = "Name a place outside with --credentials."
_NEEDED = {
    KeyKind.SERVICE_ACCOUNT: ("client_email", "private_key", "private_key_id", "client_id", "token_uri"),
    KeyKind.PERSON: ("refresh_token", "client_id", "client_secret", "token_uri"),
    KeyKind.CLIENT: ("client_id", "client_secret", "auth_uri", "token_uri"),
}
_NAMES = {
    KeyKind.SERVICE_ACCOUNT: "a service-account key",
    KeyKind.PERSON: "the log-in of a person",
    KeyKind.CLIENT: "an OAuth client, which people log in with but which opens nothing by itself",
}

_ANEW = {
    KeyKind.SERVICE_ACCOUNT: FETCH_ANEW,
    KeyKind.PERSON: "Log in anew: mentorship login --client FILE, with the file of your OAuth client.",
    KeyKind.CLIENT: f"{NEW_CLIENT} Google shows the secret only then.",
}


@dataclass(frozen=True, slots=True)
class Key:
    """A key file that may be used.

    Parameters
    ----------
    kind
        What it speaks for.
    path
        Where it lies.
    info
        Its content; never shown.
    api_endpoint
        Where the rehearsal server listens (``http://127.0.0.1:8765``), or empty: Google.
    """

    kind: KeyKind
    path: Path
    info: Mapping[str, Any] = field(repr=False)
    api_endpoint: str = ""

    @property
    def who(self) -> str:
        """The address sheets and forms must be shared with; for a person's log-in it may be unknown."""
        return str(self.info.get("client_email") or self.info.get("account") or "the account you logged in with")

    @property
    def client_id(self) -> str:
        """The number an administrator authorises for delegation."""
        return str(self.info.get("client_id", ""))

    @property
    def rehearsal(self) -> bool:
        """True when the key opens the rehearsal server only."""
        return bool(self.api_endpoint)

    @property
    def mailbox_path(self) -> Path:
        """Where the log-in of the one mailbox is kept: beside the key."""
        return self.path.with_name(f"{self.path.stem}.mailbox.json")


def load(
    path: str | Path,
    kinds: Iterable[KeyKind] = (KeyKind.SERVICE_ACCOUNT, KeyKind.PERSON),
    *,
    exposed: bool = False,
) -> Key:
    """Read a key file and judge whether it may be used.

    Parameters
    ----------
    path
        The key file; ``~`` is understood.
    kinds
        What will do.
    exposed
        Take it although others may read it or git would publish it; for ``doctor``, which tells so and looks on.

    Returns
    -------
    Key
        The key.

    Raises
    ------
    MentorshipError
        There is no such file, it is no key or one of another kind, others may read it, it lies where git would
        publish it, or it mixes Google and loopback. All that is wrong at once, each with what to do.

    Notes
    -----
    Service-account keys: https://developers.google.com/identity/protocols/oauth2/service-account. Ours may
    have ``api_endpoint`` besides, on loopback only; then ``token_uri`` must be loopback too, and the other way
    round, so that a real key can never reach a server that is not Google, nor a rehearsal key Google.
    """
    path, kinds = Path(path).expanduser(), tuple(kinds)
    info = _read(
        path, "--client FILE" if kinds == (KeyKind.CLIENT,) else "--credentials FILE or MENTORSHIP_CREDENTIALS"
    )
    kind, info = _kind(path, info)
    problems = list(_content_problems(path, kind, info, kinds))
    endpoint = _origin(_endpoint(info))
    if not exposed:
        problems += _exposure_problems(path, harmless=bool(endpoint))
    if problems:
        raise MentorshipError(problems, Exit.USAGE)
    return Key(kind, path, info, endpoint)


def check_place(path: Path, harmless: bool, outside: str = _OUTSIDE) -> None:
    """See that a key or log-in may be kept at a path; ``harmless``: it opens the rehearsal server only.

    Parameters
    ----------
    path
        Where it would be kept.
    harmless
        Whether it opens the rehearsal server only.
    outside
        What to do where git would publish it.

    Raises
    ------
    MentorshipError
        Git would publish it there, or something is there that no log-in of ours is.
    """
    tree = None if harmless else _git_tree(path)
    if tree is not None and not _ignored(path):
        raise bad_key(path, f"git would publish it with {tree}", outside, "key-in-git")
    if os.path.lexists(path) and not made_by_login(path):
        remedy = "It stays as it is; name another file with --credentials."
        raise bad_key(path, "is there already, and no log-in of this tool", remedy, "key-taken")


def made_by_login(path: Path) -> bool:
    """Return whether a file is a log-in that ``mentorship login`` kept, sound or not."""
    try:
        info = json.loads(path.read_bytes())
    except (OSError, ValueError, RecursionError):
        return False
    return isinstance(info, dict) and info.get(MADE_BY) == LOGIN


def _endpoint(info: Mapping[str, Any]) -> str:
    return str(info.get("api_endpoint", "")).rstrip("/")


def bad_key(path: Path, what: str, remedy: str, code: str) -> MentorshipError:
    """Return the error that says what is wrong with a key file and what to do.

    Parameters
    ----------
    path
        The file.
    what
        What is the matter with it, as the end of a sentence.
    remedy
        What to do.
    code
        Name of the finding.
    """
    return MentorshipError(_finding(path, what, remedy, code), Exit.USAGE)


def _finding(path: Path, what: str, remedy: str, code: str) -> Finding:
    return Finding(f"key file {path}: {what}.", remedy, code=code, level=Level.STOP)


def _read(path: Path, option: str) -> dict[str, Any]:
    try:
        text = path.read_text("utf-8")
    except FileNotFoundError:
        raise bad_key(path, "there is no such file", f"Say where it is with {option}.", "key-missing") from None
    except (OSError, UnicodeDecodeError) as error:
        raise bad_key(path, f"cannot be read ({type(error).__name__})", "Say which file it is.", "key-broken") from None
    if not text.strip():
        raise bad_key(path, "is empty", FETCH_ANEW, "key-broken")
    try:
        info = json.loads(text)
    except ValueError:
        # from None: the reason would quote the file
        raise bad_key(path, "is not JSON", FETCH_ANEW, "key-broken") from None
    if not isinstance(info, dict):
        raise bad_key(path, "is JSON, but no key", FETCH_ANEW, "key-kind")
    return info


def _kind(path: Path, info: dict[str, Any]) -> tuple[KeyKind, dict[str, Any]]:
    if isinstance(info.get("web"), dict):
        raise bad_key(path, "is an OAuth client for web sites", NEW_CLIENT, "key-kind")
    if isinstance(info.get("installed"), dict):
        return KeyKind.CLIENT, info["installed"]
    try:
        return KeyKind(str(info.get("type"))), info
    except ValueError:
        raise bad_key(path, "is JSON, but no service-account key", FETCH_ANEW, "key-kind") from None


def _content_problems(
    path: Path, kind: KeyKind, info: Mapping[str, Any], kinds: tuple[KeyKind, ...]
) -> Iterable[Finding]:
    if kind not in kinds:
        remedy = FETCH_ANEW
        if kind is KeyKind.CLIENT:
            remedy = f"Log in with it: mentorship login --client {shlex.quote(str(path))}."
        elif KeyKind.CLIENT in kinds:
            remedy = NEW_CLIENT
        yield _finding(path, f"is {_NAMES[kind]}", remedy, "key-kind")
        return
    missing = [name for name in _NEEDED[kind] if not isinstance(info.get(name), str) or not info[name].strip()]
    if missing:
        yield _finding(path, "lacks " + ", ".join(missing), _ANEW[kind], "key-broken")
        return
    endpoint, token_uri = _endpoint(info), info["token_uri"]
    if endpoint and not _origin(endpoint):
        remedy = "Remove the line “api_endpoint”, or make a rehearsal key anew."
        yield _finding(path, "api_endpoint may lead to this computer only (127.0.0.1)", remedy, "key-endpoint")
    elif endpoint and not _loopback(token_uri):
        remedy = "Use the key file as it was made; a rehearsal key leads to this computer with both."
        yield _finding(path, "a rehearsal key whose token_uri leads elsewhere is not used", remedy, "key-endpoint")
    elif not endpoint and token_uri not in TOKEN_URIS:
        yield _finding(path, "its token_uri is not Google's", _ANEW[kind], "key-endpoint")
    if kind is KeyKind.CLIENT and not (_loopback(info["auth_uri"]) if endpoint else info["auth_uri"] in AUTH_URIS):
        yield _finding(path, "its auth_uri is not Google's", NEW_CLIENT, "key-endpoint")
    if info.get("universe_domain", "googleapis.com") != "googleapis.com":
        yield _finding(path, "it belongs to another cloud than googleapis.com", FETCH_ANEW, "key-endpoint")


_LOOPBACK = re.compile(
    r"(?P<origin>https?://(?:127\.0\.0\.1|localhost|\[::1\])(?::[1-9]\d{0,4})?)(?P<path>(?:/[A-Za-z0-9_-]+)*/?)",
    re.ASCII,
)
"""An address of this computer, whole: no user, no other way to write the host, no backslash, query or fragment."""


def _loopback(address: str) -> str:
    """Return an address of this computer, put together from what was read in it, or nothing for any other address.

    Matched as a whole: in ``http://127.0.0.2\\@127.0.0.1`` one parser takes for a user name what another takes for
    the host, so judging by one and calling by another would reach a stranger.
    """
    found = _LOOPBACK.fullmatch(address)
    return found["origin"] + found["path"] if found else ""


def _origin(address: str) -> str:
    """Return an address of this computer that has no path, or nothing for any other."""
    found = _LOOPBACK.fullmatch(address)
    return found["origin"] if found and not found["path"] else ""


def _exposure_problems(path: Path, harmless: bool) -> Iterable[Finding]:
    quoted = shlex.quote(str(path))
    # Windows has no such bits: files in a user's folder are that user's
    if os.name == "posix" and path.stat().st_mode & 0o077:
        yield _finding(path, "other people on this computer may read it", f"Run: chmod 600 {quoted}", "key-open")
    tree = None if harmless else _git_tree(path)
    if tree is not None and not _ignored(path):
        remedy = f"Move it: mv {quoted} {shlex.quote(str(tree.parent))} (and revoke it, if it was ever committed)."
        yield _finding(path, f"git would publish it with {tree}", remedy, "key-in-git")


def _git_tree(path: Path) -> Path | None:
    return next((folder for folder in path.resolve().parents if (folder / ".git").exists()), None)


def _ignored(path: Path) -> bool:
    """Return whether git ignores the file; without git, or when git tracks it all the same, it does not."""
    try:
        asked = subprocess.run(  # noqa: S603 - a fixed command and the name of the key file
            ["git", "check-ignore", "--quiet", path.resolve().name],  # noqa: S607 - whichever git the user has
            cwd=path.resolve().parent,
            capture_output=True,
            timeout=10,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired):
        return False
    return asked.returncode == 0
