"""What goes over the wire, byte by byte, and how long each part may take."""

import gzip
from pathlib import Path
from typing import Any

import pytest
import requests
from requests.adapters import HTTPAdapter

from mentorship_gsheets.rehearsal.running import Rehearsal
from mentorship_gsheets.workspace.adapter import Httplib2Adapter
from mentorship_gsheets.workspace.credentials import SHEET_SCOPES
from mentorship_gsheets.workspace.key_files import Key, KeyKind
from mentorship_gsheets.workspace.meter import MAIL_UNITS, SHEET_CALLS, Meter
from mentorship_gsheets.workspace.signals import Context, RefusedError
from mentorship_gsheets.workspace.transport import Transport
from tests.workspace.conftest import SHEETS, Time
from tests.workspace.test_transport import answering, elsewhere, http

PROFILE = "https://gmail.googleapis.com/gmail/v1/users/me/profile"


class Noting(HTTPAdapter):
    """Sends like any other, and notes how long it may wait and whether it reads the reply bit by bit."""

    def __init__(self) -> None:
        super().__init__()
        self.noted: list[tuple[Any, Any]] = []

    def send(self, request: requests.PreparedRequest, *given: Any, **more: Any) -> requests.Response:
        self.noted.append((more["timeout"], more["stream"]))
        return super().send(request, *given, **more)


def test_no_try_may_last_longer_than_what_is_left_of_the_deadline(key: Key, meter: Meter) -> None:
    noting = Noting()
    said = (http(429, Retry_After="75"), http(429, Retry_After="44.5"), http(429, Retry_After="40"), http(200))
    with answering(*said) as (url, _), elsewhere(key, url, meter) as transport:
        transport.mount("http://", noting)
        transport.request("GET", f"{SHEETS}/x")
    # 120 seconds in all; 75 and then 4 and 40 are slept away, and the last try gets a second at least
    assert noting.noted == [((10.0, 60.0), True), ((10.0, 45.0), True), ((10.0, 41.0), True), ((1.0, 1.0), True)]


def test_waiting_for_room_in_the_quota_does_not_count(key: Key, meter: Meter, time: Time) -> None:
    with answering(http(200), http(429, Retry_After="100"), http(200)) as (url, _):
        for _ in range(SHEET_CALLS - 1):
            meter.admit("sheets", "read")
        with elsewhere(key, url, meter) as transport:
            transport.request("GET", f"{SHEETS}/x")
            assert time.waits == []
            # this one waits a minute for room, and then has its two minutes still
            transport.request("GET", f"{SHEETS}/x")
    assert [seconds for seconds, _ in time.waits] == [60.0, 100.0]


def test_the_same_refusal_means_another_thing_at_another_service(key: Key, meter: Meter) -> None:
    refused = http(400, b'{"error": {"message": "Precondition check failed."}}')
    for address, signal in ((PROFILE, "google-no-mailbox"), (f"{SHEETS}/x", "google-refused")):
        with (
            answering(refused) as (url, _),
            elsewhere(key, url, meter) as transport,
            pytest.raises(RefusedError) as error,
        ):
            transport.request("GET", address)
        assert error.value.signal == signal


def test_errors_know_who_asked_for_what(key: Key, meter: Meter) -> None:
    with Transport(key, SHEET_SCOPES, meter, "mentors@example.org") as transport:
        assert transport.context == Context(key.who, key.client_id, SHEET_SCOPES, "mentors@example.org", person=False)


def test_a_token_is_not_waited_for_without_end(google: Rehearsal, transport: Transport) -> None:
    noting = Noting()
    transport._token_request.session.mount("http://", noting)
    transport.request("GET", f"{SHEETS}/{google.sheet}", params={"fields": "spreadsheetId"})
    assert [timeout for timeout, _ in noting.noted] == [(10.0, 60.0)]


def test_a_packed_and_long_reply_is_read_whole(key: Key, meter: Meter) -> None:
    told = b'{"a": "' + b"".join(b"%06d" % number for number in range(30_000)) + b'"}'
    for body, more in ((told, {}), (gzip.compress(told), {"Content_Encoding": "gzip"})):
        with answering(http(200, body, **more)) as (url, _), elsewhere(key, url, meter) as transport:
            assert transport.request("GET", f"{SHEETS}/x").content == told


def test_googleapiclients_calls_arrive_as_they_were_made(key: Key, meter: Meter, time: Time) -> None:
    with answering(http(200, b'{"a": 1}'), http(200)) as (url, asked), elsewhere(key, url, meter) as transport:
        adapter = Httplib2Adapter(transport, MAIL_UNITS)
        response, _ = adapter.request(PROFILE, "POST", body=b'{"b": 2}', headers={"X-Mine": "3"})
        assert time.waits == []
        # the first call has spent all that a minute allows
        Httplib2Adapter(transport).request(PROFILE)
    assert (response["status"], response.status) == ("200", 200)
    head, _, body = asked[0].partition(b"\r\n\r\n")
    assert (head.split()[0], b"X-Mine: 3" in head, body) == (b"POST", True, b'{"b": 2}')
    assert asked[1].split()[0] == b"GET"
    assert [seconds for seconds, _ in time.waits] == [60.0]
    assert Httplib2Adapter(transport).units == 1


@pytest.mark.parametrize(
    ("told", "said"),
    [
        (b"{}", "Google does not accept the log-in (without a reason)."),
        (b'{"error": "odd"}', "Google does not accept the log-in (odd)."),
        (b'{"error": "invalid_grant"}', "the log-in of the account you logged in with is no longer valid."),
        (b'{"error_description": "No valid email"}', "Google does not accept the log-in (without a reason)."),
    ],
)
def test_a_refused_log_in_is_told_with_whatever_reason_came(
    meter: Meter, tmp_path: Path, told: bytes, said: str
) -> None:
    refused = http(400, told, Content_Type="application/json")
    # a log-in refused without a reason we know is tried once more
    with answering(*[refused] * (2 if "accept" in said else 1)) as (url, _):
        info = {"refresh_token": "r", "client_id": "c", "client_secret": "s", "token_uri": f"{url}/token"}
        key = Key(KeyKind.PERSON, tmp_path / "key.json", info | {"scopes": list(SHEET_SCOPES)}, url)
        with Transport(key, SHEET_SCOPES, meter) as transport, pytest.raises(RefusedError) as error:
            transport.request("GET", f"{SHEETS}/x")
    assert error.value.findings[0].what == said
