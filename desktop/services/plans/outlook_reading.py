"""The plan from below as it stands: history, outlooks and prospects beside the version's lines."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop.enums import Dimension, Metric, PlanLevel
from desktop.models import CustomerOutlook, PlanLine, PlanProspect, PlanVersion
from desktop.money import from_minor
from desktop.periods import Month, Period
from desktop.services.figures.frame import Frame, load_frame
from desktop.services.figures.span import last_day_with_data
from desktop.services.figures.sql import plain_rows, whole_sum
from desktop.services.figures.timelines import Timelines, load_timelines
from desktop.services.plans.forecast_history import ForecastReader, has_festival
from desktop.services.plans.grounds_records import as_of_day, money_of, rate_of
from desktop.services.plans.outlooks_data import (
    OutlookBook,
    OutlookEntry,
    OutlookRow,
    ProspectEntry,
    ProspectRow,
)
from desktop.services.plans.seasons import stored_season
from desktop.services.plans.version_records import card_of, find_version
from desktop.services.rules.baseline import (
    HISTORY_MONTHS,
    History,
    Shape,
    expected_months,
    shape_of,
)
from desktop.services.rules.bottom_up import (
    OutlookTerms,
    estimate,
    over_months,
    prospect_months,
    year_left,
)

_YEAR = 12
_Season = tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class _Look:
    """What all rows are made of, read once."""

    session: Session
    frame: Frame
    record: PlanVersion
    months: tuple[Month, ...]
    season: _Season
    cut: Month
    timelines: Timelines
    sums: Mapping[tuple[str, ...], Mapping[int, int]]
    shape: Shape

    def base_months(self, code: str) -> tuple[int, ...]:
        """Return what a customer's months of the plan would bring if he went on as he did."""
        history = History.of(self.sums.get((code,), {}), self.cut.ordinal)
        found = expected_months(history, self.shape, self.months[0].ordinal, _YEAR)
        return tuple(int(one.quantize(Decimal(1), ROUND_HALF_UP)) for one in found)

    def last_year(self, code: str) -> int:
        """Return a customer's last twelve months before the cut."""
        months = self.sums.get((code,), {})
        cut = self.cut.ordinal
        return sum(amount for at, amount in months.items() if cut - _YEAR <= at < cut)


def read_outlooks(session: Session, version_id: int, today: date) -> OutlookBook:
    """Return the plan from below of a version's plan.

    The base of a customer is the sum of his months as the baseline expects them: his own years
    and the branch's season (see `rules.baseline`), from the months that are over.

    Raises:
        InputError: `plan_version_gone`.
    """
    look = _look(session, version_id, today)
    branch, frame = look.frame.branch, look.frame
    planned = _planned(look)
    outlooks = {
        one.customer_id: one
        for one in session.scalars(
            select(CustomerOutlook).where(
                CustomerOutlook.branch_id == branch.id,
                CustomerOutlook.plan_id == look.record.plan_id,
            )
        )
    }
    rows = [
        _row(look, one.id, outlooks.get(one.id), planned.get(one.id, 0))
        for one in sorted(frame.customers.values(), key=lambda one: (one.code, one.id))
    ]
    return OutlookBook(
        card_of(session, branch, look.record),
        branch.currency,
        branch.decimals,
        look.cut,
        tuple(rows),
        tuple(_prospects(look)),
        from_minor(sum(planned.values()), branch.decimals),
        tuple((one.id, one.name) for one in sorted(frame.reps.values(), key=lambda one: one.code)),
        tuple(
            (one.id, one.name)
            for one in sorted(frame.territories.values(), key=lambda one: one.code)
        ),
    )


def _look(session: Session, version_id: int, today: date) -> _Look:
    frame = load_frame(session, customers=True)
    record = find_version(session, frame.branch, version_id)
    months = frame.branch.fiscal.period(record.fiscal_year).months()
    as_of = as_of_day(last_day_with_data(session, frame.branch.id), today)
    cut = min(Month.of(as_of + timedelta(days=1)), months[0])
    reader = ForecastReader(session, frame, Metric.SALES, (Dimension.CUSTOMER,))
    history = reader.by_key(Period(cut.plus(-HISTORY_MONTHS).start, cut.start))
    sums = {
        codes: {month: one[0] for month, one in by_month.items()}
        for codes, by_month in history.items()
    }
    shape = shape_of(
        History.of(sums.get((), {}), cut.ordinal), has_festival=has_festival(session, frame)
    )
    season = stored_season(session, frame.branch, record.id).weights
    known = dict(season)
    return _Look(
        session, frame, record, months,
        tuple((month.ordinal, known.get(month.ordinal, 0)) for month in months),
        cut, load_timelines(session, frame), sums, shape,
    )  # fmt: skip


def _planned(look: _Look) -> dict[int, int]:
    """Return the version's net sales target by customer; 0 is all that no customer has."""
    query = (
        select(PlanLine.customer_id, whole_sum(PlanLine.amount))
        .where(
            PlanLine.branch_id == look.frame.branch.id,
            PlanLine.version_id == look.record.id,
            PlanLine.metric == str(Metric.SALES),
            PlanLine.level == str(PlanLevel.BASE),
        )
        .group_by(PlanLine.customer_id)
    )
    found: dict[int, int] = defaultdict(int)
    for customer_id, amount in plain_rows(look.session, query):
        found[customer_id or 0] += amount
    return found


def _row(look: _Look, customer_id: int, record: CustomerOutlook | None, planned: int) -> OutlookRow:
    branch, one = look.frame.branch, look.frame.customers[customer_id]
    months = look.base_months(one.code)
    history = sum(months)
    rep = look.timelines.owner_in(customer_id, look.months[0])
    entry, terms = OutlookEntry(), OutlookTerms(history)
    if record is not None:
        entry = outlook_entry(record, branch.decimals)
        terms = OutlookTerms(
            history if record.base_minor is None else record.base_minor, record.growth,
            record.wallet_minor, record.new_products_minor, record.price, record.churn,
            record.one_offs_minor,
        )  # fmt: skip
    parts = estimate(terms)
    return OutlookRow(
        customer_id, one.code, one.name, "" if rep is None else look.frame.reps[rep].name,
        from_minor(history, branch.decimals),
        from_minor(look.last_year(one.code), branch.decimals),
        0 if record is None else record.id, 0 if record is None else record.version,
        entry, parts, from_minor(parts.target, branch.decimals),
        from_minor(planned, branch.decimals),
        over_months(parts.target, months, [weight for _month, weight in look.season]),
    )  # fmt: skip


def outlook_entry(record: CustomerOutlook, decimals: int) -> OutlookEntry:
    """Return what a record of an outlook says."""
    return OutlookEntry(
        None if record.base_minor is None else from_minor(record.base_minor, decimals),
        rate_of(record.growth),
        from_minor(record.wallet_minor, decimals),
        from_minor(record.new_products_minor, decimals),
        rate_of(record.price),
        rate_of(record.churn),
        from_minor(record.one_offs_minor, decimals),
        None if record.commitment_minor is None else from_minor(record.commitment_minor, decimals),
        record.signed_on,
        record.note,
    )


def _prospects(look: _Look) -> list[ProspectRow]:
    branch, frame = look.frame.branch, look.frame
    found = look.session.scalars(
        select(PlanProspect)
        .where(PlanProspect.branch_id == branch.id, PlanProspect.plan_id == look.record.plan_id)
        .order_by(PlanProspect.id)
    )
    rows = []
    for one in found:
        months = prospect_months(one.value_minor, one.chance, one.first_month, look.season)
        left = year_left(one.first_month, look.season)
        entry = ProspectEntry(
            one.name, money_of(one.value_minor, branch) or Decimal(0), rate_of(one.chance),
            Month(one.first_month), one.rep_id, one.territory_id, one.next_step,
        )  # fmt: skip
        rows.append(
            ProspectRow(
                one.id, one.version, entry,
                "" if one.rep_id is None else frame.reps[one.rep_id].name,
                "" if one.territory_id is None else frame.territories[one.territory_id].name,
                Decimal(left.numerator) / left.denominator,
                from_minor(sum(months), branch.decimals), months,
            )
        )  # fmt: skip
    return rows
