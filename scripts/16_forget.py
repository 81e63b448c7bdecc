"""Take one person out of sheet and mailbox."""

from mentorship_gsheets.cli import main

if __name__ == "__main__":
    main("forget")
