"""Rows of people, answers and sign-ups that are blank, doubled, typed by hand, or under odd headings."""

from tests.reliability.gathered import ADA, CY, FLAG, HEADER, OK, TWICE, Gathered, answer_line

ROWS = "Rows of people and answers"

LINES = (
    Gathered(
        group=ROWS,
        given="a line of answers pasted twice",
        outcome=OK,
        made="one person",
        told=TWICE,
        answers=(answer_line(*ADA), answer_line(*ADA)),
        mentors_after=(ADA,),
    ),
    Gathered(
        group=ROWS,
        given="blank rows between answers",
        outcome=OK,
        made="passed over",
        answers=(answer_line(*ADA), ("",) * 5, (" ", "", "", "", ""), answer_line(*CY)),
        mentors_after=(ADA, CY),
    ),
    Gathered(
        group=ROWS,
        given="a row added by hand",
        outcome=OK,
        made="kept, marked `by hand`, matched",
        answers=(answer_line(*ADA),),
        mentors=({"Email": "cy@example.org", "Name": "Cy", "Capacity": "1"},),
        mentors_after=(CY, ADA),
    ),
    Gathered(
        group=ROWS,
        given="a row added by hand of somebody who answers later",
        outcome=OK,
        made="one row; what was typed stays",
        told=(
            "Mentors!A2: Name of Ada L. is “Ada L.” here; the newest answer says “Ada”. "
            "The cell stays; empty it to take the other.",
        ),
        answers=(answer_line(*ADA),),
        mentors=({"Email": "ada@example.org", "Name": "Ada L."},),
        mentors_after=(("ada@example.org", "Ada L.", "1"),),
    ),
    Gathered(
        group=ROWS,
        given="a row with check boxes and nothing else",
        outcome=OK,
        made="nobody",
        mentors=({"Keep": "FALSE"}, {"Email": "cy@example.org", "Name": "Cy", "Capacity": "1"}),
        mentors_after=(("", "", ""), CY),
        unmatched=("",),
    ),
    Gathered(
        group=ROWS,
        given="an answer without a readable address",
        outcome=FLAG,
        made="not taken into `Mentors`",
        told=(
            "'Form Responses 1'!B2: the address Ada gave in Form Responses 1 is no address. "
            "Ask for it, and add the person by hand.",
        ),
        answers=(answer_line("ada at example", "Ada"), answer_line(*CY)),
        mentors_after=(CY,),
    ),
    Gathered(
        group=ROWS,
        given="a sign-up without an address",
        outcome=FLAG,
        made="not taken into `Mentors`",
        told=("Sign-ups!B2: the address Ada gave in Sign-ups is blank. Ask for it, and add the person by hand.",),
        answers=(answer_line(*CY),),
        sign_ups=({"Name": "Ada", "Mentorship programme?": "Mentor"},),
        mentors_after=(CY,),
    ),
    Gathered(
        group=ROWS,
        given="a sign-up that says `maybe`",
        outcome=OK,
        made="not taken until it says more",
        told=(
            "Sign-ups: “maybe” (1 row), an answer to “Mentorship programme?”, is not understood as Role. "
            "Write what it means into the tab Answers, under Read as.",
        ),
        answers=(answer_line(*CY),),
        sign_ups=({"Name": "Ada", "Email": "ada@example.org", "Mentorship programme?": "maybe"},),
        mentors_after=(CY,),
    ),
    Gathered(
        group=ROWS,
        given="a response tab with two headings of one wording, and one without any",
        outcome=OK,
        made="the first counts; the other can be named in `Questions`",
        header=(*HEADER, "How many mentees?", "", ""),
        answers=((*answer_line(*ADA), "3", "stray", ""),),
        mentors_after=(ADA,),
    ),
    Gathered(
        group=ROWS,
        given="a response tab with its columns in another order",
        outcome=OK,
        made="columns are found by heading",
        header=HEADER[::-1],
        answers=(answer_line(*ADA)[::-1],),
        mentors_after=(ADA,),
    ),
)
