"""Files that are there whole or not at all: temporary file, fsync, then a rename over the old."""

from __future__ import annotations

import contextlib
import errno
import os
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import BinaryIO

from desktop.errors import DiskFull, StorageError


def write_whole(path: Path, write: Callable[[BinaryIO], None]) -> None:
    """Call `write` with a stream and put what it wrote at `path`; a failure leaves the old file.

    Raises:
        DiskFull: no room was left (facts: `path`).
        StorageError: `file_unwritable`, the folder or file refuses (facts: `path`, `reason`).
    """
    temporary: Path | None = None
    try:
        handle, name = tempfile.mkstemp(prefix=".", suffix=path.suffix + ".part", dir=path.parent)
        temporary = Path(name)
        with os.fdopen(handle, "wb") as stream:
            write(stream)
            stream.flush()
            os.fsync(stream.fileno())
        os.replace(temporary, path)
        temporary = None
    except OSError as exc:
        raise file_fault(exc, path) from exc
    finally:
        if temporary is not None:
            with contextlib.suppress(OSError):
                temporary.unlink()


def put(content: bytes, stream: BinaryIO) -> None:
    """Write bytes that are there already, for `write_whole` by `partial(put, content)`."""
    stream.write(content)


def file_fault(error: OSError, path: Path) -> StorageError:
    """Return the error that says why a file cannot be put at `path`."""
    if error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG):
        return DiskFull("disk_full", path=str(path))
    return StorageError("file_unwritable", path=str(path), reason=error.strerror or "")


def require_writable(path: Path) -> None:
    """Try whether a file can be put at `path`, without touching what is there.

    Raises:
        DiskFull: no room is left.
        StorageError: `file_unwritable`, the folder or file refuses (facts: `path`, `reason`).
    """
    if path.is_dir():
        raise StorageError("file_unwritable", path=str(path), reason=os.strerror(errno.EISDIR))
    try:
        with tempfile.TemporaryFile(dir=path.parent):
            return
    except OSError as exc:
        raise file_fault(exc, path) from exc
