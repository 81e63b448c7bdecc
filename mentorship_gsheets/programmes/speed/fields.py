"""Finite fields, for designs in which no two people meet twice."""

from functools import cache
from itertools import product

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]


def prime_power(order: int) -> tuple[int, int] | None:
    """Return (p, n) with p prime and p ** n the order, or None when there is no such pair.

    Examples
    --------
    >>> prime_power(8), prime_power(7), prime_power(12), prime_power(1)
    ((2, 3), (7, 1), None, None)
    """
    if order < 2:
        return None
    prime = next(divisor for divisor in range(2, order + 1) if order % divisor == 0)
    power = 0
    while order % prime == 0:
        order //= prime
        power += 1
    return (prime, power) if order == 1 else None


@cache
def finite_field(order: int) -> tuple[Ints, Ints]:
    """Return the tables of sums and products of the finite field of an order.

    Parameters
    ----------
    order
        A prime power.

    Returns
    -------
    Two (order, order) arrays. Elements are numbered 0 to order - 1: the digits of the number in base p are the
    coefficients of a polynomial over the integers modulo p, so 0 is zero and 1 is one.

    Raises
    ------
    ValueError
        If the order is no prime power.

    Notes
    -----
    Polynomials are multiplied modulo the first monic polynomial of degree n for which no product of two elements
    but zero is zero; a finite ring without zero divisors is a field.

    Examples
    --------
    >>> total, times = finite_field(4)
    >>> times.tolist()
    [[0, 0, 0, 0], [0, 1, 2, 3], [0, 2, 3, 1], [0, 3, 1, 2]]
    """
    powers = prime_power(order)
    if powers is None:
        raise ValueError(f"{order} is no prime power")
    prime, degree = powers
    digits = np.array([[number // prime**place % prime for place in range(degree)] for number in range(order)])
    weights = prime ** np.arange(degree)
    total: Ints = (digits[:, None, :] + digits[None, :, :]) % prime @ weights
    convolved = np.zeros((order, order, 2 * degree - 1), np.int64)
    for place in range(degree):
        convolved[:, :, place : place + degree] += digits[:, None, place, None] * digits[None, :, :]
    for low in product(range(prime), repeat=degree):
        remainder = convolved.copy()
        for place in range(2 * degree - 2, degree - 1, -1):
            # x ** degree is minus the lower part of the monic polynomial
            remainder[:, :, place - degree : place] -= remainder[:, :, place, None] * np.array(low)
        times: Ints = remainder[:, :, :degree] % prime @ weights
        if times[1:, 1:].all():
            return total, times
    raise AssertionError(f"there is an irreducible polynomial of degree {degree} modulo {prime}")
