"""``python -m tests.programmes.long_term``: four rounds in a rehearsal, judged from the mails that left.

Every command is run a second time, and then plans nothing. It takes a minute of one core, so the ordinary tests go
through the rounds as plans (`test_rounds`) and leave the rehearsal to this.
"""

import re
from collections import Counter
from pathlib import Path
from tempfile import TemporaryDirectory

from click.testing import CliRunner
from rich.console import Console

from mentorship_gsheets.cli import group
from mentorship_gsheets.mail import read_message
from mentorship_gsheets.rehearsal import mail
from mentorship_gsheets.rehearsal.running import running
from mentorship_gsheets.workspace.key_files import load
from mentorship_gsheets.workspace.sheets import open_sheet

CONFERENCE = re.compile(r"\b(lunch|conference week|during the conference|virtually)\b", re.IGNORECASE)


def four_rounds(folder: Path) -> Counter[str]:
    """Rehearse, look at the mails that left, and return how many of which kind there were."""
    out = folder / "out"
    asked = ["rehearse", "--format", "long-term pairs", "--people", "20", "--yes", "--no-page", "--quiet"]
    result = CliRunner().invoke(group, [*asked, "--out", str(out)], catch_exceptions=False)
    assert result.exit_code == 0, result.output
    assert "Every stage run a second time: 0 changes left to make." in result.output
    with running("community", state=out / "state.sqlite", key_path=folder / "key.json") as google:
        drafts = open_sheet(google.sheet, load(google.key_path)).read().tab("Drafts")
        found = google.world.store.all(f"message:{google.mailbox}").values()
        sent = [read_message(mail.decode_raw(one["raw"])) for one in found if "SENT" in one["labelIds"]]
    assert drafts is not None
    lines = [
        (drafts.text(row, "Kind"), drafts.text(row, "People"), drafts.text(row, "Round"))
        for row in drafts.rows
        if drafts.text(row, "State") == "SENT"
    ]
    assert len(sent) == len(lines)
    assert max(Counter(message.reference for message in sent).values()) == 1
    assert max(Counter(lines).values()) == 1
    kinds = Counter(kind for kind, _, _ in lines)
    assert {"introduction", "pair-check-in", "graduated", "new-partner", "partner-left"} <= kinds.keys()
    # one pair graduated a round
    assert kinds["graduated"] == 3
    assert [message.subject for message in sent if CONFERENCE.search(message.content.text)] == []
    return kinds


if __name__ == "__main__":
    with TemporaryDirectory() as folder:
        for kind, number in sorted(four_rounds(Path(folder)).items()):
            Console().print(f"{kind}: {number}")
