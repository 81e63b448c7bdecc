"""The page for sponsors, from the tiers in the tab Sponsors: as HTML and as Markdown."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape


@dataclass(frozen=True, slots=True)
class Tier:
    """What a sponsor can take.

    Parameters
    ----------
    name, price, brings
        As they stand in the tab.
    """

    name: str
    price: str
    brings: str


def tiers(rows: Sequence[Mapping[str, str]]) -> list[Tier]:
    """Return the tiers of a table of sponsors: its rows with something under ``Offer``."""
    found = (
        (row.get("Offer", "").strip(), row.get("Price", "").strip(), row.get("Brings", "").strip()) for row in rows
    )
    return [Tier(*cells) for cells in found if cells[0]]


def as_markdown(conference: str, currency: str, starts: str, offered: Sequence[Tier]) -> str:
    """Return the prospectus as Markdown; no text of a cell becomes markup.

    >>> print(as_markdown("ExampleConf", "EUR", "2028-05-12", [Tier("Gold", "3000", "Logo | booth")]).splitlines()[-1])
    | Gold | EUR 3000 | Logo \\| booth |
    """
    lines = [
        f"# Sponsor {_md(conference)}",
        "",
        *(f"{paragraph}\n" for paragraph in _paragraphs(_md(conference), _md(starts))),
        "| tier | price | what it brings |",
        "|---|---|---|",
        *(f"| {_md(tier.name)} | {_md(currency)} {_md(tier.price)} | {_md(tier.brings)} |" for tier in offered),
    ]
    return "\n".join(lines) + "\n"


def as_html(conference: str, currency: str, starts: str, offered: Sequence[Tier]) -> str:
    """Return the prospectus as a page with its own styles, which loads nothing from elsewhere."""
    rows = "\n".join(
        f"<tr><th scope='row'>{escape(tier.name)}</th><td>{escape(currency)} {escape(tier.price)}</td>"
        f"<td>{escape(tier.brings)}</td></tr>"
        for tier in offered
    )
    text = "\n".join(f"<p>{paragraph}</p>" for paragraph in _paragraphs(escape(conference), escape(starts)))
    return (
        "<!doctype html>\n<html lang='en'>\n<head>\n<meta charset='utf-8'>\n"
        f"<title>Sponsor {escape(conference)}</title>\n<style>{_STYLE}</style>\n</head>\n<body>\n"
        f"<h1>Sponsor {escape(conference)}</h1>\n{text}\n"
        "<table>\n<thead><tr><th>Tier</th><th>Price</th><th>What it brings</th></tr></thead>\n"
        f"<tbody>\n{rows}\n</tbody>\n</table>\n</body>\n</html>\n"
    )


_STYLE = (
    "body{font:16px/1.5 sans-serif;max-width:44rem;margin:3rem auto;padding:0 1rem;color:#1d2530}"
    "table{border-collapse:collapse;width:100%}th,td{text-align:left;padding:.5rem;border-bottom:1px solid #c8d0da;"
    "vertical-align:top}td:nth-child(2){white-space:nowrap}"
)


def _paragraphs(conference: str, starts: str) -> tuple[str, ...]:
    return (
        f"{conference} is made by volunteers, for people who learn from each other. It begins on {starts}. What you "
        "give pays for tickets of those who could not come otherwise, for captions, and for the travel of speakers.",
        "You meet people who like what they do, and they remember who made it possible. We say in writing what you "
        "get, and we keep a list until you have it.",
    )


def _md(text: str) -> str:
    return re.sub(r"([\\`*_{}\[\]<>#|!])", r"\\\1", " ".join(text.split()))
