"""The sample branch as the files that a branch would import: one call, one seed, one answer."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from desktop.enums import CalendarKind, DayKind, ImportKind, SalesBasis
from desktop.i18n import LANGUAGES
from desktop.services.sample import (
    budget,
    costs,
    dealers,
    field,
    goods,
    invoices,
    money_in,
    orders,
    people,
    places,
    plan,
    reports,
)  # fmt: skip
from desktop.services.sample.days import AS_OF, HALF_DAYS, YEARS, WorkDays, work_days
from desktop.services.sample.words import Words, say

#: The seed of the sample that the documentation shows and the stories were written for.
SEED = 2026

_NAME: Words = ("云岚电器华东分公司（示例）", "Yunlan Appliances East China (sample)")
_PLAN: Words = ("{year}年计划", "{year} plan")
_HALF_DAY: Words = ("盘点，半天", "Stock-taking, half a day")
_CALENDAR_COLUMNS = ("date", "kind", "note")


@dataclass(frozen=True, slots=True)
class BranchSettings:
    """What the sample's branch is opened with."""

    name: str
    currency: str
    fiscal_year_start: int
    sales_basis: SalesBasis
    calendar: CalendarKind
    as_of: date


@dataclass(frozen=True, slots=True)
class SampleFile:
    """A file of one import kind: cells as they stand in a CSV (FORMATS.md, section 2).

    `plan` is the plan's name, for targets only; each is meant to be put in force.
    """

    kind: ImportKind
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    plan: str = ""

    def as_csv(self) -> bytes:
        """Return the file's bytes: UTF-8 without mark, commas, a header row, line feeds."""
        text = io.StringIO(newline="")
        writer = csv.writer(text, lineterminator="\n")
        writer.writerow(self.columns)
        writer.writerows(self.rows)
        return text.getvalue().encode("utf-8")


@dataclass(frozen=True, slots=True)
class SampleBranch:
    """The whole sample: settings, and the files in the order of import."""

    settings: BranchSettings
    files: tuple[SampleFile, ...]

    def write_csv(self, folder: Path) -> tuple[Path, ...]:
        """Write each file as `NN-kind.csv` into the folder and return their paths in order."""
        folder.mkdir(parents=True, exist_ok=True)
        paths = []
        for number, file in enumerate(self.files, start=1):
            path = folder / f"{number:02d}-{file.kind.value}.csv"
            path.write_bytes(file.as_csv())
            paths.append(path)
        return tuple(paths)


def generate(seed: int = SEED, language: str = "zh_CN") -> SampleBranch:
    """Return the sample branch for a seed, with names and notes in the language.

    The same seed gives the same codes, dates and amounts in both languages, and the same
    bytes on every Python. Only the calendar of public holidays comes from outside: a year
    that the installed calendar does not know has plain weekdays.

    Raises:
        ValueError: a language that the program does not speak.
    """
    if language not in LANGUAGES:
        raise ValueError(f"no sample in {language!r}")
    work = work_days()
    all_dealers = dealers.dealers(seed)
    away = people.leave(seed, work)
    masters = _masters(all_dealers, away, language)
    documents = _documents(seed, work, all_dealers, away, language)
    targets = tuple(
        SampleFile(
            ImportKind.TARGETS,
            plan.COLUMNS,
            plan.rows(year, work, all_dealers),
            say(_PLAN, language).format(year=year),
        )
        for year in YEARS
    )
    settings = BranchSettings(
        say(_NAME, language), "CNY", 1, SalesBasis.INVOICED, CalendarKind.CN, AS_OF
    )
    return SampleBranch(settings, (*masters, *documents, *targets))


def _masters(
    all_dealers: tuple[dealers.Dealer, ...], away: tuple[people.Away, ...], language: str
) -> tuple[SampleFile, ...]:
    """Return the files of what there is, before anything happens."""
    half_days = tuple(
        (day.isoformat(), DayKind.HALF.value, say(_HALF_DAY, language)) for day in HALF_DAYS
    )
    return (
        SampleFile(ImportKind.TERRITORIES, places.COLUMNS, places.rows(language)),
        SampleFile(ImportKind.REPS, people.REP_COLUMNS, people.rows(language)),
        SampleFile(ImportKind.PRODUCT_GROUPS, goods.GROUP_COLUMNS, goods.group_rows(language)),
        SampleFile(ImportKind.PRODUCTS, goods.COLUMNS, goods.rows(language)),
        SampleFile(ImportKind.CUSTOMERS, dealers.COLUMNS, dealers.rows(all_dealers, language)),
        SampleFile(
            ImportKind.ASSIGNMENTS,
            dealers.ASSIGNMENT_COLUMNS,
            dealers.assignment_rows(all_dealers),
        ),
        SampleFile(ImportKind.CALENDAR, _CALENDAR_COLUMNS, half_days),
        SampleFile(ImportKind.LEAVE, people.LEAVE_COLUMNS, people.leave_rows(away)),
    )


def _documents(
    seed: int,
    work: WorkDays,
    all_dealers: tuple[dealers.Dealer, ...],
    away: tuple[people.Away, ...],
    language: str,
) -> tuple[SampleFile, ...]:
    """Return the files of what happened."""
    all_orders = orders.orders(seed, work, all_dealers)
    bills, closed = invoices.invoices(seed, work, all_orders)
    money, reduced = money_in.collections(seed, work, bills)
    stops, plans = field.play(seed, work, all_dealers, all_orders, away)
    visits, numbers = reports.rows(seed, work, stops, language)
    claims = costs.expenses(seed, work, stops)
    return (
        SampleFile(ImportKind.ORDERS, orders.COLUMNS, orders.rows(all_orders, closed)),
        SampleFile(ImportKind.INVOICES, invoices.COLUMNS, invoices.rows(bills, reduced)),
        SampleFile(ImportKind.COLLECTIONS, money_in.COLUMNS, money_in.rows(money, language)),
        SampleFile(
            ImportKind.VISIT_PLANS,
            reports.PLAN_COLUMNS,
            reports.plan_rows(seed, plans, language),
        ),
        SampleFile(ImportKind.VISITS, reports.COLUMNS, visits),
        SampleFile(ImportKind.EXPENSES, costs.COLUMNS, costs.rows(seed, claims, numbers, language)),
        SampleFile(ImportKind.BUDGETS, budget.COLUMNS, budget.rows()),
    )
