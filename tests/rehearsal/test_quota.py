"""The quota meter."""

from __future__ import annotations

from typing import Any

import pytest
from googleapiclient.errors import HttpError

from mentorship_gsheets.rehearsal.running import Rehearsal
from tests.rehearsal.conftest import session
from tests.rehearsal.test_gmail import body, mime


def test_the_sixty_first_read_of_a_minute_is_refused_as_google_words_it(empty: Rehearsal) -> None:
    empty.control("POST", "quota", {"measured": True})
    opened = session(empty, "spreadsheets")
    url = f"{empty.url}/v4/spreadsheets/{empty.sheet}"
    codes = [opened.get(url).status_code for _ in range(60)]
    assert codes == [200] * 60
    reply = opened.get(url, max_allowed_time=5)
    number = empty.world.project["number"]
    assert reply.status_code == 429
    error = reply.json()["error"]
    assert error["status"] == "RESOURCE_EXHAUSTED"
    assert error["message"] == (
        "Quota exceeded for quota metric 'Read requests' and limit 'Read requests per minute per user' of service "
        f"'sheets.googleapis.com' for consumer 'project_number:{number}'."
    )
    assert error["details"][0]["reason"] == "RATE_LIMIT_EXCEEDED"
    assert error["details"][0]["metadata"]["quota_limit"] == "ReadRequestsPerMinutePerUser"


def test_reads_and_writes_are_counted_apart_and_a_minute_later_anew(empty: Rehearsal) -> None:
    empty.control("POST", "quota", {"sheets.read": {"per_user": 1}, "sheets.write": {"per_user": 1}})
    opened = session(empty, "spreadsheets")
    url = f"{empty.url}/v4/spreadsheets/{empty.sheet}"
    change = {"requests": [{"addSheet": {"properties": {"title": "New"}}}]}
    assert opened.get(url).status_code == 200
    assert opened.post(f"{url}:batchUpdate", json=change).status_code == 200
    assert opened.post(f"{url}:getByDataFilter", json={}).status_code == 429
    empty.control("POST", "clock", {"offset_seconds": 61})
    assert opened.post(f"{url}:getByDataFilter", json={}).status_code == 200


def test_the_project_has_a_limit_of_its_own(empty: Rehearsal) -> None:
    empty.control("POST", "quota", {"sheets.read": {"per_user": 5, "per_project": 1}})
    opened = session(empty, "spreadsheets")
    url = f"{empty.url}/v4/spreadsheets/{empty.sheet}"
    assert opened.get(url).status_code == 200
    error = opened.get(url).json()["error"]
    assert error["details"][0]["metadata"]["quota_unit"] == "1/min/{project}"


def test_gmail_counts_units(empty: Rehearsal, connect: Any) -> None:
    empty.control("POST", "quota", {"gmail.all": {"per_user": 125}})
    drafts = connect(empty, "gmail.v1", "gmail.compose", subject=empty.mailbox).users().drafts()
    made = drafts.create(userId="me", body=body(mime())).execute()
    drafts.update(userId="me", id=made["id"], body=body(mime())).execute()
    drafts.send(userId="me", body={"id": made["id"]}).execute()
    with pytest.raises(HttpError) as error:
        drafts.list(userId="me").execute()
    assert error.value.status_code == 429
    assert error.value.error_details[0]["reason"] == "RATE_LIMIT_EXCEEDED"


def test_a_refused_call_costs_nothing_and_nothing_is_measured_when_switched_off(empty: Rehearsal) -> None:
    empty.control("POST", "quota", {"sheets.read": {"per_user": 0}})
    opened = session(empty, "spreadsheets")
    url = f"{empty.url}/v4/spreadsheets/{empty.sheet}"
    assert opened.get(url).status_code == 429
    empty.control("POST", "quota", {"measured": False})
    assert {opened.get(url).status_code for _ in range(70)} == {200}
