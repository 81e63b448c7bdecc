"""Finite fields obey the laws of a field."""

import numpy as np
import pytest

from mentorship_gsheets.programmes.speed.fields import finite_field, prime_power


@pytest.mark.parametrize("order", [2, 3, 4, 5, 7, 8, 9, 11, 16, 25, 27, 32])
def test_the_laws_of_a_field(order: int) -> None:
    plus, times = finite_field(order)
    every = np.arange(order)
    assert (plus == plus.T).all()
    assert (times == times.T).all()
    assert (plus[0] == every).all()
    assert (times[1] == every).all()
    assert (np.sort(plus, axis=1) == every).all()
    assert (np.sort(times[1:], axis=1) == every).all()
    assert (times[every[:, None, None], plus[None, :, :]] == plus[times[:, :, None], times[:, None, :]]).all()
    assert (times[times[:, :, None], every] == times[every[:, None, None], times[None, :, :]]).all()


def test_other_orders_have_none() -> None:
    assert [order for order in range(17) if prime_power(order) is None] == [0, 1, 6, 10, 12, 14, 15]
    with pytest.raises(ValueError, match="6 is no prime power"):
        finite_field(6)
