"""The pictures of the page "Watch" as data: bullets, the pace line, the waterfall; no Qt."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from itertools import pairwise

from desktop.i18n import _
from desktop.services import formats
from desktop.services.charts.bullets import BulletBar
from desktop.services.charts.data import PaceChart, WaterfallChart, WaterfallStep
from desktop.services.plans.data import PaceSeries
from desktop.services.plans.watching_data import CauseSheet, WatchRow
from desktop.services.rules.variance import Cause
from desktop.tone import Tone
from desktop.views.plans.pictures import pace_chart, unit_of_chart
from desktop.views.plans.watch.state import BEFORE, NOW
from desktop.views.plans.watch.words import cause_words, causes_title, name_words
from desktop.views.plans.words import metric_words


def bullet_of(row: WatchRow) -> BulletBar:
    """Return a row's bullet bar."""
    cell = row.cell
    return BulletBar(
        cell.actual, cell.target, cell.expected, row.end.value, row.low.value, row.high.value
    )


def banded_pace(series: PaceSeries, row: WatchRow) -> PaceChart:
    """Return a row's pace line with the blended forecast and its band to the period's end.

    Where nothing is known of the years before, the seasonal forecast stands without a band.
    """
    title = _("{name}: {metric} to date").format(
        name=name_words(row), metric=metric_words(series.metric)
    )
    chart = pace_chart(series, title, _("There is nothing to draw here."))
    if chart.forecast is None or row.blended.value is None:
        return chart
    low, high = row.low.value, row.high.value
    has_band = low is not None and high is not None
    return replace(
        chart,
        forecast=row.blended.value,
        low=low if has_band else None,
        high=high if has_band else None,
        band_name=_("Four times out of five") if has_band else "",
    )


def waterfall(sheet: CauseSheet) -> WaterfallChart:
    """Return how the year before became this period; a step's key is its cause.

    All amounts tie to the cent: a waterfall whose steps do not lead to its end is refused.
    """
    nothing = _("There is nothing in the year before to compare with.")
    return WaterfallChart(
        causes_title(sheet),
        _("Year before"),
        sheet.before if sheet.has_before else Decimal(0),
        _steps(sheet) if sheet.has_before else (),
        _("This period"),
        sheet.now if sheet.has_before else Decimal(0),
        unit=unit_of_chart(sheet.metric),
        currency=sheet.currency,
        start_key=BEFORE,
        end_key=NOW,
        empty=nothing,
    )


def _steps(sheet: CauseSheet) -> tuple[WaterfallStep, ...]:
    return tuple(
        WaterfallStep(
            cause_words(cause, sheet.metric),
            amount,
            Tone.MUTED if cause is Cause.UNSPLIT else Tone.NONE,
            cause,
        )
        for cause, amount in sheet.bars
    )


def legend_limits(limits: Sequence[tuple[Decimal, object]]) -> tuple[str, ...]:
    """Return the words of the steps of the heat map, the lowest first."""
    bounds = [formats.percent(limit, 0) for limit, _step in limits]
    return (
        _("under {limit}").format(limit=bounds[0]),
        *(_("{low} to {high}").format(low=low, high=high) for low, high in pairwise(bounds)),
        _("{limit} and more").format(limit=bounds[-1]),
    )
