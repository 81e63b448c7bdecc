"""The guide of long-term pairs: a limited run, regular meetings, and a way to end it."""

from mentorship_gsheets.tabs.guide import EACH_OTHERS_TIME, FEEDBACK, HOPES, IDEAS, NOTES, TRUST

ROWS = (
    HOPES,
    (
        "A run with an end",
        "Agree on how often you meet and for how long: an hour a week for three months, say. Then stop, look back, and "
        "decide together whether to go on. A pair that ends on time has not failed.",
    ),
    EACH_OTHERS_TIME,
    NOTES,
    FEEDBACK,
    (
        "When it is done",
        "You have graduated when the mentee has reached what was set out for, or can go on alone. Tell us: we "
        "congratulate, and the mentor is free for somebody else. If it does not work, tell us too; nobody is to blame.",
    ),
    TRUST,
    IDEAS,
)
"""Rows of the tab ``Guide``: heading and text."""
