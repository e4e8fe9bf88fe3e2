"""Receivables as reports: open items, aging, collections."""

from __future__ import annotations

from collections.abc import Callable

from sqlalchemy.orm import Session

from desktop.clock import Clock
from desktop.services.figures.data import ReportRequest, ReportTable
from desktop.services.figures.frame import Frame, load_frame
from desktop.services.figures.span import Span, resolve
from desktop.services.garbage import collector_paused
from desktop.services.receivables.collecting_report import collections_table
from desktop.services.receivables.statements import aging_table, open_items_table
from desktop.services.uow import UnitOfWork


class ReceivablesService:
    """Answers what customers owe, since when, and how it comes in; each answer is one snapshot."""

    def __init__(self, uow: UnitOfWork, clock: Clock) -> None:
        self._uow = uow
        self._clock = clock

    def open_items(self, request: ReportRequest) -> ReportTable:
        """Return the report `open-items`: a row a document that is open at the as-of date.

        Raises:
            InputError: dimensions were asked for; the report has none.
        """
        return self._table(request, open_items_table)

    def aging(self, request: ReportRequest) -> ReportTable:
        """Return the report `aging`, by due date or document date.

        Raises:
            InputError: a dimension that open items do not have (product, month).
        """
        return self._table(request, aging_table)

    def collections(self, request: ReportRequest) -> ReportTable:
        """Return the report `collections`, by people, places, customers, and parts of the period.

        Raises:
            InputError: a dimension that money does not have (product).
        """
        return self._table(request, collections_table)

    def _table(
        self,
        request: ReportRequest,
        build: Callable[[Session, Frame, Span, ReportRequest], ReportTable],
    ) -> ReportTable:
        with self._uow.read() as session, collector_paused():
            frame = load_frame(session)
            span = resolve(session, frame, request, self._clock.today())
            return build(session, frame, span, request)
