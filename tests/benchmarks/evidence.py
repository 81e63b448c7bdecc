"""What the order of criteria does to pairs: the default before and now, on invented conferences and on lists of others.

    python -m tests.benchmarks.evidence
    python -m tests.benchmarks.evidence --lists FOLDER --write docs/matching.md

The cast of the rehearsal, 60 conferences like it with other seeds, and folders with ``mentors.csv`` and
``mentees.csv`` whose headings are read as those of any form. Bins are left blank, so that what is counted comes of
the matching alone. Nobody is left out last time in these lists, and nobody has said what matters most.
"""

from __future__ import annotations

import argparse
import csv
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

import numpy as np
from rich.console import Console
from rich.progress import track
from rich.table import Table

from mentorship_gsheets.intake.person import read_person
from mentorship_gsheets.intake.questions import guess_columns, joined
from mentorship_gsheets.matching import solve
from mentorship_gsheets.people import Attendance, Participant, Role, Roster
from mentorship_gsheets.programmes.pairs.optimum import Arranged, arrange
from mentorship_gsheets.rehearsal.cast import Cast, cast
from mentorship_gsheets.scoring import score
from mentorship_gsheets.scoring.comparisons import answers
from mentorship_gsheets.scoring.parts.time_zone import clock
from mentorship_gsheets.scoring.zones import minutes_apart
from mentorship_gsheets.settings import DEFAULT_PRIORITIES, FIRST_PRIORITIES, Priority, Settings
from tests.benchmarks.report import marked

CONFERENCES = 60
ORDERS: Mapping[str, tuple[Priority, ...]] = {"before": FIRST_PRIORITIES, "now": DEFAULT_PRIORITIES}
HEAD = (
    "people",
    "order",
    "pairs",
    "wishes met",
    "none met",
    "a field in common",
    "overlap of fields",
    "same attendance",
    "calls 8 h or more apart",
    "pairs under 40",
    "worst fit",
)
_POOR = 40
_FAR = 480


def figures(roster: Roster, priorities: Sequence[Priority]) -> tuple[float, ...]:
    """Match, and count what the headings from ``pairs`` on say; shares from 0 to 1, of the pairs that told it."""
    settings = Settings(priorities=tuple(priorities))
    found = arrange(score(roster, settings), solve)
    scored = found.scored
    pairs = [(scored.mentees[scored.row[one]], scored.mentors[scored.column[two]]) for one, two in found.pairs]
    wishes = [
        len(answers(one.topics) & answers(two.topics)) / len(answers(one.topics))
        for one, two in pairs
        if answers(one.topics) and answers(two.topics)
    ]
    fields = [(answers(one.fields), answers(two.fields)) for one, two in pairs if one.fields and two.fields]
    known = [(one, two) for one, two in pairs if Attendance.UNKNOWN not in (one.attendance, two.attendance)]
    fits = _fits(found)
    return (
        len(pairs),
        float(np.mean(wishes)) if wishes else np.nan,
        sum(share == 0 for share in wishes),
        sum(bool(one & two) for one, two in fields),
        float(np.mean([2 * len(one & two) / (len(one) + len(two)) for one, two in fields])) if fields else np.nan,
        sum(one.attendance is two.attendance for one, two in known) / len(known) if known else np.nan,
        sum(_far(one, two, settings) for one, two in pairs),
        sum(fit < _POOR for fit in fits),
        min(fits, default=100),
    )


def _fits(found: Arranged) -> list[int]:
    rows, columns = found.matching.pairs[:, 0], found.matching.pairs[:, 1]
    return found.scored.fit(rows, columns).tolist()


def _far(mentee: Participant, mentor: Participant, settings: Settings) -> bool:
    (one, here), (other, there) = clock(mentee, settings), clock(mentor, settings)
    return not (here and there) and one is not None and other is not None and minutes_apart(one, other) >= _FAR


def roster_of(everybody: Cast) -> Roster:
    """Everybody of an invented conference, as answers and sign-ups say it."""
    headers = {
        "name": "Name",
        "attendance": "Attendance",
        "fields": "Fields",
        "topics": "Topics",
        "sector": "Sector",
        "affiliation": "Affiliation",
        "time_zone": "Time zone",
        "capacity": "Capacity",
        "languages": "Languages",
        "notes": "Notes",
    }
    people: dict[tuple[Role, str], Participant] = {}
    for one in everybody.people:
        texts = {"Email": one.email, "Name": one.name, "Attendance": one.ticket, "Status": "no answer"}
        told = one.sign_up
        if one.answered:
            told = one.answers["role"][0]
            texts |= {headers[key]: "; ".join(text) for key, text in one.answers.items() if key in headers and text}
            texts["Status"] = "answered"
        for role in Role:
            if role in told.casefold() or "both" in told.casefold():
                person, _ = read_person(role, texts)
                if person is not None:
                    people[person.identity] = person
    return _roster(people.values())


def roster_in(folder: Path) -> Roster:
    """The people of ``mentors.csv`` and ``mentees.csv``."""
    people: dict[tuple[Role, str], Participant] = {}
    for role in Role:
        rows = list(csv.reader((folder / f"{role}s.csv").read_text("utf-8-sig").splitlines()))
        titles, lines = rows[0], rows[1:]
        cells = [[line[place] for line in lines if place < len(line)] for place in range(len(titles))]
        columns = [guess.column for guess in guess_columns(titles, (), cells)]
        for line in lines:
            parts: dict[str, list[str]] = {}
            for column, text in zip(columns, line, strict=False):
                if column and text:
                    parts.setdefault(column, []).append(text)
            person, _ = read_person(role, joined(parts))
            if person is not None:
                people[person.identity] = person
    return _roster(people.values())


def _roster(people: Iterable[Participant]) -> Roster:
    everybody = sorted(people, key=lambda person: person.email)
    return Roster(*(tuple(person for person in everybody if person.role is role) for role in Role))


def _row(name: str, order: str, found: Sequence[float]) -> tuple[str, ...]:
    pairs, wishes, none, common, overlap, attendance, far, poor, worst = found

    def share(part: float) -> str:
        return "" if np.isnan(part) else f"{part:.0%}".replace("%", " %")

    def number(count: float) -> str:
        return f"{count:.2f}".rstrip("0").rstrip(".")

    return (
        name,
        order,
        number(pairs),
        share(wishes),
        number(none) if not np.isnan(wishes) else "",
        number(common) if not np.isnan(overlap) else "",
        share(overlap),
        share(attendance),
        number(far),
        number(poor),
        number(worst),
    )


def main() -> None:
    """Make the table, print it, and write it where asked."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--lists", type=Path, help="a folder of folders with mentors.csv and mentees.csv")
    parser.add_argument("--conferences", type=int, default=CONFERENCES, help="how many invented ones")
    parser.add_argument("--write", type=Path, help="a markdown file with marks, to be brought up to date")
    given = parser.parse_args()
    rows = []
    for order, priorities in ORDERS.items():
        rows.append(_row("the cast", order, figures(roster_of(cast()), priorities)))
    invented = [roster_of(cast(seed=seed)) for seed in range(1, given.conferences + 1)]
    for order, priorities in ORDERS.items():
        means = np.mean([figures(roster, priorities) for roster in track(invented, order)], axis=0)
        rows.append(_row(f"{given.conferences} invented, mean", order, means.tolist()))
    for folder in sorted(path.parent for path in given.lists.glob("*/mentors.csv")) if given.lists else ():
        for order, priorities in ORDERS.items():
            rows.append(_row(folder.name, order, figures(roster_in(folder), priorities)))
    table = Table(*HEAD)
    for row in rows:
        table.add_row(*row)
    Console(width=200).print(table)
    if given.write:
        lines = [f"| {' | '.join(row)} |" for row in (HEAD, ("---",) * len(HEAD), *rows)]
        given.write.write_text(marked(given.write.read_text(), "evidence", "\n".join(lines)))


if __name__ == "__main__":
    main()
