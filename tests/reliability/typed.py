"""Texts in one cell of a mentor's row, or in the answer of a form it comes from."""

from dataclasses import dataclass

from tests.reliability.case import Case, Outcome

OK, FLAG = Outcome.OK, Outcome.FLAG
LONG = "Ada " * 75 + "Ada"
TOO_LONG = "x" * 50_001


@dataclass(frozen=True, slots=True, kw_only=True)
class Typed(Case):
    """``text`` under ``column`` is read as ``value``; of a held person there is none."""

    column: str
    text: str
    value: object = None


def _address(given: str, text: str, value: str = "ada@example.org") -> Typed:
    made = f"`{value}`"
    return Typed(group=ADDRESSES, given=given, outcome=OK, made=made, column="Email", text=text, value=value)


def _no_address(given: str, text: str, problem: str) -> Typed:
    told = (f"Mentors!L2: the address of Ada {problem}. Type one address.",)
    return Typed(group=ADDRESSES, given=given, outcome=FLAG, told=told, column="Email", text=text)


def _name(given: str, text: str, value: str | None = None, group: str = "", made: str = "") -> Typed:
    value = text if value is None else value
    return Typed(
        group=group or NAMES, given=given, outcome=OK, made=made or "kept", column="Name", text=text, value=value
    )


def _no_name(given: str, text: str, told: str, group: str = "") -> Typed:
    told = f"Mentors!A2: the name of ada@example.org {told}"
    return Typed(group=group or NAMES, given=given, outcome=FLAG, told=(told,), column="Name", text=text)


def _capacity(given: str, made: str, value: int | None, problem: str = "") -> Typed:
    text = given.strip("`")
    told = f"Mentors!N2: the capacity of Ada, “{text}”, {problem}. Type a whole number."
    return Typed(
        group=CAPACITY,
        given=given,
        outcome=OK,
        made=made,
        told=(told,) if problem else (),
        column="Capacity",
        text=text,
        value=value,
    )


ADDRESSES = "Addresses"
NAMES = "Names"
ANSWERS = "Formulas, HTML and template syntax in names and answers"
CAPACITY = "How many mentees"
ADDRESS_IN_NAME = "looks like an address. Type the name."
STATED = "as if left blank: *Capacity* of Settings holds"

TYPED = (
    _address("spaces around it", "  ada@example.org "),
    _address("spaces within: `ada @ example.org`", "ada @ example.org"),
    _address("a no-break space", "ada@example.org\u00a0"),
    _address("zero-width characters", "\u200bada@exa\u200bmple.org\ufeff"),
    _address("half a surrogate pair", "ada\ud800@example.org"),
    _address("capitals, also in the domain", "ADA@Example.ORG"),
    _address("letters of full width", "".join(chr(ord(char) + 0xFEE0) for char in "ada@example.org")),
    _address("`Ada <ada@example.org>`", "Ada <ada@example.org>"),
    _address('`"Lovelace, Ada" <ada@example.org>`', '"Lovelace, Ada" <ada@example.org>'),
    _address("`ada@example.org (work)`", "ada@example.org (work)"),
    _address("`mailto:ada@example.org?subject=Hello`", "mailto:ada@example.org?subject=Hello"),
    _address("a trailing dot, semicolon or line break", "ada@example.org.;\n"),
    _address("the same address twice in one cell", "ada@example.org, ADA@example.org"),
    _address("an international domain", "ada@müller.example.org", "ada@müller.example.org"),
    _address("the same as `xn--`", "ada@xn--mller-kva.example.org", "ada@müller.example.org"),
    _address("letters of another alphabet throughout", "用户@例子.example.org", "用户@例子.example.org"),
    _address("`=ada@example.org`, which looks like a formula", "=ada@example.org", "=ada@example.org"),
    _no_address("two in a cell, with a comma", "ada@example.org, bo@example.org", "holds two addresses"),
    _no_address("two in a cell, one below the other", "ada@example.org\nbo@example.org", "holds two addresses"),
    _no_address("`bo@example.org <ada@example.org>`", "bo@example.org <ada@example.org>", "holds two addresses"),
    _no_address("`ada lovelace@example.org`", "ada lovelace@example.org", "holds more than an address"),
    _no_address(
        "a Cyrillic \u0430 among Latin letters",
        "\u0430da@example.org",
        "mixes letters of several alphabets that look alike",
    ),
    _no_address("the same in the domain", "ada@ex\u0430mple.org", "mixes letters of several alphabets that look alike"),
    _no_address("a line break and `Bcc: …`", "ada@example.org\nBcc: bo@example.org", "holds a line break"),
    _no_address("a line break and `Subject:…`", "ada@example.org\r\nSubject:x", "holds a line break"),
    _no_address("nothing", "", "is blank"),
    _no_address("`n/a`", "n/a", "is no address"),
    _no_address("`ada@localhost`", "ada@localhost", "is no address"),
    _no_address("300 characters before the @", "a" * 300 + "@example.org", "is no address"),
    _name("`Nan`", "Nan"),
    _name("`None`", "None"),
    _name("`TRUE`", "TRUE"),
    _name("`007`", "007"),
    _name("right-to-left overrides", "\u202eAda\u202c Lovelace", "Ada Lovelace", made="`Ada Lovelace`"),
    _name("zero-width characters", "A\u200bda\ufeff", "Ada", made="`Ada`"),
    _name("zero-width characters and nothing else", "\u200b\u2060", "", made="a blank name"),
    _name("half a surrogate pair", "Ada\ud83d", "Ada", made="`Ada`"),
    _name("no-break and double spaces, a tab", "Ada\u00a0 \tLovelace", "Ada Lovelace", made="`Ada Lovelace`"),
    _name("a line break", "Ada\r\nLovelace", "Ada Lovelace", made="`Ada Lovelace`"),
    _name("an accent as a character of its own", "Jose\u0301", "José", made="`José`"),
    _name("right-to-left letters, emoji, Chinese", "آدا 🚀 王小明"),
    _name("the name of another person", "Cy"),
    _name("`Ada (@ada)`", "Ada (@ada)"),
    _no_name("303 characters", LONG, "has 303 characters. Shorten it to 200."),
    _no_name("their own address", "ada@example.org", ADDRESS_IN_NAME),
    _no_name("somebody else's: `Bo <bo@example.org>`", "Bo <bo@example.org>", ADDRESS_IN_NAME),
    _no_name("a line break and `Bcc: bo@example.org`", "Ada\nBcc: bo@example.org", ADDRESS_IN_NAME),
    *(
        _name(given, text, value, ANSWERS, made="kept as text")
        for given, text, value in (
            ("`=1+1`", "=1+1", "=1+1"),
            ("`+1+1`", "+1+1", "+1+1"),
            ("`-1+1`", "-1+1", "-1+1"),
            ("`@SUM(A1:A9)`", "@SUM(A1:A9)", "@SUM(A1:A9)"),
            ("a tab before `=1+1`", "\t=1+1", "=1+1"),
            ("a carriage return before `=1+1`", "\r=1+1", "=1+1"),
            ("full-width `\uff1d1+1`", "\uff1d1+1", "\uff1d1+1"),
            ("`'=1+1`", "'=1+1", "'=1+1"),
            *(
                (f"`{formula}`", formula, formula)
                for formula in (
                    '=HYPERLINK("https://example.com";"Ada")',
                    '=IMPORTXML("https://example.com";"//a")',
                    '=IMAGE("https://example.com/a.png")',
                    "<b>Ada</b>",
                    "<script>alert(1)</script>",
                    "<img src=x onerror=alert(1)>",
                    "Ada &amp; Bo",
                    "[Ada](https://example.com)",
                    "{{ 7 * 7 }}",
                    "{mentor_name}",
                    "{% for x in y %}",
                    "${name} %s $name",
                    "<<Name>>",
                )
            ),
        )
    ),
    Typed(
        group=ANSWERS,
        given="50,001 characters, one more than a cell takes",
        outcome=OK,
        made="the first 50,000",
        column="Notes",
        text=TOO_LONG,
        value=TOO_LONG[:-1],
    ),
    Typed(
        group=ANSWERS,
        given="the same in letters beyond ASCII",
        outcome=OK,
        made="the first 50,000",
        column="Notes",
        text="é" * 50_001,
        value="é" * 50_000,
    ),
    _capacity("`2`", "2", 2),
    _capacity("`two`", "2", 2),
    _capacity("`2-3`", "2", 2, "is a range: 2 is taken"),
    _capacity("`1,5`", "1", 1, "is no whole number: 1 is taken"),
    _capacity("`2+`", "2", 2, "has no upper end: 2 is taken"),
    _capacity("`lots`", STATED, None, "is no number: that of Settings is taken"),
    _capacity("`-1`", STATED, None, "is no number from 0 to 50: that of Settings is taken"),
    _capacity("`1000`", STATED, None, "is no number from 0 to 50: that of Settings is taken"),
    Typed(
        group=CAPACITY,
        given="`#DIV/0!`",
        outcome=OK,
        made=STATED,
        told=("Mentors!N2: the cell Capacity of Ada shows #DIV/0!. Mend the formula in it, or type the text.",),
        column="Capacity",
        text="#DIV/0!",
        value=None,
    ),
)
