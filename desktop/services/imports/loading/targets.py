"""Targets: a file's periods become the months of a plan, a plan a fiscal year."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from math import prod

from sqlalchemy import select

from desktop.changes import Topic
from desktop.enums import Metric, PlanLevel, PlanStatus
from desktop.models import (
    Customer,
    PlanLine,
    PlanSeason,
    PlanVersion,
    Product,
    ProductGroup,
    Rep,
    SalesPlan,
    Territory,
)
from desktop.periods import Month
from desktop.search_key import search_key
from desktop.services.imports.data import PeriodValue
from desktop.services.imports.loading.context import LoadContext, Writer
from desktop.services.imports.loading.undo import change_rows
from desktop.services.plans.seasons import season_of_year
from desktop.services.rules.season import SeasonCurve, spread, step_of

#: What a target is for: metric, territory, rep, customer, product, group.
_Key = tuple[str, int | None, int | None, int | None, int | None, int | None]


@dataclass(frozen=True, slots=True)
class _Version:
    """The version that takes a year's lines, and its season curve."""

    id: int
    season: SeasonCurve
    has_lines: bool


def load_targets(context: LoadContext) -> Writer:
    """Check targets and return what writes them, spread over months by the season curve.

    The same key twice, or a period beside a part of itself, is refused, in the file and
    against what the plan holds already.
    """
    parts = zip(
        context.column("metric"),
        context.resolve("territory_code", Territory),
        context.resolve("rep_code", Rep),
        context.resolve("customer_code", Customer),
        context.resolve("product_code", Product),
        context.resolve("group_code", ProductGroup),
        strict=True,
    )
    keys: list[_Key] = [
        (metric, None if customer else territory, None if customer else rep, customer, product,
         None if product else group)
        for metric, territory, rep, customer, product, group in parts
    ]  # fmt: skip
    periods: list[PeriodValue] = context.column("period")
    fiscal = context.branch.fiscal
    plans = _plans(context)
    _refuse_overlaps(context, keys, periods, _stored_months(context, plans))

    def write() -> frozenset[Topic]:
        # Rows that were left out make no plan of their year.
        years = sorted({
            fiscal.year_of(month.start)
            for place in context.good()
            for month in periods[place].period.months()
        })  # fmt: skip
        versions = {year: _version(context, plans, year) for year in years}
        amounts = context.column("amount")
        rows = []
        for place in context.good():
            months = [month.ordinal for month in periods[place].period.months()]
            metric, territory, rep, customer, product, group = keys[place]
            for month, amount in _spread(context, versions, months, metric, amounts[place]):
                version = versions[fiscal.year_of(Month(month).start)]
                rows.append((
                    version.id, metric, month, customer, rep, territory, product, group, amount,
                    False, "",
                ))  # fmt: skip
        context.insert(PlanLine, [
            "version_id", "metric", "month", "customer_id", "pool_rep_id", "pool_territory_id",
            "product_id", "product_group_id", "amount", "is_locked", "reason",
        ], rows)  # fmt: skip
        return frozenset({Topic.PLANS})

    return write


def _spread(
    context: LoadContext,
    versions: dict[int, _Version],
    months: list[int],
    metric: str,
    amount: int,
) -> Iterable[tuple[int, int]]:
    fiscal = context.branch.fiscal
    season = _joined([
        versions[year].season
        for year in sorted({fiscal.year_of(Month(month).start) for month in months})
    ])  # fmt: skip
    parts = spread(amount, months, season, step_of(Metric(metric), amount))
    return zip(months, parts, strict=True)


def _joined(curves: list[SeasonCurve]) -> SeasonCurve:
    """Return one curve of several years, each year weighing the same.

    The curve of one year may count money and that of another working days: as they stand, a
    quarter that lies in both fiscal years would fall to one of them whole.
    """
    if len(curves) == 1:
        return curves[0]
    totals = [sum(weight for _month, weight in one.weights) or 1 for one in curves]
    whole = prod(totals)
    return SeasonCurve(
        tuple(
            (month, weight * (whole // total))
            for one, total in zip(curves, totals, strict=True)
            for month, weight in one.weights
        ),
        "",
    )


def _refuse_overlaps(
    context: LoadContext,
    keys: list[_Key],
    periods: list[PeriodValue],
    stored: dict[_Key, set[int]],
) -> None:
    taken: dict[_Key, dict[int, str]] = defaultdict(dict)
    for place, key in enumerate(keys):
        if place in context.refused:
            continue
        months = [month.ordinal for month in periods[place].period.months()]
        other = next((taken[key][month] for month in months if month in taken[key]), "")
        if other:
            context.refuse(place, "period", "target_twice", other=other)
        elif stored and any(month in stored.get(key, ()) for month in months):
            context.refuse(place, "period", "target_exists", plan=context.options.plan)
        else:
            taken[key].update(dict.fromkeys(months, periods[place].text))


def _plans(context: LoadContext) -> dict[int, int]:
    """Return the latest version of the plan of this name, by fiscal year."""
    rows = context.session.execute(
        select(SalesPlan.fiscal_year, PlanVersion.id)
        .join(
            PlanVersion,
            (PlanVersion.branch_id == SalesPlan.branch_id) & (PlanVersion.plan_id == SalesPlan.id),
        )
        .where(
            SalesPlan.branch_id == context.branch.id,
            SalesPlan.name_key == search_key(context.options.plan),
        )
        .order_by(PlanVersion.number)
    )
    return {year: version for year, version in rows}


def _stored_months(context: LoadContext, plans: dict[int, int]) -> dict[_Key, set[int]]:
    stored: dict[_Key, set[int]] = defaultdict(set)
    if plans:
        for row in context.session.execute(
            select(
                PlanLine.metric, PlanLine.pool_territory_id, PlanLine.pool_rep_id,
                PlanLine.customer_id, PlanLine.product_id, PlanLine.product_group_id,
                PlanLine.month,
            ).where(
                PlanLine.branch_id == context.branch.id,
                PlanLine.version_id.in_(list(plans.values())),
                PlanLine.level == str(PlanLevel.BASE),
            )
        ):  # fmt: skip
            stored[(row[0], row[1], row[2], row[3], row[4], row[5])].add(row[6])
    return stored


def _version(context: LoadContext, plans: dict[int, int], year: int) -> _Version:
    known = plans.get(year)
    if known is not None:
        if context.options.in_force:
            _put_in_force(context, known, year)
        return _Version(known, _stored_season(context, known), True)
    season = season_of_year(context.session, context.branch, year)
    name = context.options.plan
    plan = SalesPlan(
        branch_id=context.branch.id, batch_id=context.batch_id, name=name,
        name_key=search_key(name), fiscal_year=year,
    )  # fmt: skip
    context.session.add(plan)
    context.session.flush()
    version = PlanVersion(
        branch_id=context.branch.id,
        batch_id=context.batch_id,
        plan_id=plan.id,
        number=1,
        fiscal_year=year,
        status=str(PlanStatus.DRAFT),
        made_at=context.clock.now(),
        in_force_from=None,
        season_basis=season.basis,
    )
    context.session.add(version)
    context.session.flush()
    context.insert(
        PlanSeason, ["version_id", "month", "weight"],
        [(version.id, month, weight) for month, weight in season.weights],
    )  # fmt: skip
    if context.options.in_force:
        _put_in_force(context, version.id, year)
    return _Version(version.id, season, False)


def _put_in_force(context: LoadContext, version_id: int, year: int) -> None:
    """Put the version in force; the one that was, of whatever plan, is superseded."""
    context.session.flush()
    others = context.session.scalars(
        select(PlanVersion.id).where(
            PlanVersion.branch_id == context.branch.id,
            PlanVersion.fiscal_year == year,
            PlanVersion.status == str(PlanStatus.IN_FORCE),
        )
    ).all()
    if version_id in others:
        return
    change_rows(
        context, PlanVersion, {one: {"status": str(PlanStatus.SUPERSEDED)} for one in others}
    )
    values = {"status": str(PlanStatus.IN_FORCE), "in_force_from": context.today()}
    change_rows(context, PlanVersion, {version_id: values})


def _stored_season(context: LoadContext, version_id: int) -> SeasonCurve:
    rows = context.session.execute(
        select(PlanSeason.month, PlanSeason.weight)
        .where(PlanSeason.branch_id == context.branch.id, PlanSeason.version_id == version_id)
        .order_by(PlanSeason.month)
    )
    return SeasonCurve(tuple((month, weight) for month, weight in rows), "")
