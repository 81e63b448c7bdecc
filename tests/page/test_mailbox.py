"""The mailbox in the page: drafts and sent mail as their recipients read them, and sending."""

import base64
from collections.abc import Iterator
from dataclasses import dataclass, field
from email import message_from_bytes
from email.header import Header
from email.mime.multipart import MIMEMultipart
from email.mime.text import MIMEText
from email.policy import default
from email.utils import formataddr
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import pytest
from playwright.sync_api import expect

from tests.page.desk import Desk, Screen


@dataclass
class Collector:
    """A server of somebody curious: ``asked`` are the paths it was asked for."""

    url: str
    asked: list[str] = field(default_factory=list)


@pytest.fixture
def collector() -> Iterator[Collector]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            found.asked.append(self.path)
            self.send_error(404)

        def log_message(self, *_: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        found = Collector(f"http://127.0.0.1:{server.server_port}")
        thread = Thread(target=server.serve_forever)
        thread.start()
        yield found
        server.shutdown()
        thread.join()


def draft(desk: Desk, name: str, subject: str, html: str) -> str:
    message = MIMEMultipart("alternative")
    message["From"] = "mentors@conference.example.org"
    message["To"] = formataddr((name, "someone@example.org"))
    message["Subject"] = Header(subject, "utf-8").encode()
    message.attach(MIMEText(f"Dear {name}, plain.", "plain", "utf-8"))
    message.attach(MIMEText(html, "html", "utf-8"))
    raw = base64.urlsafe_b64encode(message.as_bytes()).decode()
    created: str = desk.call("POST", "/gmail/v1/users/me/drafts", {"message": {"raw": raw}})["id"]
    return created


def test_a_draft_is_read_as_its_recipient_would(screen: Screen, desk: Desk) -> None:
    draft(desk, "Zoë Ångström", "Your match – Zoë", "<p>Dear <b>Zoë Ångström</b>, welcome.</p>")
    screen.look(place="#mail")
    expect(screen.page.get_by_role("heading", name="Your match – Zoë")).to_be_visible()
    expect(screen.page.get_by_role("definition").nth(1)).to_have_text("Zoë Ångström <someone@example.org>")
    expect(screen.page.frame_locator("iframe").locator("p")).to_have_text("Dear Zoë Ångström, welcome.")
    screen.page.get_by_role("tab", name="Plain text").click()
    expect(screen.page.locator("pre.letter")).to_have_text("Dear Zoë Ångström, plain.")


def test_one_draft_is_sent_with_its_own_button(screen: Screen, desk: Desk) -> None:
    draft(desk, "Ann", "First", "<p>first</p>")
    draft(desk, "Bob", "Second", "<p>second</p>")
    screen.look(place="#mail")
    screen.page.get_by_role("option", name="First").click()
    screen.page.get_by_role("article").get_by_role("button", name="Send").click()
    expect(screen.page.get_by_role("dialog")).to_contain_text("Ann <someone@example.org>")
    screen.page.get_by_role("dialog").get_by_role("button", name="Send").click()
    expect(screen.page.get_by_role("tab", name="Drafts")).to_have_text("Drafts1")
    screen.page.get_by_role("tab", name="Sent").click()
    expect(screen.page.get_by_role("option")).to_have_count(1)
    expect(screen.page.get_by_role("heading", name="First")).to_be_visible()
    expect(screen.page.get_by_role("article").get_by_role("button", name="Send")).to_have_count(0)
    sent = desk.call("GET", "/gmail/v1/users/me/messages", labelIds="SENT")["messages"]
    assert len(sent) == 1
    assert len(desk.call("GET", "/gmail/v1/users/me/drafts")["drafts"]) == 1


def test_a_hostile_mail_neither_runs_nor_loads_anything(screen: Screen, desk: Desk, collector: Collector) -> None:
    def hostile(name: str) -> str:
        return (
            f'<script>parent.document.title="caught"</script><img src="{collector.url}/{name}.png" '
            "onerror=\"parent.document.title='caught'\"><p>read me</p>"
        )

    draft(desk, "Eve", "Hello", hostile("from-the-mailbox"))
    screen.look(place="#mail")
    expect(screen.page.frame_locator("iframe").locator("p")).to_have_text("read me")
    # Chromium may announce what it then blocks, so what counts is what arrives; outside the mailbox, the same does.
    outside = screen.page.context.new_page()
    outside.set_content(hostile("from-outside"))
    expect(outside).to_have_title("caught")
    assert collector.asked == ["/from-outside.png"]
    assert "caught" not in screen.page.title()


def test_a_draft_made_meanwhile_appears_and_is_found(screen: Screen, desk: Desk) -> None:
    screen.look(place="#mail")
    expect(screen.page.get_by_text("No drafts yet")).to_be_visible()
    draft(desk, "Ann", "Late", "<p>late</p>")
    draft(desk, "Bob", "Later", "<p>later</p>")
    expect(screen.page.get_by_role("option")).to_have_count(2)
    screen.page.get_by_role("searchbox").fill("bob")
    expect(screen.page.get_by_role("option")).to_have_count(1)


def test_letters_are_leafed_through_with_the_arrow_keys(screen: Screen, desk: Desk) -> None:
    for subject in ("One", "Two", "Three"):
        draft(desk, "Ann", subject, f"<p>{subject}</p>")
    screen.look(place="#mail")
    screen.page.get_by_role("listbox").focus()
    shown = []
    for _ in range(3):
        shown.append(screen.page.get_by_role("heading", level=2).inner_text())
        screen.page.keyboard.press("ArrowDown")
    assert sorted(shown) == ["One", "Three", "Two"]


def test_a_draft_is_edited_and_all_else_of_it_stays(screen: Screen, desk: Desk) -> None:
    id = draft(desk, "Zoë", "Your match – Zoë", "<p>Dear <b>Zoë</b>, tea?</p>")
    screen.look(place="#mail")
    page = screen.page
    page.get_by_role("button", name="Edit").click()
    page.get_by_role("textbox", name="Subject").fill("Dein Treffen, Zoë – größer")
    body = page.frame_locator("iframe").locator("body[contenteditable=true]")
    body.click()
    page.keyboard.press("Control+End")
    page.keyboard.type(" And coffee.")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("heading", name="Dein Treffen, Zoë – größer")).to_be_visible()
    raw = desk.call("GET", f"/gmail/v1/users/me/drafts/{id}", format="raw")["message"]["raw"]
    saved = message_from_bytes(base64.urlsafe_b64decode(raw), policy=default)
    assert [saved[name] for name in ("From", "To", "Subject")] == [
        "mentors@conference.example.org",
        "Zoë <someone@example.org>",
        "Dein Treffen, Zoë – größer",
    ]
    plain, html = (part.get_content() for part in saved.iter_parts())
    assert html.strip() == "<p>Dear <b>Zoë</b>, tea? And coffee.</p>"
    assert plain.strip() == "Dear Zoë, tea? And coffee."


def test_a_draft_is_deleted_and_the_whole_text_is_searched(screen: Screen, desk: Desk) -> None:
    draft(desk, "Ann", "First", f"<p>{'word ' * 200}needle</p>")
    draft(desk, "Bob", "Second", "<p>second</p>")
    screen.look(place="#mail")
    page = screen.page
    expect(page.get_by_role("option")).to_have_count(2)
    page.get_by_role("searchbox").fill("word needle")
    expect(page.get_by_role("option")).to_have_count(1)
    page.get_by_role("option", name="First").click()
    page.get_by_role("article").get_by_role("button", name="Delete").click()
    page.get_by_role("dialog").get_by_role("button", name="Delete").click()
    expect(page.get_by_role("tab", name="Drafts")).to_have_text("Drafts1")
    assert len(desk.call("GET", "/gmail/v1/users/me/drafts")["drafts"]) == 1


def test_a_link_into_gmail_finds_the_mail_in_this_mailbox(screen: Screen, desk: Desk) -> None:
    draft(desk, "Ann", "First", "<p>first</p>")
    draft(desk, "Bob", "Second", "<p>second</p>")
    desk.write(
        "Sheet1!A1", [['=HYPERLINK("https://mail.google.com/mail/u/?authuser=a@example.org#search/Bob";"open")']]
    )
    screen.look("Sheet1")
    screen.cell("A1").click()
    screen.page.keyboard.press("Alt+Enter")
    expect(screen.page.get_by_role("heading", name="Second")).to_be_visible()
