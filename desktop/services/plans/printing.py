"""The pages of a plan as PDF, ready to be previewed, printed or put into a file."""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import IO, Protocol

from desktop.errors import InputError, Issue
from desktop.services.reports.fonts import DRAWING
from desktop.services.reports.page_parts import Printed
from desktop.services.reports.plan_pages_data import BridgeData, PlanSummaryData, TargetSheetData
from desktop.services.reports.week_plan_data import WeekPlanData


class Progress(Protocol):
    """Hears how far a long job is; may raise `Cancelled`."""

    def step(self, done: int, total: int) -> None:
        """Take note that `done` of `total` are finished."""
        ...


@dataclass(frozen=True, slots=True)
class PlanPdf:
    """A page as it is printed; `warnings` name the texts that lack a sign in the fonts."""

    file_name: str
    content: bytes
    pages: int
    warnings: tuple[Issue, ...] = ()


def print_target_sheet(data: TargetSheetData, printed_at: datetime, language: str) -> PlanPdf:
    """Return a rep's target sheet and the name of its file.

    Raises:
        StorageError: `font_missing`.
        ValueError: a language that the program does not speak.
    """
    from desktop.services.reports.target_sheet import target_sheet_file_name, write

    return _drawn(
        target_sheet_file_name(data), lambda stream: write(data, stream, printed_at, language)
    )


def print_target_sheets(
    datas: Sequence[TargetSheetData],
    printed_at: datetime,
    language: str,
    progress: Progress | None = None,
) -> PlanPdf:
    """Return the target sheets of many reps in one file, with a bookmark each.

    Raises:
        InputError: `nothing_to_print`.
        StorageError: `font_missing`.
        ValueError: a language that the program does not speak.
        Cancelled: `progress` said so.
    """
    from desktop.services.reports.page_parts import file_name
    from desktop.services.reports.target_sheet import write_many

    if not datas:
        raise InputError(Issue("nothing_to_print"))
    plan = datas[0].identity
    name = file_name("targets", plan.branch_code, "", plan.year_name)
    return _drawn(
        name,
        lambda stream: write_many(datas, stream, printed_at, language, progress, len(datas)),
    )


def print_plan_summary(data: PlanSummaryData, printed_at: datetime, language: str) -> PlanPdf:
    """Return the summary of a plan and the name of its file.

    Raises:
        StorageError: `font_missing`.
        ValueError: a language that the program does not speak.
    """
    from desktop.services.reports.plan_summary import plan_summary_file_name, write

    return _drawn(
        plan_summary_file_name(data), lambda stream: write(data, stream, printed_at, language)
    )


def print_plan_bridge(data: BridgeData, printed_at: datetime, language: str) -> PlanPdf:
    """Return the bridge page of a metric and the name of its file.

    Raises:
        StorageError: `font_missing`.
        ValueError: a language that the program does not speak.
    """
    from desktop.services.reports.plan_bridge import plan_bridge_file_name, write

    return _drawn(
        plan_bridge_file_name(data), lambda stream: write(data, stream, printed_at, language)
    )


def print_week_plan(data: WeekPlanData, printed_at: datetime, language: str) -> PlanPdf:
    """Return a rep's week plan and the name of its file.

    Raises:
        InputError: `nothing_to_print`.
        StorageError: `font_missing`.
        ValueError: a language that the program does not speak.
    """
    from desktop.services.reports.week_plan import week_plan_file_name, write

    if not data.weeks:
        raise InputError(Issue("nothing_to_print"))
    return _drawn(
        week_plan_file_name(data), lambda stream: write(data, stream, printed_at, language)
    )


def _drawn(name: str, draw: Callable[[IO[bytes]], Printed]) -> PlanPdf:
    stream = io.BytesIO()
    with DRAWING:
        printed = draw(stream)
    return PlanPdf(name, stream.getvalue(), printed.pages, printed.warnings)
