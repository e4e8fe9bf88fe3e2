"""Files that were good until chance changed them: bytes, archives, XML, cells; all by a seed."""

from __future__ import annotations

import io
import random
import re
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

from tests.bad_input.files import ORDER_HEADER, ods, ods_row, orders, workbook
from tests.bad_input.old_workbook import old_workbook

#: Stands in the order numbers of every good file; each mutant has one of its own.
NUMBER = "SO000000"
_ROWS = tuple(
    (f"{NUMBER}-{n}", f"2026-07-{n + 1:02d}", f"C{1 + n % 2}", "P1", n, 100 + n / 4)
    for n in range(1, 9)
)
_NASTY = (
    "", " ", "0", "-0", "1e308", "NaN", "99999999999999999999", "1.234", "1,234", "１２３", "\0",
    "\u202e", "\ufffd", "=1+1", "@SUM(A1)", "2026-02-30", "0000-00-00", "3000-01-01", "26/7/1",
    "\"", "\"\"\"", ",", ";", "x" * 5_000, "客户" * 300, "R1:50;R2:50", "\r", "C1\nC2", "𠮷", "%s",
    "{0}", "'", "\\", "TRUE", "#DIV/0!", "1" * 400, "-" * 50, "9" * 18 + ".5",
)  # fmt: skip
_XML_VALUES = (
    b"", b"-1", b"0", b"1048577", b"99999999", b"4294967296", b"1e308", b"NaN", b"XFE1", b"A0",
    b"ZZZZ99999999", b"&#0;", b"&amp;", b"\xff\xfe", b"e", b"s", b"b", b"inlineStr", b"d",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Base:
    """A good file: its name, and its bytes or the parts of its archive."""

    name: str
    data: bytes
    parts: tuple[tuple[str, bytes], ...] = ()


def _line(cells: tuple[object, ...]) -> str:
    return ",".join(map(str, cells))


def _dates(book: Any, sheet: Any) -> None:
    day = book.add_format({"num_format": "yyyy-mm-dd"})
    sheet.write_datetime(1, 1, datetime(2026, 7, 2), day)
    sheet.write_formula(2, 5, "=E3*50", None, 100)
    sheet.set_row(3, None, None, {"hidden": True})


@cache
def bases() -> tuple[Base, ...]:
    """Return the good files that mutants are made of."""
    text = orders(*map(_line, _ROWS), f'"{NUMBER}-9",2026/7/9,C1,P1,2,"1,234.50"').decode()
    chinese = text.replace(ORDER_HEADER, "订单号,订单日期,客户编码,产品编码,数量,金额")
    head = ORDER_HEADER.split(",")
    book = workbook([head, *_ROWS], _dates)
    table = "".join(ods_row(*map(str, cells)) for cells in (tuple(head), *_ROWS))
    sheet = ods(f'<table:table table:name="T">{table}</table:table>')
    old = old_workbook([head, *([*cells[:4], float(cells[4]), cells[5]] for cells in _ROWS)])
    return (
        Base("plain.csv", text.encode()),
        Base("mark.csv", chinese.encode("utf-8-sig")),
        Base("chinese.csv", chinese.replace(",", ";").encode("gb18030")),
        Base("wide.csv", chinese.replace(",", "\t").encode("utf-16-le")),
        Base("book.xlsx", book, _parts(book)),
        Base("book.xlsx", book, _parts(book)),
        Base("sheet.ods", sheet, _parts(sheet)),
        Base("old.xls", old),
    )


def _parts(data: bytes) -> tuple[tuple[str, bytes], ...]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return tuple((entry.filename, archive.read(entry)) for entry in archive.infolist())


def _zipped(parts: list[tuple[str, bytes]], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as archive:
        for name, content in parts:
            archive.writestr(name, content)
    return out.getvalue()


def mutant(seed: int) -> tuple[str, bytes]:
    """Return the name and the bytes of one mutated file; the same seed gives the same file."""
    chance = random.Random(seed)
    base = chance.choice(bases())
    number = f"SO{seed % 1_000_000:06d}"
    if base.parts:
        parts = [
            (name, part.replace(NUMBER.encode(), number.encode())) for name, part in base.parts
        ]
        if chance.random() < 0.7:
            return base.name, _changed_archive(parts, chance)
        return base.name, _changed_bytes(_zipped(parts), chance)
    data = base.data
    for codec in ("ascii", "utf-16-le"):
        data = data.replace(NUMBER.encode(codec), number.encode(codec))
    if base.name.endswith(".csv") and chance.random() < 0.6:
        return base.name, _changed_cells(data, chance)
    return base.name, _changed_bytes(data, chance)


def _changed_bytes(data: bytes, chance: random.Random) -> bytes:
    changes: tuple[Callable[[bytearray, random.Random], bytearray], ...] = (
        _flip, _flip, _cut_end, _cut_middle, _splice, _repeat, _zero, _insert,
    )  # fmt: skip
    found = bytearray(data)
    for _time in range(chance.choice((1, 1, 2, 4))):
        found = chance.choice(changes)(found, chance)
    return bytes(found)


def _span(data: bytearray, chance: random.Random, most: int = 400) -> tuple[int, int]:
    start = chance.randrange(len(data) + 1)
    return start, min(len(data), start + chance.randrange(1, most))


def _flip(data: bytearray, chance: random.Random) -> bytearray:
    for _time in range(chance.choice((1, 1, 2, 8))):
        if data:
            data[chance.randrange(len(data))] ^= 1 << chance.randrange(8)
    return data


def _cut_end(data: bytearray, chance: random.Random) -> bytearray:
    return data[: chance.randrange(len(data) + 1)]


def _cut_middle(data: bytearray, chance: random.Random) -> bytearray:
    start, end = _span(data, chance)
    return data[:start] + data[end:]


def _splice(data: bytearray, chance: random.Random) -> bytearray:
    other = bytearray(chance.choice(bases()).data)
    start, end = _span(other, chance, 2_000)
    at = chance.randrange(len(data) + 1)
    return data[:at] + other[start:end] + data[at:]


def _repeat(data: bytearray, chance: random.Random) -> bytearray:
    start, end = _span(data, chance)
    return data[:end] + data[start:end] * chance.choice((1, 3, 50)) + data[end:]


def _zero(data: bytearray, chance: random.Random) -> bytearray:
    start, end = _span(data, chance)
    return data[:start] + bytes(end - start) + data[end:]


def _insert(data: bytearray, chance: random.Random) -> bytearray:
    at = chance.randrange(len(data) + 1)
    return data[:at] + chance.randbytes(chance.choice((1, 3, 40))) + data[at:]


def _changed_archive(parts: list[tuple[str, bytes]], chance: random.Random) -> bytes:
    place = chance.randrange(len(parts))
    sheets = [at for at, (name, _part) in enumerate(parts) if "sheet" in name or "content" in name]
    if chance.random() < 0.6:
        place = chance.choice(sheets)
    name, part = parts[place]
    what = chance.randrange(10)
    if what == 0:
        del parts[place]
    elif what == 1:
        parts[place] = (
            chance.choice(("../" + name, name.upper(), "x.xml", "a:b", "\\x.xml")),
            part,
        )
    elif what == 2:
        other = chance.randrange(len(parts))
        parts[place], parts[other] = (name, parts[other][1]), (parts[other][0], part)
    elif what == 3:
        parts[place] = (name, _changed_bytes(part, chance))
    else:
        for _time in range(chance.choice((1, 1, 3))):
            part = _changed_xml(part, chance)
        parts[place] = (name, part)
    return _zipped(parts, chance.choice((zipfile.ZIP_DEFLATED, zipfile.ZIP_STORED)))


def _changed_xml(part: bytes, chance: random.Random) -> bytes:
    tags = list(re.finditer(rb"<[^<>]+>", part))
    values = list(re.finditer(rb'(?<==")[^"]*(?=")|(?<=>)[^<>]+(?=<)', part))
    if not tags or not values:
        return part
    tag, value = chance.choice(tags), chance.choice(values)
    what = chance.randrange(6)
    if what == 0:
        return part[: tag.start()] + part[tag.end() :]
    if what == 1:
        return part[: tag.end()] + tag[0] * chance.choice((1, 2, 300)) + part[tag.end() :]
    if what == 2:
        deep = chance.choice((10, 3_000))
        return part[: tag.start()] + b"<x>" * deep + b"</x>" * deep + part[tag.start() :]
    return part[: value.start()] + chance.choice(_XML_VALUES) + part[value.end() :]


def _changed_cells(data: bytes, chance: random.Random) -> bytes:
    codec = "utf-16-le" if b"\0" in data else "utf-8"
    try:
        text = data.decode(codec)
    except UnicodeDecodeError:
        codec, text = "gb18030", data.decode("gb18030")
    separator = next(sign for sign in ";\t," if sign in text)
    rows = [line.split(separator) for line in text.split("\r\n")]
    for _time in range(chance.choice((1, 2, 5))):
        cells = chance.choice(rows)
        at = chance.randrange(len(cells))
        what = chance.randrange(8)
        if what == 0:
            del cells[at]
        elif what == 1:
            cells.insert(at, chance.choice(_NASTY))
        elif what == 2:
            chance.shuffle(cells)
        elif what == 3:
            rows.insert(chance.randrange(len(rows)), list(cells))
        else:
            cells[at : at + 1] = [chance.choice(_NASTY)]
        rows = [row if row else [""] for row in rows]
    return "\r\n".join(map(separator.join, rows)).encode(codec, "replace")
