"""The live check: formulas that say at once, in the sheet, what ``check`` says about match cells.

Both read the same. A formula reads addresses, which a line holds alone or in angle brackets at its end; a line that
names somebody in any other way is a finding of ``check`` as well, until ``match`` has written it out. Whom a rule keeps
from whom (colleagues in any spelling, mail domains, ``Never match``) no formula can know: ``match`` and ``rematch``
write it into the hidden column ``May not meet``. ``check`` is the wider one only there: it knows at once what has come
about since, it knows bins as walls, and it knows the namesake whom somebody named with other accents or punctuation.
What no longer holds in that column is a finding. Of somebody who has several mentors the worst pair is shown, to all of
them.

Written with functions that Google Sheets, LibreOffice and the rehearsal's engine all calculate alike, and with
semicolons, which every locale accepts. Wildcards of ``COUNTIF`` are not promised to match across the lines of a
match cell, so a hidden column holds the same partners on one line, and for each mentor a mentee may have two more hold
what is asked of it repeatedly.
"""

from mentorship_gsheets.people import MOST_WANTED, Role
from mentorship_gsheets.settings import Settings
from mentorship_gsheets.spreadsheet.plan import Formula
from mentorship_gsheets.tabs.mail_column import pair_mail
from mentorship_gsheets.tabs.people_tabs import (
    BARRED,
    LISTED_AS,
    LIVE_CHECK,
    MAIL,
    MATCH_COLUMN,
    NAMED_BACK,
    PARTNERS,
    PEOPLE_TAB,
    WANTED,
)

ON_ONE_LINE = "Partners"
OK = "ok"
NO_ADDRESS = "no address"
DISAGREE = "sides disagree"
WITHDRAWN = "withdrawn"
OVER_CAPACITY = "over capacity"
COLLEAGUES = "colleagues"
MAY_NOT_MEET = "may not meet"

_ME = '"|"&LOWER(TRIM({Email}))&"|"'
_MINE = f"{{{ON_ONE_LINE}}}"
_LINES = f'((LEN({_MINE})-LEN(SUBSTITUTE({_MINE};"||";"")))/2)'
_ADDRESSES = f'(LEN({_MINE})-LEN(SUBSTITUTE({_MINE};"@";"")))'


def live_check(role: Role) -> Formula:
    """Return the formula of the ``Live check`` column for one role.

    It shows nothing (no address in the row), ``ok``, or the first of these that is the matter: ``withdrawn``,
    ``no address`` (a line names somebody without one, or somebody names this person without one), ``sides disagree``,
    ``over capacity``, ``colleagues``, ``may not meet``. A mentor's formula builds on those of the mentees: as many
    lines as name mentees back, and none of those in disagreement, means both sides hold the same people.
    """
    other = PEOPLE_TAB[role.other]
    named = f"({_active(other, _named_me(other))})"
    by_name = f"({_by_name(role)})"
    agreed = _mentee(named) if role is Role.MENTEE else _mentor(other, named)
    written = f'IF({_ADDRESSES}<>{_LINES};"{NO_ADDRESS}";IFERROR({agreed};"{DISAGREE}"))'
    alone = f'IF({named}=0;"{OK}";"{DISAGREE}")'
    gone = f'IF(AND({_MINE}="";{named}+{by_name}=0);"{OK}";"{WITHDRAWN}")'
    here = f'IF({by_name}>0;"{NO_ADDRESS}";IF({_MINE}="";{alone};{written}))'
    return Formula(f'=IF({{Email}}="";"";IF(OR({{Status}}="withdrawn";{{Status}}="declined");{gone};{here}))')


def _named_me(other: str) -> str:
    """Who names this person by address, as the first arguments of ``COUNTIFS``."""
    return f'{{{other}!{ON_ONE_LINE}}};"*"&{_ME}&"*"'


def _active(other: str, criteria: str, function: str = "COUNTIFS") -> str:
    """Count, or sum, over the other tab without those who withdrew; a blank Status is no withdrawal."""
    gone = (f'{function}({criteria};{{{other}!Status}};"{status}")' for status in ("withdrawn", "declined"))
    return f"{function}({criteria})-{'-'.join(gone)}"


def _by_name(role: Role) -> str:
    """How many name this person by the name alone, where nobody else bears it."""
    other, mine = PEOPLE_TAB[role.other], PEOPLE_TAB[role]
    unclear = f'OR(TRIM({{Name}})="";ISNUMBER(FIND("@";{{Name}}));COUNTIF({{{mine}!Name}};{{Name}})>1)'
    criteria = f'{{{other}!{ON_ONE_LINE}}};"*|"&LOWER(TRIM({{Name}}))&"|*"'
    return f"IF({unclear};0;{_active(other, criteria)})"


def _mentee(named: str) -> str:
    lines = "+".join(_if_another(nth, _lines_of(nth), "0") for nth in range(MOST_WANTED))
    number = "+".join(_if_another(nth, "1", "0") for nth in range(MOST_WANTED))
    back = ";".join(_if_another(nth, f"{{{NAMED_BACK[nth]}}}>0", "TRUE") for nth in range(MOST_WANTED))
    agreed = f"AND({back};{named}={number};{number}<={_wanted()})"
    listed, barred = (
        f"OR({';'.join(_if_another(nth, _barred(nth, sign), 'FALSE') for nth in range(MOST_WANTED))})"
        for sign in ("|", "|!")
    )
    rules = f'IF({listed};"{COLLEAGUES}";IF({barred};"{MAY_NOT_MEET}";"{OK}"))'
    gone = f"OR({';'.join(_if_another(nth, _gone(nth), 'FALSE') for nth in range(MOST_WANTED))})"
    read = f"AND({_LINES}<={MOST_WANTED};{lines}={_LINES})"
    return f'IF({read};IF({gone};"{WITHDRAWN}";IF({agreed};{rules};"{DISAGREE}"));"{DISAGREE}")'


def _if_another(nth: int, then: str, otherwise: str) -> str:
    """Something about the mentor whom a mentee names in the nth line, where there is one not named before."""
    this = f"{{{PARTNERS[nth]}}}"
    if nth == 0:
        return f'IF({this}="";{otherwise};{then})'
    before = ";".join(f"{this}={{{other}}}" for other in PARTNERS[:nth])
    return f'IF(OR({this}="";{before});{otherwise};{then})'


def _lines_of(nth: int) -> str:
    address = f'"|"&{{{PARTNERS[nth]}}}&"|"'
    return f'(LEN({_MINE})-LEN(SUBSTITUTE({_MINE};{address};"")))/LEN({address})'


def _wanted() -> str:
    number = f'IFERROR(VALUE({{{WANTED}}}&"");1)'
    return f"IF(OR({number}<1;{number}>{MOST_WANTED});1;{number})"


def _barred(nth: int, sign: str) -> str:
    kept = f"OR({{Keep}}=TRUE;{_of_mentor('Keep', nth)}=TRUE)"
    return f'IF({kept};FALSE;ISNUMBER(FIND("{sign}"&{{{PARTNERS[nth]}}}&"|";{{{BARRED}}})))'


def _gone(nth: int) -> str:
    status = _of_mentor("Status", nth)
    return f'OR({status}="withdrawn";{status}="declined")'


def _of_mentor(header: str, nth: int) -> str:
    """A cell of the row of the mentor whom this mentee names in the nth line; an error where nobody has the address."""
    mentors = PEOPLE_TAB[Role.MENTOR]
    return f"INDEX({{{mentors}!{header}}};MATCH({{{PARTNERS[nth]}}};{{{mentors}!Email}};0))"


def _mentor(other: str, named: str) -> str:
    named_me = _named_me(other)
    places = [
        (f"{{{other}!{partner}}};LOWER(TRIM({{Email}}))", f"{{{other}!{back}}}")
        for partner, back in zip(PARTNERS, NAMED_BACK, strict=True)
    ]
    back = "+".join(f"({_active(other, f'{counts};{me}', 'SUMIFS')})" for me, counts in places)
    left = (
        f'COUNTIFS({me};{{{other}!Status}};"{status}";{counts};">0")'
        for me, counts in places
        for status in ("withdrawn", "declined")
    )
    gone = f"{'+'.join(left)}>0"
    setting = 'INDEX({Settings!Value};MATCH("Capacity";{Settings!Setting};0))'
    usual = f'IFERROR(IF({setting}&""="";{Settings().capacity};VALUE({setting}&""));{Settings().capacity})'
    most = f'IF({{Capacity}}="";{usual};IFERROR(VALUE({{Capacity}}&"");{usual}))'
    seen = f'COUNTIFS({named_me};{{{other}!{LIVE_CHECK}}};"'
    rules = f'IF({seen}{COLLEAGUES}")>0;"{COLLEAGUES}";IF({seen}{MAY_NOT_MEET}")>0;"{MAY_NOT_MEET}";"{OK}"))'
    # a mentee whose other mentor has left
    other_left = _active(other, f'{named_me};{{{other}!{LIVE_CHECK}}};"{WITHDRAWN}"')
    fits = f'IF({named}>{most};"{OVER_CAPACITY}";IF({other_left}>0;"{WITHDRAWN}";{rules}))'
    lines = f'IF({back}<>{_LINES};IF({gone};"{WITHDRAWN}";"{DISAGREE}");IF({seen}{DISAGREE}")>0;"{DISAGREE}";{fits}))'
    return f'IF({seen}{NO_ADDRESS}")>0;"{NO_ADDRESS}";{lines})'


def on_one_line(role: Role) -> Formula:
    """Return the formula of the hidden column that holds a role's match cell on one line.

    ``Bo <bo@example.org>`` and, below it, ``Cy`` become ``|bo  |bo@example.org||cy||``: every line begins with a bar
    and ends with two, and so does every address; small letters, single spaces, no blank lines.
    """
    cell = f"{{{MATCH_COLUMN[role]}}}"
    single = f'TRIM(SUBSTITUTE(LOWER({cell});"|";"/"))'
    trimmed = f'SUBSTITUTE(SUBSTITUTE({single};" "&CHAR(10);CHAR(10));CHAR(10)&" ";CHAR(10))'
    # what stands between lines becomes the only space there is, so that TRIM takes away blank lines
    lines = f'TRIM(SUBSTITUTE(SUBSTITUTE({trimmed};" ";CHAR(9));CHAR(10);" "))&" "'
    barred = f'SUBSTITUTE(SUBSTITUTE(SUBSTITUTE({lines};"> ";" ");"<";CHAR(9)&"|");" ";"||")'
    # the last line ends as the others do, the first begins with one bar
    ended = f'"|"&SUBSTITUTE({barred};CHAR(9);" ")'
    return Formula(f'=IF(TRIM(SUBSTITUTE({cell};CHAR(10);" "))="";"";{ended})')


def partner(nth: int) -> Formula:
    """Return the formula of the hidden column that holds the address in one line of a mentee's cell, from 0 on."""
    rest = _MINE
    if nth:
        # every line ends with two bars, of which the second is where the next one begins
        rest = f'MID({_MINE};FIND(CHAR(9);SUBSTITUTE({_MINE};"||";CHAR(9);{nth}))+1;LEN({_MINE}))'
    line = f'MID({rest};2;FIND("||";{rest})-2)'
    return Formula(f'=IF({_LINES}<{nth + 1};"";IFERROR(MID({line};FIND("|";{line})+1;320);{line}))')


def named_back(nth: int) -> Formula:
    """Return the formula of the hidden column that counts the lines of that mentor's cell that name this mentee."""
    theirs = _of_mentor(ON_ONE_LINE, nth)
    counted = f'IFERROR((LEN({theirs})-LEN(SUBSTITUTE({theirs};{_ME};"")))/LEN({_ME});0)'
    return Formula(f"={_if_another(nth, counted, '0')}")


def listed_as() -> Formula:
    """Return the formula of the hidden column that dropdowns of partners offer: a person as match cells write it."""
    return Formula('=IF({Email}="";"";IF({Name}="";"";{Name}&" ")&"<"&{Email}&">")')


def live_values(role: Role) -> tuple[tuple[str, Formula], ...]:
    """Return the formula columns of one role's tab, as ``(header, formula)``: what every row of people needs."""
    both = (
        (LIVE_CHECK, live_check(role)),
        (MAIL, pair_mail(role)),
        (ON_ONE_LINE, on_one_line(role)),
        (LISTED_AS, listed_as()),
    )
    if role is Role.MENTOR:
        return both
    named = ((PARTNERS[nth], partner(nth)) for nth in range(MOST_WANTED))
    return (*both, *named, *((NAMED_BACK[nth], named_back(nth)) for nth in range(MOST_WANTED)))
