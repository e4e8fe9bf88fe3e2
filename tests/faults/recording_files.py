"""A record of what SQLite asks of its files, and what a power cut may leave of it on the disk.

SQLite reaches its files through a table of functions. `recording` replaces, in this process,
those that change a file by functions that write down what was asked and then do it. `Disk` plays
the record back up to any moment and says what the disk may hold if the power goes there: all that
was synced, and of what was written since the last sync of its file any sectors or none.

Sources: the structures `sqlite3_vfs` and `sqlite3_io_methods` of sqlite3.h; unixOpen and
unixSync of os_unix.c, for when a name is safe; https://sqlite.org/atomiccommit.html.
"""

from __future__ import annotations

import ctypes
import random
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from ctypes import CFUNCTYPE, POINTER, Structure, c_char_p, c_int, c_int64, c_void_p, cast
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import sqlcipher3._sqlite3 as driver

#: What was asked: ("create", name), ("write", name, offset, data), ("truncate", name, size),
#: ("sync", name), ("delete", name, is_safe) or ("said", words).
Asked = tuple[Any, ...]

_OPEN_CREATE = 0x00000004
_OPEN_MAIN_JOURNAL = 0x00000800
_OPEN_SUPER_JOURNAL = 0x00004000
_OPEN_WAL = 0x00080000
#: Files that no disk needs: SQLite makes them anew.
_UNSAFE = ("-shm",)

_Open = CFUNCTYPE(c_int, c_void_p, c_void_p, c_void_p, c_int, POINTER(c_int))
_Delete = CFUNCTYPE(c_int, c_void_p, c_void_p, c_int)
_Close = CFUNCTYPE(c_int, c_void_p)
_Write = CFUNCTYPE(c_int, c_void_p, c_void_p, c_int, c_int64)
_Truncate = CFUNCTYPE(c_int, c_void_p, c_int64)
_Sync = CFUNCTYPE(c_int, c_void_p, c_int)


class _Vfs(Structure):
    _fields_ = (
        ("version", c_int), ("file_size", c_int), ("longest_path", c_int), ("next", c_void_p),
        ("name", c_char_p), ("app_data", c_void_p), ("open", c_void_p), ("delete", c_void_p),
    )  # fmt: skip


class _Methods(Structure):
    _fields_ = (
        ("version", c_int), ("close", c_void_p), ("read", c_void_p), ("write", c_void_p),
        ("truncate", c_void_p), ("sync", c_void_p), ("file_size", c_void_p), ("lock", c_void_p),
        ("unlock", c_void_p), ("check_reserved", c_void_p), ("file_control", c_void_p),
        ("sector_size", c_void_p), ("characteristics", c_void_p), ("shm_map", c_void_p),
        ("shm_lock", c_void_p), ("shm_barrier", c_void_p), ("shm_unmap", c_void_p),
        ("fetch", c_void_p), ("unfetch", c_void_p),
    )  # fmt: skip


class _File(Structure):
    _fields_ = (("methods", POINTER(_Methods)),)


@contextmanager
def recording(asked: list[Asked]) -> Iterator[None]:
    """Append everything that SQLite asks of its files in the block to a list.

    Every database opened in the block must be closed in it.
    """
    library = ctypes.CDLL(driver.__file__)
    library.sqlite3_vfs_find.restype = POINTER(_Vfs)
    vfs = library.sqlite3_vfs_find(None).contents
    recorder = _Recorder(asked, vfs)
    kept = vfs.open, vfs.delete
    vfs.open = cast(recorder.on_open, c_void_p).value
    vfs.delete = cast(recorder.on_delete, c_void_p).value
    try:
        yield
    finally:
        vfs.open, vfs.delete = kept


class _Recorder:
    """The functions put in place of SQLite's own, which they call."""

    def __init__(self, asked: list[Asked], vfs: Any) -> None:
        self._asked = asked
        self._names: dict[int, str] = {}
        self._methods: dict[int, Any] = {}
        self._open = _Open(vfs.open)
        self._delete = _Delete(vfs.delete)
        # Kept as long as SQLite may call them.
        self.on_open = _Open(self._opened)
        self.on_delete = _Delete(self._deleted)
        self._alive: list[Any] = []

    def _opened(self, vfs: int, path: int, file: int, flags: int, out: Any) -> int:
        result: int = self._open(vfs, path, file, flags, out)
        if result or not path:
            return result
        name = ctypes.string_at(path).decode()
        self._names[file] = Path(name).name
        is_new = flags & (_OPEN_WAL | _OPEN_MAIN_JOURNAL | _OPEN_SUPER_JOURNAL)
        if flags & _OPEN_CREATE and is_new:
            self._asked.append(("create", self._names[file]))
        opened = ctypes.cast(file, POINTER(_File)).contents
        own = ctypes.addressof(opened.methods.contents)
        if own not in self._methods:
            self._methods[own] = self._recording_methods(opened.methods.contents)
        opened.methods = ctypes.pointer(self._methods[own])
        return result

    def _deleted(self, vfs: int, path: int, sync: int) -> int:
        self._asked.append(("delete", Path(ctypes.string_at(path).decode()).name, bool(sync)))
        result: int = self._delete(vfs, path, sync)
        return result

    def _recording_methods(self, own: Any) -> Any:
        made = _Methods.from_buffer_copy(own)
        write, truncate = _Write(own.write), _Truncate(own.truncate)
        sync, close = _Sync(own.sync), _Close(own.close)
        asked, names = self._asked, self._names

        def on_write(file: int, data: int, size: int, offset: int) -> int:
            asked.append(("write", names[file], offset, ctypes.string_at(data, size)))
            result: int = write(file, data, size, offset)
            return result

        def on_truncate(file: int, size: int) -> int:
            asked.append(("truncate", names[file], size))
            result: int = truncate(file, size)
            return result

        def on_sync(file: int, flags: int) -> int:
            result: int = sync(file, flags)
            asked.append(("sync", names[file]))
            return result

        def on_close(file: int) -> int:
            names.pop(file, None)
            result: int = close(file)
            return result

        for name, kind, function in (
            ("write", _Write, on_write), ("truncate", _Truncate, on_truncate),
            ("sync", _Sync, on_sync), ("close", _Close, on_close),
        ):  # fmt: skip
            callback = kind(function)
            self._alive.append(callback)
            setattr(made, name, cast(callback, c_void_p).value)
        return made


@dataclass(slots=True)
class _Stored:
    """A file: what of it is safe, and what was asked of it since."""

    safe: bytearray = field(default_factory=bytearray)
    pending: list[Asked] = field(default_factory=list)
    #: Whether its name is safe in its folder.
    is_named: bool = True
    #: Whether it was deleted, and the folder not synced since.
    is_deleted: bool = False


class Disk:
    """Files as the disk holds them, while a record is played back."""

    def __init__(self, files: dict[str, bytes]) -> None:
        self._files = {name: _Stored(bytearray(data)) for name, data in files.items()}

    def play(self, asked: Asked) -> None:
        """Take in one entry of the record."""
        what = asked[0]
        if what == "said" or asked[1].endswith(_UNSAFE):
            return
        name = asked[1]
        if what == "create":
            if name not in self._files or self._files[name].is_deleted:
                self._files[name] = _Stored(is_named=False)
        elif what == "delete":
            if name in self._files:
                self._files[name].is_deleted = True
                if asked[2]:
                    del self._files[name]
        elif what == "sync":
            stored = self._files[name]
            stored.safe = _all_of(stored.safe, stored.pending)
            stored.pending = []
            stored.is_named = True
        else:
            self._files[name].pending.append(asked)

    def after_a_cut(self, dice: random.Random) -> dict[str, bytes]:
        """Return what the files may hold if the power goes now."""
        sector = dice.choice((512, 4096))
        share = dice.choice((0.0, 1.0, 0.1, 0.5, 0.9, 0.5))
        found = {}
        for name, stored in self._files.items():
            if (stored.is_deleted or not stored.is_named) and dice.random() < 0.5:
                continue
            found[name] = _some_of(stored, sector, share, dice)
        return found


def _all_of(safe: bytearray, pending: Sequence[Asked]) -> bytearray:
    for asked in pending:
        if asked[0] == "truncate":
            _resize(safe, asked[2])
        else:
            _put(safe, asked[2], asked[3])
    return safe


def _resize(data: bytearray, size: int) -> None:
    if len(data) > size:
        del data[size:]
    else:
        data.extend(bytes(size - len(data)))


def _put(data: bytearray, offset: int, part: bytes) -> None:
    if len(data) < offset:
        _resize(data, offset)
    data[offset : offset + len(part)] = part


def _some_of(stored: _Stored, sector: int, share: float, dice: random.Random) -> bytes:
    """Return the safe content with some sectors as they were at some moment since.

    A sector is written whole, as it is in memory at that moment: the first writes to it, up to
    one of them, are there, and the later ones are not.
    """
    found = bytearray(stored.safe)
    if not stored.pending:
        return bytes(found)
    touching: dict[int, list[Asked]] = {}
    size = len(found)
    sizes = [size]
    for asked in stored.pending:
        if asked[0] == "truncate":
            size = asked[2]
        else:
            end = asked[2] + len(asked[3])
            size = max(size, end)
            for number in range(asked[2] // sector, (end - 1) // sector + 1):
                touching.setdefault(number, []).append(asked)
        sizes.append(size)
    for number, writes in touching.items():
        if dice.random() < share:
            for asked in writes[: dice.randint(1, len(writes)) if share < 1 else len(writes)]:
                _put_in_sector(found, number * sector, sector, asked)
    # The file's length is kept apart from its content.
    _resize(found, sizes[-1] if share == 1 else dice.choice(sizes))
    return bytes(found)


def _put_in_sector(data: bytearray, start: int, sector: int, asked: Asked) -> None:
    offset, part = asked[2], asked[3]
    first, end = max(start, offset), min(start + sector, offset + len(part))
    _put(data, first, part[first - offset : end - offset])


def cut_points(record: Sequence[Asked], count: int, dice: random.Random) -> list[int]:
    """Return moments of a record, in order: half anywhere, half just after something was said."""
    said = [place + 1 for place, asked in enumerate(record) if asked[0] == "said"]
    points = [dice.choice(said) + dice.randint(0, 3) for _ in range(count // 2)]
    points += [dice.randint(1, len(record)) for _ in range(count - len(points))]
    return sorted(min(point, len(record)) for point in points)


Look = Callable[[dict[str, bytes], list[str]], None]


def cut_everywhere(
    record: Sequence[Asked], files: dict[str, bytes], points: Sequence[int], seed: int, look: Look
) -> None:
    """Call `look(files, said)` with what each cut of the power leaves, and what was said before."""
    disk = Disk(files)
    said: list[str] = []
    place = 0
    for number, point in enumerate(points):
        for asked in record[place:point]:
            disk.play(asked)
            if asked[0] == "said":
                said.append(asked[1])
        place = point
        look(disk.after_a_cut(random.Random(seed * 1_000_003 + number)), said)
