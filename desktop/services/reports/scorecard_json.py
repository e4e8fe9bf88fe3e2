"""The scorecard as JSON: the printed figures under their public names (FORMATS.md, 3)."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from datetime import date
from decimal import Decimal

from desktop.money import round_half_up
from desktop.ratio import Ratio
from desktop.services.appraisals.data import (
    ActivityLine,
    ActivityUnit,
    MixLine,
    NamedCustomers,
    ReceivablesPart,
    ResultLine,
    ScorecardData,
    TrendMonth,
)

Write = Callable[[Decimal], str]


def to_json_dict(data: ScorecardData) -> dict[str, object]:
    """Return everything that the printed scorecard shows, ready for `json.dumps`.

    Decimals are texts as in CSV: money with the currency's decimals, shares as fractions with
    six, minutes, days and counts per day with two. Each quotient `x` is followed by
    `x_numerator`, `x_denominator` and `x_note`; an undefined one is None and its note says why.
    The period's `to` is inclusive.
    """
    writer = _Writer(data.decimals)
    return {
        "report": "scorecard",
        "from": data.period.start.isoformat(),
        "to": data.period.last.isoformat(),
        "as_of": data.as_of.isoformat(),
        "currency": data.currency,
        "definitions": _definitions(data),
        "identity": _identity(data),
        "results": [writer.result(line) for line in data.results],
        "days": {
            "scheduled_days": _plain(data.days.scheduled),
            "field_days": _plain(data.days.field),
            "active_days": _plain(data.days.active),
            "visits": data.days.visits,
            "attempted": data.days.attempted,
            "other_contacts": data.days.other_contacts,
        },
        "activity": [writer.activity(line) for line in data.activity],
        "discipline": [writer.activity(line) for line in data.discipline],
        "receivables": writer.receivables(data.receivables),
        "new_customers": writer.customers(data.new_customers),
        "lost_customers": writer.customers(data.lost_customers),
        "product_mix": [writer.mix(line) for line in data.mix],
        "trend": [writer.trend(line) for line in data.trend],
    }


def fingerprint(data: ScorecardData) -> str:
    """Return twelve hexadecimal digits that stand for the figures, equal for equal data.

    The page carries them, so that a printed scorecard can be told from another issue of it.
    """
    text = json.dumps(to_json_dict(data), sort_keys=True, ensure_ascii=True)
    return hashlib.sha256(text.encode("ascii")).hexdigest()[:12]


def _definitions(data: ScorecardData) -> dict[str, object]:
    words = data.definitions
    return {
        "sales_basis": words.sales_basis.value,
        "age_from": words.age_from.value,
        "cost_basis": words.cost_basis,
        "order_window_days": words.order_window_days,
        "lost_after_days": words.lost_after_days,
        "plan": words.plan_name,
        "minimum_visits": words.minimum_visits,
        "minimum_orders": words.minimum_orders,
        "minimum_customers": words.minimum_customers,
    }


def _identity(data: ScorecardData) -> dict[str, object]:
    who = data.identity
    return {
        "branch": who.branch_code,
        "branch_name": who.branch_name,
        "rep": who.rep_code,
        "rep_name": who.rep_name,
        "title": who.title,
        "manager": who.manager_code,
        "manager_name": who.manager_name,
        "territory": who.territory_code,
        "territory_name": who.territory_name,
        "hire_date": _day(who.hire_date),
        "leave_date": _day(who.leave_date),
        "tenure_months": who.tenure_months,
        "customers": who.customers,
    }


class _Writer:
    """Writes rows with the decimals of one currency."""

    def __init__(self, decimals: int) -> None:
        self._decimals = decimals

    def money(self, value: Decimal) -> str:
        return _fixed(value, self._decimals)

    def result(self, line: ResultLine) -> dict[str, object]:
        amount = self.money if line.kind.is_money else _plain
        return {
            "name": line.kind.value,
            "target": _maybe(line.target, amount),
            "actual": _maybe(line.actual, amount),
            "variance": _maybe(line.variance, amount),
            **_quotient("attainment", line.attainment, _share, amount, amount),
            **_quotient("pace", line.pace, _share, amount, amount),
            "status": line.status.value,
            "last_period": _maybe(line.last_period, amount),
            "last_year": _maybe(line.last_year, amount),
            **_quotient(
                "growth_on_last_period", line.growth_on_last_period, _share, amount, amount
            ),
            **_quotient("growth_on_last_year", line.growth_on_last_year, _share, amount, amount),
            **_quotient("branch_attainment", line.branch_attainment, _share, amount, amount),
            "branch_average": _maybe(
                line.branch_average, self.money if line.kind.is_money else _two
            ),
        }

    def activity(self, line: ActivityLine) -> dict[str, object]:
        is_money = line.unit in (ActivityUnit.MONEY_PER, ActivityUnit.MONEY_SHARE)
        top: Write = self.money if is_money else _plain
        bottom: Write = self.money if line.unit is ActivityUnit.MONEY_SHARE else _plain
        write: dict[ActivityUnit, Write] = {
            ActivityUnit.MONEY_PER: self.money,
            ActivityUnit.SHARE: _share,
            ActivityUnit.MONEY_SHARE: _share,
        }
        value = write.get(line.unit, _plain if line.unit is ActivityUnit.COUNT else _two)
        # A branch's mean of counts is rarely whole; it has the two decimals of counts per day.
        mean = _two if line.unit is ActivityUnit.COUNT else value
        return {
            "code": line.code,
            "name": line.name,
            "unit": line.unit.value,
            **_quotient("value", line.ratio, value, top, bottom),
            **_quotient("previous", line.previous, value, top, bottom),
            **_quotient("branch", line.branch, mean, top, bottom),
            "small_base": line.small_base,
            "trend": [_maybe(ratio.value, value) for ratio in line.trend],
        }

    def receivables(self, part: ReceivablesPart) -> dict[str, object]:
        money = self.money
        rows: dict[str, object] = {"receivable": money(part.total)}
        rows.update({bucket.name: money(bucket.amount) for bucket in part.buckets})
        rows["unapplied"] = money(part.unapplied)
        rows["overdue"] = money(part.overdue)
        for place, overdue, collected, dso in (
            ("", part.overdue_rate, part.collected_due_rate, part.dso),
            (
                "branch_",
                part.branch_overdue_rate,
                part.branch_collected_due_rate,
                part.branch_dso,
            ),
            (
                "previous_",
                part.previous_overdue_rate,
                part.previous_collected_due_rate,
                part.previous_dso,
            ),
        ):
            rows.update(_quotient(f"{place}overdue_rate", overdue, _share, money, money))
            rows.update(_quotient(f"{place}collected_due_rate", collected, _share, money, money))
            rows.update(_quotient(f"{place}dso", dso, _two, money, money))
        rows["overdue_items"] = part.overdue_count
        rows["top_overdue"] = [
            {
                "document_no": item.document_no,
                "customer": item.customer_code,
                "customer_name": item.customer_name,
                "due_date": item.due_date.isoformat(),
                "days_overdue": item.days_overdue,
                "open": money(item.open),
            }
            for item in part.top_overdue
        ]
        return rows

    def customers(self, named: NamedCustomers) -> dict[str, object]:
        return {
            "count": named.count,
            "rows": [
                {
                    "customer": row.code,
                    "customer_name": row.name,
                    "on": _day(row.on),
                    "net_sales": _maybe(row.net_sales, self.money),
                }
                for row in named.shown
            ],
        }

    def mix(self, line: MixLine) -> dict[str, object]:
        money = self.money
        return {
            "product_group": line.code,
            "product_group_name": line.name,
            "net_sales": money(line.net_sales),
            **_quotient("share", line.share, _share, money, money),
            **_quotient("branch_share", line.branch_share, _share, money, money),
            **_quotient("margin", line.margin, _share, money, money),
            "last_year": _maybe(line.last_year, money),
        }

    def trend(self, line: TrendMonth) -> dict[str, object]:
        money = self.money
        return {
            "month": str(line.month),
            "target": _maybe(line.target, money),
            "actual": money(line.actual),
            **_quotient("attainment", line.attainment, _share, money, money),
        }


def _quotient(
    name: str, ratio: Ratio, value: Write, numerator: Write, denominator: Write
) -> dict[str, object]:
    return {
        name: _maybe(ratio.value, value),
        f"{name}_numerator": numerator(ratio.numerator),
        f"{name}_denominator": denominator(ratio.denominator),
        f"{name}_note": ratio.reason,
    }


def _maybe(value: Decimal | None, write: Write) -> str | None:
    return None if value is None else write(value)


def _fixed(value: Decimal, decimals: int) -> str:
    """Return the value rounded half-up; what rounds to zero has no sign."""
    rounded = round_half_up(value, decimals)
    return f"{rounded if rounded else abs(rounded):f}"


def _share(value: Decimal) -> str:
    return _fixed(value, 6)


def _two(value: Decimal) -> str:
    return _fixed(value, 2)


def _plain(value: Decimal) -> str:
    """Return a quantity without trailing zeros and without an exponent."""
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _day(day: date | None) -> str | None:
    return None if day is None else day.isoformat()
