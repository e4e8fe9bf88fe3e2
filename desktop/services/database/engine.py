"""The interface of the two engines: what differs between SQLite and Postgres, and nothing else."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Protocol

from sqlalchemy import URL, Connection, Engine, Table
from sqlalchemy.orm import Session

#: The values of one column, for many rows.
Column = Sequence[int | bool | None]


class DatabaseEngine(Protocol):
    """What the unit of work, migrations and bulk loads ask of a database."""

    url: URL
    engine: Engine
    writer: Engine

    def begin_command(self, session: Session, command: int, login: str, *, is_bulk: bool) -> None:
        """Tell the database who acts, so that its triggers can write it down."""
        ...

    def end_command(self, session: Session) -> None:
        """Take that back, as the last statement before the commit."""
        ...

    def allocate_ids(self, session: Session, table: Table, count: int) -> Sequence[int]:
        """Return ids that no other row of the table will get."""
        ...

    def bulk_insert(
        self,
        session: Session,
        table: Table,
        columns: Sequence[str],
        rows: Iterable[Sequence[object]],
        same: Mapping[str, int] | None = None,
    ) -> None:
        """Insert many rows at the driver's speed; `same` are columns alike in all of them."""
        ...

    def bulk_update(
        self, session: Session, table: Table, columns: Sequence[str], values: Sequence[Column]
    ) -> int:
        """Change columns of many rows at the driver's speed, count their versions up.

        `values` are columns of equal length: ids first, then one for each of `columns`, which
        hold whole numbers or truths. Returns how many rows were found.
        """
        ...

    def set_bulk(self, session: Session, *, is_bulk: bool) -> None:
        """Let triggers leave the following rows of a command out of the audit log, or not.

        For lines of plans alone, where the command writes a record of what it changed: what
        else follows documents rests on `begin_command`.
        """
        ...

    def allow_long_work(self, session: Session) -> None:
        """Lift the time limit of a statement for an import or a check."""
        ...

    def wait_for_bulk_changes(self, session: Session, branch_id: int) -> None:
        """Wait until no other import or withdrawal of the branch is at work, and keep it so.

        Until the transaction ends; what others committed meanwhile is seen afterwards.
        """
        ...

    def analyze(self, session: Session) -> None:
        """Refresh the planner's statistics of everything."""
        ...

    def analyze_changed(self, session: Session, rows: int) -> None:
        """Refresh the planner's statistics after a bulk load of so many rows, where it matters.

        That is where the transaction changed a good part of what was there.
        """
        ...

    def start_ids_at(self, connection: Connection, tables: Sequence[Table], first: int) -> None:
        """Make every table's ids begin at `first` (node number times 2**40, plus one)."""
        ...

    def install_triggers(self, connection: Connection) -> None:
        """Drop this program's triggers and make them anew from the records."""
        ...

    def lock_schema(self, connection: Connection) -> None:
        """Keep every other program out while the schema changes."""
        ...

    def schema_revision(self, connection: Connection) -> str | None:
        """Return the revision that the database says it has; None in an empty one."""
        ...

    def is_empty(self, connection: Connection) -> bool:
        """Whether the database holds no table at all."""
        ...

    def integrity_problems(self, connection: Connection) -> tuple[str, ...]:
        """Return what the engine itself finds wrong with the stored pages and keys."""
        ...

    def close(self) -> None:
        """Give back every connection."""
        ...
