"""Tables of revision 0001: sales plans."""

from __future__ import annotations

import sqlalchemy as sa

from desktop.models.migrations.revision_0001.shared import (
    INSTANT,
    KEY,
    METADATA,
    TEXT,
    WHOLE,
    branch,
    check,
    identity,
    owned,
    unique,
    word,
)

sa.Table(
    "sales_plan",
    METADATA,
    sa.Column("name", word(128), nullable=False),
    sa.Column("name_key", word(128), nullable=False),
    sa.Column("fiscal_year", sa.Integer(), nullable=False),
    sa.Column("batch_id", KEY),
    identity(),
    branch(),
    sa.Column("version", sa.Integer(), nullable=False, server_default="1"),
    *owned("sales_plan", batch_id="import_batch"),
    unique("sales_plan", "branch_id", "name_key", "fiscal_year"),
    sqlite_autoincrement=True,
)

sa.Table(
    "plan_version",
    METADATA,
    sa.Column("plan_id", KEY, nullable=False),
    sa.Column("number", sa.Integer(), nullable=False),
    sa.Column("fiscal_year", sa.Integer(), nullable=False),
    sa.Column("status", word(12), nullable=False),
    sa.Column("made_at", INSTANT, nullable=False),
    sa.Column("in_force_from", sa.Date()),
    sa.Column("season_basis", TEXT, nullable=False),
    sa.Column("batch_id", KEY),
    identity(),
    branch(),
    sa.Column("version", sa.Integer(), nullable=False, server_default="1"),
    *owned("plan_version", batch_id="import_batch", plan_id="sales_plan"),
    check(
        "plan_version",
        "status_known",
        "status IN ('draft', 'submitted', 'agreed', 'in_force', 'closed', 'superseded')",
    ),
    unique("plan_version", "branch_id", "plan_id", "number"),
    sa.Index(
        "uq_plan_version_in_force",
        "branch_id",
        "fiscal_year",
        unique=True,
        sqlite_where=sa.text("status = 'in_force'"),
        postgresql_where=sa.text("status = 'in_force'"),
    ),
    sqlite_autoincrement=True,
)

sa.Table(
    "plan_season",
    METADATA,
    sa.Column("version_id", KEY, nullable=False),
    sa.Column("month", sa.Integer(), nullable=False),
    sa.Column("weight", WHOLE, nullable=False),
    sa.Column("batch_id", KEY),
    identity(),
    branch(),
    *owned("plan_season", batch_id="import_batch", version_id="plan_version"),
    check("plan_season", "weight_not_negative", "weight >= 0"),
    unique("plan_season", "branch_id", "version_id", "month"),
    sqlite_autoincrement=True,
)

sa.Table(
    "plan_line",
    METADATA,
    sa.Column("version_id", KEY, nullable=False),
    sa.Column("metric", word(20), nullable=False),
    sa.Column("month", sa.Integer(), nullable=False),
    sa.Column("customer_id", KEY),
    sa.Column("pool_rep_id", KEY),
    sa.Column("pool_territory_id", KEY),
    sa.Column("product_id", KEY),
    sa.Column("product_group_id", KEY),
    sa.Column("amount", WHOLE, nullable=False),
    sa.Column("is_locked", sa.Boolean(), nullable=False),
    sa.Column("reason", TEXT, nullable=False),
    sa.Column("batch_id", KEY),
    identity(),
    branch(),
    sa.Column("version", sa.Integer(), nullable=False, server_default="1"),
    *owned(
        "plan_line",
        batch_id="import_batch",
        customer_id="customer",
        pool_rep_id="rep",
        pool_territory_id="territory",
        product_group_id="product_group",
        product_id="product",
        version_id="plan_version",
    ),
    check("plan_line", "amount_not_negative", "amount >= 0"),
    check(
        "plan_line",
        "customer_or_pool",
        "customer_id IS NULL OR (pool_rep_id IS NULL AND pool_territory_id IS NULL)",
    ),
    check(
        "plan_line",
        "metric_known",
        "metric IN ('sales', 'collections', 'profit', 'quantity', 'new_customers', 'visits')",
    ),
    check("plan_line", "product_or_group", "product_id IS NULL OR product_group_id IS NULL"),
    sa.Index("ix_plan_line_batch", "batch_id"),
    sa.Index("ix_plan_line_month", "branch_id", "version_id", "metric", "month"),
    sqlite_autoincrement=True,
)
