"""Tables of revision 0001: branch, territories, people, users and calendar."""

from __future__ import annotations

import sqlalchemy as sa

from desktop.models.migrations.revision_0001.shared import (
    INSTANT,
    KEY,
    METADATA,
    TEXT,
    branch,
    check,
    identity,
    owned,
    refer,
    unique,
    word,
)

sa.Table(
    "branch",
    METADATA,
    identity(),
    sa.Column("name", TEXT, nullable=False),
    sa.Column("currency", word(3), nullable=False),
    sa.Column("decimals", sa.Integer(), nullable=False),
    sa.Column("fiscal_year_start", sa.Integer(), nullable=False),
    sa.Column("sales_basis", word(10), nullable=False),
    sa.Column("aging_bounds", TEXT, nullable=False),
    sa.Column("calendar", word(10), nullable=False),
    sa.Column("is_sample", sa.Boolean(), nullable=False),
    sa.Column("created_at", INSTANT, nullable=False),
    sa.Column("version", sa.Integer(), nullable=False, server_default="1"),
    check("branch", "calendar_known", "calendar IN ('CN', 'weekdays')"),
    check("branch", "decimals_known", "decimals BETWEEN 0 AND 4"),
    check("branch", "fiscal_year_start_month", "fiscal_year_start BETWEEN 1 AND 12"),
    check("branch", "sales_basis_known", "sales_basis IN ('invoiced', 'ordered')"),
    sqlite_autoincrement=True,
)

sa.Table(
    "territory",
    METADATA,
    sa.Column("code", word(64), nullable=False),
    sa.Column("code_key", word(64), nullable=False),
    sa.Column("name", TEXT, nullable=False),
    sa.Column("name_key", TEXT, nullable=False),
    sa.Column("parent_id", KEY),
    sa.Column("batch_id", KEY),
    identity(),
    branch(),
    sa.Column("version", sa.Integer(), nullable=False, server_default="1"),
    *owned("territory", batch_id="import_batch", parent_id="territory"),
    check("territory", "not_own_parent", "parent_id <> id"),
    unique("territory", "branch_id", "code_key"),
    sqlite_autoincrement=True,
)

sa.Table(
    "rep",
    METADATA,
    sa.Column("code", word(64), nullable=False),
    sa.Column("code_key", word(64), nullable=False),
    sa.Column("name", TEXT, nullable=False),
    sa.Column("name_key", TEXT, nullable=False),
    sa.Column("pinyin", TEXT, nullable=False),
    sa.Column("title", TEXT, nullable=False),
    sa.Column("manager_id", KEY),
    sa.Column("territory_id", KEY),
    sa.Column("hire_date", sa.Date()),
    sa.Column("leave_date", sa.Date()),
    sa.Column("batch_id", KEY),
    identity(),
    branch(),
    sa.Column("version", sa.Integer(), nullable=False, server_default="1"),
    *owned("rep", batch_id="import_batch", manager_id="rep", territory_id="territory"),
    check("rep", "employed_forwards", "leave_date >= hire_date"),
    check("rep", "not_own_manager", "manager_id <> id"),
    unique("rep", "branch_id", "code_key"),
    sqlite_autoincrement=True,
)

sa.Table(
    "app_user",
    METADATA,
    sa.Column("login", word(128), nullable=False),
    sa.Column("login_key", word(128), nullable=False),
    sa.Column("name", TEXT, nullable=False),
    sa.Column("rep_id", KEY),
    sa.Column("is_active", sa.Boolean(), nullable=False),
    identity(),
    branch(),
    sa.Column("version", sa.Integer(), nullable=False, server_default="1"),
    *owned("app_user"),
    refer("app_user", "branch_id rep_id", "rep", "branch_id id", later=True),
    unique("app_user", "branch_id", "login_key"),
    sqlite_autoincrement=True,
)

sa.Table(
    "user_role",
    METADATA,
    sa.Column("user_id", KEY, nullable=False),
    sa.Column("role", word(20), nullable=False),
    identity(),
    branch(),
    *owned("user_role", user_id="app_user"),
    check(
        "user_role",
        "role_known",
        "role IN ('branch_manager', 'clerk', 'cash_clerk', 'rep', 'hq_auditor', 'technical_admin')",
    ),
    unique("user_role", "branch_id", "user_id", "role"),
    sqlite_autoincrement=True,
)

sa.Table(
    "calendar_day",
    METADATA,
    sa.Column("day", sa.Date(), nullable=False),
    sa.Column("kind", word(8), nullable=False),
    sa.Column("note", TEXT, nullable=False),
    sa.Column("is_seeded", sa.Boolean(), nullable=False),
    sa.Column("batch_id", KEY),
    identity(),
    branch(),
    *owned("calendar_day", batch_id="import_batch"),
    check("calendar_day", "kind_known", "kind IN ('work', 'rest', 'half')"),
    unique("calendar_day", "branch_id", "day"),
    sqlite_autoincrement=True,
)

sa.Table(
    "leave",
    METADATA,
    sa.Column("rep_id", KEY, nullable=False),
    sa.Column("first_day", sa.Date(), nullable=False),
    sa.Column("last_day", sa.Date(), nullable=False),
    sa.Column("kind", word(64), nullable=False),
    sa.Column("batch_id", KEY),
    identity(),
    branch(),
    *owned("leave", batch_id="import_batch", rep_id="rep"),
    check("leave", "forwards", "last_day >= first_day"),
    sa.Index("ix_leave_rep", "branch_id", "rep_id", "first_day"),
    sqlite_autoincrement=True,
)
