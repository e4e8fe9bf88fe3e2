"""The words of the situation sheets, on screen and in print: parts, figures, units."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from desktop.i18n import N_, _

_AREAS: Mapping[str, str] = {
    "size": N_("Size of the market"),
    "growth": N_("Growth of the market"),
    "share": N_("Our share"),
    "competitors": N_("Competitors"),
    "price": N_("Prices"),
    "season": N_("Season"),
    "sales": N_("Net sales"),
    "sales_by_group": N_("Net sales by product group"),
    "sales_by_territory": N_("Net sales by territory"),
    "sales_by_rep": N_("Net sales by rep"),
    "customers": N_("Customers"),
    "receivables": N_("Receivables"),
    "people": N_("People"),
    "expenses": N_("Expenses"),
}
_FIGURES: Mapping[str, str] = {
    "net_sales": N_("Whole branch"),
    "customers_active": N_("Active at the end"),
    "customers_new": N_("New in the year"),
    "customers_lost": N_("Lost in the year"),
    "receivable": N_("Receivable at the end"),
    "overdue": N_("Of it overdue"),
    "reps_employed": N_("Reps employed at the end"),
    "expenses_claimed": N_("Claimed by reps"),
}
_UNITS: Mapping[str, str] = {"customers": N_("customers"), "people": N_("people")}
#: Parts whose names are those of groups, territories and reps, as people wrote them.
_NAMED = frozenset({"sales_by_group", "sales_by_territory", "sales_by_rep"})


def area_words(area: str) -> str:
    """Return the name of a part of a sheet; a part of one's own as it was typed."""
    return _(_AREAS[area]) if area in _AREAS else area


def figure_words(area: str, name: str) -> str:
    """Return the name of a figure of the own sheet; what has no group or rep says so."""
    if area in _NAMED:
        return name or _("None")
    return _(_FIGURES[name]) if name in _FIGURES else name


def unit_words(unit: str) -> str:
    """Return a unit; a typed one, and a currency's code, as it is."""
    return _(_UNITS[unit]) if unit in _UNITS else unit


def unsourced_words() -> str:
    """Return what stands where nobody said where a figure comes from."""
    return _("Unsourced")


def year_titles(years: Sequence[str], *, is_whole: bool) -> tuple[str, ...]:
    """Return the titles of the own sheet's years; one that is under way says so."""
    if is_whole or not years:
        return tuple(years)
    return (*years[:-1], _("{year} to date").format(year=years[-1]))


def change_title(years: Sequence[str], *, is_whole: bool) -> str:
    """Return which two years the change is between: the last whole one and the one before."""
    whole = years if is_whole else years[:-1]
    if len(whole) < 2:
        return _("Change")
    return _("{year} on {before}").format(year=whole[-1], before=whole[-2])
