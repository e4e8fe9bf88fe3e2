"""What the form of a new plan means: the command behind it and what it would make; no Qt."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Any

from desktop.enums import Metric, PlanStatus
from desktop.errors import InputError, Issue
from desktop.i18n import N_, _
from desktop.periods import FiscalCalendar
from desktop.services import formats
from desktop.services.plans.previews import MetricPreview
from desktop.services.plans.versions_data import LEAST_GROWTH, MOST_GROWTH, CopyPlan, MakePlan
from desktop.tone import Tone
from desktop.views.column import Align, Column, count_column, text_column
from desktop.views.plans.versions.state import VersionRow
from desktop.views.plans.words import amount_words, metric_words
from desktop.views.runner import Runner

#: Fiscal years that are offered: the one before this one, and so many after it.
_YEARS_BACK, _YEARS_ON = 1, 3


class Beginning(StrEnum):
    """What a new plan begins with."""

    LAST_YEAR = "last_year"
    COPY = "copy"
    EMPTY = "empty"


BEGINNINGS: dict[Beginning, str] = {
    Beginning.LAST_YEAR: N_("Last year's results, grown"),
    Beginning.COPY: N_("A copy of a version"),
    Beginning.EMPTY: N_("Nothing: an empty plan"),
}


@dataclass(frozen=True, slots=True)
class NewPlanTyped:
    """What stands in the form."""

    name: str
    year: int
    beginning: Beginning
    version_id: int | None
    growth: str
    metrics: tuple[Metric, ...]
    note: str
    request_id: str = ""


def growth_of(text: str) -> Decimal:
    """Return the growth that was typed in percent (`8`, `-3.5 %`) as a fraction of one.

    Raises:
        InputError: no number, or out of range; at the field `growth`.
    """
    plain = text.strip().rstrip("%％").strip()
    try:
        growth = formats.parse_amount(plain) / 100
    except ValueError as exc:
        issue = Issue("number_unreadable" if plain else "required", column="growth", value=text)
        raise InputError(issue) from exc
    if not LEAST_GROWTH < growth <= MOST_GROWTH:
        raise InputError(Issue("growth_out_of_range", column="growth", value=text.strip()))
    return growth


def command_of(typed: NewPlanTyped) -> MakePlan | CopyPlan:
    """Return the command that the form describes.

    Raises:
        InputError: with an issue for each field that cannot be taken.
    """
    issues = [] if typed.name.strip() else [Issue("required", column="name")]
    growth: Decimal | None = None
    if typed.beginning is Beginning.LAST_YEAR:
        try:
            growth = growth_of(typed.growth)
        except InputError as error:
            issues.extend(error.issues)
        if not typed.metrics:
            issues.append(Issue("required", column="metrics"))
    if typed.beginning is Beginning.COPY and typed.version_id is None:
        issues.append(Issue("required", column="version"))
    if issues:
        raise InputError(*issues)
    if typed.beginning is Beginning.COPY and typed.version_id is not None:
        return CopyPlan(typed.version_id, typed.name, typed.year, typed.note, typed.request_id)
    return MakePlan(
        typed.name, typed.year, growth, typed.metrics, typed.note, typed.request_id
    )  # fmt: skip


def years_offered(fiscal: FiscalCalendar, this_year: int) -> tuple[tuple[int, str], ...]:
    """Return the fiscal years to choose from, with their names."""
    years = range(this_year - _YEARS_BACK, this_year + _YEARS_ON + 1)
    return tuple((year, fiscal.name(year)) for year in years)


def year_proposed(rows: Iterable[VersionRow], this_year: int) -> int:
    """Return the year a plan is most likely made for: the first without one in force."""
    done = {row.fiscal_year for row in rows if row.status is PlanStatus.IN_FORCE}
    year = this_year
    while year in done and year < this_year + _YEARS_ON:
        year += 1
    return year


def name_proposed(rows: Iterable[VersionRow], year: int, year_name: str) -> str:
    """Return a name that no plan of the year has."""
    taken = {row.name for row in rows if row.fiscal_year == year}
    name = _("Plan {year}").format(year=year_name)
    number = 2
    while name in taken:
        name = _("Plan {year} ({number})").format(year=year_name, number=number)
        number += 1
    return name


def version_proposed(rows: Sequence[VersionRow], wanted: VersionRow | None) -> VersionRow | None:
    """Return the version that a copy is most likely of: in force, else the latest."""
    in_force = (row for row in rows if row.status is PlanStatus.IN_FORCE)
    return wanted or next(in_force, rows[0] if rows else None)


def basis_words(row: MetricPreview) -> str:
    """Return which months a metric would rest on; of a copy, that it is one."""
    if not row.is_possible:
        return _("No whole month of results to rest on")
    if row.first is None or row.last is None:
        return _("As in the version")
    if row.first == row.last:
        return formats.month(row.first)
    return _("{first} – {last}").format(
        first=formats.month(row.first), last=formats.month(row.last)
    )


def detail_words(metric: Metric) -> str:
    """Return by what the lines of a plan from last year are told apart."""
    if metric in (Metric.SALES, Metric.PROFIT, Metric.QUANTITY):
        return _("month, customer, product")
    if metric is Metric.NEW_CUSTOMERS:
        return _("month, rep")
    return _("month, customer")


def preview_columns(currency: str, *, is_copy: bool) -> tuple[Column[MetricPreview], ...]:
    """Return the columns of what a plan would hold."""

    def amount(
        key: str, header: str, get: Callable[[MetricPreview], Decimal | None]
    ) -> Column[MetricPreview]:
        return Column(
            key, header, lambda row: amount_words(get(row), row.metric, currency), get,
            align=Align.END,
        )  # fmt: skip

    metric = text_column("metric", N_("Metric"), _metric_of, strong=True)
    total = amount("total", N_("Plan"), lambda row: row.total if row.is_possible else None)
    lines: Column[MetricPreview] = count_column(
        "lines", N_("Lines"), lambda row: row.lines if row.is_possible else None
    )
    if is_copy:
        return (metric, total, lines)
    basis = Column(
        "basis", N_("Rests on"), basis_words, basis_words,
        tone=lambda row: Tone.NONE if row.is_possible else Tone.WATCH,
    )  # fmt: skip
    detail: Column[MetricPreview] = text_column(
        "detail", N_("Told apart by"), lambda row: detail_words(row.metric)
    )
    results = amount("baseline", N_("Results"), lambda row: row.baseline)
    return (metric, basis, detail, results, total, lines)


def _metric_of(row: MetricPreview) -> str:
    return metric_words(row.metric)


class NewPlanController:
    """Asks what a new plan would hold, and makes it."""

    def __init__(self, services: Any, runner: Runner, owner: object) -> None:
        self._services, self._runner, self._owner = services, runner, owner

    def preview(
        self,
        typed: NewPlanTyped,
        on_result: Callable[[tuple[MetricPreview, ...]], None],
        on_error: Callable[[Exception], None],
    ) -> None:
        """Ask what the form would make; the name is not needed for it.

        Raises:
            InputError: the growth cannot be taken, or there is nothing to look at.
        """
        services = self._services
        if typed.beginning is Beginning.COPY:
            if typed.version_id is None:
                raise InputError(Issue("required", column="version"))
            copied = CopyPlan(typed.version_id, typed.name, typed.year)
            self._ask(lambda: services.plan_previews.of_copy(copied), on_result, on_error)
        elif typed.beginning is Beginning.LAST_YEAR:
            made = MakePlan(typed.name, typed.year, growth_of(typed.growth), typed.metrics)
            self._ask(lambda: services.plan_previews.of_new(made), on_result, on_error)
        else:
            self._ask(lambda: (), on_result, on_error)

    def _ask(
        self,
        call: Callable[[], tuple[MetricPreview, ...]],
        on_result: Callable[[tuple[MetricPreview, ...]], None],
        on_error: Callable[[Exception], None],
    ) -> None:
        self._runner.query(call, on_result, owner=self._owner, key="preview", on_error=on_error)

    def make(
        self,
        command: MakePlan | CopyPlan,
        on_made: Callable[[int], None],
        on_error: Callable[[Exception], None],
    ) -> None:
        """Make the plan; `on_made` gets the id of its first version."""
        services = self._services

        def carry_out() -> Any:
            actor = services.require_writer()
            if isinstance(command, CopyPlan):
                return services.plan_versions.copy(actor, command)
            return services.plan_versions.make(actor, command)

        self._runner.command(
            carry_out,
            lambda changes: on_made(changes.created_id),
            owner=self._owner,
            on_error=on_error,
        )
