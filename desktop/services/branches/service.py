"""Making a branch's database."""

from __future__ import annotations

import re

from sqlalchemy import URL, Connection, insert

from desktop import __version__
from desktop.clock import Clock
from desktop.enums import Role
from desktop.errors import InputError, Issue
from desktop.models import AppUser, Branch, CalendarDay, CommandLog, UserRole
from desktop.money import currency_decimals
from desktop.search_key import clean_text, search_key
from desktop.services.branches.data import MakeBranch
from desktop.services.branches.holidays import seeded_days
from desktop.services.database import create_schema

_LARGEST_NODE = 2**22


def make_branch(url: URL, command: MakeBranch, login: str, clock: Clock) -> None:
    """Make a database with one branch, whose manager is `login`.

    All of it or nothing: where something fails, there is no database.

    Raises:
        InputError: a setting that no branch can have, an issue for each.
        DatabaseUnreachable: there is something at the address already, or no way to it.
    """
    _require_sound(command)

    def first_rows(connection: Connection) -> None:
        _write_branch(connection, command, login, clock)

    create_schema(url, command.node, first_rows)


def _require_sound(command: MakeBranch) -> None:
    issues = []
    try:
        if not clean_text(command.name):
            issues.append(Issue("required", column="name"))
    except ValueError as error:
        issues.append(Issue("unseen_character", {"character": str(error)}, column="name"))
    if not re.fullmatch("[A-Z]{3}", command.currency, re.ASCII):
        issues.append(Issue("currency_unknown", column="currency", value=command.currency))
    if not 1 <= command.fiscal_year_start <= 12:
        issues.append(
            Issue("month_unknown", column="fiscal_year_start", value=str(command.fiscal_year_start))
        )
    if not 0 <= command.node < _LARGEST_NODE:
        issues.append(Issue("node_unknown", column="node", value=str(command.node)))
    if list(command.aging_bounds) != sorted(set(command.aging_bounds)) or (
        command.aging_bounds and command.aging_bounds[0] < 1
    ):
        issues.append(Issue("aging_bounds_not_ascending", column="aging_bounds"))
    if issues:
        raise InputError(*issues)


def _write_branch(connection: Connection, command: MakeBranch, login: str, clock: Clock) -> None:
    branch_id = connection.execute(
        insert(Branch)
        .values(
            name=clean_text(command.name),
            currency=command.currency,
            decimals=currency_decimals(command.currency),
            fiscal_year_start=command.fiscal_year_start,
            sales_basis=str(command.sales_basis),
            aging_bounds=",".join(str(bound) for bound in command.aging_bounds),
            calendar=str(command.calendar),
            is_sample=command.is_sample,
            created_at=clock.now(),
        )
        .returning(Branch.id)
    ).scalar_one()
    user_id = connection.execute(
        insert(AppUser)
        .values(
            branch_id=branch_id, login=login, login_key=search_key(login), name=login,
            is_active=True,
        )
        .returning(AppUser.id)
    ).scalar_one()  # fmt: skip
    connection.execute(
        insert(UserRole).values(branch_id=branch_id, user_id=user_id, role=str(Role.BRANCH_MANAGER))
    )
    connection.execute(
        insert(CommandLog).values(
            branch_id=branch_id,
            request_id=f"new-{branch_id}",
            name="MakeBranch",
            user_id=user_id,
            at=clock.now(),
            client=f"branchbook {__version__}",
        )
    )
    days = [
        {
            "branch_id": branch_id,
            "day": seeded.day,
            "kind": str(seeded.kind),
            "note": seeded.note,
            "is_seeded": True,
        }
        for seeded in seeded_days(command.calendar)
    ]
    if days:
        connection.execute(insert(CalendarDay), days)
