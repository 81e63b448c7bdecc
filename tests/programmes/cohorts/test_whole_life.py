"""The life of a programme through the command line and a rehearsal: every mail that left, read from the journal."""

import base64
import email
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from email.message import Message

from mentorship_gsheets.rehearsal.seeds import paste
from tests.cli.conftest import Desk, ticked
from tests.programmes.cohorts import sheet

SENDS = "gmail.users.drafts.send"
PEOPLE = {
    "Mentors": {"Mia": "deploy", "Max": "deploy", "Tea": "talk", "Tom": "talk"},
    "Mentees": {
        **dict.fromkeys(("Ann", "Bea", "Cy", "Dan"), "deploy; talk"),
        **dict.fromkeys(("Eve", "Flo", "Gil"), "talk"),
    },
}
Told = list[tuple[str, str]]
"""The kind of each mail that left, and whom it went to."""


class Life:
    """A sheet, and the mails that left it since somebody looked."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self.mark = desk.mark()

    def cell(self, title: str, name: str, header: str, key: str = "Email") -> str:
        return sheet.cell(self.desk, title, key, f"{name.lower()}@example.org" if key == "Email" else name, header)

    def joined(self, title: str, people: dict[str, str]) -> None:
        rows = [
            {"Email": f"{name.lower()}@example.org", "Name": f"{name} Test", "Tasks": tasks, "Time zone": "UTC"}
            for name, tasks in people.items()
        ]
        sheet.paste(self.desk, title, rows)

    def mailed(self, mailing: str) -> Told:
        """Draft, approve and send; return what left. Nothing is due again after that."""
        self.desk.run("draft", mailing, code=None)
        ticked(self.desk)
        self.desk.run("send", code=None)
        told = self.told()
        self.desk.run("draft", mailing, code=None)
        self.desk.run("send", code=None)
        assert self.told() == []
        return told

    def told(self) -> Told:
        """The mails of which the journal says that they left."""
        calls = self.desk.calls(SENDS, self.mark)
        self.mark = self.desk.mark()
        left = [self.message(entry["reply"]["id"]) for entry in calls if entry["code"] == 200]
        return [(kind(message), " ".join(sorted(names(message)))) for message in left]

    def message(self, id: str) -> Message:
        google = self.desk.google
        raw = google.world.store.all(f"message:{google.mailbox}")[id]["raw"]
        return email.message_from_bytes(base64.urlsafe_b64decode(raw))

    def days_pass(self) -> None:
        """Make what was sent, and the check-ins, look twenty days old."""
        drafts = sheet.tab_of(self.desk, "Drafts")
        then = (datetime.now(UTC) - timedelta(days=20)).strftime("%Y-%m-%d %H:%M:%S")
        day = (datetime.now(UTC) - timedelta(days=20)).date()
        for row in drafts.rows:
            if drafts.text(row, "State") == "SENT":
                self.desk.edit(drafts.address(row, "Changed"), then)
        cohorts = sheet.tab_of(self.desk, "Cohorts")
        for row in cohorts.rows:
            if cohorts.text(row, "Last check-in"):
                self.desk.edit(cohorts.address(row, "Last check-in"), str(day))

    def answered(self, *answers: tuple[str, str, str]) -> None:
        """Mentors answer the check-in: another tab of answers, as another form would have it."""
        header = ("Timestamp", "Email address", "Who has completed the task?", "Whom have you not heard from?")
        now = datetime.now(UTC).strftime("%Y-%m-%d %H:%M:%S")
        title = f"Check-ins {self.desk.mark()}"
        rows = [(now, f"{name.lower()}@example.org", done, silent) for name, done, silent in answers]
        paste(self.desk.google.world, self.desk.google.sheet, title, (header, *rows))
        sheet.setting(self.desk, "Check-in form", title)
        self.desk.run("survey", code=None)
        assert sheet.nothing_written(self.desk, ["survey"])

    def members(self, label: str) -> list[str]:
        found = sheet.members(self.desk).get(label, [])
        return sorted(text.partition(" ")[2].partition("@")[0] for text in found)


def kind(message: Message) -> str:
    subject = str(email.header.make_header(email.header.decode_header(message["Subject"])))
    words = {
        "welcome to your cohort": "welcome",
        "new in your cohort": "newcomers",
        "no cohort for you yet": "waiting",
        "how is the cohort": "check-in",
        "your badge": "badge",
        "has left": "left",
        "has ended": "ended",
    }
    return next(name for text, name in words.items() if text in subject)


def names(message: Message) -> Iterable[str]:
    addressed = email.utils.getaddresses(message.get_all("To", []))
    return [address.partition("@")[0] for _, address in addressed]


def test_founding_check_ins_graduations_late_joiners_a_mentor_gone_and_a_task_closed(desk: Desk) -> None:
    sheet.start(desk)
    life = Life(desk)
    sizes = {"Min mentors": 1, "Wanted mentors": 2, "Min mentees": 3, "Wanted mentees": 3, "Max mentees": 4}
    sheet.paste(desk, "Cohorts", [{"Task": "deploy", **sizes}, {"Task": "talk", **sizes}])
    for title, people in PEOPLE.items():
        life.joined(title, people)
    desk.run("match")
    assert life.mailed("matches") == [("welcome", "ann bea cy dan max mia"), ("welcome", "eve flo gil tea tom")]
    assert life.mailed("check-in") == []

    # the first check-in: two graduate and get badges; two late joiners take their places, and nobody else moves
    life.days_pass()
    assert life.mailed("check-in") == [("check-in", "max mia"), ("check-in", "tea tom")]
    life.answered(("Mia", "Ann and Bea Test", "Dan"))
    assert life.members("deploy") == ["cy", "dan", "max", "mia"]
    assert life.mailed("badge") == [("badge", "ann"), ("badge", "bea")]
    life.joined("Mentees", {"Hal": "deploy", "Ida": "deploy"})
    desk.run("match")
    assert sheet.nothing_written(desk, ["match"])
    assert life.members("deploy") == ["cy", "dan", "hal", "ida", "max", "mia"]
    # Ann goes on to her second pick, which takes four: Bea waits
    assert life.members("talk") == ["ann", "eve", "flo", "gil", "tea", "tom"]
    assert life.mailed("matches") == [
        ("newcomers", "hal ida max mia"),
        ("newcomers", "ann tea tom"),
        ("waiting", "bea"),
    ]

    # the second one: a third graduate
    life.days_pass()
    assert life.mailed("check-in") == [("check-in", "max mia"), ("check-in", "tea tom")]
    life.answered(("Tea", "eve@example.org", "nobody"))
    assert life.mailed("badge") == [("badge", "eve")]

    # a mentor is gone, then a task is closed: those concerned hear of it once
    desk.edit(life.cell("Mentors", "Max", "Status"), "withdrawn")
    desk.run("rematch")
    assert life.members("deploy") == ["cy", "dan", "hal", "ida", "mia"]
    assert life.mailed("rematch") == [("left", "cy dan hal ida mia")]
    desk.edit(life.cell("Cohorts", "talk", "State", "Cohort"), "closed")
    desk.run("rematch", "--force")
    assert sheet.nothing_written(desk, ["rematch"])
    assert life.members("talk") == []
    assert life.members("deploy") == ["cy", "dan", "hal", "ida", "mia"]
    assert life.mailed("rematch") == [("ended", "ann flo gil tea tom")]
