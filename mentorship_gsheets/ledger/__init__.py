"""The ledger of letters: what stands in ``Drafts``, what Gmail shows, and what follows from the two.

A letter goes PLANNED -> INTENT -> DRAFTED -> SENDING -> SENT. INTENT is written before the draft is made and SENDING
before it is sent, so that whatever breaks off in between leaves a line that says what may have happened. The next run
looks at the mailbox before it believes anything:

========  =======================  ======================================================
state     draft is in the mailbox  draft is not there
========  =======================  ======================================================
PLANNED   DRAFTED                  made now, if still due and not held
INTENT    DRAFTED                  was never made: made now, if still due; after a while GONE
DRAFTED   stays                    GONE: deleted, or sent by hand; only made again by name
SENDING   DRAFTED: was not sent    SENT; after a while GONE
UNKNOWN   DRAFTED                  as SENDING where a draft is named, else as INTENT
STALE     stays until settled      GONE: settled
HELD      stays                    GONE where a draft is named, else it waits
HELD*     stays until somebody     GONE where a draft is named, else not made
          writes DRAFTED
SENT      (not looked for)         stays
GONE      (not looked for)         stays
========  =======================  ======================================================

HELD* is written by a person, and known by the remark that is missing: the tool takes back what it wrote itself, once
that is settled, and never what somebody typed.

Gmail's ``compose`` permission shows drafts and nothing else, so “sent” and “deleted” look alike; SENDING tells the two
apart, as nothing but ``send`` writes it, for two hours: later somebody may have deleted it by hand. For the same reason
a draft without an id that is not there was never made, or was sent by hand since: two hours after the run was cut off
it is only made again by name.
"""

from mentorship_gsheets.ledger.approval import Approvals, approve, changed_since, discount, ticked_anew, too_early
from mentorship_gsheets.ledger.decide import choose, reconcile, stray_findings
from mentorship_gsheets.ledger.desired import Decision, Desired, Wishes, Work, WorkKind
from mentorship_gsheets.ledger.entry import Done, Entry, Outcome, State, after
from mentorship_gsheets.ledger.mailbox_view import (
    SETTLE_SECONDS,
    ListDrafts,
    Look,
    MailboxView,
    OpenDraft,
    SearchDrafts,
    Stray,
    Wait,
    looks,
    strays,
)

__all__ = [
    "SETTLE_SECONDS",
    "Approvals",
    "Decision",
    "Desired",
    "Done",
    "Entry",
    "ListDrafts",
    "Look",
    "MailboxView",
    "OpenDraft",
    "Outcome",
    "SearchDrafts",
    "State",
    "Stray",
    "Wait",
    "Wishes",
    "Work",
    "WorkKind",
    "after",
    "approve",
    "changed_since",
    "choose",
    "discount",
    "looks",
    "reconcile",
    "stray_findings",
    "strays",
    "ticked_anew",
    "too_early",
]
