"""What a public function takes, gives back and refuses stands in its docstring."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parent.parent / "mentorship_gsheets"
ROOMS = sorted(path.name for path in PACKAGE.iterdir() if path.suffix == ".py" or (path / "__init__.py").exists())


def _public(path: Path) -> Iterator[ast.FunctionDef]:
    """Functions, and the methods of classes that inherit nothing: what is inherited is described where it comes from.

    Commands are left out: click makes their help of the docstring.
    """
    for node in ast.parse(path.read_text("utf-8")).body:
        inside = node.body if isinstance(node, ast.ClassDef) and not node.bases and node.name[0] != "_" else [node]
        for known in inside:
            if isinstance(known, ast.FunctionDef) and known.name[0] != "_" and not known.decorator_list:
                yield known


def _section(text: str, title: str) -> str:
    return text.partition(f"{title}\n{'-' * len(title)}\n")[2].partition("\n\n")[0] if text else ""


def untold(function: ast.FunctionDef) -> list[str]:
    """What the docstring of a function of two or more parameters leaves out."""
    asked = function.args
    names = [one.arg for one in (*asked.posonlyargs, *asked.args, *asked.kwonlyargs) if one.arg not in ("self", "cls")]
    if len(names) < 2:
        return []
    text = ast.get_docstring(function) or ""
    told = text.partition("Parameters\n----------\n")[2]
    headings = {name.strip() for line in told.splitlines() if line[:1].strip() for name in line.split(",")}
    missing = [name for name in names if name not in headings]
    gives = ast.unparse(function.returns) if function.returns else "None"
    summary = text.partition("\n\n")[0]
    if gives != "None" and not any(_section(text, title) for title in ("Returns", "Yields")):
        missing += [] if summary.startswith(("Return ", "Yield ", "Whether ")) else ["Returns"]
    raises = {
        node.exc.func.id
        for node in ast.walk(function)
        if isinstance(node, ast.Raise) and isinstance(node.exc, ast.Call) and isinstance(node.exc.func, ast.Name)
    }
    # an error that a function makes has another name than the function: a section must be there
    told_errors = "Raises\n------\n" in text
    return missing + sorted(name for name in raises if name not in text and not (name.islower() and told_errors))


@pytest.mark.parametrize("room", ROOMS)
def test_parameters_results_and_errors_are_described(room: str) -> None:
    place = PACKAGE / room
    found = {
        f"{path.relative_to(PACKAGE)}:{function.name}": missing
        for path in (sorted(place.rglob("*.py")) if place.is_dir() else [place])
        for function in _public(path)
        if (missing := untold(function))
    }
    assert found == {}


@pytest.mark.parametrize(
    ("source", "missing"),
    [
        ("def f(one, two) -> int:\n    'Do.'", ["one", "two", "Returns"]),
        (
            "def f(one, two) -> None:\n    '''Do.\n\n    Parameters\n    ----------\n    one, two\n        2.\n    '''",
            [],
        ),
        ("def f(one) -> int:\n    'Do.'", []),
        (
            "def f(one, two) -> None:\n    '''Do.\n\n    Parameters\n    ----------\n    one\n        It.\n    '''\n"
            "    raise ValueError('no')",
            ["two", "ValueError"],
        ),
    ],
)
def test_what_is_left_out_is_named(source: str, missing: list[str]) -> None:
    (function,) = ast.parse(source).body
    assert isinstance(function, ast.FunctionDef)
    assert untold(function) == missing
