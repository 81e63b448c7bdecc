"""``python -m mentorship_gsheets.rehearsal serve --key-out KEY.json``: the server without the rest of the
package.
"""

from __future__ import annotations

import argparse
from pathlib import Path

from mentorship_gsheets.rehearsal.identity import NotOursError
from mentorship_gsheets.rehearsal.serve import serve
from mentorship_gsheets.rehearsal.store import ForeignFileError


def main() -> None:
    """Read the command line and serve."""
    parser = argparse.ArgumentParser(prog="python -m mentorship_gsheets.rehearsal", description="A local Google.")
    command = parser.add_subparsers(required=True).add_parser("serve", help="answer until stopped")
    command.add_argument("--port", type=int, default=0)
    command.add_argument("--key-out", type=Path, required=True, metavar="KEY.json")
    command.add_argument("--client-out", type=Path, metavar="CLIENT.json")
    command.add_argument("--state", type=Path, metavar="FILE")
    command.add_argument("--seed", choices=["cast", "empty"], default="cast")
    command.add_argument("--people", type=int, default=150)
    command.add_argument("--allow-file-creation", action="store_true")
    command.add_argument("--deny", action="append", default=[], metavar="ID")
    command.add_argument("--no-quota", dest="quota", action="store_false")
    try:
        serve(**vars(parser.parse_args()))
    except (NotOursError, ForeignFileError, OSError) as error:
        parser.exit(2, f"{error}\n")


if __name__ == "__main__":
    main()
