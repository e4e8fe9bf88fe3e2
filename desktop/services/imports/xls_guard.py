"""The look into an old XLS workbook: its records, for errors and formulas without a value.

Sources: [MS-CFB] for the compound file, [MS-XLS] for the records; only what is needed to find
the workbook's stream, its sheets, and the cells that a reader shows as empty.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator

from desktop.services.imports.container import refused
from desktop.services.imports.data import BadCell
from desktop.services.imports.workbook_guard import SheetFacts, check_size, column_letters

_END = 0xFFFFFFFA
_ERRORS = {
    0x00: "#NULL!", 0x07: "#DIV/0!", 0x0F: "#VALUE!", 0x17: "#REF!", 0x1D: "#NAME?",
    0x24: "#NUM!", 0x2A: "#N/A",
}  # fmt: skip
_EOF, _BOUNDSHEET, _FILEPASS = 0x000A, 0x0085, 0x002F
_BOOLERR, _FORMULA, _ROW = 0x0205, 0x0006, 0x0208
_VALUES = frozenset((0x0203, 0x027E, 0x00FD, 0x0204, 0x00BD, _BOOLERR, _FORMULA, 0x00D6))
_DIMENSIONS = 0x0200
#: Records of several cells of a row, the last column at their end; and all that name a cell.
_SEVERAL = frozenset((0x00BD, 0x00BE))
_CELLS = _VALUES | _SEVERAL | {0x0201}
#: No XLS sheet is larger.
_MOST_ROWS, _MOST_COLUMNS = 65_536, 256


def xls_sheets(data: bytes) -> dict[str, SheetFacts]:
    """Return what stands in each sheet of an XLS file, by name, in order.

    Raises:
        ImportRefused: encrypted, another kind of compound file, or damaged.
    """
    try:
        streams = _directory(data)
        if "EncryptedPackage" in streams:
            raise refused("workbook_encrypted")
        entry = streams.get("Workbook") or streams.get("Book")
        if entry is None:
            raise refused("file_not_a_table", found="OLE")
        return _sheets(_stream(data, *entry))
    except (struct.error, IndexError, ValueError, UnicodeError, OverflowError) as exc:
        raise refused("workbook_damaged") from exc


def _size(data: bytes) -> int:
    power = struct.unpack_from("<H", data, 30)[0]
    if power not in (9, 12):
        raise ValueError("sector size")
    return int(1 << power)


def _sector(data: bytes, number: int) -> bytes:
    size = _size(data)
    part = data[(number + 1) * size : (number + 2) * size]
    if not part:
        raise ValueError("beyond the end")
    return part


def _fat(data: bytes) -> list[int]:
    places = list(struct.unpack_from("<109I", data, 76))
    following, count = struct.unpack_from("<II", data, 68)
    for _step in range(min(count, 4096)):
        if following >= _END:
            break
        entries = struct.unpack(f"<{_size(data) // 4}I", _sector(data, following))
        places.extend(entries[:-1])
        following = entries[-1]
    fat: list[int] = []
    for place in places:
        if place < _END:
            sector = _sector(data, place)
            fat.extend(struct.unpack(f"<{len(sector) // 4}I", sector[: len(sector) // 4 * 4]))
    return fat


def _chain(fat: list[int], start: int) -> Iterator[int]:
    place = start
    for _step in range(len(fat) + 1):
        if place >= _END:
            return
        yield place
        place = fat[place]
    raise ValueError("a chain without an end")


def _directory(data: bytes) -> dict[str, tuple[int, int]]:
    """Return each stream's first sector and length by name."""
    fat = _fat(data)
    start = struct.unpack_from("<I", data, 48)[0]
    raw = b"".join(_sector(data, place) for place in _chain(fat, start))
    streams: dict[str, tuple[int, int]] = {}
    for at in range(0, len(raw) - 127, 128):
        length = struct.unpack_from("<H", raw, at + 64)[0]
        if 2 <= length <= 64 and raw[at + 66] in (2, 5):
            name = raw[at : at + length - 2].decode("utf-16-le")
            first, size = struct.unpack_from("<II", raw, at + 116)
            streams[name] = (first, size)
    return streams


def _stream(data: bytes, first: int, size: int) -> bytes:
    fat = _fat(data)
    if size >= struct.unpack_from("<I", data, 56)[0]:
        return b"".join(_sector(data, place) for place in _chain(fat, first))[:size]
    # Small streams lie in 64-byte pieces of the root's own stream, with a table of their own.
    root = next(entry for name, entry in _directory(data).items() if name == "Root Entry")
    pieces = b"".join(_sector(data, place) for place in _chain(fat, root[0]))
    start = struct.unpack_from("<I", data, 60)[0]
    table = b"".join(_sector(data, place) for place in _chain(fat, start))
    small = list(struct.unpack(f"<{len(table) // 4}I", table))
    joined = b"".join(pieces[place * 64 : place * 64 + 64] for place in _chain(small, first))
    return joined[:size]


def _sheets(stream: bytes) -> dict[str, SheetFacts]:
    sheets: dict[str, SheetFacts] = {}
    begins: dict[str, int] = {}
    for kind, body in _records(stream, 0):
        if kind == _FILEPASS:
            raise refused("workbook_encrypted")
        if kind == _BOUNDSHEET:
            place, state, _type, count, flags = struct.unpack_from("<IBBBB", body)
            width = 2 if flags & 1 else 1
            codec = "utf-16-le" if width == 2 else "latin-1"
            name = body[8 : 8 + count * width].decode(codec)
            begins[name] = place
            sheets[name] = SheetFacts(visible=state & 3 == 0)
    # Where the globals say that a sheet begins, a reader begins too, whatever stands there.
    for name, place in begins.items():
        for kind, body in _records(stream, place):
            if kind == _EOF:
                break
            _note(sheets[name], kind, body, name)
    return sheets


def _records(stream: bytes, at: int) -> Iterator[tuple[int, bytes]]:
    while at + 4 <= len(stream):
        kind, length = struct.unpack_from("<HH", stream, at)
        yield kind, stream[at + 4 : at + 4 + length]
        at += 4 + length


def _note(facts: SheetFacts, kind: int, body: bytes, name: str) -> None:
    if kind in _VALUES:
        facts.filled = True
    if kind in _CELLS:
        _check_place(kind, body, name)
    if kind == _DIMENSIONS:
        _check_dimensions(body)
    if kind == _ROW and struct.unpack_from("<H", body, 12)[0] & 0x20:
        facts.hidden_rows.append(struct.unpack_from("<H", body)[0] + 1)
    if kind == _BOOLERR and body[7] == 1:
        _bad(facts, body, _ERRORS.get(body[6], ""))
    if kind == _FORMULA and body[12:14] == b"\xff\xff" and body[6] == 2:
        _bad(facts, body, _ERRORS.get(body[8], ""))


def _check_dimensions(body: bytes) -> None:
    """Refuse a sheet that says an impossible size of itself.

    Readers set memory aside by what stands here (an end before the start counts as four
    thousand million rows) and end the whole program where it cannot be had.
    """
    form = "<HHHH" if len(body) == 10 else "<IIHH"
    first, rows, left, columns = struct.unpack_from(form, body)
    is_backwards = rows > 0 and columns > 0 and (first >= rows or left >= columns)
    if is_backwards or rows > _MOST_ROWS or columns > _MOST_COLUMNS:
        raise refused("workbook_damaged")


def _check_place(kind: int, body: bytes, name: str) -> None:
    """Refuse a cell that no XLS sheet has, or that makes the sheet larger than what is read.

    Readers make a table as large as the farthest cell: one at the end takes gigabytes.
    """
    row, column = struct.unpack_from("<HH", body)
    if kind in _SEVERAL:
        column = max(column, struct.unpack_from("<H", body, len(body) - 2)[0])
    if column >= _MOST_COLUMNS:
        raise refused("workbook_damaged")
    check_size(row + 1, column + 1, name)


def _bad(facts: SheetFacts, body: bytes, text: str) -> None:
    row, column = struct.unpack_from("<HH", body)
    cell = f"{column_letters(column)}{row + 1}"
    facts.bad_cells[row, column] = BadCell("cell_error", text, cell)
