"""Competitors' prices as chart data; free of Qt."""

from __future__ import annotations

from desktop.i18n import _
from desktop.services.charts.data import Line, LineChart
from desktop.services.information.price_data import PriceBook, PriceRow

#: More lines than this cannot be told apart: then a competitor has one line over all regions.
_MOST = 8


def price_lines(book: PriceBook) -> LineChart:
    """Return a line for each competitor and region, beside our list price.

    A competitor keeps his colour whatever is filtered; regions are told apart by dashes.
    """
    rows = tuple(reversed(book.rows))
    hues = [key for key, _name in book.competitors]
    regions = sorted({row.region for row in rows})
    pairs = sorted({(hues.index(row.competitor_key), row.region) for row in rows})
    by_region = len(pairs) <= _MOST
    if not by_region:
        pairs = [(hue, "") for hue in sorted({hue for hue, _region in pairs})]
    lines = tuple(
        _line(rows, hues[hue], region if by_region else None, (hue, regions))
        for hue, region in pairs
    )
    title = ""
    if book.product is not None:
        title = _("Prices of competitors for {product}").format(product=book.product.name)
    return LineChart(
        title, lines, book.own, _("Our list price"), currency=book.currency,
        empty=_("No price fits the filters."),
    )  # fmt: skip


def _line(
    rows: tuple[PriceRow, ...], key: str, region: str | None, look: tuple[int, list[str]]
) -> Line:
    """Return one line; of two prices on a day the later one stands."""
    hue, regions = look
    of = [row for row in rows if row.competitor_key == key and region in (None, row.region)]
    by_day = {row.day: row for row in of}
    name = of[-1].competitor
    if region and len(regions) > 1:
        name = _("{competitor}, {region}").format(competitor=name, region=region)
    return Line(
        name, tuple(by_day), tuple(row.price for row in by_day.values()), hue,
        regions.index(region) if region is not None else 0,
        tuple(row.note_id for row in by_day.values()),
    )  # fmt: skip
