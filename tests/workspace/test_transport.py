"""Every call once, every read bounded, every write done, refused or unknown."""

import logging
import re
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path

import pytest
import requests

from mentorship_gsheets.errors import Exit
from mentorship_gsheets.rehearsal.running import Rehearsal
from mentorship_gsheets.workspace import transport as transport_module
from mentorship_gsheets.workspace.adapter import Httplib2Adapter
from mentorship_gsheets.workspace.credentials import MAIL_SCOPES, SHEET_SCOPES
from mentorship_gsheets.workspace.key_files import Key, KeyKind
from mentorship_gsheets.workspace.meter import Meter
from mentorship_gsheets.workspace.signals import RefusedError, UnknownError
from mentorship_gsheets.workspace.transport import Transport
from tests.workspace.conftest import SHEETS, Time

GET = "sheets.spreadsheets.get"
WRITE = "sheets.spreadsheets.batchUpdate"
ADD = {"requests": [{"addSheet": {"properties": {"title": "New"}}}]}
QUOTA = "Google's quota is used up: 60 reads and 60 writes a minute and user, 300 a project."
BROKEN = ["reset", "close", "empty", "truncate", "garbage", "html"]


def read(transport: Transport, google: Rehearsal) -> requests.Response:
    return transport.request("GET", f"{SHEETS}/{google.sheet}", params={"fields": "properties(title)"})


def write(transport: Transport, google: Rehearsal) -> requests.Response:
    return transport.request("POST", f"{SHEETS}/{google.sheet}:batchUpdate", json=ADD)


def calls(google: Rehearsal, method: str) -> int:
    return len(google.journal(method=method))


def titles(google: Rehearsal) -> list[str]:
    reply = google.world.as_user(
        google.world.project["organizer"],
        GET,
        {"spreadsheetId": google.sheet, "fields": "sheets(properties(title))"},
    )
    return [sheet["properties"]["title"] for sheet in reply["sheets"]]


def test_a_read_and_a_write_are_one_call_each(transport: Transport, google: Rehearsal, meter: Meter) -> None:
    assert read(transport, google).json() == {"properties": {"title": "Mentorship 2026"}}
    assert write(transport, google).status_code == 200
    assert (calls(google, GET), calls(google, WRITE), calls(google, "oauth.token")) == (1, 1, 1)
    assert dict(meter.counts) == {("sheets", "read"): 1, ("sheets", "write"): 1}


@pytest.mark.parametrize("moment", ["before", "after"])
@pytest.mark.parametrize("broken", BROKEN)
def test_a_read_that_broke_is_tried_again(
    transport: Transport, google: Rehearsal, time: Time, broken: str, moment: str
) -> None:
    google.fault(broken, when=moment, method=GET, times=2)
    assert read(transport, google).json() == {"properties": {"title": "Mentorship 2026"}}
    assert calls(google, GET) == 3
    assert [seconds for seconds, _ in time.waits] == [2.0, 4.0]


@pytest.mark.parametrize("moment", ["before", "after"])
@pytest.mark.parametrize("broken", BROKEN)
def test_a_write_that_broke_is_unknown_and_never_sent_again(
    transport: Transport, google: Rehearsal, broken: str, moment: str
) -> None:
    google.fault(broken, when=moment, method=WRITE)
    with pytest.raises(UnknownError) as error:
        write(transport, google)
    assert error.value.exit_code == Exit.GOOGLE
    assert str(error.value) == (
        "the sheet was being written to, and Google's answer never came: it may be done or not. "
        "Check the connection and run this again; the tool looks before it writes."
    )
    assert calls(google, WRITE) == 1
    assert ("New" in titles(google)) == (moment == "after")


@pytest.mark.parametrize("shape", ["internal", "backend", "unavailable", "deadline"])
def test_a_fault_of_googles_is_tried_again_by_a_read_and_unknown_to_a_write(
    transport: Transport, google: Rehearsal, shape: str
) -> None:
    google.fault("refuse", shape=shape, method=GET)
    assert read(transport, google).status_code == 200
    google.fault("refuse", shape=shape, method=WRITE)
    with pytest.raises(UnknownError):
        write(transport, google)


@pytest.mark.parametrize("shape", ["quota", "rate"])
def test_a_write_refused_for_the_quota_is_tried_again(
    transport: Transport, google: Rehearsal, time: Time, shape: str
) -> None:
    google.fault("refuse", shape=shape, method=WRITE, times=3)
    assert write(transport, google).status_code == 200
    assert time.waits == [(seconds, QUOTA) for seconds in (2.0, 4.0, 8.0)]
    assert titles(google).count("New") == 1


@pytest.mark.parametrize("call", [read, write])
def test_a_steady_429_ends_within_two_minutes_with_a_sentence(
    transport: Transport, google: Rehearsal, time: Time, call: object
) -> None:
    google.fault("refuse", shape="quota", times=0, method="sheets.*")
    began = time.now
    with pytest.raises(RefusedError) as error:
        call(transport, google)  # type: ignore[operator]  # one of the two functions above
    assert time.now - began == 62.0
    assert len(time.waits) == 5
    assert error.value.exit_code == Exit.GOOGLE
    assert str(error.value) == (f"{QUOTA} Wait a few minutes and run this again; a whole plan counts as one write.")


def test_a_refusal_for_good_is_not_tried_again(transport: Transport, google: Rehearsal, time: Time) -> None:
    google.fault("refuse", shape="forbidden", times=0, method=GET)
    with pytest.raises(RefusedError) as error:
        read(transport, google)
    assert (error.value.code, error.value.signal, calls(google, GET), time.waits) == (403, "google-not-shared", 1, [])


def test_a_token_that_was_taken_back_is_renewed_once(transport: Transport, google: Rehearsal) -> None:
    read(transport, google)
    google.control("POST", "tokens")
    assert write(transport, google).status_code == 200
    assert titles(google).count("New") == 1
    assert calls(google, "oauth.token") == 2


def test_a_token_that_never_works_is_refused(key: Key, meter: Meter) -> None:
    with (
        answering(http(401), http(401)) as (url, asked),
        elsewhere(key, url, meter) as transport,
        pytest.raises(RefusedError) as error,
    ):
        transport.request("POST", f"{SHEETS}/x:batchUpdate", json={})
    assert (error.value.signal, error.value.code, len(asked)) == ("google-login", 401, 2)


def test_a_server_that_is_not_there_refuses_reads_and_writes_alike(
    transport: Transport, google: Rehearsal, time: Time
) -> None:
    read(transport, google)
    nowhere = f"127.0.0.1:{free_port()}"
    object.__setattr__(transport.key, "api_endpoint", f"http://{nowhere}")
    for call in (read, write):
        with pytest.raises(RefusedError) as error:
            call(transport, google)
        assert error.value.signal == "google-unreachable"
        assert nowhere in str(error.value)
    assert len(time.waits) == 10


def test_a_token_endpoint_that_is_not_there_is_told(transport: Transport, google: Rehearsal, time: Time) -> None:
    google.fault("reset", method="oauth.token", times=0)
    with pytest.raises(RefusedError) as error:
        write(transport, google)
    assert error.value.signal == "google-unreachable"
    assert len(time.waits) == 5


def test_a_hang_ends_with_the_read_timeout(
    transport: Transport, google: Rehearsal, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(transport_module, "READ_SECONDS", 0.2)
    google.fault("hang", seconds=5, method=WRITE, when="after")
    with pytest.raises(UnknownError):
        write(transport, google)
    google.fault("hang", seconds=5, method=GET)
    assert read(transport, google).status_code == 200


def test_waiting_never_goes_past_the_deadline(
    transport: Transport, google: Rehearsal, time: Time, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(transport_module, "DEADLINE_SECONDS", 10.0)
    google.fault("refuse", shape="quota", times=0, method=GET)
    with pytest.raises(RefusedError):
        read(transport, google)
    assert [seconds for seconds, _ in time.waits] == [2.0, 4.0]


@contextmanager
def answering(*answers: bytes) -> Iterator[tuple[str, list[bytes]]]:
    """A server that says exactly these bytes, one answer a connection; its address and what it was asked."""
    asked: list[bytes] = []
    with socket.create_server(("127.0.0.1", 0)) as listening:

        def serve() -> None:
            for answer in answers:
                connection, _ = listening.accept()
                with connection, connection.makefile("rb") as stream:
                    head = b""
                    while (line := stream.readline()).strip():
                        head += line
                    length = re.search(rb"(?i)content-length: (\d+)", head)
                    asked.append(head + line + stream.read(int(length[1]) if length else 0))
                    connection.sendall(answer)

        thread = threading.Thread(target=serve, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{listening.getsockname()[1]}", asked
        thread.join(5)


def elsewhere(key: Key, url: str, meter: Meter) -> Transport:
    """A transport that is logged in, and whose calls go to another loopback address."""
    opened = Transport(Key(key.kind, key.path, key.info, url), SHEET_SCOPES, meter)
    opened.credentials.token = "token"  # noqa: S105 - none
    return opened


def http(code: int, body: bytes = b"{}", **headers: str) -> bytes:
    lines = "".join(f"{name.replace('_', '-')}: {value}\r\n" for name, value in headers.items())
    return f"HTTP/1.1 {code} X\r\nContent-Length: {len(body)}\r\nConnection: close\r\n{lines}\r\n".encode() + body


@pytest.mark.parametrize(
    ("said", "waited"),
    [
        ("7", 7.0),
        ("1", 2.0),
        ("soon", 2.0),
        ("-3", 2.0),
        ("Mon, 01 Jan 2001 00:00:00 GMT", 2.0),
        ("Mon, 01 Jan 2001 00:00:00", 2.0),
    ],
)
def test_retry_after_is_respected(key: Key, meter: Meter, time: Time, said: str, waited: float) -> None:
    with answering(http(429, Retry_After=said), http(200)) as (url, asked), elsewhere(key, url, meter) as transport:
        assert transport.request("GET", f"{SHEETS}/x").status_code == 200
    assert [seconds for seconds, _ in time.waits] == [waited]
    assert len(asked) == 2


def test_retry_after_may_be_a_date(key: Key, meter: Meter, time: Time) -> None:
    said = format_datetime(datetime.now(UTC) + timedelta(seconds=50), usegmt=True)
    with answering(http(503, Retry_After=said), http(200)) as (url, _), elsewhere(key, url, meter) as transport:
        transport.request("GET", f"{SHEETS}/x")
    ((seconds, _),) = time.waits
    assert 45 < seconds <= 50


def test_retry_after_beyond_the_deadline_ends_it_at_once(key: Key, meter: Meter, time: Time) -> None:
    with (
        answering(http(429, Retry_After="3600")) as (url, _),
        elsewhere(key, url, meter) as transport,
        pytest.raises(RefusedError),
    ):
        transport.request("POST", f"{SHEETS}/x:batchUpdate", json={})
    assert time.waits == []


def test_a_reply_does_not_outlast_the_deadline(key: Key, meter: Meter, time: Time) -> None:
    def clock() -> float:
        time.now += 100
        return time.now

    meter.clock = clock
    with answering(http(200)) as (url, _), elsewhere(key, url, meter) as transport, pytest.raises(UnknownError):
        transport.request("POST", f"{SHEETS}/x:batchUpdate", json={})


def test_googleapiclient_sees_a_reply_as_httplib2_would_give_it(key: Key, meter: Meter) -> None:
    with answering(http(200, b'{"a": 1}', ETag="x")) as (url, _), elsewhere(key, url, meter) as transport:
        adapter = Httplib2Adapter(transport, units=5)
        response, content = adapter.request("https://gmail.googleapis.com/gmail/v1/users/me/profile")
        adapter.close()
    assert (response.status, response["etag"], content) == (200, "x", b'{"a": 1}')


@pytest.mark.parametrize("code", [300, 302])
def test_a_redirect_is_not_followed(key: Key, meter: Meter, code: int) -> None:
    with (
        answering(http(code, Location="http://127.0.0.1:9/")) as (url, asked),
        elsewhere(key, url, meter) as transport,
        pytest.raises(RefusedError) as error,
    ):
        transport.request("GET", f"{SHEETS}/x")
    assert (error.value.code, len(asked)) == (code, 1)


def test_the_last_moment_of_the_deadline_still_counts(
    transport: Transport, google: Rehearsal, time: Time, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(transport_module, "DEADLINE_SECONDS", 2.0)
    google.fault("refuse", shape="quota", method=GET)
    assert read(transport, google).status_code == 200
    assert [seconds for seconds, _ in time.waits] == [2.0]


def test_an_exported_file_need_not_be_json(key: Key, meter: Meter) -> None:
    file = "https://www.googleapis.com/drive/v3/files/x/export"
    with answering(http(200, b"PK")) as (url, _), elsewhere(key, url, meter) as transport:
        reply = transport.request("GET", file)
    # read whole, and in pieces as some clients do
    assert (reply.content, list(reply.iter_content(1))) == (b"PK", [b"P", b"K"])


def test_googleapiclient_sees_that_there_is_nothing_in_a_reply(key: Key, meter: Meter) -> None:
    with answering(http(204, b"")) as (url, _), elsewhere(key, url, meter) as transport:
        draft = "https://gmail.googleapis.com/gmail/v1/users/me/drafts/1"
        response, content = Httplib2Adapter(transport).request(draft, "DELETE")
    assert (response.status, content) == (204, b"")


def test_an_answer_in_no_charset_is_read_all_the_same(key: Key, meter: Meter) -> None:
    with (
        answering(http(400, b"\xff\xfe")) as (url, _),
        elsewhere(key, url, meter) as transport,
        pytest.raises(RefusedError) as error,
    ):
        transport.request("GET", f"{SHEETS}/x")
    assert error.value.findings[0].what == "Google refused the request (status 400): without a reason"


def test_only_googles_addresses_are_called(transport: Transport) -> None:
    for url in ("https://example.org/v4/spreadsheets/x", "http://sheets.googleapis.com/v4/spreadsheets/x"):
        with pytest.raises(ValueError, match="not an address of Google's"):
            transport.request("GET", url)


def test_with_a_real_key_the_address_stays_googles(key: Key, meter: Meter) -> None:
    real = Transport(Key(key.kind, key.path, key.info), SHEET_SCOPES, meter)
    assert real._address(f"{SHEETS}/x?fields=a") == ("sheets", f"{SHEETS}/x?fields=a")
    assert real.trust_env


def test_a_rehearsal_asks_no_proxy_and_no_netrc(
    transport: Transport, google: Rehearsal, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    netrc = tmp_path / "netrc"
    netrc.write_text("machine 127.0.0.1 login a password b")
    for name, value in (
        ("NETRC", str(netrc)),
        ("HTTP_PROXY", "http://127.0.0.1:9"),
        ("ALL_PROXY", "http://127.0.0.1:9"),
    ):
        monkeypatch.setenv(name, value)
    assert read(transport, google).status_code == 200


def test_a_proxy_that_is_not_there_is_a_definite_refusal(key: Key, meter: Meter) -> None:
    transport = elsewhere(key, "http://127.0.0.1:9", meter)
    transport.trust_env = False
    transport.proxies = {"http": f"http://127.0.0.1:{free_port()}"}
    with pytest.raises(RefusedError) as error:
        transport.request("POST", f"{SHEETS}/x:batchUpdate", json={})
    assert error.value.signal == "google-unreachable"


def test_no_thread_and_no_other_host_is_behind_the_log_in(transport: Transport, google: Rehearsal) -> None:
    before = set(threading.enumerate())
    read(transport, google)
    new = {thread.name for thread in set(threading.enumerate()) - before}
    assert {name for name in new if "rehearsal" not in name.casefold() and "CP Server" not in name} == set()


def test_logs_hold_neither_token_nor_answers(
    transport: Transport, google: Rehearsal, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    canary = "canary-7f3a@example.org"
    body = {"requests": [{"addSheet": {"properties": {"title": canary}}}]}
    transport.request("POST", f"{SHEETS}/{google.sheet}:batchUpdate", json=body)
    google.fault("reset", method=GET)
    read(transport, google)
    with pytest.raises(RefusedError):
        transport.request("POST", f"{SHEETS}/{google.sheet}:batchUpdate", json=body)
    logged = caplog.text + "".join(str(record.__dict__) for record in caplog.records)
    token = transport.credentials.token
    assert token
    assert [secret for secret in (canary, token, "PRIVATE KEY") if secret in logged] == []


def test_google_clients_errors_are_ours_without_their_chain(transport: Transport, google: Rehearsal) -> None:
    google.fault("reset", times=0, method=GET)
    with pytest.raises(RefusedError) as error:
        read(transport, google)
    assert error.value.__cause__ is None
    assert error.value.__suppress_context__ or error.value.__context__ is None


def test_refusals_of_the_log_in_are_read(google: Rehearsal, key: Key, meter: Meter) -> None:
    def refusal(scopes: tuple[str, ...] = SHEET_SCOPES, subject: str = "") -> str:
        with Transport(key, scopes, meter, subject) as transport, pytest.raises(RefusedError) as error:
            transport.request("GET", f"{SHEETS}/{google.sheet}")
        return error.value.signal

    google.control("POST", "clock", {"offset_seconds": 4000})
    assert refusal() == "google-clock"
    google.control("POST", "clock", {"offset_seconds": 0})
    assert refusal(MAIL_SCOPES, "somebody@conference.example.org") == "google-no-mailbox"
    assert refusal(SHEET_SCOPES, google.mailbox) == "google-delegation"
    google.control("POST", "key", {"revoke": True})
    assert refusal() == "google-key-revoked"
    google.control("POST", "key", {"revoke": False})
    google.control("POST", "account", {"deleted": True})
    assert refusal() == "google-key-revoked"


@pytest.mark.parametrize("code", [429, 500, 503])
def test_a_token_endpoint_with_a_fault_of_its_own_is_asked_again(
    google: Rehearsal, transport: Transport, time: Time, code: int
) -> None:
    google.fault("html", code=code, method="oauth.token", times=2)
    assert write(transport, google).status_code == 200
    assert [seconds for seconds, _ in time.waits] == [2.0, 4.0]
    google.control("POST", "tokens")
    google.fault("html", code=code, method="oauth.token", times=0)
    with pytest.raises(RefusedError) as error:
        read(transport, google)
    assert (error.value.signal, error.value.code) == ("google-fault", code)
    assert f"(status {code})" in str(error.value)


def test_a_token_endpoint_that_answers_nonsense_is_told(google: Rehearsal, transport: Transport) -> None:
    google.fault("html", code=404, method="oauth.token", times=0)
    with pytest.raises(RefusedError) as error:
        read(transport, google)
    assert error.value.signal == "google-login"


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        return int(listening.getsockname()[1])


def test_a_person_needs_no_subject(key: Key, meter: Meter) -> None:
    info = {"refresh_token": "r", "client_id": "c", "client_secret": "s", "token_uri": f"{key.api_endpoint}/token"}
    person = Key(KeyKind.PERSON, key.path, info | {"scopes": list(MAIL_SCOPES)}, key.api_endpoint)
    with (
        Transport(person, MAIL_SCOPES, meter, "mentors@example.org") as transport,
        pytest.raises(RefusedError) as error,
    ):
        transport.request("GET", "https://gmail.googleapis.com/gmail/v1/users/me/profile")
    assert error.value.signal == "login-client"
