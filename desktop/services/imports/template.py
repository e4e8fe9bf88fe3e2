"""An empty, documented workbook for a kind of import file."""

from __future__ import annotations

import io
from datetime import date
from decimal import Decimal
from typing import Any, BinaryIO

from desktop.enums import ImportKind
from desktop.i18n import N_, _
from desktop.services.imports.data import ColumnSpec, FieldType
from desktop.services.imports.kinds import kind_spec

#: Name of the sheet that explains the columns; readers of imports leave it alone.
NOTES_SHEET = "说明 Notes"

_FORMS = {
    FieldType.CODE: N_("text, kept as it is"),
    FieldType.REFERENCE: N_("code of something that is there already"),
    FieldType.TEXT: N_("text"),
    FieldType.DATE: N_("date, 2026-07-31"),
    FieldType.TIME: N_("time, 09:30"),
    FieldType.INSTANT: N_("date, or date and time"),
    FieldType.MONEY: N_("amount"),
    FieldType.TARGET: N_("amount or count"),
    FieldType.QUANTITY: N_("quantity, up to six decimals"),
    FieldType.PRICE: N_("price"),
    FieldType.INTEGER: N_("whole number"),
    FieldType.CHOICE: N_("one of the words"),
    FieldType.FLAG: N_("yes or no"),
    FieldType.PERIOD: N_("period: 2026, 2026-Q3 or 2026-07"),
    FieldType.CREDIT: N_("rep's code, or R1:60;R2:40"),
}
_NUMBERS = frozenset(
    (FieldType.MONEY, FieldType.TARGET, FieldType.QUANTITY, FieldType.PRICE, FieldType.INTEGER)
)


def template(kind: ImportKind, stream: BinaryIO) -> None:
    """Write an XLSX workbook for a kind: headers, one example row, a sheet that explains.

    The header row has both languages (`code (区域编码)`), required columns are shaded. Columns of
    codes are formatted as text, so that leading zeros survive.
    """
    import xlsxwriter

    spec = kind_spec(kind)
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(
        buffer, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    )
    head = book.add_format({"bold": True, "bottom": 1, "num_format": "@"})
    must = book.add_format({"bold": True, "bottom": 1, "num_format": "@", "bg_color": "#FFF2CC"})
    wrap = book.add_format({"text_wrap": True, "valign": "top"})
    formats = {
        "text": book.add_format({"num_format": "@"}),
        "date": book.add_format({"num_format": "yyyy-mm-dd"}),
        "number": book.add_format({"num_format": "General"}),
    }
    sheet = book.add_worksheet(str(kind))
    for place, column in enumerate(spec.columns):
        sheet.set_column(
            place, place, max(14, len(column.template_header) + 8), formats[_format(column)]
        )
        sheet.write_string(0, place, column.template_header, must if column.required else head)
        _write_example(sheet, place, column, formats[_format(column)])
    sheet.freeze_panes(1, 0)
    notes = book.add_worksheet(NOTES_SHEET)
    titles = (
        _("Column"), _("Chinese header"), _("Required"), _("Form"), _("Meaning"), _("Words"),
    )  # fmt: skip
    for place, title in enumerate(titles):
        notes.write_string(0, place, title, head)
    for row, column in enumerate(spec.columns, start=1):
        for place, text in enumerate(_explained(column)):
            notes.write_string(row, place, text, wrap)
    notes.set_column(0, 3, 22)
    notes.set_column(4, 5, 60)
    book.close()
    stream.write(buffer.getvalue())


def _format(column: ColumnSpec) -> str:
    if column.type in _NUMBERS:
        return "number"
    return "date" if column.type is FieldType.DATE else "text"


def _write_example(sheet: Any, place: int, column: ColumnSpec, form: object) -> None:
    if not column.example:
        return
    if column.type in _NUMBERS:
        sheet.write_number(1, place, Decimal(column.example), form)
    elif column.type is FieldType.DATE:
        sheet.write_datetime(1, place, date.fromisoformat(column.example), form)
    else:
        sheet.write_string(1, place, column.example, form)


def _explained(column: ColumnSpec) -> tuple[str, ...]:
    words = ", ".join("/".join((choice.value, *choice.aliases[:1])) for choice in column.choices)
    return (
        column.name,
        column.aliases[0] if column.aliases else "",
        _("yes") if column.required else "",
        _(_FORMS[column.type]),
        _(column.help) if column.help else "",
        words,
    )
