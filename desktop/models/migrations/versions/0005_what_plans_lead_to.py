"""What plans lead to: milestones and reviews, budget, potential, own measures, programmes.

No program has written a row of `budget_line` before this revision, so it is made anew. A check
cannot be changed on SQLite; its words are replaced in the words of the table, as 0004 does.

Revision: 0005
Follows: 0004
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from desktop.models.migrations.revision_0001.shared import INSTANT, KEY, WHOLE, unique, word
from desktop.models.migrations.tables import (
    checks,
    edited,
    is_sqlite,
    keys,
    reword,
    start_ids,
    texts,
)

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

_CATEGORIES = (
    "category IN ('travel', 'meals', 'entertainment', 'gift', 'promotion', 'communication', "
    "'other')"
)
_KINDS = (
    "kind IN ('territories', 'reps', 'product-groups', 'products', 'customers', "
    "'assignments', 'orders', 'invoices', 'collections', 'visits', 'visit-plans', "
    "'expenses', 'targets', 'calendar', 'leave')"
)
_KINDS_NOW = _KINDS.replace("'leave')", "'leave', 'budgets')")
_CHECK = "ck_import_batch_kind_known"
#: The new tables, those that others refer to first.
_OWN = (
    "task_milestone", "task_review", "budget_driver", "budget_line",
    "budget_commitment", "potential_figure", "customer_outlook", "plan_prospect",
    "own_metric", "own_target", "visit_programme", "visit_programme_line",
)  # fmt: skip


def upgrade() -> None:
    """Make the tables, let batches be of budgets, begin ids at the node."""
    op.drop_table("budget_line")
    _let_batches_be(_KINDS, _KINDS_NOW)
    _make_reviews()
    _make_budget()
    _make_commitments()
    _make_potential()
    _make_outlooks()
    _make_measures()
    _make_programmes()
    start_ids(_OWN)


def downgrade() -> None:
    """Take the tables back, and the budget's to what it was.

    Batches of budgets go with what they brought.
    """
    for table in reversed(_OWN):
        op.drop_table(table)
    op.execute("DELETE FROM import_batch WHERE kind = 'budgets'")
    _let_batches_be(_KINDS_NOW, _KINDS)
    _make_budget_of_before()


def _let_batches_be(old: str, new: str) -> None:
    if is_sqlite():
        reword("import_batch", old, new)
        return
    op.drop_constraint(_CHECK, "import_batch", type_="check")
    op.create_check_constraint(_CHECK, "import_batch", new)


def _make_reviews() -> None:
    op.create_table(
        "task_milestone",
        sa.Column("task_id", KEY, nullable=False),
        *texts("name"),
        sa.Column("due", sa.Date(), nullable=False),
        sa.Column("done_on", sa.Date()),
        *edited("task_milestone", task_id="plan_task"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_task_milestone_task", "task_milestone", ["task_id"])
    op.create_table(
        "task_review",
        sa.Column("task_id", KEY, nullable=False),
        *keys("product_id", "product_group_id"),
        sa.Column("first_day", sa.Date(), nullable=False),
        sa.Column("last_day", sa.Date(), nullable=False),
        sa.Column("baseline_minor", WHOLE, nullable=False),
        *texts("baseline_basis"),
        sa.Column("expected_minor", WHOLE, nullable=False),
        sa.Column("actual_minor", WHOLE, nullable=False),
        sa.Column("cost_minor", WHOLE, nullable=False),
        sa.Column("verdict", word(8), nullable=False),
        *texts("lesson"),
        sa.Column("reviewed_on", sa.Date(), nullable=False),
        *edited(
            "task_review",
            product_group_id="product_group",
            product_id="product",
            task_id="plan_task",
        ),
        unique("task_review", "branch_id", "task_id"),
        *checks(
            "task_review",
            cost_not_negative="cost_minor >= 0",
            forwards="last_day >= first_day",
            product_or_group="product_id IS NULL OR product_group_id IS NULL",
            verdict_known="verdict IN ('worked', 'partly', 'failed')",
        ),
        sqlite_autoincrement=True,
    )


def _make_budget() -> None:
    op.create_table(
        "budget_driver",
        sa.Column("version_id", KEY, nullable=False),
        sa.Column("category", word(16), nullable=False),
        sa.Column("kind", word(16), nullable=False),
        sa.Column("rate", WHOLE, nullable=False),
        sa.Column("ceiling", WHOLE),
        *keys("rep_id", "territory_id", "product_id"),
        *texts("note"),
        *edited(
            "budget_driver",
            product_id="product",
            rep_id="rep",
            territory_id="territory",
            version_id="plan_version",
        ),
        *checks(
            "budget_driver",
            category_known=_CATEGORIES,
            ceiling_not_negative="ceiling >= 0",
            kind_known="kind IN ('per_visit', 'per_day', 'share_of_sales', 'fixed')",
            rate_not_negative="rate >= 0",
        ),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_budget_driver_version", "budget_driver", ["branch_id", "version_id"])
    op.create_table(
        "budget_line",
        sa.Column("month", sa.Integer(), nullable=False),
        sa.Column("category", word(16), nullable=False),
        sa.Column("amount_minor", WHOLE, nullable=False),
        *keys(
            "rep_id",
            "customer_id",
            "product_id",
            "territory_id",
            "driver_id",
            "task_id",
            "batch_id",
        ),
        *edited(
            "budget_line",
            batch_id="import_batch",
            customer_id="customer",
            driver_id="budget_driver",
            product_id="product",
            rep_id="rep",
            task_id="plan_task",
            territory_id="territory",
        ),
        *checks("budget_line", amount_not_negative="amount_minor >= 0", category_known=_CATEGORIES),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_budget_line_batch", "budget_line", ["batch_id"])
    op.create_index("ix_budget_line_driver", "budget_line", ["driver_id"])
    op.create_index("ix_budget_line_month", "budget_line", ["branch_id", "month", "category"])


def _make_commitments() -> None:
    op.create_table(
        "budget_commitment",
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("month", sa.Integer(), nullable=False),
        sa.Column("category", word(16), nullable=False),
        sa.Column("amount_minor", WHOLE, nullable=False),
        *texts("text"),
        *keys("rep_id", "customer_id", "product_id", "territory_id", "task_id"),
        sa.Column("released_on", sa.Date()),
        *edited(
            "budget_commitment",
            customer_id="customer",
            product_id="product",
            rep_id="rep",
            task_id="plan_task",
            territory_id="territory",
        ),
        *checks(
            "budget_commitment",
            amount_positive="amount_minor > 0",
            category_known=_CATEGORIES,
            released_afterwards="released_on >= day",
        ),
        sqlite_autoincrement=True,
    )
    op.create_index(
        "ix_budget_commitment_month", "budget_commitment", ["branch_id", "month", "category"]
    )


def _make_potential() -> None:
    op.create_table(
        "potential_figure",
        *keys("territory_id", "customer_id"),
        sa.Column("amount_minor", WHOLE, nullable=False),
        sa.Column("target_share", WHOLE),
        sa.Column("as_of", sa.Date(), nullable=False),
        *texts("source"),
        sa.Column("method", word(16), nullable=False),
        sa.Column("confidence", word(8), nullable=False),
        *texts("note"),
        *edited("potential_figure", customer_id="customer", territory_id="territory"),
        *checks(
            "potential_figure",
            amount_not_negative="amount_minor >= 0",
            confidence_known="confidence IN ('low', 'medium', 'high')",
            one_subject="(territory_id IS NULL) <> (customer_id IS NULL)",
            share_in_bounds="target_share BETWEEN 0 AND 1000000",
        ),
        sqlite_autoincrement=True,
    )
    op.create_index(
        "ix_potential_figure_customer", "potential_figure", ["branch_id", "customer_id"]
    )
    op.create_index(
        "ix_potential_figure_territory", "potential_figure", ["branch_id", "territory_id"]
    )


def _make_outlooks() -> None:
    op.create_table(
        "customer_outlook",
        sa.Column("plan_id", KEY, nullable=False),
        sa.Column("customer_id", KEY, nullable=False),
        sa.Column("base_minor", WHOLE),
        sa.Column("growth", WHOLE, nullable=False),
        sa.Column("wallet_minor", WHOLE, nullable=False),
        sa.Column("new_products_minor", WHOLE, nullable=False),
        sa.Column("price", WHOLE, nullable=False),
        sa.Column("churn", WHOLE, nullable=False),
        sa.Column("one_offs_minor", WHOLE, nullable=False),
        sa.Column("commitment_minor", WHOLE),
        sa.Column("signed_on", sa.Date()),
        *texts("note"),
        *edited("customer_outlook", customer_id="customer", plan_id="sales_plan"),
        unique("customer_outlook", "branch_id", "plan_id", "customer_id"),
        *checks(
            "customer_outlook",
            churn_in_bounds="churn BETWEEN 0 AND 1000000",
            commitment_not_negative="commitment_minor >= 0",
        ),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "plan_prospect",
        sa.Column("plan_id", KEY, nullable=False),
        *texts("name"),
        *keys("rep_id", "territory_id"),
        sa.Column("value_minor", WHOLE, nullable=False),
        sa.Column("chance", WHOLE, nullable=False),
        sa.Column("first_month", sa.Integer(), nullable=False),
        *texts("next_step"),
        *keys("customer_id"),
        *edited(
            "plan_prospect",
            customer_id="customer",
            plan_id="sales_plan",
            rep_id="rep",
            territory_id="territory",
        ),
        *checks(
            "plan_prospect",
            chance_in_bounds="chance BETWEEN 0 AND 1000000",
            value_not_negative="value_minor >= 0",
        ),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_plan_prospect_plan", "plan_prospect", ["branch_id", "plan_id"])


def _make_measures() -> None:
    op.create_table(
        "own_metric",
        sa.Column("name", word(128), nullable=False),
        sa.Column("name_key", word(128), nullable=False),
        sa.Column("unit", word(32), nullable=False),
        sa.Column("decimals", sa.Integer(), nullable=False),
        sa.Column("more_is_better", sa.Boolean(), nullable=False),
        sa.Column("adds_up", sa.Boolean(), nullable=False),
        *texts("definition"),
        *edited("own_metric"),
        unique("own_metric", "branch_id", "name_key"),
        *checks("own_metric", decimals_in_bounds="decimals BETWEEN 0 AND 6"),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "own_target",
        sa.Column("version_id", KEY, nullable=False),
        sa.Column("metric_id", KEY, nullable=False),
        *keys("rep_id"),
        sa.Column("month", sa.Integer(), nullable=False),
        sa.Column("target", WHOLE),
        sa.Column("actual", WHOLE),
        *texts("source"),
        *edited("own_target", metric_id="own_metric", rep_id="rep", version_id="plan_version"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_own_target_version", "own_target", ["branch_id", "version_id", "metric_id"])


def _make_programmes() -> None:
    op.create_table(
        "visit_programme",
        *keys("version_id", "rep_id"),
        *texts("name"),
        sa.Column("first_month", sa.Integer()),
        sa.Column("last_month", sa.Integer()),
        *texts("facts"),
        *keys("made_by_id"),
        sa.Column("made_at", INSTANT, nullable=False),
        *edited("visit_programme", made_by_id="app_user", rep_id="rep", version_id="plan_version"),
        unique("visit_programme", "branch_id", "version_id", "rep_id"),
        *checks(
            "visit_programme",
            months_forwards="first_month <= last_month",
            rep_of_a_version="(version_id IS NULL) = (rep_id IS NULL)",
        ),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "visit_programme_line",
        sa.Column("programme_id", KEY, nullable=False),
        *keys("customer_id"),
        sa.Column("customer_class", word(1)),
        sa.Column("visits", sa.Integer(), nullable=False),
        *texts("purpose"),
        sa.Column("expected_minor", WHOLE),
        *edited("visit_programme_line", customer_id="customer", programme_id="visit_programme"),
        *checks(
            "visit_programme_line",
            customer_class_known="customer_class IN ('A', 'B', 'C', 'D')",
            one_subject="customer_id IS NULL OR customer_class IS NULL",
            visits_not_negative="visits >= 0",
        ),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_visit_programme_line_programme", "visit_programme_line", ["programme_id"])


def _make_budget_of_before() -> None:
    op.create_table(
        "budget_line",
        sa.Column("month", sa.Integer(), nullable=False),
        sa.Column("category", word(16), nullable=False),
        sa.Column("amount_minor", WHOLE, nullable=False),
        *keys("rep_id", "customer_id", "product_id", "territory_id", "batch_id"),
        *edited(
            "budget_line", batch_id="import_batch", customer_id="customer",
            product_id="product", rep_id="rep", territory_id="territory",
        ),
        *checks("budget_line", category_known=_CATEGORIES, amount_not_negative="amount_minor >= 0"),
        sqlite_autoincrement=True,
    )  # fmt: skip
    op.create_index("ix_budget_line_month", "budget_line", ["branch_id", "month", "category"])
    op.create_index("ix_budget_line_batch", "budget_line", ["batch_id"])
    start_ids(("budget_line",))
