"""The order of a tab's columns: which column comes to stand where, and the moves that bring it there."""

from collections.abc import Sequence

from mentorship_gsheets.text import as_key


def column_order(header: Sequence[str], first: Sequence[str], last: Sequence[str] = ()) -> tuple[int, ...]:
    """Return which column of now comes to stand at each place.

    Parameters
    ----------
    header
        The headers from left to right; blank ones are columns without a header.
    first, last
        Headers in the order in which they are to stand at the beginning and at the end; those that are not there do not
        count. The n-th mention of a header is its n-th column.

    Returns
    -------
    tuple of int
        Every column from 0, once; those named nowhere stand in between, in the order they have.

    Examples
    --------
    >>> column_order(["Email", "Mine", "Name", "Key"], ["Name", "Email", "Age"], ["Key"])
    (2, 0, 1, 3)
    >>> column_order(["A", "", "A"], ["", "A"])
    (1, 0, 2)
    """
    places: dict[str, list[int]] = {}
    for place, text in enumerate(header):
        places.setdefault(as_key(text), []).append(place)
    front, back = ([found.pop(0) for text in names if (found := places.get(as_key(text)))] for names in (first, last))
    taken = {*front, *back}
    return (*front, *(place for place in range(len(header)) if place not in taken), *back)


def column_moves(order: Sequence[int]) -> list[tuple[int, int]]:
    """Return moves of one column each, as (from, to), that carried out in turn bring about an order; none where it is.

    Parameters
    ----------
    order
        As `column_order` returned it.

    Examples
    --------
    >>> column_moves((2, 0, 1)), column_moves((0, 1))
    ([(2, 0)], [])
    """
    standing, moves = sorted(order), []
    for place, column in enumerate(order):
        at = standing.index(column)
        if at != place:
            standing.insert(place, standing.pop(at))
            moves.append((at, place))
    return moves
