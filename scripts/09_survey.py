"""Ask who has not answered, and sum up the answers afterwards."""

from mentorship_gsheets.cli import main

if __name__ == "__main__":
    main("survey")
