"""Somebody who logs in through the rehearsal's consent page."""

import threading
import urllib.parse
import urllib.request


class Person:
    """Somebody at a browser who chooses an account and presses Allow or Deny."""

    def __init__(self, account: str, decision: str = "allow", unticked: str = "") -> None:
        self.account = account
        self.unticked = unticked
        self.decision = decision
        self.saw = ""

    def __call__(self, url: str) -> None:
        self.saw = url
        threading.Thread(target=self.press, args=(url,)).start()

    def press(self, url: str) -> None:
        asked = dict(urllib.parse.parse_qsl(urllib.parse.urlsplit(url).query))
        asked["scope"] = " ".join(scope for scope in asked["scope"].split() if scope != self.unticked)
        form = urllib.parse.urlencode(asked | {"account": self.account, "decision": self.decision}).encode()
        address = url.partition("?")[0]
        with urllib.request.urlopen(address, form, timeout=20) as page:  # noqa: S310 - the rehearsal's own
            page.read()
