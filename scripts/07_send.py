"""Send the drafts somebody has reviewed."""

from mentorship_gsheets.cli import main

if __name__ == "__main__":
    main("send")
