"""The guide of organizer mentoring: perspective and encouragement, and no work for the mentor."""

from mentorship_gsheets.tabs.guide import EACH_OTHERS_TIME, FEEDBACK, HOPES, NOTES, TRUST

ROWS = (
    (
        "What a mentor is here for",
        "Mentor, you have done this before: you give perspective when you are asked, you help to see which problems "
        "deserve the time now and which can wait or be dropped, and you say what goes well. You take on no task of the "
        "conference, and you decide nothing. Mentee, you and your team do the work and make the decisions; bring "
        "questions, not errands.",
    ),
    HOPES,
    (
        "Twenty hours, spread well",
        "About twenty hours together are enough for a first conference. Many pairs need more of them at the beginning "
        "(date, venue, budget) and in the last two months. Tell us how long you spoke and about what: that is how we "
        "see that nobody gives more than was asked.",
    ),
    EACH_OTHERS_TIME,
    NOTES,
    FEEDBACK,
    TRUST,
    (
        "Documents to begin with",
        "Nobody should begin with an empty page. We have starter documents: budget, tickets, sponsors, cash by month, "
        "schedule, volunteers, and a list of what is due when. Go through them together, and tell us what they lack.",
    ),
    (
        "Ideas for a conversation",
        "- Name the three problems that could stop the conference, and what each would cost to prevent.\n"
        "- Go through the budget line by line: what happens with half the attendees?\n"
        "- Find out how many tickets pay for the costs, sponsors who only hope left out.\n"
        "- Read the contract of the venue together: cancelling, minimums, who brings what.\n"
        "- Decide what you leave out in the first year.\n"
        "- Practise asking a sponsor, one of you as the sponsor.\n"
        "- Count back from the first day: what has to be decided this month?\n"
        "- Look at who does what in the team, and who would step in.\n"
        "- Plan the hour in which something goes wrong: who decides, who speaks?\n"
        "- Go through the code of conduct, and what you do with a report at ten in the evening.\n"
        "- Talk about a conference of yours that went wrong in some way, and what came of it.\n"
        "- Afterwards: what would you do again, and what never?",
    ),
)
"""Rows of the tab ``Guide``: heading and text."""
