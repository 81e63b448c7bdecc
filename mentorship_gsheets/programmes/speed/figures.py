"""The lines of ``Overview`` of speed mentoring."""

from collections.abc import Iterator

from mentorship_gsheets.programmes.speed.tabs import HERE, LIVE, WANTED, turn_header
from mentorship_gsheets.spreadsheet.plan import Formula
from mentorship_gsheets.tabs import overview
from mentorship_gsheets.tabs.figures import NEXT, first_that_holds

_SEATED = f"{{Seating!{turn_header(1)}}}"


def lines() -> Iterator[overview.Line]:
    """Yield what to do next, who has answered, who is seated, and the mails."""
    yield overview.Line(NEXT, ("What to do next", _next()))
    yield from overview.answer_lines()
    yield overview.Line("head seats", ("Seats", "Number"))
    yield overview.Line("matched", ("Mentees with a seat in round 1", Formula(f'=COUNTIF({_SEATED};"?*")')))
    yield overview.Line("absent", ("Mentees not here", Formula(f"=COUNTIF({{Seating!{HERE}}};FALSE)")))
    yield overview.Line("wanted", ("No mentor of their first field", Formula(f'=COUNTIF({{Seating!{WANTED}}};"no")')))
    yield from overview.mail_lines()


def _next() -> Formula:
    people = 'COUNTIF({Mentors!Email};"?*")*COUNTIF({Mentees!Email};"?*")'
    seated = f'COUNTIF({_SEATED};"?*")'
    wrong = f'COUNTIF({{Seating!{LIVE}}};"?*")-COUNTIF({{Seating!{LIVE}}};"ok")'
    made, ticked = 'COUNTIF({Drafts!State};"DRAFTED")', 'COUNTIFS({Drafts!State};"DRAFTED";{Drafts!Reviewed};TRUE)'
    steps = (
        (f"{people}=0", '"Fill Mentors and Mentees, or run: mentorship pull"'),
        (f"{seated}=0", '"Run: mentorship match"'),
        (f"{wrong}>0", '"Some rows of Seating are not ok in Live check. Mend them, or run: mentorship check"'),
        (f"{ticked}>0", '"Drafts are reviewed. Run: mentorship send"'),
        (f"{made}>0", '"Read the drafts in the mailbox and tick Reviewed in Drafts."'),
    )
    return first_that_holds(steps, '"The tables stand. Run: mentorship draft matches, and mentorship print"')
