"""Reads a text file of rows: separated by a character, by blanks, or of fixed widths.

Holds one row at a time, refuses what is no such file, and knows the line each row began on.
"""

from __future__ import annotations

import codecs
import csv
import io
from collections.abc import Iterator
from itertools import chain
from pathlib import Path
from typing import BinaryIO

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from billing.sources.faults import SourceRefusedError
from billing.sources.formulas import plain
from billing.sources.mapping import FileMapping

LONGEST_LINE = 1_000_000
"""Characters. A longer line is another kind of file, and reading it whole would fill memory."""
DELIMITERS = (";", ",", "\t", "|")

Row = tuple[int, list[str]]

_KINDS = (
    (
        b"PK\x03\x04",
        gettext_lazy("a spreadsheet or an archive. Save the sheet as CSV and import that"),
    ),
    (
        b"\xd0\xcf\x11\xe0",
        gettext_lazy("a spreadsheet of an old kind. Save it as CSV and import that"),
    ),
    (b"\x89PNG", gettext_lazy("a picture")),
    (b"\xff\xd8\xff", gettext_lazy("a picture")),
    (b"GIF8", gettext_lazy("a picture")),
    (b"%PDF", gettext_lazy("a PDF. Export the orders as CSV and import that")),
    (b"\x1f\x8b", gettext_lazy("compressed. Unpack it first")),
)
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


def open_file(path: Path) -> BinaryIO:
    """Open a file of orders. Raise `SourceRefusedError` where there is none to read."""
    try:
        return path.open("rb")
    except FileNotFoundError:
        problem = _("There is no file %(path)s.")
    except IsADirectoryError:
        problem = _("%(path)s is a folder. Name the file in it.")
    except OSError:
        problem = _("%(path)s cannot be read. Check who may read it.")
    raise SourceRefusedError(problem % {"path": path}, code="unreadable_file")


def rows(file: BinaryIO, mapping: FileMapping) -> Iterator[Row]:
    """Yield line number and cells of every row that is not blank, the header too."""
    encoding = _encoding(file, mapping.encoding)
    text = io.TextIOWrapper(file, encoding=encoding, newline="")
    try:
        for line, cells in _split(_lines(text), mapping):
            stripped = [plain(cell.strip()) for cell in cells]
            if any(stripped):
                yield line, stripped
    except UnicodeError:
        raise _wrong_encoding(file, encoding) from None
    finally:
        if not file.closed:
            text.detach()  # or the file would be closed with it


def _encoding(file: BinaryIO, stated: str | None) -> str:
    start = file.read(4096)
    file.seek(0)
    if not start.strip():
        raise SourceRefusedError(_("The file is empty."), code="empty")
    for signature, kind in _KINDS:
        if start.startswith(signature):
            message = _("This is not a text file but %(kind)s.") % {"kind": kind}
            raise SourceRefusedError(message, code="binary")
    marked = next((name for mark, name in _MARKS if start.startswith(mark)), None)
    if marked is None and b"\0" in start and not (stated or "").startswith("utf-"):
        raise SourceRefusedError(_("This is not a text file."), code="binary")
    # Excel puts a mark before UTF-8; it would become part of the first column's name.
    return marked or ("utf-8-sig" if stated in (None, "utf-8") else str(stated))


def _lines(text: io.TextIOWrapper) -> Iterator[str]:
    number = 0
    while line := text.readline(LONGEST_LINE):
        number += 1
        if len(line) >= LONGEST_LINE:
            message = _("This line is longer than %(most)d characters: is this a file of orders?")
            raise SourceRefusedError(
                message % {"most": LONGEST_LINE}, code="long_line", line=number
            )
        if "\0" in line:
            raise SourceRefusedError(_("This is not text."), code="binary", line=number)
        yield line


def _split(lines: Iterator[str], mapping: FileMapping) -> Iterator[Row]:
    if mapping.format == "whitespace":
        return ((number, line.split()) for number, line in enumerate(lines, 1))
    if mapping.format == "fixed":
        return ((number, _cut(line, mapping.widths)) for number, line in enumerate(lines, 1))
    return _delimited(lines, mapping.delimiter)


def _cut(line: str, widths: tuple[int, ...]) -> list[str]:
    cells, start, line = [], 0, line.rstrip("\r\n")
    for width in widths:
        if start < len(line):
            cells.append(line[start : start + width])
        start += width
    return [*cells, line[start:]] if line[start:].strip() else cells


def _delimited(lines: Iterator[str], delimiter: str | None) -> Iterator[Row]:
    first = next(lines, "")
    reader = csv.reader(
        chain([first], lines), delimiter=delimiter or likely_delimiter(first), strict=True
    )
    begun = 1
    try:
        for cells in reader:
            yield begun, cells
            begun = reader.line_num + 1
    except csv.Error as error:
        message = _(
            "This row cannot be taken apart (%(error)s). A quotation mark may be missing, or stand "
            "where none belongs."
        )
        raise SourceRefusedError(message % {"error": error}, code="quotes", line=begun) from None


def likely_delimiter(header: str) -> str:
    """Return the mark that stands most often in the first line, outside quotation marks."""
    bare = "".join(header.split('"')[::2])
    return max(DELIMITERS, key=bare.count) if any(mark in bare for mark in DELIMITERS) else ","


def _wrong_encoding(file: BinaryIO, encoding: str) -> SourceRefusedError:
    name = encoding.removesuffix("-sig").upper()
    message = _(
        "This is not text in %(name)s. Save the file as UTF-8, or say in the mapping file what it "
        'is: encoding = "cp1252" under [file] is usual for older spreadsheets.'
    )
    return SourceRefusedError(
        message % {"name": name}, code="encoding", line=_undecodable_line(file, encoding)
    )


def _undecodable_line(file: BinaryIO, encoding: str) -> int | None:
    if encoding.startswith(("utf-16", "utf-32")):
        return None
    file.seek(0)
    number = 0
    while line := file.readline(LONGEST_LINE):
        number += 1
        try:
            line.decode(encoding)
        except UnicodeError:
            return number
    return None
