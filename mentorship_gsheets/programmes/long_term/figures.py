"""How pairs are doing, in figures: their ages, the check-ins with them and what those said, graduated by round."""

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import datetime

from mentorship_gsheets.ledger import Entry, State
from mentorship_gsheets.mailings.schedule import check_in_days, is_due
from mentorship_gsheets.people import Pair, Role
from mentorship_gsheets.programmes.long_term.standing import LongTermStanding
from mentorship_gsheets.programmes.pairs.letters import pair_about
from mentorship_gsheets.records.feedback import Feedback, moment_of
from mentorship_gsheets.settings import Settings

_AGES = (30, 90, 180)


def figures(
    standing: LongTermStanding, settings: Settings, ledger: Sequence[Entry], said: Sequence[Feedback], now: datetime
) -> Iterator[tuple[str, str]]:
    """Yield the lines that `survey` keeps current in ``Overview``: what, and the figure.

    Parameters
    ----------
    standing, settings, ledger
        As read.
    said
        What people answered to the check-in form, last time they did.
    now
        When, with a time zone.

    Yields
    ------
    tuple of str
        The same lines whatever the figures, but for one for each round in which somebody graduated.
    """
    running = [pair for pair in standing.pairs if pair not in standing.over]
    yield from _ages(standing, running, now)
    yield from _check_ins(standing, settings, running, ledger, said, now)
    for round, number in sorted(Counter(standing.graduated.values()).items()):
        yield f"Graduated: {f'in round {round}' if round else 'in no round that had a name'}", str(number)


def _ages(standing: LongTermStanding, running: Sequence[Pair], now: datetime) -> Iterator[tuple[str, str]]:
    days = [(now - standing.introduced[pair]).days for pair in running if pair in standing.introduced]
    for low, high in zip((0, *_AGES), (*_AGES, 0), strict=True):
        span = f"{low} to {high - 1} days ago" if high else f"{low} days ago or more"
        yield f"Running pairs: introduced {span}", str(sum(low <= age and (not high or age < high) for age in days))
    yield "Running pairs: not introduced by mail yet", str(len(running) - len(days))


def _check_ins(
    standing: LongTermStanding,
    settings: Settings,
    running: Sequence[Pair],
    ledger: Sequence[Entry],
    said: Sequence[Feedback],
    now: datetime,
) -> Iterator[tuple[str, str]]:
    asked: dict[Pair, list[Entry]] = {}
    for entry in ledger:
        if entry.kind.matter == "check-in" and (pair := pair_about(entry)) is not None:
            asked.setdefault(pair, []).append(entry)
    days = check_in_days(settings)
    due = [
        pair
        for pair in running
        if is_due(standing.introduced.get(pair), asked.get(pair, ()), days, now, again=True)
        or any(not entry.finished for entry in asked.get(pair, ()))
    ]
    yield "Check-ins: due now", str(len(due))
    first = {
        pair: min(times)
        for pair in running
        if (times := [e.changed for e in asked.get(pair, ()) if e.state is State.SENT and e.changed is not None])
    }
    told = {pair: _since(pair, since, said) for pair, since in first.items()}
    answered = [pair for pair in first if told[pair]]
    yield "Check-ins: pairs of whom somebody has answered", _share(len(answered), len(first))
    met = [known[0] for pair in answered if (known := [one.met for one in told[pair] if one.met is not None])]
    yield "Check-ins: pairs that have met", _share(sum(met), len(met))
    yield "Check-ins: silent pairs, asked and without any answer", str(len(first) - len(answered))


def _since(pair: Pair, since: datetime, said: Sequence[Feedback]) -> list[Feedback]:
    """Return what the two have answered since they were asked first, the mentee's answer first."""
    order = [pair.of(role) for role in (Role.MENTEE, Role.MENTOR)]
    found = [
        one for one in said if one.email in order and (came := moment_of(one.submitted)) is not None and came >= since
    ]
    return sorted(found, key=lambda one: order.index(one.email))


def _share(part: int, whole: int) -> str:
    return f"{part} of {whole} ({100 * part / whole:.0f} %)" if whole else "0 of 0"
