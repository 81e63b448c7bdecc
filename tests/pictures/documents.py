"""Pictures of the starter documents, as LibreOffice calculates and prints them."""

import hashlib
import subprocess
import tempfile
from datetime import date
from pathlib import Path

import openpyxl
from click.testing import CliRunner
from openpyxl.worksheet.properties import PageSetupProperties
from PIL import Image, ImageChops

from mentorship_gsheets.cli import group
from mentorship_gsheets.starter.document import Document
from mentorship_gsheets.starter.documents import documents
from tests.conftest import program

FOLDER = Path(__file__).parents[2] / "docs" / "pictures"
CURRENCY, STARTS = "EUR", date(2028, 5, 12)
_BLANK_BELOW = 3
"""Rows that are blank and still shown."""
_WIDTH = 1280


def named() -> dict[str, Document]:
    """Return the name of each picture, and what it shows."""
    made = documents(CURRENCY, STARTS)
    return {f"starter-{document.spec.title.lower().replace(' ', '-')}": document for document in made}


def told(document: Document) -> str:
    """Return a digest of everything a document shows before it is calculated."""
    return hashlib.sha256(repr((document.spec, document.rows)).encode()).hexdigest()[:16]


def take() -> None:
    """Make the documents, let LibreOffice print them, a page each, and keep what is on it."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        words = ["starter", "--out", str(folder / "made.xlsx"), "--currency", CURRENCY, "--starts", str(STARTS)]
        done = CliRunner().invoke(group, words)
        if done.exit_code:
            raise RuntimeError(done.output)
        book = openpyxl.load_workbook(folder / "made.xlsx")
        for tab, document in zip(book, named().values(), strict=True):
            tab.page_setup.orientation = "landscape"
            tab.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
            tab.page_setup.fitToWidth = tab.page_setup.fitToHeight = 1
            below = len(document.rows) + 2 + _BLANK_BELOW
            # a chart lies beside the rows, and is higher than they are
            tab.print_area = (
                f"A1:{tab.cell(max(below, 20) if document.spec.charts else below, _last(document)).coordinate}"
            )
        book.save(folder / "sheet.xlsx")
        office = [program("soffice"), "--headless", f"-env:UserInstallation=file://{folder}/profile"]
        command = [*office, "--convert-to", "pdf", "--outdir", name, str(folder / "sheet.xlsx")]
        subprocess.run(command, check=True, capture_output=True, timeout=180)
        subprocess.run([program("pdftoppm"), "-r", "200", "-png", folder / "sheet.pdf", folder / "page"], check=True)
        pages = [Image.open(path).convert("RGB") for path in sorted(folder.glob("page-*.png"))]
    for picture, page in zip(named(), pages, strict=True):
        white = Image.new("RGB", page.size, "white")
        left, top, right, bottom = ImageChops.difference(page, white).getbbox() or (0, 0, *page.size)
        shown = page.crop((left - 8, top - 8, right + 8, bottom + 8))
        shown = shown.resize((_WIDTH, round(shown.height * _WIDTH / shown.width)), Image.Resampling.LANCZOS)
        shown.quantize(64, dither=Image.Dither.NONE).save(FOLDER / f"{picture}.png", optimize=True)


def _last(document: Document) -> int:
    """Return the last column that a picture shows: behind a chart, or of the table."""
    return len(document.spec.columns) + document.spec.spare_columns
