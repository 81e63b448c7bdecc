"""gspread's recordings of the real Google, request by request, against the rehearsal server.

Every recorded request is sent again with our ids in the place of Google's, and the answer compared with the recorded
one: status and JSON, whatever the order of fields. Ids and times are compared by kind, since they can never be equal.
"""

from __future__ import annotations

import json
import re
import tempfile
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import requests
from google.auth.transport.requests import AuthorizedSession
from google.oauth2.service_account import Credentials

from tests.gspread_suite.explanations import explanation
from tests.gspread_suite.live import server

SCOPES = ["https://www.googleapis.com/auth/spreadsheets", "https://www.googleapis.com/auth/drive"]

Interaction = dict[str, Any]
"""A recorded request and its answer, as vcrpy keeps them."""

_IDS = frozenset({"id", "spreadsheetId", "sheetId", "namedRangeId", "protectedRangeId"})
_TIMES = frozenset({"createdTime", "modifiedTime"})
_TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z")
_HOSTS = re.compile(r"https://(?:sheets|www)\.googleapis\.com")


@dataclass(frozen=True, slots=True)
class Difference:
    """One answer that is not the recorded one."""

    cassette: str
    request: str
    where: str
    recorded: Any
    ours: Any


@dataclass(slots=True)
class Outcome:
    """What came of a replay: how many interactions, how many alike, and the others by explanation."""

    total: int = 0
    identical: int = 0
    explained: dict[str, list[Difference]] = field(default_factory=dict)
    unexplained: list[Difference] = field(default_factory=list)


def replay(checkout: Path) -> Outcome:
    """Replay every recording of a checkout."""
    outcome = Outcome()
    with tempfile.TemporaryDirectory(prefix="gspread-replay-") as name:
        for cassette in sorted((checkout / "tests" / "cassettes").glob("*.json")):
            interactions = json.loads(cassette.read_text("utf-8"))["interactions"]
            if interactions:
                # Each recording was made in an account of its own.
                with server(Path(name)) as told:
                    session = AuthorizedSession(Credentials.from_service_account_file(told["key"], scopes=SCOPES))
                    _replay_one(session, told, cassette.stem, interactions, outcome)
    return outcome


def _replay_one(
    session: requests.Session, told: Mapping[str, Any], cassette: str, interactions: list[Interaction], outcome: Outcome
) -> None:
    ids: dict[str, str] = {}
    for part in _sessions(interactions):
        _furnish(session, told["url"], part, ids)
        _replay_session(session, told, cassette, part, ids, outcome)


def _replay_session(
    session: requests.Session,
    told: Mapping[str, Any],
    cassette: str,
    interactions: list[Interaction],
    ids: dict[str, str],
    outcome: Outcome,
) -> None:
    for interaction in interactions:
        asked, answered = interaction["request"], interaction["response"]
        address = _ours(_HOSTS.sub(told["url"], asked["uri"]), ids)
        body = None if asked["body"] is None else _ours(asked["body"], ids).encode()
        headers = {"Content-Type": "application/json"} if asked["method"] != "GET" and body else {}
        if "/upload/" in address:
            headers = {"Content-Type": "text/csv"}
        reply = session.request(asked["method"], address, data=body, headers=headers, timeout=60)
        recorded = _parsed(answered["body"].get("string") or "")
        ours = _parsed(reply.text)
        if isinstance(ours, dict) and "files" in ours:
            # The sheet the server starts with belongs to no recorded account.
            ours["files"] = [file for file in ours["files"] if file["id"] != told["sheet"]]
        found = list(_differences(recorded, ours, "", ids))
        if reply.status_code != answered["status"]["code"]:
            found = [("status", answered["status"]["code"], f"{reply.status_code} {reply.text[:300]}")]
        outcome.total += 1
        if not found:
            outcome.identical += 1
            continue
        request = f"{asked['method']} {_HOSTS.sub('', asked['uri'])} {asked['body'] or ''}"[:400]
        for where, old, new in found[:1]:
            difference = Difference(cassette, request, where, old, new)
            reason = explanation(asked["method"], asked["uri"], where, old, new)
            if reason is None:
                outcome.unexplained.append(difference)
            else:
                outcome.explained.setdefault(reason, []).append(difference)


def _begins(interaction: Interaction) -> bool:
    """Whether a request makes a new file, with which every recorded session begins."""
    asked = interaction["request"]
    return asked["method"] == "POST" and asked["uri"].split("?")[0].endswith("/drive/v3/files")


def _sessions(interactions: list[Interaction]) -> Iterator[list[Interaction]]:
    """The recording cut where a session begins: some cassettes hold several, weeks apart."""
    part: list[Interaction] = []
    for interaction in interactions:
        if _begins(interaction) and part:
            yield part
            part = []
        part.append(interaction)
    yield part


def _furnish(session: requests.Session, url: str, interactions: list[Interaction], ids: dict[str, str]) -> None:
    """Make the spreadsheets that were in the account before a session began, as the recording shows them."""
    made: set[str] = set()
    before: dict[str, dict[str, Any]] = {}
    for interaction in interactions:
        asked, answered = interaction["request"], interaction["response"]
        shown = _parsed(answered["body"].get("string") or "")
        if answered["status"]["code"] != 200 or not isinstance(shown, dict):
            continue
        if asked["method"] == "POST" and "/drive/v3/files" in asked["uri"]:
            made.add(shown["id"])
        elif asked["method"] == "GET" and shown.get("spreadsheetId") not in {None, *made, *ids}:
            before.setdefault(shown["spreadsheetId"], shown)
    # Lists show the newest first, and the tests open what lists show in that order.
    for old, shown in reversed(before.items()):
        properties = {name: shown["properties"][name] for name in ("title", "locale", "timeZone")}
        body = {"properties": properties, "sheets": [{"properties": sheet["properties"]} for sheet in shown["sheets"]]}
        reply = session.post(f"{url}/v4/spreadsheets", json=body, timeout=60)
        reply.raise_for_status()
        ids[old] = reply.json()["spreadsheetId"]


def _ours(text: str, ids: dict[str, str]) -> str:
    """A recorded request with our ids in it."""
    for old, new in ids.items():
        text = re.sub(rf"(?<![\w-]){re.escape(old)}(?![\w-])", new, text)
    return text


def _parsed(text: str) -> Any:
    try:
        return json.loads(text)
    except ValueError:
        return text


def _differences(old: Any, new: Any, where: str, ids: dict[str, str]) -> Iterator[tuple[str, Any, Any]]:
    """Where two answers differ, after learning which of our ids stands for which of Google's."""
    name = where.rpartition(".")[2]
    if isinstance(old, dict) and isinstance(new, dict):
        for key in sorted(old.keys() | new.keys()):
            yield from _differences(old.get(key), new.get(key), f"{where}.{key}", ids)
    elif isinstance(old, list) and isinstance(new, list) and len(old) == len(new):
        for at, (one, other) in enumerate(zip(old, new, strict=True)):
            yield from _differences(one, other, f"{where}[{at}]", ids)
    elif name in _IDS and old not in (None, 0) and type(old) is type(new):
        if ids.setdefault(str(old), str(new)) != str(new):
            yield where, old, new
    elif name in _TIMES and old and new:
        if bool(_TIME.fullmatch(old)) != bool(_TIME.fullmatch(new)):
            yield where, old, new
    elif name == "spreadsheetUrl" and isinstance(old, str) and isinstance(new, str):
        if _ours(old, ids) != new:
            yield where, old, new
    elif re.search(r"\.users\[\d+\]$", where) and isinstance(new, str):
        # The account's own address.
        if ids.setdefault(str(old), new) != new:
            yield where, old, new
    elif old != new:
        yield where, old, new


def report(outcome: Outcome, *, verbose: bool = False) -> str:
    """The outcome for people: identical of total, and every kind of difference with its reason."""
    lines = [f"replay: {outcome.identical} of {outcome.total} answers identical"]
    for reason, found in sorted(outcome.explained.items()):
        lines.append(f"  {len(found)} explained: {reason}")
        lines += [f"      {_line(one)}" for one in found] if verbose else []
    lines.append(f"  {len(outcome.unexplained)} unexplained")
    cassettes = Counter(one.cassette for one in outcome.unexplained)
    lines += [f"      {_line(one)}" for one in outcome.unexplained[: None if verbose else 20]]
    lines += [f"      in {name}: {count}" for name, count in cassettes.most_common()] if verbose else []
    return "\n".join(lines) + "\n"


def _line(one: Difference) -> str:
    return f"{one.cassette}: {one.request}\n          {one.where}: {one.recorded!r:.300} -> {one.ours!r:.300}"
