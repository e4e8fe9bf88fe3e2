"""Which tables the triggers watch, read off the records."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Table

from desktop.models import Base


@dataclass(frozen=True, slots=True)
class WatchedTable:
    """A table whose changes are written down, or whose posted rows are guarded.

    `frozen` are the columns that may not change once a document is posted; `header` is the
    column that names a line's document, and `header_table` that document's table.
    """

    name: str
    columns: tuple[str, ...]
    owner_column: str
    is_audited: bool
    frozen: tuple[str, ...]
    header: str
    header_table: str


def watched_tables() -> tuple[WatchedTable, ...]:
    """Return the tables to watch, by name."""
    found = []
    for mapper in Base.registry.mappers:
        record: type[Base] = mapper.class_
        table = mapper.local_table
        if not isinstance(table, Table):
            continue
        changeable = record.changeable_when_posted
        columns = tuple(column.name for column in table.columns)
        header = "" if changeable is None or "state" in columns else _header(columns)
        found.append(
            WatchedTable(
                table.name,
                columns,
                "id" if table.name == "branch" else "branch_id",
                record.is_audited,
                () if changeable is None else tuple(c for c in columns if c not in changeable),
                header,
                {"order_id": "sales_order", "invoice_id": "invoice"}.get(header, ""),
            )
        )
    return tuple(sorted(found, key=lambda watched: watched.name))


def _header(columns: tuple[str, ...]) -> str:
    return next(name for name in ("order_id", "invoice_id") if name in columns)


def own_tables() -> tuple[Table, ...]:
    """Return all tables, those that others refer to first."""
    return tuple(Base.metadata.sorted_tables)
