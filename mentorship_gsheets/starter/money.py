"""Budget, tickets, sponsors and cash of a conference: what it costs, who pays, and when money is there."""

from mentorship_gsheets.spreadsheet.plan import Value
from mentorship_gsheets.spreadsheet.tab import Chart, Column, Rule, Style, TabDrawing
from mentorship_gsheets.starter.document import Document, Row, figure, formula, side_by_side

SCENARIOS = ("Careful", "Expected", "Full")
LOSES = "every ticket loses money"
MONTHS = 9
"""How many months the cash plan shows, the last one that of the first day."""

_NEEDS = ("must", "want", "nice")
_KINDS = ("fixed", "per head", "catered")
_TOTAL = {scenario: f"{scenario} sum" for scenario in SCENARIOS}

BUDGET = TabDrawing(
    "Budget",
    (
        Column("Line", "What is assumed, or what costs money. Change the figures, add lines below.", 230),
        Column("Need", "must, want or nice: what is left out first.", 65, choices=_NEEDS),
        Column("Kind", "fixed; per head; catered: per head, with a minimum that is paid anyway.", 80, choices=_KINDS),
        Column("Amount", "In your currency: for all, or for one head.", 80),
        *(Column(scenario, f"The figures of the {scenario.casefold()} scenario.", 85) for scenario in SCENARIOS),
        Column("Rank", "1 for must, 2 for want, 3 for nice.", 40, ours=True, hidden=True),
        Column("Result", "What comes of it.", 270),
        *(Column(header, f"The result of the {name.casefold()} scenario.", 100) for name, header in _TOTAL.items()),
    ),
    frozen_columns=1,
    rules=(
        *(Rule(f'={{{header}}}="{LOSES}"', Style.OVERFULL, (header,)) for header in _TOTAL.values()),
        *(
            Rule(f"=AND(ISNUMBER({{{header}}});{{{header}}}<0)", Style.MISMATCH, (header,))
            for header in _TOTAL.values()
        ),
    ),
    rows=60,
)
TICKETS = TabDrawing(
    "Tickets",
    (
        Column("Tier", "What a ticket is called.", 150),
        Column("Price", "What people pay, value-added tax included.", 80),
        Column("Share in %", "How many of a hundred tickets are of this tier.", 85),
        Column("VAT in %", "Value-added tax within the price.", 70),
        Column("Fee in %", "What the ticket shop keeps of the price.", 70),
        Column("Fee", "What the ticket shop keeps of each ticket besides.", 60),
        Column("Net", "What is left of a ticket.", 80),
        Column("Together", "All tiers together.", 230),
        Column("Sum", "", 120),
    ),
    rules=(Rule('=AND({Together}="Check";{Sum}<>"ok")', Style.OVERFULL, ("Sum",)),),
    rows=40,
)
STATES = ("asked", "talking", "signed", "paid", "no")
SPONSORS = TabDrawing(
    "Sponsors",
    (
        Column("Sponsor", "", 190),
        Column("Tier", "One of those on the right.", 90, choices_from=("Sponsors", "Offer")),
        Column("Amount", "Of the tier.", 80),
        Column("State", "Only signed and paid count for the break-even.", 80, choices=STATES),
        Column("Chance in %", "While nothing is signed.", 85),
        Column("Counts", "The amount, times the chance while nothing is signed.", 80),
        Column("Invoice", "The day it was sent.", 90),
        Column("Promised", "What they were promised.", 240, wrap=True),
        Column("Delivered", "yes once they got it.", 80, choices=("yes", "no")),
        Column("Offer", "Tiers, for the prospectus.", 90),
        Column("Price", "", 70),
        Column("Brings", "What a sponsor of the tier gets; the prospectus says it.", 330, wrap=True),
        Column("Total", "", 230),
        Column("Sum", "", 90),
    ),
    frozen_columns=1,
    rules=(Rule('=AND({State}="paid";{Delivered}="no")', Style.OVERFULL, ("Delivered",)),),
    rows=60,
)
CASH = TabDrawing(
    "Cash",
    (
        Column("What", "A payment that comes in or goes out.", 230),
        Column("In or out", "", 75, choices=("in", "out")),
        Column("Amount", "From the expected scenario, unless you write another.", 90),
        Column("Months before", "How many months before the first day; 0: in its month.", 95),
        Column("Month", "", 80),
        Column("In", "", 85),
        Column("Out", "", 85),
        Column("Balance", "All that came in until the end of the month, less all that went out.", 95),
        Column("Before", "", 50, ours=True, hidden=True),
    ),
    rules=(Rule("=AND(ISNUMBER({Balance});{Balance}<0)", Style.MISMATCH, ("Balance",)),),
    charts=(Chart("Money at the end of each month", "COLUMN", (0, 1 + MONTHS, 4), ((0, 1 + MONTHS, 7),), (2, 10)),),
    rows=60,
    spare_columns=8,
)

_COSTS = (
    ("Venue", "must", "fixed", 6000),
    ("Food and drinks", "must", "catered", 38),
    ("Badges", "must", "per head", 3),
    ("Insurance", "must", "fixed", 700),
    ("Travel of speakers", "must", "fixed", 3000),
    ("Recording", "want", "fixed", 2500),
    ("Captions", "want", "fixed", 900),
    ("Child care", "want", "fixed", 800),
    ("T-shirts", "nice", "per head", 8),
    ("Evening together", "nice", "per head", 9),
)
_ASSUMED = (
    ("Attendees who pay", 90, 150, 220),
    ("Free heads", 20, 25, 30),
    ("Included: 1 must, 2 want, 3 nice", 1, 2, 3),
    ("Food is paid for at least so many", 100, 100, 100),
    ("Reserve in %", 10, 10, 10),
)
_INCLUDED = _ASSUMED[2][0]
_LEAST = _ASSUMED[3][0]


def _of(line: str, scenario: str) -> str:
    return figure("Budget", "Line", line, scenario)


def _result(line: str, scenario: str) -> str:
    return figure("Budget", "Result", line, _TOTAL[scenario])


def _cost(scenario: str) -> str:
    heads = f"({_of('Attendees who pay', scenario)}+{_of('Free heads', scenario)})"
    catered = f'IF({{Kind}}="catered";MAX({heads};{_of(_LEAST, scenario)});{heads})'
    amount = f'{{Amount}}*IF({{Kind}}="fixed";1;{catered})'
    return f"IF({{Rank}}>{_of(_INCLUDED, scenario)};0;{amount})"


def _sum_of(kind: str, header: str, scenario: str) -> str:
    included = f'{{Budget!Rank}};"<="&{_of(_INCLUDED, scenario)}'
    return f'SUMIFS({{Budget!{header}}};{{Budget!Kind}};"{kind}";{included})'


def _break_even(scenario: str) -> str:
    """Attendees who pay from which on nothing is lost, without sponsors who have not signed.

    Below the minimum that food is paid for, food is a fixed cost; above it, a cost of every head.
    """
    ticket, signed = _result("Mean ticket", scenario), _result("Sponsors who signed", scenario)
    fixed, head, food = (_result(line, scenario) for line in ("Fixed costs", "Costs of a head", "Food of a head"))
    free, least = _of("Free heads", scenario), _of(_LEAST, scenario)
    rate = f"(1+{_of('Reserve in %', scenario)}/100)"
    above = f"({rate}*({fixed}+({head}+{food})*{free})-{signed})/({ticket}-{rate}*({head}+{food}))"
    below = f"({rate}*({fixed}+{head}*{free}+{food}*{least})-{signed})/({ticket}-{rate}*{head})"
    needed = f"IF({above}+{free}>={least};{above};{below})"
    return f'IF({ticket}<={rate}*({head}+{food});"{LOSES}";ROUNDUP(ROUND(MAX(0;{needed});6);0))'


_RESULTS = (
    ("Fixed costs", lambda name: _sum_of("fixed", "Amount", name)),
    ("Costs of a head", lambda name: _sum_of("per head", "Amount", name)),
    ("Food of a head", lambda name: _sum_of("catered", "Amount", name)),
    ("Costs", lambda name: "+".join(f'SUMIFS({{Budget!{name}}};{{Budget!Kind}};"{kind}")' for kind in _KINDS)),
    ("Reserve", lambda name: f"ROUND({_result('Costs', name)}*{_of('Reserve in %', name)}/100;2)"),
    ("Mean ticket", lambda _: figure("Tickets", "Together", "Mean ticket after tax and fees", "Sum")),
    ("Tickets", lambda name: f"{_of('Attendees who pay', name)}*{_result('Mean ticket', name)}"),
    ("Sponsors who signed", lambda _: figure("Sponsors", "Total", "Signed and paid", "Sum")),
    (
        "Left without sponsors who only hope",
        lambda name: (
            "+".join(_result(line, name) for line in ("Tickets", "Sponsors who signed"))
            + "".join(f"-{_result(line, name)}" for line in ("Costs", "Reserve"))
        ),
    ),
    ("Sponsors hoped for, by their chance", lambda _: figure("Sponsors", "Total", "Hoped for", "Sum")),
    (
        "Left with them",
        lambda name: (
            f"{_result('Left without sponsors who only hope', name)}"
            f"+{_result('Sponsors hoped for, by their chance', name)}"
        ),
    ),
    ("Attendees who pay to break even", _break_even),
)


def budget() -> Document:
    """Return the budget: three scenarios, fixed and per-head costs, and the break-even without hoped-for sponsors."""
    left: list[Row] = [{"Line": line, **dict(zip(SCENARIOS, figures, strict=True))} for line, *figures in _ASSUMED]
    for line, need, kind, amount in _COSTS:
        cells: dict[str, Value] = {"Line": line, "Need": need, "Kind": kind, "Amount": amount}
        cells["Rank"] = formula('IF({Need}="";"";IF({Need}="must";1;IF({Need}="want";2;3)))')
        left.append(cells | {scenario: formula(_cost(scenario)) for scenario in SCENARIOS})
    right: list[Row] = [
        {"Result": line, **{_TOTAL[scenario]: formula(of(scenario)) for scenario in SCENARIOS}} for line, of in _RESULTS
    ]
    return Document(BUDGET, side_by_side(tuple(left), tuple(right)))


def tickets() -> Document:
    """Return the ticket tiers with tax, fees and mix."""
    tiers = (("Early bird", 120, 30), ("Regular", 180, 40), ("Student", 60, 20), ("Company", 350, 10))
    net = formula("ROUND({Price}/(1+{VAT in %}/100)-{Price}*{Fee in %}/100-{Fee};2)")
    left: tuple[Row, ...] = tuple(
        {"Tier": tier, "Price": price, "Share in %": share, "VAT in %": 19, "Fee in %": 2.5, "Fee": 0.99, "Net": net}
        for tier, price, share in tiers
    )
    shares = "SUM({Tickets!Share in %})"
    right: tuple[Row, ...] = (
        {"Together": "Shares in %", "Sum": formula(shares)},
        {
            "Together": "Mean ticket after tax and fees",
            "Sum": formula("ROUND(SUMPRODUCT({Tickets!Share in %};{Tickets!Net})/100;2)"),
        },
        {"Together": "Check", "Sum": formula(f'IF(ROUND({shares};6)=100;"ok";"shares are not 100 %")')},
    )
    return Document(TICKETS, side_by_side(left, right))


def sponsors() -> Document:
    """Return the sponsors with what they were promised, and the tiers of the prospectus."""
    asked: tuple[tuple[str, str, str, int, str, str], ...] = (
        ("Kestrel Analytics", "Gold", "paid", 100, "Logo, booth, two talks about jobs", "no"),
        ("Lumen Robotics", "Silver", "signed", 100, "Logo, booth", "no"),
        ("Mosaic Software", "Silver", "talking", 60, "", "no"),
        ("Northwind Energy", "Bronze", "asked", 25, "", "no"),
        ("Open Maps Foundation", "Bronze", "no", 0, "", "no"),
    )
    amount = formula('IF({Sponsor}="";"";IFERROR(INDEX({Sponsors!Price};MATCH({Tier};{Sponsors!Offer};0));0))')
    hoped = 'IF({State}="no";0;{Amount}*{Chance in %}/100)'
    counts = formula(f'IF({{Sponsor}}="";"";IF(OR({{State}}="signed";{{State}}="paid");{{Amount}};{hoped}))')
    left: tuple[Row, ...] = tuple(
        {
            "Sponsor": name,
            "Tier": tier,
            "Amount": amount,
            "State": state,
            "Chance in %": chance,
            "Counts": counts,
            "Promised": promised,
            "Delivered": delivered,
        }
        for name, tier, state, chance, promised, delivered in asked
    )
    offers: tuple[Row, ...] = (
        {"Offer": "Gold", "Price": 3000, "Brings": "Logo on every page, a booth, five tickets, a talk about jobs"},
        {"Offer": "Silver", "Price": 1500, "Brings": "Logo on the website, a booth, three tickets"},
        {"Offer": "Bronze", "Price": 600, "Brings": "Logo on the website, one ticket"},
        {"Offer": "Community", "Price": 150, "Brings": "Name on the website, and our thanks"},
    )
    signed = "+".join(f'SUMIFS({{Sponsors!Amount}};{{Sponsors!State}};"{state}")' for state in ("signed", "paid"))
    totals: tuple[Row, ...] = (
        {"Total": "Signed and paid", "Sum": formula(signed)},
        {"Total": "Hoped for", "Sum": formula(f"SUM({{Sponsors!Counts}})-({signed})")},
        {
            "Total": "Paid, and not delivered yet",
            "Sum": formula('COUNTIFS({Sponsors!State};"paid";{Sponsors!Delivered};"no")'),
        },
    )
    return Document(SPONSORS, side_by_side(left, offers, totals))


def cash() -> Document:
    """Return the payments by month, and what is left at the end of each."""
    expected = SCENARIOS[1]
    income = _result("Tickets", expected)
    paid = figure("Sponsors", "Total", "Signed and paid", "Sum")
    lines: tuple[tuple[str, str, str, int], ...] = (
        ("Sponsors", "in", paid, 8),
        ("Venue, deposit", "out", f"{_of('Venue', expected)}*0.5", 8),
        ("Early tickets", "in", f"ROUND({income}*0.4;2)", 5),
        ("Insurance", "out", _of("Insurance", expected), 3),
        ("Travel of speakers", "out", _of("Travel of speakers", expected), 2),
        ("Later tickets", "in", f"{income}-ROUND({income}*0.4;2)", 1),
        ("Venue, the rest", "out", f"{_of('Venue', expected)}*0.5", 1),
        ("Food and drinks", "out", _of("Food and drinks", expected), 0),
        (
            "Everything else",
            "out",
            f"{_result('Costs', expected)}-"
            + "-".join(_of(line, expected) for line in ("Venue", "Insurance", "Travel of speakers", "Food and drinks")),
            0,
        ),
    )
    left: tuple[Row, ...] = tuple(
        {"What": what, "In or out": way, "Amount": formula(amount), "Months before": before}
        for what, way, amount, before in lines
    )
    first = figure("Read me", "About", "First day", "Value")
    months = f"(LEFT({first};4)*12+MID({first};6;2)-1-{{Before}})"

    def summed(way: str, before: str) -> str:
        return f'SUMIFS({{Cash!Amount}};{{Cash!In or out}};"{way}";{{Cash!Months before}};{before})'

    right: tuple[Row, ...] = tuple(
        {
            "Month": formula(f'INT({months}/12)&"-"&RIGHT("0"&(MOD({months};12)+1);2)'),
            "In": formula(summed("in", "{Before}")),
            "Out": formula(summed("out", "{Before}")),
            "Balance": formula(f'ROUND({summed("in", """">="&{Before}""")}-{summed("out", """">="&{Before}""")};2)'),
            "Before": MONTHS - 1 - place,
        }
        for place in range(MONTHS)
    )
    return Document(CASH, side_by_side(left, right))
