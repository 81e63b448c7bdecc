"""``python -m tests.docs``: writes the generated pages of the docs anew."""

from tests.docs.pages import DOCS, generated

for name, text in generated().items():
    (DOCS / name).write_text(text, "utf-8", newline="\n")
