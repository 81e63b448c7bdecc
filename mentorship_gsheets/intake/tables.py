"""Tables of answers as programs export them: bytes become rows, and the headings are found among them."""

import csv
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from io import StringIO

from mentorship_gsheets.intake.addresses import LIKE_AN_ADDRESS
from mentorship_gsheets.intake.texts import LONGEST_CELL
from mentorship_gsheets.intake.values import yes_no
from mentorship_gsheets.text import as_key

_SEPARATORS = ",;\t|"
_DECLARED = re.compile(r'"?sep=(.)"?\s*', re.IGNORECASE)
_JUDGED_BY = 200
"""Rows by which a separator is chosen."""

_MOST_TITLE_ROWS = 10
_LONGEST_VALUE = 100
_DATE_OR_NUMBER = re.compile(r"\d[\d\s.,:/T-]*")
_BOMS = (
    (b"\xef\xbb\xbf", "utf-8-sig"),
    (b"\xff\xfe\x00\x00", "utf-32"),
    (b"\x00\x00\xfe\xff", "utf-32"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
)
_OPTION = re.compile(r"(?P<question>.*\S)\s*(?:\[(?P<grid>[^\[\]]+)\]|\((?P<option>[^()]+)\))\s*", re.DOTALL)
_NUMBERED = re.compile(r"(?:q|question)?[ _-]?\d+(?:[._]\d+)*", re.IGNORECASE)
_IMPORT_ID = re.compile(r"\{['\"]ImportId['\"]\s*:")
_OPEN_ENDED = ("response", "open-ended response", "open ended response", "antwort", "réponse", "respuesta")
"""What SurveyMonkey writes below a question that has no parts."""


@dataclass(frozen=True, slots=True)
class Table:
    """A table of answers.

    Parameters
    ----------
    header
        The headings, one a column; several rows of headings are joined to one.
    rows
        The answers, as many cells as there are headings; blank rows are absent.
    above
        How many rows of the export stand above the first row of answers.
    places
        Which row of the export each row of answers is, counted from 0.
    columns
        Which column of the export each heading stands in, counted from 0; of merged ones the first.
    """

    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    above: int
    # where something stood is no part of what it says
    places: tuple[int, ...] = field(default=(), compare=False)
    columns: tuple[int, ...] = field(default=(), compare=False)


def decoded(content: bytes) -> str:
    """Return the text of a file, whatever it was written in.

    Notes
    -----
    A byte order mark counts, then UTF-8, then UTF-16 by its zero bytes, then what charset-normalizer makes of it
    (https://charset-normalizer.readthedocs.io), then Windows-1252.

    >>> decoded("Zoë".encode("utf-16")), decoded("Zoë".encode("cp1252"))
    ('Zoë', 'Zoë')
    """
    for mark, encoding in _BOMS:
        if content.startswith(mark):
            return content.decode(encoding, "replace")
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError:
        text = ""
    if text and "\x00" not in text:
        return text
    if content[1:200:2].count(0) > content[:200:2].count(0) + 10:
        return content.decode("utf-16-le", "replace")
    if content[:200:2].count(0) > content[1:200:2].count(0) + 10:
        return content.decode("utf-16-be", "replace")
    # slow to import, and nearly every file is UTF-8
    from charset_normalizer import from_bytes

    western = content.decode("cp1252", "replace")
    found = from_bytes(content).best()
    if found is None or _mostly_latin(western):
        return western
    return str(found)


def _mostly_latin(text: str) -> bool:
    """Return whether a text read as Windows-1252 holds few signs but letters that Western words are written with."""
    strange = sum(not char.isascii() and not char.isalpha() for char in text)
    foreign = sum(not char.isascii() and char.isalpha() for char in text)
    letters = sum(char.isascii() and char.isalpha() for char in text)
    return "\ufffd" not in text and foreign * 8 < letters + 8 and strange * 20 < letters + 20


def csv_rows(text: str) -> list[list[str]]:
    """Return the rows of a .csv text of any dialect; line breaks within quotes part no row.

    Parameters
    ----------
    text
        As `decoded`. A first line ``sep=;``, which Excel writes and reads, counts; else the separator is the one of
        comma, semicolon, tab and bar with which, quotes obeyed, most rows have as many cells.

    >>> csv_rows('"Which (a, b, c)?";Name\\n1;Ada\\n2;Bo\\n')
    [['Which (a, b, c)?', 'Name'], ['1', 'Ada'], ['2', 'Bo']]
    """
    first, _, rest = text.partition("\n")
    if declared := _DECLARED.fullmatch(first.rstrip("\r")):
        return list(_split(rest, declared[1]))
    by_separator = {separator: _sample(text, separator) for separator in _SEPARATORS}
    return list(_split(text, max(_SEPARATORS, key=lambda separator: _fitness(by_separator[separator]))))


def _split(text: str, separator: str) -> Iterator[list[str]]:
    csv.field_size_limit(max(csv.field_size_limit(), 20 * LONGEST_CELL))
    # newline="" leaves line breaks within quotes alone; splitlines would cut at U+2028 as well
    return csv.reader(StringIO(text, newline=""), delimiter=separator)


def _sample(text: str, separator: str) -> list[list[str]]:
    rows = []
    for row in _split(text, separator):
        if any(cell.strip() for cell in row):
            rows.append(row)
        if len(rows) == _JUDGED_BY:
            break
    return rows


def _fitness(rows: Sequence[Sequence[str]]) -> tuple[float, int]:
    """How many rows have the width that most have, and that width; a single column is none."""
    widths = Counter(map(len, rows))
    width, times = max(widths.items(), key=lambda item: (item[1], item[0]), default=(1, 0))
    return (times / len(rows) if width > 1 else 0.0, width)


def table_of(rows: Sequence[Sequence[str]]) -> Table:
    """Find the headings among rows, and return the answers below them.

    Parameters
    ----------
    rows
        As exported: titles and instructions above the headings, Qualtrics' three rows of them, SurveyMonkey's two,
        ragged and blank rows.

    Returns
    -------
    The table; without any headings its header is empty. One column a check box ("Question [option]" with TRUE and
    FALSE, or SurveyMonkey's parts) becomes one column with the options ticked, joined with semicolons.

    Examples
    --------
    >>> table_of([["Mentors 2027"], [], ["Name", "Email"], ["Ada", "ada@example.org"]]).header
    ('Name', 'Email')
    """
    filled = [(number, _trimmed(row)) for number, row in enumerate(rows)]
    filled = [(number, row) for number, row in filled if row]
    if not filled:
        return Table((), (), 0)
    width = max(len(row) for _, row in filled)
    start = header_row([row for _, row in filled])
    header, below = list(filled[start][1]), start + 1
    header += [""] * (width - len(header))
    if below < len(filled) and any(_IMPORT_ID.match(cell) for cell in filled[below][1]):
        below += 1
    elif below + 1 < len(filled) and any(_IMPORT_ID.match(cell) for cell in filled[below + 1][1]):
        # the row of names such as Q1 stands above the wordings
        header = _padded(filled[below][1], width)
        below += 2
    elif below < len(filled) and _is_second_header(header, filled[below][1]):
        header = _joined(header, _padded(filled[below][1], width))
        below += 1
    answers = [_padded(row, width) for _, row in filled[below:]]
    above = filled[below][0] if below < len(filled) else len(rows)
    return _with_ticks_merged(header, answers, above, [number for number, _ in filled[below:]])


def header_row(rows: Sequence[Sequence[str]]) -> int:
    """Return which of some rows holds the headings: the first that is filled as the rows below and names nobody.

    Parameters
    ----------
    rows
        Not blank.

    Examples
    --------
    >>> header_row([["Our mentors"], ["Name", "Email"], ["Ada", "ada@example.org"]])
    1
    """
    counts = [sum(bool(cell.strip()) for cell in row) for row in rows]
    typical = sorted(counts)[len(counts) // 2]
    for number, row in enumerate(rows[:_MOST_TITLE_ROWS]):
        filled = 2 * counts[number] > max(counts[number + 1 :][:20], default=typical)
        if all(_NUMBERED.fullmatch(cell.strip()) for cell in row if cell.strip()):
            # "Q1", "Q2": the wordings stand below
            continue
        if filled and not any(_is_value(cell) for cell in row):
            return number
    return 0


def _is_value(cell: str) -> bool:
    """Return whether a cell answers something: an address that is no example in a question, a date, a number."""
    text = cell.strip()
    address = LIKE_AN_ADDRESS.search(text) and len(text) < _LONGEST_VALUE and not text.endswith(("?", ":"))
    return bool(address) or _DATE_OR_NUMBER.fullmatch(text) is not None


def _trimmed(row: Sequence[str]) -> list[str]:
    cells = list(row)
    while cells and not cells[-1].strip():
        cells.pop()
    return cells


def _padded(row: Sequence[str], width: int) -> list[str]:
    return [*row, *[""] * (width - len(row))]


def _is_second_header(header: Sequence[str], below: Sequence[str]) -> bool:
    """Return whether a row goes on with the headings: it names the parts where they are blank, and answers nothing."""
    parts = [cell for cell, heading in zip(below, header, strict=False) if cell.strip() and not heading.strip()]
    answers_something = any(LIKE_AN_ADDRESS.search(cell) or cell.strip().replace("/", "").isdigit() for cell in below)
    return bool(parts) and not answers_something


def _joined(header: Sequence[str], below: Sequence[str]) -> list[str]:
    joined, above = list[str](), ""
    for heading, part in zip(header, below, strict=True):
        above = heading.strip() or above
        plain = not part.strip() or as_key(part) in _OPEN_ENDED
        joined.append(above if plain else f"{above} [{part.strip()}]" if above else part.strip())
    return joined


def _with_ticks_merged(
    header: Sequence[str], rows: Sequence[Sequence[str]], above: int, places: Sequence[int]
) -> Table:
    groups: dict[str, list[int]] = {}
    for index, heading in enumerate(header):
        if found := _OPTION.fullmatch(heading):
            groups.setdefault(found["question"], []).append(index)
    ticked = {
        indices[0]: indices
        for indices in groups.values()
        if len(indices) > 1
        and any(row[index].strip() for row in rows for index in indices)
        and all(_is_tick(row[index], header[index]) for row in rows for index in indices)
    }
    gone = {index for indices in ticked.values() for index in indices[1:]}
    kept = [index for index in range(len(header)) if index not in gone]

    def cell(row: Sequence[str], index: int) -> str:
        if index not in ticked:
            return row[index]
        return "; ".join(_option(header[one]) for one in ticked[index] if _is_ticked(row[one], header[one]))

    def title(index: int) -> str:
        found = _OPTION.fullmatch(header[index]) if index in ticked else None
        return found["question"] if found else header[index]

    return Table(
        tuple(title(index) for index in kept),
        tuple(tuple(cell(row, index) for index in kept) for row in rows),
        above,
        tuple(places),
        tuple(kept),
    )


def _option(heading: str) -> str:
    found = _OPTION.fullmatch(heading)
    return (found["grid"] or found["option"]).strip() if found else heading


def _is_tick(cell: str, heading: str) -> bool:
    text = cell.strip()
    return text in ("", "0", "1") or text == _option(heading) or yes_no.read(text) is not None


def _is_ticked(cell: str, heading: str) -> bool:
    text = cell.strip()
    return text == "1" or (bool(text) and text == _option(heading)) or yes_no.read(text) is True
