"""The owner of the mailbox logs in through the rehearsal's consent page."""

import json
import logging
import os
import stat
import urllib.parse
from pathlib import Path

import pytest

from mentorship_gsheets.errors import Exit, MentorshipError
from mentorship_gsheets.rehearsal.running import Rehearsal
from mentorship_gsheets.workspace import login as login_module
from mentorship_gsheets.workspace.credentials import FORM_SCOPES
from mentorship_gsheets.workspace.gmail import open_mailbox
from mentorship_gsheets.workspace.key_files import Key, KeyKind, load
from mentorship_gsheets.workspace.login import log_in, login_mailbox
from mentorship_gsheets.workspace.meter import Meter
from tests.workspace.browser import Person


def failure(client: Path, sender: str, key: Key, person: object) -> list[str]:
    with pytest.raises(MentorshipError) as error:
        login_mailbox(client, sender, key, person)  # type: ignore[arg-type]  # a person or nobody
    assert error.value.exit_code == Exit.GOOGLE
    assert not key.mailbox_path.exists()
    return [str(finding) for finding in error.value.findings]


def test_a_log_in_is_kept_beside_the_key_and_opens_the_mailbox(
    google: Rehearsal, client: Path, local_key: Key, meter: Meter
) -> None:
    google.control("POST", "account", {"delegation": {"domain": "", "scopes": []}})
    person = Person(google.mailbox)
    kept = login_mailbox(client, google.mailbox, local_key, person)
    assert (kept.kind, kept.who, kept.path) == (KeyKind.PERSON, google.mailbox, local_key.mailbox_path)
    assert stat.S_IMODE(kept.path.stat().st_mode) == 0o600
    assert sorted(path.name for path in kept.path.parent.iterdir()) == ["client.json", "key.json", "key.mailbox.json"]
    asked = dict(urllib.parse.parse_qsl(urllib.parse.urlsplit(person.saw).query))
    assert asked["scope"] == "https://www.googleapis.com/auth/gmail.compose"
    assert (asked["access_type"], asked["code_challenge_method"], asked["login_hint"]) == (
        "offline",
        "S256",
        google.mailbox,
    )
    mailbox = open_mailbox(google.mailbox, local_key, meter)
    assert mailbox.profile() == google.mailbox


def test_a_log_in_that_ran_out_says_so(google: Rehearsal, client: Path, local_key: Key, meter: Meter) -> None:
    login_mailbox(client, google.mailbox, local_key, Person(google.mailbox))
    google.control("POST", "clock", {"offset_seconds": 8 * 86400})
    with pytest.raises(MentorshipError) as error:
        open_mailbox(google.mailbox, local_key, meter).profile()
    assert str(error.value) == (
        "the log-in of the mailbox is no longer valid. "
        "Run: mentorship login (while the consent screen is in testing, a log-in lasts 7 days)."
    )


def test_another_persons_log_in_is_not_kept(google: Rehearsal, client: Path, local_key: Key) -> None:
    organizer = google.world.project["organizer"]
    assert failure(client, google.mailbox, local_key, Person(organizer)) == [
        f"the log-in is that of {organizer}, not of {google.mailbox}. "
        "Run it again, and choose the right account in the browser (or correct Sender in Settings)."
    ]


def test_a_person_who_denies_is_told_to_allow(google: Rehearsal, client: Path, local_key: Key) -> None:
    assert failure(client, google.mailbox, local_key, Person(google.mailbox, "deny")) == [
        "the log-in did not work (access_denied). Run it again, and press Allow."
    ]


def test_nobody_at_the_browser_ends_it(
    google: Rehearsal, client: Path, local_key: Key, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(login_module, "_PATIENCE_SECONDS", 0.1)
    assert failure(client, google.mailbox, local_key, lambda _: None) == [
        "nobody logged in within five minutes. Run it again."
    ]


def test_a_client_google_does_not_know_is_told(google: Rehearsal, client: Path, local_key: Key) -> None:
    content = json.loads(client.read_text())
    content["installed"]["client_secret"] = "wrong"  # noqa: S105 - none
    client.write_text(json.dumps(content))
    assert failure(client, google.mailbox, local_key, Person(google.mailbox)) == [
        "the log-in did not work (invalid_client). Run it again, and press Allow."
    ]


def test_a_server_that_breaks_off_is_told(google: Rehearsal, client: Path, local_key: Key) -> None:
    google.fault("reset", method="oauth.token")
    assert failure(client, google.mailbox, local_key, Person(google.mailbox)) == [
        "the log-in did not work (ConnectionError). Run it again, and press Allow."
    ]


def test_other_uses_ask_for_other_scopes(google: Rehearsal, client: Path, tmp_path: Path) -> None:
    person = Person(google.world.project["organizer"])
    found = log_in(load(client, (KeyKind.CLIENT,)), FORM_SCOPES, tmp_path / "organizer.json", person)
    assert found.info["scopes"] == list(FORM_SCOPES)
    assert not found.path.exists()


def test_a_person_who_unticks_a_box_is_told(google: Rehearsal, client: Path, tmp_path: Path) -> None:
    person = Person(google.world.project["organizer"], unticked=FORM_SCOPES[0])
    with pytest.raises(MentorshipError) as error:
        log_in(load(client, (KeyKind.CLIENT,)), FORM_SCOPES, tmp_path / "organizer.json", person)
    assert str(error.value) == "not everything was allowed. Run it again, and tick every box."


def test_the_environment_is_as_before(
    google: Rehearsal, client: Path, local_key: Key, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OAUTHLIB_INSECURE_TRANSPORT", "0")
    login_mailbox(client, google.mailbox, local_key, Person(google.mailbox))
    assert os.environ["OAUTHLIB_INSECURE_TRANSPORT"] == "0"


def test_with_a_real_client_http_stays_forbidden() -> None:
    with login_module._loopback_allowed(rehearsal=False):
        assert "OAUTHLIB_INSECURE_TRANSPORT" not in os.environ


def test_nothing_secret_is_logged(
    google: Rehearsal, client: Path, local_key: Key, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    kept = login_mailbox(client, google.mailbox, local_key, Person(google.mailbox))
    logged = caplog.text + "".join(str(record.__dict__) for record in caplog.records)
    secrets = [kept.info["refresh_token"], kept.info["client_secret"], "ya29.", "4/"]
    assert [secret for secret in secrets if secret in logged] == []
