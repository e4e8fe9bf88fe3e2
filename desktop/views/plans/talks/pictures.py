"""The waterfall of the bridge as chart data, and what stands above it; free of Qt."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from desktop.enums import PlanSide
from desktop.i18n import _
from desktop.services.charts.data import Unit, WaterfallChart, WaterfallStep
from desktop.services.plans.talks_data import Talks
from desktop.tone import Tone
from desktop.views.plans.talks.words import (
    aim_words,
    kind_words,
    missing_words,
    side_words,
    signed_words,
)
from desktop.views.plans.words import amount_words, metric_words


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure above the bridge: its name, its value, how it is reckoned."""

    name: str
    value: str
    tip: str = ""


@dataclass(frozen=True, slots=True)
class BridgeShown:
    """The bridge on screen; `verdict` says whether the unexplained is small enough."""

    figures: tuple[Figure, ...]
    verdict: str
    tone: Tone
    chart: WaterfallChart


def bridge_shown(talks: Talks) -> BridgeShown:
    """Return the figures and the waterfall; a step's key is its item's id."""
    metric, currency = talks.metric, talks.currency
    theirs, ours = talks.number_of(PlanSide.HQ), talks.number_of(PlanSide.BRANCH)
    verdict, tone = aim_words(talks)
    figures = (
        Figure(
            side_words(PlanSide.BRANCH), amount_words(ours, metric, currency),
            _("The branch's number as it stands after its last round."),
        ),
        Figure(
            side_words(PlanSide.HQ), amount_words(theirs, metric, currency),
            _("Headquarters' number as it stands after its last round."),
        ),
        Figure(
            _("Difference"), signed_words(talks.difference, metric, currency),
            _("Headquarters' number less the branch's."),
        ),
        Figure(
            _("Unexplained"), signed_words(talks.unexplained, metric, currency),
            _("The difference less all parts of the bridge, whatever became of them."),
        ),
        Figure(
            _("The plan's lines"), amount_words(talks.planned, metric, currency),
            _("What the lines of this version come to now."),
        ),
    )  # fmt: skip
    return BridgeShown(figures, verdict, tone, _chart(talks, theirs, ours))


def _chart(talks: Talks, theirs: Decimal | None, ours: Decimal | None) -> WaterfallChart:
    title = _("From the branch's number to headquarters': {metric}").format(
        metric=metric_words(talks.metric)
    )
    is_whole = theirs is not None and ours is not None
    steps = tuple(
        WaterfallStep(kind_words(one.kind), one.amount, key=one.id) for one in talks.items
    )
    return WaterfallChart(
        title=title,
        start_name=side_words(PlanSide.BRANCH),
        start=(ours or Decimal(0)) if is_whole else Decimal(0),
        steps=steps if is_whole else (),
        end_name=side_words(PlanSide.HQ),
        end=(theirs or Decimal(0)) if is_whole else Decimal(0),
        rest_name=_("Unexplained"),
        unit=Unit.MONEY if talks.metric.is_money else Unit.COUNT,
        currency=talks.currency,
        empty=missing_words(talks) or _("Both numbers are zero."),
    )
