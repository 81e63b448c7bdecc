"""A rehearsal as one value: started in this process for tests and ``rehearse``, or from the command line."""

from __future__ import annotations

import json
import tempfile
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from mentorship_gsheets.rehearsal import drive, forms, gmail, identity, sheets
from mentorship_gsheets.rehearsal.call import Clock, Switches
from mentorship_gsheets.rehearsal.control import HEADER
from mentorship_gsheets.rehearsal.quota import Meter
from mentorship_gsheets.rehearsal.seeds import Seed, files_of, plant
from mentorship_gsheets.rehearsal.server import PortTakenError, Server
from mentorship_gsheets.rehearsal.store import Store
from mentorship_gsheets.rehearsal.world import World


@dataclass(frozen=True, slots=True)
class Rehearsal:
    """A running server and how to reach what it holds.

    ``url`` is its address, ``key_path`` the service-account key file, ``sheet`` and ``form`` are ids,
    ``mailbox`` is the mentors' address, ``page`` the address for a person's browser, ``control_token``
    opens ``url/control/``.
    """

    url: str
    key_path: Path
    sheet: str
    form: str
    mailbox: str
    page: str
    control_token: str
    world: World

    def journal(self, since: int = 0, method: str | None = None) -> list[dict[str, Any]]:
        """Return the requests that came in, see :meth:`Store.journal`.

        Parameters
        ----------
        since
            Only those with a higher number.
        method
            Only those to methods whose name begins so; ``None``: all.

        Returns
        -------
        list[dict[str, Any]]
            One dict of columns each, in order of arrival.
        """
        return self.world.store.journal(since, method)

    def last_request(self) -> int:
        """The number of the newest request in the journal; 0 before the first."""
        return self.world.store.last_request()

    def control(self, verb: str, order: str, asked: Mapping[str, Any] | None = None) -> dict[str, Any]:
        """Give an order over the control endpoint, as anybody outside this process would.

        Parameters
        ----------
        verb
            ``GET`` or ``POST``.
        order
            Name of the order, the last part of the path.
        asked
            What the order takes.

        Returns
        -------
        dict[str, Any]
            What the order answers.
        """
        request = urllib.request.Request(  # noqa: S310 - the address is our own
            f"{self.url}/control/{order}",
            json.dumps(asked or {}).encode(),
            {HEADER: self.control_token, "Content-Type": "application/json"},
            method=verb,
        )
        with urllib.request.urlopen(request, timeout=60) as reply:  # noqa: S310 - as above
            answer: dict[str, Any] = json.load(reply)
        return answer

    def fault(self, do: str, **rule: Any) -> None:
        """Order a fault: ``google.fault("reset", when="after", method="*.batchUpdate")``; see ``faults``."""
        self.control("POST", "faults", {"do": do, **rule})

    def line(self) -> str:
        """What the command line prints: one JSON object."""
        told = {
            "url": self.url,
            "key": str(self.key_path),
            "sheet": self.sheet,
            "form": self.form,
            "mailbox": self.mailbox,
            "page": self.page,
            "control": f"{self.url}/control/",
            "control_token": self.control_token,
        }
        return json.dumps(told)


def prepare(
    *,
    port: int = 0,
    key_path: Path,
    state: Path | None = None,
    seed: str = "cast",
    people: int = 150,
    number: int = 2026,
    switches: Switches | None = None,
    strict: bool = False,
    measured: bool = True,
) -> tuple[Rehearsal, Server]:
    """Open or seed the state, bind the port and write the key file; the server still has to be started.

    Parameters
    ----------
    port
        Port to listen on; 0 takes a free one.
    key_path
        Where the key file is written.
    state
        File of the state; in memory where left out.
    seed
        Name of what a new state begins with: see `Seed`.
    people, number
        How many people the cast has, and the seed of its chance.
    switches
        What the rehearsal is told to do differently; nothing where left out.
    strict
        Whether a reply of ours that Google's schema does not allow is answered with an error.
    measured
        Whether calls are counted against Google's limits.

    Returns
    -------
    tuple[Rehearsal, Server]
        What the rehearsal is called by others, and its server.

    Raises
    ------
    NotOursError
        Before anything is written: ``key_path`` is a file no rehearsal made.
    ForeignFileError
        The same, of ``state``.
    PortTakenError
        Somebody else listens there.
    """
    identity.check_free(key_path)
    world = World(
        Store(state),
        {**sheets.HANDLERS, **drive.HANDLERS, **forms.HANDLERS, **gmail.HANDLERS},
        Clock(),
        switches or Switches(),
        Meter() if measured else Meter(None),
        strict=strict,
    )
    plant(world, Seed(seed), people=people, number=number)
    try:
        server = Server(world, port)
    except PortTakenError:
        world.store.close()
        raise
    identity.write_key(world.store, key_path, world.url)
    project, files = world.project, files_of(world)
    page = f"{world.url}/page/?token={project['page_token']}"
    rehearsal = Rehearsal(
        world.url,
        key_path,
        files["sheet"],
        files["form"],
        project["mailbox"],
        page,
        project["control_token"],
        world,
    )
    return rehearsal, server


@contextmanager
def running(
    seed: str = "cast",
    *,
    key_path: Path | None = None,
    state: Path | None = None,
    port: int = 0,
    people: int = 150,
    number: int = 2026,
    switches: Switches | None = None,
    strict: bool = True,
    measured: bool = False,
) -> Iterator[Rehearsal]:
    """A server in a thread of this process for the length of a ``with`` block.

    Unlike ``serve`` it is strict about our own replies and measures no quota, unless told otherwise.
    """
    with tempfile.TemporaryDirectory(prefix="rehearsal-") as folder:
        rehearsal, server = prepare(
            port=port,
            key_path=key_path or Path(folder) / "key.json",
            state=state,
            seed=seed,
            people=people,
            number=number,
            switches=switches,
            strict=strict,
            measured=measured,
        )
        server.start()
        try:
            yield rehearsal
        finally:
            server.stop()
            rehearsal.world.store.close()
