"""Records of the branch itself: its settings, territories, people, users and calendar."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import CheckConstraint, Index, Integer, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from desktop.enums import CalendarKind, DayKind, Role, SalesBasis
from desktop.models.base import (
    Base,
    Imported,
    Key,
    Owned,
    PrimaryKey,
    Versioned,
    one_of,
    owned,
    reference,
    short_text,
)


class Branch(Versioned, Base):
    """A sales branch and the settings that define its figures."""

    __tablename__ = "branch"
    __table_args__ = (
        one_of("sales_basis", SalesBasis),
        one_of("calendar", CalendarKind),
        CheckConstraint("fiscal_year_start BETWEEN 1 AND 12", name="fiscal_year_start_month"),
        CheckConstraint("decimals BETWEEN 0 AND 4", name="decimals_known"),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[PrimaryKey]
    name: Mapped[str] = mapped_column(comment="Name as printed.")
    currency: Mapped[str] = mapped_column(short_text(3), comment="ISO 4217 code of all amounts.")
    decimals: Mapped[int] = mapped_column(Integer, comment="Decimals of the currency.")
    fiscal_year_start: Mapped[int] = mapped_column(Integer, comment="First month, 1 to 12.")
    sales_basis: Mapped[str] = mapped_column(
        short_text(10), comment="Documents that count as sales."
    )
    aging_bounds: Mapped[str] = mapped_column(
        comment="Upper bounds of the aging buckets in days, ascending, with commas."
    )
    calendar: Mapped[str] = mapped_column(short_text(10), comment="Calendar the branch began with.")
    is_sample: Mapped[bool] = mapped_column(comment="Whether the data are invented.")
    created_at: Mapped[datetime] = mapped_column(comment="When the branch was made.")


class Territory(Imported, Owned, Versioned, Base):
    """An area of the branch's tree, any depth."""

    __tablename__ = "territory"
    __table_args__ = owned(
        reference("parent_id", "territory"),
        UniqueConstraint("branch_id", "code_key"),
        CheckConstraint("parent_id <> id", name="not_own_parent"),
        batch=True,
    )

    code: Mapped[str] = mapped_column(short_text(64), comment="The user's own code.")
    code_key: Mapped[str] = mapped_column(short_text(64), comment="Search key of the code.")
    name: Mapped[str] = mapped_column(comment="Name as printed.")
    name_key: Mapped[str] = mapped_column(comment="Search key of the name.")
    parent_id: Mapped[int | None] = mapped_column(Key, comment="Territory that contains it.")


class Rep(Imported, Owned, Versioned, Base):
    """A person of the sales force: reps and those who lead them."""

    __tablename__ = "rep"
    __table_args__ = owned(
        reference("manager_id", "rep"),
        reference("territory_id", "territory"),
        UniqueConstraint("branch_id", "code_key"),
        CheckConstraint("manager_id <> id", name="not_own_manager"),
        CheckConstraint("leave_date >= hire_date", name="employed_forwards"),
        batch=True,
    )

    code: Mapped[str] = mapped_column(short_text(64), comment="The user's own code.")
    code_key: Mapped[str] = mapped_column(short_text(64), comment="Search key of the code.")
    name: Mapped[str] = mapped_column(comment="Name as printed.")
    name_key: Mapped[str] = mapped_column(comment="Search key of the name.")
    pinyin: Mapped[str] = mapped_column(comment="Pinyin initials of the name.")
    title: Mapped[str] = mapped_column(comment="Post; empty if not given.")
    manager_id: Mapped[int | None] = mapped_column(Key, comment="The person above.")
    territory_id: Mapped[int | None] = mapped_column(Key, comment="Own territory, if any.")
    hire_date: Mapped[date | None] = mapped_column(comment="First day employed.")
    leave_date: Mapped[date | None] = mapped_column(comment="Last day employed.")


class AppUser(Owned, Versioned, Base):
    """Someone who may use the program: the actor of every command."""

    __tablename__ = "app_user"
    __table_args__ = owned(
        reference("rep_id", "rep", in_circle=True),
        UniqueConstraint("branch_id", "login_key"),
    )

    login: Mapped[str] = mapped_column(
        short_text(128), comment="Operating system or database login."
    )
    login_key: Mapped[str] = mapped_column(short_text(128), comment="Search key of the login.")
    name: Mapped[str] = mapped_column(comment="Name as shown in the log.")
    rep_id: Mapped[int | None] = mapped_column(Key, comment="The same person in the sales force.")
    is_active: Mapped[bool] = mapped_column(comment="Whether the user may still act.")


class UserRole(Owned, Base):
    """A role that a user holds."""

    __tablename__ = "user_role"
    __table_args__ = owned(
        reference("user_id", "app_user"),
        UniqueConstraint("branch_id", "user_id", "role"),
        one_of("role", Role),
    )

    user_id: Mapped[int] = mapped_column(Key, comment="The user.")
    role: Mapped[str] = mapped_column(short_text(20), comment="The role.")


class CalendarDay(Imported, Owned, Base):
    """A day of the branch's calendar; a year without rows has its weekdays."""

    __tablename__ = "calendar_day"
    __table_args__ = owned(
        UniqueConstraint("branch_id", "day"),
        one_of("kind", DayKind),
        batch=True,
    )

    day: Mapped[date] = mapped_column(comment="The date.")
    kind: Mapped[str] = mapped_column(short_text(8), comment="Work, rest or half a day.")
    note: Mapped[str] = mapped_column(comment="Name of the holiday or reason.")
    is_seeded: Mapped[bool] = mapped_column(comment="Whether the program filled it in itself.")


class Leave(Imported, Owned, Base):
    """Days on which a rep is not in the field: leave, training, office."""

    __tablename__ = "leave"
    __table_args__ = owned(
        reference("rep_id", "rep"),
        Index("ix_leave_rep", "branch_id", "rep_id", "first_day"),
        CheckConstraint("last_day >= first_day", name="forwards"),
        batch=True,
    )

    rep_id: Mapped[int] = mapped_column(Key, comment="Who is away.")
    first_day: Mapped[date] = mapped_column(comment="First day away.")
    last_day: Mapped[date] = mapped_column(comment="Last day away, included.")
    kind: Mapped[str] = mapped_column(short_text(64), comment="Why; in the user's words.")


__all__ = [
    "AppUser",
    "Branch",
    "CalendarDay",
    "Leave",
    "Rep",
    "Territory",
    "UserRole",
]
