"""Records of what is sold: the product tree."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from desktop.models.base import Base, Imported, Key, Owned, Versioned, owned, reference, short_text


class ProductGroup(Imported, Owned, Versioned, Base):
    """A line or group of products, any depth."""

    __tablename__ = "product_group"
    __table_args__ = owned(
        reference("parent_id", "product_group"),
        UniqueConstraint("branch_id", "code_key"),
        CheckConstraint("parent_id <> id", name="not_own_parent"),
        batch=True,
    )

    code: Mapped[str] = mapped_column(short_text(128), comment="The user's own code.")
    code_key: Mapped[str] = mapped_column(short_text(128), comment="Search key of the code.")
    name: Mapped[str] = mapped_column(comment="Name as printed.")
    name_key: Mapped[str] = mapped_column(comment="Search key of the name.")
    parent_id: Mapped[int | None] = mapped_column(Key, comment="Group that contains it.")


class Product(Imported, Owned, Versioned, Base):
    """An article."""

    __tablename__ = "product"
    __table_args__ = owned(
        reference("group_id", "product_group"),
        UniqueConstraint("branch_id", "code_key"),
        CheckConstraint("list_price_millionths >= 0", name="list_price_not_negative"),
        CheckConstraint("standard_cost_millionths >= 0", name="standard_cost_not_negative"),
        batch=True,
    )

    code: Mapped[str] = mapped_column(short_text(128), comment="The user's own code.")
    code_key: Mapped[str] = mapped_column(short_text(128), comment="Search key of the code.")
    name: Mapped[str] = mapped_column(comment="Name as printed.")
    name_key: Mapped[str] = mapped_column(comment="Search key of the name.")
    group_id: Mapped[int | None] = mapped_column(Key, comment="Group that it belongs to.")
    unit: Mapped[str] = mapped_column(
        short_text(32), comment="Unit of quantity; empty if not given."
    )
    list_price_millionths: Mapped[int | None] = mapped_column(
        comment="List price in millionths of the currency."
    )
    standard_cost_millionths: Mapped[int | None] = mapped_column(
        comment="Standard cost in millionths of the currency; never used as a line's cost."
    )
