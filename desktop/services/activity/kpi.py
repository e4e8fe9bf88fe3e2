"""The report `kpi`: results, days, visits and the activity ratios in one row."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields
from decimal import Decimal

from sqlalchemy.orm import Session

from desktop.enums import Dimension
from desktop.money import from_minor
from desktop.ratio import Ratio
from desktop.services.activity.gather import gather, load_known
from desktop.services.activity.gathered import Figures, Gathered, has_days
from desktop.services.activity.order_facts import order_source
from desktop.services.figures.data import (
    ColumnKind,
    ReportColumn,
    ReportRequest,
    ReportTable,
    Value,
    undefinable,
)
from desktop.services.figures.dimensions import (
    CUSTOMERS,
    PEOPLE,
    TIME,
    definitions,
    dimension_columns,
    require_allowed,
)
from desktop.services.figures.frame import Frame
from desktop.services.figures.span import Span
from desktop.services.plans.axes import axes_of
from desktop.services.rules.attainment import NO_COST
from desktop.services.rules.efficiency import DAYS_BELONG_TO_REPS, efficiency
from desktop.services.rules.evidence import twin
from desktop.services.rules.fielddays import in_days

DIMENSIONS = (*PEOPLE, Dimension.TERRITORY, *CUSTOMERS, *TIME)

_COUNT, _MONEY = ColumnKind.COUNT, ColumnKind.MONEY
#: The last columns stand once for visits as reported and once for verified ones.
BASES = ("reported", "verified")


def columns(with_days: bool) -> tuple[ReportColumn, ...]:
    """Return the columns; days can be undefined only where rows are no people."""
    days = [
        ReportColumn(name, ColumnKind.DAYS)
        for name in ("scheduled_days", "field_days", "active_days")
    ]
    if not with_days:
        days = [column for one in days for column in undefinable(one.name, one.kind)]
    return (
        ReportColumn("net_sales", _MONEY),
        ReportColumn("collections", _MONEY),
        *undefinable("gross_profit", _MONEY),
        ReportColumn("customers", _COUNT),
        *days,
        ReportColumn("visits", _COUNT),
        ReportColumn("timed_visits", _COUNT),
        *undefinable("calls_per_day", ColumnKind.RATE),
        *undefinable("minutes_per_call", ColumnKind.MINUTES),
        *undefinable("revenue_per_call", ColumnKind.MONEY_PER),
        *undefinable("order_value_per_call", ColumnKind.MONEY_PER),
        *undefinable("order_value_per_day", ColumnKind.MONEY_PER),
        *undefinable("cost_per_call", ColumnKind.MONEY_PER),
        *undefinable("entertainment_per_call", ColumnKind.MONEY_PER),
        ReportColumn("orders", _COUNT),
        *undefinable("orders_per_100", ColumnKind.RATE),
        *undefinable("productive_rate", ColumnKind.RATIO),
        ReportColumn("new_customers", _COUNT),
        ReportColumn("lost_customers", _COUNT),
        ReportColumn("expenses", _MONEY),
        *undefinable("cost_ratio", ColumnKind.RATIO),
        *(column for basis in BASES for column in _basis_columns(basis)),
    )


def _basis_columns(basis: str) -> tuple[ReportColumn, ...]:
    """Return the columns of visits as reported, or as verified."""
    return (
        ReportColumn(f"visits_{basis}", _COUNT),
        *undefinable(f"calls_per_day_{basis}", ColumnKind.RATE),
        *undefinable(f"orders_per_100_{basis}", ColumnKind.RATE),
    )


def cells(
    names: tuple[ReportColumn, ...], figures: Figures, decimals: int, with_days: bool
) -> Iterator[Value]:
    """Yield a row's values in the order of the columns; a note follows what can be undefined."""
    parts = figures.parts
    ratios = _ratios(figures, decimals, with_days)
    days = {
        "scheduled_days": in_days(parts.scheduled_halves),
        "field_days": in_days(parts.field_halves),
        "active_days": Decimal(parts.active_days),
    }
    counts = {
        "customers": figures.customers,
        "new_customers": figures.new_customers,
        "lost_customers": figures.lost_customers,
        "visits_reported": parts.visits + figures.rejected,
        "visits_verified": figures.verified,
    }
    note = ""
    for column in names:
        name = column.name
        if column.kind is ColumnKind.NOTE:
            yield note
        elif name in days:
            note = "" if with_days else DAYS_BELONG_TO_REPS
            yield days[name] if with_days else None
        elif name == "gross_profit" and figures.is_profit_unknown:
            note = NO_COST
            yield None
        elif name in counts:
            yield counts[name]
        elif column.kind is ColumnKind.COUNT:
            yield getattr(parts, name)
        elif column.kind is ColumnKind.MONEY:
            note = ""
            yield from_minor(getattr(parts, name), decimals)
        else:
            ratio = ratios[name]
            note = ratio.reason
            yield ratio.value


def _ratios(figures: Figures, decimals: int, with_days: bool) -> dict[str, Ratio]:
    """Return the ratios by column name."""
    found = efficiency(figures.parts, decimals, with_days)
    bases = twin(figures.parts, figures.rejected, figures.verified, with_days)
    return {
        **{one.name: getattr(found, one.name) for one in fields(found)},
        "calls_per_day_reported": bases.reported.calls_per_day,
        "orders_per_100_reported": bases.reported.orders_per_100,
        "calls_per_day_verified": bases.verified.calls_per_day,
        "orders_per_100_verified": bases.verified.orders_per_100,
    }


def kpi_table(session: Session, frame: Frame, span: Span, request: ReportRequest) -> ReportTable:
    """Return the report `kpi` (FORMATS.md, section 3).

    Its last columns stand beside one another: visits, visits a day and orders per 100 visits *as
    reported* (had no checker rejected any) and *verified* (borne out by a check, by somebody who
    went along or by an order that the report names); the columns before count valid visits.

    Raises:
        InputError: a dimension of products.
    """
    require_allowed(request, *DIMENSIONS)
    known = load_known(session, frame, span.elapsed.last, span.period.start)
    found = gather(session, frame, span, axes_of(request.by), known, with_evidence=True)
    source = order_source(session, frame)
    return table_of(frame, span, request, found, orders_are_invoices=source.is_invoices)


def table_of(
    frame: Frame, span: Span, request: ReportRequest, found: Gathered, *, orders_are_invoices: bool
) -> ReportTable:
    """Return the table of what was gathered."""
    with_days = has_days(request.by)
    named = columns(with_days)
    decimals = frame.branch.decimals
    rows = tuple(
        (*codes, *cells(named, figures, decimals, with_days))
        for codes, figures in found.by(request.by).items()
        if request.by and not figures.is_nothing
    )
    # The branch's own days are known however its sales are divided.
    total = (*("" for _ in request.by), *_total(named, found, decimals))
    return ReportTable(
        name=request.name,
        period=span.period,
        as_of=span.as_of,
        currency=frame.branch.currency,
        decimals=decimals,
        columns=(*dimension_columns(request.by), *named),
        rows=rows if request.by else (total,),
        total=total,
        definitions=definitions(
            frame,
            span,
            ("cost_basis", "field expenses"),
            (
                "orders",
                "invoices, because there are no orders" if orders_are_invoices else "orders",
            ),
            ("visit_attributed_orders", "within 7 days of a visit by the same rep, or linked"),
            ("reported_visits", "valid visits, those that a checker rejected included"),
            (
                "verified_visits",
                "valid visits that a check confirmed, that somebody went along on, "
                "or that name an order of the customer",
            ),
        ),
    )


def _total(named: tuple[ReportColumn, ...], found: Gathered, decimals: int) -> Iterator[Value]:
    return cells(named, found.total(), decimals, with_days=True)
