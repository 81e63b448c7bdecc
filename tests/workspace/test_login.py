"""A person logs in through the rehearsal's consent page; every way to fail is a sentence that helps."""

import json
import logging
import os
import stat
import threading
import urllib.error
import urllib.parse
import urllib.request
from pathlib import Path
from typing import Any

import pytest

from mentorship_gsheets.errors import Exit, MentorshipError
from mentorship_gsheets.rehearsal import identity
from mentorship_gsheets.rehearsal.running import Rehearsal
from mentorship_gsheets.workspace import login as login_module
from mentorship_gsheets.workspace.credentials import FORM_SCOPES, MAIL_SCOPES, PURPOSES, SHEET_SCOPES, WHOLE
from mentorship_gsheets.workspace.forms import read_form
from mentorship_gsheets.workspace.gmail import open_mailbox
from mentorship_gsheets.workspace.key_files import Key, KeyKind, load
from mentorship_gsheets.workspace.login import Way, log_in, log_in_anew
from mentorship_gsheets.workspace.meter import Meter
from mentorship_gsheets.workspace.sheets import open_sheet
from tests.workspace.browser import Person, press

EVERYTHING = tuple(scope for purpose in WHOLE for scope in PURPOSES[purpose])
NEW_CLIENT = (
    "Make an OAuth client of the type “Desktop app” at https://console.cloud.google.com/auth/clients, download its "
    "JSON file, and run: mentorship login --client FILE."
)
AGAIN = (
    "If the page said “Access blocked”, run: mentorship login --paste, and paste the address of that page; "
    "otherwise run this again."
)


def mail_log_in(client: Path, sender: str, key: Key, way: Way) -> Key:
    return log_in_anew(load(client, (KeyKind.CLIENT,)), MAIL_SCOPES, key.mailbox_path, way, sender)


def failure(client: Path, sender: str, key: Key, way: Way) -> list[str]:
    with pytest.raises(MentorshipError) as error:
        mail_log_in(client, sender, key, way)
    assert error.value.exit_code == Exit.GOOGLE
    assert not key.mailbox_path.exists()
    return [str(finding) for finding in error.value.findings]


def test_a_log_in_is_kept_beside_the_key_and_opens_the_mailbox(
    google: Rehearsal, client: Path, local_key: Key, meter: Meter
) -> None:
    google.control("POST", "account", {"delegation": {"domain": "", "scopes": []}})
    person = Person(google.mailbox)
    kept = mail_log_in(client, google.mailbox, local_key, person.way)
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


@pytest.mark.parametrize("pasted", [False, True])
def test_one_log_in_opens_sheet_form_and_mail(
    conference: Rehearsal, tmp_path: Path, meter: Meter, pasted: bool
) -> None:
    identity.write_client(conference.world.store, tmp_path / "client.json", conference.url)
    person = Person(conference.mailbox)
    opener = load(tmp_path / "client.json", (KeyKind.CLIENT,))
    key = log_in_anew(opener, EVERYTHING, tmp_path / "me.json", person.pasting if pasted else person.way)
    assert key.who == conference.mailbox
    assert open_sheet(conference.sheet, key, meter).read().title == "Mentorship 2026"
    assert read_form(conference.form, key, meter=meter).title == "Mentorship programme 2026"
    assert open_mailbox(conference.mailbox, key, meter).profile() == conference.mailbox
    # each door asks for its own scope alone
    tokens = [token["scopes"] for token in conference.world.store.all("token").values() if not token.get("page")]
    assert {tuple(scopes) for scopes in tokens} >= {SHEET_SCOPES, FORM_SCOPES, MAIL_SCOPES}


@pytest.mark.parametrize(("audience", "lasts"), [("testing", True), ("internal", False), ("production", False)])
def test_only_a_test_log_in_runs_out_and_says_when(
    google: Rehearsal, client: Path, local_key: Key, meter: Meter, audience: str, lasts: bool
) -> None:
    google.control("POST", "consent", {"audience": audience})
    kept = mail_log_in(client, google.mailbox, local_key, Person(google.mailbox).way)
    assert ("expires" in kept.info) == lasts
    google.control("POST", "clock", {"offset_seconds": 8 * 86400})
    if not lasts:
        assert open_mailbox(google.mailbox, local_key, meter).profile() == google.mailbox
        return
    with pytest.raises(MentorshipError) as error:
        open_mailbox(google.mailbox, local_key, meter).profile()
    assert str(error.value) == (
        f"the log-in of {google.mailbox} is no longer valid. "
        "Run: mentorship login (while the consent screen is in testing, a log-in lasts 7 days)."
    )


def test_another_persons_log_in_is_not_kept(google: Rehearsal, client: Path, local_key: Key) -> None:
    organizer = google.world.project["organizer"]
    assert failure(client, google.mailbox, local_key, Person(organizer).way) == [
        f"the log-in is that of {organizer}, not of {google.mailbox}. "
        "Run it again, and choose the right account in the browser (or correct Sender in Settings)."
    ]


@pytest.mark.parametrize("pasted", [False, True])
def test_a_person_who_denies_is_told_to_allow(google: Rehearsal, client: Path, local_key: Key, pasted: bool) -> None:
    person = Person(google.mailbox, "deny")
    assert failure(client, google.mailbox, local_key, person.pasting if pasted else person.way) == [
        "nothing was allowed. Run it again, tick every box, and press Continue."
    ]


def test_nobody_at_the_browser_ends_it(
    google: Rehearsal, client: Path, local_key: Key, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(login_module, "_PATIENCE_SECONDS", 0.1)
    assert failure(client, google.mailbox, local_key, Way(lambda _: None)) == [
        f"nobody logged in within five minutes. {AGAIN}"
    ]


@pytest.mark.parametrize(
    ("consent", "account", "said"),
    [
        (
            {"test_users": []},
            "",
            "Google lets only test users log in while the consent screen is in testing, and this account is none. "
            "Add its address under Audience, Test users, at https://console.cloud.google.com/auth/audience, "
            "and run this again.",
        ),
        (
            {"audience": "internal"},
            "guest@elsewhere.example.com",
            "the OAuth client is for accounts of its own organisation only, and this account belongs to another. "
            "Run this again and choose an account of the organisation, or choose External at "
            "https://console.cloud.google.com/auth/audience.",
        ),
        (
            {"admin_blocks": True},
            "",
            "an administrator of this account's organisation does not let this client in. Ask them to trust its "
            "client id at https://admin.google.com/ac/owl/list?tab=configuredApps, and run this again.",
        ),
        (
            {"client": "deleted"},
            "",
            "the OAuth client was deleted (Google does so when one is not used for six months). Restore it at "
            f"https://console.cloud.google.com/auth/clients within 30 days, or: {NEW_CLIENT}",
        ),
        (
            {"client": "disabled"},
            "",
            "the OAuth client is switched off. Switch it on at https://console.cloud.google.com/auth/clients, or: "
            f"{NEW_CLIENT}",
        ),
    ],
    ids=["no test user", "internal", "administrator", "deleted", "disabled"],
)
def test_the_address_of_a_blocked_page_says_what_helps(
    google: Rehearsal, client: Path, local_key: Key, consent: dict[str, Any], account: str, said: str
) -> None:
    google.control("POST", "new-account", {"email": "guest@elsewhere.example.com"})
    google.control("POST", "consent", consent)
    person = Person(account or google.mailbox)
    assert failure(client, google.mailbox, local_key, person.pasting) == [said]
    # what the page itself says will do as well
    with pytest.raises(urllib.error.HTTPError) as page:
        urllib.request.urlopen(google.url + person.ended.removeprefix(google.url), timeout=20)  # noqa: S310 - ours
    words = page.value.read().decode().split("<p>")[-1]
    assert failure(client, google.mailbox, local_key, Way(lambda _: None, lambda: words)) == [said]


@pytest.mark.parametrize("state", ["deleted", "disabled"])
def test_a_client_that_is_gone_by_the_next_call_is_told(
    google: Rehearsal, client: Path, local_key: Key, meter: Meter, state: str
) -> None:
    mail_log_in(client, google.mailbox, local_key, Person(google.mailbox).way)
    google.control("POST", "consent", {"client": state})
    with pytest.raises(MentorshipError) as error:
        open_mailbox(google.mailbox, local_key, meter).profile()
    (finding,) = error.value.findings
    assert (finding.code, finding.remedy.endswith(NEW_CLIENT)) == ("login-client", True)


def test_an_account_that_an_administrator_blocks_later_is_asked_to_log_in_and_told_then(
    google: Rehearsal, client: Path, local_key: Key, meter: Meter
) -> None:
    mail_log_in(client, google.mailbox, local_key, Person(google.mailbox).way)
    google.control("POST", "consent", {"admin_blocks": True})
    with pytest.raises(MentorshipError) as error:
        open_mailbox(google.mailbox, local_key, meter).profile()
    assert error.value.findings[0].code == "google-login-expired"


def test_a_secret_that_is_another_one_by_now_is_told(google: Rehearsal, client: Path, local_key: Key) -> None:
    content = json.loads(client.read_text())
    content["installed"]["client_secret"] = "wrong"  # noqa: S105 - none
    client.write_text(json.dumps(content))
    assert failure(client, google.mailbox, local_key, Person(google.mailbox).way) == [
        f"Google does not know the OAuth client, or its secret is another one by now. {NEW_CLIENT}"
    ]


def test_a_server_that_breaks_off_is_told(google: Rehearsal, client: Path, local_key: Key) -> None:
    google.fault("reset", method="oauth.token")
    assert failure(client, google.mailbox, local_key, Person(google.mailbox).way) == [
        f"{google.url.partition('//')[2]} cannot be reached. Check the internet connection "
        "(or, in a rehearsal, whether the server still runs) and run this again."
    ]


def test_a_pasted_address_of_an_earlier_log_in_is_told_and_may_be_put_right(
    google: Rehearsal, client: Path, local_key: Key
) -> None:
    earlier = Person(google.mailbox)
    mail_log_in(client, google.mailbox, local_key, earlier.pasting)
    local_key.mailbox_path.unlink()
    assert failure(client, google.mailbox, local_key, Way(lambda _: None, lambda: earlier.ended)) == [
        "the address that was pasted belongs to another log-in. Run it again, open the address that is shown then, "
        "and paste the one the browser ends at."
    ]
    now = Person(google.mailbox)
    texts = iter([earlier.ended, "what?"])
    kept = mail_log_in(client, google.mailbox, local_key, Way(now._go, lambda: next(texts, now.ended)))
    assert kept.who == google.mailbox


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "nothing was pasted. Run it again in a terminal."),
        (
            "http://127.0.0.1:1/",
            "what was pasted holds no log-in. Run it again, and copy the whole address of the page that the browser "
            "shows at the end.",
        ),
    ],
)
def test_what_holds_no_log_in_is_told(google: Rehearsal, client: Path, local_key: Key, text: str, said: str) -> None:
    assert failure(client, google.mailbox, local_key, Way(lambda _: None, lambda: text)) == [said]


def test_a_page_of_another_log_in_neither_ends_nor_fakes_this_one(
    google: Rehearsal, client: Path, local_key: Key
) -> None:
    person = Person(google.mailbox)
    seen = []

    def browse(url: str) -> None:
        back = dict(urllib.parse.parse_qsl(urllib.parse.urlsplit(url).query))["redirect_uri"]
        for strange in ("favicon.ico", "?state=other&code=4/stolen", "?error=access_denied", "?code=4/stolen"):
            person_at = urllib.parse.urljoin(back, strange)
            seen.append(person_at)
        threading_open(seen[-4:])
        person(url)

    kept = mail_log_in(client, google.mailbox, local_key, Way(browse))
    assert (kept.who, len(seen)) == (google.mailbox, 4)


def threading_open(addresses: list[str]) -> None:
    """Open addresses as other tabs would, each with a page of its own."""

    def opened(address: str) -> None:
        with pytest.raises(urllib.error.HTTPError):
            urllib.request.urlopen(address, timeout=20)  # noqa: S310 - this computer

    for address in addresses:
        threading.Thread(target=opened, args=(address,)).start()


def test_a_person_who_unticks_a_box_is_told_which(google: Rehearsal, client: Path, tmp_path: Path) -> None:
    person = Person(google.world.project["organizer"], unticked=FORM_SCOPES[0])
    with pytest.raises(MentorshipError) as error:
        log_in(load(client, (KeyKind.CLIENT,)), FORM_SCOPES, tmp_path / "organizer.json", person.way)
    assert str(error.value) == (
        "not everything was allowed; missing: forms.body.readonly. Run it again, and tick every box."
    )
    assert not (tmp_path / "organizer.json").exists()


def test_a_log_in_is_not_made_for_a_place_that_git_would_publish(tmp_path: Path) -> None:
    (tmp_path / ".git").mkdir()
    info = dict.fromkeys(("client_id", "client_secret", "auth_uri", "token_uri"), "x")
    shown: list[str] = []
    with pytest.raises(MentorshipError) as error:
        log_in_anew(Key(KeyKind.CLIENT, tmp_path, info), MAIL_SCOPES, tmp_path / "me.json", Way(shown.append))
    assert (error.value.findings[0].code, shown) == ("key-in-git", [])


def test_the_environment_is_as_before(
    google: Rehearsal, client: Path, local_key: Key, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OAUTHLIB_INSECURE_TRANSPORT", "0")
    mail_log_in(client, google.mailbox, local_key, Person(google.mailbox).way)
    assert os.environ["OAUTHLIB_INSECURE_TRANSPORT"] == "0"
    assert "OAUTHLIB_RELAX_TOKEN_SCOPE" not in os.environ


def test_with_a_real_client_http_stays_forbidden() -> None:
    with login_module._loopback_allowed(rehearsal=False):
        assert "OAUTHLIB_INSECURE_TRANSPORT" not in os.environ


def test_nothing_secret_is_logged(
    google: Rehearsal, client: Path, local_key: Key, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    kept = mail_log_in(client, google.mailbox, local_key, Person(google.mailbox).way)
    logged = caplog.text + "".join(str(record.__dict__) for record in caplog.records)
    secrets = [kept.info["refresh_token"], kept.info["client_secret"], "ya29.", "4/"]
    assert [secret for secret in secrets if secret in logged] == []


def test_a_request_that_names_no_client_ends_at_a_page_that_leads_nowhere(google: Rehearsal) -> None:
    assert press(google.url + "/o/oauth2/auth?client_id=x", google.mailbox).partition("?")[0] == (
        f"{google.url}/signin/oauth/error"
    )
