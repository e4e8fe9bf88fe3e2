"""The command `report`: one figure table, as CSV, JSON or XLSX."""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable, Mapping
from datetime import UTC, date
from decimal import Decimal, InvalidOperation
from functools import partial
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

from desktop.commands.console import DONE, Console
from desktop.commands.dates import first_day, last_day
from desktop.commands.opening import opened, require_free
from desktop.enums import AgeFrom, Dimension, Metric
from desktop.errors import InputError, Issue, RuleViolation
from desktop.i18n import N_, _, ngettext
from desktop.periods import FiscalCalendar, Period
from desktop.services.atomic_file import put, write_whole
from desktop.services.exports.machine import json_text, write_csv, xlsx_bytes
from desktop.services.figures.data import ReportRequest, ReportTable

if TYPE_CHECKING:
    from desktop.bootstrap import Services

FORMATS = ("csv", "json", "xlsx")

Make = Callable[["Services", ReportRequest], ReportTable]

#: Reports that are tables: what makes each, what it is, and the options of its own.
TABLES: Mapping[str, tuple[Make, str, tuple[str, ...]]] = {
    "sales": (
        lambda services, request: services.plans.sales(request),
        N_("net sales, cost, profit, orders and customers"),
        (),
    ),
    "attainment": (
        lambda services, request: services.plans.attainment(request),
        N_("targets, actuals, pace and forecast"),
        ("metric", "plan"),
    ),
    "forecast": (
        lambda services, request: services.plans.forecast(request),
        N_("where the period will end: run rate, season, and both with history"),
        ("metric",),
    ),
    "open-items": (
        lambda services, request: services.receivables.open_items(request),
        N_("documents and money that are open, a row each"),
        ("owner",),
    ),
    "aging": (
        lambda services, request: services.receivables.aging(request),
        N_("open amounts by age"),
        ("age_from", "owner"),
    ),
    "collections": (
        lambda services, request: services.receivables.collections(request),
        N_("money received against what was owed and due"),
        ("owner",),
    ),
    "kpi": (
        lambda services, request: services.activity.kpi(request),
        N_("results, days in the field, visits and their ratios"),
        (),
    ),
    "customer-flow": (
        lambda services, request: services.activity.customer_flow(request),
        N_("customers won, back again, lost and moved"),
        (),
    ),
    "coverage": (
        lambda services, request: services.activity.coverage(request),
        N_("planned customers and visits, what was done of them, and who was not visited in time"),
        (),
    ),
    "visit-orders": (
        lambda services, request: services.activity.visit_orders(request),
        N_("visits that an order followed"),
        ("within",),
    ),
    "expenses": (
        lambda services, request: services.activity.expenses(request),
        N_("amounts claimed and claims"),
        (),
    ),
    "budget": (
        lambda services, request: services.plan_budgets.report(request),
        N_("budgets, what is promised and spent of them, and what is left"),
        (),
    ),
    "classes": (
        lambda services, request: services.plans.classes(request),
        N_("customers by their share of net sales"),
        ("shares",),
    ),
}

SCORECARD = "scorecard"
SCORECARD_TITLE = N_("everything that one rep's printed scorecard shows, as JSON")


def run_report(options: argparse.Namespace, console: Console) -> int:
    """Write a report to standard output or to a file."""
    form = _format(options)
    with opened(options, console) as services:
        fiscal = services.branch.fiscal
        out: Path | None = options.out
        if out is not None:
            require_free(out, services)
        if options.report == SCORECARD:
            content, rows = _scorecard(options, services), 1
        else:
            make, _title, _own = TABLES[options.report]
            table = make(services, request_of(options, fiscal))
            content, rows = _content(table, form, console), len(table.rows)
    if out is None:
        console.data(content)
        return DONE
    write_whole(out, partial(put, content))
    console.done(
        ngettext(
            "{count} row was written to {path}.", "{count} rows were written to {path}.", rows
        ).format(count=rows, path=out),
        command="report",
        report=options.report,
        rows=rows,
        file=str(out),
    )
    return DONE


def _format(options: argparse.Namespace) -> str:
    """Return the format asked for, else the one that the file's name says, else CSV."""
    asked: str = options.format or ""
    out: Path | None = options.out
    if not asked and options.report == SCORECARD:
        return "json"
    if not asked and out is not None and out.suffix.lower().lstrip(".") in FORMATS:
        asked = out.suffix.lower().lstrip(".")
    if asked == "xlsx" and out is None:
        raise RuleViolation("table_needs_file")
    return asked or "csv"


def _content(table: ReportTable, form: str, console: Console) -> bytes:
    made_at = console.clock.now().astimezone(UTC)
    if form == "json":
        return json_text(table, made_at).encode("utf-8")
    if form == "xlsx":
        return xlsx_bytes(table, made_at)
    stream = BytesIO()
    write_csv(table, stream)
    return stream.getvalue()


def request_of(options: argparse.Namespace, fiscal: FiscalCalendar) -> ReportRequest:
    """Return what the command line asks for.

    Raises:
        InputError: a day, a dimension or a number that cannot be read.
    """
    return ReportRequest(
        name=options.report,
        by=dimensions(options.by),
        as_of=last_day(options.as_of, fiscal, "--as-of"),
        first=first_day(options.first, fiscal, "--from"),
        last=last_day(options.last, fiscal, "--to"),
        metric=Metric(getattr(options, "metric", Metric.SALES)),
        plan=getattr(options, "plan", ""),
        age_from=AgeFrom(getattr(options, "age_from", AgeFrom.DUE)),
        owner_at_origin=getattr(options, "owner", "current") == "origin",
        within_days=getattr(options, "within", 7),
        share_a=_fraction(getattr(options, "share_a", "0.8"), "--share-a"),
        share_b=_fraction(getattr(options, "share_b", "0.95"), "--share-b"),
    )


def dimensions(text: str) -> tuple[Dimension, ...]:
    """Return the dimensions of a list with commas.

    Raises:
        InputError: a word that is no dimension.
    """
    known = {str(dimension): dimension for dimension in Dimension}
    words = [word.strip() for word in text.split(",") if word.strip()]
    for word in words:
        if word not in known:
            facts = {"known": ", ".join(known)}
            raise InputError(Issue("dimension_unknown", facts, column="--by", value=word))
    return tuple(known[word] for word in words)


def _fraction(text: str, option: str) -> Decimal:
    try:
        value = Decimal(text)
    except InvalidOperation as error:
        raise InputError(Issue("number_unreadable", column=option, value=text)) from error
    if not value.is_finite():
        raise InputError(Issue("number_unreadable", column=option, value=text))
    return value


def _scorecard(options: argparse.Namespace, services: Services) -> bytes:
    from desktop.services.reports.scorecard_json import to_json_dict

    period, as_of = scorecard_period(options, services)
    data = services.appraisals.scorecard(options.rep, period, as_of)
    made = {"made_at": services.clock.now().astimezone(UTC).isoformat(timespec="seconds")}
    text = json.dumps({**to_json_dict(data), **made}, ensure_ascii=False, indent=2)
    return f"{text}\n".encode()


def scorecard_period(options: argparse.Namespace, services: Services) -> tuple[Period, date | None]:
    """Return the period of scorecards and the as-of date, where one was given.

    Without dates it is the fiscal year up to the last day with data, as in every report.

    Raises:
        InputError: a day that cannot be read, or a period that ends before it starts.
    """
    fiscal = services.branch.fiscal
    first = first_day(options.first, fiscal, "--from")
    last = last_day(options.last, fiscal, "--to")
    as_of = last_day(getattr(options, "as_of", None), fiscal, "--as-of")
    if first is None or last is None:
        known = services.plans.sales(ReportRequest("sales", (), as_of, first, last))
        first, last = known.period.start, known.period.last
    if last < first:
        raise InputError(Issue("period_backwards", {"first": first, "last": last}))
    return Period.inclusive(first, last), as_of


def report_titles() -> dict[str, str]:
    """Return every report's name and what it is, in the language of the moment."""
    titles = {name: _(title) for name, (_make, title, _own) in TABLES.items()}
    return {**titles, SCORECARD: _(SCORECARD_TITLE)}
