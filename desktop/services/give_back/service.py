"""What is shown of a customer at once, beside the row that is typed and on paper."""

from __future__ import annotations

from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop.clock import Clock
from desktop.errors import InputError, Issue
from desktop.models import Customer
from desktop.services.figures.frame import load_frame
from desktop.services.figures.span import last_day_with_data
from desktop.services.give_back.data import GiveBack
from desktop.services.reports.visit_form_data import FormRep, VisitFormData
from desktop.services.uow import UnitOfWork


class GiveBackService:
    """Answers what is worth knowing of a customer; each answer is one snapshot."""

    def __init__(self, uow: UnitOfWork, clock: Clock) -> None:
        self._uow = uow
        self._clock = clock

    def panel(self, customer_id: int, rep_code: str = "") -> GiveBack:
        """Return a customer as the office knows him, with a rep's own progress beside it.

        The day is the last one with data, as in every report. An unknown rep has no progress.

        Raises:
            InputError: there is no such customer.
        """
        with self._uow.read() as session:
            return _load(session, customer_id, rep_code, self._clock.today())

    def reps(self) -> tuple[FormRep, ...]:
        """Return whom paper is printed for: who is employed today, in the order of codes."""
        today = self._clock.today()
        with self._uow.read() as session:
            found = [one for one in load_frame(session).reps.values() if one.employed_on(today)]
        return tuple(FormRep(one.code, one.name) for one in sorted(found, key=lambda one: one.code))

    def week_forms(self, rep_code: str, day: date) -> tuple[VisitFormData, ...]:
        """Return a rep's form of the week that a day lies in, with the visits planned in it.

        "" are all reps who have a visit planned in that week.

        Raises:
            InputError: nobody has the rep's code.
        """
        from desktop.services.give_back.forms import load_week_forms

        with self._uow.read() as session:
            return load_week_forms(session, load_frame(session), rep_code, day)


def _load(session: Session, customer_id: int, rep_code: str, today: date) -> GiveBack:
    from desktop.services.activity.order_facts import order_source
    from desktop.services.give_back.progress import progress_of
    from desktop.services.give_back.reading import (
        ORDERS_SHOWN,
        money_of,
        notes_of,
        orders_of,
        product_of,
        visits_of,
    )
    from desktop.services.plans.programme_data import USUAL_VISITS
    from desktop.services.rules.talking_points import (
        CustomerFacts,
        VisitGap,
        class_interval,
        order_habit,
        talking_points,
    )

    frame = load_frame(session)
    mine = select(
        Customer.id, Customer.code, Customer.name, Customer.customer_class,
        Customer.is_key_account, Customer.phone, Customer.address,
    ).where(Customer.branch_id == frame.branch.id, Customer.id == customer_id)  # fmt: skip
    customer = session.execute(mine).one_or_none()
    if customer is None:
        raise InputError(Issue("unknown_code", {"record": "customer", "given": customer_id}))
    as_of = last_day_with_data(session, frame.branch.id) or today
    source = order_source(session, frame)
    orders = orders_of(session, frame, source, customer_id, as_of)
    receivable, overdue, days_overdue = money_of(session, frame, customer_id, as_of)
    visit, agreed = visits_of(session, frame, customer_id, as_of)
    answers, price = notes_of(session, frame, customer_id, as_of)
    promises = answers if agreed is None else (agreed, *answers)
    interval = class_interval(USUAL_VISITS.get(customer.customer_class or ""))
    gap = VisitGap(None if visit is None else (as_of - visit.day).days, interval)
    habit = order_habit([(one.day, one.value) for one in orders], as_of)
    product = product_of(session, frame, source, customer, as_of)
    promises = tuple(sorted(promises, key=lambda one: (one.due_on, one.kind, one.text)))
    points = talking_points(
        CustomerFacts(as_of, overdue, days_overdue, promises, habit, gap, price, product)
    )
    return GiveBack(
        as_of, frame.branch.currency, customer.id, customer.code, customer.name,
        customer.customer_class or "", customer.is_key_account, customer.phone, customer.address,
        orders[:ORDERS_SHOWN], habit, receivable, overdue, days_overdue, promises, visit, gap,
        price, product, progress_of(session, frame, rep_code, as_of) if rep_code else None,
        points,
    )  # fmt: skip
