"""What a file is, by its first bytes, and the words for a file that cannot be taken."""

from __future__ import annotations

import hashlib
import stat
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from desktop.errors import ImportRefused, Issue

#: Largest file that is read, and largest content of an archive once unpacked (bytes).
LARGEST_FILE = 256 * 1024 * 1024
LARGEST_UNPACKED = 384 * 1024 * 1024
#: Limits of a table (RELIABILITY.md, section 3).
MOST_TEXT_ROWS = 1_000_000
MOST_SHEET_ROWS = 200_000
MOST_COLUMNS = 1_024
MOST_CELLS = 10_000_000

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_FOREIGN = (
    (b"%PDF", "PDF"), (b"{\\rtf", "RTF"), (b"\x89PNG", "PNG"), (b"\xff\xd8\xff", "JPEG"),
    (b"GIF8", "GIF"), (b"\x1f\x8b", "GZIP"), (b"7z\xbc\xaf", "7-Zip"), (b"Rar!", "RAR"),
    (b"SQLite format 3", "SQLite"), (b"PAR1", "Parquet"), (b"MZ", "EXE"),
)  # fmt: skip


class Container(StrEnum):
    """What a file is by its content."""

    TEXT = "text"
    ZIP = "zip"
    OLE = "ole"


@dataclass(frozen=True, slots=True)
class SourceBytes:
    """A file's bytes, read once, with the hash that recognises them."""

    name: str
    data: bytes
    content_hash: str


def refused(code: str, **facts: object) -> ImportRefused:
    """Return the refusal of a whole file for one reason."""
    sheet = facts.pop("sheet", "")
    row = facts.pop("row", None)
    return ImportRefused(
        (Issue(code, facts, sheet=str(sheet), row=row if isinstance(row, int) else None),)
    )


def read_bytes(path: Path) -> SourceBytes:
    """Return a file's bytes.

    Raises:
        ImportRefused: missing, a folder, unreadable or locked, too large, empty, or changed
            while it was read.
    """
    try:
        before = path.stat()
        if stat.S_ISDIR(before.st_mode):
            raise refused("file_is_folder")
        if not stat.S_ISREG(before.st_mode):
            raise refused("file_not_regular")
        if before.st_size > LARGEST_FILE:
            raise refused("file_too_large", megabytes=LARGEST_FILE // 1024**2)
        data = path.read_bytes()
        after = path.stat()
    except FileNotFoundError as exc:
        raise refused("file_missing") from exc
    except PermissionError as exc:
        raise refused("file_locked") from exc
    except (OSError, ValueError) as exc:
        reason = exc.strerror if isinstance(exc, OSError) else str(exc)
        raise refused("file_unreadable", reason=reason or type(exc).__name__) from exc
    if (before.st_size, before.st_mtime_ns) != (after.st_size, after.st_mtime_ns) or len(
        data
    ) != after.st_size:
        raise refused("file_changed")
    if not data.strip(b"\x00\t\r\n \xef\xbb\xbf\xff\xfe"):
        raise refused("file_empty")
    return SourceBytes(path.name, data, hashlib.sha256(data).hexdigest())


def container_of(data: bytes) -> Container:
    """Return what the bytes are; a table can still fail to be in them.

    Raises:
        ImportRefused: something that holds no table (a web page, a PDF, a picture, …).
    """
    if data.startswith(b"PK\x03\x04") or data.startswith(b"PK\x05\x06"):
        return Container.ZIP
    if data.startswith(_OLE):
        return Container.OLE
    for mark, name in _FOREIGN:
        if data.startswith(mark) and (mark != b"MZ" or b"\0" in data[:64]):
            raise refused("file_not_a_table", found=name)
    start = data[:4096].replace(b"\0", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n").lower()
    if start.startswith((b"<!doctype html", b"<html", b"<table", b"<head", b"<body", b"<meta")):
        raise refused("file_is_html")
    if start.startswith((b"<?xml", b"<!doctype")):
        code = "file_is_html" if b"<html" in start else "file_is_xml"
        raise refused(code)
    return Container.TEXT
