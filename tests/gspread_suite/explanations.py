"""Why a replayed answer may differ from the recorded one."""

from __future__ import annotations

from typing import Any


def explanation(method: str, uri: str, where: str, recorded: Any, ours: Any) -> str | None:
    """The reason for a difference at ``where`` in an answer, or ``None`` where there is none."""
    if method == "PUT" and "/upload/drive/v2/" in uri and where.startswith(".") and recorded != ours:
        return "Drive v2 answers with its own file resource; only v3 is imitated, and gspread reads nothing of it"
    return None
