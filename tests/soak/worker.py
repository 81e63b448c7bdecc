"""The tool as a process of its own, so that it can be killed: one part of the programme, from its beginning.

    python -m tests.soak.worker REPLIES PATIENCE PART SHEET KEY FORM MAILBOX LOG

``PART`` is ``prepare`` (setup to draft) or ``send``, ``PATIENCE`` how many seconds it waits for an answer. Exits as the
command line does; after so many ``REPLIES``, unless that is 0, it is killed.
"""

import logging
import os
import signal
import sys
import time
from dataclasses import dataclass
from typing import Any

from mentorship_gsheets.cli.mailroom import make_drafts, send_drafts
from mentorship_gsheets.cli.options import Options
from mentorship_gsheets.cli.session import Session
from mentorship_gsheets.cli.show import show_error
from mentorship_gsheets.cli.steps import check, pull, setup
from mentorship_gsheets.errors import MentorshipError
from mentorship_gsheets.mailings.rendering import Order
from mentorship_gsheets.programmes import programme_of
from mentorship_gsheets.stages import bin as bin_stage
from mentorship_gsheets.stages import color, rematch
from mentorship_gsheets.stages import match as match_stage
from mentorship_gsheets.workspace import transport
from mentorship_gsheets.workspace.meter import Meter
from mentorship_gsheets.workspace.transport import Transport

STAGES = ("setup", "pull", "color", "bin", "match", "check", "draft", "send")
BESIDES = ("rematch", "redraft", "undo")
"""Commands that an organizer reaches for when something changed; ``redraft`` is ``draft --refresh``."""
_PLANS = {"color": color.plan, "bin": bin_stage.plan, "match": match_stage.plan, "rematch": rematch.plan}


@dataclass(frozen=True, slots=True)
class Desk:
    """Where the commands are run: the sheet, the key file, the form, the mailbox, and who paces them."""

    sheet: str
    key: str
    form: str
    mailbox: str
    meter: Meter

    def run(self, stage: str, take_over: bool = True) -> None:
        """Run one command on a sheet it opens itself; errors as the command line would show them."""
        options = Options(sheet=self.sheet, credentials=self.key, yes=True, quiet=True, take_over=take_over)
        session = Session.open(options, self.meter, formatting=stage == "setup")
        match stage:
            case "setup":
                setup(session, {"form": self.form, "sender": self.mailbox, "programme": "SoakConf"})
            case "pull":
                pull(session)
            case "check":
                check(session)
            case "draft" | "redraft":
                make_drafts(
                    session, Order(programme_of(session.settings).mailing("matches"), refresh=stage == "redraft")
                )
            case "send":
                send_drafts(session, None)
            case "undo":
                last = session.sheet.history.done[-1:]
                session.write(session.sheet.undo(last), takes_back=tuple(step.run.number for step in last))
            case _:
                session.carry_out(_PLANS[stage])


def die_after(replies: int) -> None:
    """Be killed, as by ``kill -9``, as soon as so many replies have been read to the end."""
    read, left = Transport._read_body, iter(range(replies - 1, -1, -1))

    def read_and_die(*reply: Any) -> None:
        read(*reply)
        if next(left) == 0:
            os.kill(os.getpid(), signal.SIGKILL)

    Transport._read_body = read_and_die  # type: ignore[method-assign]  # only there a reply is known to be complete


if __name__ == "__main__":
    replies, patience, part, *where, log = sys.argv[1:]
    transport.READ_SECONDS = float(patience)
    if int(replies) > 0:
        die_after(int(replies))
    logging.basicConfig(level=logging.DEBUG, filename=log)
    # the rehearsal's index does not lag here, so no wait is worth its while
    desk = Desk(*where, Meter(sleep=lambda seconds: time.sleep(min(seconds, 0.01))))
    try:
        for stage in STAGES[-1:] if part == "send" else STAGES[:-1]:
            desk.run(stage)
    except MentorshipError as error:
        show_error(error)
        sys.exit(error.exit_code)
