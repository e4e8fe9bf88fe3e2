"""The same look into an OpenDocument spreadsheet before it is parsed."""

from __future__ import annotations

from xml.parsers import expat

from desktop.services.imports.container import refused
from desktop.services.imports.data import BadCell
from desktop.services.imports.workbook_guard import SheetFacts, check_size, column_letters

_OFFICE = "urn:oasis:names:tc:opendocument:xmlns:office:1.0 "
_TABLE = "urn:oasis:names:tc:opendocument:xmlns:table:1.0 "
_CALCEXT = "urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0 "
_FEW = 64
_MOST_DIGITS = 7


class _Walker:
    """Follows rows and cells, repeated ones included, and notes what a reader does not tell."""

    def __init__(self) -> None:
        self.sheets: dict[str, SheetFacts] = {}
        self._facts = SheetFacts()
        self._name = ""
        self._row = 0
        self._column = 0
        self._repeat = 1
        self._depth = 0

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        if tag == _TABLE + "table":
            self._depth += 1
            if self._depth == 1:
                self._name = attributes.get(_TABLE + "name", "")
                self._facts = self.sheets[self._name] = SheetFacts()
                self._row = 0
        elif self._depth != 1:
            return
        elif tag == _TABLE + "table-row":
            self._column = 0
            self._repeat = _count(attributes.get(_TABLE + "number-rows-repeated", "1"))
            if attributes.get(_TABLE + "visibility", "visible") != "visible":
                hidden = range(self._row + 1, self._row + 1 + min(self._repeat, _FEW))
                self._facts.hidden_rows.extend(hidden)
        elif tag in (_TABLE + "table-cell", _TABLE + "covered-table-cell"):
            self._cell(attributes)

    def end(self, tag: str) -> None:
        if tag == _TABLE + "table":
            self._depth -= 1
        elif tag == _TABLE + "table-row" and self._depth == 1:
            self._row += self._repeat

    def _cell(self, attributes: dict[str, str]) -> None:
        times = _count(attributes.get(_TABLE + "number-columns-repeated", "1"))
        has_value = _OFFICE + "value-type" in attributes
        has_formula = _TABLE + "formula" in attributes
        if has_value or has_formula:
            self._facts.filled = True
            check_size(self._row + self._repeat, self._column + times, self._name)
        code = ""
        if attributes.get(_CALCEXT + "value-type") == "error":
            code = "cell_error"
        elif has_formula and not has_value:
            code = "cell_formula"
        if code:
            for row in range(self._row, self._row + min(self._repeat, _FEW)):
                for column in range(self._column, self._column + min(times, _FEW)):
                    cell = f"{column_letters(column)}{row + 1}"
                    self._facts.bad_cells[row, column] = BadCell(code, "", cell)
        self._column += times


def _count(text: str) -> int:
    """Return how often a cell or a row is repeated; what is no number counts as once.

    Raises:
        ImportRefused: more often than any sheet has rows; readers would fill memory with it.
    """
    digits = text.strip().removeprefix("+")
    if not (digits.isascii() and digits.isdigit()):
        return 1
    if len(digits.lstrip("0")) > _MOST_DIGITS:
        raise refused("workbook_damaged")
    return int(digits)


def ods_sheets(parts: dict[str, bytes]) -> dict[str, SheetFacts]:
    """Return what stands in each table of an ODS file, by name, in order.

    Raises:
        ImportRefused: encrypted, beyond the limits, or damaged.
    """
    if b"encryption-data" in parts.get("META-INF/manifest.xml", b""):
        raise refused("workbook_encrypted")
    walker = _Walker()
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.StartElementHandler = walker.start
    parser.EndElementHandler = walker.end
    try:
        parser.Parse(parts["content.xml"], True)
    except (expat.ExpatError, KeyError, ValueError, LookupError) as exc:
        raise refused("workbook_damaged") from exc
    return walker.sheets
