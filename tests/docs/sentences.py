"""Every message the tool can print, read out of its source: no list of them that could be forgotten."""

import ast
import copy
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import mentorship_gsheets
from mentorship_gsheets.workspace.signals import Reason

ROOT = Path(mentorship_gsheets.__file__).parent
_FIELDS = ("what", "remedy", "code")


@dataclass(frozen=True, slots=True, order=True)
class Sentence:
    """One way a message is worded; what differs from time to time is ``…``. ``code`` is empty where it has none."""

    code: str
    what: str
    remedy: str


def sentences() -> list[Sentence]:
    """Return all messages in the source, sorted."""
    found: set[Sentence] = set()
    for path in sorted(ROOT.rglob("*.py")):
        if "rehearsal" not in path.relative_to(ROOT).parts[:-1]:
            found |= set(_Module(ast.parse(path.read_text("utf-8")), path.name).sentences())
    return sorted(found)


class _Module:
    """One module, and what its functions call a message's three parts.

    A function that makes a `Finding` out of parameters of its own is read through: its callers say the words.
    """

    def __init__(self, tree: ast.Module, name: str) -> None:
        self._tree = tree
        self._name = name
        self._functions = {node.name: node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)}
        self._owner = {id(inner): function for function in self._functions.values() for inner in ast.walk(function)}

    def sentences(self) -> Iterator[Sentence]:
        for call in self._calls("Finding"):
            yield from self._read(call, dict(zip(_FIELDS, call.args, strict=False)) | _named(call))
        for call in self._calls("MentorshipError", "UsageError"):
            if call.args and isinstance(call.args[0], ast.Constant | ast.JoinedStr):
                yield Sentence("", _words(call.args[0]), "")

    def _calls(self, *names: str) -> Iterator[ast.Call]:
        for node in ast.walk(self._tree):
            if isinstance(node, ast.Call):
                called = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
                if called in names:
                    yield node

    def _read(self, call: ast.Call, given: dict[str, ast.expr], depth: int = 0) -> Iterator[Sentence]:
        """Yield what a call says; where it hands on parameters, once for every caller of its function."""
        function = self._owner.get(id(call))
        callers = list(self._calls(function.name)) if function and depth < 3 else []
        parameters = [argument.arg for argument in function.args.args] if function else []
        used = {node.id for value in given.values() for node in ast.walk(value) if isinstance(node, ast.Name)}
        if function and callers and used & set(parameters) & set(_FIELDS):
            for caller in callers:
                said = dict(zip(parameters, caller.args, strict=False)) | _named(caller)
                outer = {field: _Filled(said).visit(copy.deepcopy(value)) for field, value in given.items()}
                yield from self._read(caller, outer, depth + 1)
            return
        what, remedy = (self._texts(given.get(field), function)[-1:] for field in ("what", "remedy"))
        for code in self._texts(given.get("code"), function):
            yield Sentence(code, what[0], remedy[0])

    def _texts(self, value: ast.expr | None, function: ast.FunctionDef | None) -> list[str]:
        """Return what an expression can come to: one text, or several for a choice."""
        match value:
            case None:
                return [""]
            case ast.IfExp(body=one, orelse=other):
                return [*self._texts(one, function), *self._texts(other, function)]
            case ast.Attribute(attr="reason"):
                return [str(reason) for reason in Reason]
            case ast.Name(id=name) if texts := list(self._assigned(name, function)):
                return texts
            case _:
                return [_words(value)]

    def _assigned(self, name: str, function: ast.FunctionDef | None) -> Iterator[str]:
        for scope in (function, self._tree):
            found = []
            for node in ast.walk(scope) if scope is not None else ():
                if isinstance(node, ast.Assign):
                    for target in node.targets:
                        found += self._matching(target, node.value, name, function)
            if found:
                yield from dict.fromkeys(found)
                return

    def _matching(
        self, target: ast.expr, value: ast.expr, name: str, function: ast.FunctionDef | None
    ) -> Iterator[str]:
        if isinstance(target, ast.Name) and target.id == name:
            yield from self._texts(value, function)
        elif isinstance(target, ast.Tuple) and isinstance(value, ast.Tuple):
            for inner, part in zip(target.elts, value.elts, strict=True):
                yield from self._matching(inner, part, name, function)


class _Filled(ast.NodeTransformer):
    """Puts what a caller says in the place of the parameters it says it for."""

    def __init__(self, said: dict[str, ast.expr]) -> None:
        self._said = said

    def visit_Name(self, node: ast.Name) -> ast.expr:
        return copy.deepcopy(self._said.get(node.id, node))


def _named(call: ast.Call) -> dict[str, ast.expr]:
    return {keyword.arg: keyword.value for keyword in call.keywords if keyword.arg}


def _words(value: ast.expr) -> str:
    """Return an expression's text, ``…`` for whatever is only known when the tool runs."""
    match value:
        case ast.Constant(value=str(text)):
            return text
        case ast.JoinedStr(values=parts):
            return "".join(_words(part) for part in parts)
        case ast.FormattedValue(value=ast.Constant() | ast.JoinedStr() | ast.Call() as inner):
            return _words(inner)
        case ast.Call(func=ast.Name(id="counted"), args=[_, ast.Constant(value=str(one)), *more]):
            return f"… {_words(more[0]) if more else f'{one}s'}"
        case ast.BinOp(left=left, op=ast.Add(), right=right):
            return _words(left) + _words(right)
        case ast.BoolOp(values=parts):
            return " / ".join(_words(part) for part in parts)
        case _:
            return "…"
