"""Who acts, and what his roles let him do."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop.enums import Role
from desktop.errors import NotAllowed
from desktop.models import AppUser, UserRole
from desktop.search_key import search_key


class Action(StrEnum):
    """What a command does, as the table of rights names it."""

    IMPORT_MASTER_DATA = "import_master_data"
    IMPORT_SALES = "import_sales"
    IMPORT_MONEY = "import_money"
    IMPORT_ACTIVITY = "import_activity"
    IMPORT_PLANS = "import_plans"
    WITHDRAW_BATCH = "withdraw_batch"
    CHANGE_CUSTOMER = "change_customer"
    SET_CREDIT_LIMIT = "set_credit_limit"
    CHANGE_PLAN = "change_plan"
    AGREE_PLAN = "agree_plan"
    CHECK_ENTRY = "check_entry"
    PLAN_WEEK = "plan_week"
    APPROVE_WEEK = "approve_week"
    DECIDE_EXPENSE = "decide_expense"
    KEEP_TEAM = "keep_team"
    KEEP_INFORMATION = "keep_information"
    ANSWER_INFORMATION = "answer_information"


#: Roles × actions: the one table that service checks, SQL policies and tests come from.
RIGHTS: dict[Role, frozenset[Action]] = {
    Role.BRANCH_MANAGER: frozenset(Action),
    Role.CLERK: frozenset(
        {
            Action.IMPORT_MASTER_DATA,
            Action.IMPORT_SALES,
            Action.IMPORT_ACTIVITY,
            Action.CHANGE_CUSTOMER,
            Action.CHECK_ENTRY,
            Action.PLAN_WEEK,
            Action.KEEP_INFORMATION,
        }
    ),
    Role.CASH_CLERK: frozenset({Action.IMPORT_MONEY}),
    Role.REP: frozenset(),
    Role.HQ_AUDITOR: frozenset(),
    Role.TECHNICAL_ADMIN: frozenset(),
}


@dataclass(frozen=True, slots=True)
class Actor:
    """The user in whose name a command is carried out."""

    branch_id: int
    user_id: int
    login: str
    roles: frozenset[Role]

    def may(self, action: Action) -> bool:
        """Whether one of the user's roles includes the action."""
        return any(action in RIGHTS[role] for role in self.roles)

    def require(self, action: Action) -> None:
        """Refuse what no role of the user includes.

        Raises:
            NotAllowed: with the login and the action.
        """
        if not self.may(action):
            raise NotAllowed("not_allowed", login=self.login, action=str(action))


def find_actor(session: Session, branch_id: int, login: str) -> Actor:
    """Return the actor for a login.

    On a local file the login is the operating system's user, on Postgres the role's name.

    Raises:
        NotAllowed: the login is unknown or no longer active.
    """
    user = session.scalars(
        select(AppUser).where(
            AppUser.branch_id == branch_id,
            AppUser.login_key == search_key(login),
            AppUser.is_active,
        )
    ).first()
    if user is None:
        raise NotAllowed("login_unknown", login=login)
    roles = session.scalars(
        select(UserRole.role).where(UserRole.branch_id == branch_id, UserRole.user_id == user.id)
    )
    return Actor(branch_id, user.id, user.login, frozenset(Role(role) for role in roles))
