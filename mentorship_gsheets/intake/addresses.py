"""E-mail addresses: cleaned once, here, and the same person under several of them."""

import re
import unicodedata
from functools import lru_cache

from email_validator import EmailNotValidError, validate_email

from mentorship_gsheets.intake.texts import clean

LIKE_AN_ADDRESS = re.compile(r"[\w+-]@\w")
"""An @ between two letters: what people and mail programs take for an address. ``@ada`` is none."""

# what people leave around an address when they copy it
_AROUND = " .,;:'\"`()[]<>"


@lru_cache(maxsize=2**16)
def read_email(text: str) -> tuple[str, str]:
    """Clean an address.

    Parameters
    ----------
    text
        What somebody typed: capitals, odd spaces, ``mailto:``, ``Name <address>``, a trailing full stop.

    Returns
    -------
    address, problem
        The address in lower case (domain names as people read them), and nothing; or nothing, and what is the
        matter as the end of a sentence ("is blank", "holds two addresses").

    Notes
    -----
    Syntax by the email-validator package, without asking the network whether the domain exists. Domains that are
    reserved for examples (RFC 2606) are let pass, because a rehearsal uses them.

    Examples
    --------
    >>> read_email("mailto:Ada.Lovelace@Example.ORG ")
    ('ada.lovelace@example.org', '')
    >>> read_email("Ada <ada@example.org>"), read_email("o'brien@example.org")
    (('ada@example.org', ''), ("o'brien@example.org", ''))
    >>> read_email("ada@example.org, bo@example.org")
    ('', 'holds two addresses')
    """
    if not text.strip():
        return "", "is blank"
    if re.search(r"[\r\n].*:", text.strip()):
        # a line break before a word and a colon is how mail headers are forged
        return "", "holds a line break"
    found, loose = _parts(text)
    if len(found) > 1:
        return "", "holds two addresses"
    if not found:
        return "", "is no address"
    if loose:
        # "ada lovelace@example.org": guessing which words belong to it would write to somebody else
        return "", "holds more than an address"
    try:
        address = validate_email(found.pop(), check_deliverability=False, test_environment=True, strict=False)
    except EmailNotValidError:
        return "", "is no address"
    local, domain = address.local_part.lower(), address.domain.lower()
    if _mixed(local) or any(_mixed(label) for label in domain.split(".")):
        return "", "mixes letters of several alphabets that look alike"
    return f"{local}@{domain}", ""


def _parts(text: str) -> tuple[set[str], bool]:
    """Return what looks like an address, and whether words stand beside it that are no name in front of ``<...>``."""
    # letters of full width come from East Asian keyboards; IDNA reads domains the same way
    plain = unicodedata.normalize("NFKC", clean(text))
    plain = re.sub(r"(?i)\bmailto:([^?\s]*)(\?\S*)?", r" \1 ", plain)
    plain = re.sub(r"\s*@\s*", "@", re.sub(r"\([^()]*\)", " ", plain))
    bracketed = re.findall(r"<([^<>]*@[^<>]*)>", plain)
    words = [word.strip(_AROUND) for word in re.split(r"[\s,;<>]+", re.sub(r"<[^<>]*@[^<>]*>", " ", plain))]
    found = {word.lower() for word in words if "@" in word} | {part.strip(_AROUND).lower() for part in bracketed}
    return found, not bracketed and any(word and "@" not in word for word in words)


def _mixed(label: str) -> bool:
    """Return whether a label mixes Latin with Cyrillic or Greek letters, the usual way to fake one."""
    scripts = {unicodedata.name(char, "?").split()[0] for char in label if char.isalpha()}
    return "LATIN" in scripts and bool(scripts & {"CYRILLIC", "GREEK"})


def same_mailbox(address: str) -> str:
    """Return what is equal for addresses that may well be one person's: no ``+tag``, no dots at Gmail.

    Only for asking a person; nobody is ever merged by it.

    >>> same_mailbox("a.da+conf@googlemail.com") == same_mailbox("ada@gmail.com")
    True
    """
    local, _, domain = address.rpartition("@")
    local = local.partition("+")[0]
    if domain in ("gmail.com", "googlemail.com"):
        local, domain = local.replace(".", ""), "gmail.com"
    return f"{local}@{domain}"
