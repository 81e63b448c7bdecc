"""How often the intervals hold the truth, over many simulated programmes."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from random import Random

from mentorship_gsheets.trials.coin import Side, toss
from mentorship_gsheets.trials.intervals import Interval, mean_difference, share_difference, together

RATINGS = (1, 2, 3, 4, 5)
SCALE = (1, 5)


@dataclass(frozen=True)
class Truth:
    """What is true of a simulated programme: how likely each half is to meet, and which ratings it gives how often."""

    name: str
    met: tuple[float, float]
    rated: tuple[tuple[float, ...], tuple[float, ...]]
    mentees: int
    answers: float = 0.75
    years: int = 1


EVEN, GOOD, BEST = (0.1, 0.1, 0.2, 0.3, 0.3), (0.02, 0.03, 0.1, 0.35, 0.5), (0.0, 0.0, 0.0, 0.05, 0.95)
TRUTHS = (
    Truth("no difference", (0.7, 0.7), (GOOD, GOOD), 80),
    Truth("a clear one", (0.85, 0.6), (GOOD, EVEN), 80),
    Truth("nearly everybody is content", (0.95, 0.9), (BEST, GOOD), 80),
    Truth("all but everybody", (0.97, 0.97), (BEST, BEST), 120),
    Truth("a large programme", (0.75, 0.65), (GOOD, EVEN), 300),
    Truth("three small years", (0.8, 0.65), (GOOD, EVEN), 40, years=3),
)


def simulated(truth: Truth, chance: Random) -> tuple[Interval | None, Interval | None]:
    """Return the intervals of one simulated programme: of who met, and of the ratings."""
    years = [_year(truth, chance) for _ in range(truth.years)]
    return tuple(  # type: ignore[return-value] # one of two, as zip of pairs gives
        together([one for one in figures if one[1] is not None]) for figures in zip(*years, strict=True)
    )


def _year(truth: Truth, chance: Random) -> list[tuple[tuple[int, int], Interval | None]]:
    salt = str(chance.random())
    met: dict[Side, list[bool]] = {side: [] for side in Side}
    rated: dict[Side, Counter[int]] = {side: Counter() for side in Side}
    for number in range(truth.mentees):
        side = toss(salt, "time zone", f"{number}@example.org")
        place = tuple(Side).index(side)
        if chance.random() < truth.answers:
            met[side].append(chance.random() < truth.met[place])
            rated[side].update(chance.choices(RATINGS, truth.rated[place]))
    hits, of = ([function(met[side]) for side in Side] for function in (sum, len))
    numbers = tuple(sum(rated[side].values()) for side in Side)
    return [
        ((of[0], of[1]), share_difference((hits[0], hits[1]), (of[0], of[1]))),
        ((numbers[0], numbers[1]), mean_difference(rated[Side.ON], rated[Side.OFF], SCALE)),
    ]


def truths(truth: Truth) -> tuple[float, float]:
    """Return the true differences: of who meets, and of the mean ratings."""
    means = [sum(map(float.__mul__, map(float, RATINGS), weights)) / sum(weights) for weights in truth.rated]
    return truth.met[0] - truth.met[1], means[0] - means[1]


def covered(truth: Truth, runs: int, seed: int = 1) -> tuple[float, float]:
    """Return the shares of simulated programmes whose intervals held the truth."""
    chance = Random(seed)  # noqa: S311 - a fixed sequence, no secret
    held = [0, 0]
    for _ in range(runs):
        for place, (told, true) in enumerate(zip(simulated(truth, chance), truths(truth), strict=True)):
            held[place] += told is not None and told.low <= true <= told.high
    return held[0] / runs, held[1] / runs


def report(runs: int, which: Sequence[Truth] = TRUTHS) -> list[tuple[str, str, str]]:
    """Return name and both rates, in percent, for each truth."""
    rates = ((truth, covered(truth, runs)) for truth in which)
    return [(truth.name, f"{100 * met:.1f}", f"{100 * rated:.1f}") for truth, (met, rated) in rates]
