"""Rows as they were before a batch changed them."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import Table, delete, select, update

from desktop.models import Base, BatchChange
from desktop.services.imports.loading.context import LoadContext, chunks

_CHUNK = 500


def _plain(value: object) -> object:
    if isinstance(value, datetime | date):
        return value.isoformat()
    return value


def change_rows(
    context: LoadContext, record: type[Base], values: Mapping[int, Mapping[str, object]]
) -> None:
    """Change columns of existing rows, keep what they were, and count their version up."""
    table = record.__table__
    assert isinstance(table, Table)
    before = _before(context, table, list(values))
    for row_id, new in values.items():
        old = before[row_id]
        context.session.execute(
            update(table).where(table.c.id == row_id).values(**new, version=old["version"] + 1)
        )
        _keep(context, table.name, row_id, old, old["version"] + 1)


def remove_rows(context: LoadContext, record: type[Base], ids: Sequence[int]) -> None:
    """Remove rows that the batch replaces, and keep what they were."""
    table = record.__table__
    assert isinstance(table, Table)
    for row_id, old in _before(context, table, ids).items():
        context.session.execute(delete(table).where(table.c.id == row_id))
        _keep(context, table.name, row_id, old, 0)


def _before(context: LoadContext, table: Table, ids: Sequence[int]) -> dict[int, Any]:
    found: dict[int, Any] = {}
    for chunk in chunks(ids, _CHUNK):
        for row in context.session.execute(select(table).where(table.c.id.in_(chunk))).mappings():
            found[row["id"]] = row
    return found


def _keep(
    context: LoadContext, table: str, row_id: int, old: Mapping[str, object], new_version: int
) -> None:
    context.session.add(
        BatchChange(
            branch_id=context.branch.id,
            batch_id=context.batch_id,
            table_name=table,
            row_id=row_id,
            old_row=json.dumps({name: _plain(value) for name, value in old.items()}),
            new_version=new_version,
        )
    )
