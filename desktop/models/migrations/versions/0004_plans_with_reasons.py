"""Plans with reasons: levels and bounds of lines, pedigrees, talks, objectives, tasks, budget.

On SQLite a constraint cannot be added to a table that is there, and a table that others refer to
cannot be made anew inside a transaction. So the columns are added first, and the constraints are
written into the words of the table afterwards, which is the way that SQLite's own manual names
for it ("Making Other Kinds Of Table Schema Changes"); nothing that is stored changes with them.

Revision: 0004
Follows: 0003
"""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

from desktop.models.migrations.revision_0001.shared import (
    INSTANT,
    KEY,
    TEXT,
    WHOLE,
    branch,
    identity,
    owned,
    unique,
    word,
)
from desktop.models.migrations.tables import checks, edited, is_sqlite, keys, start_ids, texts

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

_METRICS = "metric IN ('sales', 'collections', 'profit', 'quantity', 'new_customers', 'visits')"
_LEVELS = "level IN ('base', 'stretch')"
_CATEGORIES = (
    "category IN ('travel', 'meals', 'entertainment', 'gift', 'promotion', 'communication', "
    "'other')"
)
_LINE_CHECKS = {"bounds_in_order": "minimum <= maximum", "level_known": _LEVELS}
_PARENT = "fk_plan_version_branch_id_parent_id"
#: The new tables, those that others refer to first.
_OWN = (
    "plan_basis", "plan_edit", "plan_round", "plan_bridge_item", "plan_answer",
    "situation_figure", "plan_objective", "plan_task", "budget_line",
)  # fmt: skip


def upgrade() -> None:
    """Add the columns and their constraints, make the tables, begin their ids at the node."""
    for column in _version_columns():
        op.add_column("plan_version", column)
    for column in _line_columns():
        op.add_column("plan_line", column)
    if is_sqlite():
        _rewrite({table: ("", words) for table, words in _sqlite_words().items()})
    else:
        op.create_foreign_key(
            _PARENT, "plan_version", "plan_version",
            ["branch_id", "parent_id"], ["branch_id", "id"],
        )  # fmt: skip
        for name, condition in _LINE_CHECKS.items():
            op.create_check_constraint(f"ck_plan_line_{name}", "plan_line", condition)
    _make_reasons()
    _make_talks()
    _make_work()
    _make_budget()
    start_ids(_OWN)


def downgrade() -> None:
    """Take the tables, the constraints and the columns back."""
    for table in reversed(_OWN):
        op.drop_table(table)
    if is_sqlite():
        # Their audit names the columns that go; all triggers are made anew afterwards.
        for table in ("plan_line", "plan_version"):
            for action in ("insert", "update", "delete"):
                op.execute(f"DROP TRIGGER IF EXISTS audit_{table}_{action}")
        _rewrite({table: (words, "") for table, words in _sqlite_words().items()})
    else:
        op.drop_constraint(_PARENT, "plan_version", type_="foreignkey")
        for name in _LINE_CHECKS:
            op.drop_constraint(f"ck_plan_line_{name}", "plan_line", type_="check")
    for column in _line_columns():
        op.drop_column("plan_line", column.name)
    for column in _version_columns():
        op.drop_column("plan_version", column.name)


def _version_columns() -> tuple[sa.Column[Any], ...]:
    return (
        sa.Column("parent_id", KEY),
        sa.Column("note", TEXT, nullable=False, server_default=sa.text("''")),
        sa.Column("submitted_at", INSTANT),
        sa.Column("agreed_at", INSTANT),
        sa.Column("closed_at", INSTANT),
    )


def _line_columns() -> tuple[sa.Column[Any], ...]:
    return (
        sa.Column("level", word(8), nullable=False, server_default="base"),
        sa.Column("minimum", WHOLE),
        sa.Column("maximum", WHOLE),
        sa.Column("agreed", WHOLE),
    )


def _sqlite_words() -> dict[str, str]:
    """Return what is written into the words of each table, before their last bracket."""
    checks = "".join(
        f", \n\tCONSTRAINT ck_plan_line_{name} CHECK ({condition})"
        for name, condition in _LINE_CHECKS.items()
    )
    parent = (
        f", \n\tCONSTRAINT {_PARENT} FOREIGN KEY(branch_id, parent_id) "
        "REFERENCES plan_version (branch_id, id)"
    )
    return {"plan_line": checks, "plan_version": parent}


def _rewrite(words: dict[str, tuple[str, str]]) -> None:
    """Replace words before the last bracket of tables, and let this connection read them anew."""
    connection = op.get_bind()
    connection.exec_driver_sql("PRAGMA writable_schema=ON")
    for table, (old, new) in words.items():
        made = connection.scalar(
            sa.text("SELECT sql FROM sqlite_master WHERE type = 'table' AND name = :name"),
            {"name": table},
        )
        body, bracket, rest = made.rpartition(")")
        if not body.rstrip().endswith(old.rstrip()):
            raise RuntimeError(f"{table} is not as revision 0004 left it")
        body = body.rstrip().removesuffix(old.rstrip())
        connection.execute(
            sa.text("UPDATE sqlite_master SET sql = :sql WHERE type = 'table' AND name = :name"),
            {"sql": f"{body}{new}\n{bracket}{rest}", "name": table},
        )
    version = connection.scalar(sa.text("PRAGMA schema_version"))
    # Other connections see by the number that they must read the schema anew.
    connection.exec_driver_sql(f"PRAGMA schema_version={int(version) + 1}")
    connection.exec_driver_sql("PRAGMA writable_schema=RESET")


def _make_reasons() -> None:
    op.create_table(
        "plan_basis",
        *_target_of("metric", "level"),
        sa.Column("first_month", sa.Integer(), nullable=False),
        sa.Column("last_month", sa.Integer(), nullable=False),
        *keys("customer_id", "rep_id", "territory_id", "product_id", "product_group_id"),
        sa.Column("method", word(32), nullable=False),
        *texts("inputs"),
        sa.Column("baseline", WHOLE),
        *texts("adjustments"),
        sa.Column("amount", WHOLE, nullable=False),
        *texts("reason"),
        *keys("made_by_id"),
        sa.Column("made_at", INSTANT, nullable=False),
        identity(),
        branch(),
        *owned(
            "plan_basis",
            customer_id="customer",
            made_by_id="app_user",
            product_group_id="product_group",
            product_id="product",
            rep_id="rep",
            territory_id="territory",
            version_id="plan_version",
        ),
        *checks(
            "plan_basis", metric_known=_METRICS, level_known=_LEVELS,
            months_forwards="first_month <= last_month",
        ),
        sqlite_autoincrement=True,
    )  # fmt: skip
    op.create_index("ix_plan_basis_version", "plan_basis", ["branch_id", "version_id", "metric"])
    op.create_table(
        "plan_edit",
        *_target_of("metric", "level"),
        *keys("basis_id"),
        sa.Column("command_id", KEY, nullable=False),
        sa.Column("lines", sa.Integer(), nullable=False),
        *texts("before", "after"),
        identity(),
        branch(),
        *owned(
            "plan_edit",
            basis_id="plan_basis",
            command_id="command_log",
            version_id="plan_version",
        ),
        *checks("plan_edit", metric_known=_METRICS, level_known=_LEVELS),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_plan_edit_version", "plan_edit", ["branch_id", "version_id"])


def _make_talks() -> None:
    op.create_table(
        "plan_round",
        *_target_of("metric"),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("side", word(8), nullable=False),
        sa.Column("amount", WHOLE, nullable=False),
        *texts("argument", "evidence"),
        sa.Column("day", sa.Date(), nullable=False),
        *edited("plan_round", version_id="plan_version"),
        unique("plan_round", "branch_id", "version_id", "metric", "number", "side"),
        *checks(
            "plan_round", metric_known=_METRICS, side_known="side IN ('hq', 'branch')",
            number_from_one="number >= 1", amount_not_negative="amount >= 0",
        ),
        sqlite_autoincrement=True,
    )  # fmt: skip
    op.create_table(
        "plan_bridge_item",
        *_target_of("metric"),
        sa.Column("kind", word(16), nullable=False),
        sa.Column("amount", WHOLE, nullable=False),
        *texts("owner"),
        *keys("owner_rep_id"),
        *texts("evidence"),
        sa.Column("status", word(8), nullable=False),
        *edited("plan_bridge_item", owner_rep_id="rep", version_id="plan_version"),
        *checks(
            "plan_bridge_item", metric_known=_METRICS,
            kind_known=(
                "kind IN ('market_growth', 'price', 'new_products', 'lost_customers', "
                "'capacity', 'one_offs', 'other')"
            ),
            status_known="status IN ('open', 'accepted', 'rejected')",
        ),
        sqlite_autoincrement=True,
    )  # fmt: skip
    op.create_table(
        "plan_answer",
        *_target_of(),
        sa.Column("rep_id", KEY, nullable=False),
        sa.Column("kind", word(8), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        *texts("text", "answer"),
        sa.Column("answered_on", sa.Date()),
        *keys("answered_by_id"),
        *edited("plan_answer", answered_by_id="app_user", rep_id="rep", version_id="plan_version"),
        *checks(
            "plan_answer", kind_known="kind IN ('accepted', 'objected')",
            answered_afterwards="answered_on >= day",
        ),
        sqlite_autoincrement=True,
    )  # fmt: skip


def _make_work() -> None:
    op.create_table(
        "situation_figure",
        sa.Column("plan_id", KEY, nullable=False),
        sa.Column("sheet", word(8), nullable=False),
        *texts("area", "name", "value"),
        sa.Column("unit", word(32), nullable=False),
        *texts("source"),
        sa.Column("as_of", sa.Date(), nullable=False),
        *texts("note"),
        *edited("situation_figure", plan_id="sales_plan"),
        *checks("situation_figure", sheet_known="sheet IN ('market', 'self')"),
        sqlite_autoincrement=True,
    )
    op.create_index(
        "ix_situation_figure_plan", "situation_figure", ["branch_id", "plan_id", "sheet"]
    )
    op.create_table(
        "plan_objective",
        sa.Column("plan_id", KEY, nullable=False),
        *texts("text", "criterion"),
        sa.Column("due", sa.Date(), nullable=False),
        *keys("rep_id"),
        *texts("evidence"),
        sa.Column("closed_on", sa.Date()),
        *edited("plan_objective", plan_id="sales_plan", rep_id="rep"),
        *checks("plan_objective", closed_with_evidence="closed_on IS NULL OR evidence <> ''"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_plan_objective_plan", "plan_objective", ["branch_id", "plan_id"])
    op.create_table(
        "plan_task",
        sa.Column("plan_id", KEY, nullable=False),
        *keys("objective_id"),
        *texts("name", "responsibility"),
        *keys("rep_id", "territory_id", "customer_id"),
        sa.Column("start", sa.Date(), nullable=False),
        sa.Column("finish", sa.Date(), nullable=False),
        sa.Column("done_on", sa.Date()),
        sa.Column("contribution_minor", WHOLE),
        *edited(
            "plan_task",
            customer_id="customer",
            objective_id="plan_objective",
            plan_id="sales_plan",
            rep_id="rep",
            territory_id="territory",
        ),
        *checks("plan_task", forwards="finish >= start"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_plan_task_plan", "plan_task", ["branch_id", "plan_id"])


def _make_budget() -> None:
    op.create_table(
        "budget_line",
        sa.Column("month", sa.Integer(), nullable=False),
        sa.Column("category", word(16), nullable=False),
        sa.Column("amount_minor", WHOLE, nullable=False),
        *keys("rep_id", "customer_id", "product_id", "territory_id", "batch_id"),
        *edited(
            "budget_line",
            batch_id="import_batch",
            customer_id="customer",
            product_id="product",
            rep_id="rep",
            territory_id="territory",
        ),
        *checks("budget_line", category_known=_CATEGORIES, amount_not_negative="amount_minor >= 0"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_budget_line_month", "budget_line", ["branch_id", "month", "category"])
    op.create_index("ix_budget_line_batch", "budget_line", ["batch_id"])


def _target_of(*words: str) -> list[sa.Column[Any]]:
    """Return the columns that say of which version, metric and level a row is."""
    lengths = {"metric": 20, "level": 8}
    return [
        sa.Column("version_id", KEY, nullable=False),
        *(sa.Column(name, word(lengths[name]), nullable=False) for name in words),
    ]
