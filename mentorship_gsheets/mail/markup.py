"""The HTML part of a mail, made from its text: everything escaped, trusted addresses clickable, nothing else."""

import re
from collections.abc import Iterable
from html import escape
from itertools import groupby
from urllib.parse import quote

_STYLE = "font-family: sans-serif; font-size: 15px; line-height: 1.5; color: #222; max-width: 40em"
_WEB = re.compile(r"https?://[^\s<>\"'{}]*[^\s<>\"'{}.,;:!?)]")


def web_addresses(text: str) -> tuple[str, ...]:
    """Return the web addresses in a template or setting, without the punctuation behind them.

    >>> web_addresses("See https://example.org/coc. Thanks")
    ('https://example.org/coc',)
    """
    return tuple(_WEB.findall(text))


def to_html(text: str, links: Iterable[str]) -> str:
    """Return a text as an HTML document.

    Parameters
    ----------
    text
        Paragraphs are parted by a blank line; lines that begin with ``- `` become a list.
    links
        Web and mail addresses that become links wherever they stand whole. Addresses that only occur in somebody's
        answer are not among them and stay text.
    """
    pattern = _links_pattern(links)
    body = "\n".join(_paragraph(paragraph, pattern) for paragraph in text.split("\n\n"))
    return f'<!DOCTYPE html>\n<html><body><div style="{_STYLE}">\n{body}\n</div></body></html>\n'


def _links_pattern(links: Iterable[str]) -> re.Pattern[str]:
    # the longest first, and never inside a longer address
    alternatives = "|".join(re.escape(link) for link in sorted(set(links), key=lambda link: (-len(link), link)) if link)
    return re.compile(rf"(?<![\w@./+-])({alternatives})(?!\.?[\w@/+-])") if alternatives else re.compile(r"(?!)()")


def _paragraph(paragraph: str, pattern: re.Pattern[str]) -> str:
    blocks = []
    for is_list, lines in groupby(paragraph.split("\n"), key=lambda line: line.startswith("- ")):
        if is_list:
            blocks.append(f"<ul>{''.join(f'<li>{_line(line[2:], pattern)}</li>' for line in lines)}</ul>")
        else:
            blocks.append(f"<p>{'<br>'.join(_line(line, pattern) for line in lines)}</p>")
    return "\n".join(blocks)


def _line(line: str, pattern: re.Pattern[str]) -> str:
    # split gives text and links in turn; both are escaped, once
    parts = pattern.split(line)
    return "".join(_anchor(part) if number % 2 else escape(part) for number, part in enumerate(parts))


def _anchor(link: str) -> str:
    target = link if link.startswith("http") else "mailto:" + quote(link, safe="@")
    return f'<a href="{escape(target)}">{escape(link)}</a>'
