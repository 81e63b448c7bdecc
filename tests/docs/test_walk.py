"""The commands of the pages, copied from them and run in their order against a rehearsal."""

import base64
import json
import os
import re
import shlex
import subprocess
import sys
import urllib.request
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from mentorship_gsheets.cli import group
from mentorship_gsheets.mail import read_message
from mentorship_gsheets.rehearsal import identity
from mentorship_gsheets.rehearsal.organizer import act
from mentorship_gsheets.rehearsal.running import Rehearsal, running
from mentorship_gsheets.spreadsheet.workbook import Tab
from mentorship_gsheets.workspace.gmail import open_mailbox
from mentorship_gsheets.workspace.key_files import load
from mentorship_gsheets.workspace.sheets import open_sheet
from tests import forked
from tests.docs.pages import DOCS

PROGRAM = (sys.executable, "-c", "from mentorship_gsheets.cli import main; main()")
ASKS_NOTHING = {"doctor", "explain", "advice", "form", "rehearse", ""}


def commands(page: str, heading: str = "") -> list[str]:
    """The lines to copy from a page, or from the part of it below one heading."""
    text = (DOCS / page).read_text("utf-8")
    if heading:
        text = re.split(r"^##+ ", text.split(f"## {heading}\n", 1)[1], maxsplit=1, flags=re.M)[0]
    return [line for block in re.findall(r"```sh\n(.*?)```", text, re.S) for line in block.splitlines() if line.strip()]


def headings(page: str) -> list[str]:
    return re.findall(r"^## (.+)$", (DOCS / page).read_text("utf-8"), re.M)


class Reader:
    """Somebody who copies commands from a page, says yes, and puts in what capitals stand for."""

    def __init__(self, google: Rehearsal, means: Mapping[str, str]) -> None:
        self.google = google
        self.means = dict(means)
        self._env = {"MENTORSHIP_SHEET": google.sheet, "MENTORSHIP_CREDENTIALS": str(google.key_path)}

    def copy(self, line: str) -> Result:
        """Run a line; exit codes beyond "something to look at" are failures, and so are bugs."""
        program, *words = shlex.split(line)
        assert program == "mentorship", line
        words = [self.means.get(word, word) for word in words]
        asked = words[0] if words else ""
        result = CliRunner(env=self._env).invoke(group, words if asked in ASKS_NOTHING else [*words, "--yes"])
        if result.exception is not None and not isinstance(result.exception, SystemExit):
            raise result.exception
        assert result.exit_code in (0, 1), f"{line}: {result.output}"
        return result

    def refused(self, line: str, code: int = 3) -> str:
        """What a command says that Google refuses, or, with another code, the tool itself."""
        result = CliRunner(env=self._env).invoke(group, [*shlex.split(line)[1:], "--yes"])
        assert result.exit_code == code, result.output
        return result.stderr

    def tab(self, title: str) -> Tab:
        found = open_sheet(self.google.sheet, load(self.google.key_path)).read().tab(title)
        assert found is not None
        return found

    def edit(self, tab: str, row: int, column: str, value: object) -> None:
        there = self.tab(tab)
        act(self.google.world, [{"edit": there.address(there.rows[row], column), "value": value}])

    def tick_all(self) -> None:
        drafts = self.tab("Drafts")
        rows = [row for row in drafts.rows if drafts.text(row, "State") == "DRAFTED"]
        act(self.google.world, [{"edit": drafts.address(row, "Reviewed"), "value": True} for row in rows])

    def pair(self, place: int = 0) -> tuple[int, str, str]:
        """A matched mentee: which row, and the addresses of mentee and mentor."""
        mentees = self.tab("Mentees")
        rows = [index for index, row in enumerate(mentees.rows) if "<" in mentees.text(row, "Mentor match")]
        row = mentees.rows[rows[place]]
        mentor = mentees.text(row, "Mentor match").partition("<")[2].rstrip(">")
        return rows[place], mentees.text(row, "Email"), mentor

    def sent(self) -> int:
        return len(self.google.journal(method="gmail.users.drafts.send"))


@pytest.fixture
def server(tmp_path: Path) -> Iterator[dict[str, str]]:
    """The server as the page starts it, with fewer people so that the test is quick."""
    (line,) = [line for line in commands("walk-through.md") if line.startswith("mentorship rehearsal serve")]
    words = [*shlex.split(line)[1:], "--people", "24", "--no-quota"]
    with subprocess.Popen([*PROGRAM, *words], cwd=tmp_path, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        yield json.loads(process.stdout.readline())
        process.terminate()


def test_the_walk_through_leads_from_nothing_to_sent_mails(server: dict[str, str], tmp_path: Path) -> None:
    """Each command a process of its own, in the folder and with the variables the page says."""
    lines = commands("walk-through.md")
    exports = dict(re.findall(r"^export (\w+)=(\S+)$", "\n".join(lines), re.M))
    means = {"SHEET": server["sheet"], "FORM": server["form"], "MAILBOX": server["mailbox"]}
    env = {**os.environ, "NO_COLOR": "1", **{name: means.get(value, value) for name, value in exports.items()}}
    steps = lines[lines.index("mentorship doctor") :]
    codes = {}
    for line in steps:
        words = [means.get(word, word) for word in shlex.split(line)[1:]]
        if not words:
            break
        if "--to-me" in words:
            tick_over_http(server, tmp_path / exports["MENTORSHIP_CREDENTIALS"])
        yes = [] if words[0] in ASKS_NOTHING else ["--yes"]
        done = forked.run([*words, *yes], env, tmp_path)
        codes[line] = done.returncode
        assert done.returncode in (0, 1), f"{line}: {done.stdout}{done.stderr}"
    # the doctor finds a fresh sheet not set up; the form of the cast lacks nothing that is needed
    assert codes["mentorship doctor"] == 1
    assert [line for line, code in codes.items() if code and line != "mentorship doctor"] == []
    drafts = drafts_of(server, tmp_path / exports["MENTORSHIP_CREDENTIALS"])
    assert {drafts.text(row, "State") for row in drafts.rows} == {"SENT"}


def drafts_of(server: Mapping[str, str], key: Path) -> Tab:
    drafts = open_sheet(server["sheet"], load(key)).read().tab("Drafts")
    assert drafts is not None
    return drafts


def tick_over_http(server: Mapping[str, str], key: Path) -> None:
    drafts = drafts_of(server, key)
    steps = [{"edit": drafts.address(row, "Reviewed"), "value": True} for row in drafts.rows]
    request = urllib.request.Request(  # noqa: S310 - the rehearsal's own address
        server["control"] + "organizer",
        json.dumps({"steps": steps}).encode(),
        {"X-Rehearsal-Control": server["control_token"], "Content-Type": "application/json"},
    )
    urllib.request.urlopen(request, timeout=60).close()  # noqa: S310 - as above


@pytest.fixture(scope="module")
def conference(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """State of a rehearsal in which the match mails have just been sent."""
    folder = tmp_path_factory.mktemp("conference")
    with running("cast", people=24, state=folder / "state.sqlite", key_path=folder / "key.json") as google:
        reader = Reader(google, {})
        setup = f"mentorship setup --form {google.form} --sender {google.mailbox} --programme Conf"
        stages = ("pull", "color", "bin", "match", "check", "draft matches")
        for line in (setup, *(f"mentorship {stage}" for stage in stages)):
            reader.copy(line)
        reader.tick_all()
        reader.copy("mentorship send")
    return folder


@pytest.fixture
def reader(conference: Path, tmp_path: Path) -> Iterator[Reader]:
    state = tmp_path / "state.sqlite"
    state.write_bytes((conference / "state.sqlite").read_bytes())
    with running("cast", state=state, key_path=tmp_path / "key.json") as google:
        found = Reader(google, {})
        _, mentee, mentor = found.pair()
        found.means |= {"MENTEE": mentee, "MENTOR": mentor}
        yield found


def follow(reader: Reader, heading: str) -> list[str]:
    """Run all commands of one answer; what each printed, on one line."""
    return [" ".join(reader.copy(line).output.split()) for line in commands("on-the-day.md", heading)]


def states(reader: Reader) -> list[str]:
    drafts = reader.tab("Drafts")
    return [drafts.text(row, "State") for row in drafts.rows]


def withdraw(reader: Reader, tab: str, email: str) -> None:
    there = reader.tab(tab)
    row = next(index for index, row in enumerate(there.rows) if there.text(row, "Email") == email)
    reader.edit(tab, row, "Status", "withdrawn")


def test_when_a_mentor_does_not_show_up_the_mentee_is_told_another_name(reader: Reader) -> None:
    row, _, mentor = reader.pair()
    withdraw(reader, "Mentors", mentor)
    follow(reader, "Somebody does not show up")
    mentees = reader.tab("Mentees")
    assert mentor not in mentees.text(mentees.rows[row], "Mentor match")
    assert states(reader).count("DRAFTED") > 0
    reader.tick_all()
    before = reader.sent()
    reader.copy("mentorship send")
    assert reader.sent() > before


def test_when_a_mentor_withdraws_advice_says_what_would_help(reader: Reader) -> None:
    withdraw(reader, "Mentors", reader.means["MENTOR"])
    reader.copy("mentorship rematch")
    (advice,) = follow(reader, "A mentor withdraws")
    assert advice.startswith("advice: Mentees: ")


def test_a_mentee_gets_another_mentor(reader: Reader) -> None:
    row, _, mentor = reader.pair()
    _, explained = follow(reader, "A mentee wants another mentor")
    mentees = reader.tab("Mentees")
    assert mentor not in mentees.text(mentees.rows[row], "Mentor match")
    assert "explain" in explained


def test_a_corrected_address_gets_a_mail_of_its_own(reader: Reader) -> None:
    row, mentee, mentor = reader.pair()
    reader.edit("Mentees", row, "Email", "right.address@example.org")
    mentors = reader.tab("Mentors")
    place = next(index for index, one in enumerate(mentors.rows) if mentors.text(one, "Email") == mentor)
    match = mentors.cell(mentors.rows[place], "Mentee match").text
    reader.edit("Mentors", place, "Mentee match", match.replace(mentee, "right.address@example.org"))
    lines = len(states(reader))
    reader.means["MENTEE"] = "right.address@example.org"
    follow(reader, "An address was wrong, or a mail bounced")
    drafts = reader.tab("Drafts")
    drafted = [row for row in drafts.rows if drafts.text(row, "State") == "DRAFTED"]
    # the same pair and the same line: nobody is told of another partner
    assert ["right.address@example.org" in drafts.text(row, "To") for row in drafted] == [True]
    assert len(states(reader)) == lines
    reader.copy("mentorship pull")
    mentees = reader.tab("Mentees")
    assert [row for row in mentees.rows if mentees.text(row, "Email") == mentee] == []


def test_lost_lines_of_drafts_come_back_and_nothing_goes_twice(reader: Reader) -> None:
    before, sent = states(reader), reader.sent()
    (tab,) = (tab for tab in reader.google.world.store.all("tab").values() if tab["properties"]["title"] == "Drafts")
    act(reader.google.world, [{"requests": [{"deleteSheet": {"sheetId": tab["properties"]["sheetId"]}}]}])
    reader.copy("mentorship setup")
    sentence = f"the tab Drafts has lost {len(before)} lines of mails that were made; {before.count('SENT')} of them"
    assert sentence in " ".join(reader.refused("mentorship draft matches", 1).split())
    follow(reader, "Lines of the tab Drafts are gone")
    assert sorted(states(reader)) == sorted(before)
    reader.copy("mentorship draft matches")
    reader.copy("mentorship send")
    assert reader.sent() == sent
    # one line of them, by a slip
    act(reader.google.world, [{"delete": "Drafts", "row": 3}])
    assert "has lost 1 line of mails" in " ".join(reader.refused("mentorship send", 1).split())
    follow(reader, "Lines of the tab Drafts are gone")
    assert sorted(states(reader)) == sorted(before)


def test_whoever_wants_to_be_forgotten_is_gone_and_stays_away(reader: Reader) -> None:
    row, mentee, _ = reader.pair()
    mentees = reader.tab("Mentees")
    name = mentees.text(mentees.rows[row], "Name")
    follow(reader, "Somebody wants to be forgotten")
    reader.copy("mentorship pull")
    book = open_sheet(reader.google.sheet, load(reader.google.key_path)).read()
    told = [
        f"{tab.title}: {cell.text}"
        for tab in book.tabs
        for one in tab.rows
        for cell in one.cells
        # the tab that Google Forms writes is the form's own
        if not tab.title.startswith("Form Responses") and (mentee in cell.text.casefold() or name in cell.text)
    ]
    assert (name != "", told) == (True, [])


def test_a_sorted_sheet_checks_as_before(reader: Reader) -> None:
    before = reader.copy("mentorship check").output.splitlines()[0]
    act(reader.google.world, [{"sort": "Mentors", "by": "Name", "descending": True}])
    (checked,) = follow(reader, "The sheet was sorted")
    assert checked.startswith(before)


def test_a_renamed_column_comes_back(reader: Reader) -> None:
    act(reader.google.world, [{"rename": "Mentors", "from": "Keep", "to": "Hold"}])
    follow(reader, "A column was renamed, or a tab deleted")
    assert reader.tab("Mentors").column("Keep") is not None
    assert reader.tab("Mentors").column("Hold") is None


def test_undo_takes_a_wrong_step_back(reader: Reader) -> None:
    before = reader.pair()
    reader.copy(f"mentorship rematch --part {before[1]}")
    follow(reader, "A wrong step")
    assert reader.pair() == before


def test_a_used_up_quota_and_an_interrupted_run_repeat_nothing(reader: Reader) -> None:
    before = reader.sent()
    follow(reader, "Google says that the quota is used up")
    follow(reader, "A run was interrupted")
    assert reader.sent() == before


@pytest.mark.parametrize("draft", ["named", "blank"])
def test_what_a_run_was_cut_off_at_long_ago_is_named_and_made_once_more_as_the_page_says(
    reader: Reader, draft: str
) -> None:
    """Killed while sending, or while making a draft; hours later nothing of it is in the mailbox."""
    due, reference, id = made_once_more(reader)
    open_mailbox(reader.google.mailbox, load(reader.google.key_path)).delete(id)
    for column, value in (
        ("State", "SENDING" if draft == "named" else "INTENT"),
        ("Changed", "2026-01-01 09:00:00"),
        *((("Draft", ""),) if draft == "blank" else ()),
    ):
        reader.edit("Drafts", due, column, value)
    looks, sends, again, interrupted = commands("on-the-day.md", "A run was interrupted")
    before, created = reader.sent(), created_drafts(reader)
    said = " ".join(reader.copy(looks).output.split())
    reader.copy(sends)
    assert (reference in said, "Look under Sent in Gmail" in said) == (True, True)
    assert (states(reader)[due], reader.sent(), created_drafts(reader)) == ("GONE", before, created)
    reader.means["REFERENCE"] = reference
    reader.copy(again if draft == "named" else interrupted)
    assert (states(reader)[due], created_drafts(reader)) == ("DRAFTED", created + 1)
    # made once more, it is read and ticked like any other
    reader.copy(sends)
    assert reader.sent() == before
    reader.tick_all()
    reader.copy(sends)
    assert (states(reader)[due], reader.sent()) == ("SENT", before + 1)


def made_once_more(reader: Reader) -> tuple[int, str, str]:
    """Have a letter that was sent made once more, by its reference; its row, the reference, and the draft's id."""
    drafts = reader.tab("Drafts")
    at = next(place for place, row in enumerate(drafts.rows) if ";" in drafts.text(row, "People"))
    reference = drafts.text(drafts.rows[at], "Reference")
    reader.copy(f"mentorship draft matches --again {reference}")
    drafts = reader.tab("Drafts")
    assert drafts.text(drafts.rows[at], "State") == "DRAFTED"
    return at, reference, drafts.text(drafts.rows[at], "Draft")


def created_drafts(reader: Reader) -> int:
    return len(reader.google.journal(method="gmail.users.drafts.create"))


def test_a_mail_that_must_not_go_is_stopped_by_its_tick(reader: Reader) -> None:
    assert commands("on-the-day.md", "Stop, that mail must not go") == []
    at, _, _ = made_once_more(reader)
    reader.tick_all()
    reader.copy("mentorship check")
    before = reader.sent()
    for column, stop, go in (("Reviewed", False, True), ("State", "HELD", "DRAFTED")):
        reader.edit("Drafts", at, column, stop)
        # however often it is tried
        reader.copy("mentorship send")
        reader.copy("mentorship send")
        assert (column, reader.sent()) == (column, before)
        reader.edit("Drafts", at, column, go)
    reader.copy("mentorship send")
    assert (states(reader)[at], reader.sent()) == ("SENT", before + 1)


def test_a_tick_on_a_changed_draft_is_taken_away_and_set_again(reader: Reader) -> None:
    assert commands("on-the-day.md", "A tick is gone") == []
    _, reference, draft = made_once_more(reader)
    box = open_mailbox(reader.google.mailbox, load(reader.google.key_path))
    reader.tick_all()
    reader.copy("mentorship check")
    found = box.get(draft)
    assert found is not None
    box.update(draft, found.raw.replace(b"Subject: ", b"Subject: Soon: "))
    before = reader.sent()
    assert reference in " ".join(reader.copy("mentorship check").output.split())
    reader.copy("mentorship send")
    assert reader.sent() == before
    reader.tick_all()
    reader.copy("mentorship send")
    assert reader.sent() == before + 1


def test_a_second_draft_is_deleted_by_its_reference(reader: Reader) -> None:
    reference, draft = second_draft(reader)
    reader.means["REFERENCE"] = reference
    assert f"mentorship draft --delete {reference}" in " ".join(reader.copy("mentorship check").output.split())
    follow(reader, "There are two drafts of one letter")
    assert open_mailbox(reader.google.mailbox, load(reader.google.key_path)).get(draft) is None


def second_draft(reader: Reader) -> tuple[str, str]:
    """Lay a copy of the first letter into the drafts; its reference, and the draft's id."""
    drafts = reader.tab("Drafts")
    messages = reader.google.world.store.all(f"message:{reader.google.mailbox}").values()
    raws = [base64.urlsafe_b64decode(message["raw"]) for message in messages if "SENT" in message.get("labelIds", ())]
    key = drafts.text(drafts.rows[0], "Key")
    raw = next(raw for raw in raws if read_message(raw).key == key)
    box = open_mailbox(reader.google.mailbox, load(reader.google.key_path))
    return drafts.text(drafts.rows[0], "Reference"), box.create(raw).id


def test_a_new_key_of_the_same_account_goes_on(reader: Reader) -> None:
    reader.google.control("POST", "key", {"revoke": True})
    assert reader.refused("mentorship check").startswith("✗ the key was revoked")
    reader.google.control("POST", "new-key")
    identity.write_key(reader.google.world.store, reader.google.key_path, reader.google.url)
    (said,) = follow(reader, "The key leaked")
    assert "✗" not in said


def test_the_log_says_who_did_what(reader: Reader) -> None:
    (said,) = follow(reader, "Who did what?")
    assert "Last: send, " in said
    log = reader.tab("Log")
    assert [log.text(row, "Stage") for row in log.rows][:2] == ["setup", "pull"]
    assert [row for row in log.rows if not log.text(row, "Operator")] == []


def test_every_answer_of_the_day_is_among_these_tests() -> None:
    source = Path(__file__).read_text("utf-8")
    assert [heading for heading in headings("on-the-day.md") if f'"{heading}"' not in source] == []
