"""Play the organizer on all forms of the open corpus and on ten in unknown languages: ``python -m tests.forms``."""

from collections.abc import Mapping

from tests.forms.corpus import read_corpus
from tests.forms.organizer import PutRight, put_right, summary
from tests.forms.unknown import unknown_forms


def main() -> None:
    for name, forms in (("open forms", read_corpus()), ("unknown languages", unknown_forms())):
        done: Mapping[str, PutRight] = {form.name: put_right(form) for form in forms}
        for form, one in done.items():
            print(f"{form:20} {len(one.typed):3} cells", *one.left, sep="  ")  # noqa: T201 - a report
        print(f"{name}: {summary(done)}")  # noqa: T201 - a report


if __name__ == "__main__":
    main()
