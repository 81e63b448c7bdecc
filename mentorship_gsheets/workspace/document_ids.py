"""Ids of sheets and forms, taken out of whatever part of an address somebody pasted."""

import re
from urllib.parse import parse_qs, urlsplit

from mentorship_gsheets.errors import Exit, Finding, Level, MentorshipError
from mentorship_gsheets.text import as_key

_ID = re.compile(r"[A-Za-z0-9_-]{20,}")
_IN_ADDRESS = {
    "sheet": re.compile(r"/spreadsheets/(?:u/\d+/)?d/([A-Za-z0-9_-]+)"),
    "form": re.compile(r"/forms/(?:u/\d+/)?d/(?!e/)([A-Za-z0-9_-]+)"),
}
_OPENS = re.compile(r"^https?://(?:drive|docs)\.google\.com/.*[?&]id=([A-Za-z0-9_-]{20,})")
_ANSWER_PAGE = re.compile(r"/forms/(?:u/\d+/)?d/e/")
_HOST = re.compile(r"^(?:https?://)?([\w-]+(?:\.[\w-]+)+)/\S+$", re.IGNORECASE)
_TO_EDIT = "Open the form to edit it, and copy that address: it ends in /edit."
_WITHIN = ("q", "url", "link", "continue")
"""Under which names a redirecting address carries the one it leads to."""


def document_id(text: str, thing: str) -> str:
    """Return the id in an address or id of a sheet or form.

    Parameters
    ----------
    text
        A whole address, or the id alone.
    thing
        ``sheet`` or ``form``.

    Raises
    ------
    MentorshipError
        There is none in it; or it is the page on which a form is answered, or a short address: neither names an id.

    Examples
    --------
    >>> document_id("https://docs.google.com/spreadsheets/d/1AbCdEfGhIjKlMnOpQrStUv/edit#gid=0", "sheet")
    '1AbCdEfGhIjKlMnOpQrStUv'
    >>> document_id(" 1AbCdEfGhIjKlMnOpQrStUv ", "form")
    '1AbCdEfGhIjKlMnOpQrStUv'
    >>> inner = "https%3A%2F%2Fdocs.google.com%2Fforms%2Fd%2F1AbCdEfGhIjKlMnOpQrStUv%2Fedit"
    >>> document_id(f"https://www.google.com/url?q={inner}&sa=D", "form")
    '1AbCdEfGhIjKlMnOpQrStUv'
    """
    text = _followed(text.strip())
    if found := _IN_ADDRESS[thing].search(text) or _OPENS.search(text):
        return found[1]
    if _ID.fullmatch(text):
        return text
    host = _HOST.match(text)
    if thing == "form" and _ANSWER_PAGE.search(text):
        raise _no_form("this is the address where people answer the form, which names no form.")
    if thing == "form" and host and as_key(host[1]) == "forms.gle":
        raise _no_form("this is the short address where people answer the form, which names no form.")
    if thing == "form" and host and not as_key(host[1]).endswith("google.com"):
        raise _no_form(f"this is an address of {host[1]}, and only {host[1]} knows where it leads.")
    raise MentorshipError(f"this is no address of a {thing}: copy the whole address from the browser.", Exit.USAGE)


def _followed(address: str) -> str:
    """Return the address that a redirecting one carries within itself, or the address as it is.

    Google wraps so what is copied out of a mail or a document; others do the same.
    """
    asked = parse_qs(urlsplit(address).query) if "?" in address else {}
    inner = [value for name in _WITHIN for value in asked.get(name, ()) if value.startswith(("http://", "https://"))]
    return _followed(inner[0]) if len(inner) == 1 and inner[0] != address else address


def _no_form(what: str) -> MentorshipError:
    return MentorshipError(Finding(what, _TO_EDIT, "no-form-address", Level.STOP), Exit.USAGE)
