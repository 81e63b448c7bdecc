"""The year's form: made in a person's name, and checked against what matching needs."""

import re
from pathlib import Path

from mentorship_gsheets.intake.questions import guess_columns
from mentorship_gsheets.records.form_questions import survey
from mentorship_gsheets.rehearsal import identity
from mentorship_gsheets.rehearsal.running import running
from mentorship_gsheets.workspace.key_files import load
from tests.cli.conftest import Desk
from tests.cli.process import process
from tests.workspace.browser import program

BODY = "https://www.googleapis.com/auth/forms.body"


def delegate(desk: Desk) -> None:
    scopes = ["https://www.googleapis.com/auth/gmail.compose", BODY]
    domain = desk.google.mailbox.partition("@")[2]
    desk.google.control("POST", "account", {"delegation": {"domain": domain, "scopes": scopes}})


def form_setting(desk: Desk) -> str:
    settings = desk.sheet().tab("Settings")
    assert settings is not None
    return next(settings.text(row, "Value") for row in settings.rows if settings.text(row, "Setting") == "Form")


def test_every_question_of_ours_is_recognised_as_what_it_feeds(desk: Desk) -> None:
    desk.run("setup")
    asked = survey(desk.sheet())
    guesses = guess_columns([one.question.title for one in asked])
    assert [guess.column for guess in guesses] == [one.column for one in asked]


def test_a_form_is_made_in_the_senders_name_and_asks_all_we_ask(desk: Desk) -> None:
    delegate(desk)
    desk.run("setup", "--sender", desk.google.mailbox, "--programme", "TestConf")
    result = desk.run("form", "--create")
    address = form_setting(desk)
    who = load(desk.google.key_path).who
    lines = result.output.splitlines()
    assert lines[0] == f"“TestConf: mentorship programme”, for {desk.google.mailbox}:"
    assert f"Made: {address}" in " ".join(result.output.split())
    assert [line for line in lines if address in line] != []
    assert " ".join(" ".join(lines[lines.index("Written, read back, nothing left to do.") + 1 :]).split()) == (
        f"Now open it: 1. ⋮ → Add collaborators → {who}. 2. Look it over. 3. Press Publish."
    )
    form = address.split("/")[-2]
    file = desk.google.world.store.load("file", form) or {}
    assert [one["emailAddress"] for one in file["permissions"] if one["role"] == "owner"] == [desk.google.mailbox]
    desk.google.control("POST", "share", {"file": form, "role": "writer"})
    checked = desk.run("form", yes=False)
    assert checked.output.splitlines() == [
        "“TestConf: mentorship programme”: 16 questions, 0 answers",
        "✓ it asks everything we ask",
    ]
    desk.run("doctor", yes=False)


def test_without_delegation_the_one_thing_to_do_is_said_and_nothing_is_made(desk: Desk) -> None:
    desk.run("setup", "--sender", desk.google.mailbox)
    result = desk.run("form", "--create", code=3)
    key = load(desk.google.key_path)
    assert result.stderr == (
        f"✗ {key.who} may not act for {desk.google.mailbox} yet. An administrator of the domain opens "
        f"https://admin.google.com/ac/owl/domainwidedelegation and authorises client id {key.client_id} for exactly "
        f"{BODY}; or log in for this one time: add --client FILE, with an OAuth client.\n"
    )
    assert desk.calls("forms.forms.create") == []


def test_a_person_who_logs_in_owns_the_form(desk: Desk, tmp_path: Path) -> None:
    organizer = desk.google.world.project["organizer"]
    client = tmp_path / "client.json"
    identity.write_client(desk.google.world.store, client, desk.google.url)
    desk.run("setup")
    where = {"MENTORSHIP_SHEET": desk.google.sheet, "MENTORSHIP_CREDENTIALS": str(desk.google.key_path)}
    words = ["form", "--create", "--yes", "--owner", organizer, "--client", str(client)]
    assert process(words, where | {"BROWSER": program(organizer)}).returncode == 0
    file = desk.google.world.store.load("file", form_setting(desk).split("/")[-2]) or {}
    assert [one["emailAddress"] for one in file["permissions"] if one["role"] == "owner"] == [organizer]


def test_a_form_whose_questions_could_not_be_written_is_named(desk: Desk) -> None:
    delegate(desk)
    desk.run("setup", "--sender", desk.google.mailbox)
    desk.google.fault("refuse", shape="forbidden", method="forms.forms.batchUpdate", times=0)
    result = desk.run("form", "--create", code=3)
    last = result.stderr.splitlines()[-1]
    made = desk.calls("forms.forms.create")[-1]["reply"]["formId"]
    assert last == (
        f"✗ a form without questions is left at https://docs.google.com/forms/d/{made}/edit. "
        "Delete it, and run this again."
    )


def test_a_dry_run_shows_the_questions_and_makes_nothing(desk: Desk) -> None:
    desk.run("setup", "--sender", desk.google.mailbox)
    result = desk.run("form", "--create", "--dry-run", yes=False)
    assert result.output.splitlines()[1] == "  1. What is your full name? *"
    assert desk.calls("forms.forms.create") == []


def test_what_the_form_of_the_cast_does_not_ask_is_told_with_an_example(desk: Desk) -> None:
    desk.set_up(until="pull")
    result = desk.run("form", yes=False)
    told = " ".join(result.output.splitlines()[1:]).replace("  ", " ")
    assert re.findall(r"no question feeds ([^:]+):", told) == ["Goal", "Matters most", "First time", "May introduce"]
    assert (
        "· no question feeds First time: nobody can see who is new. "
        "Add for instance “Is this your first conference?”, or name the one that does in Questions."
    ) in told


def test_a_form_that_asks_nothing_is_told_what_matching_needs(desk: Desk) -> None:
    desk.run("setup", "--form", desk.google.form)
    form = desk.google.world.store.load("form", desk.google.form) or {}
    form |= {"items": form["items"][:1], "settings": {}}
    desk.google.world.store.save("form", desk.google.form, form)
    result = desk.run("form", yes=False, code=1)
    held = [line[:50] for line in result.output.splitlines() if line.startswith("! ")]
    assert held == [
        "! the form does not ask who answers. In its Settin",
        "! no question feeds Role. Add for instance “How wo",
        "! no question feeds Attendance. Add for instance “",
        "! no question feeds Fields. Add for instance “Whic",
    ]


def test_without_any_form_it_says_so() -> None:
    with running("empty") as google:
        desk = Desk(google)
        desk.run("setup")
        result = desk.run("form", code=2, yes=False)
    assert result.stderr == "✗ say which form, write it into Settings, or make one with --create.\n"
