"""Templates: the seeded ones of this package and those of the organizer, checked before anything is filled in.

A template is plain text with merge fields (``{{ mentor }}``) and conditions on a merge field (``{% if conduct %} ...
{% else %} ... {% endif %}``), and nothing else: no loops, filters, attributes, calls or comparisons. Jinja parses it;
everything that is not in that small language is refused by its place in the syntax tree, and what is left is
still rendered in Jinja's sandbox (https://jinja.palletsprojects.com/en/stable/sandbox/). Values are filled in once
and never looked at again, so an answer with braces in it stays an answer.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from jinja2 import Template, TemplateSyntaxError, Undefined, nodes
from jinja2.sandbox import SandboxedEnvironment

from mentorship_gsheets.errors import Finding, Level, MentorshipError
from mentorship_gsheets.mail.kinds import SETTING_OF, Kind

_ONLY_CONDITIONS = re.compile(r"(?m)^[ \t]*((?:\{%[^%\n]*%\}[ \t]*)+)\n")
_ALLOWED = (nodes.Template, nodes.Output, nodes.TemplateData, nodes.If, nodes.Name)


@dataclass(frozen=True, slots=True)
class MailTemplate:
    """Subject and text of one kind of mail, with the cell addresses that findings about them name."""

    kind: Kind
    subject: str
    text: str
    subject_cell: str = ""
    text_cell: str = ""


class _Blank(Undefined):
    """A field without a value: false in a condition, an error where it would leave a hole in a sentence."""

    __slots__ = ()

    def __str__(self) -> str:
        raise _HoleError(str(self._undefined_name))


class _HoleError(Exception):
    """A blank field was to be printed; the argument is its name."""


_ENVIRONMENT = SandboxedEnvironment(
    undefined=_Blank,
    autoescape=False,  # the text part is plain text; the HTML part is made from it, and escaped, in `markup`
)


@cache
def seed_template(kind: Kind) -> MailTemplate:
    """Return the template that the package brings along for a kind."""
    content = (files(kind.package) / "texts" / f"{kind}.txt").read_text("utf-8")
    subject, _, text = content.partition("\n\n")
    return MailTemplate(kind, subject.removeprefix("Subject: "), text.rstrip("\n"))


def seed_rows(kinds: Iterable[Kind]) -> tuple[tuple[str, str, str, str], ...]:
    """Return the rows of a fresh ``Emails`` tab for some kinds: kind, subject, text, merge fields one a line."""
    return tuple(
        (kind.name, seed.subject, seed.text, merge_fields(kind)) for kind in kinds for seed in [seed_template(kind)]
    )


def merge_fields(kind: Kind) -> str:
    """Return what the ``Merge fields`` column says of a kind: ``{{ name }}: meaning``, one a line."""
    return "\n".join(f"{{{{ {name} }}}}: {meaning}" for name, meaning in kind.fields.items())


def check_template(template: MailTemplate) -> list[Finding]:
    """Return everything that is wrong with a template, level ``stop``, naming the cell; empty when it is sound."""
    findings = []
    if "\n" in template.subject.strip():
        findings.append(_stop(template.subject_cell, "the subject has several lines.", "Write it on one line."))
    for text, cell, name in _parts(template):
        if not text.strip():
            findings.append(_stop(cell, f"the {name} of {template.kind} is blank.", "Write one."))
        findings += [_stop(cell, what, remedy) for what, remedy in _faults(text, template.kind)]
    return findings


def fields_of(template: MailTemplate) -> frozenset[str]:
    """Return the merge fields that a sound template uses anywhere, conditions included."""
    trees = [_ENVIRONMENT.parse(text) for text, _, _ in _parts(template)]
    return frozenset(node.name for tree in trees for node in tree.find_all(nodes.Name))


def _parts(template: MailTemplate) -> tuple[tuple[str, str, str], ...]:
    return (
        (template.subject, template.subject_cell, "subject"),
        (template.text, template.text_cell, "text"),
    )


def _stop(where: str, what: str, remedy: str) -> Finding:
    return Finding(what, remedy, code="bad-template", level=Level.STOP, where=where)


def _faults(text: str, kind: Kind) -> Iterator[tuple[str, str]]:
    try:
        tree = _ENVIRONMENT.parse(text)
    except TemplateSyntaxError as error:
        yield f"line {error.lineno} cannot be read: {error.message}.", "Merge fields look like {{ programme }}."
        return
    for name in sorted({node.name for node in tree.find_all(nodes.Name)} - set(kind.fields)):
        yield f"there is no merge field “{name}” in {kind}.", f"There are: {', '.join(kind.fields)}."
    for line in sorted({node.lineno for node in _strange(tree)}):
        yield (
            f"line {line} does more than fill in a field.",
            "Use {{ field }} and {% if field %} ... {% else %} ... {% endif %} only.",
        )


def _strange(node: nodes.Node) -> Iterator[nodes.Node]:
    if not isinstance(node, _ALLOWED) or (isinstance(node, nodes.If) and not isinstance(node.test, nodes.Name)):
        yield node
        return
    for child in node.iter_child_nodes():
        yield from _strange(child)


def fill(template: MailTemplate, values: Mapping[str, str]) -> tuple[str, str]:
    """Fill in a template that `check_template` found sound.

    Parameters
    ----------
    template
        Subject and text.
    values
        Merge field -> value; blank ones may be absent.

    Returns
    -------
    subject, text
        The subject on one line; the text without blank lines at its ends and never more than one in a row.

    Raises
    ------
    MentorshipError
        A field stands outside a condition and has no value. The finding names the cell, and is of level ``held`` when
        the value is a person's, ``stop`` when it is a setting.
    """
    known = {name: value for name, value in values.items() if value}
    filled = []
    for text, cell, _ in _parts(template):
        try:
            filled.append(_compiled(text).render(known))
        except _HoleError as hole:
            raise MentorshipError(_hole(str(hole), cell)) from None
    subject, text = filled
    return " ".join(subject.split()), _tidy(text)


@cache
def _compiled(text: str) -> Template:
    # a line of nothing but conditions leaves no line behind; jinja's own trimming eats the end of other lines too
    return _ENVIRONMENT.from_string(_ONLY_CONDITIONS.sub(r"\1", text))


def _hole(field: str, cell: str) -> Finding:
    remedy = f"Put it into a condition: {{% if {field} %}} ... {{% endif %}}"
    if field in SETTING_OF:
        remedy = f"Fill in “{SETTING_OF[field]}” in Settings, or put it into a condition."
    level = Level.STOP if field in SETTING_OF else Level.HELD
    return Finding(f"{{{{ {field} }}}} has no value.", remedy, code="blank-field", level=level, where=cell)


def _tidy(text: str) -> str:
    lines: list[str] = []
    for line in text.strip().splitlines():
        if line.strip() or (lines and lines[-1]):
            lines.append(line.rstrip())
    return "\n".join(lines)
