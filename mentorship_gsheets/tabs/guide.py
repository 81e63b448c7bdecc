"""The tab ``Guide``: what people should know before they meet, which every introduction carries."""

from mentorship_gsheets.spreadsheet.tab import Column, Part, TabSpec

SECTION = "Section"
TEXT = "Text"

GUIDE = TabSpec(
    "Guide",
    (
        Column(SECTION, "The heading of a part of the guide.", 220),
        Column(
            TEXT,
            "Yours: every introduction says it where its text in Emails has {{ guide }}. Lines that begin with - "
            "become a list. Empty the cell to leave the part out.",
            760,
            wrap=True,
        ),
    ),
    banded=False,
    part=Part.SETUP,
)

HOPES = (
    "What each of you hopes for",
    "Begin with it, mentee first: what do you want to know, decide or be able to do afterwards? Mentor, say what you "
    "can give and what you cannot. An hour with one question answered is worth more than an hour about everything.",
)
EACH_OTHERS_TIME = (
    "Each other's time",
    "Answer within two days, even if only to say when you will. Come on time. If you cannot come, say so as early as "
    "you can and suggest another time in the same message.",
)
NOTES = (
    "The last five to ten minutes",
    "Stop early enough to write down together what you found out, what each of you does next, and by when.",
)
FEEDBACK = (
    "How to tell each other",
    "Say what helped while it is fresh. Say what did not help about the conversation, not about the person. Ask before "
    "you give advice that nobody asked for.",
)
TRUST = (
    "What stays between you",
    "What one of you tells the other in confidence stays there. Neither of you owes the other a job, a reference or "
    "work without pay. The code of conduct holds for all you say and write to each other.",
)
IDEAS = (
    "Ideas for a conversation",
    "- Tell how you came to what you do now, the detours included.\n"
    "- Go through a decision that has to be made soon, for and against.\n"
    "- Look at a CV, a profile or an application together.\n"
    "- Read a piece of code, a poster or an abstract together.\n"
    "- Rehearse a talk or an interview, five minutes of it.\n"
    "- Draw the people who could help with the next step, and who could introduce you.\n"
    "- Plan a first contribution to a project, down to the first hour of it.\n"
    "- Compare how each of you spends a week, and what you would drop.\n"
    "- Talk about a failure and what came of it.\n"
    "- Go through an argument at work, and what could be said next time.\n"
    "- Choose what to learn next, and how you will notice that you learnt it.\n"
    "- Ask each other the question you would not ask in a larger round.",
)

GENERAL: tuple[tuple[str, str], ...] = (HOPES, EACH_OTHERS_TIME, NOTES, FEEDBACK, TRUST, IDEAS)
"""Rows of the tab for people who meet once or as often as they like: heading and text."""
