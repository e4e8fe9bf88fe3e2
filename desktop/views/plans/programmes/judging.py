"""Judgements of how sales answer visits, by class or customer, as they are typed; free of Qt."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from decimal import ROUND_HALF_UP, Decimal

from desktop.i18n import _
from desktop.services import formats
from desktop.services.plans.programmes_data import MOST_VISITS, TEMPLATE_MONTHS, ProgrammeSheet
from desktop.services.rules.judged_visits import ASSUMED, Best, Changed, Judged, JudgedCustomer
from desktop.views.plans.programmes.columns import (
    LEAST,
    MORE,
    NONE,
    SATURATION,
    ChangeRow,
    JudgedRow,
)
from desktop.views.plans.programmes.state import WizardState
from desktop.views.plans.programmes.words import change_words

#: The part of a class's usual visits that every customer keeps until somebody says otherwise.
_LEAST_SHARE = Decimal("0.5")
_PERCENT = Decimal(100)


def first_rows(sheet: ProgrammeSheet, state: WizardState) -> tuple[JudgedRow, ...]:
    """Return a line for each class, then one for each customer who is in the programme.

    A customer begins with his class's judgement. The least visits are half of his class's usual
    ones; where his days are not enough for these, fewer in proportion.
    """
    inside = [one for one in sheet.customers if one.customer_id not in state.left_out]
    names = sorted({one.customer_class for one in inside}, key=lambda name: (not name, name))
    capacity = sum(state.of(one.customer_id) for one in inside)
    least = {
        one.customer_id: (one.usual or Decimal(0)) * sheet.months * _LEAST_SHARE for one in inside
    }
    whole = sum(least.values(), Decimal(0))
    share = min(Decimal(1), capacity / whole) if whole else Decimal(1)
    rows = []
    for name in names:
        words = _("All of class {name}").format(name=name) if name else _("All without a class")
        rows.append(_row(None, name, words, "", None))
    for one in inside:
        sales = max(one.last, Decimal(0)) * sheet.months / TEMPLATE_MONTHS
        kept = str(int(least[one.customer_id] * share))
        row = _row(one.customer_id, one.customer_class, one.name, kept, sales)
        rows.append(replace(row, present=one.present))
    return tuple(rows)


def _row(
    customer_id: int | None, name: str, words: str, least: str, sales: Decimal | None
) -> JudgedRow:
    judged = ASSUMED.get(name, ASSUMED[""])
    texts = [_text(value) for value in (judged.none, judged.more, judged.saturation)]
    return JudgedRow(
        customer_id, name, words, None, sales, texts[0], texts[1], texts[2], least, None, False
    )


def _text(value: Decimal) -> str:
    return f"{(value * _PERCENT).normalize():f}"


def read_percent(text: str) -> Decimal | None:
    """Return a share that was typed in percent; None where it is none from 0 to 1000 %."""
    try:
        value = formats.parse_amount(text.strip().rstrip("%％"))
    except ValueError:
        return None
    return value / _PERCENT if 0 <= value <= 1000 else None


def typed(
    rows: tuple[JudgedRow, ...], row: JudgedRow, key: str, text: str
) -> tuple[JudgedRow, ...] | str:
    """Return the lines with what was typed into one, or why it cannot be.

    What is typed for a class holds for its customers who were not judged by themselves.
    """
    plain = text.strip().rstrip("%％").strip()
    if key == LEAST:
        if not plain:
            plain = "0"
        if not (plain.isascii() and plain.isdecimal()) or int(plain) > MOST_VISITS:
            return _("“{value}” is no number of visits from 0 to {most}.").format(
                value=text.strip(), most=MOST_VISITS
            )
    elif read_percent(text) is None:
        return _("“{value}” is no percentage from 0 to 1000.").format(value=text.strip())

    def changed(one: JudgedRow) -> JudgedRow:
        fresh = replace(one, best=None)
        if one.customer_id == row.customer_id and one.customer_class == row.customer_class:
            is_own = row.customer_id is not None and key != LEAST
            return _put(fresh, key, plain, is_own=one.is_own or is_own)
        is_below = row.customer_id is None and one.customer_class == row.customer_class
        if is_below and (key == LEAST or not one.is_own):
            return _put(fresh, key, plain, is_own=one.is_own)
        return fresh

    return tuple(changed(one) for one in rows)


def _put(row: JudgedRow, key: str, text: str, *, is_own: bool) -> JudgedRow:
    match key:
        case "none":
            return replace(row, none=text, is_own=is_own)
        case "more":
            return replace(row, more=text, is_own=is_own)
        case "saturation":
            return replace(row, saturation=text, is_own=is_own)
        case _:
            return replace(row, least=text)


def judged_customers(rows: tuple[JudgedRow, ...]) -> tuple[JudgedCustomer, ...]:
    """Return the customers with their judgements, for the reckoning."""
    found = []
    for row in rows:
        if row.customer_id is None:
            continue
        none, more, most = (
            read_percent(text) or Decimal(0) for text in (row.none, row.more, row.saturation)
        )
        found.append(
            JudgedCustomer(
                row.customer_id, row.name, row.sales or Decimal(0), row.present or 0,
                int(row.least or 0), Judged(none, more, most),
            )
        )  # fmt: skip
    return tuple(found)


def with_best(rows: tuple[JudgedRow, ...], best: Best) -> tuple[JudgedRow, ...]:
    """Return the lines with the best visits; a class has those of its customers together."""
    sums: dict[str, int] = {}
    for row in rows:
        if row.customer_id is not None:
            visits = best.visits[row.customer_id]
            sums[row.customer_class] = sums.get(row.customer_class, 0) + visits
    return tuple(
        replace(
            row,
            best=sums.get(row.customer_class, 0)
            if row.customer_id is None
            else best.visits[row.customer_id],
        )
        for row in rows
    )


def change_rows(best: Best) -> tuple[ChangeRow, ...]:
    """Return the sensitivity: other capacities, and effects stronger or weaker than judged."""

    def row(what: str, change: Changed) -> ChangeRow:
        sales = change.sales.quantize(Decimal(1), ROUND_HALF_UP)
        gap = (change.sales - best.sales).quantize(Decimal(1), ROUND_HALF_UP)
        return ChangeRow(what, change_words(change), change.visits, sales, gap)

    more = (row(_("Visits in all"), one) for one in best.by_visits)
    other = (row(_("Judged effects"), one) for one in best.by_effect if one.by)
    return (*more, *other)


def visits_of(best: Best) -> Mapping[int, int]:
    """Return the best visits by customer, none beyond what a programme holds."""
    return {one: min(count, MOST_VISITS) for one, count in best.visits.items()}


TYPED_KEYS = frozenset((NONE, MORE, SATURATION, LEAST))
