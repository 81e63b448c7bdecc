"""``python -m mentorship_gsheets.cli``: the command line where its own name is not on the path."""

from mentorship_gsheets.cli import main

if __name__ == "__main__":
    main()
