import email
from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from mentorship_gsheets.errors import Level, MentorshipError
from mentorship_gsheets.mail import (
    Invitation,
    Letter,
    MailRequest,
    kinds,
    letter_key,
    meeting_of,
    read_message,
    reference,
    request_key,
    seed_template,
    write_letter,
)
from mentorship_gsheets.people import Attendance, Participant
from mentorship_gsheets.settings import Settings
from tests.mail.mail import ADA, ADDRESSES, BO, CY, INVITATION, SETTINGS, STAMP, pair

HOSTILE = '=IMPORTXML("x") {{ conduct }} <script>alert(1)</script> https://evil.example.net\r\nBcc: eve@example.net'


def letter(mentor: Participant = ADA, mentee: Participant = BO, settings: Settings = SETTINGS) -> Letter:
    return write_letter(pair(kinds.MATCH_IN_PERSON, mentor, mentee), seed_template(kinds.MATCH_IN_PERSON), settings)


def test_a_letter_goes_to_the_pair_from_the_mailbox_with_copies_and_reply_address() -> None:
    read = read_message(letter(settings=replace(SETTINGS, copy_to=("one@example.org", "two@example.org"))).raw)
    assert read.sender == (("PyConf 2027 mentorship", "mentors@example.org"),)
    assert read.to == (("Ada Łoś", "ada@example.org"), ("Bo Lindqvist", "bo@example.net"))
    assert read.copies == (("", "one@example.org"), ("", "two@example.org"))
    assert read.reply_to == (("", "committee@example.org"),)


@pytest.mark.parametrize(
    ("programme", "name"), [("PyConf", "PyConf mentorship"), ("The Mentors of PyConf", "The Mentors of PyConf")]
)
def test_the_sender_is_called_after_the_programme(programme: str, name: str) -> None:
    read = read_message(letter(settings=replace(SETTINGS, programme=programme)).raw)
    assert read.sender == ((name, "mentors@example.org"),)


def test_key_and_reference_stand_in_the_mail() -> None:
    made = letter()
    read = read_message(made.raw)
    assert made.key == request_key(pair(kinds.MATCH_IN_PERSON), SETTINGS)
    assert (read.key, read.message_id) == (made.key, f"<{made.key}@mentorship.invalid>")
    assert (read.reference, read.digest) == (made.reference, made.digest)
    assert made.reference == reference(made.key) == f"{made.key[:5]}-{made.key[5:10]}".upper()


def test_the_key_knows_people_not_names_rows_or_wording() -> None:
    key = letter().key
    assert letter(replace(ADA, name="Ada Byron", fields=()), BO).key == key
    assert letter(settings=replace(SETTINGS, programme=" pyconf  2027")).key == key
    assert request_key(pair(kinds.MATCH_VIRTUAL), SETTINGS) == key
    assert request_key(pair(kinds.REMATCH_NEW_PARTNER), SETTINGS) != key
    assert letter(ADA, CY).key != key
    assert letter(settings=replace(SETTINGS, programme="PyConf 2028")).key != key


def test_the_key_is_the_same_for_ever() -> None:
    people = ["mentor ada@example.org", "mentee bo@example.net"]
    assert letter_key("PyConf 2027", kinds.MATCH_IN_PERSON, "", people) == "5ca4804885ca638699b375f2"
    assert letter_key("PyConf 2027", kinds.MATCH_IN_PERSON, "2", people) == "473d5c8b8d71a5d4de3a6ae7"


def test_letters_to_either_side_of_a_former_pair_are_two() -> None:
    ada = MailRequest(kinds.CANCELLED, (ADA, BO), (ADA,))
    bo = MailRequest(kinds.REMATCH_OLD_PARTNER, (BO, ADA), (BO,))
    assert request_key(ada, SETTINGS) != request_key(bo, SETTINGS)


def test_roles_do_not_matter_in_mails_about_a_whole_person() -> None:
    assert ADDRESSES[kinds.SURVEY_INVITATION].about == ("person cy@example.com",)


@pytest.mark.parametrize("part", ["name", "affiliation", "sector", "notes", "bin"])
def test_hostile_answers_stay_text(part: str) -> None:
    made = letter(mentee=replace(BO, **{part: HOSTILE}))
    read = read_message(made.raw)
    assert [address for _, address in read.to] == ["ada@example.org", "bo@example.net"]
    assert (read.copies, read.blind) == ((), ())
    assert "<script" not in read.content.html
    assert 'href="https://evil' not in read.content.html
    assert "{{" not in read.content.text


def test_names_of_three_hundred_characters_are_cut() -> None:
    ((name, _), _) = read_message(letter(replace(ADA, name="Å" * 300)).raw).to
    assert name == "Å" * 99 + "…"


def test_a_nameless_person_gets_a_bare_address() -> None:
    made = letter(mentee=replace(BO, name=""))
    assert made.to == ("Ada Łoś <ada@example.org>", "<bo@example.net>")
    assert read_message(made.raw).to[1] == ("", "bo@example.net")
    assert "dear bo@example.net," in made.text


def test_a_domain_in_other_letters_is_written_as_mail_servers_know_it() -> None:
    made = letter(mentee=replace(BO, email="bo@straße.example"))
    assert read_message(made.raw).to[1] == ("Bo Lindqvist", "bo@xn--strae-oqa.example")
    assert made.to[1] == "Bo Lindqvist <bo@straße.example>"


@pytest.mark.parametrize(
    "address",
    ["bo@example.net\r\nBcc: eve@example.net", "bö@example.net", "bo@ex ample.né", "bo@example.net, eve@x.org"],
)
def test_an_address_that_would_read_differently_holds_the_letter(address: str) -> None:
    with pytest.raises(MentorshipError) as caught:
        letter(mentee=replace(BO, email=address))
    (finding,) = caught.value.findings
    assert (finding.code, finding.level, finding.who) == ("unsound-mail", Level.HELD, ADA.identity)


def test_a_calendar_file_comes_as_the_last_alternative_and_as_an_attachment() -> None:
    settings = replace(SETTINGS, meeting="2027-07-06 12:30")
    template = seed_template(kinds.MATCH_IN_PERSON)
    made = write_letter(pair(kinds.MATCH_IN_PERSON), template, settings, INVITATION, STAMP)
    message = email.message_from_bytes(made.raw)
    parts = [(part.get_content_type(), part.get_param("method")) for part in message.walk()]
    assert parts == [
        ("multipart/mixed", None),
        ("multipart/alternative", None),
        ("text/plain", None),
        ("text/html", None),
        ("text/calendar", "REQUEST"),
        ("application/ics", None),
    ]
    assert (read_message(made.raw).method, made.invitation) == ("REQUEST", INVITATION)
    assert read_message(made.raw).attached == read_message(made.raw).content.calendar
    assert "the attached calendar file: Tuesday 6 July 2027, 12:30 (Europe/Paris)." in made.text


def test_a_letter_without_invitation_has_no_calendar_file() -> None:
    assert read_message(letter(settings=replace(SETTINGS, meeting="2027-07-06 12:30")).raw).content.calendar == ""


def test_when_the_calendar_file_was_made_is_no_part_of_the_digest_and_its_revision_is() -> None:
    def digest(invitation: Invitation, stamp: datetime) -> str:
        template = seed_template(kinds.MATCH_IN_PERSON)
        return write_letter(pair(kinds.MATCH_IN_PERSON), template, SETTINGS, invitation, stamp).digest

    first = digest(INVITATION, STAMP)
    assert digest(INVITATION, STAMP + timedelta(days=3)) == first
    assert digest(replace(INVITATION, sequence=1), STAMP) != first


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        (
            {"meeting": "noon"},
            "“Suggested meeting” in Settings is not a time: noon. Write it as 2027-07-06 12:30.",
        ),
        (
            {"meeting": "2027-07-06 12:30", "time_zone": "Mars/Base"},
            "“Time zone” in Settings is not known: Mars/Base. Write it as Europe/Paris.",
        ),
        (
            {"meeting": "2027-07-06 12:30", "time_zone": "../etc"},
            "“Time zone” in Settings is not known: ../etc. Write it as Europe/Paris.",
        ),
        (
            {"meeting": "2027-07-06 12:30", "time_zone": "Europe"},
            "“Time zone” in Settings is not known: Europe. Write it as Europe/Paris.",
        ),
    ],
)
def test_a_time_nobody_can_read_stops(changed: dict[str, str], sentence: str) -> None:
    with pytest.raises(MentorshipError) as caught:
        meeting_of(None, replace(SETTINGS, **changed))
    assert [(str(finding), finding.level) for finding in caught.value.findings] == [(sentence, Level.STOP)]


@pytest.mark.parametrize(("attendance", "asks"), [(Attendance.UNKNOWN, True), (Attendance.IN_PERSON, False)])
def test_who_may_not_come_in_person_is_not_sent_to_lunch(attendance: Attendance, asks: bool) -> None:
    text = letter(mentee=replace(BO, attendance=attendance)).text
    assert ("a lunch on" in text, "whether you come in person" in text) == (not asks, asks)
