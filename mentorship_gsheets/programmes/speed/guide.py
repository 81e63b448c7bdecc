"""The guide of speed mentoring: what to do with a few minutes at a table."""

ROWS = (
    (
        "How to use the minutes",
        "Mentees, bring one question that a short answer can help with. Say your name and the question, and leave the "
        "story of your life out. Mentors, ask back once, answer, and let the whole table speak.",
    ),
    (
        "The last minute",
        "Note one thing you will do. If you want to go on talking, exchange addresses: nobody has to.",
    ),
    (
        "Questions that work in a few minutes",
        "- What would you do in the first month in my place?\n"
        "- Which skill paid off most, and which one did you learn for nothing?\n"
        "- How do you notice that it is time to leave a job or a subject?\n"
        "- How did you find your first project, and who let you in?\n"
        "- What do people who apply to you always forget?\n"
        "- How do you say no?\n"
        "- Which talk, book or page should I begin with?\n"
        "- How do you divide your time between two things that both want all of it?\n"
        "- What was your most useful mistake?\n"
        "- Whom should I speak to next, and may I say that you sent me?\n"
        "- How much of your work is what you thought it would be?\n"
        "- What would you ask if you sat on my side of the table?",
    ),
)
"""Rows of the tab ``Guide``: heading and text."""
