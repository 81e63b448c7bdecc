"""Two drawings of the code, made from the code: the rooms with their imports, and what flows through them."""

import ast
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

from tests.test_floors import FLOOR, PACKAGE, ROOT, imports, modules, top

FLOORS = (
    ("shell", "prints, asks, exits"),
    ("stages", "a plan() each, for every format"),
    ("formats", "what differs between pairs, cohorts, tables, slots"),
    ("mailings", "who is due which mail"),
    ("doors", "the only ones that touch Google"),
    ("records", "rows and things of the field"),
    ("tabs", "what every tab looks like"),
    ("thought", "pure; ignorant of sheets"),
    ("sheet", "the spreadsheet as data"),
    ("words", "dataclasses, enums, text"),
    ("rehearsal", "aside: a Google of its own"),
)
_FLOW = (
    ("Form", 0, 0),
    ("Participant", 1, 0),
    ("Roster", 2, 0),
    ("Workbook", 1, 1),
    ("Standing", 2, 1),
    ("Proposal", 3, 1),
    ("Change", 4, 1),
    ("Plan", 5, 1),
    ("MailingContext", 2, 2),
    ("Due", 3, 2),
    ("Rendered", 4, 2),
    ("Letter", 5, 2),
    ("Entry", 3, 3),
    ("MailboxView", 4, 3),
    ("Decision", 5, 3),
)
"""Types that carry the programme, with the column and row each is drawn in."""

_WIDTH, _ROW, _BOX = 1000, 74, 34
_STYLE = (
    "<style>text{font:13px sans-serif;fill:#222}.small{font-size:11px;fill:#666}rect{fill:#eef4f7;stroke:#5b7f91}"
    "line{stroke:#5b7f91}</style>"
)


def rooms() -> str:
    """Return the drawing of the rooms: a floor a line, a line for every room that imports another one."""
    there = sorted({name for name, _ in modules()})
    counts: Counter[tuple[str, str]] = Counter()
    for room, path in modules():
        for name in imports(path):
            if name.split(".")[0] == PACKAGE and top(name) in FLOOR and top(name) != room:
                counts[room, top(name)] += 1
    places: dict[str, tuple[float, float]] = {}
    shapes = []
    for line, (floor, says) in enumerate(FLOORS):
        y = 20 + line * _ROW
        here = [room for room in there if FLOOR[room] == floor]
        shapes.append(f'<text x="10" y="{y + 16}">{floor}</text><text class="small" x="10" y="{y + 32}">{says}</text>')
        step = (_WIDTH - 320) / max(1, len(here))
        for place, room in enumerate(here):
            x = 310 + place * step
            places[room] = (x + min(step - 10, 120) / 2, y + _BOX / 2)
            shapes.append(_box(x, y, min(step - 10, 120), room))
    lines = [
        f'<line x1="{places[one][0]:.0f}" y1="{places[one][1] + _BOX / 2:.0f}" x2="{places[other][0]:.0f}" '
        f'y2="{places[other][1] - _BOX / 2:.0f}" stroke-width="{1 if times < 5 else 2}" opacity="0.25"/>'
        for (one, other), times in sorted(counts.items())
    ]
    return _svg(_WIDTH, 20 + len(FLOORS) * _ROW, [*lines, *shapes])


def flow() -> str:
    """Return the drawing of what flows: an arrow where some function takes one type and returns the other."""
    names = [name for name, _, _ in _FLOW]
    places = {name: (20 + column * 165, 20 + row * 90) for name, column, row in _FLOW}
    arrows = sorted({pair for path in sorted(ROOT.rglob("*.py")) for pair in _turned(path, names)})
    lines = []
    for one, other in arrows:
        (x1, y1), (x2, y2) = places[one], places[other]
        ahead = x2 > x1
        start, end = (x1 + 125 if ahead else x1 + 62, x2 if ahead else x2 + 62)
        lines.append(
            f'<line x1="{start}" y1="{y1 + 17}" x2="{end}" y2="{y2 + 17}" marker-end="url(#a)" opacity="0.55"/>'
        )
    head = '<defs><marker id="a" markerWidth="8" markerHeight="8" refX="7" refY="4" orient="auto">'
    head += '<path d="M0,0 L8,4 L0,8 z" fill="#5b7f91"/></marker></defs>'
    boxes = [_box(x, y, 125, name) for name, (x, y) in places.items()]
    return _svg(1010, 380, [head, *lines, *boxes])


def _turned(path: Path, names: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Yield (taken, returned) for the functions of a module, among the types of interest."""
    if "rehearsal" in path.relative_to(ROOT).parts:
        return
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.FunctionDef) and node.returns is not None:
            taken = {name for argument in node.args.args if argument.annotation for name in _named(argument.annotation)}
            for given in _named(node.returns):
                yield from ((one, given) for one in taken if one in names and given in names and one != given)


def _named(annotation: ast.expr) -> Iterator[str]:
    for node in ast.walk(annotation):
        if isinstance(node, ast.Name):
            yield node.id
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.value


def _box(x: float, y: float, width: float, text: str) -> str:
    return (
        f'<rect x="{x:.0f}" y="{y:.0f}" width="{width:.0f}" height="{_BOX}" rx="5"/>'
        f'<text x="{x + width / 2:.0f}" y="{y + 21:.0f}" text-anchor="middle">{text}</text>'
    )


def _svg(width: int, height: int, shapes: Sequence[str]) -> str:
    size = f'width="{width}" height="{height}" viewBox="0 0 {width} {height}"'
    return "\n".join([f'<svg xmlns="http://www.w3.org/2000/svg" {size}>', _STYLE, *shapes, "</svg>", ""])
