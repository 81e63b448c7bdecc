"""``spreadsheets.batchUpdate``: requests in order on a draft, all of them or none."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from mentorship_gsheets.rehearsal.call import ApiError, invalid, not_imitated
from mentorship_gsheets.rehearsal.sheets import (
    metadata,
    requests_cells,
    requests_dimensions,
    requests_filters,
    requests_objects,
    requests_paste,
    requests_ranges,
    requests_rows,
    requests_rules,
    requests_tables,
    requests_tabs,
    requests_texts,
)
from mentorship_gsheets.rehearsal.sheets.drafts import Draft, Request
from mentorship_gsheets.rehearsal.sheets.protection import locks, respected

REQUESTS: dict[str, Request] = {
    **requests_tabs.REQUESTS,
    **requests_cells.REQUESTS,
    **requests_dimensions.REQUESTS,
    **requests_ranges.REQUESTS,
    **requests_rows.REQUESTS,
    **requests_paste.REQUESTS,
    **requests_texts.REQUESTS,
    **requests_rules.REQUESTS,
    **requests_filters.REQUESTS,
    **requests_objects.REQUESTS,
    **requests_tables.REQUESTS,
    **metadata.REQUESTS,
}
"""Every kind of request that is imitated."""

NOT_IMITATED: tuple[str, ...] = (
    "addDataSource", "updateDataSource", "deleteDataSource", "refreshDataSource", "cancelDataSourceRefresh",
    "insertComment", "updateCommentPost", "deleteComment", "addCommentReply", "deleteCommentReply",
)  # fmt: skip
"""Kinds of request that are refused with a 501 because nothing here stands behind them."""


_MOVING = frozenset({"insertDimension", "moveDimension", "appendDimension", "addSheet", "duplicateSheet"})
"""Requests that carry protected cells along without editing them."""


def carry_out(draft: Draft, requests: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Do every request on the draft, in order.

    Parameters
    ----------
    draft
        The draft; after a refusal it is to be thrown away.
    requests
        As Google's JSON has them.

    Returns
    -------
    list[dict[str, Any]]
        One reply for each request, empty where Google replies nothing.

    Raises
    ------
    ApiError
        Google's refusal of the first that cannot be done; 500 for a kind of request that is not imitated.
    """
    if not requests:
        raise invalid("Must specify at least one request.")
    replies = []
    for place, request in enumerate(requests):
        kinds = [name for name, body in request.items() if body is not None]
        if len(kinds) != 1:
            raise invalid(
                f"Invalid requests[{place}]: No request set."
                if not kinds
                else f"Invalid requests[{place}]: More than one request set."
            )
        kind = kinds[0]
        act = REQUESTS.get(kind)
        if act is None:
            raise not_imitated(f"requests[{place}].{kind} is")
        try:
            _counted_from_zero(request[kind])
            locked = locks(draft.book, draft.caller, draft.owner)
            reply = act(draft, request[kind])
            if kind not in _MOVING:
                respected(draft.book, locked)
        except ApiError as error:
            if error.code == 500:
                raise
            raise ApiError(error.code, error.status, f"Invalid requests[{place}].{kind}: {error.message}") from error
        replies.append({} if reply is None else {kind: reply})
    return replies


_PLACES = frozenset(
    {
        "startRowIndex", "endRowIndex", "startColumnIndex", "endColumnIndex", "rowIndex", "columnIndex",
        "startIndex", "endIndex", "destinationIndex",
    }
)  # fmt: skip


def _counted_from_zero(part: Any) -> None:
    """Refuse a place before the first row or column; Python would count it from the end."""
    if isinstance(part, dict):
        for name, value in part.items():
            if name in _PLACES and isinstance(value, int) and value < 0:
                raise invalid(f"{name} ({value}) must not be negative.")
            # the cells themselves name no places, and there may be hundreds of thousands
            if name != "rows":
                _counted_from_zero(value)
    elif isinstance(part, list):
        for item in part:
            _counted_from_zero(item)
