"""Backups of Postgres: every row as text in a zip, out of one snapshot, read again to verify.

The program has no `pg_dump` at a clerk's desk. `rows/TABLE.tsv` is what `COPY … TO STDOUT`
gives, in the order of the primary key; `manifest.json` is the last file in the zip.
"""

from __future__ import annotations

import hashlib
import os
import zipfile
import zlib
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, inspect, text

from desktop import __version__
from desktop.errors import StorageError
from desktop.services.backups.contents import is_money, read_contents, table_columns
from desktop.services.backups.data import BackupKind, Contents, Manifest, Member, TableFacts
from desktop.services.backups.manifest import INSIDE, manifest_text, require_manifest
from desktop.services.backups.staging import flush_folder, flush_to_disk, staged
from desktop.services.database.faults import as_sqlalchemy

_CHUNK = 1 << 20
_NULL = rb"\N"
#: What reading a damaged zip raises.
UNZIPPING = (zipfile.BadZipFile, zlib.error, KeyError, EOFError, NotImplementedError, RuntimeError)


def back_up_rows(connection: Connection, target: Path, made_at: datetime) -> Manifest:
    """Write every row that the connection sees to the zip `target` and return its manifest.

    A backup that is there is replaced after the new one was verified.

    Raises:
        DiskFull: no room for it; what was there before is untouched.
        StorageError: the folder refuses, or what was written does not read as it should.
    """
    # The form of dates is the server's choice otherwise.
    connection.execute(text("SET LOCAL datestyle = 'ISO, YMD'"))
    with staged(target) as copy:
        with zipfile.ZipFile(copy, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as archive:
            members = {
                name: _write_table(connection, archive, name, columns)
                for name, columns in sorted(table_columns(connection).items())
            }
            # Counted in the same snapshot, after the rows: ids that were given meanwhile are
            # beyond those of the rows.
            manifest = Manifest(
                BackupKind.ROWS, made_at, __version__, read_contents(connection), members=members
            )
            archive.writestr(INSIDE, manifest_text(manifest))
        verify_rows(copy, target)
        flush_to_disk(copy)
        os.replace(copy, target)
        flush_folder(target.parent)
    return manifest


def verify_rows(path: Path, named: Path | None = None) -> Contents:
    """Prove that a backup of rows is whole: hashes, counts and sums; return what it holds.

    Raises:
        StorageError: `backup_damaged`; facts name the file.
    """
    shown = str(named or path)
    manifest = require_manifest(path)
    if manifest.kind is not BackupKind.ROWS:
        raise StorageError("backup_damaged", path=shown)
    try:
        with zipfile.ZipFile(path) as archive:
            found = {
                name: _read_table(archive, name, member)
                for name, member in manifest.members.items()
            }
    except (*UNZIPPING, ValueError, IndexError) as error:
        raise StorageError("backup_damaged", path=shown) from error
    if found != manifest.contents.tables:
        raise StorageError("backup_damaged", path=shown)
    return manifest.contents


def member_name(table: str) -> str:
    """Return the name of a table's file inside the zip."""
    return f"rows/{table}.tsv"


def lines_of(archive: zipfile.ZipFile, table: str) -> Iterator[bytes]:
    """Yield the rows of a table as they stand in the zip, without their line ends."""
    with archive.open(member_name(table)) as stream:
        for line in stream:
            yield line.removesuffix(b"\n")


def _write_table(
    connection: Connection, archive: zipfile.ZipFile, table: str, columns: tuple[str, ...]
) -> Member:
    key = inspect(connection).get_pk_constraint(table)["constrained_columns"]
    order = f" ORDER BY {_quoted(key)}" if key else ""
    query = f'COPY (SELECT {_quoted(columns)} FROM "{table}"{order}) TO STDOUT'
    digest = hashlib.sha256()
    raw: Any = connection.connection.driver_connection
    with (
        archive.open(member_name(table), "w", force_zip64=True) as stream,
        as_sqlalchemy(connection.dialect.loaded_dbapi.Error),
        raw.cursor() as cursor,
        cursor.copy(query) as copy,
    ):
        block = bytearray()
        for part in copy:
            block += part
            if len(block) >= _CHUNK:
                digest.update(block)
                stream.write(block)
                block.clear()
        digest.update(block)
        stream.write(block)
    return Member(columns, digest.hexdigest())


def _quoted(names: Any) -> str:
    return ", ".join(f'"{name}"' for name in names)


def _read_table(archive: zipfile.ZipFile, table: str, member: Member) -> TableFacts:
    money = [(place, name) for place, name in enumerate(member.columns) if is_money(name)]
    sums = dict.fromkeys((name for _place, name in money), 0)
    digest = hashlib.sha256()
    rows = 0
    for line in lines_of(archive, table):
        rows += 1
        digest.update(line)
        digest.update(b"\n")
        if money:
            cells = line.split(b"\t")
            for place, name in money:
                if cells[place] != _NULL:
                    sums[name] += int(cells[place])
    if digest.hexdigest() != member.sha256:
        raise ValueError(table)
    return TableFacts(rows, sums)
