"""Request bodies, parsed as Google's front end parses them.

Proto3 JSON as described in https://protobuf.dev/programming-guides/json/, errors worded as the Google front
end words them, all of one body in one answer.
"""

from __future__ import annotations

import base64
import binascii
import json
import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from mentorship_gsheets.rehearsal.call import ApiError, invalid

Problem = tuple[str, str]
"""Path in the request message, in proto spelling (may be empty), and what is wrong there."""

# Of these messages exactly one member may be set. Discovery documents do not say so, the reference pages do.
_ONE_OF = {
    "sheets.Request": "kind",
    "sheets.ExtendedValue": "value",
    "sheets.DataFilter": "filter",
    "sheets.ColorStyle": "kind",
    "sheets.ConditionValue": "value",
    "forms.Request": "kind",
    "forms.Question": "kind",
}
_NOT_IN_ONE_OF = {"questionId", "required", "grading"}

_PACKAGES = {
    "sheets": "google.apps.sheets.v4",
    "forms": "google.apps.forms.v1",
    "drive": "google.apps.drive.v3",
    "gmail": "caribou.api.proto",
}

_RANGES = {
    "int32": (-(2**31), 2**31 - 1),
    "uint32": (0, 2**32 - 1),
    "int64": (-(2**63), 2**63 - 1),
    "uint64": (0, 2**64 - 1),
}


class ScalarError(ValueError):
    """A scalar of the wrong type; its text is the type wanted, as ``TYPE_INT32``."""


def bad_request(problems: Sequence[Problem]) -> ApiError:
    """The 400 with a BadRequest detail that lists every problem."""
    violations = [{"field": path, "description": text} if path else {"description": text} for path, text in problems]
    detail = {"@type": "type.googleapis.com/google.rpc.BadRequest", "fieldViolations": violations}
    return invalid("\n".join(text for _, text in problems), details=[detail])


@cache
def snake(name: str) -> str:
    """The proto spelling of a JSON name: ``sheetId`` is ``sheet_id``."""
    return re.sub(r"(?<=[a-z0-9])([A-Z])", lambda match: "_" + match[1].lower(), name)


def scalar(spec: Mapping[str, Any], value: Any) -> Any:
    """Read a JSON or query scalar as the schema's Python type.

    Numbers and booleans may come as strings, 64-bit integers stay Python integers here.

    Parameters
    ----------
    spec
        The scalar's part of the discovery document.
    value
        As it came.

    Returns
    -------
    Any
        The value in its type.

    Raises
    ------
    ScalarError
        It is of another type, out of range or unlisted; it names Google's type.
    """
    kind, form = spec.get("type"), spec.get("format", "")
    if kind == "boolean":
        return _boolean(value)
    if form in _RANGES:
        return _integer(form, value)
    if kind == "number":
        return _number(form, value)
    if not isinstance(value, str):
        raise ScalarError("TYPE_STRING")
    if "enum" in spec and value not in spec["enum"]:
        raise ScalarError("TYPE_ENUM")
    if form == "byte":
        _bytes(value)
    return value


def _boolean(value: Any) -> bool:
    if isinstance(value, bool):
        return value
    if isinstance(value, str) and value.lower() in {"true", "false"}:
        return value.lower() == "true"
    raise ScalarError("TYPE_BOOL")


def _integer(form: str, value: Any) -> int:
    low, high = _RANGES[form]
    try:
        if isinstance(value, bool) or (isinstance(value, str) and not re.fullmatch(r"-?\d+(\.0+)?", value)):
            raise ValueError
        number = float(value) if isinstance(value, str) and "." in value else value
        whole = int(number)
        if whole != (number if not isinstance(number, str) else whole) or not low <= whole <= high:
            raise ValueError
    except (TypeError, ValueError, OverflowError):
        raise ScalarError(f"TYPE_{form.upper()}") from None
    return whole


def _number(form: str, value: Any) -> float:
    try:
        if isinstance(value, bool):
            raise ValueError
        number = float(value) if isinstance(value, str) else value
        if isinstance(value, str) and not math.isfinite(number) and value not in {"NaN", "Infinity", "-Infinity"}:
            raise ValueError
        if not isinstance(number, int | float):
            raise ValueError
    except (TypeError, ValueError):
        raise ScalarError("TYPE_FLOAT" if form == "float" else "TYPE_DOUBLE") from None
    return number


def _bytes(value: str) -> None:
    standard = value.replace("-", "+").replace("_", "/").rstrip("=")
    try:
        base64.b64decode(standard + "=" * (-len(standard) % 4), validate=True)
    except (binascii.Error, ValueError):
        raise ScalarError("TYPE_BYTES") from None


class Schemas:
    """The messages of one API."""

    def __init__(self, service: str, specs: Mapping[str, Mapping[str, Any]]) -> None:
        """Take the ``schemas`` of a discovery document."""
        self.service = service
        self.specs = specs

    def parse(self, name: str, value: Any, prefix: str = "") -> dict[str, Any]:
        """Read a request body, scalars typed and nulls dropped.

        Parameters
        ----------
        name
            Name of the message.
        value
            The body as it came, out of JSON.
        prefix
            The field of the whole request that the body stands for; nothing for the request itself.

        Returns
        -------
        dict[str, Any]
            The body; fields that were not given are absent.

        Raises
        ------
        ApiError
            Google's 400, which names all that is wrong in it.
        """
        reading = _Reading(self.service, self.specs, [])
        if not isinstance(value, dict):
            raise bad_request([("", f"Invalid value ({reading.type(name)}), {json.dumps(value)}")])
        parsed = reading.message(name, value, prefix)
        if reading.problems:
            raise bad_request(reading.problems)
        return parsed


@dataclass(frozen=True, slots=True)
class _Reading:
    """One body being read; ``problems`` grows on the way."""

    service: str
    specs: Mapping[str, Mapping[str, Any]]
    problems: list[Problem]

    def type(self, name: str) -> str:
        return f"type.googleapis.com/{_PACKAGES[self.service]}.{name}"

    def wrong(self, path: str, kind: str, shown: str) -> None:
        self.problems.append((path, f"Invalid value at '{path}' ({kind}), {shown}"))

    def unknown(self, path: str, key: str, why: str) -> None:
        at = f" at '{path}'" if path else ""
        text = f'Invalid JSON payload received. Unknown name "{key}"{at}: {why}'
        self.problems.append((path, text))

    def message(self, name: str, value: dict[str, Any], path: str) -> dict[str, Any]:
        properties = self.specs[name].get("properties", {})
        parsed = {}
        for key, item in value.items():
            if key not in properties:
                self.unknown(path, key, "Cannot find field.")
            elif item is not None:
                inner = f"{path}.{snake(key)}" if path else snake(key)
                parsed[key] = self.value(properties[key], item, key, inner)
        union = _ONE_OF.get(f"{self.service}.{name}")
        if union is not None:
            for key in [key for key in parsed if key not in _NOT_IN_ONE_OF][1:]:
                self.wrong(path, "oneof", f"oneof field '{union}' is already set. Cannot set '{key}'")
        return parsed

    def value(self, spec: Mapping[str, Any], value: Any, key: str, path: str) -> Any:
        if spec.get("type") == "any":
            return value
        if spec.get("type") == "array":
            return self.array(spec["items"], value, key, path)
        if isinstance(value, list):
            self.unknown(path.rpartition(".")[0], key, "Proto field is not repeating, cannot start list.")
            return None
        if isinstance(value, dict):
            return self.structure(spec, value, path)
        if "$ref" in spec:
            self.wrong(path, self.type(spec["$ref"]), json.dumps(value))
            return None
        return self.scalar(spec, value, key, path)

    def structure(self, spec: Mapping[str, Any], value: dict[str, Any], path: str) -> Any:
        if "$ref" in spec:
            return self.message(spec["$ref"], value, path)
        if "additionalProperties" in spec:
            inner = spec["additionalProperties"]
            return {name: self.value(inner, item, name, f"{path}[{json.dumps(name)}]") for name, item in value.items()}
        if spec.get("type") != "object":
            self.wrong(path, "oneof", "Starting an object on a scalar field")
        return value

    def array(self, spec: Mapping[str, Any], value: Any, key: str, path: str) -> Any:
        # A row of cell values is google.protobuf.ListValue, of which anything may be an element.
        list_value = "type.googleapis.com/google.protobuf.ListValue"
        rows = spec.get("type") == "array"
        if not isinstance(value, list):
            scalar_kind = f"TYPE_{spec.get('format', spec.get('type', '')).upper()}"
            kind = self.type(spec["$ref"]) if "$ref" in spec else list_value if rows else scalar_kind
            self.wrong(path, kind, json.dumps(value))
            return None
        if not rows:
            return [self.value(spec, item, key, f"{path}[{place}]") for place, item in enumerate(value)]
        for place, row in enumerate(value):
            if not isinstance(row, list):
                self.wrong(f"{path}[{place}]", list_value, json.dumps(row))
        return value

    def scalar(self, spec: Mapping[str, Any], value: Any, key: str, path: str) -> Any:
        try:
            return scalar(spec, value)
        except ScalarError as mismatch:
            kind, shown = str(mismatch), json.dumps(value, ensure_ascii=False)
            if kind == "TYPE_ENUM":
                kind = self.type(key[0].upper() + key[1:])
            if kind == "TYPE_BYTES":
                shown = f"Base64 decoding failed for {shown}"
            self.wrong(path, kind, shown)
            return None
