"""Carrying out the faults on order."""

from __future__ import annotations

import os
from collections.abc import Iterable

from mentorship_gsheets.rehearsal import organizer
from mentorship_gsheets.rehearsal.answer import Answer, Dropped, of_html, of_json
from mentorship_gsheets.rehearsal.faults import Deed, Fault, Moment
from mentorship_gsheets.rehearsal.shapes import refusal
from mentorship_gsheets.rehearsal.world import World

_HOUR = 3600.0
_NOTHING_YET = of_json(200, {"spreadsheetId": "1", "replies": [{}]})


def strike(world: World, due: Iterable[Fault], moment: Moment, service: str, answer: Answer | None) -> Answer | None:
    """Let the faults of this moment happen.

    Parameters
    ----------
    world
        The whole rehearsal: its documents, time, switches and faults.
    due
        The faults ordered for the call.
    moment
        The moment that has come; faults of others wait.
    service
        Name of the API, for the words of a refusal.
    answer
        What would be sent; ``None`` before there is an answer.

    Returns
    -------
    Answer | None
        What shall be sent instead, or ``None`` where nothing changes.

    Raises
    ------
    Dropped
        Nothing is to be sent at all. A fault may also end the process.
    """
    changed = None
    for fault in due:
        if fault.when is moment:
            replaced = _one(world, fault, service, changed or answer)
            changed = replaced or changed
    return changed


def _one(world: World, fault: Fault, service: str, answer: Answer | None) -> Answer | None:
    match fault.do:
        case Deed.DELAY:
            world.faults.stopped.wait(fault.seconds)
        case Deed.HANG:
            world.faults.stopped.wait(fault.seconds or _HOUR)
            raise Dropped(reset=False)
        case Deed.RESET | Deed.CLOSE:
            raise Dropped(reset=fault.do is Deed.RESET)
        case Deed.KILL:
            # What a crash does: no clean-up of any kind.
            os._exit(9)
        case Deed.ORGANIZER:
            organizer.act(world, fault.steps)
        case Deed.REFUSE:
            error = refusal(fault.shape, service, world.project["number"])
            return of_json(error.code, error.body(service))
        case _:
            return _spoiled(fault, answer or _NOTHING_YET)
    return None


def _spoiled(fault: Fault, answer: Answer) -> Answer:
    half = len(answer.content) // 2
    match fault.do:
        case Deed.EMPTY:
            return Answer(200, b"", answer.content_type)
        case Deed.TRUNCATE:
            return Answer(answer.code, answer.content, answer.content_type, answer.headers, cut=half)
        case Deed.GARBAGE:
            return Answer(answer.code, answer.content[:half], answer.content_type)
        case _:
            return of_html(fault.code, "Server Error", "The server encountered a temporary error.")
