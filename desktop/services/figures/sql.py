"""Pieces of SQL that every figure needs, the same on both engines."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import BigInteger, ColumnElement, Executable, cast, func
from sqlalchemy.orm import Session


def whole_sum(column: Any) -> ColumnElement[int]:
    """Return the sum as a whole number, 0 over nothing.

    Postgres sums eight-byte integers as numeric, which would reach Python as Decimal.
    """
    return func.coalesce(cast(func.sum(column), BigInteger), 0)


def plain_rows(session: Session, query: Executable) -> Sequence[Any]:
    """Return the rows of a query on the session's snapshot, without the session's own handling.

    For sums and lists of thousands of rows, where that handling costs more than the database.
    """
    return session.connection().execute(query).all()
