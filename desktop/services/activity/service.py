"""What the Activity tab, the command line and the exports ask about activity."""

from __future__ import annotations

from collections.abc import Callable

from sqlalchemy.orm import Session

from desktop.clock import Clock
from desktop.services.activity.coverage_report import coverage_table
from desktop.services.activity.data import (
    MonthVisits,
    RepActivityRow,
    RepFiguresQuery,
    RepMonth,
    VisitAnchor,
    VisitChoices,
    VisitDetail,
    VisitPage,
    VisitQuery,
    VisitTotals,
)
from desktop.services.activity.expenses import expenses_table
from desktop.services.activity.flow import customer_flow_table
from desktop.services.activity.kpi import kpi_table
from desktop.services.activity.rep_figures import rep_activity, visits_by_month
from desktop.services.activity.rep_months import rep_months
from desktop.services.activity.visit_list import (
    visit_anchors,
    visit_choices,
    visit_detail,
    visit_page,
    visit_totals,
)
from desktop.services.activity.visit_orders import visit_orders_table
from desktop.services.figures.data import ReportRequest, ReportTable
from desktop.services.figures.dimensions import CUSTOMERS
from desktop.services.figures.frame import Frame, load_frame
from desktop.services.figures.span import Span, resolve
from desktop.services.uow import UnitOfWork

_Make = Callable[[Session, Frame, Span, ReportRequest], ReportTable]


class ActivityService:
    """Reports and rows of visits, expenses and the activity ratios; each call is one snapshot."""

    def __init__(self, uow: UnitOfWork, clock: Clock) -> None:
        self._uow = uow
        self._clock = clock

    def kpi(self, request: ReportRequest) -> ReportTable:
        """Return the report `kpi`: results, days, visits and the activity ratios.

        Raises:
            InputError: a dimension without meaning, or a period that ends before it starts.
        """
        return self._report(request, kpi_table)

    def coverage(self, request: ReportRequest) -> ReportTable:
        """Return the report `coverage`: plans of visits against visits.

        Raises:
            InputError: a dimension without meaning, or a period that ends before it starts.
        """
        return self._report(request, coverage_table)

    def visit_orders(self, request: ReportRequest) -> ReportTable:
        """Return the report `visit-orders`: visits that the customer's order followed.

        Raises:
            InputError: a dimension without meaning, or a period that ends before it starts.
        """
        return self._report(request, visit_orders_table)

    def expenses(self, request: ReportRequest) -> ReportTable:
        """Return the report `expenses`: amounts and claims.

        Raises:
            InputError: a dimension without meaning, or a period that ends before it starts.
        """
        return self._report(request, expenses_table)

    def customer_flow(self, request: ReportRequest) -> ReportTable:
        """Return the report `customer-flow`: who was there, came, went and moved.

        Raises:
            InputError: a dimension without meaning, or a period that ends before it starts.
        """
        return self._report(request, customer_flow_table)

    def _report(self, request: ReportRequest, make: _Make) -> ReportTable:
        with self._uow.read() as session:
            frame = load_frame(
                session,
                # Whether a customer was visited in time is asked of his class.
                customers=request.name == "coverage"
                or any(dimension in CUSTOMERS for dimension in request.by),
            )
            span = resolve(session, frame, request, self._clock.today())
            return make(session, frame, span, request)

    def visits(self, query: VisitQuery) -> VisitPage:
        """Return a page of reported visits, with sums over all that is chosen."""
        with self._uow.read() as session:
            return visit_page(session, load_frame(session), query)

    def visit_totals(self, query: VisitQuery) -> VisitTotals:
        """Return the sums over all that is chosen, without a page."""
        with self._uow.read() as session:
            return visit_totals(session, load_frame(session), query)

    def visit_anchors(self, query: VisitQuery) -> tuple[VisitAnchor, ...]:
        """Return where each day begins in the list, for a query in the order of days."""
        with self._uow.read() as session:
            return visit_anchors(session, load_frame(session), query)

    def visit(self, visit_id: int) -> VisitDetail | None:
        """Return everything known of a visit, or None where there is no such visit."""
        with self._uow.read() as session:
            return visit_detail(session, load_frame(session), visit_id)

    def visit_choices(self) -> VisitChoices:
        """Return what the list of visits can be narrowed to."""
        with self._uow.read() as session:
            return visit_choices(session, load_frame(session))

    def rep_figures(self, query: RepFiguresQuery) -> tuple[RepActivityRow, ...]:
        """Return the activity of everyone who sells, beside the period before and the branch.

        Raises:
            InputError: a period that ends before it starts.
        """
        with self._uow.read() as session:
            frame = load_frame(session)
            return rep_activity(session, frame, self._span(session, frame, query))

    def visits_by_month(self, query: RepFiguresQuery) -> tuple[MonthVisits, ...]:
        """Return the valid visits of each month by rep, for the chart.

        Raises:
            InputError: a period that ends before it starts.
        """
        with self._uow.read() as session:
            frame = load_frame(session)
            span = self._span(session, frame, query)
            return visits_by_month(session, frame, span.elapsed)

    def rep_months(self, rep_code: str, query: RepFiguresQuery) -> tuple[RepMonth, ...]:
        """Return the twelve months to the end of the period, or more where it is longer.

        A code that there is not has months without visits.

        Raises:
            InputError: a period that ends before it starts.
        """
        with self._uow.read() as session:
            frame = load_frame(session)
            return rep_months(session, frame, self._span(session, frame, query), rep_code)

    def _span(self, session: Session, frame: Frame, query: RepFiguresQuery) -> Span:
        request = ReportRequest("kpi", (), query.as_of, query.first, query.last)
        return resolve(session, frame, request, self._clock.today())
