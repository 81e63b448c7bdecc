"""Routes, parameters and scopes of the imitated APIs, read from Google's own discovery documents.

The documents ship with google-api-python-client; they are found without importing it, which would take
longer than starting the server.
"""

from __future__ import annotations

import importlib.util
import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from mentorship_gsheets.rehearsal.call import ApiError, invalid
from mentorship_gsheets.rehearsal.replies import Replies
from mentorship_gsheets.rehearsal.schemas import ScalarError, Schemas, bad_request, scalar, snake

SERVICES = {"sheets": "sheets.v4", "drive": "drive.v3", "forms": "forms.v1", "gmail": "gmail.v1"}

TITLES = {
    "sheets": "Google Sheets API",
    "drive": "Google Drive API",
    "forms": "Google Forms API",
    "gmail": "Gmail API",
}

# The HTTP rules map most bodies to the whole request message, these to one field of it; error paths start
# there.
BODY_FIELDS = {
    "sheets.spreadsheets.create": "spreadsheet",
    "sheets.spreadsheets.values.update": "data",
    "sheets.spreadsheets.values.append": "data",
    "forms.forms.create": "form",
    "gmail.users.drafts.create": "draft",
    "gmail.users.drafts.update": "draft",
    "gmail.users.drafts.send": "draft",
    "gmail.users.messages.send": "message",
    "gmail.users.messages.insert": "message",
}


@dataclass(frozen=True, slots=True)
class Method:
    """One method of one API, as its discovery document describes it.

    ``pattern`` matches the still percent-encoded path; ``upload`` says whether it is the media upload path.
    ``request`` and ``response`` name schemas and are empty where there is none.
    """

    id: str
    service: str
    verb: str
    pattern: re.Pattern[str]
    literals: int
    parameters: Mapping[str, Mapping[str, Any]]
    required: tuple[str, ...]
    scopes: frozenset[str]
    request: str
    response: str
    upload: bool


@dataclass(frozen=True, slots=True)
class Api:
    """One API: its messages as requests and as replies, its routes, the query parameters every method
    takes.
    """

    service: str
    requests: Schemas
    replies: Replies
    methods: tuple[Method, ...]
    common: Mapping[str, Mapping[str, Any]]


@cache
def load() -> dict[str, Api]:
    """All imitated APIs by name."""
    spec = importlib.util.find_spec("googleapiclient")
    if spec is None or spec.origin is None:
        raise ModuleNotFoundError("google-api-python-client, which holds the discovery documents, is missing")
    folder = Path(spec.origin).parent / "discovery_cache" / "documents"
    return {
        service: _api(service, json.loads((folder / f"{name}.json").read_bytes())) for service, name in SERVICES.items()
    }


def route(verb: str, path: str) -> tuple[Method, dict[str, str]] | None:
    """Find the method that answers a verb on a path.

    Parameters
    ----------
    verb
        ``GET``, ``POST`` and so on.
    path
        The path as sent, still percent-encoded.

    Returns
    -------
    tuple[Method, dict[str, str]] | None
        The method and its path parameters, decoded; ``None`` where no method answers there.
    """
    for method in _routes(verb):
        match = method.pattern.fullmatch(path)
        if match:
            return method, {name: unquote(value) for name, value in match.groupdict().items()}
    return None


def parameters(method: Method, path: Mapping[str, str], query: Iterable[tuple[str, str]]) -> dict[str, Any]:
    """Read the typed parameters of a call, with the defaults of the discovery document.

    Parameters
    ----------
    method
        The method that was called.
    path
        Its path parameters, decoded.
    query
        The query in its order; a repeated parameter stands there more than once.

    Returns
    -------
    dict[str, Any]
        Values by the name of the parameter; those neither given nor defaulted are absent.

    Raises
    ------
    ApiError
        Google's 400 for an unknown query parameter, a value of the wrong type or out of bounds, an unlisted enum value,
        or a required parameter left out.
    """
    api = load()[method.service]
    given: dict[str, Any] = {}
    problems: list[tuple[str, str]] = []
    for name, text in [*path.items(), *query]:
        spec = method.parameters.get(name) or api.common.get(name)
        if spec is None or (name not in path and spec.get("location") == "path"):
            if method.service == "drive":
                # Seen in recordings of the real service: Drive takes no notice of what it does not know here.
                continue
            problems.append(("", _unknown(name)))
            continue
        try:
            value = scalar(spec, text)
        except ScalarError as mismatch:
            field = snake(name)
            problems.append((field, f"Invalid value at '{field}' ({mismatch}), {json.dumps(text)}"))
            continue
        _check_bounds(name, spec, value)
        if spec.get("repeated"):
            given.setdefault(name, []).append(value)
        else:
            given[name] = value
    if problems:
        raise bad_request(problems)
    for name in method.required:
        if name not in given:
            raise _missing(method, name)
    for name, spec in method.parameters.items():
        if name not in given and "default" in spec:
            given[name] = scalar(spec, spec["default"])
    return given


def _check_bounds(name: str, spec: Mapping[str, Any], value: Any) -> None:
    if spec.get("type") != "integer" or "minimum" not in spec or "maximum" not in spec:
        return
    if not int(spec["minimum"]) <= value <= int(spec["maximum"]):
        limits = f"[{spec['minimum']}, {spec['maximum']}]"
        message = f"Invalid value '{value}'. Values must be within the range: {limits}"
        location = ("parameter", name)
        raise ApiError(400, "INVALID_ARGUMENT", message, reason="invalidParameter", location=location)


def _unknown(name: str) -> str:
    return (
        f'Invalid JSON payload received. Unknown name "{name}": Cannot bind query parameter. '
        f"Field '{name}' could not be found in request message."
    )


def _missing(method: Method, name: str) -> ApiError:
    if method.service == "drive":
        message = f"Required parameter: {name}"
        return ApiError(400, "INVALID_ARGUMENT", message, reason="required", location=("parameter", name))
    return invalid(f"Missing required parameter: {snake(name)}")


@cache
def _routes(verb: str) -> tuple[Method, ...]:
    """Methods of one HTTP verb, those with the most literal text first: ``values/{range}:clear`` before
    ``{range}``.
    """
    found = [method for api in load().values() for method in api.methods if method.verb == verb]
    return tuple(sorted(found, key=lambda method: -method.literals))


def _api(service: str, document: dict[str, Any]) -> Api:
    base = "/" + document["servicePath"]
    methods = [method for spec in _method_specs(document) for method in _methods(service, base, spec)]
    schemas = document["schemas"]
    return Api(service, Schemas(service, schemas), Replies(schemas), tuple(methods), document["parameters"])


def _method_specs(resource: dict[str, Any]) -> Iterable[dict[str, Any]]:
    yield from resource.get("methods", {}).values()
    for child in resource.get("resources", {}).values():
        yield from _method_specs(child)


def _methods(service: str, base: str, spec: dict[str, Any]) -> Iterable[Method]:
    """The method itself and, where it takes media, its upload routes."""
    uploads = [protocol["path"] for protocol in spec.get("mediaUpload", {}).get("protocols", {}).values()]
    for path, upload in [(base + spec["path"], False), *((path, True) for path in uploads)]:
        pieces = re.split(r"\{\+?(\w+)\}", path)
        # The odd pieces are the names of variables, the even ones the text between them.
        pattern = "".join(
            f"(?P<{piece}>[^/]+)" if place % 2 else re.escape(piece) for place, piece in enumerate(pieces)
        )
        yield Method(
            id=spec["id"],
            service=service,
            verb=spec["httpMethod"],
            pattern=re.compile(pattern),
            literals=sum(map(len, pieces[::2])),
            parameters=spec.get("parameters", {}),
            required=tuple(name for name, parameter in spec.get("parameters", {}).items() if parameter.get("required")),
            scopes=frozenset(spec["scopes"]),
            request=spec.get("request", {}).get("$ref", ""),
            response=spec.get("response", {}).get("$ref", ""),
            upload=upload,
        )
