"""All instances through the command line and a rehearsal, judged by their own judge, with what each of them took.

    python -m tests.programmes.speed
    python -m tests.programmes.speed event-40x400x8-0 odd-7x23x4
    python -m tests.programmes.speed morning-40x400x8

The last of them is made up: a morning of 400 people at 40 tables, 15 % of them absent and a mentor gone. Seconds are of
the wall, with the rehearsal's server in the same process; CPU seconds do not depend on what else runs.
"""

import argparse
import json
import sys
import tempfile
from pathlib import Path
from time import perf_counter, process_time

from rich.console import Console
from rich.table import Table

from mentorship_gsheets.rehearsal.running import running
from tests.programmes.speed.sheets import Evening, instances, judged, read
from tests.programmes.speed.siblings import morning

LARGE = Path("morning-40x400x8.json")
"""The name of the one that is made up."""


def main() -> None:
    """Seat the instances one after another; exit code 1 when the judge refuses one or it took longer than it may."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("names", nargs="*", help="some of them; all if not given")
    names = parser.parse_args().names
    table = Table("instance", "command", "seconds", "CPU seconds", "allowed", "judge")
    wrong = False
    for known in (*instances(), LARGE):
        if names and known.stem not in names:
            continue
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            path = folder / known.name if known is LARGE else known
            if known is LARGE:
                path.write_text(json.dumps(morning(1, (40, 400, 8)) | {"seconds": 5}), "utf-8")
            instance = read(path)
            with running("empty", key_path=folder / "key.json", state=folder / "state.sqlite") as google:
                desk = Evening(google)
                desk.run("setup", "--format", "speed mentoring", "--programme", "TestConf", "--sender", google.mailbox)
                desk.seat_instance(instance)
                words = ("rematch", "--here") if "plan" in instance else ("match",)
                begun, busy = perf_counter(), process_time()
                desk.run(*words)
                took, worked = perf_counter() - begun, process_time() - busy
                code, said = judged(path, desk, folder)
        late = took > instance["seconds"]
        wrong = wrong or bool(code) or late
        row = (f"{took:.1f}", f"{worked:.1f}", f"{instance['seconds']}{' (late)' if late else ''}")
        table.add_row(path.stem, " ".join(words), *row, " ".join(said.split()))
    Console(width=160).print(table)
    sys.exit(wrong)


if __name__ == "__main__":
    main()
