"""The rehearsal server on its own, for any Google client to be pointed at."""

from __future__ import annotations

import gc
import signal
import sys
from collections.abc import Iterable
from pathlib import Path
from types import FrameType

from mentorship_gsheets.rehearsal import identity
from mentorship_gsheets.rehearsal.call import Switches
from mentorship_gsheets.rehearsal.running import prepare


def serve(
    key_out: Path,
    *,
    port: int = 0,
    state: Path | None = None,
    seed: str = "cast",
    people: int = 150,
    allow_file_creation: bool = False,
    deny: Iterable[str] = (),
    quota: bool = True,
    client_out: Path | None = None,
) -> None:
    """Write the key, print one JSON line when ready and answer until stopped (Ctrl-C or SIGTERM).

    Parameters
    ----------
    key_out
        Where the service-account key goes; the key of an earlier rehearsal is replaced, nothing else.
    port
        On 127.0.0.1; 0 takes any free one.
    state
        The SQLite file to begin in or go on with; nothing is kept without one.
    seed, people
        ``cast`` with that many people, or ``empty``; a state file that holds a sheet is not seeded again.
    allow_file_creation
        Let the service account own files, which Google refuses.
    deny
        Ids of spreadsheets that exist and are shared with nobody.
    quota
        Whether to measure it.
    client_out
        Where to write an OAuth client file, for a person's own log-in; as ``key_out``.

    Raises
    ------
    NotOursError, ForeignFileError
        A file that is to be written is there already and no rehearsal made it.
    """
    # Replies are hundreds of thousands of small objects without cycles, which the collector would walk again and again.
    gc.set_threshold(50_000, 20, 100)
    if client_out is not None:
        identity.check_free(client_out)
    switches = Switches(allow_file_creation=allow_file_creation, denied=frozenset(deny))
    rehearsal, server = prepare(
        port=port,
        key_path=key_out,
        state=state,
        seed=seed,
        people=people,
        switches=switches,
        measured=quota,
    )
    if client_out is not None:
        identity.write_client(rehearsal.world.store, client_out, rehearsal.url)
    try:
        signal.signal(signal.SIGTERM, _interrupted)
        server.start()
        # Whoever reads this line may stop the server the next moment.
        sys.stdout.write(rehearsal.line() + "\n")
        sys.stdout.flush()
        server.join()
    except KeyboardInterrupt:
        pass
    finally:
        server.stop()
        rehearsal.world.store.close()


def _interrupted(_signal: int, _frame: FrameType | None) -> None:
    raise KeyboardInterrupt
