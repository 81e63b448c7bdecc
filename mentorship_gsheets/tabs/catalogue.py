"""What every tab looks like: its columns declared once, with the notes people read."""

from mentorship_gsheets.errors import Finding, MentorshipError
from mentorship_gsheets.intake.wordings import COLUMNS
from mentorship_gsheets.spreadsheet.tab import Column, FilterView, Part, Rule, Style, TabSpec
from mentorship_gsheets.spreadsheet.workbook import Workbook
from mentorship_gsheets.tabs.criteria import CRITERIA
from mentorship_gsheets.tabs.guide import GUIDE
from mentorship_gsheets.tabs.people_tabs import PAIR_TABS, PeopleTabs

LINE = "Line"
"""The column by which lines are found that speak of no person."""


LEGEND = {
    Style.VIRTUAL: ("virtual", "Attends virtually: the whole row, once color has run."),
    Style.MISMATCH: ("sides disagree", "One side of the pair names somebody else. Change one of the two cells."),
    Style.OVERFULL: ("over capacity", "This mentor has more mentees than Capacity says."),
    Style.COLLEAGUES: ("colleagues", "The two share an affiliation or an institution's mail domain."),
    Style.NO_ANSWER: ("no answer", "Signed up, and never sent the form back."),
    Style.WITHDRAWN: ("withdrawn", "Left the programme: never matched, never written to."),
}
"""How the tabs of people mark what, shown on ``Read me`` as it looks there."""

READ_ME = TabSpec(
    "Read me",
    (
        Column("Read me", "", 700, wrap=True),
        Column("Marks", "Each looks here as it does in Mentors and Mentees.", 130),
        Column("What they mean", "", 430, wrap=True),
    ),
    rules=tuple(Rule(f'={{Marks}}="{mark}"', style, ("Marks",)) for style, (mark, _) in LEGEND.items()),
    banded=False,
    rows=40,
    part=Part.SETUP,
)
CALENDAR_ID = "Calendar id"
"""Column of ``Settings`` with one filled cell, which no setting enters."""

SETTINGS = TabSpec(
    "Settings",
    (
        Column("Setting", "The names the tool knows.", 190, ours=True),
        Column("Value", "Yours. Blank: the default.", 320, wrap=True),
        Column("Default", "What holds while Value is blank.", 220, ours=True, wrap=True),
        Column("Meaning", "", 460, ours=True, wrap=True),
        Column(
            CALENDAR_ID, "Made once by setup: names the meetings in people's calendars.", 60, ours=True, hidden=True
        ),
    ),
    part=Part.SETUP,
)
NOTHING = "nothing"
"""What a person writes under ``Column`` of a question that feeds none."""

QUESTIONS = TabSpec(
    "Questions",
    (
        Column(
            "Column",
            "Our column, or nothing. What an answer means may follow, as Role: yes = mentor.",
            130,
            choices=(*COLUMNS, NOTHING),
        ),
        Column("Question", "The wording of the form, or the heading of the sign-up list.", 460, wrap=True),
        Column("Examples", "Up to three answers, when the question was first read.", 260, wrap=True),
        Column("Filled", "How many rows had an answer then.", 80),
        Column("Sure", "sure: the tool needs nobody here. please check: write another column, or yes here.", 170),
        Column("Form", "Which form or tab the question stands in.", 180),
        Column("Question id", "The form's own name for the question; wording may change, this does not.", 120),
    ),
    part=Part.SETUP,
)
ANSWERS = TabSpec(
    "Answers",
    (
        Column(
            "Read as",
            "What the answer means. Blank: not understood, so write it. What stands here rules every pull; "
            "- stands for no answer.",
            170,
            choices=("mentor", "mentee", "both", "no", "in person", "virtual", "yes", "-"),
        ),
        Column("Answer", "As people gave it.", 360, wrap=True),
        Column("Times", "How many gave it.", 60, ours=True),
        Column("Column", "Which column it feeds.", 110),
        Column("Question", "Which question it answers.", 360, wrap=True),
        Column("Form", "Which form or tab the question stands in.", 180),
        Column("Answer id", "The tool finds the line by it.", 60, ours=True, hidden=True),
    ),
    filters=(FilterView("Not understood", "Read as", blank=True),),
    part=Part.SETUP,
)
BINS = TabSpec(
    "Bins",
    (
        Column("Bin", "The name of a bin.", 320),
        Column("Fields", "Which ticked fields lead into it, with semicolons between.", 520, wrap=True),
    ),
    part=Part.SETUP,
)
EMAILS = TabSpec(
    "Emails",
    (
        Column("Kind", "Which mail.", 170, ours=True),
        Column("Subject", "One line; merge fields allowed.", 300, wrap=True),
        Column("Text", "What the mail says; merge fields as {{ name }}.", 640, wrap=True),
        Column("Merge fields", "What may be used in this mail.", 260, ours=True, wrap=True),
    ),
    banded=False,
    part=Part.SETUP,
)
NEVER_MATCH = TabSpec(
    "Never match",
    (
        Column("Mentor", "Address or name.", 240),
        Column("Mentee", "Address or name.", 240),
        Column("Reason", "previous: a pair of an earlier year; anything else is for you.", 300),
    ),
    part=Part.SETUP,
)
SIGN_UPS = TabSpec(
    "Sign-ups",
    (
        Column("Name", "Paste the registration export here, with its own headings if you like.", 200),
        Column("Email", "", 240),
        Column("Ticket", "In person or virtual.", 140),
        Column("Mentorship programme?", "As mentor, as mentee, or no.", 180),
    ),
    part=Part.SETUP,
)
FORM_RESPONSES = TabSpec(
    "Pulled answers",
    (
        Column("Response", "The form's own name for the submission.", 120, ours=True),
        Column("Submitted", "Time of the last change, UTC.", 160, ours=True),
        Column("Form", "Which form.", 160, ours=True),
        Column("Address", "The address the form collected.", 220, ours=True),
        Column("Day", "The day as a number, for Overview.", 60, ours=True, hidden=True),
    ),
    part=Part.TOOL,
    # nobody is to take it for the tab that Google makes, “Form Responses 1”
    former="Form responses",
)
CHECK = TabSpec(
    "Check",
    (
        Column("Where", "Click to go there.", 160, ours=True),
        Column("What", "", 520, ours=True, wrap=True),
        Column("What to do", "", 460, ours=True, wrap=True),
        Column("Finding", "Its short name in the docs.", 140, ours=True),
        Column("Found", "When the check first saw it.", 160, ours=True),
        Column(LINE, "The tool finds its lines by this number.", 50, ours=True),
    ),
)
OVERVIEW = TabSpec(
    "Overview",
    (
        Column("Overview", "Calculated by the sheet itself, so always current.", 350, ours=True),
        Column("Number", "", 85, ours=True, overflow=True),
        Column("Mentors", "", 85, ours=True, overflow=True),
        Column("Mentees", "", 85, ours=True, overflow=True),
        Column("Mentors, first choice", "By the first field ticked, before bin balanced.", 145, ours=True),
        Column("Mentees, first choice", "By the first field ticked, before bin balanced.", 145, ours=True),
        Column(LINE, "The name of the line, for formulas and the tool.", 60, ours=True, hidden=True),
    ),
    rules=(
        Rule(f'=LEFT({{{LINE}}};5)="head "', Style.HEADING),
        Rule(f'={{{LINE}}}="next"', Style.NEXT),
    ),
    banded=False,
    rows=120,
    spare_columns=11,
)
LEDGER_KEY = "Key"
"""The column of ``Drafts`` by which its lines are found."""

TELLS = "Tells"
"""The hidden column of ``Drafts`` that says which people a letter tells of each other, see `mail_column`."""

DRAFTS = TabSpec(
    "Drafts",
    (
        Column("To", "Who gets it.", 280, ours=True),
        Column("Subject", "", 330, ours=True),
        Column("State", "PLANNED, INTENT, DRAFTED, SENDING, SENT. Look at UNKNOWN, STALE, HELD, GONE.", 90, ours=True),
        Column(
            "Reviewed",
            "Tick it when you have read the draft; send takes only ticked ones. Many at once: select the boxes and "
            "press Space. In the terminal: mentorship approve",
            75,
            checkbox=True,
        ),
        Column(
            "Begins",
            "The first lines, as the tool wrote them; what you edit in Gmail is not seen here.",
            300,
            ours=True,
        ),
        Column("Open", "Finds the mail in Gmail by its reference.", 55, ours=True),
        Column("Remark", "", 260, ours=True),
        Column("Kind", "Which mail.", 150, ours=True),
        Column("Round", "", 60, ours=True),
        Column("Meeting", "What the calendar file in the mail says.", 260, ours=True),
        Column("Reference", "Stands at the foot of the mail too.", 110, ours=True),
        Column("Changed", "When this line last changed, UTC.", 150, ours=True),
        Column(LEDGER_KEY, "Who and what, hashed; the tool finds the line by it.", 150, ours=True, hidden=True),
        Column("People", "The pair the draft speaks of, by address.", 260, ours=True, hidden=True),
        Column("Draft", "Gmail's name for the draft.", 160, ours=True, hidden=True),
        Column("Digest", "Of what the tool wrote, to see your edits.", 120, ours=True, hidden=True),
        Column("Approved", "Of the draft as it stood when its tick was first seen.", 120, ours=True, hidden=True),
        Column("Calendar", "Which entry in people's calendars, and its revision.", 60, ours=True, hidden=True),
        Column(TELLS, "Whom the mail tells of each other, for the column Mail.", 60, ours=True, hidden=True),
    ),
    frozen_columns=1,
    one_line=True,
)
LOG = TabSpec(
    "Log",
    (
        Column("Time", "UTC.", 160, ours=True),
        Column("Stage", "", 100, ours=True),
        Column("Operator", "Who ran it.", 200, ours=True),
        Column("Did", "In numbers.", 480, ours=True, wrap=True),
        Column("Run", "The name undo knows it by.", 140, ours=True),
    ),
    part=Part.TOOL,
)

MEMORY = TabSpec(
    "Memory",
    (
        Column("Key", "What is remembered.", 300, ours=True),
        Column("Text", "What is known of it.", 600, ours=True),
    ),
    banded=False,
    hidden=True,
    part=Part.TOOL,
)
"""Hidden, and no step of the work: the second witness of the mails, and who corrected addresses belong to."""


def all_tabs(people: PeopleTabs = PAIR_TABS, *own: TabSpec) -> tuple[TabSpec, ...]:
    """Return all tabs of a format: what is set up, what is worked with, what the tool keeps.

    Parameters
    ----------
    people
        Its tabs of people.
    own
        Tabs that no other format has; they stand behind the people.
    """
    setup = (READ_ME, SETTINGS, SIGN_UPS, QUESTIONS, ANSWERS, BINS, CRITERIA, EMAILS, GUIDE, NEVER_MATCH)
    return (*setup, OVERVIEW, *people.specs.values(), *own, CHECK, DRAFTS, FORM_RESPONSES, LOG)


def read_calendar_id(workbook: Workbook) -> str:
    """Return what setup made once for the sheet's meetings, or nothing before it did."""
    tab = workbook.tab(SETTINGS.title)
    if tab is None or tab.column(CALENDAR_ID) is None:
        return ""
    return next(filter(None, (tab.text(row, CALENDAR_ID) for row in tab.rows)), "")


def read_setting_lines(workbook: Workbook) -> list[tuple[str, str, str]]:
    """Return name, value and cell of every line of the ``Settings`` tab.

    Raises
    ------
    MentorshipError
        There is no such tab; it says to run setup.
    """
    tab = workbook.tab(SETTINGS.title)
    if tab is None:
        raise MentorshipError(Finding("this sheet has no tab “Settings”.", "Run: mentorship setup", code="no-settings"))
    return [
        (tab.text(row, "Setting"), tab.text(row, "Value"), tab.address(row, "Value"))
        for row in tab.rows
        if not row.blank
    ]
