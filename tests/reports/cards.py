"""Scorecards to print: an ordinary one, a bare one, and pieces to make others of."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from desktop.periods import Month, Period
from desktop.ratio import Ratio
from desktop.services.appraisals.data import (
    ActivityLine,
    ActivityUnit,
    AgingBucket,
    Better,
    MixLine,
    NamedCustomer,
    NamedCustomers,
    OverdueItem,
    ReceivablesPart,
    ResultKind,
    ResultLine,
    ScorecardData,
    ScorecardDefinitions,
    ScorecardIdentity,
    TrendMonth,
    WorkDays,
)

THIRD_QUARTER = Period(date(2026, 7, 1), date(2026, 10, 1))
PRINTED_ON = date(2026, 10, 9)
NO_TARGET = Ratio.undefined("no target")
NO_VISITS = Ratio.undefined("no visits")
NO_BASE = Ratio.undefined("nothing to compare with")
_BOUNDS = (
    ("not_due", 0, 0),
    ("d1_30", 1, 30),
    ("d31_60", 31, 60),
    ("d61_90", 61, 90),
    ("d91_180", 91, 180),
    ("d181_365", 181, 365),
    ("over_365", 366, None),
)


def result(
    kind: ResultKind,
    target: str,
    actual: str,
    last_period: str,
    last_year: str,
    branch: str,
    average: str,
) -> ResultLine:
    """Return a line whose ratios follow from its amounts; the period is over."""
    goal, done = Decimal(target), Decimal(actual)
    reached = Ratio.of(done, goal, "no target")
    before, year = Decimal(last_period), Decimal(last_year)
    return ResultLine(
        kind=kind,
        actual=done,
        target=goal if goal else None,
        attainment=reached,
        pace=reached,
        last_period=before,
        last_year=year,
        growth_on_last_period=Ratio.of(done - before, before, "nothing to compare with"),
        growth_on_last_year=Ratio.of(done - year, year, "nothing to compare with"),
        branch_attainment=Ratio.of(Decimal(branch), 100 if goal else 0, "no target"),
        branch_average=Decimal(average),
    )


def ratio(
    code: str,
    name: str,
    unit: ActivityUnit,
    this: tuple[str, str],
    before: tuple[str, str],
    branch: tuple[str, str],
    trend: str,
    better: Better = Better.HIGHER,
    small_base: bool = False,
) -> ActivityLine:
    """Return an activity line of numerators and denominators."""

    def of(parts: tuple[str, str]) -> Ratio:
        return Ratio.of(Decimal(parts[0]), Decimal(parts[1]), "no visits")

    return ActivityLine(
        code,
        name,
        unit,
        of(this),
        of(before),
        of(branch),
        better,
        small_base,
        tuple(NO_VISITS if x == "-" else Ratio.of(Decimal(x), 1, "") for x in trend.split()),
    )


def ordinary_activity() -> tuple[ActivityLine, ...]:
    """Return K1 to K9 of a rep with 412 visits in 61.5 field days."""
    unit = ActivityUnit
    low = Better.LOWER
    return (
        ratio("K1", "calls_per_day", unit.PER_DAY, ("412", "61.5"), ("398", "60"),
              ("2466", "402.5"), "6.1 6.3 6.2 6.8 6.63 6.70"),
        ratio("K2", "minutes_per_call", unit.MINUTES, ("12154", "371"), ("11980", "352"),
              ("80220", "2190"), "35 34 34.5 33 34 32.8"),
        ratio("K3", "revenue_per_call", unit.MONEY_PER, ("1284560.00", "412"),
              ("1190220.50", "398"), ("6800450.25", "2466"), "2900 2950 2700 3050 2990 3117"),
        ratio("K3b", "order_value_per_call", unit.MONEY_PER, ("801200.00", "412"),
              ("745300.00", "398"), ("4100450.25", "2466"), "1800 1750 1900 1850 1872 1945"),
        ratio("K3d", "order_value_per_day", unit.MONEY_PER, ("801200.00", "61.5"),
              ("745300.00", "60"), ("4100450.25", "402.5"), "11000 11200 12000 12100 12421 13027"),
        ratio("K4", "cost_per_call", unit.MONEY_PER, ("18344.60", "412"), ("16900.00", "398"),
              ("117200.00", "2466"), "41 42 42 43 42.5 44.5", low),
        ratio("K5", "entertainment_per_call", unit.MONEY_PER, ("3120.00", "412"),
              ("2200.00", "398"), ("20155.00", "2466"), "5 5.2 5.1 5.8 5.5 7.6", low),
        ratio("K6", "orders_per_100", unit.PER_HUNDRED, ("14800", "412"), ("13900", "398"),
              ("79900", "2466"), "33 34 36 35 34.9 35.9"),
        ratio("K6c", "productive_rate", unit.SHARE, ("131", "412"), ("120", "398"),
              ("700", "2466"), "0.28 0.29 0.31 0.30 0.30 0.32"),
        ratio("K7", "new_customers", unit.COUNT, ("3", "1"), ("5", "1"), ("22", "8"),
              "2 4 3 1 5 3", small_base=True),
        ratio("K8", "lost_customers", unit.COUNT, ("2", "1"), ("1", "1"), ("11", "8"),
              "1 0 2 1 1 2", low),
        ratio("K9", "cost_ratio", unit.MONEY_SHARE, ("18344.60", "1284560.00"),
              ("16900.00", "1190220.50"), ("117200.00", "6800450.25"),
              "0.014 0.0142 0.0155 0.0141 0.0142 0.0143", low),
    )  # fmt: skip


def ordinary_discipline() -> tuple[ActivityLine, ...]:
    """Return plan-vs-done, coverage, frequency, active days and backfill."""
    share = ActivityUnit.SHARE
    return (
        ratio("V4", "plan_done_rate", share, ("338", "390"), ("310", "380"), ("1990", "2400"), ""),
        ratio("V1", "coverage", share, ("44", "48"), ("41", "47"), ("240", "281"), ""),
        ratio("V2", "frequency_compliance", share, ("301", "388"), ("300", "380"),
              ("1800", "2410"), ""),
        ratio("", "active_rate", share, ("58", "61.5"), ("57", "60"), ("371", "402.5"), ""),
        ratio("P2", "backfill_rate", share, ("37", "412"), ("52", "398"), ("310", "2466"), "",
              Better.LOWER),
    )  # fmt: skip


def ordinary_results() -> tuple[ResultLine, ...]:
    """Return results on track, behind, at risk and without a target."""
    kind = ResultKind
    return (
        result(kind.SALES, "1240000", "1284560.00", "1190220.50", "1174300", "96.4", "850056.28"),
        result(kind.COLLECTIONS, "1300000", "1130020.75", "1210000", "1005000", "91.2", "801000"),
        result(kind.GROSS_PROFIT, "310000", "245118.30", "268000", "281450", "94.0", "190400"),
        result(kind.CUSTOMERS, "0", "39", "37", "36", "0", "31.6"),
        result(kind.NEW_CUSTOMERS, "4", "3", "5", "2", "88", "2.75"),
    )


def receivables(items: tuple[OverdueItem, ...] | None = None) -> ReceivablesPart:
    """Return 1,046,110.40 open, of which 286,410.40 overdue."""
    amounts = ("771700.00", "141200.00", "66910.40", "40300.00", "21000.00", "0", "17000.00")
    buckets = tuple(
        AgingBucket(name, lower, upper, Decimal(amount))
        for (name, lower, upper), amount in zip(_BOUNDS, amounts, strict=True)
    )
    overdue = Decimal("286410.40")
    gross = Decimal("1058110.40")
    shown = overdue_items(5) if items is None else items
    return ReceivablesPart(
        total=Decimal("1046110.40"),
        buckets=buckets,
        unapplied=Decimal("-12000.00"),
        overdue=overdue,
        overdue_rate=Ratio.of(overdue, gross, "no receivable"),
        collected_due_rate=Ratio.of(Decimal("930000"), Decimal("1180000"), "nothing was due"),
        dso=Ratio.of(Decimal("1046110.40") * 92, Decimal("1451552.80"), "no credit sales"),
        branch_overdue_rate=Ratio.of(211, 1000, "no receivable"),
        branch_collected_due_rate=Ratio.of(844, 1000, "nothing was due"),
        branch_dso=Ratio.of(588, 10, "no credit sales"),
        previous_overdue_rate=Ratio.of(242, 1000, "no receivable"),
        previous_collected_due_rate=Ratio.of(80, 100, "nothing was due"),
        previous_dso=Ratio.of(712, 10, "no credit sales"),
        overdue_count=max(len(shown), 14) if items is None else len(shown),
        top_overdue=shown,
    )


def overdue_items(
    count: int, customer: str = "Harbour Building Supplies"
) -> tuple[OverdueItem, ...]:
    """Return overdue documents, largest first."""
    return tuple(
        OverdueItem(
            f"INV-26-{1000 + n:05d}",
            f"C{n:04d}",
            f"{customer} {n + 1}",
            date(2026, 6, 1 + n % 28),
            121 - n % 28,
            Decimal(48210) - 37 * n,
        )
        for n in range(count)
    )


def customers(count: int, name: str = "Greenfield Hardware") -> NamedCustomers:
    """Return customers by name, all of them shown."""
    return NamedCustomers(
        count,
        tuple(
            NamedCustomer(
                f"C{n:04d}", f"{name} {n + 1}", date(2026, 8, 1 + n % 28), Decimal(18400 + n)
            )
            for n in range(count)
        ),
    )


def mix(names: tuple[str, ...]) -> tuple[MixLine, ...]:
    """Return product groups of falling size."""
    total = Decimal("1284560.00")
    return tuple(
        MixLine(
            f"G{n}",
            name,
            Decimal(520000) / (n + 1),
            Ratio.of(Decimal(520000) / (n + 1), total, "no sales"),
            Ratio.of(Decimal(400) / (n + 1), 1000, "no sales"),
            Ratio.of(24 - 3 * n, 100, "no sales") if n != 3 else Ratio.undefined("no cost known"),
        )
        for n, name in enumerate(names)
    )


def trend() -> tuple[TrendMonth, ...]:
    """Return the twelve months to September 2026."""
    actual = (352, 371, 402, 310, 190, 420, 401, 388, 401, 410, 431, 443)
    target = (360, 360, 390, 330, 220, 400, 400, 400, 400, 410, 410, 420)
    return tuple(
        TrendMonth(
            Month.at(2025, 10).plus(n),
            Decimal(goal * 1000),
            Decimal(done * 1000),
            Ratio.of(done, goal, "no target"),
        )
        for n, (done, goal) in enumerate(zip(actual, target, strict=True))
    )


def ordinary(**changes: object) -> ScorecardData:
    """Return a full scorecard of an experienced rep; `changes` replace its parts."""
    parts: dict[str, object] = {
        "identity": ScorecardIdentity(
            "HZ", "Hangzhou Branch", "R07", "Zhang Wei", "Senior representative", "M01", "Li Na",
            "T-E", "Xihu and Gongshu", date(2021, 3, 15), None, 66, 48,
        ),
        "period": THIRD_QUARTER,
        "as_of": date(2026, 9, 30),
        "currency": "CNY",
        "decimals": 2,
        "definitions": ScorecardDefinitions(plan_name="2026"),
        "results": ordinary_results(),
        "activity": ordinary_activity(),
        "discipline": ordinary_discipline(),
        "days": WorkDays(Decimal(65), Decimal("61.5"), Decimal(58), 412, 23, 96),
        "receivables": receivables(),
        "new_customers": customers(3),
        "lost_customers": customers(2, "Old Mill Timber"),
        "mix": mix(("Adhesives", "Sealants", "Waterproofing membranes", "Tools", "Sundries")),
        "trend": trend(),
    }  # fmt: skip
    parts.update(changes)
    return ScorecardData(**parts)  # type: ignore[arg-type]


def newcomer() -> ScorecardData:
    """Return a rep hired yesterday: no target, no visit, no sale, nothing to compare with."""
    nothing = Decimal(0)
    none = Ratio.undefined("no receivable")
    return ordinary(
        identity=ScorecardIdentity("HZ", "Hangzhou Branch", "R31", "Chen Xi", tenure_months=0),
        definitions=ScorecardDefinitions(),
        results=tuple(
            ResultLine(
                kind, nothing, None, NO_TARGET, NO_TARGET, None, None, NO_BASE, NO_BASE, NO_TARGET
            )
            for kind in ResultKind
        ),
        activity=tuple(
            ActivityLine(line.code, line.name, line.unit, NO_VISITS, NO_VISITS, NO_VISITS)
            for line in ordinary_activity()
        ),
        discipline=tuple(
            ActivityLine(
                line.code, line.name, line.unit, Ratio.undefined("nothing planned"), NO_VISITS,
                NO_VISITS,
            )
            for line in ordinary_discipline()
        ),
        days=WorkDays(nothing, nothing, nothing),
        receivables=ReceivablesPart(
            nothing,
            tuple(AgingBucket(name, lower, upper, nothing) for name, lower, upper in _BOUNDS),
            nothing, nothing, none, Ratio.undefined("nothing was due"),
            Ratio.undefined("no credit sales"), none, none, none, none, none, none,
        ),
        new_customers=NamedCustomers(0),
        lost_customers=NamedCustomers(0),
        mix=(),
        trend=(),
    )  # fmt: skip
