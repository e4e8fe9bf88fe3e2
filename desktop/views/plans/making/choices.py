"""What the editor's choices offer, and what was chosen in them; free of Qt."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial

from desktop.enums import Dimension, Metric, PlanLevel
from desktop.i18n import _
from desktop.services.rules.plan_cube.data import Method
from desktop.views.plans.making.state import (
    BY_POTENTIAL,
    METHODS,
    PLAN_DIMENSIONS,
    SIDE_BY_SIDE,
    MakingState,
    dimensions_of,
)
from desktop.views.plans.making.words import level_words, method_words
from desktop.views.plans.words import dimension_words, metric_words

#: Pairs of a value and the function that gives its words when shown.
Options = list[tuple[object, Callable[[], str]]]


def chosen(choices: Mapping[str, object]) -> dict[str, object]:
    """Return the choices as what they are: Qt hands words back as plain text."""
    return {
        "metric": Metric(str(choices["metric"])),
        "level": PlanLevel(str(choices["level"])),
        "rows": Dimension(str(choices["rows"])),
        **_across(str(choices["columns"])),
        "method": Method(str(choices["method"])),
    }


def _across(value: str) -> dict[str, object]:
    if value == SIDE_BY_SIDE:
        return {"is_side": True}
    return {"columns": Dimension(value), "is_side": False}


def metric_options() -> Options:
    """Return what can be planned."""
    return [(one, partial(metric_words, one)) for one in Metric]


def level_options() -> Options:
    """Return how sure a target is meant to be."""
    return [(one, partial(level_words, one)) for one in PlanLevel]


def row_options(state: MakingState) -> Options:
    """Return what can stand in rows: what the metric's plan, or any beside it, is divided by."""
    known = PLAN_DIMENSIONS if state.is_side else dimensions_of(state.metric)
    return [(one, partial(dimension_words, one)) for one in known]


def column_options(state: MakingState) -> Options:
    """Return what can stand in columns: what divides the metric's plan, or all the metrics."""
    found: Options = [(one, partial(dimension_words, one)) for one in dimensions_of(state.metric)]
    return [*found, (SIDE_BY_SIDE, lambda: _("Metrics side by side"))]


def method_options(*, has_last_year: bool, has_potential: bool = False) -> Options:
    """Return how a number can be spread; like last year and by potential where they are known."""
    offered = [
        one
        for one in METHODS
        if not one.takes_weights or (has_potential if one in BY_POTENTIAL else has_last_year)
    ]
    return [(one, partial(method_words, one)) for one in offered]
