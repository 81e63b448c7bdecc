"""The tool as a process of its own, so that it can be killed: one part of the programme, from its beginning.

    python -m tests.soak.worker PART SHEET KEY FORM MAILBOX LOG

``PART`` is ``prepare`` (setup to draft) or ``send``. Exits as the command line does.
"""

import logging
import sys
import time

from mentorship_gsheets.cli.mailroom import make_drafts, send_drafts
from mentorship_gsheets.cli.options import Options
from mentorship_gsheets.cli.session import Session
from mentorship_gsheets.cli.show import show_error
from mentorship_gsheets.cli.steps import check, pull, setup
from mentorship_gsheets.errors import MentorshipError
from mentorship_gsheets.stages import bin as bin_stage
from mentorship_gsheets.stages import color, match
from mentorship_gsheets.stages.draft import Order
from mentorship_gsheets.stages.due import Mailing
from mentorship_gsheets.workspace.meter import Meter


def work(part: str, sheet: str, key: str, form: str, mailbox: str) -> None:
    """Run one part of the programme, each command on a sheet it opens itself."""
    # the rehearsal's index does not lag here, so no wait is worth its while
    meter = Meter(sleep=lambda seconds: time.sleep(min(seconds, 0.01)))
    options = Options(sheet=sheet, credentials=key, yes=True, quiet=True, take_over=True)

    def session(furnished: bool = False) -> Session:
        return Session.open(options, meter, furnished)

    if part == "send":
        send_drafts(session(), None)
        return
    setup(session(furnished=True), {"form": form, "sender": mailbox, "programme": "SoakConf"})
    pull(session())
    for stage in (color.plan, bin_stage.plan, match.plan):
        session().carry_out(stage)
    check(session())
    make_drafts(session(), Order(Mailing.MATCHES))


if __name__ == "__main__":
    *arguments, log = sys.argv[1:]
    logging.basicConfig(level=logging.DEBUG, filename=log)
    try:
        work(*arguments)
    except MentorshipError as error:
        show_error(error)
        sys.exit(error.exit_code)
