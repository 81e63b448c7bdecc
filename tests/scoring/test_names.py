import pytest

from mentorship_gsheets.scoring.names import institutions, person_key

SAME = [
    ("University of Zurich", "The UNIVERSITY of  Zürich"),
    ("University of Oslo", "Univ. Oslo"),
    ("University of Oslo", "Department of Physics, University of Oslo, Norway; Oslo University Hospital"),
    ("Acme Inc.", "ACME"),
    ("Acme GmbH", "acme, Inc"),
    ("Universidad de Sevilla", "University of Sevilla"),
    ("Massachusetts Institute of Technology", "MIT"),
    ("Massachusetts Institute of Technology (MIT)", "M.I.T."),
    ("Massachussets Inst. of Technology", "Massachusetts Institute of Technology"),
    ("UC Berkeley", "University of California, Berkeley"),
    ("Stanford", "Stanford University"),
    ("Standford University", "Stanford University"),
    ("Dept. of Chemistry, University of Oxford", "University of Oxford, UK"),
    ("Lab A / University of B", "University of B"),
    ("東京大学", "東京大学"),
    ("St. Andrews University", "Saint Andrews University"),
]

OTHER = [
    ("Washington University", "University of Washington"),
    ("Northeastern University", "Northwestern University"),
    ("Stanford University", "Stamford University"),
    ("University of York", "University of Cork"),
    ("University of California, Berkeley", "University of California, San Diego"),
    ("Oxford Brookes University", "University of Oxford"),
    ("Department of Peace", "Department of Love"),
    ("University of Michigan", "Michigan State University"),
    ("", ""),
    ("n/a", "n/a"),
    ("Freelance", "freelance"),
    ("-", "-"),
    ("Self-employed", "self employed"),
]


@pytest.mark.parametrize(("one", "other"), SAME)
def test_spelling_variants_are_one_institution(one: str, other: str) -> None:
    numbers = institutions([one, other])
    assert bool(numbers[one] & numbers[other]) is True


@pytest.mark.parametrize(("one", "other"), OTHER)
def test_different_institutions_and_no_institution_are_kept_apart(one: str, other: str) -> None:
    numbers = institutions([one, other])
    assert bool(numbers[one] & numbers[other]) is False


def test_initials_two_institutions_share_stand_for_neither() -> None:
    carolina, california = "University of South Carolina", "University of Southern California"
    numbers = institutions(["USC", carolina, california])
    assert numbers["USC"] & (numbers[carolina] | numbers[california]) == frozenset()


def test_order_of_the_cells_does_not_matter() -> None:
    cells = [cell for pair in SAME + OTHER for cell in pair]
    assert institutions(cells) == institutions(reversed(cells))


def test_one_person_in_two_spellings() -> None:
    assert person_key("Nuñez,  María") == person_key("maria nunez")
    assert person_key("Ada") == ""
