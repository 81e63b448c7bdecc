"""Empty every cell that speaks of a participant, once the programme is over."""

from mentorship_gsheets.cli import main

if __name__ == "__main__":
    main("purge")
