"""Tables of what is keyed in: entries and their checks, weeks, fates of plans, expenses."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from desktop.models.migrations.revision_0001.shared import (
    INSTANT,
    KEY,
    WHOLE,
    branch,
    identity,
    owned,
    unique,
    word,
)
from desktop.models.migrations.tables import checks, edited, keys, texts

_CATEGORIES = (
    "category IN ('travel', 'meals', 'entertainment', 'gift', 'promotion', "
    "'communication', 'other')"
)
_REASONS = (
    "reason IN ('customer_cancelled', 'customer_absent', 'rep_ill', 'rep_elsewhere', "
    "'roads', 'not_needed', 'forgotten', 'other')"
)
_ONE_SUBJECT = (
    "CASE WHEN visit_id IS NULL THEN 0 ELSE 1 END + CASE WHEN order_id IS NULL THEN 0 ELSE "
    "1 END + CASE WHEN collection_id IS NULL THEN 0 ELSE 1 END + CASE WHEN expense_id IS "
    "NULL THEN 0 ELSE 1 END = 1"
)
#: The tables, those that others refer to first.
TABLES = (
    "entry",
    "entry_check",
    "week_plan",
    "visit_plan_fate",
    "expense_decision",
    "expense_ceiling",
)


def make() -> None:
    """Make the tables."""
    _make_entry()
    _make_entry_check()
    _make_week_plan()
    _make_visit_plan_fate()
    _make_expense_decision()
    _make_expense_ceiling()


def _make_entry() -> None:
    op.create_table(
        "entry",
        *keys("visit_id", "order_id", "collection_id", "expense_id", "reported_by_id"),
        sa.Column("via", word(12), nullable=False),
        sa.Column("received_at", INSTANT),
        *keys("keyed_by_id"),
        sa.Column("keyed_at", INSTANT, nullable=False),
        identity(),
        branch(),
        *owned(
            "entry",
            collection_id="collection",
            expense_id="expense",
            keyed_by_id="app_user",
            order_id="sales_order",
            reported_by_id="rep",
            visit_id="visit",
        ),
        unique("entry", "branch_id", "collection_id"),
        unique("entry", "branch_id", "expense_id"),
        unique("entry", "branch_id", "order_id"),
        unique("entry", "branch_id", "visit_id"),
        *checks(
            "entry",
            one_subject=_ONE_SUBJECT,
            via_known="via IN ('slip', 'call', 'message', 'spreadsheet')",
        ),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_entry_keyed", "entry", ["branch_id", "keyed_at"])


def _make_entry_check() -> None:
    op.create_table(
        "entry_check",
        *keys("visit_id", "order_id", "collection_id", "expense_id"),
        sa.Column("reason", word(12), nullable=False),
        sa.Column("seed", WHOLE),
        sa.Column("asked_at", INSTANT, nullable=False),
        sa.Column("method", word(12)),
        sa.Column("result", word(12)),
        *keys("checked_by_id"),
        sa.Column("checked_at", INSTANT),
        *texts("note"),
        *edited(
            "entry_check",
            checked_by_id="app_user",
            collection_id="collection",
            expense_id="expense",
            order_id="sales_order",
            visit_id="visit",
        ),
        unique("entry_check", "branch_id", "collection_id"),
        unique("entry_check", "branch_id", "expense_id"),
        unique("entry_check", "branch_id", "order_id"),
        unique("entry_check", "branch_id", "visit_id"),
        *checks(
            "entry_check",
            method_known="method IN ('call_back', 'document', 'second_look')",
            one_subject=_ONE_SUBJECT,
            reason_known="reason IN ('amount', 'late', 'length', 'guests', 'sample', 'asked')",
            result_has_time="(result IS NULL) = (checked_at IS NULL)",
            result_known="result IN ('confirmed', 'rejected', 'not_reached')",
        ),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_entry_check_open", "entry_check", ["branch_id", "result", "asked_at"])


def _make_week_plan() -> None:
    op.create_table(
        "week_plan",
        sa.Column("rep_id", KEY, nullable=False),
        sa.Column("monday", sa.Date(), nullable=False),
        sa.Column("state", word(12), nullable=False),
        sa.Column("submitted_on", sa.Date()),
        sa.Column("decided_on", sa.Date()),
        *keys("decided_by_id"),
        sa.Column("reconciled_on", sa.Date()),
        *texts("note"),
        *edited("week_plan", decided_by_id="app_user", rep_id="rep"),
        unique("week_plan", "branch_id", "rep_id", "monday"),
        *checks(
            "week_plan",
            state_known="state IN ('draft', 'submitted', 'returned', 'approved', 'reconciled')",
        ),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_week_plan_monday", "week_plan", ["branch_id", "monday"])


def _make_visit_plan_fate() -> None:
    op.create_table(
        "visit_plan_fate",
        sa.Column("visit_plan_id", KEY, nullable=False),
        sa.Column("fate", word(12), nullable=False),
        sa.Column("reason", word(20), nullable=False),
        *texts("note"),
        *keys("moved_to_id"),
        sa.Column("said_on", sa.Date(), nullable=False),
        *edited("visit_plan_fate", moved_to_id="visit_plan", visit_plan_id="visit_plan"),
        unique("visit_plan_fate", "branch_id", "visit_plan_id"),
        *checks(
            "visit_plan_fate",
            fate_known="fate IN ('not_made', 'moved')",
            moved_has_target="(fate = 'moved') = (moved_to_id IS NOT NULL)",
            reason_known=_REASONS,
        ),
        sqlite_autoincrement=True,
    )


def _make_expense_decision() -> None:
    op.create_table(
        "expense_decision",
        sa.Column("expense_id", KEY, nullable=False),
        sa.Column("allowed_minor", WHOLE, nullable=False),
        sa.Column("approved_minor", WHOLE, nullable=False),
        *texts("reason"),
        sa.Column("decided_on", sa.Date(), nullable=False),
        *keys("decided_by_id"),
        *edited("expense_decision", decided_by_id="app_user", expense_id="expense"),
        unique("expense_decision", "branch_id", "expense_id"),
        *checks(
            "expense_decision",
            allowed_not_negative="allowed_minor >= 0",
            approved_not_negative="approved_minor >= 0",
        ),
        sqlite_autoincrement=True,
    )


def _make_expense_ceiling() -> None:
    op.create_table(
        "expense_ceiling",
        sa.Column("category", word(16), nullable=False),
        sa.Column("per", word(8), nullable=False),
        sa.Column("amount_minor", WHOLE, nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        *edited("expense_ceiling"),
        unique("expense_ceiling", "branch_id", "category", "per", "valid_from"),
        *checks(
            "expense_ceiling",
            amount_not_negative="amount_minor >= 0",
            category_known=_CATEGORIES,
            per_known="per IN ('claim', 'day', 'month', 'guest')",
        ),
        sqlite_autoincrement=True,
    )
