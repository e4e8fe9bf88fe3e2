"""Activity ratios K1 to K9 and the lines of discipline of a scorecard."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields
from decimal import Decimal

from desktop.i18n import N_
from desktop.ratio import Ratio
from desktop.services.activity.gathered import Figures
from desktop.services.activity.plan_facts import ReportedVisits
from desktop.services.appraisals.data import ActivityLine, ActivityUnit, Better
from desktop.services.rules.coverage import CoverageParts
from desktop.services.rules.efficiency import (
    MINIMUM_CUSTOMERS,
    MINIMUM_VISITS,
    NO_FIELD_DAYS,
    efficiency,
    is_small_base,
)
from desktop.services.rules.fielddays import in_days

NO_REPS = N_("no reps")
NO_TYPED_VISITS = N_("no visits keyed in")

_UNIT = ActivityUnit
#: Code, public name, unit and good direction of the ratios.
_RATIOS = (
    ("K1", "calls_per_day", _UNIT.PER_DAY, Better.HIGHER),
    ("K2", "minutes_per_call", _UNIT.MINUTES, Better.NEITHER),
    ("K3", "revenue_per_call", _UNIT.MONEY_PER, Better.HIGHER),
    ("K3b", "order_value_per_call", _UNIT.MONEY_PER, Better.HIGHER),
    ("K3d", "order_value_per_day", _UNIT.MONEY_PER, Better.HIGHER),
    ("K4", "cost_per_call", _UNIT.MONEY_PER, Better.LOWER),
    ("K5", "entertainment_per_call", _UNIT.MONEY_PER, Better.LOWER),
    ("K6", "orders_per_100", _UNIT.PER_HUNDRED, Better.HIGHER),
    ("K6c", "productive_rate", _UNIT.SHARE, Better.HIGHER),
    ("K7", "new_customers", _UNIT.COUNT, Better.HIGHER),
    ("K8", "lost_customers", _UNIT.COUNT, Better.LOWER),
    ("K9", "cost_ratio", _UNIT.MONEY_SHARE, Better.LOWER),
)


def _ratios(figures: Figures, decimals: int, reps: int = 1) -> dict[str, Ratio]:
    """Return all ratios by name, of a rep, or of the branch with its number of reps."""
    made = efficiency(figures.parts, decimals)
    found = {one.name: getattr(made, one.name) for one in fields(made)}
    found["new_customers"] = Ratio.of(figures.new_customers, reps, NO_REPS)
    found["lost_customers"] = Ratio.of(figures.lost_customers, reps, NO_REPS)
    return found


def _minimum(name: str) -> int:
    """Return the base below which a ratio carries the small-base mark; 0 for none."""
    return 0 if name in ("new_customers", "lost_customers", "cost_ratio") else MINIMUM_VISITS


def activity_lines(
    now: Figures,
    previous: Figures,
    branch: Figures,
    trend: Sequence[Figures],
    decimals: int,
    reps: int,
) -> tuple[ActivityLine, ...]:
    """Return the lines K1 to K9; `reps` is the number of people that the branch's counts are of."""
    this, before = _ratios(now, decimals), _ratios(previous, decimals)
    everyone = _ratios(branch, decimals, reps)
    periods = [_ratios(one, decimals) for one in trend]
    # What is divided by days rests on its visits all the same.
    visits = Ratio.of(0, now.parts.visits or 1, "")
    lines = []
    for code, name, unit, better in _RATIOS:
        ratio = this[name]
        base = visits if name in ("calls_per_day", "order_value_per_day") else ratio
        lines.append(
            ActivityLine(
                code,
                name,
                unit,
                ratio,
                before[name],
                everyone[name],
                better,
                ratio.is_defined and is_small_base(base, _minimum(name)),
                tuple(one[name] for one in periods),
            )
        )
    return tuple(lines)


@dataclass(frozen=True, slots=True)
class Discipline:
    """What the lines of discipline of a rep or of the branch in one period are made of."""

    figures: Figures
    coverage: CoverageParts
    reported: ReportedVisits

    def ratios(self) -> dict[str, Ratio]:
        """Return the ratios by their public names."""
        days = in_days(self.figures.parts.field_halves)
        active = Decimal(self.figures.parts.active_days)
        return {
            "plan_done_rate": self.coverage.plan_done_rate,
            "coverage": self.coverage.coverage,
            "frequency_compliance": self.coverage.frequency_compliance,
            "active_rate": Ratio.of(active, days, NO_FIELD_DAYS),
            "backfill_rate": Ratio.of(self.reported.late, self.reported.keyed, NO_TYPED_VISITS),
        }


_DISCIPLINE = (
    ("V4", "plan_done_rate", Better.HIGHER, MINIMUM_VISITS),
    ("V1", "coverage", Better.HIGHER, MINIMUM_CUSTOMERS),
    ("V2", "frequency_compliance", Better.HIGHER, MINIMUM_VISITS),
    ("", "active_rate", Better.HIGHER, 0),
    ("P2", "backfill_rate", Better.LOWER, MINIMUM_VISITS),
)


def discipline_lines(
    now: Discipline, previous: Discipline, branch: Discipline
) -> tuple[ActivityLine, ...]:
    """Return the lines of discipline: plan and done, coverage, frequency, active days, backfill."""
    this, before, everyone = now.ratios(), previous.ratios(), branch.ratios()
    return tuple(
        ActivityLine(
            code,
            name,
            ActivityUnit.SHARE,
            this[name],
            before[name],
            everyone[name],
            better,
            is_small_base(this[name], minimum),
        )
        for code, name, better, minimum in _DISCIPLINE
    )
