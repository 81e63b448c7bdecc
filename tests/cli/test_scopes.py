"""Least scopes: what each command logs in for, as the server handed it out."""

from tests.cli.conftest import Desk

SHEET = "spreadsheets"
FORM = "forms.body.readonly forms.responses.readonly"
MAIL = "gmail.compose"
NEEDED = {
    "setup": [SHEET],
    "pull": [FORM, SHEET],
    "color": [SHEET],
    "bin": [SHEET],
    "match": [SHEET],
    "check": [SHEET],
    "rematch": [SHEET],
    "advice": [SHEET],
    "survey": [SHEET],
    "draft matches": [MAIL, SHEET],
    "send": [MAIL, SHEET],
    "undo": [SHEET],
    "": [SHEET],
}
"""Command -> the scopes of each of its log-ins; forms and mail are looked into by the commands that need them only."""


def log_ins(desk: Desk) -> dict[str, str]:
    """Every token handed out so far -> its scopes, in short."""
    tokens = desk.google.world.store.all("token")
    return {
        token: " ".join(sorted(scope.rpartition("/auth/")[2] for scope in document["scopes"]))
        for token, document in tokens.items()
        if not document.get("page")
    }


def test_every_command_logs_in_for_what_it_needs_and_no_more(desk: Desk) -> None:
    desk.run("setup", "--form", desk.google.form, "--sender", desk.google.mailbox)
    found = {}
    for command in NEEDED:
        before = log_ins(desk)
        desk.run(*command.split(), code=None, yes=command not in ("", "advice"))
        found[command] = sorted(scopes for token, scopes in log_ins(desk).items() if token not in before)
    assert found == NEEDED
