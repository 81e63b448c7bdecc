"""Habits of the code that no reader of `.ci/run` knows."""

import ast
from pathlib import Path

ROOT = Path(__file__).parent.parent
PACKAGE = ROOT / "mentorship_gsheets"


def _is_a_question(node: ast.expr) -> bool:
    """Whether an expression is true or false, and not an array of these."""
    if isinstance(node, ast.Compare):
        return all(isinstance(op, ast.Is | ast.IsNot | ast.In | ast.NotIn) for op in node.ops)
    return isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not)


def test_no_tuple_is_read_by_the_answer_to_a_question() -> None:
    """``pair[role is MENTEE]`` says nothing to a reader; a pair has names."""
    found = [
        f"{path.relative_to(ROOT)}:{node.lineno}"
        for path in sorted(PACKAGE.rglob("*.py"))
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Subscript) and _is_a_question(node.slice)
    ]
    assert found == []


def test_the_test_would_see_it() -> None:
    seen = [_is_a_question(ast.parse(text, mode="eval").body) for text in ("a is b", "not a", "a in b", "a == b", "~a")]
    assert seen == [True, True, True, False, False]
