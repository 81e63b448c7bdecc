"""The drawing of every tab: its columns declared once, with the notes people read."""

from mentorship_gsheets.drawing import Column, FilterView, Rule, Style, TabDrawing
from mentorship_gsheets.errors import Finding, MentorshipError
from mentorship_gsheets.people import Attendance, Role, Status
from mentorship_gsheets.settings import SETTING_FIELDS, Settings, parse_settings
from mentorship_gsheets.workbook import Workbook

PEOPLE_TAB = {Role.MENTOR: "Mentors", Role.MENTEE: "Mentees"}
MATCH_COLUMN = {Role.MENTOR: "Mentee match", Role.MENTEE: "Mentor match"}
KEY = "Email"
LINE = "Line"
"""The column by which lines are found that speak of no person."""


LISTED_AS = "Listed as"
_FIT = {
    Role.MENTOR: (),
    Role.MENTEE: (Column("Fit", "How well the pair fits, from 0 to 100, when it was matched.", 45, ours=True),),
}


def _people_columns(role: Role) -> tuple[Column, ...]:
    other = role.other
    capacity = {
        Role.MENTOR: "How many mentees this mentor takes at most; blank: the number in Settings.",
        Role.MENTEE: "How many mentors this mentee gets: 1.",
    }[role]
    return (
        Column(KEY, "The address people signed up with. Rows are found by it, so sort as you like.", 270),
        Column("Name", "As the mails will write it.", 180),
        Column(
            "Status",
            "answered: the form came back; no answer: only signed up; by hand: you added the row; "
            "withdrawn: never matched, never written to.",
            95,
            choices=tuple(Status),
        ),
        Column(
            "Attendance", "Colours the row. Blank: unknown.", 95, choices=(Attendance.IN_PERSON, Attendance.VIRTUAL)
        ),
        Column(
            "Bin",
            "The block this person is matched in. Type another to move somebody.",
            235,
            choices_from=("Bins", "Bin"),
        ),
        Column("Fields", "What was ticked, first choice first, with semicolons between.", 220, wrap=True),
        Column("Capacity", capacity, 75),
        Column(
            MATCH_COLUMN[role],
            f"One {other} a line, as Name <address>. Filled cells are kept; empty one to have it matched again. "
            "The dropdown knows single people: Google marks the corner of a cell with two, and takes it all the same.",
            340,
            wrap=True,
            choices_from=(PEOPLE_TAB[other], LISTED_AS),
        ),
        Column("Keep", "Ticked: a rematch never takes this pair apart.", 55, checkbox=True),
        Column("Live check", "Says at once when the two sides of a pair disagree.", 115, ours=True),
        *_FIT[role],
        Column("Why", "Why these two, in one sentence you may disagree with.", 640, ours=True, wrap=True),
        Column("Next best", "Who else, and what it would cost the others.", 600, ours=True, wrap=True),
        Column("Sector", "Academia, industry, government ...", 120),
        Column("Topics", "What this person wants to talk about.", 220),
        Column("Affiliation", "Colleagues are not matched with each other.", 180),
        Column("Time zone", "As Europe/Paris, or UTC+2.", 120),
        Column("Languages", "Languages for the conversation.", 120),
        Column("Notes", "What was said in free text.", 260),
        Column("First time", "yes: first conference.", 70),
        Column("Left out", "yes: got nobody last time, so goes first.", 70),
        Column("Source", "form, sign-up or by hand.", 80, ours=True),
        Column("Partners", "The match cell on one line, for the live check.", 60, ours=True, hidden=True),
        Column(LISTED_AS, "How the dropdown of the other tab offers this person.", 60, ours=True, hidden=True),
    )


def _people_drawing(role: Role) -> TabDrawing:
    match_column = MATCH_COLUMN[role]
    return TabDrawing(
        PEOPLE_TAB[role],
        _people_columns(role),
        frozen_columns=2,
        rules=(
            Rule('={Live check}="sides disagree"', Style.MISMATCH, ("Live check", match_column)),
            Rule('={Live check}="over capacity"', Style.OVERFULL, ("Live check", match_column, "Capacity")),
            Rule('={Live check}="colleagues"', Style.COLLEAGUES, ("Live check", match_column, "Affiliation")),
            Rule('={Status}="withdrawn"', Style.WITHDRAWN),
            Rule('={Status}="no answer"', Style.NO_ANSWER, ("Status",)),
        ),
        filters=(
            FilterView("Virtual only", "Attendance", equals=Attendance.VIRTUAL),
            FilterView("Unmatched", match_column, blank=True),
        ),
    )


MENTORS = _people_drawing(Role.MENTOR)
MENTEES = _people_drawing(Role.MENTEE)
PEOPLE = {Role.MENTOR: MENTORS, Role.MENTEE: MENTEES}

LEGEND = {
    Style.VIRTUAL: ("virtual", "Attends virtually: the whole row, once color has run."),
    Style.MISMATCH: ("sides disagree", "One side of the pair names somebody else. Change one of the two cells."),
    Style.OVERFULL: ("over capacity", "This mentor has more mentees than Capacity says."),
    Style.COLLEAGUES: ("colleagues", "The two share an affiliation or an institution's mail domain."),
    Style.NO_ANSWER: ("no answer", "Signed up, and never sent the form back."),
    Style.WITHDRAWN: ("withdrawn", "Left the programme: never matched, never written to."),
}
"""How the tabs of people mark what, shown on ``Read me`` as it looks there."""

READ_ME = TabDrawing(
    "Read me",
    (
        Column("Read me", "", 700, wrap=True),
        Column("Marks", "Each looks here as it does in Mentors and Mentees.", 130),
        Column("What they mean", "", 430, wrap=True),
    ),
    rules=tuple(Rule(f'={{Marks}}="{mark}"', style, ("Marks",)) for style, (mark, _) in LEGEND.items()),
    banded=False,
    rows=40,
)
SETTINGS = TabDrawing(
    "Settings",
    (
        Column("Setting", "The names the tool knows.", 190, ours=True),
        Column("Value", "Yours. Blank: the default.", 320, wrap=True),
        Column("Default", "What holds while Value is blank.", 220, ours=True, wrap=True),
        Column("Meaning", "", 460, ours=True, wrap=True),
    ),
)
QUESTIONS = TabDrawing(
    "Questions",
    (
        Column("Column", "Our column. Clear the cell to leave the question out.", 130),
        Column("Question", "The wording of the form, or the heading of the sign-up list.", 460, wrap=True),
        Column("Form", "Which form or tab the question stands in.", 180),
        Column("Sure", "How the tool came to it; write yes once you have looked.", 140),
        Column("Question id", "The form's own name for the question; wording may change, this does not.", 120),
    ),
)
BINS = TabDrawing(
    "Bins",
    (
        Column("Bin", "The name of a block.", 320),
        Column("Fields", "Which ticked fields lead into it, with semicolons between.", 520, wrap=True),
    ),
)
EMAILS = TabDrawing(
    "Emails",
    (
        Column("Kind", "Which mail.", 170, ours=True),
        Column("Subject", "One line; merge fields allowed.", 300, wrap=True),
        Column("Text", "What the mail says; merge fields as {{ name }}.", 640, wrap=True),
        Column("Merge fields", "What may be used in this mail.", 260, ours=True, wrap=True),
    ),
    banded=False,
)
NEVER_MATCH = TabDrawing(
    "Never match",
    (
        Column("Mentor", "Address or name.", 240),
        Column("Mentee", "Address or name.", 240),
        Column("Reason", "previous: a pair of an earlier year; anything else is for you.", 300),
    ),
)
SIGN_UPS = TabDrawing(
    "Sign-ups",
    (
        Column("Name", "Paste the registration export here, with its own headings if you like.", 200),
        Column("Email", "", 240),
        Column("Ticket", "In person or virtual.", 140),
        Column("Mentorship programme?", "As mentor, as mentee, or no.", 180),
    ),
)
FORM_RESPONSES = TabDrawing(
    "Form responses",
    (
        Column("Response", "The form's own name for the submission.", 120, ours=True),
        Column("Submitted", "Time of the last change, UTC.", 160, ours=True),
        Column("Form", "Which form.", 160, ours=True),
        Column("Address", "The address the form collected.", 220, ours=True),
        Column("Day", "The day as a number, for Overview.", 60, ours=True, hidden=True),
    ),
)
CHECK = TabDrawing(
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
OVERVIEW = TabDrawing(
    "Overview",
    (
        Column("Overview", "Calculated by the sheet itself, so always current.", 300, ours=True),
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
DRAFTS = TabDrawing(
    "Drafts",
    (
        Column("Key", "Who and what, hashed; the tool finds the line by it.", 150, ours=True),
        Column("Kind", "Which mail.", 150, ours=True),
        Column("To", "Who gets it.", 300, ours=True, wrap=True),
        Column("State", "PLANNED, INTENT, DRAFTED, SENDING, SENT. Look at UNKNOWN, STALE, HELD, GONE.", 100, ours=True),
        Column(
            "Reviewed", "Tick it when you have read the draft in Gmail; send takes only ticked ones.", 80, checkbox=True
        ),
        Column("Subject", "", 300, ours=True),
        Column("People", "The pair the draft speaks of, by address.", 260, ours=True),
        Column("Round", "", 70, ours=True),
        Column("Draft", "Gmail's name for the draft.", 160, ours=True),
        Column("Reference", "Stands at the foot of the mail too.", 120, ours=True),
        Column("Digest", "Of what the tool wrote, to see your edits.", 120, ours=True),
        Column("Changed", "When this line last changed, UTC.", 160, ours=True),
        Column("Remark", "", 300, ours=True, wrap=True),
    ),
    frozen_columns=1,
)
LOG = TabDrawing(
    "Log",
    (
        Column("Time", "UTC.", 160, ours=True),
        Column("Stage", "", 100, ours=True),
        Column("Operator", "Who ran it.", 200, ours=True),
        Column("Did", "In numbers.", 480, ours=True, wrap=True),
        Column("Run", "The name undo knows it by.", 140, ours=True),
    ),
)

TABS = (
    READ_ME,
    SETTINGS,
    QUESTIONS,
    BINS,
    EMAILS,
    NEVER_MATCH,
    SIGN_UPS,
    FORM_RESPONSES,
    MENTORS,
    MENTEES,
    CHECK,
    OVERVIEW,
    DRAFTS,
    LOG,
)
"""All tabs in the order of the work."""


def read_settings(workbook: Workbook) -> tuple[Settings, list[Finding]]:
    """Read the ``Settings`` tab; without one, `MentorshipError` says to run setup.

    Returns the settings (defaults where a line cannot be read) and every finding with its cell address.
    """
    tab = workbook.tab(SETTINGS.title)
    if tab is None:
        raise MentorshipError(Finding("this sheet has no tab “Settings”.", "Run: mentorship setup", code="no-settings"))
    lines = [
        (tab.text(row, "Setting"), tab.text(row, "Value"), tab.address(row, "Value"))
        for row in tab.rows
        if not row.blank
    ]
    return parse_settings(lines)


SETTING_NAMES = tuple(known.metadata["name"] for known in SETTING_FIELDS)
"""What the ``Settings`` tab lists, in order."""
