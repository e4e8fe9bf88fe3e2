"""Records of who did what: commands, the audit log, its seal, and import batches."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar

from sqlalchemy import CheckConstraint, ForeignKeyConstraint, Index, Integer, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from desktop.enums import ImportKind
from desktop.models.base import Base, Key, Owned, PrimaryKey, one_of, owned, reference, short_text

_LIVE = text("withdrawn_at IS NULL")


class CommandLog(Owned, Base):
    """A command that was carried out; its request id keeps a repeated one from counting twice."""

    __tablename__ = "command_log"
    __table_args__ = owned(
        reference("user_id", "app_user"),
        UniqueConstraint("request_id"),
        Index("ix_command_log_at", "branch_id", "at"),
    )
    is_audited: ClassVar[bool] = False

    request_id: Mapped[str] = mapped_column(short_text(36), comment="Given by the client, unique.")
    name: Mapped[str] = mapped_column(short_text(64), comment="Name of the command.")
    user_id: Mapped[int | None] = mapped_column(Key, comment="Who gave it; empty for `new`.")
    at: Mapped[datetime] = mapped_column(comment="When it began.")
    client: Mapped[str] = mapped_column(short_text(64), comment="Program and version.")


class Acting(Base):
    """The command at work on a SQLite database: one row while it runs, none at rest.

    Triggers cannot ask a connection who acts, so the unit of work says it here and takes it
    back before it commits; a change from outside the program finds no row.
    """

    __tablename__ = "acting"
    __table_args__ = (CheckConstraint("id = 1", name="one_at_a_time"),)
    is_audited: ClassVar[bool] = False

    id: Mapped[int] = mapped_column(
        Integer, primary_key=True, autoincrement=False, comment="Always 1."
    )
    command_id: Mapped[int] = mapped_column(Key, comment="The command.")
    login: Mapped[str] = mapped_column(comment="Who acts.")
    is_bulk: Mapped[bool] = mapped_column(comment="Whether rows are audited by their batch.")


class AuditLog(Base):
    """One change of one row, written by a trigger, never by the program."""

    __tablename__ = "audit_log"
    __table_args__ = (
        Index("ix_audit_log_row", "table_name", "row_id"),
        Index("ix_audit_log_command", "command_id"),
        {"sqlite_autoincrement": True},
    )
    is_audited: ClassVar[bool] = False

    id: Mapped[PrimaryKey]
    branch_id: Mapped[int | None] = mapped_column(Key, comment="Branch of the row.")
    command_id: Mapped[int | None] = mapped_column(Key, comment="Command; empty from outside.")
    login: Mapped[str] = mapped_column(comment="Who acted, as the database knows.")
    at: Mapped[datetime] = mapped_column(comment="When, by the database's clock.")
    table_name: Mapped[str] = mapped_column(short_text(64), comment="Table of the row.")
    row_id: Mapped[int] = mapped_column(Key, comment="Id of the row.")
    action: Mapped[str] = mapped_column(short_text(6), comment="insert, update or delete.")
    old_row: Mapped[str | None] = mapped_column(comment="The row before, as JSON.")
    new_row: Mapped[str | None] = mapped_column(comment="The row after, as JSON.")
    salt: Mapped[str] = mapped_column(
        short_text(36), comment="Keeps the payload's hash from guessing."
    )
    transaction_id: Mapped[int] = mapped_column(comment="Order in which the seal takes rows.")


class AuditSeal(Base):
    """A link of the hash chain over the audit log; the payload itself can be erased."""

    __tablename__ = "audit_seal"
    __table_args__ = (
        ForeignKeyConstraint(["log_id"], ["audit_log.id"]),
        UniqueConstraint("log_id"),
    )
    is_audited: ClassVar[bool] = False

    position: Mapped[int] = mapped_column(
        Key, primary_key=True, autoincrement=False, comment="Place in the chain, from 1."
    )
    log_id: Mapped[int] = mapped_column(Key, comment="The entry that is sealed.")
    format_version: Mapped[int] = mapped_column(Integer, comment="How the hashes are made.")
    payload_hash: Mapped[str] = mapped_column(
        short_text(64), comment="SHA-256 of salt and payload."
    )
    chain_hash: Mapped[str] = mapped_column(short_text(64), comment="SHA-256 of the chain so far.")


class ImportBatch(Owned, Base):
    """A file that went in: it can be withdrawn whole."""

    __tablename__ = "import_batch"
    __table_args__ = owned(
        reference("command_id", "command_log"),
        one_of("kind", ImportKind),
        Index(
            "uq_import_batch_content", "branch_id", "kind", "scope", "content_hash", unique=True,
            sqlite_where=_LIVE, postgresql_where=_LIVE,
        ),
    )  # fmt: skip

    command_id: Mapped[int] = mapped_column(Key, comment="Command that brought it.")
    kind: Mapped[str] = mapped_column(short_text(20), comment="What the rows are.")
    scope: Mapped[str] = mapped_column(short_text(128), comment="Plan name of targets; else empty.")
    file_name: Mapped[str] = mapped_column(comment="Name of the file, without its folder.")
    sheet: Mapped[str] = mapped_column(comment="Sheet of a workbook; else empty.")
    content_hash: Mapped[str] = mapped_column(short_text(64), comment="SHA-256 of the file.")
    row_count: Mapped[int] = mapped_column(Integer, comment="Rows that went in.")
    refused_count: Mapped[int] = mapped_column(Integer, comment="Rows that were left out.")
    rounded_count: Mapped[int] = mapped_column(Integer, comment="Amounts that were rounded.")
    mapping: Mapped[str] = mapped_column(comment="Mapping used, as text; empty if none.")
    withdrawn_at: Mapped[datetime | None] = mapped_column(comment="When it was taken back.")


class BatchChange(Owned, Base):
    """A row as it was before a batch changed it, so that the batch can be withdrawn."""

    __tablename__ = "batch_change"
    __table_args__ = owned(
        reference("batch_id", "import_batch"), Index("ix_batch_change_batch", "batch_id")
    )
    is_audited: ClassVar[bool] = False

    batch_id: Mapped[int] = mapped_column(Key, comment="The batch.")
    table_name: Mapped[str] = mapped_column(short_text(64), comment="Table of the row.")
    row_id: Mapped[int] = mapped_column(Key, comment="Id of the row.")
    old_row: Mapped[str] = mapped_column(comment="Its columns before, as JSON.")
    new_version: Mapped[int] = mapped_column(
        Integer, comment="Version the batch left; a later one forbids taking it back."
    )
