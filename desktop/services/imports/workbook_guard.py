"""A look into a workbook before it is parsed: limits, tricks, and cells that readers lose.

Readers give empty text for Excel errors and for formulas that were never computed, hang on
archives that unpack to gigabytes, and fill memory for a cell at XFD1048576 (RELIABILITY.md,
section 3; PLATFORM.md, "Data"). So the parts of the archive are read here first, within limits.
"""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from xml.etree import ElementTree

from desktop.services.imports.container import (
    LARGEST_UNPACKED,
    MOST_CELLS,
    MOST_COLUMNS,
    MOST_SHEET_ROWS,
    refused,
)
from desktop.services.imports.data import BadCell

_REF = re.compile(rb"\sr\s*=\s*[\"']([A-Za-z]{1,4})([0-9]{1,8})[\"']")
_USUAL_COLUMN = re.compile(rb' r="([A-Za-z]{1,4})[0-9]')
_USUAL_ROW = re.compile(rb' r="[A-Za-z]{1,4}([0-9]{1,8})')
_ANY_COLUMN = re.compile(rb"\sr\s*=\s*[\"']([A-Za-z]{1,4})[0-9]")
_ANY_ROW = re.compile(rb"\sr\s*=\s*[\"'][A-Za-z]{1,4}([0-9]{1,8})")
# Where none of these is found, the sheet has at most 26 columns and 99,999 rows, or 702 and 9,999.
_PERHAPS_FAR = (
    re.compile(rb' r="(?:[A-Za-z]{2}|[A-Za-z]?[0-9]{6})'),
    re.compile(rb' r="(?:[A-Za-z]{3}|[A-Za-z]{0,2}[0-9]{5})'),
)
_ROW_ITSELF = re.compile(rb"<(?:\w+:)?row\s[^>]*?\br\s*=\s*[\"']([0-9]{1,8})")
_HIDDEN_ROW = re.compile(rb"<(?:\w+:)?row\s[^>]*?\bhidden=[\"'](?:1|true)[\"'][^>]*>")
_IS_ERROR = re.compile(rb"\st=[\"']e[\"']")
_IS_TEXT = re.compile(rb"\st=[\"']str[\"']")
_IS_HIDDEN = re.compile(rb"\shidden=[\"'](?:1|true)[\"']")
_ROW_OR_CELL = re.compile(
    rb"<(?:\w+:)?row(?=[\s/>])([^>]*)>"
    rb"|<(?:\w+:)?c(?=[\s/>])([^>]*?)(?:/>|>(.*?)</(?:\w+:)?c>)",
    re.DOTALL,
)
_FILLED = re.compile(rb"<(?:\w+:)?(?:v|t|f)(?=[\s>])")
_STORED = re.compile(rb"<(?:\w+:)?(?:v|t)(?:\s[^>]*)?>([^<]*)<")
_FORMULA = re.compile(rb"<(?:\w+:)?f(?=[\s/>])")
_COUNT = re.compile(rb"ount\s{0,9}=\s{0,9}[\"']\s{0,9}[+]?([0-9]{8,30})")
#: No workbook within the limit of unpacked size has more cells, or strings, than that.
_MOST_COUNTED = 20_000_000
_NUMBER = re.compile(rb"\sr=[\"']([0-9]{1,8})[\"']")
_REL_ID = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_STRICT_REL_ID = "{http://purl.oclc.org/ooxml/officeDocument/relationships}id"


@dataclass(slots=True)
class SheetFacts:
    """What stands in a sheet that a reader does not tell.

    `bad_cells` by (row, column), both from zero; `hidden_rows` count from one.
    """

    filled: bool = False
    visible: bool = True
    bad_cells: dict[tuple[int, int], BadCell] = field(default_factory=dict)
    hidden_rows: list[int] = field(default_factory=list)


def open_archive(data: bytes) -> dict[str, bytes]:
    """Return the XML parts of an archive, unpacked within limits; other parts are left alone.

    Raises:
        ImportRefused: damaged, encrypted, too large unpacked, names that leave the folder, a
            part twice, a document type declaration, or no spreadsheet at all.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            entries = archive.infolist()
            _check_names([entry.filename for entry in entries])
            if any(entry.flag_bits & 0x1 for entry in entries):
                raise refused("workbook_encrypted")
            if sum(entry.file_size for entry in entries) > LARGEST_UNPACKED:
                raise refused("workbook_bomb", megabytes=LARGEST_UNPACKED // 1024**2)
            parts: dict[str, bytes] = {}
            for entry in entries:
                if entry.filename.endswith((".xml", ".rels")) or entry.filename == "mimetype":
                    parts[entry.filename] = archive.read(entry)
    except (
        zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, RuntimeError,
        ValueError, UnicodeError,
    ) as exc:  # fmt: skip
        raise refused("workbook_damaged") from exc
    for part in parts.values():
        # A reader sets memory aside by the count of strings that a part claims, and ends the
        # whole program where it cannot be had.
        if any(int(claimed) > _MOST_COUNTED for claimed in _COUNT.findall(part)):
            raise refused("workbook_damaged")
        flat = part.replace(b"\0", b"") if part[:2] in (b"\xff\xfe", b"\xfe\xff", b"<\0") else part
        if b"<!" in flat and (b"<!DOCTYPE" in flat or b"<!ENTITY" in flat):
            raise refused("workbook_doctype")
    return parts


def _check_names(names: list[str]) -> None:
    for name in names:
        pieces = name.replace("\\", "/").split("/")
        if ".." in pieces or name.startswith(("/", "\\")) or ":" in name:
            raise refused("workbook_path", name=name[:80])
    if len(set(names)) < len(names):
        raise refused("workbook_damaged")
    if "xl/workbook.bin" in names:
        raise refused("workbook_binary")
    if "xl/workbook.xml" not in names and "content.xml" not in names:
        raise refused("file_not_a_table", found="ZIP")


def xlsx_sheets(parts: dict[str, bytes]) -> dict[str, SheetFacts]:
    """Return what stands in each worksheet of an XLSX file, by name, in order.

    Raises:
        ImportRefused: a sheet beyond the limits (its cell is named), or a damaged part.
    """
    try:
        book = ElementTree.fromstring(parts["xl/workbook.xml"])
        rels = ElementTree.fromstring(parts["xl/_rels/workbook.xml.rels"])
    except (KeyError, ElementTree.ParseError, ValueError, LookupError) as exc:
        raise refused("workbook_damaged") from exc
    targets = {
        rel.get("Id", ""): posixpath.normpath(posixpath.join("/xl", rel.get("Target", "")))[1:]
        for rel in rels
    }
    sheets: dict[str, SheetFacts] = {}
    for element in book.iter():
        if element.tag.rpartition("}")[2] != "sheet":
            continue
        name = element.get("name", "")
        identifier = element.get(_REL_ID) or element.get(_STRICT_REL_ID) or ""
        part = parts.get(targets.get(identifier, ""))
        if part is None:
            continue
        facts = _sheet_facts(part, name)
        facts.visible = element.get("state", "visible") == "visible"
        sheets[name] = facts
    return sheets


def _sheet_facts(xml: bytes, name: str) -> SheetFacts:
    facts = SheetFacts(filled=_FILLED.search(xml) is not None)
    # A pattern that begins with fixed characters is found three times as fast; what could be
    # written otherwise is looked for first, so that nothing slips past the limits.
    usual = _is_usual(xml)
    if not usual or all(pattern.search(xml) for pattern in _PERHAPS_FAR):
        letters = set((_USUAL_COLUMN if usual else _ANY_COLUMN).findall(xml))
        rows = set((_USUAL_ROW if usual else _ANY_ROW).findall(xml))
        rows.update(_ROW_ITSELF.findall(xml))
        top_row = max(map(int, rows), default=0)
        widest = max((column_index(column.decode()) for column in letters), default=-1) + 1
        check_size(top_row, widest, name)
    if b"<row" not in xml or not _look(xml, facts):
        facts.bad_cells.clear()
        facts.hidden_rows.clear()
        _walk(xml, facts)
    return facts


def _is_usual(xml: bytes) -> bool:
    """Whether each cell and row that says its place says it as ` r="…"`, as programs write it."""
    begin = xml.find(b"?>") + len(b"?>\r\n")
    # One character is looked for many times as fast as two, and most sheets are in one line.
    for white in (b"\t", b"\n", b"\r"):
        is_there = xml.find(white, begin) >= 0
        if is_there and (white + b"r=" in xml or b"r" + white + b"=" in xml):
            return False
    return b"r =" not in xml and not (b"'" in xml and b"r='" in xml)


def check_size(rows: int, columns: int, name: str) -> None:
    """Refuse a sheet whose last cell lies beyond the limits.

    Raises:
        ImportRefused: `sheet_too_large` with the cell that is too far.
    """
    if rows > MOST_SHEET_ROWS + 100 or columns > MOST_COLUMNS or rows * columns > MOST_CELLS:
        cell = f"{column_letters(columns - 1)}{rows}"
        raise refused("sheet_too_large", sheet=name, cell=cell, most=MOST_SHEET_ROWS)


def _look(xml: bytes, facts: SheetFacts) -> bool:
    """Note hidden rows, errors and formulas without a value; only their cells are touched.

    Returns False where one of them does not say its place, so that all must be counted.
    """
    if b"hidden=" in xml:
        for match in _HIDDEN_ROW.finditer(xml):
            number = _NUMBER.search(match[0])
            if number is None:
                return False
            facts.hidden_rows.append(int(number[1]))
    for at in _odd_cells(xml):
        start, end = xml.rfind(b"<c ", 0, at + 1), 0
        if start < 0 or (tag_end := xml.find(b">", start)) < 0:
            return False
        if xml[tag_end - 1 : tag_end] != b"/":
            end = xml.find(b"</c>", tag_end)
        attributes = xml[start + 2 : tag_end]
        place = _REF.search(attributes)
        if place is None:
            return False
        cell = (place[1] + place[2]).decode()
        bad = _bad_cell(attributes, xml[tag_end + 1 : end] if end > 0 else b"", cell)
        if bad is not None:
            facts.bad_cells[int(place[2]) - 1, column_index(place[1].decode())] = bad
    return True


def _odd_cells(xml: bytes) -> Iterator[int]:
    """Yield places in formulas and in the tags of errors."""
    at = xml.find(b"<f")
    while at >= 0:
        if xml[at + 2 : at + 3] in (b">", b" ", b"/"):
            yield at
        at = xml.find(b"<f", at + 1)
    for mark in (b't="e"', b"t='e'") if b"'" in xml else (b't="e"',):
        at = xml.find(mark)
        while at >= 0:
            yield at
            at = xml.find(mark, at + 1)


def _walk(xml: bytes, facts: SheetFacts) -> None:
    """Note the same in a sheet whose rows or cells do not say their places, by counting."""
    row, column = -1, -1
    for match in _ROW_OR_CELL.finditer(xml):
        attributes = match[1]
        if attributes is not None:
            number = _NUMBER.search(b" " + attributes)
            row, column = (int(number[1]) - 1 if number else row + 1), -1
            if _IS_HIDDEN.search(attributes):
                facts.hidden_rows.append(row + 1)
            continue
        attributes, content = match[2], match[3] or b""
        place = _REF.search(b" " + attributes)
        column = column_index(place[1].decode()) if place else column + 1
        row = int(place[2]) - 1 if place else row
        bad = _bad_cell(attributes, content, f"{column_letters(column)}{row + 1}")
        if bad is not None:
            facts.bad_cells[row, column] = bad


def _bad_cell(attributes: bytes, content: bytes, cell: str) -> BadCell | None:
    stored = _STORED.search(content)
    if _IS_ERROR.search(b" " + attributes):
        text = stored[1].decode("utf-8", "replace") if stored else ""
        return BadCell("cell_error", text, cell)
    if not _FORMULA.search(content):
        return None
    if stored is not None and stored[1]:
        return None
    # A formula whose result is an empty text is stored as one: that is a value.
    if stored is not None and _IS_TEXT.search(b" " + attributes):
        return None
    return BadCell("cell_formula", "", cell)


def column_index(letters: str) -> int:
    """Return the place of a column by its letters, from zero (`A` → 0)."""
    place = 0
    for letter in letters.upper():
        place = place * 26 + ord(letter) - 64
    return place - 1


def column_letters(place: int) -> str:
    """Return the letters of a column by its place from zero (0 → `A`)."""
    letters, rest = "", place + 1
    while rest > 0:
        rest, digit = divmod(rest - 1, 26)
        letters = chr(65 + digit) + letters
    return letters
