"""Ids of sheets and forms, taken out of whatever part of an address somebody pasted."""

import re

from mentorship_gsheets.errors import Exit, MentorshipError

_ID = re.compile(r"[A-Za-z0-9_-]{20,}")
_IN_ADDRESS = {
    "sheet": re.compile(r"/spreadsheets/(?:u/\d+/)?d/([A-Za-z0-9_-]+)"),
    "form": re.compile(r"/forms/(?:u/\d+/)?d/(?!e/)([A-Za-z0-9_-]+)"),
}
_ANSWER_PAGE = re.compile(r"/forms/(?:u/\d+/)?d/e/|forms\.gle/")


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
        There is none in it; or it is the page on which a form is answered, which names no id.

    Examples
    --------
    >>> document_id("https://docs.google.com/spreadsheets/d/1AbCdEfGhIjKlMnOpQrStUv/edit#gid=0", "sheet")
    '1AbCdEfGhIjKlMnOpQrStUv'
    >>> document_id(" 1AbCdEfGhIjKlMnOpQrStUv ", "form")
    '1AbCdEfGhIjKlMnOpQrStUv'
    """
    text = text.strip()
    if found := _IN_ADDRESS[thing].search(text):
        return found[1]
    if _ID.fullmatch(text):
        return text
    if thing == "form" and _ANSWER_PAGE.search(text):
        raise MentorshipError(
            "this is the address where people answer the form; open the form to edit it, and copy that address.",
            Exit.USAGE,
        )
    raise MentorshipError(f"this is no address of a {thing}: copy the whole address from the browser.", Exit.USAGE)
