"""A programme whose order is drawn by lot."""

from contextlib import redirect_stdout
from io import StringIO

from hypothesis import HealthCheck, Phase, seed, settings
from hypothesis.stateful import run_state_machine_as_test

from tests.soak.machine import Programme


def any_order(number: int, steps: int = 12) -> str:
    """Carry a programme through in an order of its own; return what went wrong, or nothing."""
    tried = settings(
        max_examples=1,
        deadline=None,
        stateful_step_count=steps,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much],
    )
    try:
        with redirect_stdout(StringIO()):
            run_state_machine_as_test(seed(number)(type("Seeded", (Programme,), {})), settings=tried)
    except Exception as error:
        # whatever it is, it is what the soak looks for
        return f"{error!r} {getattr(error, '__notes__', '')}"
    return ""
