"""Numbers in sentences."""


def counted(number: int, one: str, many: str = "") -> str:
    """Return a number and what it counts: “1 mail”, “2 mails”, “0 people”.

    Parameters
    ----------
    number
        How many.
    one
        The word for one of them.
    many
        The word for any other number; empty: ``one`` with an s.

    Examples
    --------
    >>> counted(1, "mail"), counted(2, "mail"), counted(0, "person", "people")
    ('1 mail', '2 mails', '0 people')
    """
    return f"{number} {one if number == 1 else many or one + 's'}"
