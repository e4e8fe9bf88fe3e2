"""What the tables of this revision share; frozen with it."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

METADATA = sa.MetaData()
KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
WHOLE = sa.BigInteger()
TEXT = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
INSTANT = sa.DateTime(timezone=True)


def word(length: int) -> Any:
    """Return the type of a short text."""
    return sa.String(length).with_variant(sa.String(length, collation="C"), "postgresql")


def identity() -> sa.Column[int]:
    """Return the column of a table's identity."""
    return sa.Column("id", KEY, primary_key=True)


def branch() -> sa.Column[int]:
    """Return the column that names the branch."""
    return sa.Column("branch_id", KEY, nullable=False)


def check(table: str, name: str, condition: str) -> sa.CheckConstraint:
    """Return a named check."""
    return sa.CheckConstraint(condition, name=f"ck_{table}_{name}")


def unique(table: str, *columns: str) -> sa.UniqueConstraint:
    """Return a named unique key."""
    return sa.UniqueConstraint(*columns, name=f"uq_{table}_{'_'.join(columns)}")


def refer(table: str, columns: str, target: str, keys: str, *, later: bool = False) -> Any:
    """Return a named foreign key; columns and keys are words with spaces between."""
    own = columns.split()
    return sa.ForeignKeyConstraint(
        own,
        [f"{target}.{key}" for key in keys.split()],
        name=f"fk_{table}_{'_'.join(own)}",
        use_alter=later,
    )


def owned(table: str, **targets: str) -> tuple[Any, ...]:
    """Return the keys of a branch's table: its own, and references that stay in the branch."""
    return (
        refer(table, "branch_id", "branch", "id"),
        unique(table, "branch_id", "id"),
        *(
            refer(table, f"branch_id {name}", target, "branch_id id")
            for name, target in targets.items()
        ),
    )
