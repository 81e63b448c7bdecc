"""Field masks of update requests: which parts of an object a request replaces.

Google takes ``a.b``, ``a/b``, ``a(b,c)`` and ``*``, in lowerCamelCase; a field that is listed and absent from the
request is cleared (https://developers.google.com/workspace/sheets/api/guides/field-masks).
"""

from __future__ import annotations

import functools
from collections.abc import Mapping
from typing import Any

from mentorship_gsheets.rehearsal import masks
from mentorship_gsheets.rehearsal.call import invalid

Tree = Mapping[str, "Tree"]
"""Fields by name, each with the fields wanted below it; an empty tree stands for everything below."""


@functools.lru_cache(maxsize=1024)
def tree(mask: str) -> Tree:
    """The fields a mask names; ``*`` is the empty tree: everything.

    >>> tree("userEnteredFormat(backgroundColor,textFormat.bold),note")
    {'userEnteredFormat': {'backgroundColor': {}, 'textFormat': {'bold': {}}}, 'note': {}}
    >>> tree("gridProperties/rowCount,title"), tree("*"), tree("spec.*")
    ({'gridProperties': {'rowCount': {}}, 'title': {}}, {}, {'spec': {}})
    """
    try:
        return _whole(masks.parse(mask))
    except ValueError:
        raise invalid(f"Invalid field mask: {mask}") from None


def _whole(parsed: Mapping[str, Any]) -> Tree:
    """The mask with ``*`` as the empty tree."""
    return {} if "*" in parsed else {name: _whole(below) for name, below in parsed.items()}


def update_tree(mask: str | None) -> Tree:
    """The mask of an update request; raises Google's 400 where it is missing."""
    if not mask:
        raise invalid("At least one field must be listed in 'fields'. (Use '*' to indicate all fields.)")
    return tree(mask)


def merged(old: Mapping[str, Any] | None, new: Mapping[str, Any] | None, wanted: Tree) -> dict[str, Any]:
    """Put the fields of a mask out of one message into another.

    Both a colour and its ``...Style`` twin count as asked for when one is.

    Parameters
    ----------
    old
        The message as it is; it is left so.
    new
        Where the fields come from; those it lacks are gone from the result.
    wanted
        The mask; an empty one takes ``new`` as a whole.

    Returns
    -------
    dict[str, Any]
        The message afterwards.
    """
    new = new or {}
    if not wanted:
        return dict(new)
    result = dict(old or {})
    for name, below in wanted.items():
        for twin in _twins(name):
            part: Any
            if below and isinstance(new.get(twin, {}), dict) and isinstance(result.get(twin, {}), dict):
                part = merged(result.get(twin), new.get(twin), below)
            else:
                part = new.get(twin)
            if part is None or (part == {} and twin not in new):
                result.pop(twin, None)
            else:
                result[twin] = part
    return result


def _twins(name: str) -> tuple[str, ...]:
    if name.endswith(("Color", "color")):
        return name, f"{name}Style"
    if name.endswith(("ColorStyle", "colorStyle")):
        return name, name.removesuffix("Style")
    return (name,)


def asks(wanted: Tree | None, *path: str) -> bool:
    """Whether a mask (``None``: no mask) asks for a field, the whole of something above it or a part of it."""
    if wanted is None:
        return True
    for name in path:
        if not wanted:
            return True
        if name not in wanted:
            return False
        wanted = wanted[name]
    return True
