"""Old XLS workbooks, made by hand: a compound file with one stream of BIFF8 records."""

from __future__ import annotations

import struct
from collections.abc import Sequence

_SECTOR = 512
_END, _FREE, _FAT = 0xFFFFFFFE, 0xFFFFFFFF, 0xFFFFFFFD
#: Streams below this size lie in a table of their own.
_SMALLEST = 4096


def compound(stream: str, content: bytes = b"") -> bytes:
    """Return a compound file with one stream of this name and content."""
    header = bytearray(512)
    header[:8] = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
    if content:
        content = content.ljust(max(_SMALLEST, -(-len(content) // _SECTOR) * _SECTOR), b"\0")
    sectors = len(content) // _SECTOR
    first = 2 if sectors else _END
    struct.pack_into("<HHHHH", header, 24, 0x3E, 3, 0xFFFE, 9, 6)
    struct.pack_into("<IIIIIIIII", header, 44, 1, 1, 0, 4096, _END, 0, _END, 0, 0)
    struct.pack_into("<109I", header, 76, 0, *[_FREE] * 108)
    chain = [3 + place for place in range(sectors - 1)] + [_END] * bool(sectors)
    table = [_FAT, _END, *chain]
    fat = struct.pack("<128I", *table, *[_FREE] * (128 - len(table)))
    directory = bytearray(512)
    size = len(content)
    for place, (name, kind) in enumerate((("Root Entry", 5), (stream, 2))):
        text = name.encode("utf-16-le") + b"\0\0"
        at = place * 128
        directory[at : at + len(text)] = text
        struct.pack_into("<HBB", directory, at + 64, len(text), kind, 1)
        struct.pack_into("<III", directory, at + 68, _FREE, _FREE, 1 if kind == 5 else _FREE)
        struct.pack_into("<II", directory, at + 116, first if kind == 2 else _END, size)
    struct.pack_into("<I", directory, 120, 0)
    return bytes(header) + fat + bytes(directory) + content


def _record(kind: int, body: bytes) -> bytes:
    return struct.pack("<HH", kind, len(body)) + body


def old_workbook(
    rows: Sequence[Sequence[str | float]],
    *,
    hidden: Sequence[int] = (),
    error_at: tuple[int, int] | None = None,
) -> bytes:
    """Return an XLS file with these rows on the sheet `Data`.

    `hidden` rows count from zero; `error_at` is the cell that shows `#DIV/0!`.
    """
    begin = struct.pack("<HHHHII", 0x0600, 0x0005, 0x0DBB, 0x07CC, 0, 6)
    sheet = _record(0x0809, struct.pack("<HHHHII", 0x0600, 0x0010, 0x0DBB, 0x07CC, 0, 6))
    width = max(map(len, rows))
    sheet += _record(0x0200, struct.pack("<IIHHH", 0, len(rows), 0, width, 0))
    for number, cells in enumerate(rows):
        flags = 0x0100 | (0x20 if number in hidden else 0)
        sheet += _record(0x0208, struct.pack("<HHHHHHHH", number, 0, width, 255, 0, 0, flags, 15))
        for place, cell in enumerate(cells):
            at = struct.pack("<HHH", number, place, 15)
            if (number, place) == error_at:
                sheet += _record(0x0205, at + b"\x07\x01")
            elif isinstance(cell, str):
                text = struct.pack("<HB", len(cell), 1) + cell.encode("utf-16-le")
                sheet += _record(0x0204, at + text)
            else:
                sheet += _record(0x0203, at + struct.pack("<d", cell))
    sheet += _record(0x000A, b"")
    name = b"Data"
    head = _record(0x0809, begin)
    # The sheet begins behind the globals: their record of it, and their end.
    start = len(head) + 4 + 8 + len(name) + 4
    bound = struct.pack("<IBBBB", start, 0, 0, len(name), 0) + name
    return compound("Workbook", head + _record(0x0085, bound) + _record(0x000A, b"") + sheet)
