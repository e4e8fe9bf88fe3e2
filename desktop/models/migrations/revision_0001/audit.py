"""Tables of revision 0001: commands, audit log, seal and import batches."""

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
    refer,
    unique,
    word,
)

sa.Table(
    "command_log",
    METADATA,
    sa.Column("request_id", word(36), nullable=False),
    sa.Column("name", word(64), nullable=False),
    sa.Column("user_id", KEY),
    sa.Column("at", INSTANT, nullable=False),
    sa.Column("client", word(64), nullable=False),
    identity(),
    branch(),
    *owned("command_log", user_id="app_user"),
    unique("command_log", "request_id"),
    sa.Index("ix_command_log_at", "branch_id", "at"),
    sqlite_autoincrement=True,
)

sa.Table(
    "acting",
    METADATA,
    sa.Column("id", sa.Integer(), primary_key=True, autoincrement=False),
    sa.Column("command_id", KEY, nullable=False),
    sa.Column("login", TEXT, nullable=False),
    sa.Column("is_bulk", sa.Boolean(), nullable=False),
    check("acting", "one_at_a_time", "id = 1"),
    sa.PrimaryKeyConstraint("id", name="pk_acting"),
)

sa.Table(
    "audit_log",
    METADATA,
    identity(),
    sa.Column("branch_id", KEY),
    sa.Column("command_id", KEY),
    sa.Column("login", TEXT, nullable=False),
    sa.Column("at", INSTANT, nullable=False),
    sa.Column("table_name", word(64), nullable=False),
    sa.Column("row_id", KEY, nullable=False),
    sa.Column("action", word(6), nullable=False),
    sa.Column("old_row", TEXT),
    sa.Column("new_row", TEXT),
    sa.Column("salt", word(36), nullable=False),
    sa.Column("transaction_id", WHOLE, nullable=False),
    sa.Index("ix_audit_log_command", "command_id"),
    sa.Index("ix_audit_log_row", "table_name", "row_id"),
    sqlite_autoincrement=True,
)

sa.Table(
    "audit_seal",
    METADATA,
    sa.Column("position", KEY, primary_key=True, autoincrement=False),
    sa.Column("log_id", KEY, nullable=False),
    sa.Column("format_version", sa.Integer(), nullable=False),
    sa.Column("payload_hash", word(64), nullable=False),
    sa.Column("chain_hash", word(64), nullable=False),
    refer("audit_seal", "log_id", "audit_log", "id"),
    sa.PrimaryKeyConstraint("position", name="pk_audit_seal"),
    unique("audit_seal", "log_id"),
)

sa.Table(
    "import_batch",
    METADATA,
    sa.Column("command_id", KEY, nullable=False),
    sa.Column("kind", word(20), nullable=False),
    sa.Column("scope", word(128), nullable=False),
    sa.Column("file_name", TEXT, nullable=False),
    sa.Column("sheet", TEXT, nullable=False),
    sa.Column("content_hash", word(64), nullable=False),
    sa.Column("row_count", sa.Integer(), nullable=False),
    sa.Column("refused_count", sa.Integer(), nullable=False),
    sa.Column("rounded_count", sa.Integer(), nullable=False),
    sa.Column("mapping", TEXT, nullable=False),
    sa.Column("withdrawn_at", INSTANT),
    identity(),
    branch(),
    *owned("import_batch", command_id="command_log"),
    check(
        "import_batch",
        "kind_known",
        "kind IN ('territories', 'reps', 'product-groups', 'products', 'customers', "
        "'assignments', 'orders', 'invoices', 'collections', 'visits', 'visit-plans', "
        "'expenses', 'targets', 'calendar', 'leave')",
    ),
    sa.Index(
        "uq_import_batch_content",
        "branch_id",
        "kind",
        "scope",
        "content_hash",
        unique=True,
        sqlite_where=sa.text("withdrawn_at IS NULL"),
        postgresql_where=sa.text("withdrawn_at IS NULL"),
    ),
    sqlite_autoincrement=True,
)

sa.Table(
    "batch_change",
    METADATA,
    sa.Column("batch_id", KEY, nullable=False),
    sa.Column("table_name", word(64), nullable=False),
    sa.Column("row_id", KEY, nullable=False),
    sa.Column("old_row", TEXT, nullable=False),
    sa.Column("new_version", sa.Integer(), nullable=False),
    identity(),
    branch(),
    *owned("batch_change", batch_id="import_batch"),
    sa.Index("ix_batch_change_batch", "batch_id"),
    sqlite_autoincrement=True,
)
