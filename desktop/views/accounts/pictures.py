"""Chart data of the Accounts tab: aging of the list and of one customer, his months."""

from __future__ import annotations

from decimal import Decimal

from desktop.i18n import _
from desktop.periods import Month
from desktop.services import formats
from desktop.services.charts.data import AgingBar, AgingPart, BarChart, Series
from desktop.services.customers.data import AccountsPage, CustomerCard
from desktop.tone import Tone
from desktop.views.accounts.words import bucket_tone, bucket_words


def aging_of_list(page: AccountsPage) -> AgingBar:
    """Return the aging bar of the whole filtered list; a part's key is its bucket's place."""
    totals = page.totals
    title = _("Receivables by age on {day}: {receivable}").format(
        day=formats.day(page.as_of), receivable=formats.money(totals.receivable, page.currency)
    )
    return _bar(title, page.bucket_names, totals.buckets, totals.unapplied, page.currency,
                _("None of these customers owes anything."))  # fmt: skip


def aging_of_card(card: CustomerCard) -> AgingBar:
    """Return the aging bar of one customer."""
    standing = card.standing
    title = _("Receivable by age: {receivable}").format(
        receivable=formats.money(standing.receivable, card.currency)
    )
    return _bar(title, standing.bucket_names, standing.buckets, standing.unapplied, card.currency,
                _("Nothing is open."))  # fmt: skip


def _bar(
    title: str, names: tuple[str, ...], amounts: tuple[Decimal, ...], unapplied: Decimal,
    currency: str, empty: str,
) -> AgingBar:  # fmt: skip
    parts = tuple(
        AgingPart(bucket_words(name), amount, bucket_tone(name), place)
        for place, (name, amount) in enumerate(zip(names, amounts, strict=True))
        if amount
    )
    return AgingBar(
        title, parts, abs(unapplied), _("Unapplied money") if unapplied else "", currency, empty
    )


def months_of(card: CustomerCard) -> BarChart:
    """Return net sales and money received by month; a bar's key is its `Month`."""
    # Twenty-four empty bars would be drawn as a flat line: the empty text says more.
    is_empty = not any(row.net_sales or row.collected for row in card.months)
    months = () if is_empty else card.months
    return BarChart(
        title=_("Net sales and money received by month"),
        categories=tuple(formats.month(row.month) for row in months),
        series=(
            Series(_("Net sales"), tuple(row.net_sales for row in months)),
            Series(_("Money received"), tuple(row.collected for row in months), Tone.MUTED),
        ),
        currency=card.currency,
        keys=tuple(row.month for row in months),
        empty=_("Nothing was sold or received in the last {count} months.").format(
            count=formats.number(len(card.months))
        ),
    )


def month_of_key(key: object) -> Month | None:
    """Return the month of a bar that was clicked."""
    return key if isinstance(key, Month) else None
