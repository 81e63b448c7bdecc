"""Times of a column."""

import pytest

from mentorship_gsheets.intake.times import read_times


@pytest.mark.parametrize(
    ("cells", "locale", "iso"),
    [
        (["5/20/27 10:00", "4/5/27 9:00 PM"], "en_US", ("2027-05-20T10:00:00", "2027-04-05T21:00:00")),
        (["20/5/27 10:00", "4/5/27 9:00"], "en_US", ("2027-05-20T10:00:00", "2027-05-04T09:00:00")),
        # in order only when the day stands first, whatever the locale is
        (
            ["01/05/2027", "02/05/2027", "01/06/2027"],
            "en_US",
            ("2027-05-01T00:00:00", "2027-05-02T00:00:00", "2027-06-01T00:00:00"),
        ),
        (["01/05/2027"], "en_GB", ("2027-05-01T00:00:00",)),
        (["01/05/2027"], "en_US", ("2027-01-05T00:00:00",)),
        (["1.5.2027, 10.30"], "en_US", ("2027-05-01T10:30:00",)),
        (["2027. 5. 1 오후 10:00:00"], "ko_KR", ("2027-05-01T22:00:00",)),
        (["2027/5/1 下午3:02:01"], "zh_CN", ("2027-05-01T15:02:01",)),
        (
            ["2027-05-01T10:00:00Z", "2027/05/01 10:00:00 AM GMT+2"],
            "en_US",
            ("2027-05-01T10:00:00", "2027-05-01T10:00:00"),
        ),
        (["May 1, 2027 at 10:00 AM", "1 mai 2027 à 10h30"], "fr_FR", ("2027-05-01T10:00:00", "2027-05-01T10:30:00")),
        (["", "soon", "2027-13-45"], "en_US", ("", "", "")),
    ],
)
def test_all_cells_are_read_in_one_order(cells: list[str], locale: str, iso: tuple[str, ...]) -> None:
    assert read_times(cells, locale).iso == iso


def test_what_cannot_be_read_and_what_the_locale_decided_is_said() -> None:
    times = read_times(["01/05/2027", "soon", ""], "en_GB")
    assert (times.unread, times.sure) == (1, False)
