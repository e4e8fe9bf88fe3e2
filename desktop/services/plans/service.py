"""What was sold and attained, by whom and where: reports, the Plans tab, the list of plans."""

from __future__ import annotations

from decimal import Decimal

from sqlalchemy import func, select

from desktop.clock import Clock
from desktop.enums import Metric, PlanLevel, PlanStatus
from desktop.models import PlanLine, PlanVersion, SalesPlan
from desktop.services.figures.data import ReportRequest, ReportTable
from desktop.services.figures.frame import load_frame
from desktop.services.figures.sql import whole_sum
from desktop.services.garbage import collector_paused
from desktop.services.plans.attainment_report import attainment_table
from desktop.services.plans.board import load_board, load_pace
from desktop.services.plans.classes_report import classes_table
from desktop.services.plans.cube import unit_of
from desktop.services.plans.data import (
    AttainmentBoard,
    AttainmentQuery,
    CellQuery,
    LinesPage,
    MetricTotal,
    PaceQuery,
    PaceSeries,
    PlanRow,
)
from desktop.services.plans.forecast_report import forecast_table
from desktop.services.plans.lines_behind import load_lines
from desktop.services.plans.sales_report import sales_table
from desktop.services.uow import UnitOfWork


class PlansService:
    """Reads sales and attainment; every method is one look at one state of the database."""

    def __init__(self, uow: UnitOfWork, clock: Clock) -> None:
        self._uow = uow
        self._clock = clock

    def sales(self, request: ReportRequest) -> ReportTable:
        """Return the report `sales` (FORMATS.md, section 3).

        Raises:
            InputError: a dimension without meaning, or a period backwards.
        """
        with self._uow.read() as session, collector_paused():
            return sales_table(session, request, self._clock.today())

    def attainment(self, request: ReportRequest) -> ReportTable:
        """Return the report `attainment` for the request's metric and plan.

        Raises:
            InputError: a dimension without meaning, a period backwards, or no such plan.
        """
        with self._uow.read() as session, collector_paused():
            return attainment_table(session, request, self._clock.today())

    def forecast(self, request: ReportRequest) -> ReportTable:
        """Return the report `forecast`: where the request's metric will end in its period.

        Raises:
            InputError: a dimension without meaning, or a period backwards.
        """
        with self._uow.read() as session, collector_paused():
            return forecast_table(session, request, self._clock.today())

    def classes(self, request: ReportRequest) -> ReportTable:
        """Return the report `classes`: customers by descending net sales, then code.

        Raises:
            InputError: lines of classes that do not rise from 0 to 1, or a period backwards.
        """
        with self._uow.read() as session, collector_paused():
            return classes_table(session, request, self._clock.today())

    def board(self, query: AttainmentQuery) -> AttainmentBoard:
        """Return attainment as a pivot of any two dimensions, with totals.

        Raises:
            InputError: a dimension without meaning, a period backwards, or no such plan.
        """
        with self._uow.read() as session, collector_paused():
            return load_board(session, query, self._clock.today())

    def pace_series(self, query: PaceQuery) -> PaceSeries:
        """Return cumulative actual and expected of one selection by day, week or month.

        Raises:
            InputError: a period backwards, or no such plan.
        """
        with self._uow.read() as session:
            return load_pace(session, query, self._clock.today())

    def rows_behind(self, query: CellQuery) -> LinesPage:
        """Return a page of the documents' lines behind a figure; its total is the figure.

        Raises:
            InputError: a dimension without meaning, or a period backwards.
        """
        with self._uow.read() as session:
            return load_lines(session, query, self._clock.today())

    def plans(self) -> tuple[PlanRow, ...]:
        """Return all versions of all plans, the latest year first, then by name and version."""
        with self._uow.read() as session:
            branch = load_frame(session).branch
            rows = session.execute(
                select(
                    PlanLine.version_id, PlanLine.metric, whole_sum(PlanLine.amount), func.count()
                )
                .where(PlanLine.branch_id == branch.id, PlanLine.level == PlanLevel.BASE.value)
                .group_by(PlanLine.version_id, PlanLine.metric)
            )
            totals: dict[int, dict[Metric, MetricTotal]] = {}
            for version_id, word, amount, lines in rows:
                metric = Metric(word)
                value: Decimal = amount * unit_of(metric, branch.decimals)
                totals.setdefault(version_id, {})[metric] = MetricTotal(metric, value, lines)
            versions = session.execute(
                select(PlanVersion, SalesPlan.name)
                .join(SalesPlan, SalesPlan.id == PlanVersion.plan_id)
                .where(PlanVersion.branch_id == branch.id)
                .order_by(
                    PlanVersion.fiscal_year.desc(), SalesPlan.name_key, PlanVersion.number.desc()
                )
            )
            return tuple(
                PlanRow(
                    version.id,
                    name,
                    branch.fiscal.name(version.fiscal_year),
                    version.number,
                    PlanStatus(version.status),
                    version.season_basis,
                    version.in_force_from,
                    sum(one.lines for one in totals.get(version.id, {}).values()),
                    # Metrics in the order of their list, not of the database.
                    tuple(
                        totals[version.id][metric]
                        for metric in Metric
                        if metric in totals.get(version.id, {})
                    ),
                )
                for version, name in versions
            )
