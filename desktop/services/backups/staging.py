"""Putting a finished, verified file in its place, whole or not at all."""

from __future__ import annotations

import contextlib
import hashlib
import os
import stat
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from desktop.errors import DatabaseUnreachable
from desktop.services.atomic_file import file_fault

_CHUNK = 1 << 20
#: What SQLite may leave beside a database.
BESIDE = ("-journal", "-wal", "-shm")


@contextmanager
def staged(path: Path) -> Iterator[Path]:
    """Yield an empty file beside `path`; remove it after the block where it is still there.

    Raises:
        DiskFull: no room is left.
        StorageError: the folder refuses.
    """
    try:
        handle, name = tempfile.mkstemp(prefix=".", suffix=f"{path.suffix}.part", dir=path.parent)
        os.close(handle)
    except OSError as error:
        raise file_fault(error, path) from error
    temporary = Path(name)
    try:
        yield temporary
    except OSError as error:
        raise file_fault(error, path) from error
    finally:
        for ending in ("", *BESIDE):
            with contextlib.suppress(OSError):
                Path(f"{temporary}{ending}").unlink(missing_ok=True)


def flush_to_disk(path: Path) -> None:
    """Wait until what a file holds is on the disk."""
    # Windows flushes only what was opened for writing.
    with path.open("rb+") as stream:
        os.fsync(stream.fileno())


def flush_folder(folder: Path) -> None:
    """Wait until the names in a folder are on the disk, where the system can be asked to."""
    if os.name != "posix":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def put_new(temporary: Path, path: Path) -> None:
    """Rename a file to a name that nothing has yet.

    Raises:
        DatabaseUnreachable: there is something of that name, or what belongs to such a file.
    """
    for ending in BESIDE:
        # A log that another database left here would be played into the new one.
        if Path(f"{path}{ending}").exists():
            raise DatabaseUnreachable("database_exists", address=f"{path}{ending}")
    try:
        path.open("xb").close()
        # A temporary file is for its owner alone; a database is as open as any new file here.
        temporary.chmod(stat.S_IMODE(path.stat().st_mode))
    except FileExistsError as error:
        raise DatabaseUnreachable("database_exists", address=str(path)) from error
    try:
        os.replace(temporary, path)
    except OSError:
        path.unlink(missing_ok=True)
        raise


def sha256_of(path: Path) -> str:
    """Return the hash of a file's bytes."""
    digest = hashlib.sha256()
    with path.open("rb") as stream:
        while block := stream.read(_CHUNK):
            digest.update(block)
    return digest.hexdigest()
