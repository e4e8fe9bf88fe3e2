"""The base of all records: names of constraints, column types, and what most tables share."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Annotated, Any, ClassVar

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Date,
    DateTime,
    Dialect,
    ForeignKeyConstraint,
    Integer,
    MetaData,
    SmallInteger,
    String,
    Text,
    UniqueConstraint,
)
from sqlalchemy.orm import DeclarativeBase, Mapped, declared_attr, mapped_column
from sqlalchemy.types import TypeDecorator

#: The day that stands for "not yet": open items are not settled, assignments have no end.
OPEN_END = date(9999, 12, 31)
#: The day that stands for "from before any document".
EVER = date(1, 1, 1)

#: Quantities and unit prices are stored in millionths, so that sums stay whole numbers.
MILLIONTHS = 1_000_000

_NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}


class UtcDateTime(TypeDecorator[datetime]):
    """An instant, stored in UTC; a naive value is refused, because its zone would be guessed."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Return the instant as the database stores it."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("an instant needs its zone")
        instant = value.astimezone(UTC)
        return instant if dialect.name == "postgresql" else instant.replace(tzinfo=None)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Return the stored instant, aware, in UTC."""
        if value is None:
            return None
        return value.astimezone(UTC) if value.tzinfo else value.replace(tzinfo=UTC)


# Texts sort by code point on both engines, so that the reports of both are the same bytes.
PlainText = Text().with_variant(Text(collation="C"), "postgresql")
# SQLite gives ids only to a column declared INTEGER; Postgres needs eight bytes said.
Key = BigInteger().with_variant(Integer, "sqlite")


def short_text(length: int) -> Any:
    """Return the type of a short text of at most this many characters."""
    return String(length).with_variant(String(length, collation="C"), "postgresql")


PrimaryKey = Annotated[
    int,
    mapped_column(Key, primary_key=True, comment="Identity; starts at node number times 2**40."),
]


class Base(DeclarativeBase):
    """Base class of all records."""

    metadata = MetaData(naming_convention=_NAMES)
    type_annotation_map: ClassVar[dict[Any, Any]] = {
        str: PlainText,
        int: BigInteger,
        date: Date,
        datetime: UtcDateTime,
    }
    #: Columns of a posted document that may still change; None where rows may be edited freely.
    changeable_when_posted: ClassVar[frozenset[str] | None] = None
    #: Whether triggers write every change of a row into the audit log.
    is_audited: ClassVar[bool] = True


class Owned:
    """What belongs to a branch: every such table can be kept apart by row-level security."""

    id: Mapped[PrimaryKey]

    @declared_attr
    def branch_id(cls) -> Mapped[int]:  # noqa: N805 - SQLAlchemy passes the class
        """The branch that the row belongs to."""
        return mapped_column(Key, comment="Branch that the row belongs to.")


class Versioned:
    """What a user edits: the version counts saves, and guards the instant of saving."""

    version: Mapped[int] = mapped_column(
        Integer, default=1, server_default="1", comment="Counts saves of the document."
    )

    @declared_attr.directive
    def __mapper_args__(cls) -> dict[str, Any]:  # noqa: N805 - SQLAlchemy passes the class
        return {"version_id_col": cls.version}


class Imported:
    """What an import can bring: the row knows its batch, and the batch can be withdrawn."""

    @declared_attr
    def batch_id(cls) -> Mapped[int | None]:  # noqa: N805 - SQLAlchemy passes the class
        """The import batch that brought the row."""
        return mapped_column(Key, comment="Import batch that brought the row; empty if typed.")


def owned(*constraints: Any, batch: bool = False) -> tuple[Any, ...]:
    """Return table arguments of a branch's table: its keys, its foreign keys, and `constraints`."""
    parts: list[Any] = [
        ForeignKeyConstraint(["branch_id"], ["branch.id"]),
        UniqueConstraint("branch_id", "id"),
    ]
    if batch:
        parts.append(reference("batch_id", "import_batch"))
    return (*parts, *constraints, {"sqlite_autoincrement": True})


def reference(column: str, table: str, *, in_circle: bool = False) -> ForeignKeyConstraint:
    """Return a foreign key that cannot leave the branch: (branch_id, column) -> (branch_id, id).

    `in_circle` says that the other table refers back, so that Postgres adds it afterwards.
    """
    return ForeignKeyConstraint(
        ["branch_id", column], [f"{table}.branch_id", f"{table}.id"], use_alter=in_circle
    )


def one_of(column: str, values: type) -> CheckConstraint:
    """Return a check that the column holds one of an enumeration's words, or nothing."""
    words = ", ".join(f"'{member.value}'" for member in values)  # type: ignore[attr-defined]
    return CheckConstraint(f"{column} IN ({words})", name=f"{column}_known")


__all__ = [
    "EVER",
    "MILLIONTHS",
    "OPEN_END",
    "Base",
    "Imported",
    "Key",
    "Owned",
    "PrimaryKey",
    "SmallInteger",
    "UtcDateTime",
    "Versioned",
    "one_of",
    "owned",
    "reference",
    "short_text",
]
