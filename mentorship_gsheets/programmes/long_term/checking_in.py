"""What the check-in form says: whoever has reached what was set out for is proposed as graduated."""

import re
from datetime import UTC

from mentorship_gsheets.counts import counted
from mentorship_gsheets.errors import Finding
from mentorship_gsheets.intake.answers import read_yes_no
from mentorship_gsheets.intake.columns.heading import read_heading
from mentorship_gsheets.people import Form, Pair, Participant, Response, Role
from mentorship_gsheets.programmes.long_term.standing import LongTermStanding
from mentorship_gsheets.programmes.long_term.tabs import PAIR, Pairing
from mentorship_gsheets.records.feedback import answered_by, moment_of
from mentorship_gsheets.records.roster import set_cell
from mentorship_gsheets.spreadsheet.plan import Change, Plan, Table
from mentorship_gsheets.spreadsheet.workbook import Workbook

_REACHED = re.compile(
    r"\b(reached|achieved|accomplished|fulfilled|met your goals?|set out|graduat\w*|erreicht|atteint\w*|alcanzad\w*"
    r"|logrado|alcancad\w*|atingi\w*|raggiunt\w*|bereikt|uppnatt|naet|достиг\w*|osiagn\w*|ulast\w*)\b|達成|达成|달성"
)


def check_in_answers(workbook: Workbook, standing: LongTermStanding, form: Form) -> Plan:
    """Return what the answers to the check-in form change.

    Parameters
    ----------
    workbook, standing
        As read; only answers that came after the introduction of the pair that stands now speak of it.
    form
        With its responses.

    Returns
    -------
    Plan
        ``Pair`` of a mentee who says yes becomes ``graduated`` where it is blank; nothing is left when planned again.
    """
    asks = [question for question in form.questions if _REACHED.search(read_heading(question.title).whole)]
    if not asks:
        what = f"no question of {form.title} asks whether people have reached what they set out for."
        return Plan("survey", findings=(Finding(what, "Add one that is answered yes or no.", "no-reached-question"),))
    changes: list[Change] = []
    rows = []
    newest: dict[str, Response] = {}
    for response in form.responses:
        email = answered_by(form, response)
        if email and (email not in newest or newest[email].submitted <= response.submitted):
            newest[email] = response
    said_no = 0
    for email, response in sorted(newest.items()):
        mentee = standing.roster.find(Role.MENTEE, email)
        told = [answer for question in asks if (answer := response.answers.get(question.id))]
        reached = read_yes_no(" ".join(told[0])) if told else None
        if mentee is None or mentee.withdrawn or not mentee.partners or not _after(standing, mentee, response):
            continue
        said_no += bool(told) and not reached
        if reached and not mentee.pairing:
            changes += set_cell(workbook, mentee, PAIR, Pairing.GRADUATED.value)
            rows.append((mentee.label, response.submitted[:10]))
    table = Table("Have reached what they set out for", ("Mentee", "Said on"), tuple(rows))
    summary = f"{counted(len(rows), 'mentee has', 'mentees have')} reached the goal, {said_no} not yet"
    return Plan("survey", tuple(changes), tables=(table,) if rows else (), summary=summary)


def _after(standing: LongTermStanding, mentee: Participant, response: Response) -> bool:
    """Return whether an answer came after the introduction of a mentee's pair; without a readable time it did not."""
    pairs = (Pair(mentee.email, mentor) for mentor in mentee.partners)
    sent = max((standing.introduced[pair] for pair in pairs if pair in standing.introduced), default=None)
    if sent is None:
        return False
    came = moment_of(response.submitted)
    return came is not None and came >= sent.astimezone(UTC)
