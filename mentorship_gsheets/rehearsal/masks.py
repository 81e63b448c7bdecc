"""Partial responses: the ``fields`` parameter, `a,b/c,d(e,f/*)`, applied to any reply.

Syntax: https://developers.google.com/workspace/drive/api/guides/performance#partial-response; Sheets, Forms
and Gmail take ``.`` for ``/`` as well, being field masks underneath.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Set
from functools import lru_cache
from typing import Any

from mentorship_gsheets.rehearsal.call import ApiError
from mentorship_gsheets.rehearsal.discovery import Method, load
from mentorship_gsheets.rehearsal.replies import Checked

Mask = dict[str, "Mask"]
"""Fields to keep, each with those to keep within it; an empty mask keeps everything."""

Keeper = Callable[[Any], Any]


class Kept(list[Any]):
    """A list whose maker left out what was not asked for: only a mask with ``*`` in it has more to take away."""


_TOKEN = re.compile(r"[\w$*-]+|[,/.()]")
_DEEPEST = 50
"""How deep a mask may go: the deepest message of these APIs has fewer levels, and Python gives up far below."""


def parse(text: str) -> Mask:
    """The mask a ``fields`` value describes; raises ``ValueError`` where it is no mask."""
    tokens = _TOKEN.findall(text)
    if not tokens or "".join(tokens) != re.sub(r"\s", "", text):
        raise ValueError(text)
    mask, rest = _group(tokens)
    if rest:
        raise ValueError(text)
    return mask


def narrow(method: Method, text: str, reply: dict[str, Any]) -> dict[str, Any]:
    """Keep those fields of a reply that a field mask asks for.

    Parameters
    ----------
    method
        The method that was called; it says which message the reply is.
    text
        The mask, as in ``fields``.
    reply
        The whole reply.

    Returns
    -------
    dict[str, Any]
        The reply without the other fields.

    Raises
    ------
    ApiError
        Google's 400 for fields the message does not have.
    """
    keep = _checked(method.id, method.service, method.response, text)
    kept: dict[str, Any] = keep(reply) if keep else reply
    return kept


@lru_cache(maxsize=256)
def _checked(_method: str, service: str, message: str, text: str) -> Keeper | None:
    try:
        mask = parse(text)
    except ValueError:
        raise _refusal(service, text, text) from None
    unknown = _unknown(mask, {"$ref": message}, load()[service].requests.specs, "")
    if unknown:
        raise _refusal(service, *unknown)
    return keeper(mask)


def _group(tokens: list[str], depth: int = 0) -> tuple[Mask, list[str]]:
    """Parse ``a,b/c,d(e)`` up to a closing parenthesis or the end; what is left comes back."""
    mask: Mask = {}
    while True:
        tokens = _path(tokens, mask, depth)
        if not tokens or tokens[0] == ")":
            return mask, tokens
        if tokens[0] != ",":
            raise ValueError(tokens[0])
        tokens = tokens[1:]


def _path(tokens: list[str], into: Mask, depth: int) -> list[str]:
    """Parse ``a/b`` or ``a(…)`` into the mask; return what follows."""
    if not tokens or depth > _DEEPEST or not re.fullmatch(r"[\w$*-]+", tokens[0]):
        raise ValueError(tokens)
    name, tokens = tokens[0], tokens[1:]
    known = name in into
    inner = into.setdefault(name, {})
    if tokens and tokens[0] in "/.":
        fresh: Mask = {}
        tokens = _path(tokens[1:], fresh, depth + 1)
    elif tokens and tokens[0] == "(":
        fresh, tokens = _group(tokens[1:], depth + 1)
        if not tokens:
            raise ValueError("(")
        tokens = tokens[1:]
    else:
        # The field as a whole, whatever parts of it were named besides.
        inner.clear()
        return tokens
    if not known or inner:
        _merge(inner, fresh)
    return tokens


def _merge(into: Mask, more: Mask) -> None:
    for name, inner in more.items():
        if name not in into:
            into[name] = inner
        elif into[name] and inner:
            _merge(into[name], inner)
        else:
            into[name] = {}


def _unknown(
    mask: Mask, spec: Mapping[str, Any], schemas: Mapping[str, Mapping[str, Any]], path: str
) -> tuple[str, str] | None:
    """The first field the message does not have: its whole path, and its own name."""
    while spec.get("type") == "array":
        spec = spec["items"]
    if "$ref" in spec:
        spec = schemas[spec["$ref"]]
    if "additionalProperties" in spec or spec.get("type") == "any":
        return None
    properties = spec.get("properties", {})
    for name, inner in mask.items():
        at = f"{path}.{name}" if path else name
        if name == "*":
            candidates = list(properties.values()) if inner else []
            found = [_unknown(inner, candidate, schemas, at) for candidate in candidates]
            if found and all(found):
                return found[0]
        elif name not in properties:
            return at, name
        elif inner and (problem := _unknown(inner, properties[name], schemas, at)):
            return problem
    return None


def _refusal(service: str, path: str, name: str) -> ApiError:
    if service == "drive":
        message = f"Invalid field selection {name}"
        return ApiError(400, "INVALID_ARGUMENT", message, reason="invalidParameter", location=("parameter", "fields"))
    description = f"Error expanding 'fields' parameter. Cannot find matching fields for path '{path}'."
    violation = {"field": path, "description": description}
    detail = {"@type": "type.googleapis.com/google.rpc.BadRequest", "fieldViolations": [violation]}
    return ApiError(400, "INVALID_ARGUMENT", "Request contains an invalid argument.", details=[detail])


def keeper(mask: Mapping[str, Any]) -> Keeper | None:
    """A function that keeps of a value what a mask asks for; ``None`` where that is everything.

    Made once for each ``fields`` value: it runs hundreds of thousands of times for one large sheet.
    """
    if not mask:
        return None
    inner = {name: keeper(below) for name, below in mask.items()}
    others = inner.pop("*", None)
    if "*" not in mask and not any(inner.values()):
        return _flat_keeper(inner.keys())
    wild = _wild(mask)

    def keep(value: Any) -> Any:
        if value.__class__ is list or (wild and value.__class__ is Kept):
            # An element of which nothing is asked still stands, empty: positions carry meaning in grid data.
            return [keep(item) if item else item for item in value]
        if value.__class__ is not dict and (not wild or value.__class__ is not Checked):
            return value
        kept = {}
        for name, item in value.items():
            if name in inner:
                further = inner[name]
            elif "*" in mask:
                further = others
            else:
                continue
            kept[name] = item if further is None else further(item)
        return kept

    return keep


def _wild(mask: Mapping[str, Any]) -> bool:
    return any(name == "*" or _wild(below) for name, below in mask.items())


def _flat_keeper(names: Set[str]) -> Keeper:
    """Of the mask that asks for some fields as a whole."""

    def keep(value: Any) -> Any:
        if value.__class__ is dict:
            return value if value.keys() <= names else {name: value[name] for name in value if name in names}
        return [keep(item) if item else item for item in value] if value.__class__ is list else value

    return keep
