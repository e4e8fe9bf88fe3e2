"""What a backup holds, and what making or restoring one came to."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from pathlib import Path


class BackupKind(StrEnum):
    """How a backup keeps its rows."""

    DATABASE = "database"  # a SQLite file that can be opened, its manifest beside it
    ROWS = "rows"  # a zip of one text file a table, its manifest inside


@dataclass(frozen=True, slots=True)
class TableFacts:
    """How many rows a table has, and the sum of each column of money, in minor units."""

    rows: int
    sums: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Contents:
    """What one committed state of a database comes to; two equal states have equal contents.

    `counters` are the last ids given, by table; `audit_position` and `audit_hash` the head of
    the audit chain; `last_command` and `last_entry` the newest ids of the command log and the
    audit log, which tell one state from the next.
    """

    revision: str
    tables: Mapping[str, TableFacts]
    counters: Mapping[str, int]
    audit_position: int
    audit_hash: str
    last_command: int
    last_entry: int

    @property
    def rows(self) -> int:
        """The rows of all tables together."""
        return sum(table.rows for table in self.tables.values())


@dataclass(frozen=True, slots=True)
class Member:
    """A table's file inside a backup of rows."""

    columns: tuple[str, ...]
    sha256: str


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a backup says of itself.

    `size` and `sha256` are those of the database file (0 and "" for a backup of rows, whose
    `members` have hashes of their own).
    """

    kind: BackupKind
    made_at: datetime
    program: str
    contents: Contents
    size: int = 0
    sha256: str = ""
    members: Mapping[str, Member] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class BackupReport:
    """A backup that was made and verified, and how many older ones it let go."""

    path: Path
    manifest: Manifest
    size: int
    removed: int = 0


@dataclass(frozen=True, slots=True)
class BackupFile:
    """A backup in the folder of automatic ones."""

    path: Path
    made_at: datetime


@dataclass(frozen=True, slots=True)
class RowDifference:
    """A table that differs between a backup and a database: rows, or only its sums of money."""

    table: str
    backup_rows: int
    present_rows: int
    differing_sums: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class RestoreReport:
    """A backup that was restored and verified; `manifest` is None where none was beside it.

    `differences` compare the backup with the present database, where one was given.
    """

    source: Path
    address: str
    contents: Contents
    manifest: Manifest | None
    differences: tuple[RowDifference, ...] = ()
