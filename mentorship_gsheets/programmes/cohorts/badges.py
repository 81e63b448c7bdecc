"""Badges: a picture for each completed task, drawn from an SVG template, in whatever script a name is written."""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any
from xml.etree import ElementTree

from jinja2 import StrictUndefined
from jinja2.sandbox import SandboxedEnvironment

from mentorship_gsheets.errors import Finding, Level, MentorshipError
from mentorship_gsheets.mail import Attachment, Kind, MailTemplate, check_template
from mentorship_gsheets.mail.facts import NAME_LENGTH, day, plain
from mentorship_gsheets.programmes.cohorts.completions import Completion
from mentorship_gsheets.programmes.cohorts.options import BADGE
from mentorship_gsheets.programmes.cohorts.standing import CohortStanding
from mentorship_gsheets.settings import Settings
from mentorship_gsheets.text import as_key

PIXELS = 800
"""Width of a badge."""

_FIELDS = {
    "name": "who completed the task",
    "name_above": "the first half of a long name",
    "name_below": "the second half of a long name; blank where the name is short",
    "name_size": "size of the name's letters, in pixels of a picture 800 wide",
    "task": "what was completed",
    "task_size": "size of its letters",
    "date": "when",
    "programme": "name of the programme (Settings)",
    "programme_size": "size of its letters",
}
_LANGUAGE = Kind("badge-picture", "badge", "badge", _FIELDS)
"""The same small language as mails have; it is no mail, and not registered."""

_SVG = "http://www.w3.org/2000/svg"
_ROOM = 560
"""Pixels for a line of text across the middle of the picture."""

_ENVIRONMENT = SandboxedEnvironment(autoescape=True, undefined=StrictUndefined)


@dataclass(frozen=True, slots=True)
class Badge:
    """What a picture says: whose, for which task and when."""

    name: str
    completion: Completion


def read_template(text: str) -> str:
    """Return an organizer's own SVG, checked; raises ``ValueError`` that says what a template must be.

    >>> read_template("")
    ''
    """
    if not text.strip():
        return ""
    faults = check_template(MailTemplate(_LANGUAGE, "badge", text))
    if faults:
        raise ValueError(f"an SVG picture with merge fields; {faults[0].what} {faults[0].remedy}")
    # what a picture refers to would be read from this computer
    if re.search(r"<!|<\?(?!xml )|<script", text, re.IGNORECASE) or any(
        not link.startswith(("#", "data:image/")) for link in re.findall(r"href\s*=\s*[\"']\s*([^\"']*)", text)
    ):
        raise ValueError("an SVG picture that refers to nothing outside itself")
    try:
        _drawn(text, dict.fromkeys(_FIELDS, "1"))
    except ElementTree.ParseError:
        raise ValueError("an SVG picture, from <svg to </svg>") from None
    return text


def _drawn(template: str, values: Mapping[str, str]) -> ElementTree.Element:
    root = ElementTree.fromstring(_ENVIRONMENT.from_string(template).render(values))  # noqa: S314 - no DTD gets here
    if root.tag != f"{{{_SVG}}}svg":
        raise ElementTree.ParseError
    if not root.get("viewBox"):
        root.set("viewBox", " ".join(("0 0", *(re.sub(r"[^\d.]", "", root.get(side, "")) or "800" for side in _SIDES))))
    return root


_SIDES = ("width", "height")


@cache
def _seeded() -> str:
    return (files("mentorship_gsheets.programmes.cohorts") / "badge.svg").read_text("utf-8")


def ems(text: str) -> float:
    """Return about how wide a text is in bold letters, in heights of a line; rather too much than too little.

    >>> ems("Ada"), ems("李明")
    (2.01, 2.0)
    """
    return round(sum(map(_width, text)), 2)


def _width(sign: str) -> float:
    if unicodedata.combining(sign):
        return 0.0
    if unicodedata.east_asian_width(sign) in "WF" or sign in "MWmw@%":
        return 1.0
    return 0.77 if sign.isupper() else 0.62


def _size(largest: int, *texts: str) -> str:
    return f"{min(largest, _ROOM / max(1.0, *map(ems, texts))):.1f}"


def _halves(name: str) -> tuple[str, str]:
    """Return a name in two lines of about one length, parted at a blank, or anywhere where there is none."""
    words = name.split()
    if len(words) < 2:
        middle = (len(name) + 1) // 2
        return name[:middle], name[middle:]
    parted = [(" ".join(words[:place]), " ".join(words[place:])) for place in range(1, len(words))]
    return min(parted, key=lambda halves: max(map(ems, halves)))


def picture(badge: Badge, settings: Settings) -> ElementTree.Element:
    """Return a badge as SVG.

    Parameters
    ----------
    badge
        Whose.
    settings
        With the programme's name, and the organizer's own template or none.
    """
    name, task = plain(badge.name, NAME_LENGTH), plain(badge.completion.task, 80)
    programme = plain(settings.programme, 80)
    above, below = (name, "") if ems(name) * 40 <= _ROOM else _halves(name)
    values = {
        "name": name,
        "name_above": above,
        "name_below": below,
        "name_size": _size(60, above, below),
        "task": task,
        "task_size": _size(48, task),
        "date": day(badge.completion.day) if badge.completion.day else "",
        "programme": programme,
        "programme_size": _size(28, programme),
    }
    return _drawn(settings.own[BADGE] or _seeded(), values)


def png(root: ElementTree.Element, width: int = PIXELS) -> bytes:
    """Return an SVG picture as PNG.

    Parameters
    ----------
    root
        The picture, as `picture` makes it.
    width
        Of the result, in pixels.

    Raises
    ------
    MentorshipError
        The picture cannot be drawn.
    """
    # slow to load, and most commands draw nothing
    import resvg_py

    ElementTree.register_namespace("", _SVG)
    try:
        return resvg_py.svg_to_bytes(svg_string=ElementTree.tostring(root, "unicode"), width=width)
    except ValueError as error:
        what = f"the picture of a badge cannot be drawn: {error}."
        remedy = f"Put the SVG in {BADGE} in Settings right, or clear it."
        raise MentorshipError(Finding(what, remedy, "badge-picture", Level.STOP)) from None


def badge_file(name: str, completion: Completion, settings: Settings) -> tuple[Attachment, ...]:
    """Return the file that goes with the mail to somebody who completed a task.

    Parameters
    ----------
    name
        Of the person, as it stands on the badge.
    completion
        What was completed, with its day.
    settings
        For the programme and the organizer's own picture.
    """
    content = png(picture(Badge(name, completion), settings))
    return (Attachment(f"badge-{slug(completion.task)}.png", "image", "png", content),)


def slug(text: str) -> str:
    """Return a text as part of a file's name: lower case, letters and digits of any script, hyphens.

    >>> slug(" José / ../Ünal "), slug("..")
    ('josé-ünal', 'x')
    """
    # marks belong to the letters of many scripts
    kept = (sign if unicodedata.category(sign)[0] in "LMN" else "-" for sign in as_key(text))
    return re.sub("-+", "-", "".join(kept)).strip("-")[:60] or "x"


def completed(standing: CohortStanding) -> Iterator[Badge]:
    """Yield a badge for each task that somebody completed on a known day; withdrawn people keep theirs."""
    for person in standing.roster:
        for completion in standing.completions[person.identity]:
            if completion.day is not None:
                yield Badge(person.name or person.email, completion)


def exported(badges: Iterable[Badge], settings: Settings) -> Iterator[tuple[str, bytes]]:
    """Yield every badge as ``(file name, PNG)``, then pages of A4 with twelve stickers each, at 200 dots an inch.

    Parameters
    ----------
    badges
        One for every person and completed task.
    settings
        As read.
    """
    pictures: list[ElementTree.Element] = []
    taken: dict[str, int] = {}
    for badge in badges:
        root = picture(badge, settings)
        name = f"{slug(badge.name)}-{slug(badge.completion.task)}"
        taken[name] = taken.get(name, 0) + 1
        pictures.append(root)
        yield f"{name}-{taken[name]}.png" if taken[name] > 1 else f"{name}.png", png(root)
    for number, start in enumerate(range(0, len(pictures), _COLUMNS * _ROWS), 1):
        page = png(_stickers(pictures[start : start + _COLUMNS * _ROWS]), _A4_PIXELS)
        yield f"stickers-{number}.png", page


_COLUMNS, _ROWS = 3, 4
_A4_PIXELS = 1654
_STICKER, _GAP, _DOWN = 60, 7.5, 14
"""Millimetres: the width of a sticker, the space beside it, and that below."""


def _stickers(pictures: Iterable[ElementTree.Element]) -> ElementTree.Element:
    sheet: dict[str, Any] = {"width": "210", "height": "297", "viewBox": "0 0 210 297"}
    page = ElementTree.Element(f"{{{_SVG}}}svg", sheet)
    ElementTree.SubElement(page, f"{{{_SVG}}}rect", {"width": "210", "height": "297", "fill": "#ffffff"})
    for place, root in enumerate(pictures):
        row, column = divmod(place, _COLUMNS)
        at = {"x": str(_GAP + column * (_STICKER + _GAP)), "y": str(_GAP + row * (_STICKER + _DOWN))}
        inner = ElementTree.SubElement(page, root.tag, root.attrib | at | dict.fromkeys(_SIDES, str(_STICKER)))
        inner.extend(root)
    return page
