"""Kinds of holes that attacks have found, and for each the tests that show what happens now instead."""

import ast
from collections.abc import Mapping
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[2]

HOLES: Mapping[tuple[str, str], Mapping[str, tuple[str, ...]]] = {
    (
        "time of check, time of use",
        "just before each mail the line, its approval, its pair and the claim to the sheet are looked at again",
    ): {
        "cli/test_look_again.py": (
            "test_what_is_taken_back_between_two_mails_does_not_go",
            "test_after_the_computer_slept_the_next_mail_is_looked_at_first",
            "test_a_line_held_or_deleted_while_its_mail_left_says_that_it_left",
        ),
        "cli/test_trouble.py": ("test_a_mail_taken_back_while_it_is_announced_is_not_sent",),
    },
    (
        "a writer that slept, without fencing",
        "a run that was overtaken does nothing more; what it made is deleted or named; second drafts are found by all",
    ): {
        "cli/test_look_again.py": (
            "test_a_run_that_was_taken_over_does_nothing_more_and_nothing_is_done_twice",
            "test_a_run_whose_time_is_over_stops_writes_down_what_it_did_and_goes_on_when_run_again",
            "test_a_second_draft_is_named_by_every_command_and_deleted_by_its_reference",
        ),
    },
    (
        "the only memory of what was sent can be deleted",
        "a second witness; where the two disagree nothing is made or sent, and doctor --fix restores the lines",
    ): {
        "records/test_memory.py": (
            "test_lost_lines_stop_every_mail_and_come_back",
            "test_a_ledger_lost_with_its_memory_is_refused",
            "test_a_restored_line_still_knows_the_meeting_in_peoples_calendars",
        ),
        "docs/test_walk.py": ("test_lost_lines_of_drafts_come_back_and_nothing_goes_twice",),
    },
    (
        "inference without a time limit",
        "what was being sent long ago, and is gone, is GONE and says where to look; made once more by name only",
    ): {
        "ledger/test_decide.py": ("test_a_draft_that_was_being_sent_long_ago_may_have_been_deleted_since",),
        "stages/test_approved.py": ("test_a_run_cut_off_while_sending_long_ago_says_where_to_look",),
        "docs/test_walk.py": ("test_what_a_run_was_cut_off_at_long_ago_is_named_and_made_once_more_as_the_page_says",),
    },
    (
        "approval not bound to content",
        "a tick before the draft counts for nothing; what changed after it was seen is asked about again",
    ): {
        "stages/test_approved.py": (
            "test_an_edit_made_before_the_tick_was_seen_goes_as_it_stands",
            "test_an_edit_made_while_the_run_goes_on_is_asked_about_again",
            "test_an_edit_after_a_run_has_seen_the_tick_is_asked_about_again",
            "test_a_tick_on_a_line_without_a_draft_is_named_and_taken_away",
            "test_a_tick_set_while_the_draft_is_made_counts_for_nothing",
            "test_a_tick_set_while_the_draft_is_rewritten_counts_for_nothing",
            "test_what_people_write_for_a_tick_is_one_and_stays_as_it_is",
            "test_what_is_neither_yes_nor_no_is_named_and_does_not_go",
        ),
        "stages/test_redraft.py": ("test_refresh_rewrites_what_would_be_worded_otherwise_and_takes_the_tick_away",),
    },
    (
        "identity is the address",
        "old and new address are one person for pull, match and ledger; whoever was forgotten never comes back",
    ): {
        "records/test_memory.py": (
            "test_a_corrected_address_is_the_same_person_with_the_same_mails",
            "test_another_person_in_the_row_is_another_person",
            "test_one_name_with_the_same_answers_twice_is_told",
            "test_whoever_was_forgotten_is_left_out_of_every_form_and_named_nowhere",
        ),
        "programmes/test_personal_data.py": (
            "test_after_forgetting_nothing_in_any_tab_ledger_memory_or_log_holds_address_or_name",
        ),
        "docs/test_walk.py": (
            "test_a_corrected_address_gets_a_mail_of_its_own",
            "test_whoever_wants_to_be_forgotten_is_gone_and_stays_away",
        ),
    },
    (
        "one parser judges, another acts",
        "addresses of this computer by exact match, and requests built from what was matched",
    ): {"workspace/test_credentials.py": ("test_a_real_key_and_a_rehearsal_never_meet",)},
    (
        "str.splitlines is no line reader",
        "the csv module on text of a known encoding, the separator by parsed rows, sep= honoured",
    ): {
        "intake/test_tables.py": (
            "test_signs_that_end_a_line_elsewhere_end_none_here",
            "test_the_separator_is_the_one_that_makes_rows_of_one_width",
            "test_a_declared_separator_counts",
            "test_every_usual_encoding_is_read",
        ),
    },
    (
        "pseudonyms called anonymous",
        "keys hashed anew under a secret that is thrown away; free text counted or dropped",
    ): {
        "programmes/test_personal_data.py": (
            "test_after_a_purge_nothing_speaks_of_anybody_and_no_key_or_digest_can_be_guessed",
            "test_an_anonymous_export_holds_no_free_text",
        ),
        "cli/test_data.py": ("test_purge_empties_people_and_leaves_no_key_that_can_be_guessed",),
    },
    (
        "ownership guessed from names",
        "a marker of one's own; nothing of anybody else's is deleted, replaced or written into; private files",
    ): {
        "cli/test_rehearse.py": (
            "test_a_file_of_somebody_elses_is_left_alone_whatever_its_name",
            "test_a_marker_that_names_files_elsewhere_deletes_none_of_them",
            "test_serve_never_replaces_a_key_that_no_rehearsal_made",
            "test_serve_never_writes_into_a_database_that_no_rehearsal_made",
            "test_what_a_rehearsal_leaves_is_its_owners_alone_and_the_next_one_replaces_it",
        ),
        "workspace/test_private_files.py": ("test_a_file_is_its_owners_only_even_where_it_replaces_an_open_one",),
    },
    ("one resolved set tested, neither end", "floors that run, tried with the lowest versions; two more Pythons"): {
        "test_dependencies.py": (
            "test_every_dependency_has_one_floor_and_no_ceiling",
            "test_every_python_of_the_workflow_has_its_classifier",
        ),
    },
    (
        "doors catch the errors somebody thought of",
        "one sentence for every file that cannot be read; bounds on all that is read; 400 for what cannot be asked",
    ): {
        "cli/test_rehearse.py": (
            "test_a_damaged_workbook_is_read_all_the_same_or_one_sentence",
            "test_a_small_file_that_unpacks_to_a_huge_one_is_one_sentence",
            "test_more_than_a_sheet_holds_is_told_with_its_place",
        ),
        "workspace/test_size.py": ("test_a_plan_that_google_would_refuse_writes_nothing",),
        "rehearsal/test_server.py": (
            "test_a_hundred_connections_left_half_open_keep_nobody_waiting",
            "test_a_mask_however_deep_is_a_bad_request",
            "test_a_search_however_deep_is_a_bad_request",
            "test_a_place_before_the_first_row_or_column_is_a_bad_request",
        ),
    },
    ("crash on the first day", "without a browser the address is shown and the answer is pasted"): {
        "cli/test_login.py": (
            "test_without_a_browser_the_address_is_shown_and_the_answer_is_pasted",
            "test_nobody_at_the_terminal_and_no_browser_is_one_sentence",
        ),
    },
}
"""(What went wrong, what happens now) -> file below ``tests/`` -> tests."""


@cache
def tests_in(path: Path) -> frozenset[str]:
    """The names of the tests of a file."""
    tree = ast.parse(path.read_text("utf-8"))
    return frozenset(node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef))


def table() -> str:
    """The table as it stands in the docs."""
    rows = ["| what went wrong once | what happens now | tests |", "|---|---|---|"]
    for (wrong, now), files in HOLES.items():
        shown = (f"`{file}`: {', '.join(spoken(name) for name in names)}" for file, names in files.items())
        rows.append(f"| {wrong} | {now} | {'; '.join(shown)} |")
    return "\n".join(rows)


def spoken(name: str) -> str:
    """A test's name in words."""
    return name.removeprefix("test_").replace("_", " ")
