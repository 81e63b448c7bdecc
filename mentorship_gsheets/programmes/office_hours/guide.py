"""The guide of office hours: one session, prepared."""

from mentorship_gsheets.tabs.guide import EACH_OTHERS_TIME, FEEDBACK, IDEAS, NOTES, TRUST

ROWS = (
    (
        "Before the session",
        "Mentees, reply to all readers of this mail with your question and what you have tried, in five lines. "
        "Mentors, say what you can help with, and send a link if something should be read before.",
    ),
    (
        "One session, one question",
        "Begin with the question. If it takes more than the session, agree on the next step and book another one: no "
        "mentor owes you more than the time that was offered.",
    ),
    EACH_OTHERS_TIME,
    NOTES,
    FEEDBACK,
    TRUST,
    IDEAS,
)
"""Rows of the tab ``Guide``: heading and text."""
