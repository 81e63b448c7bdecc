"""Which of our columns a question feeds, by two witnesses.

`rules` reads the heading by words that are data (``words.toml``) and looks at what stands below it; `table` is a small
trained classifier of the same two things. Where they agree, nobody is asked; where not, a person is.
"""
