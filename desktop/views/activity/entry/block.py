"""Blocks of cells as spreadsheets exchange them: tabs, line breaks, quotes around both; no Qt."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence

_DIALECT = "excel-tab"
#: Rows that a paste takes at most; a longer list is a file, and is imported.
MOST_ROWS = 2_000


def parsed(text: str) -> tuple[tuple[str, ...], ...]:
    """Return the rows of a block; quotes may hold tabs and line breaks, which are kept.

    A quotation mark that is never closed is one that was meant: then every line is a row and
    every tab parts two cells.
    """
    plain = text.replace("\r\n", "\n").replace("\r", "\n")
    plain = plain.removesuffix("\n")
    if not plain:
        return ()
    try:
        rows = tuple(
            tuple(row) or ("",)
            for row in csv.reader(io.StringIO(plain, newline=""), _DIALECT, strict=True)
        )
    except csv.Error:
        return tuple(tuple(line.split("\t")) for line in plain.split("\n"))
    return rows


def written(rows: Sequence[Sequence[str]]) -> str:
    """Return rows as text for a spreadsheet's clipboard."""
    stream = io.StringIO(newline="")
    writer = csv.writer(stream, _DIALECT, lineterminator="\n")
    for row in rows:
        # The writer would put quotes around a line that is one empty cell.
        if tuple(row) == ("",):
            stream.write("\n")
        else:
            writer.writerow(row)
    return stream.getvalue()
