"""One line of the what-if board as a waterfall; free of Qt."""

from __future__ import annotations

from decimal import Decimal

from desktop.i18n import _
from desktop.services.charts.data import Unit, WaterfallChart, WaterfallStep
from desktop.services.rules.whatif_data import Line
from desktop.views.plans.whatif.controller import BoardShown
from desktop.views.plans.whatif.words import Teller, amount_of


def fall_of(shown: BoardShown, line: Line | None) -> WaterfallChart:
    """Return how a line comes from now to what it is with the events, one step an event."""
    tell, decimals = Teller(shown.ground), shown.ground.decimals
    empty = _("Add an event to see what it changes.")
    if line is None or line.now is None or line.then is None or not shown.events:
        words = empty if line is None or not shown.events else tell.missing(line)
        return WaterfallChart("", "", Decimal(0), (), "", Decimal(0), empty=words)

    def scaled(value: Decimal | None) -> Decimal:
        found = amount_of(line, value, decimals) or Decimal(0)
        # A chart writes shares as percent by itself.
        return found / 100 if line.measure.is_share else found

    unit = Unit.COUNT
    if line.measure.is_money:
        unit = Unit.MONEY
    elif line.measure.is_share:
        unit = Unit.PERCENT
    return WaterfallChart(
        title=tell.line(line),
        start_name=_("Without events"),
        start=scaled(line.now),
        steps=tuple(
            WaterfallStep(tell.name(event), scaled(part), key=place)
            for place, (event, part) in enumerate(zip(shown.events, line.parts, strict=True), 1)
        ),
        end_name=_("With the events"),
        end=scaled(line.then),
        rest_name=_("Together"),
        unit=unit,
        currency=shown.ground.currency,
        empty=empty,
    )
