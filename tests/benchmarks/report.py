"""The contest as tables and as a picture."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

from rich.table import Table

from tests.benchmarks.trial import Outcome

OURS = "ours, array"
FLOOR = "one pass over all pairs"


def rich_tables(
    sizes: Mapping[tuple[str, int], Outcome], shapes: Mapping[tuple[str, str], Outcome], size: int
) -> list[Table]:
    """For the terminal."""
    tables = []
    for title, rows in _sections(sizes, shapes, size):
        table = Table(*rows[0], title=title)
        for row in rows[1:]:
            table.add_row(*row)
        tables.append(table)
    return tables


def markdown(
    text: str, sizes: Mapping[tuple[str, int], Outcome], shapes: Mapping[tuple[str, str], Outcome], size: int
) -> str:
    """Put the tables between the marks of a markdown text."""
    parts = []
    for title, (head, *rows) in _sections(sizes, shapes, size):
        lines = [f"**{title}**", "", f"| {' | '.join(head)} |", f"|{'---|' * len(head)}"]
        parts.append("\n".join([*lines, *(f"| {' | '.join(row)} |" for row in rows)]))
    return marked(text, "benchmarks", "\n\n".join(parts))


def marked(text: str, name: str, block: str) -> str:
    """Put a block between the marks with this name."""
    begin, end = f"<!-- {name}: begin -->", f"<!-- {name}: end -->"
    return re.sub(f"{begin}.*{end}", lambda _: f"{begin}\n\n{block}\n\n{end}", text, flags=re.DOTALL)


def picture(sizes: Mapping[tuple[str, int], Outcome], path: Path) -> None:
    """Seconds against size, both on logarithmic scales, as SVG."""
    import matplotlib as mpl

    mpl.use("svg")
    mpl.rcParams["svg.fonttype"] = "none"
    from matplotlib import pyplot as plt

    figure, axes = plt.subplots(figsize=(8, 5))
    for rival in _names(sizes):
        points = [
            (size, each.seconds) for (name, size), each in sorted(sizes.items()) if name == rival and not each.trouble
        ]
        style = {"linewidth": 3} if rival.startswith("ours") else {"linestyle": ":"} if rival == FLOOR else {}
        if points:
            axes.plot(*zip(*points, strict=True), marker="o", markersize=4, label=rival, **style)
    axes.set(xscale="log", yscale="log", xlabel="mentees (with 0.82 mentors each)", ylabel="seconds")
    axes.grid(visible=True, which="major", alpha=0.3)
    axes.legend(fontsize="small")
    figure.tight_layout()
    # no date and no random ids: the same figures give the same file
    with mpl.rc_context({"svg.hashsalt": "matching"}):
        figure.savefig(path, metadata={"Date": None})


def _sections(
    sizes: Mapping[tuple[str, int], Outcome], shapes: Mapping[tuple[str, str], Outcome], size: int
) -> list[tuple[str, list[list[str]]]]:
    columns = sorted({each for _, each in sizes})
    kinds = list(dict.fromkeys(shape for _, shape in shapes))
    return [
        ("Seconds (median), conference", _grid(sizes, columns, _seconds)),
        ("Peak memory in MB, the problem included", _grid(sizes, columns, _megabytes)),
        ("Objective: same as ours, or the first tier that is worse", _grid(sizes, columns, _verdict)),
        (f"Hostile shapes, {size} mentees: seconds", _grid(shapes, kinds, _seconds)),
        (f"Hostile shapes, {size} mentees: objective", _grid(shapes, kinds, _verdict)),
        ("Our objective: unmatched, then the tiers in order", _own(sizes, columns)),
    ]


def _grid(outcomes, columns, show) -> list[list[str]]:
    """A head and a row for each rival."""
    rows = [["", *(f"{column:,}" if isinstance(column, int) else column for column in columns)]]
    for rival in _names(outcomes):
        if show is not _seconds and rival == FLOOR:
            continue
        cells = [(outcomes.get((rival, column)), outcomes.get((OURS, column))) for column in columns]
        rows.append([rival, *(show(each, ours) if each else "" for each, ours in cells)])
    return rows


def _own(outcomes, columns) -> list[list[str]]:
    found = [(column, outcomes.get((OURS, column))) for column in columns]
    return [["mentees", "objective"], *([f"{size:,}", str(each.objective)] for size, each in found if each)]


def _names(outcomes) -> list[str]:
    return list(dict.fromkeys(rival for rival, _ in outcomes))


def _seconds(each: Outcome, _ours: Outcome | None) -> str:
    if each.trouble:
        return each.trouble
    return f"{each.seconds:.4f}" if each.seconds < 0.01 else f"{each.seconds:.3g}"


def _megabytes(each: Outcome, _ours: Outcome | None) -> str:
    return "" if each.trouble else f"{each.megabytes:,.0f}"


def _verdict(each: Outcome, ours: Outcome | None) -> str:
    """Lexicographic comparison with our objective."""
    if each.trouble or ours is None or not ours.objective:
        return ""
    if each.objective == ours.objective:
        return "same"
    place = next(k for k, (theirs, own) in enumerate(zip(each.objective, ours.objective, strict=True)) if theirs != own)
    difference = each.objective[place] - ours.objective[place]
    name = "unmatched" if place == 0 else f"tier {place}"
    return f"{name} {difference:+,}"
