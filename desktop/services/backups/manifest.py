"""A backup's manifest: what it holds, in JSON, beside a database file or inside a zip.

The manifest of `branch.db` is `branch.db.json`. A database file without one can be restored
too, but then only SQLite's own check says whether it is whole.
"""

from __future__ import annotations

import json
import zipfile
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from desktop.errors import StorageError
from desktop.services.backups.data import BackupKind, Contents, Manifest, Member, TableFacts

FORMAT = "branchbook-backup"
FORMAT_VERSION = 1
#: Its name inside a zip.
INSIDE = "manifest.json"
_SQLITE_MAGIC = b"SQLite format 3\x00"
_ZIP_MAGIC = b"PK\x03\x04"


def manifest_path(path: Path) -> Path:
    """Return where the manifest of a database file lies."""
    return path.with_name(f"{path.name}.json")


def kind_of(path: Path) -> BackupKind | None:
    """Return what kind of backup a file looks like by its first bytes, or None.

    Raises:
        StorageError: there is no such file, or it cannot be read.
    """
    try:
        with path.open("rb") as stream:
            head = stream.read(len(_SQLITE_MAGIC))
    except OSError as error:
        code = "backup_missing" if isinstance(error, FileNotFoundError) else "backup_unreadable"
        raise StorageError(code, path=str(path), reason=error.strerror or "") from error
    if head == _SQLITE_MAGIC:
        return BackupKind.DATABASE
    return BackupKind.ROWS if head.startswith(_ZIP_MAGIC) else None


def manifest_text(manifest: Manifest) -> str:
    """Return a manifest as JSON, readable for people too."""
    contents = manifest.contents
    data = {
        "format": FORMAT,
        "format_version": FORMAT_VERSION,
        "kind": str(manifest.kind),
        "made_at": manifest.made_at.astimezone(UTC).isoformat(),
        "program": manifest.program,
        "revision": contents.revision,
        "audit_head": {"position": contents.audit_position, "hash": contents.audit_hash},
        "last_command": contents.last_command,
        "last_entry": contents.last_entry,
        "tables": {
            name: {"rows": table.rows, "sums": dict(table.sums)}
            for name, table in contents.tables.items()
        },
        "counters": dict(contents.counters),
        "size": manifest.size,
        "sha256": manifest.sha256,
        "members": {
            name: {"columns": list(member.columns), "sha256": member.sha256}
            for name, member in manifest.members.items()
        },
    }
    return json.dumps(data, ensure_ascii=False, indent=1) + "\n"


def read_manifest(path: Path) -> Manifest | None:
    """Return the manifest of the backup at `path`; None where a database file has none.

    Raises:
        StorageError: it cannot be read, or is of a newer program (facts: `path`, `found`).
    """
    if kind_of(path) is BackupKind.ROWS:
        try:
            with zipfile.ZipFile(path) as archive:
                text = archive.read(INSIDE)
        except (zipfile.BadZipFile, KeyError, OSError, EOFError, NotImplementedError) as error:
            raise StorageError("backup_damaged", path=str(path)) from error
        return _parsed(text, path)
    beside = manifest_path(path)
    if not beside.exists():
        return None
    try:
        return _parsed(beside.read_bytes(), beside)
    except OSError as error:
        raise StorageError("backup_unreadable", path=str(beside), reason=str(error)) from error


def require_manifest(path: Path) -> Manifest:
    """Return the manifest of a backup that cannot be without one.

    Raises:
        StorageError: there is none, or it cannot be read.
    """
    manifest = read_manifest(path)
    if manifest is None:
        raise StorageError("backup_damaged", path=str(path))
    return manifest


def _parsed(text: bytes, path: Path) -> Manifest:
    try:
        data = json.loads(text)
        if not isinstance(data, dict) or data.get("format") != FORMAT:
            raise StorageError("backup_manifest_damaged", path=str(path))
        version = int(data["format_version"])
        if version > FORMAT_VERSION:
            raise StorageError("backup_too_new", path=str(path), found=version)
        return _manifest(data)
    # ValueError covers wrong JSON and wrong UTF-8 too.
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise StorageError("backup_manifest_damaged", path=str(path)) from error


def _manifest(data: Mapping[str, Any]) -> Manifest:
    made_at = datetime.fromisoformat(data["made_at"])
    if made_at.tzinfo is None:
        raise ValueError("an instant needs its zone")
    return Manifest(
        kind=BackupKind(data["kind"]),
        made_at=made_at,
        program=str(data["program"]),
        contents=Contents(
            revision=str(data["revision"]),
            tables={
                str(name): TableFacts(int(one["rows"]), _whole_numbers(one["sums"]))
                for name, one in data["tables"].items()
            },
            counters=_whole_numbers(data["counters"]),
            audit_position=int(data["audit_head"]["position"]),
            audit_hash=str(data["audit_head"]["hash"]),
            last_command=int(data["last_command"]),
            last_entry=int(data["last_entry"]),
        ),
        size=int(data["size"]),
        sha256=str(data["sha256"]),
        members={
            str(name): Member(tuple(map(str, one["columns"])), str(one["sha256"]))
            for name, one in data["members"].items()
        },
    )


def _whole_numbers(found: Mapping[str, Any]) -> dict[str, int]:
    return {str(name): int(value) for name, value in found.items()}
