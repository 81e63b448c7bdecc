"""Which institution a mail address belongs to."""

from collections.abc import Iterable
from functools import lru_cache

from publicsuffixlist import PublicSuffixList

from mentorship_gsheets.scoring.lists import ASSOCIATIONS, FREE_MAIL, FREE_MAIL_ANYWHERE, RELAYS
from mentorship_gsheets.text import as_key

# RFC 2606 keeps these for examples, so nobody can own them: whoever writes uni-a.example.org means an institution
# of its own. As ordinary registrable domains they would make everybody in a rehearsal a colleague of everybody.
_RESERVED = ("example.com", "example.net", "example.org")

_ANYBODY = FREE_MAIL | ASSOCIATIONS | RELAYS


@lru_cache(maxsize=1)
def _suffixes() -> PublicSuffixList:
    # the list's private part holds hosts such as github.io, under which strangers live side by side
    return PublicSuffixList()


@lru_cache(maxsize=65536)
def _registrable(domain: str) -> str:
    for reserved in _RESERVED:
        if domain == reserved:
            return ""
        if domain.endswith("." + reserved):
            return domain.removesuffix("." + reserved).rpartition(".")[2] + "." + reserved
    return _suffixes().privatesuffix(domain) or ""


def institution(email: str, free_mail: Iterable[str] = ()) -> str:
    """Return the domain of the institution an address belongs to, without subdomains; empty when it tells nothing.

    Parameters
    ----------
    email
        A cleaned address.
    free_mail
        More providers whose users are not colleagues, beside those known here.

    Returns
    -------
    str
        Empty for addresses that anybody can have, and for domains under which nobody registers.

    Notes
    -----
    Where registrations begin is what the public suffix list says (https://publicsuffix.org/list/): physics.uni.ac.uk
    and chemistry.uni.ac.uk are one institution, uni-a.ac.uk and uni-b.ac.uk are two, and a bare gov.uk is none.

    Examples
    --------
    >>> institution("ada@physics.uni-a.example.org"), institution("bo@example.org"), institution("cy@gmail.com")
    ('uni-a.example.org', '', '')
    """
    return _institution(email.rpartition("@")[2], frozenset(free_mail))


@lru_cache(maxsize=2**16)
def _institution(host: str, free_mail: frozenset[str]) -> str:
    domain = as_key(host.rstrip("."))
    found = _registrable(domain)
    free = {as_key(provider).lstrip("@") for provider in free_mail}
    anybody = {found, domain} & _ANYBODY or found.partition(".")[0] in FREE_MAIL_ANYWHERE
    # whoever keeps the address of a university for life has left it
    alumni = any(label in ("alumni", "alum", "alumnos", "alumnus") for label in domain.removesuffix(found).split("."))
    return "" if anybody or alumni or {found, domain} & free else found
