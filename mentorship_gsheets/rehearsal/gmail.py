"""Gmail v1: drafts, messages, the profile.

https://developers.google.com/workspace/gmail/api/reference/rest/v1
"""

from __future__ import annotations

import re
import secrets
from email.utils import format_datetime, formataddr, parseaddr
from typing import Any

from mentorship_gsheets.rehearsal import mail, mailbox
from mentorship_gsheets.rehearsal.call import Call, Handler, invalid
from mentorship_gsheets.rehearsal.mail_query import compile_query

_LABELS = ("CHAT", "DRAFT", "IMPORTANT", "INBOX", "SENT", "SPAM", "STARRED", "TRASH", "UNREAD")


def create_draft(call: Call) -> dict[str, Any]:
    """``drafts.create``."""
    box = mailbox.owner(call)
    body = (call.body or {}).get("message", {})
    content = _authored(call, box, mail.content_of(body, call.media), "replaced at once")
    mail.check_recipients(mail.parse(content), needed=False)
    stored = mailbox.put(call, box, content, ["DRAFT"], thread=body.get("threadId"))
    draft = {"id": f"r{secrets.randbits(63) - 2**62}", "message": stored["id"]}
    call.store.save(f"draft:{box}", draft["id"], draft)
    return _draft(call, box, draft, "short")


def update_draft(call: Call) -> dict[str, Any]:
    """``drafts.update``: replaces the content; the switches say what becomes of the ids."""
    box = mailbox.owner(call)
    draft = _find(call, box, call.params["id"])
    body = (call.body or {}).get("message", {})
    content = _authored(call, box, mail.content_of(body, call.media), "replaced at once")
    mail.check_recipients(mail.parse(content), needed=False)
    return _draft(call, box, _replaced(call, box, draft, content), "short")


def _replaced(call: Call, box: str, draft: dict[str, Any], content: bytes) -> dict[str, Any]:
    old = mailbox.message(call, box, draft["message"])
    call.store.delete(f"message:{box}", old["id"])
    id = None if call.switches.message_id_rotates else old["id"]
    stored = mailbox.put(call, box, content, ["DRAFT"], id=id, thread=old["threadId"])
    call.store.delete(f"draft:{box}", draft["id"])
    name = draft["id"] if call.switches.draft_id_stable else f"r{secrets.randbits(63) - 2**62}"
    draft = {"id": name, "message": stored["id"]}
    call.store.save(f"draft:{box}", name, draft)
    return draft


def get_draft(call: Call) -> dict[str, Any]:
    """``drafts.get``."""
    box = mailbox.owner(call)
    draft = _find(call, box, call.params["id"])
    return _draft(call, box, draft, call.params.get("format", "full").lower())


def list_drafts(call: Call) -> dict[str, Any]:
    """``drafts.list``, newest first, as far as the search index has caught up."""
    box = mailbox.owner(call)
    test = compile_query(call.params.get("q", ""))
    by_message = {draft["message"]: draft for draft in call.store.all(f"draft:{box}").values()}
    found = [
        by_message[stored["id"]]
        for stored in mailbox.messages(call, box)
        if stored["id"] in by_message and test(stored, mail.parse(mail.decode_raw(stored["raw"])))
    ]
    drafts, reply = mailbox.page(call, found)
    if drafts:
        reply["drafts"] = [_draft(call, box, draft, "ids") for draft in drafts]
    return reply


def delete_draft(call: Call) -> dict[str, Any]:
    """``drafts.delete``: at once and for ever."""
    box = mailbox.owner(call)
    draft = _find(call, box, call.params["id"])
    call.store.delete(f"draft:{box}", draft["id"])
    call.store.delete(f"message:{box}", draft["message"])
    return {}


def send_draft(call: Call) -> dict[str, Any]:
    """``drafts.send``: the draft goes, a sent message under another id stays."""
    box = mailbox.owner(call)
    body = call.body or {}
    if "id" not in body:
        raise invalid("Missing draft id")
    draft = _find(call, box, body["id"])
    given = body.get("message", {})
    if call.media is not None or "raw" in given:
        draft = _replaced(call, box, draft, mail.content_of(given, call.media))
    stored = mailbox.message(call, box, draft["message"])
    sent = _sent(call, box, mail.decode_raw(stored["raw"]), stored["threadId"])
    call.store.delete(f"draft:{box}", draft["id"])
    call.store.delete(f"message:{box}", stored["id"])
    return sent


def send_message(call: Call) -> dict[str, Any]:
    """``messages.send``."""
    box = mailbox.owner(call)
    body = call.body or {}
    return _sent(call, box, mail.content_of(body, call.media), body.get("threadId"))


def _sent(call: Call, box: str, content: bytes, thread: str | None) -> dict[str, Any]:
    """Send: the headers that Gmail sets itself are set, and the mailbox gets its own copy if it is a
    recipient.
    """
    content = _authored(call, box, content, "replaced at once", "replaced when sent")
    message = mail.parse(content)
    mail.check_recipients(message, needed=True)
    id = secrets.token_urlsafe(36).replace("-", "x")
    fixed = {"Message-ID": f"<CA{id}@mail.gmail.com>"}
    if "From" not in message:
        fixed["From"] = box
    if "Date" not in message:
        fixed["Date"] = format_datetime(call.clock.now())
    copies = {address.casefold() for address in mail.recipients(message)}
    labels = ["SENT", *(["INBOX", "UNREAD"] if box.casefold() in copies else [])]
    stored = mailbox.put(call, box, _with_headers(content, fixed), labels, thread=thread)
    return {key: stored[key] for key in ("id", "threadId", "labelIds")}


def _authored(call: Call, box: str, content: bytes, *replacing: str) -> bytes:
    """The message with a From that Gmail lets out of the mailbox: its own address, or a confirmed alias.

    ``replacing`` are the habits in force of which Gmail puts the mailbox in the place of another address now; see
    `Switches`.
    https://developers.google.com/workspace/gmail/api/reference/rest/v1/users.settings.sendAs
    """
    name, sender = parseaddr(str(mail.parse(content).get("From", "")))
    alias = call.store.view(f"alias:{box}", sender.casefold()) or {}
    if not sender or sender.casefold() == box.casefold() or alias.get("verificationStatus") == "accepted":
        return content
    if call.switches.stranger_as_sender == "refused":
        raise invalid("Invalid From header")
    return (
        _with_headers(content, {"From": formataddr((name, box))})
        if (call.switches.stranger_as_sender in replacing)
        else content
    )


def _with_headers(content: bytes, fixed: dict[str, str]) -> bytes:
    """The message with some headers replaced, the rest byte for byte as it came."""
    head, gap, body = content.partition(b"\r\n\r\n")
    for name in fixed:
        pattern = rb"(?im)^" + name.encode() + rb":[^\r\n]*(?:\r\n[ \t][^\r\n]*)*(?:\r\n|\Z)"
        head = re.sub(pattern, b"", head)
    lines = "".join(f"{name}: {value}\r\n" for name, value in fixed.items())
    return lines.encode() + head.removesuffix(b"\r\n") + (gap or b"\r\n\r\n") + body


def list_messages(call: Call) -> dict[str, Any]:
    """``messages.list``, newest first; bin and spam only on request."""
    box = mailbox.owner(call)
    test = compile_query(call.params.get("q", ""))
    wanted = set(call.params.get("labelIds", []))
    hidden = set() if call.params.get("includeSpamTrash") else {"TRASH", "SPAM"}
    found = [
        stored
        for stored in mailbox.messages(call, box)
        if wanted <= set(stored["labelIds"])
        and not hidden & set(stored["labelIds"])
        and test(stored, mail.parse(mail.decode_raw(stored["raw"])))
    ]
    messages, reply = mailbox.page(call, found)
    if messages:
        reply["messages"] = [{key: stored[key] for key in ("id", "threadId")} for stored in messages]
    return reply


def get_message(call: Call) -> dict[str, Any]:
    """``messages.get``."""
    stored = mailbox.message(call, mailbox.owner(call), call.params["id"])
    return mail.resource(stored, call.params.get("format", "full").lower(), call.params.get("metadataHeaders"))


def modify_message(call: Call) -> dict[str, Any]:
    """``messages.modify``: labels added and removed."""
    box = mailbox.owner(call)
    body = call.body or {}
    return _relabelled(call, box, set(body.get("addLabelIds", [])), set(body.get("removeLabelIds", [])))


def trash_message(call: Call) -> dict[str, Any]:
    """``messages.trash``."""
    return _relabelled(call, mailbox.owner(call), {"TRASH"}, {"INBOX"})


def untrash_message(call: Call) -> dict[str, Any]:
    """``messages.untrash``."""
    return _relabelled(call, mailbox.owner(call), set(), {"TRASH"})


def _relabelled(call: Call, box: str, add: set[str], remove: set[str]) -> dict[str, Any]:
    stored = mailbox.message(call, box, call.params["id"])
    if (add | remove) - set(_LABELS):
        raise invalid(f"Invalid label: {min((add | remove) - set(_LABELS))}")
    stored |= {"labelIds": sorted(set(stored["labelIds"]) - remove | add), "historyId": mailbox.history(call, box)}
    call.store.save(f"message:{box}", stored["id"], stored)
    return {key: stored[key] for key in ("id", "threadId", "labelIds")}


def list_labels(call: Call) -> dict[str, Any]:
    """``labels.list``: the system's own."""
    mailbox.owner(call)
    return {"labels": [{"id": name, "name": name, "type": "system"} for name in _LABELS]}


def profile(call: Call) -> dict[str, Any]:
    """``users.getProfile``."""
    box = mailbox.owner(call)
    stored = call.store.all(f"message:{box}").values()
    threads = {message["threadId"] for message in stored}
    held = call.store.view("mailbox", box) or {"historyId": 1000}
    return {
        "emailAddress": box,
        "messagesTotal": len(stored),
        "threadsTotal": len(threads),
        "historyId": str(held["historyId"]),
    }


def _find(call: Call, box: str, id: str) -> dict[str, Any]:
    draft = call.store.load(f"draft:{box}", id)
    if draft is None:
        raise mailbox.not_found()
    return draft


def _draft(call: Call, box: str, draft: dict[str, Any], form: str) -> dict[str, Any]:
    """A draft with its message: ``ids`` as in lists, ``short`` as after a change, else a message format."""
    stored = mailbox.message(call, box, draft["message"])
    if form in {"ids", "short"}:
        keys = ("id", "threadId", "labelIds") if form == "short" else ("id", "threadId")
        return {"id": draft["id"], "message": {key: stored[key] for key in keys}}
    return {"id": draft["id"], "message": mail.resource(stored, form)}


HANDLERS: dict[str, Handler] = {
    "gmail.users.getProfile": profile,
    "gmail.users.labels.list": list_labels,
    "gmail.users.drafts.create": create_draft,
    "gmail.users.drafts.get": get_draft,
    "gmail.users.drafts.list": list_drafts,
    "gmail.users.drafts.update": update_draft,
    "gmail.users.drafts.delete": delete_draft,
    "gmail.users.drafts.send": send_draft,
    "gmail.users.messages.get": get_message,
    "gmail.users.messages.list": list_messages,
    "gmail.users.messages.send": send_message,
    "gmail.users.messages.modify": modify_message,
    "gmail.users.messages.trash": trash_message,
    "gmail.users.messages.untrash": untrash_message,
}
