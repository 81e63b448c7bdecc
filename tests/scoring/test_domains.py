import pytest

from mentorship_gsheets.scoring.domains import institution


@pytest.mark.parametrize(
    ("email", "expected"),
    [
        ("a@mit.edu", "mit.edu"),
        ("a@mail.csail.mit.edu", "mit.edu"),
        ("a@physics.ox.ac.uk", "ox.ac.uk"),
        ("a@cs.u-tokyo.ac.jp", "u-tokyo.ac.jp"),
        ("a@gov.uk", ""),
        ("a@ac.uk", ""),
        ("a@gmail.com", ""),
        ("a@yahoo.com.br", ""),
        ("a@uni-a.example.org", "uni-a.example.org"),
        ("a@physics.uni-a.example.org", "uni-a.example.org"),
        ("a@example.org", ""),
        ("a@localhost", ""),
        ("nonsense", ""),
        ("", ""),
    ],
)
def test_institution_is_the_registrable_domain_unless_anybody_can_have_it(email: str, expected: str) -> None:
    assert institution(email) == expected


def test_settings_add_free_mail_providers() -> None:
    assert institution("a@post.example.net", ["@Post.example.net"]) == ""
    assert institution("a@mx.post.example.net", ["post.example.net"]) == ""
