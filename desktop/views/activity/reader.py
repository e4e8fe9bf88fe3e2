"""What the Activity tab asks of the services; free of Qt."""

from __future__ import annotations

from typing import Protocol

from desktop.periods import Month
from desktop.services.activity.data import (
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


class ActivityReader(Protocol):
    """What the tab asks of `ActivityService`."""

    def visits(self, query: VisitQuery) -> VisitPage:
        """Return a page of visits."""
        ...

    def visit_totals(self, query: VisitQuery) -> VisitTotals:
        """Return the sums of all that is chosen."""
        ...

    def visit_anchors(self, query: VisitQuery) -> tuple[VisitAnchor, ...]:
        """Return where each day begins in the list."""
        ...

    def visit_choices(self) -> VisitChoices:
        """Return what the list can be narrowed to."""
        ...

    def visit(self, visit_id: int) -> VisitDetail | None:
        """Return everything known of a visit."""
        ...

    def rep_figures(self, query: RepFiguresQuery) -> tuple[RepActivityRow, ...]:
        """Return the figures of each rep."""
        ...

    def rep_months(self, rep_code: str, query: RepFiguresQuery) -> tuple[RepMonth, ...]:
        """Return a rep's months."""
        ...


def newest_month(activity: ActivityReader) -> Month | None:
    """Return the month of the newest visit of all, None where there are no visits."""
    rows = activity.visits(VisitQuery(size=1, with_totals=False)).rows
    return Month.of(rows[0].day) if rows else None
