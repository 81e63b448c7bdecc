"""Gmail, driven by googleapiclient."""

from __future__ import annotations

import base64
from email.mime.text import MIMEText
from typing import Any

import pytest
from googleapiclient.errors import HttpError
from googleapiclient.http import MediaInMemoryUpload

from mentorship_gsheets.rehearsal.running import Rehearsal
from tests.rehearsal.conftest import AUTH


def mime(to: str = "Ada <ada@example.org>", subject: str = "Grüße", text: str = "Good morning") -> bytes:
    message = MIMEText(text, "plain", "utf-8")
    message["To"] = to
    message["Subject"] = subject
    message["Message-ID"] = "<ours@conference.example.org>"
    return message.as_bytes()


def body(content: bytes) -> dict[str, Any]:
    return {"message": {"raw": base64.urlsafe_b64encode(content).decode()}}


@pytest.fixture
def drafts(empty: Rehearsal, connect: Any) -> Any:
    return connect(empty, "gmail.v1", "gmail.compose", subject=empty.mailbox).users().drafts()


@pytest.fixture
def messages(empty: Rehearsal, connect: Any) -> Any:
    scopes = [AUTH + "gmail.modify", AUTH + "gmail.compose"]
    delegation = {"domain": "conference.example.org", "scopes": scopes}
    empty.control("POST", "account", {"delegation": delegation})
    return connect(empty, "gmail.v1", "gmail.modify", subject=empty.mailbox).users().messages()


def refusal(error: pytest.ExceptionInfo[HttpError]) -> tuple[int, str, str]:
    detail = error.value.error_details[0]
    return error.value.status_code, error.value.reason, detail.get("reason", "")


def test_a_draft_is_kept_as_it_came(drafts: Any) -> None:
    made = drafts.create(userId="me", body=body(mime())).execute()
    raw = drafts.get(userId="me", id=made["id"], format="raw").execute()["message"]["raw"]
    assert base64.urlsafe_b64decode(raw) == mime().replace(b"\n", b"\r\n")
    assert made["message"]["labelIds"] == ["DRAFT"]


def test_full_format_shows_headers_parts_and_snippet(drafts: Any) -> None:
    made = drafts.create(userId="me", body=body(mime(text="a < b"))).execute()
    message = drafts.get(userId="me", id=made["id"]).execute()["message"]
    headers = {entry["name"]: entry["value"] for entry in message["payload"]["headers"]}
    assert headers["Subject"] == "Grüße"
    assert headers["Message-ID"] == "<ours@conference.example.org>"
    assert message["snippet"] == "a &lt; b"
    assert base64.urlsafe_b64decode(message["payload"]["body"]["data"]) == b"a < b"


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", 2),
        ("subject:grüße", 1),
        ("subject:(Grüße Gott)", 0),
        ('"good morning"', 1),
        ("morn", 0),
        ("to:ada@example.org", 1),
        ("to:ada", 1),
        ("-to:ada", 1),
        ("to:ada OR to:bob", 2),
        ("rfc822msgid:ours@conference.example.org", 2),
        ("rfc822msgid:<ours@conference.example.org> to:bob", 1),
        ("in:sent", 0),
        ("in:drafts", 2),
        ("after:2001/01/01 before:2002/01/01", 0),
        ("after:tomorrow", 0),
        ("before:2002/01", 0),
    ],
)
def test_drafts_are_found_by_gmails_search_words(drafts: Any, query: str, found: int) -> None:
    drafts.create(userId="me", body=body(mime())).execute()
    drafts.create(userId="me", body=body(mime("bob@example.org", "Hello", "Evening"))).execute()
    assert len(drafts.list(userId="me", q=query).execute().get("drafts", [])) == found


def test_lists_come_in_pages_without_gap_or_repetition(drafts: Any) -> None:
    made = {drafts.create(userId="me", body=body(mime())).execute()["id"] for _ in range(5)}
    seen = []
    request = drafts.list(userId="me", maxResults=2)
    while request is not None:
        page = request.execute()
        seen += [draft["id"] for draft in page["drafts"]]
        request = drafts.list_next(request, page)
    assert len(seen) == 5
    assert set(seen) == made


def test_an_update_keeps_the_draft_id_and_changes_the_message_id(drafts: Any) -> None:
    made = drafts.create(userId="me", body=body(mime())).execute()
    changed = drafts.update(userId="me", id=made["id"], body=body(mime(subject="New"))).execute()
    assert changed["id"] == made["id"]
    assert changed["message"]["id"] != made["message"]["id"]
    assert changed["message"]["threadId"] == made["message"]["threadId"]


def test_ids_behave_the_other_way_round_on_request(empty: Rehearsal, drafts: Any) -> None:
    empty.control("POST", "switches", {"draft_id_stable": False, "message_id_rotates": False})
    made = drafts.create(userId="me", body=body(mime())).execute()
    changed = drafts.update(userId="me", id=made["id"], body=body(mime(subject="New"))).execute()
    assert changed["id"] != made["id"]
    assert changed["message"]["id"] == made["message"]["id"]


def test_sending_replaces_the_draft_by_a_sent_message_with_an_id_of_gmails(
    empty: Rehearsal, drafts: Any, messages: Any
) -> None:
    made = drafts.create(userId="me", body=body(mime())).execute()
    sent = drafts.send(userId="me", body={"id": made["id"]}).execute()
    assert sent["labelIds"] == ["SENT"]
    assert sent["id"] != made["message"]["id"]
    with pytest.raises(HttpError) as error:
        drafts.get(userId="me", id=made["id"]).execute()
    assert refusal(error) == (404, "Requested entity was not found.", "notFound")
    headers = messages.get(userId="me", id=sent["id"], format="metadata").execute()["payload"]["headers"]
    values = {entry["name"]: entry["value"] for entry in headers}
    assert values["From"] == empty.mailbox
    assert values["Message-ID"].endswith("@mail.gmail.com>")
    assert [entry["name"] for entry in headers].count("Message-ID") == 1
    assert "Date" in values


def test_a_mail_to_the_mailbox_itself_arrives_there(empty: Rehearsal, messages: Any) -> None:
    sent = messages.send(userId="me", body=body(mime(empty.mailbox))["message"]).execute()
    assert sent["labelIds"] == ["SENT", "INBOX", "UNREAD"]


@pytest.mark.parametrize(
    ("habit", "verified", "drafted", "sent"),
    [
        ("replaced when sent", True, "alias", "alias"),
        ("replaced when sent", False, "alias", "mailbox"),
        ("replaced at once", False, "mailbox", "mailbox"),
        ("replaced at once", True, "alias", "alias"),
        ("refused", True, "alias", "alias"),
    ],
)
def test_a_mail_comes_from_the_mailbox_or_from_an_alias_it_has_confirmed(
    empty: Rehearsal, drafts: Any, messages: Any, habit: str, verified: bool, drafted: str, sent: str
) -> None:
    alias = "alias@conference.example.org"
    names = {"alias": f"Mo <{alias}>", "mailbox": f"Mo <{empty.mailbox}>"}
    empty.control("POST", "switches", {"stranger_as_sender": habit})
    empty.control("POST", "alias", {"mailbox": empty.mailbox, "email": alias, "verified": verified})
    made = drafts.create(userId="me", body=body(f"From: Mo <{alias}>\n".encode() + mime())).execute()

    def sender(id: str) -> str:
        headers = messages.get(userId="me", id=id, format="metadata").execute()["payload"]["headers"]
        return str(next(entry["value"] for entry in headers if entry["name"] == "From"))

    assert sender(made["message"]["id"]) == names[drafted]
    assert sender(drafts.send(userId="me", body={"id": made["id"]}).execute()["id"]) == names[sent]


def test_a_sender_that_is_no_alias_can_be_an_invalid_header(empty: Rehearsal, drafts: Any) -> None:
    empty.control("POST", "switches", {"stranger_as_sender": "refused"})
    with pytest.raises(HttpError) as error:
        drafts.create(userId="me", body=body(b"From: Mo <mo@example.org>\n" + mime())).execute()
    assert refusal(error)[:2] == (400, "Invalid From header")


@pytest.mark.parametrize("name", ["To", "Cc", "Bcc"])
def test_an_address_gmail_refuses_is_an_invalid_header(drafts: Any, name: str) -> None:
    content = f"{name}: Ada <ada@example..org>\n\nHello".encode()
    with pytest.raises(HttpError) as error:
        drafts.create(userId="me", body=body(content)).execute()
    assert refusal(error) == (400, f"Invalid {name} header", "invalidArgument")


def test_a_draft_needs_no_recipient_but_sending_does(drafts: Any) -> None:
    made = drafts.create(userId="me", body=body(b"Subject: x\n\nHello")).execute()
    with pytest.raises(HttpError) as error:
        drafts.send(userId="me", body={"id": made["id"]}).execute()
    assert refusal(error) == (400, "Recipient address required", "invalidArgument")
    assert drafts.get(userId="me", id=made["id"]).execute()["id"] == made["id"]


@pytest.mark.parametrize("resumable", [False, True])
def test_a_message_can_be_uploaded_as_media(drafts: Any, resumable: bool) -> None:
    media = MediaInMemoryUpload(mime(), "message/rfc822", chunksize=64, resumable=resumable)
    made = drafts.create(userId="me", body={}, media_body=media).execute()
    raw = drafts.get(userId="me", id=made["id"], format="raw").execute()["message"]["raw"]
    assert base64.urlsafe_b64decode(raw) == mime().replace(b"\n", b"\r\n")


def test_a_batch_answers_each_call_on_its_own(empty: Rehearsal, connect: Any) -> None:
    service = connect(empty, "gmail.v1", "gmail.compose", subject=empty.mailbox)
    drafts = service.users().drafts()
    made = drafts.create(userId="me", body=body(mime())).execute()
    answers = {}

    def note(number: str, reply: Any, error: HttpError | None) -> None:
        answers[number] = reply["id"] if error is None else error.status_code

    batch = service.new_batch_http_request(callback=note)
    batch.add(drafts.get(userId="me", id=made["id"], format="minimal"))
    batch.add(drafts.get(userId="me", id="r1"))
    batch.execute()
    assert answers == {"1": made["id"], "2": 404}


def test_the_compose_scope_cannot_list_messages(empty: Rehearsal, connect: Any) -> None:
    service = connect(empty, "gmail.v1", "gmail.compose", subject=empty.mailbox)
    with pytest.raises(HttpError) as error:
        service.users().messages().list(userId="me").execute()
    assert error.value.status_code == 403
    assert error.value.reason == "Request had insufficient authentication scopes."


def test_a_service_account_has_no_mailbox_of_its_own(empty: Rehearsal, connect: Any) -> None:
    with pytest.raises(HttpError) as error:
        connect(empty, "gmail.v1", "gmail.compose").users().getProfile(userId="me").execute()
    assert refusal(error) == (400, "Precondition check failed.", "failedPrecondition")


def test_other_peoples_mailboxes_stay_closed(drafts: Any) -> None:
    with pytest.raises(HttpError) as error:
        drafts.list(userId="organizer@conference.example.org").execute()
    assert refusal(error) == (403, "Delegation denied for mentors@conference.example.org", "forbidden")


def test_searches_lag_behind_when_told_to(empty: Rehearsal, drafts: Any) -> None:
    empty.control("POST", "switches", {"lag_seconds": 30})
    made = drafts.create(userId="me", body=body(mime())).execute()
    assert drafts.list(userId="me").execute() == {"resultSizeEstimate": 0}
    assert drafts.get(userId="me", id=made["id"]).execute()["id"] == made["id"]
    empty.control("POST", "clock", {"offset_seconds": 31})
    assert [draft["id"] for draft in drafts.list(userId="me").execute()["drafts"]] == [made["id"]]


def test_a_question_too_long_for_an_address_comes_as_a_form(empty: Rehearsal, drafts: Any) -> None:
    drafts.create(userId="me", body=body(mime())).execute()
    query = " OR ".join(["to:ada@example.org"] * 200)
    assert len(drafts.list(userId="me", q=query).execute()["drafts"]) == 1
    assert empty.journal()[-1]["verb"] == "GET"


def test_deleting_is_for_ever(empty: Rehearsal, drafts: Any) -> None:
    made = drafts.create(userId="me", body=body(mime())).execute()
    assert drafts.delete(userId="me", id=made["id"]).execute() == ""
    assert drafts.list(userId="me").execute() == {"resultSizeEstimate": 0}
    assert empty.journal()[-2]["code"] == 204


def test_messages_can_be_listed_read_and_binned(messages: Any) -> None:
    sent = messages.send(userId="me", body=body(mime())["message"]).execute()
    assert messages.list(userId="me", labelIds=["SENT"]).execute()["messages"] == [
        {"id": sent["id"], "threadId": sent["threadId"]}
    ]
    assert messages.trash(userId="me", id=sent["id"]).execute()["labelIds"] == ["SENT", "TRASH"]
    assert messages.list(userId="me").execute() == {"resultSizeEstimate": 0}


def test_what_is_not_base64_is_named_with_its_place(drafts: Any) -> None:
    with pytest.raises(HttpError) as error:
        drafts.create(userId="me", body={"message": {"raw": "not base64!"}}).execute()
    assert error.value.reason == (
        "Invalid value at 'draft.message.raw' (TYPE_BYTES), Base64 decoding failed for \"not base64!\""
    )
