"""A simulated programme as a sheet: pairs, coins, and what people answered afterwards."""

from dataclasses import replace
from datetime import date
from random import Random

from mentorship_gsheets.mailings.schedule import CHECK_IN_AFTER, Days
from mentorship_gsheets.people import Form, Participant, Question, Response
from mentorship_gsheets.settings import Settings
from mentorship_gsheets.spreadsheet.workbook import Cell, Row, Tab, Workbook
from mentorship_gsheets.tabs.catalogue import CALENDAR_ID, SETTINGS
from mentorship_gsheets.trials.coin import TRY_OUT, coin_text, toss
from tests.mail.mail import SETTINGS as MAILING
from tests.stages.cast import mentee, mentor
from tests.stages.mailroom import mail_book

CRITERION, SALT = "topics", "5a17"
DONE = "2027-07-12T10:00:00Z"
QUESTIONS = (Question("e", "Your e-mail"), Question("m", "Did you meet?", ("Yes", "No")), Question("r", "Your rating"))


def trying(name: str = CRITERION, usual: Settings = MAILING) -> Settings:
    """Settings under which something is tried out."""
    return replace(usual, starts=date(2027, 7, 5), own={CHECK_IN_AFTER: Days((2,)), TRY_OUT: name})


def salted(made: Workbook, name: str = CRITERION, salt: str = SALT) -> Workbook:
    """The workbook with the number that setup makes once, and the setting."""
    header = ("Setting", "Value", CALENDAR_ID)
    rows = (Row(2, (Cell("Format"), Cell(""), Cell(salt))), Row(3, (Cell(TRY_OUT), Cell(name), Cell(""))))
    return replace(made, tabs=(*made.tabs, Tab(SETTINGS.title, 40, header, rows)))


def crowd(number: int) -> list[Participant]:
    """So many mentors and mentees, each of whom offers or asks for one of two things."""
    topics = ("Writing", "Grants")
    return [
        *(mentor(f"Mentor{n}", topics=(topics[n % 2],)) for n in range(number)),
        *(mentee(f"Mentee{n}", topics=(topics[n // 2 % 2],)) for n in range(number)),
    ]


def feedback(*told: tuple[str, str, int]) -> Form:
    """The after-event form: address, met, rating."""
    responses = [
        Response(str(n), DONE, "", {"e": (email,), "m": (met,), "r": (str(rating),)})
        for n, (email, met, rating) in enumerate(told)
    ]
    return Form("after", "How was it", QUESTIONS, tuple(responses))


def lived(people: int, met: dict[str, float], seed: int = 3) -> tuple[Workbook, Form]:
    """A programme in which people with a coin that is on meet so often, and the others so often."""
    chance = Random(seed)  # noqa: S311 - a fixed sequence, no secret
    pairs, told = [], []
    for one, other in zip(crowd(people)[:people], crowd(people)[people:], strict=True):
        side = toss(SALT, CRITERION, other.email)
        pairs += [replace(one, partners=(other.email,))]
        pairs += [replace(other, partners=(one.email,), tried=coin_text(side, CRITERION))]
        happened = chance.random() < met[side]
        told.append((other.email, "Yes" if happened else "No", chance.choice((4, 5)) if happened else 2))
    return salted(mail_book(*pairs)), feedback(*told)
