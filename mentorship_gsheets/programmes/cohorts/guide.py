"""The guide of cohorts: how a few mentors and some mentees work on one task."""

from mentorship_gsheets.tabs.guide import EACH_OTHERS_TIME, FEEDBACK, NOTES, TRUST

ROWS = (
    (
        "What each of you hopes for",
        "Say it in the first meeting: what will you be able to do when the task is done? Mentors, say when you are "
        "there and when you are away, so that somebody always is.",
    ),
    (
        "How you work",
        "Agree on where you talk, how often you meet, and how long somebody may be stuck before asking: an hour is "
        "long enough. Ask in the channel and not one mentor alone, so that all of you learn from the answer.",
    ),
    EACH_OTHERS_TIME,
    NOTES,
    FEEDBACK,
    (
        "When it ends",
        "Whoever has completed the task says so and makes room. Look every few weeks at what helps and what does not. "
        "If you find that it is not for you, say so early: nobody has to explain it.",
    ),
    TRUST,
    (
        "Ideas for a meeting",
        "- Install and start everything together, screen shared.\n"
        "- Cut the task into steps and let each person choose one.\n"
        "- Two of you work on one step, taking turns at the keyboard.\n"
        "- A mentor works aloud for twenty minutes, the others ask.\n"
        "- Read somebody's attempt together and say what is good about it first.\n"
        "- Write down what was hard as the page you would have liked to find.\n"
        "- Follow an error message to its cause.\n"
        "- Read a discussion of the project and find out who decides what, and how.\n"
        "- Rehearse the moment of handing it in.\n"
        "- Everybody tells in two minutes what is done and what comes next.\n"
        "- Ask somebody from outside to try out the result.\n"
        "- Celebrate what is finished.",
    ),
)
"""Rows of the tab ``Guide``: heading and text."""
