"""Key files are judged before they are used; every refusal says what to do."""

import json
import os
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

from mentorship_gsheets.errors import Exit, MentorshipError
from mentorship_gsheets.rehearsal.running import Rehearsal
from mentorship_gsheets.workspace.credentials import FORM_SCOPES, MAIL_SCOPES, SHEET_SCOPES, google_credentials
from mentorship_gsheets.workspace.key_files import Key, KeyKind, load

SERVICE = {
    "type": "service_account",
    "client_email": "tool@project.example.com",
    "private_key": "-----BEGIN PRIVATE KEY-----\nnone\n-----END PRIVATE KEY-----\n",
    "private_key_id": "1",
    "client_id": "12345",
    "token_uri": "https://oauth2.googleapis.com/token",
    "universe_domain": "googleapis.com",
}
PERSON = {
    "type": "authorized_user",
    "refresh_token": "r",
    "client_id": "c",
    "client_secret": "s",
    "token_uri": "https://oauth2.googleapis.com/token",
    "scopes": list(MAIL_SCOPES),
}
CLIENT = {
    "client_id": "c",
    "client_secret": "s",
    "auth_uri": "https://accounts.google.com/o/oauth2/auth",
    "token_uri": "https://oauth2.googleapis.com/token",
}
NEW_KEY = (
    "Make a new JSON key for the service account at https://console.cloud.google.com/iam-admin/serviceaccounts "
    "and save it unchanged."
)
NEW_CLIENT = (
    "Make an OAuth client of the type “Desktop app” at https://console.cloud.google.com/auth/clients "
    "and download its JSON file."
)


def saved(folder: Path, content: Any, mode: int = 0o600) -> Path:
    path = folder / "key.json"
    path.write_text(content if isinstance(content, str) else json.dumps(content), "utf-8")
    path.chmod(mode)
    return path


def refusal(path: Path, *kinds: KeyKind) -> list[tuple[str, str]]:
    with pytest.raises(MentorshipError) as error:
        load(path, kinds) if kinds else load(path)
    assert error.value.exit_code == Exit.USAGE
    prefix = f"key file {path}: "
    assert all(finding.what.startswith(prefix) for finding in error.value.findings)
    return [(finding.what.removeprefix(prefix), finding.remedy) for finding in error.value.findings]


def test_a_service_account_key_is_loaded(tmp_path: Path) -> None:
    key = load(saved(tmp_path, SERVICE))
    assert (key.kind, key.who, key.client_id, key.rehearsal) == (
        KeyKind.SERVICE_ACCOUNT,
        "tool@project.example.com",
        "12345",
        False,
    )
    assert key.mailbox_path == tmp_path / "key.mailbox.json"


def test_a_key_never_shows_its_content(tmp_path: Path) -> None:
    assert "PRIVATE" not in repr(load(saved(tmp_path, SERVICE)))


def test_home_is_understood(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("USERPROFILE", str(tmp_path))
    saved(tmp_path, PERSON)
    assert load("~/key.json").who == "the account you logged in with"


@pytest.mark.skipif(os.name != "posix", reason="only POSIX has these bits")
@pytest.mark.parametrize("mode", [0o640, 0o604, 0o660, 0o777])
def test_a_key_that_others_may_read_is_refused_with_the_command(tmp_path: Path, mode: int) -> None:
    path = saved(tmp_path, SERVICE, mode)
    assert refusal(path) == [("other people on this computer may read it.", f"Run: chmod 600 {path}")]
    path.chmod(0o600)
    assert load(path).kind is KeyKind.SERVICE_ACCOUNT


def test_a_path_with_spaces_is_quoted_in_the_command(tmp_path: Path) -> None:
    folder = tmp_path / "my keys"
    folder.mkdir()
    path = saved(folder, SERVICE, 0o644)
    assert refusal(path) == [("other people on this computer may read it.", f"Run: chmod 600 '{path}'")]


def git(folder: Path, *words: str) -> None:
    program = shutil.which("git")
    assert program is not None
    subprocess.run([program, "-C", str(folder), *words], check=True, capture_output=True)


def test_a_key_that_git_would_publish_is_refused_and_an_ignored_one_is_not(tmp_path: Path) -> None:
    tree = tmp_path / "tree"
    (tree / "deep").mkdir(parents=True)
    git(tmp_path, "init", "--quiet", str(tree))
    path = saved(tree / "deep", SERVICE)
    told = [
        (
            f"git would publish it with {tree}.",
            f"Move it: mv {path} {tmp_path} (and revoke it, if it was ever committed).",
        )
    ]
    assert refusal(path) == told
    (tree / ".gitignore").write_text("*.json\n")
    assert load(path).kind is KeyKind.SERVICE_ACCOUNT
    git(tree, "add", "--force", str(path))
    assert refusal(path) == told


def test_without_git_a_key_in_a_git_tree_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / ".git").mkdir()
    (tmp_path / ".gitignore").write_text("*.json\n")
    monkeypatch.setenv("PATH", str(tmp_path))
    assert [what for what, _ in refusal(saved(tmp_path, SERVICE))] == [f"git would publish it with {tmp_path}."]


def test_all_that_is_wrong_is_said_at_once(tmp_path: Path) -> None:
    (tmp_path / ".git").mkdir()
    content = SERVICE | {"token_uri": "https://example.org/token", "universe_domain": "example.org"}
    assert [what for what, _ in refusal(saved(tmp_path, content, 0o644))] == [
        "its token_uri is not Google's.",
        "it belongs to another cloud than googleapis.com.",
        "other people on this computer may read it.",
        f"git would publish it with {tmp_path}.",
    ]


@pytest.mark.parametrize(
    ("content", "what", "remedy"),
    [
        ("", "is empty.", NEW_KEY),
        (" \n", "is empty.", NEW_KEY),
        ("{not json", "is not JSON.", NEW_KEY),
        ("[1]", "is JSON, but no key.", NEW_KEY),
        ({"a": 1}, "is JSON, but no service-account key.", NEW_KEY),
        ({"type": "external_account"}, "is JSON, but no service-account key.", NEW_KEY),
        (
            {"type": "service_account", "client_email": ""},
            "lacks client_email, private_key, private_key_id, client_id, token_uri.",
            NEW_KEY,
        ),
        (SERVICE | {"private_key": 7}, "lacks private_key.", NEW_KEY),
        (
            {"web": CLIENT},
            "is an OAuth client for web sites.",
            NEW_CLIENT,
        ),
    ],
)
def test_what_is_no_key_is_refused(tmp_path: Path, content: Any, what: str, remedy: str) -> None:
    assert refusal(saved(tmp_path, content)) == [(what, remedy)]


def test_an_oauth_client_is_sent_to_login(tmp_path: Path) -> None:
    path = saved(tmp_path, {"installed": CLIENT})
    assert refusal(path) == [
        (
            "is an OAuth client, which people log in with but which opens nothing by itself.",
            f"Log in with it: mentorship login --client {path}.",
        )
    ]
    assert load(path, (KeyKind.CLIENT,)).info == CLIENT


def test_a_key_is_no_oauth_client(tmp_path: Path) -> None:
    assert refusal(saved(tmp_path, SERVICE), KeyKind.CLIENT) == [
        (
            "is a service-account key.",
            NEW_CLIENT,
        )
    ]


def test_the_log_in_of_a_person_is_no_service_account(tmp_path: Path) -> None:
    assert refusal(saved(tmp_path, PERSON), KeyKind.SERVICE_ACCOUNT) == [("is the log-in of a person.", NEW_KEY)]


def test_a_missing_file_and_a_folder_are_told(tmp_path: Path) -> None:
    assert refusal(tmp_path / "none.json") == [
        ("there is no such file.", "Say where it is with --credentials FILE or MENTORSHIP_CREDENTIALS.")
    ]
    ((what, _),) = refusal(tmp_path)
    assert what.startswith("cannot be read (")


def test_a_file_that_is_no_text_is_told(tmp_path: Path) -> None:
    path = saved(tmp_path, "")
    path.write_bytes(b"\xff\xfe\x00")
    assert refusal(path) == [("cannot be read (UnicodeDecodeError).", "Say which file it is.")]


LOCAL = "http://127.0.0.1:8765"
ODD_ADDRESSES = (
    "http://127.0.0.2\\@127.0.0.1",
    "http://example.org\\@127.0.0.1:8765",
    "http://127.0.0.1:8765\\@example.org",
    "http://somebody@127.0.0.1:8765",
    "http://127.0.0.1:8765#@example.org",
    "http://127.0.0.1:8765?@example.org",
    "http://127.0.0.1:8765/..//example.org",
    "http://127.0.0.1:\N{ARABIC-INDIC DIGIT ONE}",
    "http://127.0.0.1\t.example.org",
    "http://127.0.0.1:8765\n",
    "http://127.1:8765",
    "http://0x7f000001:8765",
    "http://127.0.0.1.:8765",
    "HTTP://127.0.0.1:8765",
)
"""Addresses that some programs take for this computer and others for a stranger, or that none of ours looks like."""


@pytest.mark.parametrize("host", [LOCAL, "http://localhost:1", "http://[::1]:8765", "https://127.0.0.1:9/"])
def test_a_rehearsal_key_leads_to_this_computer_and_may_lie_anywhere(tmp_path: Path, host: str) -> None:
    (tmp_path / ".git").mkdir()
    key = load(saved(tmp_path, SERVICE | {"api_endpoint": host, "token_uri": f"{LOCAL}/token"}))
    assert (key.rehearsal, key.api_endpoint) == (True, host.rstrip("/"))


@pytest.mark.parametrize(
    ("endpoint", "token_uri", "what"),
    [
        ("https://example.org", f"{LOCAL}/token", "api_endpoint may lead to this computer only (127.0.0.1)."),
        ("http://127.0.0.1.example.org", f"{LOCAL}/token", "api_endpoint may lead to this computer only (127.0.0.1)."),
        ("http://127.0.0.1@example.org", f"{LOCAL}/token", "api_endpoint may lead to this computer only (127.0.0.1)."),
        ("ftp://127.0.0.1", f"{LOCAL}/token", "api_endpoint may lead to this computer only (127.0.0.1)."),
        *((odd, f"{LOCAL}/token", "api_endpoint may lead to this computer only (127.0.0.1).") for odd in ODD_ADDRESSES),
        *((LOCAL, odd, "a rehearsal key whose token_uri leads elsewhere is not used.") for odd in ODD_ADDRESSES),
        ("http://127.0.0.1/path", f"{LOCAL}/token", "api_endpoint may lead to this computer only (127.0.0.1)."),
        ("http://[1", f"{LOCAL}/token", "api_endpoint may lead to this computer only (127.0.0.1)."),
        (LOCAL, SERVICE["token_uri"], "a rehearsal key whose token_uri leads elsewhere is not used."),
        ("", f"{LOCAL}/token", "its token_uri is not Google's."),
        ("", "https://example.org/token", "its token_uri is not Google's."),
    ],
)
def test_a_real_key_and_a_rehearsal_never_meet(tmp_path: Path, endpoint: str, token_uri: str, what: str) -> None:
    path = saved(tmp_path, SERVICE | {"api_endpoint": endpoint, "token_uri": token_uri})
    assert [told for told, _ in refusal(path)] == [what]


def test_a_private_key_that_cannot_be_read_is_refused_without_showing_it(tmp_path: Path) -> None:
    path = saved(tmp_path, SERVICE)
    with pytest.raises(MentorshipError) as error:
        google_credentials(load(path), SHEET_SCOPES)
    assert str(error.value) == f"key file {path}: the private key in it cannot be read. {NEW_KEY}"
    assert error.value.__cause__ is None


def test_a_log_in_that_does_not_cover_the_use_is_refused(tmp_path: Path) -> None:
    path = saved(tmp_path, PERSON)
    with pytest.raises(MentorshipError) as error:
        google_credentials(load(path), FORM_SCOPES)
    assert str(error.value) == (
        f"key file {path}: this log-in does not cover https://www.googleapis.com/auth/forms.body.readonly, "
        "https://www.googleapis.com/auth/forms.responses.readonly. "
        "Run: mentorship login --for form, and tick every box."
    )
    assert google_credentials(load(path), MAIL_SCOPES).scopes == list(MAIL_SCOPES)


def test_nothing_asks_for_more_than_it_needs(google: Rehearsal) -> None:
    key: Key = load(google.key_path)
    assert google_credentials(key, SHEET_SCOPES).scopes == ["https://www.googleapis.com/auth/spreadsheets"]
    assert [scope.rpartition("/")[2] for scope in (*FORM_SCOPES, *MAIL_SCOPES)] == [
        "forms.body.readonly",
        "forms.responses.readonly",
        "gmail.compose",
    ]


@pytest.mark.parametrize("address", ["https://example.org/auth", f"{LOCAL}/auth", "https://accounts.google.com/o/x"])
def test_a_client_that_lets_people_log_in_elsewhere_is_refused(tmp_path: Path, address: str) -> None:
    path = saved(tmp_path, {"installed": CLIENT | {"auth_uri": address}})
    assert refusal(path, KeyKind.CLIENT) == [("its auth_uri is not Google's.", NEW_CLIENT)]


def test_a_client_without_its_secret_is_told_where_that_is_shown(tmp_path: Path) -> None:
    path = saved(tmp_path, {"installed": {name: text for name, text in CLIENT.items() if name != "client_secret"}})
    assert refusal(path, KeyKind.CLIENT) == [
        ("lacks client_secret.", f"{NEW_CLIENT} Google shows the secret only then.")
    ]
