"""Tables that people give (CSV, XLSX) and that the portal gives back.

What is read is text only: a formula is refused, never computed. What is written cannot become a
formula in a spreadsheet.
"""

import csv
import io
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext_lazy as _
from openpyxl import Workbook, load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from cms.core.errors import DomainError

MOST_ROWS = 10_000
MOST_COLUMNS = 60
MOST_UNPACKED = 100 * 1024 * 1024
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

Row = list[str]


class TableRefused(DomainError):
    """A file that cannot be read as a table."""

    code = "table_refused"
    message = _("This file cannot be read as a table. Save it again as XLSX or CSV.")
    status = 422


class TooManyRows(TableRefused):
    """More rows than one import takes."""

    code = "too_many_rows"
    message = _("This file has more than %(most)s rows. Split it into several files.")


class FormulaFound(TableRefused):
    """A cell is computed: what it is worth is not known."""

    code = "formula_found"
    message = _(
        "Row %(row)s holds a formula. Copy the sheet as values, then save and import it again."
    )


def read(data: bytes, *, extension: str) -> list[Row]:
    """Return the rows of a table as stripped texts, the first being its header; blank rows go.

    Days come as 2026-03-27. Raises `TableRefused`, `TooManyRows` or `FormulaFound`.
    """
    source = _of_workbook(data) if extension == "xlsx" else _of_text(data)
    rows: list[Row] = []
    for number, cells in enumerate(source, start=1):
        texts = [_text(cell) for cell in cells[:MOST_COLUMNS]]
        if any(text.startswith("=") for text in texts):
            raise FormulaFound(row=number)
        if not any(texts) and rows:
            texts = []
        rows.append(texts)
        if len(rows) > MOST_ROWS + 1 and any(rows[MOST_ROWS + 1 :]):
            raise TooManyRows(most=f"{MOST_ROWS}")
    while rows and not rows[-1]:
        rows.pop()
    return rows


def _of_workbook(data: bytes) -> Iterator[Sequence[Any]]:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            if sum(part.file_size for part in package.infolist()) > MOST_UNPACKED:
                raise TableRefused
        book = load_workbook(io.BytesIO(data), read_only=True, data_only=False)
        for number, cells in enumerate(book.worksheets[0].iter_rows(), start=1):
            if any(cell.data_type == "f" for cell in cells):
                raise FormulaFound(row=number)
            yield [cell.value for cell in cells]
    except (zipfile.BadZipFile, InvalidFileException, KeyError, ValueError, IndexError):
        raise TableRefused from None


def _of_text(data: bytes) -> Iterator[Sequence[Any]]:
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = data.decode("cp1252", errors="replace")
    if "\0" in text:
        raise TableRefused
    header = text.split("\n", 1)[0]
    delimiter = max(";,\t", key=header.count)
    try:
        yield from csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    except csv.Error:
        raise TableRefused from None


def _text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value).strip()


def harmless(text: str) -> str:
    """Return a text that no spreadsheet takes for a formula."""
    return f"'{text}" if text.startswith(FORMULA_STARTS) else text


def workbook(header: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    """Return an XLSX file of texts."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet()
    for cells in (header, *rows):
        sheet.append([harmless(cell) for cell in cells])
    kept = io.BytesIO()
    book.save(kept)
    return kept.getvalue()
