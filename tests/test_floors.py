"""Imports go downward only, and only the shell speaks."""

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import mentorship_gsheets

ROOT = Path(mentorship_gsheets.__file__).parent
PACKAGE = "mentorship_gsheets"

FLOOR = {
    "counts": "words",
    "criteria": "words",
    "errors": "words",
    "groups": "words",
    "people": "words",
    "settings": "words",
    "text": "words",
    "spreadsheet": "sheet",
    "intake": "thought",
    "bins": "thought",
    "scoring": "thought",
    "trials": "thought",
    "matching": "thought",
    "mail": "thought",
    "ledger": "thought",
    "tabs": "tabs",
    "starter": "tabs",
    "records": "records",
    "workspace": "doors",
    "mailings": "mailings",
    "programmes": "formats",
    "stages": "stages",
    "cli": "shell",
    "rehearsal": "rehearsal",
}
BELOW_STAGES = {"formats", "mailings", "records", "tabs", "thought", "sheet", "words"}
MAY_IMPORT = {
    "words": {"words"},
    "sheet": {"sheet", "words"},
    "thought": {"thought", "words"},
    "tabs": {"tabs", "thought", "sheet", "words"},
    "records": {"records", "tabs", "thought", "sheet", "words"},
    "doors": {"doors", "sheet", "words"},
    "mailings": {"mailings", "records", "tabs", "thought", "sheet", "words"},
    "formats": BELOW_STAGES,
    "stages": {"stages"} | BELOW_STAGES,
    "shell": {"shell", "stages", "doors", "rehearsal"} | BELOW_STAGES,
    "rehearsal": {"rehearsal"},
}
OUTSIDE = {
    "words": set(),
    "sheet": set(),
    "thought": {
        "charset_normalizer",
        "numpy",
        "scipy",
        "networkx",
        "email_validator",
        "rapidfuzz",
        "publicsuffixlist",
        "jinja2",
        "icalendar",
    },
    "tabs": set(),
    "records": {"rapidfuzz"},
    "mailings": set(),
    "formats": {"numpy", "scipy", "jinja2", "resvg_py"},
    "stages": set(),
}


def modules() -> Iterator[tuple[str, Path]]:
    for path in sorted(ROOT.rglob("*.py")):
        parts = path.relative_to(ROOT).with_suffix("").parts
        if parts[0] != "__init__":
            yield parts[0], path


@cache
def parsed(path: Path) -> ast.Module:
    return ast.parse(path.read_text("utf-8"))


def imports(path: Path) -> Iterator[str]:
    for node in ast.walk(parsed(path)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: imports are absolute, so that this test sees them"
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def top(name: str) -> str:
    return name.split(".")[1] if "." in name else ""


def test_every_module_stands_on_a_floor() -> None:
    assert {name for name, _ in modules()} - set(FLOOR) == set()


def test_imports_go_downward_only() -> None:
    upward = [
        f"{path.relative_to(ROOT)} imports {name}"
        for module, path in modules()
        for name in imports(path)
        if name.split(".")[0] == PACKAGE and top(name) in FLOOR and FLOOR[top(name)] not in MAY_IMPORT[FLOOR[module]]
    ]
    assert upward == []


def test_no_two_modules_import_each_other_in_a_circle() -> None:
    import networkx

    files = {".".join(path.relative_to(ROOT).with_suffix("").parts): path for _, path in modules()}
    graph = networkx.DiGraph()
    for name, path in files.items():
        for imported in imports(path):
            short = imported.removeprefix(f"{PACKAGE}.")
            target = next((known for known in (short, short.rpartition(".")[0]) if known in files), None)
            if imported.startswith(PACKAGE) and target and not _late(path, imported):
                graph.add_edge(name, target)
    assert list(networkx.simple_cycles(graph)) == []


def _late(path: Path, imported: str) -> bool:
    """Whether a module imports something only inside a function, when it is already whole."""
    top_level = {
        f"{node.module}.{alias.name}"
        for node in parsed(path).body
        if isinstance(node, ast.ImportFrom)
        for alias in node.names
    }
    return imported not in top_level


def test_lower_floors_import_only_what_thinking_needs() -> None:
    import sys

    foreign = [
        f"{path.relative_to(ROOT)} imports {name}"
        for module, path in modules()
        if FLOOR[module] in OUTSIDE
        for name in imports(path)
        if (first := name.split(".")[0]) != PACKAGE
        and first not in sys.stdlib_module_names
        and first not in OUTSIDE[FLOOR[module]]
    ]
    assert foreign == []


def test_only_the_shell_prints_asks_and_exits() -> None:
    spoken = [
        f"{path.relative_to(ROOT)}:{node.lineno}"
        for module, path in modules()
        if FLOOR[module] not in ("shell", "rehearsal")
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and node.func.id in ("print", "input", "exit", "quit")
    ]
    assert spoken == []


def test_only_the_doors_know_google() -> None:
    google = ("google", "googleapiclient", "gspread", "google_auth_oauthlib", "requests", "httplib2")
    strangers = [
        f"{path.relative_to(ROOT)} imports {name}"
        for module, path in modules()
        if FLOOR[module] not in ("doors", "rehearsal")
        for name in imports(path)
        if name.split(".")[0] in google
    ]
    assert strangers == []


def test_scripts_are_short_and_call_one_command() -> None:
    scripts = sorted((ROOT.parent / "scripts").glob("*.py"))
    long = [script.name for script in scripts if len(script.read_text("utf-8").splitlines()) >= 10]
    assert long == []
    calls = [
        node.args[0].value
        for script in scripts
        for node in ast.walk(ast.parse(script.read_text("utf-8")))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "main"
        if isinstance(node.args[0], ast.Constant)
    ]
    assert calls == [script.stem.split("_")[-1] for script in scripts]
