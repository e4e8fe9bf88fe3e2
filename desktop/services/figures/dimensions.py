"""The dimensions of a report: which have a meaning, and the columns they make."""

from __future__ import annotations

from collections.abc import Callable, Collection
from functools import partial

from desktop.enums import Dimension, SalesBasis
from desktop.errors import InputError, Issue
from desktop.services.figures.data import ColumnKind, ReportColumn, ReportRequest
from desktop.services.figures.frame import Frame
from desktop.services.figures.span import Span

MOST_DIMENSIONS = 3
TIME = (Dimension.MONTH, Dimension.QUARTER, Dimension.YEAR)
PEOPLE = (Dimension.REP, Dimension.MANAGER)
CUSTOMERS = (Dimension.CUSTOMER, Dimension.CLASS)
PRODUCTS = (Dimension.PRODUCT, Dimension.PRODUCT_GROUP)


def require_allowed(request: ReportRequest, *dimensions: Dimension) -> None:
    """Refuse a dimension that has no meaning for the report, a repeated one, or a fourth.

    Raises:
        InputError: one issue for each, naming it.
    """
    issues = [
        Issue("dimension_meaningless", {"dimension": str(by), "report": request.name})
        for by in request.by
        if by not in dimensions
    ]
    if len(set(request.by)) < len(request.by):
        issues.append(Issue("dimension_twice"))
    if len(request.by) > MOST_DIMENSIONS:
        issues.append(Issue("too_many_dimensions", {"most": MOST_DIMENSIONS}))
    if issues:
        raise InputError(*issues)


def dimension_columns(by: Collection[Dimension]) -> tuple[ReportColumn, ...]:
    """Return the columns that hold the codes."""
    return tuple(ReportColumn(str(dimension), ColumnKind.TEXT) for dimension in by)


def expanders(
    frame: Frame, by: Collection[Dimension]
) -> tuple[Callable[[int | None], tuple[str, ...]], ...]:
    """Return, a dimension each, the function that names the rows a leaf counts in."""
    return tuple(partial(frame.expand, dimension) for dimension in by)


def definitions(frame: Frame, span: Span, *more: tuple[str, str]) -> tuple[tuple[str, str], ...]:
    """Return the definitions in force that every report names."""
    basis = "invoiced" if frame.branch.sales_basis is SalesBasis.INVOICED else "ordered"
    return (
        ("branch", frame.branch.name),
        ("currency", frame.branch.currency),
        ("sales_basis", basis),
        ("period", f"{span.period.start} to {span.period.last}"),
        ("as_of", str(span.as_of)),
        *more,
    )
