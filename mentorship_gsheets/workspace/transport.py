"""The one way to Google: every call of every client goes through here, paced, counted, judged."""

import json as jsons
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import google.auth.transport.requests
import orjson
import requests
import urllib3
from google.auth.exceptions import RefreshError, TransportError

from mentorship_gsheets.workspace.credentials import google_credentials
from mentorship_gsheets.workspace.key_files import Key, KeyKind
from mentorship_gsheets.workspace.meter import Meter, pauses
from mentorship_gsheets.workspace.sentences import explain, explain_login, unreachable
from mentorship_gsheets.workspace.signals import (
    Context,
    Reason,
    RefusedError,
    Signal,
    UnknownError,
    read_error,
    retry_after,
)

CONNECT_SECONDS = 10.0
READ_SECONDS = 60.0
DEADLINE_SECONDS = 120.0
"""For one call with all its tries; waiting for room in the quota is not counted."""

_SERVICES = {
    "sheets.googleapis.com": "sheets",
    "forms.googleapis.com": "forms",
    "gmail.googleapis.com": "gmail",
    "www.googleapis.com": "drive",
}


@dataclass(frozen=True, slots=True)
class _Setback:
    """One try that failed definitely: why, and after how many seconds Google wants to be asked again."""

    refusal: RefusedError
    passing: bool
    after: float = 0.0


class Transport(requests.Session):
    """A requests session that logs in by itself, under both gspread and googleapiclient.

    A read is tried up to six times within 120 seconds. A write is tried again only after a definite refusal
    that passes (quota, or no connection at all); when its outcome never came back, `UnknownError` is raised.

    Parameters
    ----------
    key
        Decides where calls go: to Google, or to the rehearsal server that ``key.api_endpoint`` names.
    scopes
        The least that the use needs.
    meter
        Shared by all transports of a run.
    subject
        Mailbox a service account acts for.

    Notes
    -----
    Google's AuthorizedSession is not used: it starts a thread that asks iamcredentials about every service
    account, a host that neither a rehearsal nor least privilege has room for. Refreshing and applying the
    credentials, as is done here, never does that.
    """

    def __init__(self, key: Key, scopes: tuple[str, ...], meter: Meter, subject: str = "") -> None:
        super().__init__()
        self.key = key
        self.meter = meter
        self.context = Context(key.who, key.client_id, scopes, subject, key.kind is KeyKind.PERSON)
        self.credentials = google_credentials(key, scopes, subject)
        token_session = requests.Session()
        # a proxy would be asked for 127.0.0.1 too
        self.trust_env = token_session.trust_env = not key.rehearsal
        self._token_request = google.auth.transport.requests.Request(token_session)
        # Google packs replies only where both say so: https://developers.google.com/workspace/sheets/api/performance
        self.headers.update({"Accept-Encoding": "gzip", "User-Agent": "mentorship-gsheets (gzip)"})
        # an auth of our own also keeps requests from taking one out of ~/.netrc
        self.auth = self._authorize

    def request(  # type: ignore[override]  # the parameters the clients use; the others are ours to decide
        self,
        method: str,
        url: str,
        params: Any = None,
        data: Any = None,
        headers: Any = None,
        json: Any = None,
        units: int = 1,
        **_: Any,
    ) -> requests.Response:
        """Make one call and return its good reply, read to the end.

        Parameters
        ----------
        method, url, params, data, headers, json
            As in `requests.Session.request`.
        units
            What the call costs of Gmail's budget.

        Raises
        ------
        RefusedError
            Google said no, for good or in all tries, or could not be reached; nothing was done.
        UnknownError
            A write was sent and its outcome never came back.
        """
        service, address = self._address(url)
        kind = "read" if method.upper() == "GET" else "write"
        content = {"params": params, "data": data, "headers": headers, "json": json}
        deadline = self.meter.clock() + DEADLINE_SECONDS
        waits = pauses(self.meter)
        renewed = False
        while True:
            before = self.meter.clock()
            self.meter.admit(service, kind, units)
            deadline += self.meter.clock() - before
            outcome = self._try(service, kind, method, address, content, deadline)
            if isinstance(outcome, requests.Response):
                return outcome
            if outcome.refusal.signal == Reason.LOGIN and not renewed:
                # the token ran out on the way or was taken back: one fresh one
                renewed, self.credentials.token = True, None
                continue
            self._wait_or_give_up(outcome, waits, deadline)

    def _address(self, url: str) -> tuple[str, str]:
        """Return the service a URL belongs to and the URL to call; nothing else redirects."""
        parts = urlsplit(url)
        service = _SERVICES.get(parts.hostname or "")
        if service is None or parts.scheme != "https":
            raise ValueError(f"not an address of Google's: {parts.scheme}://{parts.hostname}")
        if not self.key.api_endpoint:
            return service, url
        endpoint = urlsplit(self.key.api_endpoint)
        return service, urlunsplit((endpoint.scheme, endpoint.netloc, parts.path, parts.query, ""))

    def _try(
        self, service: str, kind: str, method: str, address: str, content: dict[str, Any], deadline: float
    ) -> requests.Response | _Setback:
        left = max(deadline - self.meter.clock(), 1.0)
        try:
            response = super().request(
                method,
                address,
                timeout=(min(CONNECT_SECONDS, left), min(READ_SECONDS, left)),
                allow_redirects=False,
                stream=True,
                **content,
            )
            self._read_body(response, deadline)
        except RefusedError as no_login:
            # what the call would have done was never asked for
            return _Setback(no_login, passing=no_login.signal in ("google-unreachable", Reason.FAULT))
        except (requests.RequestException, urllib3.exceptions.HTTPError) as error:
            if kind == "write" and not _never_connected(error):
                raise UnknownError(service) from None
            # from None, here and below: the reason quotes the address, and that the search words
            return _Setback(RefusedError(unreachable(urlsplit(address).netloc)), passing=True)
        if response.status_code < 300:
            return response
        signal = read_error(service, response.status_code, response.content.decode("utf-8", "replace"))
        if kind == "write" and signal.reason is Reason.FAULT:
            raise UnknownError(service)
        refusal = RefusedError(explain(signal, service, self.context), signal.code)
        return _Setback(
            refusal, signal.reason in (Reason.QUOTA, Reason.FAULT), retry_after(response.headers.get("Retry-After", ""))
        )

    def _read_body(self, response: requests.Response, deadline: float) -> None:
        """Read a reply within the deadline; a good JSON reply that is none was cut off on the way."""
        chunks = []
        # read1 returns after every packet, so that a trickle cannot outlast the deadline
        while chunk := response.raw.read1(1 << 16, decode_content=True):
            chunks.append(chunk)
            if self.meter.clock() > deadline:
                response.close()
                raise requests.ReadTimeout
        # requests has no public way to fill in a body that was read by hand
        response._content = b"".join(chunks)
        response._content_consumed = True  # type: ignore[attr-defined]  # missing in the stubs
        response.close()
        if response.status_code == 200 and not urlsplit(response.url).path.endswith("/export"):
            try:
                parsed = _parsed(response.content)
            except ValueError:
                raise requests.exceptions.InvalidJSONError from None
            # a sheet is megabytes: what was parsed to see that it is whole is not parsed a second time
            response.json = lambda **_: parsed  # type: ignore[method-assign]  # requests parses each time it is asked

    def _wait_or_give_up(self, setback: _Setback, waits: Iterator[float], deadline: float) -> None:
        pause = next(waits, None)
        if not setback.passing or pause is None:
            raise setback.refusal
        pause = max(pause, setback.after)
        if self.meter.clock() + pause > deadline:
            raise setback.refusal
        self.meter.wait(pause, setback.refusal.findings[0].what)

    def _authorize(self, prepared: requests.PreparedRequest) -> requests.PreparedRequest:
        """Put the access token on a request, after getting one when there is none that still holds."""
        if not self.credentials.valid:
            try:
                self.credentials.refresh(self._ask_token)  # type: ignore[no-untyped-call]  # google-auth has no types
            except RefreshError as error:
                raise self._login_refused(error) from None
            except TransportError:
                raise RefusedError(unreachable(self._token_host)) from None
        self.credentials.apply(prepared.headers)  # type: ignore[no-untyped-call]  # google-auth has no types
        return prepared

    def _ask_token(self, **asked: Any) -> Any:
        """Ask the token endpoint once, as google-auth wants to; its own tries again would be slow and silent."""
        asked["timeout"] = (CONNECT_SECONDS, READ_SECONDS)
        answer = self._token_request(**asked)
        if answer.status == 429 or answer.status >= 500:
            raise RefusedError(explain(Signal(Reason.FAULT, answer.status), "drive", self.context), answer.status)
        return answer

    @property
    def _token_host(self) -> str:
        return urlsplit(str(self.key.info["token_uri"])).netloc

    def _login_refused(self, error: RefreshError) -> RefusedError:
        answer = error.args[1] if len(error.args) > 1 and isinstance(error.args[1], dict) else {}
        word, description = str(answer.get("error", "")), str(answer.get("error_description", ""))
        return RefusedError(explain_login(word, description, self.context))


def _parsed(content: bytes) -> Any:
    """Return what a JSON reply says; half a surrogate pair, which orjson refuses, is read as the standard library does.

    Raises `ValueError` where it is no JSON.
    """
    try:
        return orjson.loads(content)
    except ValueError:
        return jsons.loads(content)


def _never_connected(error: Exception) -> bool:
    """Return whether nothing of a request can have left: no name, no connection, no answer from the proxy."""
    if isinstance(error, requests.exceptions.ProxyError | requests.ConnectTimeout):
        return True
    reason = getattr(error.args[0], "reason", None) if error.args else None
    return isinstance(reason, urllib3.exceptions.NewConnectionError)
