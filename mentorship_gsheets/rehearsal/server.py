"""The HTTP server: cheroot on a loopback port, with the raw connection within reach of the faults."""

from __future__ import annotations

import errno
import logging
import socket
import struct
import threading
from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING, Any

from cheroot import wsgi
from cheroot.server import HTTPConnection
from werkzeug import Request
from werkzeug.http import http_date

from mentorship_gsheets.rehearsal import application
from mentorship_gsheets.rehearsal.answer import Dropped
from mentorship_gsheets.rehearsal.world import World

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment

_CONNECTION = "rehearsal.connection"
_THREADS = 12
"""How many requests are answered at once without further threads; as many more are started whenever few are free."""
_MOST_THREADS = 400
_SILENCE_SECONDS = 60
"""How long a request may stop in its midst before its connection is closed and its thread is free again."""


class _Gateway(wsgi.Gateway_10):
    """Hands the connection on to the application."""

    def get_environ(self) -> dict[str, Any]:  # type: ignore[override] # cheroot's stub says it gives nothing
        environ: dict[str, Any] = super().get_environ()  # type: ignore[no-untyped-call]
        environ[_CONNECTION] = self.req.conn
        return environ


class _Cheroot(wsgi.Server):
    """Keeps connections that send nothing, or half a request, from taking the threads of those that do."""

    def process_conn(self, conn: HTTPConnection) -> None:
        """Give a connection to a thread once something arrives on it, and see that a thread is free."""
        if conn.last_used is None:
            # fresh: cheroot would give it to a thread at once, which would then wait with it
            self._connections.put(conn)  # type: ignore[attr-defined]  # missing in the stubs
            return
        conn.socket.settimeout(_SILENCE_SECONDS)
        # some of those counted as idle may have taken a connection a moment ago
        if self.requests.idle - self.requests.qsize < _THREADS // 2:
            self.requests.grow(_THREADS)
        super().process_conn(conn)


class PortTakenError(OSError):
    """Another program listens on the port already."""


class Server:
    """A server answering for one world, on ``127.0.0.1``."""

    def __init__(self, world: World, port: int = 0) -> None:
        """Bind the port (0: any free one) and set ``world.url``; requests wait until :meth:`serve` or
        :meth:`start`.

        Raises
        ------
        PortTakenError
            Another program listens there.
        """
        self._world = world
        self._cheroot = _Cheroot(
            ("127.0.0.1", port),
            self._wsgi,
            numthreads=_THREADS,
            max=_MOST_THREADS,
            request_queue_size=128,
            timeout=240,
            shutdown_timeout=1,
        )
        self._cheroot.gateway = _Gateway
        # How often the accepting thread looks up, and so how long stopping takes.
        self._cheroot.expiration_interval = 0.1
        try:
            self._cheroot.prepare()
        except OSError as error:
            raise PortTakenError(f"port {port} of this computer is taken") from error
        world.url = f"http://127.0.0.1:{self._cheroot.bind_addr[1]}"
        self._thread: threading.Thread | None = None

    def start(self) -> None:
        """Answer requests in a thread of its own."""
        self._thread = threading.Thread(target=self._cheroot.serve, name="rehearsal", daemon=True)
        self._thread.start()

    def join(self) -> None:
        """Wait, in steps that let signals through, until the server is stopped."""
        while self._thread is not None and self._thread.is_alive():
            self._thread.join(0.5)

    def stop(self) -> None:
        """Close the port and end the threads."""
        self._world.faults.stopped.set()
        self._cheroot.stop()
        if self._thread is not None:
            self._thread.join()
        # cheroot's statistics would keep this server, and with it all sheets, for as long as the process lives
        statistics: dict[str, Any] = getattr(logging, "statistics", {})
        statistics.pop(f"Cheroot HTTPServer {id(self._cheroot)}", None)

    def _wsgi(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        connection: HTTPConnection = environ[_CONNECTION]
        raw_path = environ["REQUEST_URI"].partition("?")[0]
        try:
            answer, afterwards = application.respond(self._world, Request(environ), raw_path)
        except Dropped as dropped:
            _drop(connection, reset=dropped.reset)
        response = application.to_response(answer)
        response.headers["Date"] = http_date(self._world.clock.now())
        if answer.cut is not None:
            body = _cut(connection, answer.content[: answer.cut])
            start_response(response.status, [*response.headers.items()])
            return body
        response.call_on_close(lambda: _after(connection, afterwards))
        return response(environ, start_response)


def _after(connection: HTTPConnection, afterwards: Callable[[], object]) -> None:
    try:
        afterwards()
    except Dropped as dropped:
        _drop(connection, reset=dropped.reset)


def _cut(connection: HTTPConnection, start: bytes) -> Iterator[bytes]:
    yield start
    _drop(connection, reset=False)


def _drop(connection: HTTPConnection, *, reset: bool) -> None:
    """End the connection and this request with it: cheroot takes the error for a client that went away."""
    if reset:
        # Closing with a linger time of zero makes the kernel send RST instead of FIN.
        connection.socket.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        # Else cheroot would shut the connection down in order, and trip over the closed descriptor.
        connection.linger = True
        socket.close(connection.socket.detach())
    else:
        connection.socket.shutdown(socket.SHUT_RDWR)
    raise ConnectionResetError(errno.ECONNRESET, "ordered")
