"""Somebody who logs in through the rehearsal's consent page, in this process or as a browser of its own."""

import shlex
import sys
import threading
import urllib.error
import urllib.parse
import urllib.request
from html.parser import HTMLParser

from mentorship_gsheets.workspace.login import Way


class _Page(HTMLParser):
    """The fields of the form on a page."""

    def __init__(self) -> None:
        super().__init__()
        self.hidden: list[tuple[str, str]] = []
        self.boxes: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = {name: value or "" for name, value in attrs}
        if tag == "input" and found["type"] == "hidden":
            self.hidden.append((found["name"], found["value"]))
        elif tag == "input":
            self.boxes.append(found["value"])


class _Stopping(urllib.request.HTTPRedirectHandler):
    """Notes where the browser was sent, and follows only where somebody can listen."""

    def __init__(self) -> None:
        self.addresses: list[str] = []

    def redirect_request(self, req, fp, code, msg, headers, newurl):  # type: ignore[no-untyped-def]  # urllib's signature
        self.addresses.append(newurl)
        if urllib.parse.urlsplit(newurl).port == 1:
            return None
        return super().redirect_request(req, fp, code, msg, headers, newurl)


def press(url: str, account: str, decision: str = "allow", unticked: str = "") -> str:
    """Open the page, choose, tick, press; the address the browser ends at."""
    stopping = _Stopping()
    opener = urllib.request.build_opener(stopping)
    try:
        with opener.open(url, timeout=20) as answer:
            page = _Page()
            page.feed(answer.read().decode())
        ticked = [("granted", scope) for scope in page.boxes if scope != unticked]
        form = urllib.parse.urlencode([*page.hidden, *ticked, ("account", account), ("decision", decision)])
        with opener.open(url.partition("?")[0], form.encode(), timeout=20) as answer:
            answer.read()
    except urllib.error.HTTPError:
        # a page that leads nowhere, or an address nobody listens at
        pass
    return stopping.addresses[-1]


class Person:
    """Somebody at a browser who chooses an account and presses Allow or Deny."""

    def __init__(self, account: str, decision: str = "allow", unticked: str = "") -> None:
        self.account = account
        self.unticked = unticked
        self.decision = decision
        self.saw = ""
        self.ended = ""

    def __call__(self, url: str) -> None:
        self.saw = url
        threading.Thread(target=press, args=(url, self.account, self.decision, self.unticked)).start()

    @property
    def way(self) -> Way:
        """To log in with a browser on this computer."""
        return Way(self)

    @property
    def pasting(self) -> Way:
        """To log in with a browser elsewhere, and paste what it ends at."""
        return Way(self._go, lambda: self.ended)

    def _go(self, url: str) -> None:
        self.saw = url
        self.ended = press(url, self.account, self.decision, self.unticked)


def program(account: str, decision: str = "allow", unticked: str = "") -> str:
    """What ``BROWSER`` may name for a process: a program that does with an address what a `Person` does."""
    return shlex.join([sys.executable, __file__, account, decision, unticked, "%s"])


if __name__ == "__main__":
    press(sys.argv[-1], *sys.argv[1:-1])
