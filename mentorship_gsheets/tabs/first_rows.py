"""What setup writes into new tabs: the read-me, the bins, the mails."""

from itertools import zip_longest

from mentorship_gsheets.bins import DEFAULT_BINS
from mentorship_gsheets.tabs.catalogue import LEGEND

_READ_ME_LINES = (
    "This sheet runs a mentorship programme. It is yours: sort it, colour it, add columns and tabs, type anywhere.",
    "The tool finds columns by their headers and people by their addresses: move what you like, but keep the headers.",
    "It fills blank cells. What you have typed stays, always; where a newer answer says otherwise, you are told.",
    "1. Settings: say who you are, which form, which mailbox. Blank values mean the default beside them.",
    "2. Sign-ups: paste the registration export, with its own headings.",
    "3. mentorship pull: people come into Mentors and Mentees. Look at Questions: which answer went into which column.",
    "4. mentorship color, then mentorship bin: virtual attendees are coloured, everybody gets a bin.",
    "5. mentorship match: both match columns are filled. Look at Why and Next best, and change what you know better.",
    "6. Live check turns red the moment the two sides of a pair disagree. mentorship check lists everything in Check.",
    "7. mentorship draft matches: drafts in the mailbox. Read them there, tick Reviewed in Drafts.",
    "8. mentorship send: sends exactly the drafts you ticked, of pairs that still stand.",
    "Somebody does not show up: set Status to withdrawn, then mentorship rematch. A wrong step: mentorship undo.",
)

READ_ME_ROWS = tuple((line, *mark) for line, mark in zip_longest(_READ_ME_LINES, LEGEND.values(), fillvalue=()))
"""Rows of the ``Read me`` tab: what to do, and beside it the marks with their meaning."""

BIN_ROWS = tuple((bin.name, "; ".join(bin.fields)) for bin in DEFAULT_BINS)
"""Rows of the ``Bins`` tab: name, fields."""
