from mentorship_gsheets.scoring.words import stem, text_costs, words_in


def test_stems_join_forms_of_a_word() -> None:
    assert [stem(word) for word in ("publish", "publishing", "published", "publishes")] == ["publish"] * 4


def test_words_that_say_nothing_are_left_out() -> None:
    assert words_in("I would like to have a mentor who is into Rust") == ["rust"]


def test_texts_with_common_words_cost_least_and_blank_ones_are_unknown() -> None:
    mentees = ["Finding a job in industry", "writing grant proposals", " "]
    mentors = ["twenty years in industry jobs", "I review grants", "gardening", ""]
    assert text_costs(mentees, mentors).tolist() == [[0, 100, 100, -1], [100, 0, 100, -1], [-1, -1, -1, -1]]


def test_scripts_without_spaces_are_compared_too() -> None:
    costs = text_costs(["論文の書き方", "就職活動"], ["論文を書く", "就職の相談"])
    assert (costs[0, 0] < costs[0, 1], costs[1, 1] < costs[1, 0]) == (True, True)


def test_hostile_texts_are_only_texts() -> None:
    assert text_costs(["=IMPORTXML(1)", "\u202e" * 50, "\0"], ["<script>"]).tolist() == [[100], [100], [100]]
