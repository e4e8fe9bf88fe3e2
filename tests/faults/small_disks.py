"""Disks without room: a limit of file sizes, a file system of its own, a database at its end."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import Engine, event


@contextmanager
def no_file_beyond(size: int) -> Iterator[None]:
    """Let no file of this process grow beyond so many bytes, as if the disk ended there."""
    import resource

    before, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (before, hard))


@contextmanager
def full_database(engine: Engine) -> Iterator[None]:
    """Let SQLite find no room for another page, as it does on a full disk."""

    def at_its_end(connection: object, _record: object) -> None:
        cursor = connection.cursor()  # type: ignore[attr-defined]
        (pages,) = cursor.execute("PRAGMA page_count").fetchone()
        cursor.execute(f"PRAGMA max_page_count={pages}")
        cursor.close()

    engine.dispose()
    event.listen(engine, "connect", at_its_end)
    try:
        yield
    finally:
        event.remove(engine, "connect", at_its_end)
        engine.dispose()


@contextmanager
def small_disk(folder: Path, kilobytes: int) -> Iterator[bool]:
    """Put a file system of this size at the folder; yields whether this machine lets us."""
    folder.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", f"size={kilobytes}k", "none", str(folder)],
        capture_output=True, check=False,
    )  # fmt: skip
    try:
        yield mounted.returncode == 0
    finally:
        if mounted.returncode == 0:
            subprocess.run(["umount", "-l", str(folder)], check=False, capture_output=True)


def fill(folder: Path) -> Path:
    """Fill the disk of a folder to its last byte and return the file that does."""
    path = folder / "filler"
    size = 1 << 16
    with path.open("wb", buffering=0) as stream:
        while size:
            try:
                stream.write(b"x" * size)
            except OSError:
                size //= 2
    return path


def names(folder: Path) -> list[str]:
    """Return the names of everything below a folder, hidden files too."""
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*"))
