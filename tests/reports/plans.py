"""Plans to print: an ordinary branch's year, and pieces to make others of."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal

from desktop.enums import (
    AnswerKind,
    BridgeKind,
    BridgeStatus,
    PlanLevel,
    PlanSide,
    PlanStatus,
)
from desktop.money import split_exact
from desktop.periods import Month
from desktop.services.reports.plan_pages_data import (
    BridgeData,
    BridgeItem,
    Feasibility,
    FeasibilityCounts,
    MonthlyTargets,
    NegotiationRound,
    PartKind,
    PlanIdentity,
    PlanMetric,
    PlanSummaryData,
    SummaryMetric,
    TabPart,
    TargetAnswer,
    TargetReason,
    TargetSheetData,
)

PRINTED_AT = datetime(2026, 12, 18, 16, 45)
AS_OF = date(2026, 12, 17)
SALES = PlanMetric("sales", is_money=True, decimals=2)
COLLECTIONS = PlanMetric("collections", is_money=True, decimals=2)
PROFIT = PlanMetric("profit", is_money=True, decimals=2)
NEW = PlanMetric("new_customers")
VISITS = PlanMetric("visits")
VISITS_NEEDED = PlanMetric("visits_needed")
ORDERS_NEEDED = PlanMetric("orders_needed")
SEASON = (62, 48, 96, 92, 90, 84, 70, 72, 98, 100, 96, 92)
NAMES = (
    "Harbour Building Supplies", "Greenfield Hardware", "Old Mill Timber", "Northgate Builders",
    "Riverside Paints", "Lake Street Tools", "Hill & Sons", "Central Roofing", "Bay Insulation",
    "Kiln Lane Tiles", "Westway Depot", "Station Road Trade Counter", "Quay Fasteners",
    "Meadow Joinery", "Upper Town Glass", "Eastern Drywall", "Mill Pond Flooring", "Park Sanitary",
)  # fmt: skip

IDENTITY = PlanIdentity(
    "HZ", "Hangzhou Branch", "2027", 3, PlanStatus.SUBMITTED, "2027", Month.at(2027, 1)
)


def spread(metric: PlanMetric, year: int, cents: int = 0) -> MonthlyTargets:
    """Return a year divided over the months by season; money to thousands, cents in December."""
    months = [Decimal(part) for part in split_exact(year, SEASON, 1000 if metric.is_money else 1)]
    months[-1] += Decimal(cents) / 100
    return MonthlyTargets(metric, tuple(months))


def parts(
    lines: tuple[MonthlyTargets, ...], names: tuple[str, ...], pool: str = "", prefix: str = "C"
) -> tuple[TabPart, ...]:
    """Return parts of falling size that add up to the lines' years exactly."""
    count = len(names) + bool(pool)
    weights = [100 - 60 * place // max(count, 1) for place in range(count)]
    steps = [1000 if line.metric.is_money else 1 for line in lines]
    by_quarter = [split_exact(int(one or 0), weights, steps[0]) for one in lines[0].quarters]
    columns = [
        tuple(map(sum, zip(*by_quarter, strict=True))),
        *(
            split_exact(int(line.year or 0), weights, step)
            for line, step in zip(lines[1:], steps[1:], strict=True)
        ),
    ]
    made = []
    for place in range(count):
        amounts = tuple(Decimal(column[place]) for column in columns)
        quarters = [column[place] for column in by_quarter]
        is_pool = place == len(names)
        made.append(
            TabPart(
                "" if is_pool else f"{prefix}{place:04d}",
                pool if is_pool else names[place],
                amounts,
                tuple(Decimal(part) for part in quarters),
                PartKind.POOL if is_pool else PartKind.NAMED,
            )
        )
    return tuple(made)


def targets() -> tuple[MonthlyTargets, ...]:
    """Return the targets of an experienced rep."""
    return (
        spread(SALES, 5_240_000), spread(COLLECTIONS, 5_410_000), spread(PROFIT, 1_258_000),
        spread(NEW, 14), spread(VISITS, 1_560),
    )  # fmt: skip


def reasons() -> tuple[TargetReason, ...]:
    """Return how they were reached."""
    return (
        TargetReason(
            SALES, "Season and trend",
            "4,870,300 in the last twelve months, market growth of 4% and two dealers who begin "
            "to carry membranes; without the one-off order of the stadium.",
            Feasibility.FEASIBLE,
        ),
        TargetReason(
            COLLECTIONS, "From sales and terms",
            "Opening receivable 1,046,110 and planned sales at each customer's own terms.",
            Feasibility.STRETCH,
        ),
        TargetReason(PROFIT, "Share of sales", "24% of sales, as in 2026.", Feasibility.FEASIBLE),
        TargetReason(NEW, "", "Agreed in the meeting of 12 December.", Feasibility.NOT_JUDGED),
        TargetReason(
            VISITS, "From the gap",
            "6.5 visits on each of 240 field days; he made 6.7 in 2026.", Feasibility.FEASIBLE,
        ),
    )  # fmt: skip


def sheet(**changes: object) -> TargetSheetData:
    """Return an ordinary target sheet; `changes` replace its parts."""
    lines = targets()
    data = TargetSheetData(
        IDENTITY, "R07", "Zhang Wei", "Senior representative", "Li Na", "Xihu and Gongshu", AS_OF,
        lines, parts(lines, NAMES, "New business, Zhang Wei"),
        (spread(VISITS_NEEDED, 1_480), spread(ORDERS_NEEDED, 531)), reasons(),
    )  # fmt: skip
    return replace(data, **changes)  # type: ignore[arg-type]


def objection() -> TargetAnswer:
    """Return an objection with its reply."""
    return TargetAnswer(
        AnswerKind.OBJECTED, date(2026, 12, 14), "Zhang Wei",
        "Old Mill Timber closes its second yard in March. I propose 180,000 less for it from April "
        "on, and 60,000 more for Greenfield Hardware, which takes over two of its builders.",
        "Accepted for Old Mill Timber; Greenfield Hardware stays until its limit is raised.",
        date(2026, 12, 16), "Li Na",
    )  # fmt: skip


def stretch(metric: PlanMetric) -> PlanMetric:
    """Return the metric at the level beyond what is promised."""
    return replace(metric, level=PlanLevel.STRETCH)


def summary(**changes: object) -> PlanSummaryData:
    """Return an ordinary branch's plan: nine reps, five territories, eight groups."""
    lines = (
        spread(SALES, 41_600_000), spread(COLLECTIONS, 42_900_000), spread(PROFIT, 9_980_000),
        spread(NEW, 96), spread(VISITS, 14_040),
    )  # fmt: skip
    counts = FeasibilityCounts(212, 41, 7, 60)
    metrics = tuple(
        SummaryMetric(line, last, unassigned, typed, 320, counts)
        for line, last, unassigned, typed in zip(
            lines,
            (Decimal("38700450.25"), Decimal("39120000"), Decimal("9011400.10"), Decimal(81), None),
            (Decimal(832_000), Decimal(0), Decimal(0), Decimal(2), Decimal(0)),
            (8, 0, 0, 64, 12),
            strict=True,
        )
    )
    people = ("Zhang Wei", "Chen Xi", "Wang Fang", "Liu Yang", "Zhao Min", "Sun Li", "Zhou Jie",
              "Wu Tao", "Xu Hui")  # fmt: skip
    areas = ("Xihu and Gongshu", "Yuhang", "Xiaoshan", "Fuyang and Tonglu", "Jiaxing")
    groups = ("Adhesives", "Sealants", "Membranes", "Tools", "Tiles", "Paints", "Boards", "Other")
    data = PlanSummaryData(
        IDENTITY,
        AS_OF,
        metrics,
        without_owner(parts(lines, people, prefix="R")),
        without_owner(parts(lines, areas, prefix="T")),
        parts(lines, groups, prefix="G"),
        parts(lines, tuple(f"{name} {n}" for n in range(8) for name in NAMES), "New business"),
    )
    return replace(data, **changes)  # type: ignore[arg-type]


def without_owner(found: tuple[TabPart, ...]) -> tuple[TabPart, ...]:
    """Return the parts with 832,000 of sales and 2 new customers of the first left to nobody."""
    taken = (Decimal(832_000), Decimal(0), Decimal(0), Decimal(2), Decimal(0))
    first = replace(
        found[0],
        amounts=tuple(
            (amount or Decimal(0)) - part
            for amount, part in zip(found[0].amounts, taken, strict=True)
        ),
    )
    return (first, *found[1:], TabPart("", "", taken, kind=PartKind.UNASSIGNED))


def bridge(**changes: object) -> BridgeData:
    """Return a bridge with an item of each status and 90,000 unexplained."""
    kind, status = BridgeKind, BridgeStatus
    items = (
        BridgeItem(
            kind.MARKET_GROWTH, Decimal(380_000), "Headquarters",
            "Association's index: 4.1% in 2026; headquarters plans with 5%.", status.OPEN,
        ),
        BridgeItem(
            kind.PRICE, Decimal(145_000), "Li Na", "List of 1 April, 1.2% on adhesives.",
            status.ACCEPTED,
        ),
        BridgeItem(
            kind.NEW_PRODUCTS, Decimal(260_000), "Wang Fang",
            "Membranes from March; three dealers have signed for opening stock.", status.ACCEPTED,
        ),
        BridgeItem(
            kind.LOST_CUSTOMERS, Decimal(-190_000), "Zhang Wei",
            "Old Mill Timber closes its second yard.", status.ACCEPTED,
        ),
        BridgeItem(
            kind.CAPACITY, Decimal(-85_000), "Li Na", "One post vacant until May.", status.REJECTED
        ),
    )  # fmt: skip
    side = PlanSide
    rounds = (
        NegotiationRound(1, side.HQ, date(2026, 11, 2), Decimal(43_500_000), "Growth of 12%.", ""),
        NegotiationRound(
            1, side.BRANCH, date(2026, 11, 6), Decimal(40_100_000),
            "Season and trend give 39.8 million; the stadium's order does not come again.",
            "Baseline of 5 November",
        ),
        NegotiationRound(
            2, side.HQ, date(2026, 11, 20), Decimal(42_010_000),
            "The stadium's order is taken out; market growth stays at 5%.", "",
        ),
        NegotiationRound(
            2, side.BRANCH, date(2026, 11, 27), Decimal(41_410_000),
            "Membranes and the price list are in.", "Letters of three dealers",
        ),
    )  # fmt: skip
    data = BridgeData(
        IDENTITY, AS_OF, SALES, Decimal(42_010_000), Decimal(41_410_000), items, rounds,
        Decimal(41_600_000), date(2026, 12, 9), "Li Na and Director Shen",
    )  # fmt: skip
    return replace(data, **changes)  # type: ignore[arg-type]
