"""Who may open the page, and what it may load."""

import http.client
from urllib.parse import urlsplit

import pytest

from mentorship_gsheets.rehearsal.running import Rehearsal


def status(rehearsal: Rehearsal, path: str, **headers: str) -> int:
    connection = http.client.HTTPConnection(urlsplit(rehearsal.url).netloc, timeout=10)
    connection.request("GET", path, headers=headers)
    reply = connection.getresponse()
    reply.read()
    connection.close()
    return reply.status


def test_the_page_opens_with_its_token_only(rehearsal: Rehearsal) -> None:
    path = rehearsal.page.removeprefix(rehearsal.url)
    assert status(rehearsal, path) == 200
    assert status(rehearsal, "/page/") == 403
    assert status(rehearsal, "/page/?token=guessed") == 403
    assert status(rehearsal, "/page/session") == 403


@pytest.mark.parametrize("headers", [{"Host": "attacker.example.net"}, {"Origin": "https://attacker.example.net"}])
def test_other_names_and_other_sites_are_refused(rehearsal: Rehearsal, headers: dict[str, str]) -> None:
    assert status(rehearsal, rehearsal.page.removeprefix(rehearsal.url), **headers) == 403


def test_only_files_of_the_page_are_served(rehearsal: Rehearsal) -> None:
    assert status(rehearsal, "/page/app.js") == 200
    assert status(rehearsal, "/page/../mount.py") == 404
    assert status(rehearsal, "/page/%2e%2e/%2e%2e/mount.py") == 404


def test_the_page_may_load_nothing_from_elsewhere(rehearsal: Rehearsal) -> None:
    connection = http.client.HTTPConnection(urlsplit(rehearsal.url).netloc, timeout=10)
    connection.request("GET", rehearsal.page.removeprefix(rehearsal.url))
    reply = connection.getresponse()
    policy = reply.headers["Content-Security-Policy"]
    connection.close()
    assert policy.split("; ")[0] == "default-src 'self'"
    assert "script-src" not in policy
