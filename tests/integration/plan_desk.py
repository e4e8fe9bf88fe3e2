"""Plans at a desk, for the tests of their life, their lines and their reasons."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from sqlalchemy import insert

from desktop.enums import Role
from desktop.models import AppUser, PlanLine, UserRole
from desktop.services.access import Actor, find_actor
from desktop.services.database import open_database
from desktop.services.plans.versions import PlanVersions
from desktop.services.plans.versions_data import MakePlan, PlanStep, TakeStep, VersionCard
from desktop.services.uow import UnitOfWork
from tests.factories import CLOCK, Desk, a_desk

_LIFE = (PlanStep.SUBMIT, PlanStep.AGREE, PlanStep.PUT_IN_FORCE, PlanStep.CLOSE)


@dataclass(slots=True)
class PlanDesk:
    """A desk with a plan's versions; what it does is done by the branch manager."""

    desk: Desk
    service: PlanVersions

    def make(self, name: str = "Next", year: int = 2026, **options: Any) -> VersionCard:
        """Make a plan and return its first version."""
        made = self.service.make(self.desk.actor, MakePlan(name, year, **options))
        assert made.created_id is not None
        return self.service.card(made.created_id)

    def now(self, card: VersionCard) -> VersionCard:
        """Return the version as it stands now."""
        return self.service.card(card.version_id)

    def step(self, card: VersionCard, step: PlanStep) -> VersionCard:
        """Lead the version as it stands now a step on."""
        now = self.now(card)
        self.service.take_step(self.desk.actor, TakeStep(now.version_id, now.version, step))
        return self.now(card)

    def lead_to(self, card: VersionCard, last: PlanStep) -> VersionCard:
        """Lead a draft as far as this step."""
        for step in _LIFE:
            card = self.step(card, step)
            if step is last:
                return card
        raise AssertionError(f"{last} is no step on the way")

    def lines(self, card: VersionCard, *columns: str) -> list[tuple[Any, ...]]:
        """Return columns of the version's lines, by id."""
        return self.desk.rows(PlanLine, *columns, version_id=card.version_id)

    def clerk(self) -> Actor:
        """Return another person, who is a clerk."""
        with self.desk.uow.write(self.desk.actor, "New user") as session:
            user = AppUser(
                branch_id=self.desk.actor.branch_id, login="wang", login_key="wang",
                name="Wang Min", is_active=True,
            )  # fmt: skip
            session.add(user)
            session.flush()
            values = {"branch_id": user.branch_id, "user_id": user.id, "role": str(Role.CLERK)}
            session.execute(insert(UserRole).values(values))
        with self.desk.uow.read() as session:
            return find_actor(session, self.desk.actor.branch_id, "wang")


def a_plan_desk(desk: Desk) -> PlanDesk:
    """Return the desk with its service of versions."""
    return PlanDesk(desk, PlanVersions(desk.uow, CLOCK))


@contextmanager
def a_second_desk(desk: Desk) -> Iterator[UnitOfWork]:
    """Yield the unit of work of a second program on the same database."""
    database = open_database(desk.database.url)
    try:
        yield UnitOfWork(database, CLOCK)
    finally:
        database.close()


#: Invoices of 2025: two customers, two products, a return in May.
SOLD = """
invoice_no,kind,invoice_date,customer_code,amount,rep_code,product_code
S1,invoice,2025-01-10,C1,100.00,R1,P1
S2,invoice,2025-02-10,C1,50.01,R1,P2
S3,invoice,2025-12-10,C2,250.00,R2,P1
S4,credit_note,2025-05-10,C2,20.00,R2,P1
"""


def sold_in_2025(desk: Desk) -> None:
    """Bring two reps, a customer and a product each, and what was sold in 2025: 380.01."""
    area = desk.territories()[0]
    first, second = desk.reps(2, territory=area)
    desk.customers(1, rep=first)
    desk.customers(1, rep=second)
    desk.products(2, group=desk.groups()[0])
    desk.bring("invoices", SOLD)


#: What `sell_in_2025` makes: so many files, territories, reps, customers, groups and products.
SOLD_MADE = {"file": 7, "T": 1, "R": 2, "C": 2, "G": 1, "P": 2}


def sell_in_2025(url: str) -> None:
    """Fill a migrated database with a branch that sold something in 2025, to be copied."""
    with TemporaryDirectory() as folder, a_desk(url, Path(folder)) as desk:
        sold_in_2025(desk)
        assert desk.made == SOLD_MADE
