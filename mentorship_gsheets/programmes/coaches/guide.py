"""The guide of workshop coaches: how to help a table for a day."""

from mentorship_gsheets.tabs.guide import EACH_OTHERS_TIME

ROWS = (
    (
        "Before the day",
        "Go through the material once, as somebody would who sees it for the first time. Tell whoever leads what you "
        "cannot help with.",
    ),
    EACH_OTHERS_TIME,
    (
        "At the table",
        "Ask for names and what each of you hopes for. Let others type. Ten minutes before the end, help everybody to "
        "write down what works, what does not yet, and where to go on.",
    ),
    (
        "Afterwards",
        "Tell whoever leads what people got stuck on and what you would change. The code of conduct holds all day, "
        "breaks and messages included.",
    ),
    (
        "What you can do at a table",
        "- Ask what somebody expects to happen before the key is pressed.\n"
        "- Read the error message aloud together, from its last line.\n"
        "- Let two neighbours explain their solutions to each other.\n"
        "- Draw what the program does on paper.\n"
        "- Make the example smaller until it works.\n"
        "- Change one thing and guess the result first.\n"
        "- Show how you look something up when you do not know it.\n"
        "- Praise a good question in front of the table.\n"
        "- Give whoever is ahead a variation, not the next chapter.\n"
        "- Sit down: nobody likes to be watched from above.\n"
        "- Say when you are stuck too, and fetch somebody.\n"
        "- Find out what each person wants to build, and point to the first step.",
    ),
)
"""Rows of the tab ``Guide``: heading and text."""
