from dataclasses import replace

import pytest

from mentorship_gsheets.errors import Finding, Level, MentorshipError
from mentorship_gsheets.mail import Kind, MailTemplate, check_template, kinds, seed_rows, seed_template
from mentorship_gsheets.mail.templates import fill

TEMPLATE = MailTemplate(kinds.UNMATCHED_MENTOR, "Hello {{ name }}", "Dear {{ name }}", "Emails!B4", "Emails!C4")


def text(wording: str) -> MailTemplate:
    return replace(TEMPLATE, text=wording)


def faults(template: MailTemplate) -> list[str]:
    return [str(finding) for finding in check_template(template)]


@pytest.mark.parametrize("kind", kinds.SEEDED, ids=str)
def test_every_seed_is_sound(kind: Kind) -> None:
    assert check_template(seed_template(kind)) == []


def test_the_seeds_fill_the_tab() -> None:
    rows = seed_rows(kinds.SEEDED)
    assert [row[0] for row in rows] == [
        "survey-invitation",
        "survey-reminder",
        "match-in-person",
        "match-virtual",
        "unmatched-mentor",
        "unmatched-mentee",
        "not-enough-known",
        "rematch-old-partner",
        "rematch-new-partner",
        "cancelled",
        "meeting-moved",
        "check-in",
        "after-event-survey",
        "role-question",
    ]
    assert rows[4][3].splitlines()[0] == "{{ programme }}: name of the conference or programme (Settings)"


def test_an_unknown_field_is_refused_naming_the_cell_and_those_there_are() -> None:
    fields = ", ".join(kinds.UNMATCHED_MENTOR.fields)
    assert faults(text("{{ nmae }} {% if mentee %}x{% endif %}")) == [
        f"Emails!C4: there is no merge field “mentee” in unmatched-mentor. There are: {fields}.",
        f"Emails!C4: there is no merge field “nmae” in unmatched-mentor. There are: {fields}.",
    ]


@pytest.mark.parametrize(
    "wording",
    [
        "{{ name.upper() }}",
        "{{ name | upper }}",
        "{{ name[0] }}",
        "{{ name ~ role }}",
        "{{ 7 * 7 }}",
        "{{ name if role else dates }}",
        "{% for letter in name %}x{% endfor %}",
        "{% set name = role %}",
        "{% include 'x' %}",
        "{% if name == role %}x{% endif %}",
        "{% if not name %}x{% endif %}",
        "{% raw %}{{ name }}{% endraw %}{{ name() }}",
        "{% filter upper %}x{% endfilter %}",
        "{% macro name() %}x{% endmacro %}",
    ],
)
def test_anything_but_a_field_or_a_condition_on_one_is_refused(wording: str) -> None:
    remedy = "Use {{ field }} and {% if field %} ... {% else %} ... {% endif %} only."
    assert f"Emails!C4: line 1 does more than fill in a field. {remedy}" in faults(text(wording))


def test_broken_syntax_is_refused_with_its_line() -> None:
    assert faults(text("Dear\n{{ name }")) == [
        "Emails!C4: line 2 cannot be read: unexpected '}'. Merge fields look like {{ programme }}."
    ]


def test_blank_parts_and_a_subject_of_two_lines_are_refused() -> None:
    assert faults(replace(TEMPLATE, subject="one\ntwo", text="  ")) == [
        "Emails!B4: the subject has several lines. Write it on one line.",
        "Emails!C4: the text of unmatched-mentor is blank. Write one.",
    ]


def test_conditions_leave_no_blank_lines_behind() -> None:
    template = text(
        "Dear {{ name }},\n\n{% if dates %}\nSee you {{ dates }}.\n{% else %}\nSoon.\n{% endif %}\n\n\n\nBye"
    )
    assert fill(template, {"name": "Ada"}) == ("Hello Ada", "Dear Ada,\n\nSoon.\n\nBye")
    assert fill(template, {"name": "Ada", "dates": "in July"}) == ("Hello Ada", "Dear Ada,\n\nSee you in July.\n\nBye")


def test_a_condition_within_a_line_keeps_the_line_end() -> None:
    template = text("Come{% if dates %} {{ dates }}{% endif %}\nor not.")
    assert fill(template, {"name": "Ada"})[1] == "Come\nor not."


def test_values_are_never_rendered_again() -> None:
    values = {"name": "{{ conduct }}{% if x %}", "conduct": "secret"}
    assert fill(TEMPLATE, values) == ("Hello {{ conduct }}{% if x %}", "Dear {{ conduct }}{% if x %}")


def hole(template: MailTemplate) -> Finding:
    with pytest.raises(MentorshipError) as caught:
        fill(template, {"name": "Ada", "conduct": ""})
    (finding,) = caught.value.findings
    return finding


def test_a_blank_setting_stops_and_says_which() -> None:
    finding = hole(text("See {{ conduct }}"))
    assert finding.level is Level.STOP
    assert str(finding) == (
        "Emails!C4: {{ conduct }} has no value. Fill in “Code of conduct” in Settings, or put it into a condition."
    )


def test_a_blank_value_of_a_person_holds_that_letter() -> None:
    finding = hole(text("You are a {{ role }}"))
    assert finding.level is Level.HELD
    assert str(finding) == "Emails!C4: {{ role }} has no value. Put it into a condition: {% if role %} ... {% endif %}"
