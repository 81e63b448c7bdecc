"""Make the Gmail drafts, for example: 06_draft.py matches."""

from mentorship_gsheets.cli import main

if __name__ == "__main__":
    main("draft")
