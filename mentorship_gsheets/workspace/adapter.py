"""The adapter that lets googleapiclient, made for httplib2, call the transport."""

from dataclasses import dataclass
from typing import Any

import httplib2  # type: ignore[import-untyped]  # has no types

from mentorship_gsheets.workspace.transport import Transport


@dataclass(frozen=True, slots=True)
class Httplib2Adapter:
    """A transport that looks like ``httplib2.Http``, the only thing googleapiclient can call.

    httplib2 itself sends a POST a second time when the server closes the connection without an answer.
    """

    transport: Transport
    units: int = 1

    def request(
        self, uri: str, method: str = "GET", body: Any = None, headers: Any = None, **_: Any
    ) -> tuple[httplib2.Response, bytes]:
        """Make one call.

        Parameters
        ----------
        uri
            The address.
        method
            ``GET``, ``POST`` and so on.
        body
            What is sent; ``None``: nothing.
        headers
            Headers besides those of the log-in.
        _
            What googleapiclient passes on to httplib2; taken and ignored.

        Returns
        -------
        tuple[httplib2.Response, bytes]
            A good reply's headers and body.

        Raises
        ------
        MentorshipError
            As `Transport.request` does.
        """
        reply = self.transport.request(method, uri, data=body, headers=headers, units=self.units)
        return httplib2.Response({**reply.headers, "status": str(reply.status_code)}), reply.content

    def close(self) -> None:
        """Leave the transport open: other doors use it."""
