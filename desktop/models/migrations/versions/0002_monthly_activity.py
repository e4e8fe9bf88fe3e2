"""Monthly sums of activity, the turns of customers, and what has changed since they were made.

The indexes of documents by date carry what the figures of a period read, so that they need not
look into the tables; that of open money leaves out what was open at the end of no day.

Revision: 0002
Follows: 0001
"""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

_KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_WHOLE = sa.BigInteger()
_NAMED = sa.text("order_number <> ''")
_KEPT_OPEN = sa.text("document_date < used_up_on")
_OPEN_MONEY = [
    "branch_id", "used_up_on", "document_date", "customer_id", "amount_minor", "state", "id",
]  # fmt: skip
_OLD_INDEX = ("branch_id", "document_date")
_DOCUMENTS = {
    "sales_order": (
        *_OLD_INDEX, "state", "credited_rep_id", "customer_id", "territory_id", "is_shared",
        "status", "net_minor",
    ),
    "invoice": (
        *_OLD_INDEX, "state", "credited_rep_id", "customer_id", "territory_id", "is_shared",
        "kind", "net_minor",
    ),
    "collection": (
        *_OLD_INDEX, "state", "credited_rep_id", "customer_id", "territory_id", "amount_minor",
    ),
}  # fmt: skip
_OWN = ("activity_month", "activity_days", "activity_known", "customer_turn", "summary_due")


def upgrade() -> None:
    """Make the tables, widen the indexes, and ask for all sums."""
    op.create_table(
        "activity_month",
        *_keys("branch_id", "month", "rep_id", "territory_id"),
        *_numbers("visits", "timed_visits", "minutes", "productive", "orders", "shared_orders"),
        sa.Column("order_value_minor", _WHOLE, nullable=False),
        *_constraints("activity_month", "branch_id", "month", "rep_id", "territory_id"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "activity_days",
        *_keys("branch_id", "month", "rep_id"),
        *_numbers("active_days", "attempted", "other_contacts", "keyed", "late"),
        *_constraints("activity_days", "branch_id", "month", "rep_id"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "activity_known",
        *_keys("branch_id", "month"),
        sa.Column("settled_on", sa.Date(), nullable=False),
        sa.Column("orders_are_invoices", sa.Boolean(), nullable=False),
        *_constraints("activity_known", "branch_id", "month"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "customer_turn",
        *_keys("branch_id", "customer_id"),
        sa.Column("day", sa.Date(), primary_key=True, nullable=False),
        sa.Column("turn", _word(12), nullable=False),
        sa.Column("document_id", _KEY, nullable=True),
        sa.CheckConstraint(
            "turn IN ('first', 'reactivated', 'lost')", name="ck_customer_turn_turn_known"
        ),
        *_constraints("customer_turn", "branch_id", "customer_id", "day"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_customer_turn_day", "customer_turn", ["branch_id", "day", "turn"])
    _make_notes()
    for table, columns in _DOCUMENTS.items():
        op.drop_index(f"ix_{table}_date", table)
        op.create_index(f"ix_{table}_date", table, list(columns))
    op.drop_index("ix_collection_open", "collection")
    op.create_index(
        "ix_collection_open", "collection", _OPEN_MONEY,
        sqlite_where=_KEPT_OPEN, postgresql_where=_KEPT_OPEN,
    )  # fmt: skip
    op.create_index(
        "ix_visit_named", "visit", ["branch_id", "customer_id", "visited_on"],
        sqlite_where=_NAMED, postgresql_where=_NAMED,
    )  # fmt: skip
    for what in ("month", "customer"):
        op.execute(
            "INSERT INTO summary_due (branch_id, what, place, is_taken) "
            f"SELECT id, '{what}', 0, false FROM branch"
        )


def _make_notes() -> None:
    op.create_table(
        "summary_due",
        sa.Column("id", _KEY, primary_key=True),
        sa.Column("branch_id", _KEY, nullable=False),
        sa.Column("what", _word(12), nullable=False),
        sa.Column("place", _KEY, nullable=False),
        sa.Column("is_taken", sa.Boolean(), nullable=False),
        sa.CheckConstraint("what IN ('month', 'customer')", name="ck_summary_due_what_known"),
        sa.ForeignKeyConstraint(["branch_id"], ["branch.id"], name="fk_summary_due_branch_id"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_summary_due_place", "summary_due", ["branch_id", "what", "place"])


def downgrade() -> None:
    """Take all of it back; nothing is lost, since it was all derived."""
    for table in _DOCUMENTS:
        op.drop_index(f"ix_{table}_date", table)
        op.create_index(f"ix_{table}_date", table, list(_OLD_INDEX))
    op.drop_index("ix_collection_open", "collection")
    op.create_index("ix_collection_open", "collection", _OPEN_MONEY)
    op.drop_index("ix_visit_named", "visit")
    op.drop_index("ix_summary_due_place", "summary_due")
    op.drop_index("ix_customer_turn_day", "customer_turn")
    for table in _OWN:
        op.drop_table(table)


def _word(length: int) -> Any:
    return sa.String(length).with_variant(sa.String(length, collation="C"), "postgresql")


def _keys(*names: str) -> list[sa.Column[Any]]:
    return [
        sa.Column(
            name,
            sa.Integer() if name == "month" else _KEY,
            primary_key=True,
            autoincrement=False,
            nullable=False,
        )
        for name in names
    ]


def _numbers(*names: str) -> list[sa.Column[Any]]:
    return [sa.Column(name, sa.Integer(), nullable=False) for name in names]


def _constraints(table: str, *keys: str) -> list[sa.Constraint]:
    return [
        sa.ForeignKeyConstraint(["branch_id"], ["branch.id"], name=f"fk_{table}_branch_id"),
        sa.PrimaryKeyConstraint(*keys, name=f"pk_{table}"),
    ]
