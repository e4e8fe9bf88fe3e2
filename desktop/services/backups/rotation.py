"""The folder of automatic backups: its place, the names in it, and what is let go."""

from __future__ import annotations

import contextlib
import hashlib
import re
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import URL

from desktop.errors import StorageError
from desktop.services.backups.data import BackupFile, BackupKind
from desktop.services.backups.database_copy import verify_database
from desktop.services.backups.manifest import kind_of, manifest_path, read_manifest
from desktop.services.backups.row_dump import verify_rows
from desktop.services.backups.staging import sha256_of
from desktop.services.database import describe, file_path, is_file
from desktop.services.rules.thinning import kept_moments

_MOMENT = "%Y%m%dT%H%M%SZ"
_NAME = re.compile(r"-(\d{8}T\d{6}Z)\.(?:db|zip)")


def backup_folder(url: URL, elsewhere: Path | None = None) -> Path:
    """Return the folder of a database's automatic backups; it may not be there yet.

    For a file it lies beside it, so that every program that opens the file finds it. A server
    has none: its backups go below `elsewhere`, in a folder of their own.

    Raises:
        ValueError: a server without `elsewhere`.
    """
    if is_file(url):
        path = file_path(url)
        return path.with_name(f"{path.name}-backups")
    if elsewhere is None:
        raise ValueError("where backups of a server go must be said")
    mark = hashlib.sha256(describe(url).encode("utf-8")).hexdigest()[:8]
    return elsewhere / f"{url.database}-{mark}"


def backup_name(url: URL, moment: datetime) -> str:
    """Return the name of a backup made at a moment: the database's, and the time in UTC."""
    stem, ending = (file_path(url).stem, "db") if is_file(url) else (str(url.database), "zip")
    return f"{stem}-{moment.astimezone(UTC).strftime(_MOMENT)}.{ending}"


def list_backups(folder: Path) -> tuple[BackupFile, ...]:
    """Return the automatic backups in a folder, the newest first; none where it is missing."""
    found = []
    with contextlib.suppress(OSError):
        for path in folder.iterdir():
            match = re.search(f"{_NAME.pattern}$", path.name)
            if match is None:
                continue
            with contextlib.suppress(ValueError):
                moment = datetime.strptime(match[1], _MOMENT).replace(tzinfo=UTC)
                found.append(BackupFile(path, moment))
    return tuple(sorted(found, key=lambda one: (one.made_at, one.path.name), reverse=True))


def thin_out(folder: Path, made: Path) -> int:
    """Let the backups go that the rule does not keep, never `made`; return how many went.

    One that cannot be removed stays for the next time.
    """
    backups = list_backups(folder)
    kept = kept_moments(one.made_at for one in backups)
    removed = 0
    for one in backups:
        if one.made_at in kept or one.path == made:
            continue
        with contextlib.suppress(OSError):
            one.path.unlink()
            removed += 1
            manifest_path(one.path).unlink(missing_ok=True)
    return removed


def verify_backup(path: Path) -> None:
    """Prove that a backup is whole and as it was made.

    Raises:
        StorageError: it is damaged, was changed since, is no backup, or of a newer program.
    """
    kind = kind_of(path)
    if kind is None:
        raise StorageError("not_a_backup", path=str(path))
    if kind is BackupKind.ROWS:
        verify_rows(path)
        return
    manifest = read_manifest(path)
    if manifest is not None:
        require_unchanged(path, manifest.size, manifest.sha256)
    verify_database(path, manifest.contents if manifest else None)


def require_unchanged(path: Path, size: int, sha256: str) -> None:
    """Refuse a database file that is not, byte for byte, the one that its manifest describes.

    SQLite's own check finds wrong pages, not wrong bytes inside a cell.

    Raises:
        StorageError: `backup_changed` (facts: `path`, `manifest`).
    """
    try:
        is_same = path.stat().st_size == size and sha256_of(path) == sha256
    except OSError as error:
        raise StorageError(
            "backup_unreadable", path=str(path), reason=error.strerror or ""
        ) from error
    if not is_same:
        raise StorageError("backup_changed", path=str(path), manifest=str(manifest_path(path)))


def newest_good_backup(folder: Path) -> BackupFile | None:
    """Return the newest backup in a folder that is whole, or None; older ones are not read."""
    for one in list_backups(folder):
        try:
            verify_backup(one.path)
        except StorageError:
            continue
        return one
    return None
