"""The live check: formulas that say at once, in the sheet, when the two sides of a pair disagree.

The same rules as the ``check`` stage, as far as a formula can know them: of colleagues it sees equal
affiliations and equal mail domains, where ``check`` also knows spellings and subdomains. Written with
functions that Google Sheets, LibreOffice and the rehearsal's engine all calculate alike, and with
semicolons, which every locale accepts. Wildcards of ``COUNTIF`` are not promised to match across the lines of a
match cell, so a hidden column holds the same partners on one line.
"""

from mentorship_gsheets.people import Role
from mentorship_gsheets.spreadsheet.plan import Formula
from mentorship_gsheets.tabs.people_tabs import LISTED_AS, MATCH_COLUMN, PEOPLE_TAB

LIVE_CHECK = "Live check"
ON_ONE_LINE = "Partners"
OK = "ok"
DISAGREE = "sides disagree"

# providers whose users are strangers to each other; `scoring` knows many more
_FREE_MAIL = "|gmail.com|googlemail.com|outlook.com|hotmail.com|yahoo.com|icloud.com|proton.me|protonmail.com|gmx.de|"


def live_check(role: Role) -> Formula:
    """Return the formula of the ``Live check`` column for one role.

    It shows ``ok``, nothing (no address in the row), or what is the matter: ``sides disagree``,
    ``over capacity``, ``withdrawn``, ``colleagues``. A mentor's formula builds on those of the mentees: as many
    lines as mentees who name this mentor, and none of those in disagreement, means both sides hold the same people.
    """
    other, mine = PEOPLE_TAB[role.other], f"{{{MATCH_COLUMN[role]}}}"
    names_me = f'{{{other}!{ON_ONE_LINE}}};"*<"&{{Email}}&">*"'
    domain = 'MID({Email};FIND("@";{Email});99)'
    strangers = f'ISNUMBER(SEARCH("|"&MID({{Email}};FIND("@";{{Email}})+1;99)&"|";"{_FREE_MAIL}"))'
    colleagues = (
        f'OR(AND({{Affiliation}}<>"";COUNTIFS({names_me};{{{other}!Affiliation}};{{Affiliation}})>0);'
        f'AND(NOT({strangers});COUNTIFS({names_me};{{{other}!Email}};"*"&{domain})>0))'
    )
    withdrawn = f'OR({{Status}}="withdrawn";COUNTIFS({names_me};{{{other}!Status}};"withdrawn")>0)'
    agree, more = {
        Role.MENTEE: (_mentee_agrees(mine, names_me), ""),
        Role.MENTOR: (
            f'AND({_lines(mine)}=COUNTIF({names_me});COUNTIFS({names_me};{{{other}!{LIVE_CHECK}}};"{DISAGREE}")=0)',
            f'IF(AND(ISNUMBER({{Capacity}});{_lines(mine)}>{{Capacity}});"over capacity";',
        ),
    }[role]
    matched = f'IF({withdrawn};"withdrawn";{more}IF({colleagues};"colleagues";"{OK}"){")" if more else ""})'
    alone = f'IF(COUNTIF({names_me})=0;"{OK}";"{DISAGREE}")'
    return Formula(
        f'=IF({{Email}}="";"";IF({mine}="";{alone};IFERROR(IF({agree};{matched};"{DISAGREE}");"{DISAGREE}")))'
    )


def on_one_line(role: Role) -> Formula:
    """Return the formula of the hidden column that holds a role's match cell on one line."""
    return Formula(f'=SUBSTITUTE({{{MATCH_COLUMN[role]}}};CHAR(10);" ")')


def listed_as() -> Formula:
    """Return the formula of the hidden column that dropdowns of partners offer: a person as match cells write it."""
    return Formula('=IF({Email}="";"";IF({Name}="";"";{Name}&" ")&"<"&{Email}&">")')


def live_values(role: Role) -> tuple[tuple[str, Formula], ...]:
    """Return the formula columns of one role's tab, as ``(header, formula)``: what every row of people needs."""
    return ((LIVE_CHECK, live_check(role)), (ON_ONE_LINE, on_one_line(role)), (LISTED_AS, listed_as()))


def _lines(cell: str) -> str:
    return f'(LEN({cell})-LEN(SUBSTITUTE({cell};CHAR(10);""))+1)'


def _mentee_agrees(mine: str, names_me: str) -> str:
    mentors = PEOPLE_TAB[Role.MENTOR]
    partner = f'MID({mine};FIND("<";{mine})+1;FIND(">";{mine})-FIND("<";{mine})-1)'
    their_cell = f"INDEX({{{mentors}!{MATCH_COLUMN[Role.MENTOR]}}};MATCH({partner};{{{mentors}!Email}};0))"
    return f'AND({_lines(mine)}=1;ISNUMBER(SEARCH("<"&{{Email}}&">";{their_cell}));COUNTIF({names_me})=1)'
