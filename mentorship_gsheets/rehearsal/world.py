"""Everything a running rehearsal consists of, handed to whoever answers a request."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from mentorship_gsheets.rehearsal.call import Call, Caller, CallerKind, Clock, Handler, Switches
from mentorship_gsheets.rehearsal.faults import Faults
from mentorship_gsheets.rehearsal.quota import Meter
from mentorship_gsheets.rehearsal.store import Store


@dataclass(slots=True)
class World:
    """State and settings of one server.

    ``url`` is known once the port is. ``strict`` turns a reply of ours that breaks Google's schema into a
    500; it is noted in the journal either way.
    """

    store: Store
    handlers: Mapping[str, Handler]
    clock: Clock = field(default_factory=Clock)
    switches: Switches = field(default_factory=Switches)
    meter: Meter = field(default_factory=Meter)
    faults: Faults = field(default_factory=Faults)
    url: str = ""
    strict: bool = False

    @property
    def project(self) -> dict[str, Any]:
        """The project record of ``identity``; shared, not to be changed."""
        project = self.store.view("project", "main")
        assert project is not None  # noqa: S101 - made before the server starts
        return project

    def as_user(
        self, email: str, method: str, params: Mapping[str, Any], body: dict[str, Any] | None = None
    ) -> dict[str, Any]:
        """Do one API call in a person's name, past network, quota and faults: for seeds and the scripted organizer.

        Parameters
        ----------
        email
            Address of the person.
        method
            Google's full name of the method.
        params
            Its parameters, path and query together.
        body
            Its body; ``None`` where it has none.

        Returns
        -------
        dict[str, Any]
            The reply.

        Raises
        ------
        ApiError
            What Google would refuse.
        """
        person = Caller(email, frozenset(), CallerKind.USER, email)
        call = Call(method, params, body, person, self.store, self.clock, self.switches, base_url=self.url)
        with self.store.transaction():
            reply = self.handlers[method](call)
        assert isinstance(reply, dict)  # noqa: S101 - only exports answer with media, and nobody exports so
        return reply
