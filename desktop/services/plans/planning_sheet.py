"""The lines of a version as columns of whole numbers, and the axes that they lie on."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop.enums import Metric, PlanLevel
from desktop.models import PlanLine
from desktop.periods import Month
from desktop.services.figures.frame import Frame, load_frame
from desktop.services.figures.sql import plain_rows
from desktop.services.figures.timelines import Spans, load_timelines
from desktop.services.plans.planning_data import PlanMember, PlanSheet
from desktop.services.plans.seasons import stored_season
from desktop.services.plans.version_records import card_of, find_version
from desktop.services.rules.plan_cube.data import NONE, CubeAxes, LineColumns

_LINES: Any = PlanLine.__table__
#: The columns of a line in the order of `LineColumns`.
_COLUMNS = (
    "id", "month", "customer_id", "pool_rep_id", "pool_territory_id", "product_id",
    "product_group_id", "amount", "is_locked", "minimum", "maximum", "agreed",
)  # fmt: skip
_Places = Mapping[int | None, int]


def load_sheet(session: Session, version_id: int, metric: Metric, level: PlanLevel) -> PlanSheet:
    """Return the lines of a version's metric and level, with the axes that they lie on.

    Rep and territory of a customer's line are those of the month, by the dated assignments.

    Raises:
        InputError: `plan_version_gone`.
    """
    return load_sheets(session, version_id, (metric,), level)[0]


def load_sheets(
    session: Session, version_id: int, metrics: Sequence[Metric], level: PlanLevel
) -> tuple[PlanSheet, ...]:
    """Return the lines of several metrics, one sheet each, all on the same axes.

    Raises:
        InputError: `plan_version_gone`.
    """
    frame = load_frame(session, customers=True, products=True)
    record = find_version(session, frame.branch, version_id)
    members = {
        name: _members(getattr(frame, name).values())
        for name in ("reps", "territories", "customers", "products", "groups")
    }
    places: dict[str, _Places] = {
        name: {None: NONE, **{one.id: place for place, one in enumerate(found)}}
        for name, found in members.items()
    }
    months = frame.branch.fiscal.period(record.fiscal_year).months()
    season = dict(stored_season(session, frame.branch, record.id).weights)
    axes = CubeAxes(
        first_month=months[0].ordinal,
        months=len(months),
        rep_territory=tuple(
            places["territories"][frame.reps[one.id].territory_id] for one in members["reps"]
        ),
        territory_parent=tuple(
            places["territories"][frame.territories[one.id].parent_id]
            for one in members["territories"]
        ),
        product_group=tuple(
            places["groups"][frame.products[one.id].group_id] for one in members["products"]
        ),
        group_parent=tuple(
            places["groups"][frame.groups[one.id].parent_id] for one in members["groups"]
        ),
        **_owners(session, frame, months, members["customers"], places),
        season=tuple(season.get(month.ordinal, 0) for month in months),
        year_starts_in=frame.branch.fiscal.first_month,
    )
    card = card_of(session, frame.branch, record)
    return tuple(
        PlanSheet(
            card=card,
            metric=metric,
            level=level,
            unit_decimals=_decimals(frame, metric),
            axes=axes,
            lines=_lines(session, frame, version_id, metric, level, places),
            **members,
        )
        for metric in metrics
    )


def _decimals(frame: Frame, metric: Metric) -> int:
    if metric is Metric.QUANTITY:
        return 6
    return frame.branch.decimals if metric.is_money else 0


def _members(facts: Iterable[Any]) -> tuple[PlanMember, ...]:
    return tuple(
        PlanMember(one.id, one.code, one.name)
        for one in sorted(facts, key=lambda one: (one.code, one.id))
    )


def _owners(
    session: Session,
    frame: Frame,
    months: Sequence[Month],
    customers: Sequence[PlanMember],
    places: Mapping[str, _Places],
) -> dict[str, tuple[tuple[int, ...], ...]]:
    """Return rep and territory of each customer in each month, as members."""
    timelines = load_timelines(session, frame)

    def by_month(
        spans: Mapping[int, Spans], found_in: Any, members: _Places
    ) -> tuple[tuple[int, ...], ...]:
        whole: dict[int | None, tuple[int, ...]] = {
            one: (place,) * len(months) for one, place in members.items()
        }
        rows = []
        for customer in customers:
            known = spans.get(customer.id, ())
            # Nearly every customer has one span over the whole year, or none.
            if not known:
                rows.append(whole[None])
            elif (
                len(known) == 1
                and known[0][0] <= months[0].start <= months[-1].start <= (known[0][1])
            ):
                rows.append(whole[known[0][2]])
            else:
                rows.append(tuple(members[found_in(customer.id, month)] for month in months))
        return tuple(rows)

    return {
        "rep_of": by_month(timelines.owners, timelines.owner_in, places["reps"]),
        "territory_of": by_month(
            timelines.territories, timelines.territory_in, places["territories"]
        ),
    }


def _lines(
    session: Session,
    frame: Frame,
    version_id: int,
    metric: Metric,
    level: PlanLevel,
    places: Mapping[str, _Places],
) -> LineColumns:
    rows = plain_rows(
        session,
        select(*(_LINES.c[name] for name in _COLUMNS))
        .where(
            _LINES.c.branch_id == frame.branch.id,
            _LINES.c.version_id == version_id,
            _LINES.c.metric == str(metric),
            _LINES.c.level == str(level),
        )
        .order_by(_LINES.c.id),
    )
    columns: list[Sequence[Any]] = list(zip(*rows, strict=True)) if rows else [()] * len(_COLUMNS)
    for place, name in enumerate(
        ("customers", "reps", "territories", "products", "groups"), start=2
    ):
        columns[place] = list(map(places[name].__getitem__, columns[place]))
    columns[9] = [one or 0 for one in columns[9]]
    for place in (10, 11):
        columns[place] = [NONE if one is None else one for one in columns[place]]
    return LineColumns(*columns)
