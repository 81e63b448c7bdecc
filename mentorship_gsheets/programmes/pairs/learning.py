"""What went with pairs that met and were rated well, and what came of what was tried out: figures, never a verdict on
a pair.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from mentorship_gsheets.counts import counted
from mentorship_gsheets.errors import Finding
from mentorship_gsheets.ledger import Entry, State
from mentorship_gsheets.mail.kinds import kind_named
from mentorship_gsheets.people import Pair, Participant, Role
from mentorship_gsheets.programmes.pairs.cells import FIT
from mentorship_gsheets.programmes.pairs.letters import pair_about
from mentorship_gsheets.programmes.pairs.standing import PairStanding, pair_in
from mentorship_gsheets.records.feedback import Feedback, scale_of
from mentorship_gsheets.records.roster import cell_text
from mentorship_gsheets.records.trials import Half, Trial, read_trials, trial_changes, trial_id, trials_of
from mentorship_gsheets.scoring.coded import WORST
from mentorship_gsheets.scoring.part import Part, grade_pair
from mentorship_gsheets.scoring.parts import part_of
from mentorship_gsheets.settings import Settings
from mentorship_gsheets.spreadsheet.plan import Change, Plan, Table
from mentorship_gsheets.spreadsheet.workbook import Workbook
from mentorship_gsheets.text import as_key
from mentorship_gsheets.trials.coin import Side, read_coin
from mentorship_gsheets.trials.intervals import (
    CONFIDENCE,
    ENOUGH,
    Interval,
    mean_difference,
    share_difference,
    together,
    wanted,
)

STAGE = "learn"
_WELL = 80
"""The fit from which a pair counts as fitting well."""

_GAIN = 0.2
_HEAD = ("", "On", "Off", "Difference", f"{100 * CONFIDENCE:.0f} % interval", "It says")


@dataclass(frozen=True, slots=True)
class Outcome:
    """What is known of one pair afterwards.

    Parameters
    ----------
    mentee, mentor
        The two.
    met
        Whether they met: as the mentee says, or else the mentor, where the mentor has no other mentee; None: unknown.
    rating
        The mentee's; None: none was given.
    """

    mentee: Participant
    mentor: Participant
    met: bool | None = None
    rating: int | None = None


def outcomes(standing: PairStanding, ledger: Iterable[Entry], said: Iterable[Feedback]) -> tuple[Outcome, ...]:
    """Return what is known of the pairs that stand, and of those that have come to their end as planned.

    Parameters
    ----------
    standing
        As read.
    ledger
        Its introductions name the pairs that no cell names any more.
    said
        What people answered afterwards, once each.

    Returns
    -------
    One for each mentee who has or had a mentor, sorted by address. Absent: pairs on which the two sides disagree, and
    those of whom somebody has no row any more.
    """
    pairs: dict[str, Pair] = {}
    sent = [entry for entry in ledger if entry.state is State.SENT and entry.people in standing.concluded]
    for entry in sorted(sent, key=lambda entry: str(entry.changed or "")):
        if (pair := pair_about(entry)) is not None:
            pairs[pair.mentee] = pair
    pairs |= {pair.mentee: pair for group in standing.arrangement.groups for pair in (pair_in(group),)}
    mentees_of = Counter(pair.mentor for pair in pairs.values())
    by_email = {one.email: one for one in said}
    found = []
    for _, pair in sorted(pairs.items()):
        mentee, mentor = standing.roster.find(Role.MENTEE, pair.mentee), standing.roster.find(Role.MENTOR, pair.mentor)
        if mentee is None or mentor is None:
            continue
        theirs, others = by_email.get(pair.mentee), by_email.get(pair.mentor)
        met = theirs.met if theirs else None
        if met is None and others and mentees_of[pair.mentor] == 1:
            met = others.met
        found.append(Outcome(mentee, mentor, met, theirs.rating if theirs else None))
    return tuple(found)


def learned(
    workbook: Workbook, settings: Settings, standing: PairStanding, ledger: Sequence[Entry], said: Sequence[Feedback]
) -> Plan:
    """Return what can be learned, and the changes that write down what was tried out.

    Parameters
    ----------
    workbook, settings, standing, ledger
        As read.
    said
        What people answered afterwards.

    Returns
    -------
    Plan
        Its changes are lines of ``Learned``, which hold numbers only; criteria, settings and pairs stay as they are.
    """
    found = outcomes(standing, ledger, said)
    before, findings = read_trials(workbook)
    changes: list[Change] = []
    trials = {trial.id: trial for trial in before}
    for trial in _trials(workbook, settings, found, ledger):
        old = trials.get(trial.id)
        if old is not None and (trial.on.told + trial.off.told) < (old.on.told + old.off.told):
            findings.append(_kept(trial.tried))
            continue
        trials[trial.id] = trial
        changes += trial_changes(workbook, trial)
    tried = _by_name(trials.values())
    tables = [*(_trial_table(name, rows) for name, rows in tried.items()), _together_table(workbook, settings, found)]
    told = sum(outcome.met is not None for outcome in found)
    if not told:
        what = f"of {counted(len(found), 'pair')} nobody has said whether they met."
        remedy = "Name the After-event form in Settings, run: mentorship draft after, and wait for answers."
        findings.append(Finding(what, remedy, "nothing-learned"))
    else:
        findings += [finding for rows in tried.values() for finding in _too_few(rows)]
    words = [_conclusion(name, rows) for name, rows in tried.items()]
    summary = f"{told} of {counted(len(found), 'pair')} have told whether they met. {' '.join(words)}".strip()
    return Plan(STAGE, tuple(changes), tuple(findings), tuple(table for table in tables if table.rows), summary)


def _kept(tried: str) -> Finding:
    what = f"of “{tried}” more was known when learn ran last, so that stays as it was."
    return Finding(what, "Nothing is to be done.", "learned-kept")


# --- what was tried out -----------------------------------------------------------------------------------------------


def _trials(
    workbook: Workbook, settings: Settings, found: Sequence[Outcome], ledger: Sequence[Entry]
) -> Iterator[Trial]:
    """Iterate over what the coins of this sheet tried out, by name."""
    for name in trials_of(workbook):
        mine, kind = found, kind_named(name)
        if kind is not None:
            # only those count who got the mail
            sent = (pair_about(entry) for entry in ledger if entry.state is State.SENT and entry.kind is kind)
            got = {pair.mentee for pair in sent if pair is not None}
            mine = [outcome for outcome in found if outcome.mentee.email in got]
        on, off = (_half(one for one in mine if read_coin(one.mentee.tried, name) is side) for side in Side)
        if on.pairs or off.pairs:
            yield Trial(trial_id(workbook, name), name, _when(settings), on, off)


def _when(settings: Settings) -> str:
    year = str(settings.starts.year) if settings.starts else ""
    named = settings.round or (year if year not in settings.programme else "")
    return " ".join(f"{settings.programme} {named}".split())


def _half(outcomes: Iterable[Outcome]) -> Half:
    found = tuple(outcomes)
    known = [outcome.met for outcome in found if outcome.met is not None]
    ratings = Counter(outcome.rating for outcome in found if outcome.rating is not None)
    return Half(len(found), len(known), sum(known), dict(sorted(ratings.items())))


def _by_name(trials: Iterable[Trial]) -> Mapping[str, Sequence[Trial]]:
    found: dict[str, list[Trial]] = {}
    names: dict[str, str] = {}
    for trial in trials:
        found.setdefault(names.setdefault(as_key(trial.tried), trial.tried), []).append(trial)
    return found


@dataclass(frozen=True, slots=True)
class _Compared:
    """Two groups of people in one figure: what is shown of each, how many answers each has, and the difference."""

    shown: tuple[str, str]
    answers: tuple[int, int]
    interval: Interval | None
    unit: str

    @property
    def enough(self) -> bool:
        return min(self.answers) >= ENOUGH

    def cells(self) -> tuple[str, str, str, str]:
        """Return the figures, the difference and its interval as a table shows them."""
        if self.interval is None:
            return (*self.shown, "", "")
        factor, form = (100, "+.0f") if self.unit == "points" else (1, "+.2f")
        value, low, high = (
            format(factor * x + 0.0, form) for x in (self.interval.value, self.interval.low, self.interval.high)
        )
        return (*self.shown, f"{value} {self.unit}".strip(), f"{low} to {high}")

    def says(self, more: str, less: str) -> str:
        """Return what may be concluded: one of the two words, or that it cannot be told."""
        if not self.enough:
            return "too few to tell"
        if self.interval is None or not self.interval.tells:
            return "cannot tell"
        return more if self.interval.value > 0 else less


def _met(on: Half, off: Half, confidence: float = CONFIDENCE) -> _Compared:
    shown = (_share(on.met, on.told), _share(off.met, off.told))
    of = (on.told, off.told)
    return _Compared(shown, of, share_difference((on.met, off.met), of, confidence), "points")


def _share(part: int, whole: int) -> str:
    return f"{part} of {whole} ({100 * part / whole:.0f} %)" if whole else "nobody told"


def _rated(on: Half, off: Half, confidence: float = CONFIDENCE) -> _Compared:
    scale = scale_of([*on.ratings, *off.ratings])
    shown = tuple(_mean(half.ratings, scale[1]) for half in (on, off))
    numbers = (sum(on.ratings.values()), sum(off.ratings.values()))
    told = mean_difference(on.ratings, off.ratings, scale, confidence)
    return _Compared((shown[0], shown[1]), numbers, told, "")


def _mean(ratings: Mapping[int, int], most: int) -> str:
    number = sum(ratings.values())
    total = sum(rating * count for rating, count in ratings.items())
    return f"{total / number:.2f} of {most} ({number})" if number else "nobody rated"


_Figure = Callable[[Half, Half], _Compared]


def _summed(rows: Sequence[Trial], of: _Figure) -> _Compared:
    """Compare all years: each year within itself, then put together; of ratings, only years with one scale."""
    if of is _rated:
        rows = [row for row in rows if row.on.ratings or row.off.ratings]
        scales = [scale_of([*row.on.ratings, *row.off.ratings]) for row in rows]
        rows = [row for row, scale in zip(rows, scales, strict=True) if scale == scales[-1]]
    on, off = (_sum([row.on for row in rows]), _sum([row.off for row in rows]))
    whole = of(on, off)
    years = [(each.answers, each.interval) for row in rows for each in (of(row.on, row.off),)]
    told = together([(answers, interval) for answers, interval in years if interval is not None])
    return _Compared(whole.shown, whole.answers, told, whole.unit)


def _sum(halves: Sequence[Half]) -> Half:
    ratings: Counter[int] = Counter()
    for half in halves:
        ratings.update(half.ratings)
    return Half(
        sum(half.pairs for half in halves),
        sum(half.told for half in halves),
        sum(half.met for half in halves),
        dict(sorted(ratings.items())),
    )


_MORE: Mapping[_Figure, tuple[str, str]] = {
    _met: ("more often with it", "less often with it"),
    _rated: ("higher with it", "lower with it"),
}
_CALLED: Mapping[_Figure, str] = {_met: "met", _rated: "mean rating"}


def _trial_table(name: str, rows: Sequence[Trial]) -> Table:
    lines: list[tuple[str, ...]] = []
    for row in rows:
        figures = (str(row.on.pairs), str(row.off.pairs), "", "", "")
        lines.append((f"{row.when}: mentees with a mentor", *figures))
        lines += [(f"{row.when}: {_CALLED[of]}", *_line(of(row.on, row.off), of)) for of in _MORE]
    if len(rows) > 1:
        lines += [(f"all together: {_CALLED[of]}", *_line(_summed(rows, of), of)) for of in _MORE]
    return Table(f"Tried out: {name}", _HEAD, tuple(lines))


def _line(compared: _Compared, of: _Figure) -> tuple[str, ...]:
    return (*compared.cells(), compared.says(*_MORE[of]))


def _conclusion(name: str, rows: Sequence[Trial]) -> str:
    said = {of: _summed(rows, of).says(*_MORE[of]) for of in _MORE}
    return f"Tried out, {name}: {'; '.join(f'{_CALLED[of]}: {words}' for of, words in said.items())}."


def _too_few(rows: Sequence[Trial]) -> Iterator[Finding]:
    """Yield how many answers a difference that matters would need, while nothing can be told."""
    met = _summed(rows, _met)
    if met.enough and met.interval is not None and met.interval.tells:
        return
    off = _sum([row.off for row in rows])
    need = wanted(off.met / off.told if off.told else 0.5, _GAIN)
    what = (
        f"of “{rows[0].tried}”, {met.answers[0]} mentees with it and {met.answers[1]} without it have told whether "
        f"they met; a difference of {100 * _GAIN:.0f} points is told four times in five with {need} each."
    )
    yield Finding(what, "Try it out in more years: carry-over takes the figures along.", "too-few-to-tell")


# --- what went together -----------------------------------------------------------------------------------------------


def _together_table(workbook: Workbook, settings: Settings, found: Sequence[Outcome]) -> Table:
    """Compare pairs that fit in one criterion with those that do not; unknown is neither."""
    ways = [*_by_criterion(settings), (f"fit of {_WELL} or more", _fits_well(workbook))]
    groups = [(name, *_split(found, fits)) for name, fits in ways]
    made = [
        (name, of, on, off)
        for name, on, off in groups
        for of in _MORE
        if min(of(on, off).answers) > 0  # nothing to compare otherwise
    ]
    enough = sum(of(on, off).enough for _, of, on, off in made)
    # all of them together are right as often as one alone is elsewhere: Bonferroni
    confidence = 1 - (1 - CONFIDENCE) / max(1, enough)
    rows = []
    for name, of, on, off in made:
        compared = _met(on, off, confidence) if of is _met else _rated(on, off, confidence)
        rows.append((name, _CALLED[of], *compared.cells(), compared.says(*_MORE[of])))
    title = "What went together; it does not say why"
    interval = f"Interval ({100 * CONFIDENCE:.0f} % for all {enough} at once)" if enough > 1 else _HEAD[4]
    head = ("Pairs that have", "Figure", "With it", "Without it", "Difference", interval, "It says")
    return Table(title, head, tuple(rows))


_Fits = Callable[[Outcome], bool | None]


def _by_criterion(settings: Settings) -> Iterator[tuple[str, _Fits]]:
    for judged in (*settings.musts, *settings.priorities):
        if isinstance(part := part_of(judged), Part):
            yield str(judged), _fits_in(part, settings)


def _fits_in(part: Part, settings: Settings) -> _Fits:
    most = WORST // 2 if part.fits is None else part.fits

    def fits(outcome: Outcome) -> bool | None:
        grade = grade_pair(part, outcome.mentee, outcome.mentor, settings)
        return None if grade is None else grade <= most

    return fits


def _fits_well(workbook: Workbook) -> _Fits:
    def fits(outcome: Outcome) -> bool | None:
        text = cell_text(workbook, outcome.mentee, FIT)
        return int(text) >= _WELL if text.isdecimal() else None

    return fits


def _split(found: Sequence[Outcome], fits: _Fits) -> tuple[Half, Half]:
    sorted_ = [(fits(outcome), outcome) for outcome in found]
    return _half(one for fit, one in sorted_ if fit is True), _half(one for fit, one in sorted_ if fit is False)
