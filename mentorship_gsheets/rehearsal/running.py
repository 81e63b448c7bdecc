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
        """The requests after number ``since``, see :meth:`Store.journal`."""
        return self.world.store.journal(since, method)

    def last_request(self) -> int:
        """The number of the newest request in the journal; 0 before the first."""
        return self.world.store.last_request()

    def control(self, verb: str, order: str, asked: Mapping[str, Any] | None = None) -> dict[str, Any]:
        """Give an order over the control endpoint, as anybody outside this process would; its answer."""
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

    Raises ``NotOursError`` or ``ForeignFileError``, before anything is written, where ``key_path`` or ``state``
    is a file no rehearsal made.

    ``people`` and ``number`` (the random seed) shape the cast; ``measured`` is the quota meter.
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
