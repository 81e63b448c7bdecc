"""Staying under the quotas by itself."""

from mentorship_gsheets.workspace.meter import Meter, pauses
from tests.workspace.conftest import Time


def test_the_sixty_first_read_of_a_minute_waits_for_the_minute_to_end(meter: Meter, time: Time) -> None:
    for _ in range(60):
        meter.admit("sheets", "read")
        time.now += 0.5
    meter.admit("sheets", "read")
    assert time.waits == [(30.0, "Google allows 60 reads a minute")]
    meter.admit("sheets", "read")
    assert time.waits[1:] == [(0.5, "Google allows 60 reads a minute")]


def test_reads_writes_and_services_have_windows_of_their_own(meter: Meter, time: Time) -> None:
    for service in ("sheets", "forms"):
        for kind in ("read", "write"):
            for _ in range(60):
                meter.admit(service, kind)
    assert time.waits == []
    assert dict(meter.counts) == {(service, kind): 60 for service in ("sheets", "forms") for kind in ("read", "write")}


def test_a_minute_later_all_is_forgotten(meter: Meter, time: Time) -> None:
    for _ in range(3):
        for _ in range(60):
            meter.admit("sheets", "write")
        time.now += 60
    assert time.waits == []


def test_gmail_counts_units_of_reads_and_writes_together(meter: Meter, time: Time) -> None:
    for _ in range(55):
        meter.admit("gmail", "write", 100)
    time.now += 10
    for _ in range(100):
        meter.admit("gmail", "read", 5)
    assert time.waits == []
    meter.admit("gmail", "write", 10)
    assert time.waits == [(50.0, "Google allows 6000 units a minute")]


def test_no_window_ever_holds_more_than_allowed(meter: Meter, time: Time) -> None:
    spent = []
    for number in range(300):
        meter.admit("gmail", "write", 100)
        spent.append(time.now)
        time.now += number % 7 / 8
    assert max(sum(1 for other in spent if 0 <= when - other < 60) for when in spent) == 60


def test_pauses_double_and_make_up_about_the_minute_of_the_quota(meter: Meter) -> None:
    assert list(pauses(meter)) == [2.0, 4.0, 8.0, 16.0, 32.0]
    for jitter, whole in ((0.0, 49.6), (1.0, 74.4)):
        assert round(sum(pauses(Meter(jitter=lambda jitter=jitter: jitter))), 6) == whole


def test_waiting_is_silent_unless_somebody_listens(time: Time) -> None:
    Meter(clock=time.clock, sleep=time.sleep).wait(3.0, "why")
    assert time.now == 1003.0
