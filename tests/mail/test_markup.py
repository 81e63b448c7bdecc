from html.parser import HTMLParser

from hypothesis import given
from hypothesis import strategies as st

from mentorship_gsheets.mail.markup import to_html, web_addresses


class Page(HTMLParser):
    """What a browser makes of a page: text, tags, addresses of links."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: list[str] = []
        self.links: list[str | None] = []
        self.text = ""
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.links += [value for name, value in attrs if name == "href"]

    def handle_data(self, data: str) -> None:
        self.text += data


def body(html: str) -> str:
    return "\n".join(html.splitlines()[2:-1])


def test_paragraphs_lines_and_lists() -> None:
    assert body(to_html("One\ntwo\n\nThere are\n- a\n- b\nand so on", ())) == (
        "<p>One<br>two</p>\n<p>There are</p>\n<ul><li>a</li><li>b</li></ul>\n<p>and so on</p>"
    )


def test_trusted_addresses_become_links_and_others_stay_text() -> None:
    text = "See https://example.org/a?x=1&y=2, not https://evil.example.net/ or write to mo+x@example.org."
    page = Page(to_html(text, ["https://example.org/a?x=1&y=2", "mo+x@example.org"]))
    assert page.links == ["https://example.org/a?x=1&y=2", "mailto:mo%2Bx@example.org"]
    assert page.text.split() == text.split()


def test_an_address_within_a_longer_one_is_no_link() -> None:
    links = ["https://example.org/", "a@example.org"]
    assert Page(to_html("https://example.org/evil aa@example.org a@example.org.evil", links)).links == []
    assert Page(to_html("to a@example.org.", links)).links == ["mailto:a@example.org"]
    assert Page(to_html("x@https://example.org/y", links)).links == []


@given(st.text())
def test_people_cannot_write_html(text: str) -> None:
    page = Page(to_html(f"Dear {text}", ()))
    assert set(page.tags) <= {"html", "body", "div", "p", "br", "ul", "li"}
    assert page.links == []


def test_web_addresses_end_before_the_punctuation() -> None:
    assert web_addresses("(https://a.example.org/b) https://c.example.org, http://d.example.org/?q=1!") == (
        "https://a.example.org/b",
        "https://c.example.org",
        "http://d.example.org/?q=1",
    )
