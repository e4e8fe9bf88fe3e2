"""What the customer's card decides: which page, which documents, which lines; free of Qt."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal

from desktop.enums import Dimension, Metric
from desktop.i18n import _, ngettext
from desktop.periods import Month, Period
from desktop.services import formats
from desktop.services.customers.data import AccountColumn, CustomerCard, InvoiceLineRow, VisitRow
from desktop.services.plans.data import CellQuery, DocumentLineRow, LinesPage
from desktop.services.receivables.data import ItemKind, OpenItemRow
from desktop.views.accounts.pictures import aging_of_card, months_of
from desktop.views.accounts.readers import CustomersReader, LinesReader
from desktop.views.accounts.shown import (
    AccountsView,
    CardShown,
    DocumentsShown,
    LinesShown,
    SalesShown,
)
from desktop.views.accounts.state import AccountsState, CardPage, Documents, Where
from desktop.views.accounts.words import bucket_words, is_in_bucket
from desktop.views.runner import Runner

#: How many lines behind net sales are fetched at a time.
PAGE_LINES = 500
#: What a cell of the list leads to: the page of the card and its choice of documents.
_BEHIND: Mapping[str, tuple[CardPage, Documents]] = {
    AccountColumn.NET_SALES: (CardPage.SALES, Documents.OPEN),
    AccountColumn.LAST_DOCUMENT: (CardPage.SALES, Documents.OPEN),
    AccountColumn.RECEIVABLE: (CardPage.DOCUMENTS, Documents.OPEN),
    AccountColumn.OVERDUE: (CardPage.DOCUMENTS, Documents.OVERDUE),
    AccountColumn.OLDEST_OVERDUE: (CardPage.DOCUMENTS, Documents.OVERDUE),
    AccountColumn.STATUS: (CardPage.DOCUMENTS, Documents.OPEN),
    AccountColumn.CREDIT_LIMIT: (CardPage.DOCUMENTS, Documents.OPEN),
    AccountColumn.AVAILABLE: (CardPage.DOCUMENTS, Documents.OPEN),
    AccountColumn.UNAPPLIED: (CardPage.MONEY, Documents.OPEN),
}


class CardController:
    """Decides for the card of the customer that the tab stands on."""

    def __init__(
        self,
        customers: CustomersReader,
        plans: LinesReader,
        runner: Runner,
        view: AccountsView,
        where: Where,
    ) -> None:
        self._customers, self._plans = customers, plans
        self._runner, self._view = runner, view
        self._where = where
        self._as_of: date | None = None
        self.card: CustomerCard | None = None
        self._every: tuple[OpenItemRow, ...] = ()
        self._document: OpenItemRow | None = None
        self._lines: tuple[InvoiceLineRow, ...] = ()
        self._sales: LinesPage | None = None

    @property
    def state(self) -> AccountsState:
        """Where the tab stands."""
        return self._where.state

    @state.setter
    def state(self, state: AccountsState) -> None:
        """Stand elsewhere; nothing is asked for by this alone."""
        self._where.state = state

    def choose(self, customer_id: int | None) -> None:
        """Show another customer's card."""
        if customer_id != self.state.customer_id:
            self.state = self.state.with_customer(customer_id)
            self.load()

    def stand(self, as_of: date) -> None:
        """Show the page of the state; the card is asked for only where it is another one."""
        card = self.card
        if card is None or (card.id, card.as_of) != (self.state.customer_id, as_of):
            self.load(as_of)
        else:
            self._view.show_state(self.state)
            self._fill_page()

    def load(self, as_of: date | None = None) -> None:
        """Ask for the card of the customer of the state, as of the list's day."""
        self._as_of = day = as_of or self._as_of
        customer = self.state.customer_id
        if customer is None:
            self._card_came(None)
            return
        self._runner.query(
            lambda: self._customers.card(customer, day),
            self._card_came,
            owner=self._view,
            key="card",
            on_error=self._card_failed,
        )

    def _card_failed(self, error: Exception) -> None:
        self._card_came(None)
        self._view.report(error)

    def _card_came(self, card: CustomerCard | None) -> None:
        if card is not None and card.id != self.state.customer_id:
            return
        self.card, self._every, self._sales = card, (), None
        self._document, self._lines = None, ()
        self.reshow()

    def reshow(self) -> None:
        """Say the card again, in the language of the moment."""
        card = self.card
        if card is None:
            self._view.show_card(None)
            return
        self._view.show_card(CardShown(card, aging_of_card(card), months_of(card)))
        self._view.show_state(self.state)
        self._show_lines()
        self._fill_page()

    def show_page(self, page: CardPage) -> None:
        """Turn to a page of the card."""
        if page is not self.state.page:
            self.state = replace(self.state, page=page)
            self._fill_page()

    def _fill_page(self) -> None:
        """Ask for what only this page of the card needs."""
        if self.card is None:
            return
        if self.state.page is CardPage.SALES:
            self._ask_sales(())
        elif self.state.page is CardPage.DOCUMENTS:
            self._fill_documents(self.card)

    # Documents

    def show_documents(self, which: Documents) -> None:
        """List open documents, overdue ones, or all."""
        self.state = replace(self.state, documents=which, bucket=None, document="")
        self._fill_page()

    def _fill_documents(self, card: CustomerCard) -> None:
        if self.state.documents is Documents.ALL and not self._every:
            self._runner.query(
                lambda: self._customers.documents(card.id, card.as_of),
                lambda rows: self._every_came(card, rows),
                owner=self._view,
                key="documents",
            )
        else:
            self._show_documents(card)

    def _every_came(self, card: CustomerCard, rows: tuple[OpenItemRow, ...]) -> None:
        if self.card is card:
            self._every = rows
            self._show_documents(card)

    def _show_documents(self, card: CustomerCard) -> None:
        shown = self._documents_of(card)
        self._view.show_documents(shown)
        wanted = shown.document
        if wanted and not any(row.document_no == wanted for row in shown.rows):
            self._view.say(_("{number} is not among the invoices.").format(number=wanted))

    def _documents_of(self, card: CustomerCard) -> DocumentsShown:
        standing, state = card.standing, self.state
        rows, total = standing.items, standing.receivable
        title, empty = "", _("Nothing is open.")
        if state.bucket is not None and state.bucket < len(standing.bucket_names):
            name = standing.bucket_names[state.bucket]
            rows = tuple(row for row in rows if is_in_bucket(row, name))
            total, title = standing.buckets[state.bucket], bucket_words(name)
        elif state.documents is Documents.OVERDUE:
            rows = tuple(row for row in rows if row.days_overdue > 0)
            total, empty = standing.overdue, _("Nothing is overdue.")
        elif state.documents is Documents.ALL:
            rows, empty = self._every, _("There are no documents up to this day.")
        note = ngettext("{count} document", "{count} documents", len(rows)).format(
            count=formats.number(len(rows))
        )
        return DocumentsShown(rows, total, title, note, empty, state.document)

    def open_document(self, row: OpenItemRow) -> None:
        """Show a document's lines; money leads to what it paid."""
        if row.kind is ItemKind.COLLECTION:
            self._view.go(
                replace(self.state, page=CardPage.MONEY, document=row.document_no, bucket=None)
            )
            return
        self._runner.query(
            lambda: self._customers.lines(row.id),
            lambda lines: self._lines_came(row, lines),
            owner=self._view,
            key="lines",
        )

    def _lines_came(self, row: OpenItemRow, lines: tuple[InvoiceLineRow, ...]) -> None:
        card = self.card
        if card is not None and card.id == row.customer_id:
            self._document, self._lines = row, lines
            self._show_lines()

    def close_lines(self) -> None:
        """Put the lines of a document away."""
        self._document = None
        self._view.show_lines(None)

    def _show_lines(self) -> None:
        document, card = self._document, self.card
        if document is None or card is None:
            self._view.show_lines(None)
            return
        title = _("Lines of {number}, {day}").format(
            number=document.document_no, day=formats.day(document.document_date)
        )
        self._view.show_lines(LinesShown(title, self._lines, document.amount, card.currency))

    def open_number(self, number: str) -> None:
        """Show a document by its number, among all of the customer's."""
        self._view.go(
            replace(
                self.state, page=CardPage.DOCUMENTS, documents=Documents.ALL, bucket=None,
                document=number,
            )
        )  # fmt: skip

    def visit_facts(self, row: VisitRow) -> Mapping[str, object]:
        """Return where the Activity tab shows a visit: the customer and the day."""
        facts: dict[str, object] = {"first": row.visited_on, "last": row.visited_on}
        if self.card is not None:
            facts["customer_id"] = self.card.id
        return facts

    # Sales

    def sales_period(self, card: CustomerCard) -> Period:
        """Return the days whose sales are shown: a month, or the fiscal year so far."""
        first = self.state.first or card.year_start
        return Period.inclusive(first, max(first, self.state.last or card.as_of))

    def more_sales(self) -> None:
        """Fetch the next lines behind net sales."""
        if self._sales is not None:
            self._ask_sales(self._sales.rows)

    def _ask_sales(self, known: tuple[DocumentLineRow, ...]) -> None:
        card = self.card
        if card is None:
            return
        period = self.sales_period(card)
        query = CellQuery(
            Metric.SALES, ((Dimension.CUSTOMER, card.code),), period.start, period.last,
            card.as_of, len(known), PAGE_LINES,
        )  # fmt: skip
        self._runner.query(
            lambda: self._plans.rows_behind(query),
            lambda page: self._sales_came(card, period, known, page),
            owner=self._view,
            key="sales",
        )

    def _sales_came(
        self, card: CustomerCard, period: Period, known: tuple[DocumentLineRow, ...],
        page: LinesPage,
    ) -> None:  # fmt: skip
        if self.card is not card or self.sales_period(card) != period:
            return
        self._sales = replace(page, rows=(*known, *page.rows))
        figure = self._figure_of(card, period)
        note = ngettext(
            "{count} line that is the figure", "{count} lines that add up to the figure", page.count
        ).format(count=formats.number(page.count))
        if figure != page.total:
            note = _("These lines add up to {total}, the figure is {figure}. Reload with F5.")
            note = note.format(
                total=formats.money(page.total, card.currency),
                figure=formats.money(figure, card.currency),
            )
        title = _("Net sales, {period}").format(period=formats.period(period))
        self._view.show_sales(SalesShown(title, self._sales, note, card.currency))

    def _figure_of(self, card: CustomerCard, period: Period) -> Decimal | None:
        if self.state.first is None:
            return card.net_sales
        month = Month.of(period.start)
        return next((row.net_sales for row in card.months if row.month == month), None)

    # Following a figure

    def open_cell(self, customer_id: int, column: str) -> None:
        """Show the rows behind a cell of the list; names lead to the card itself."""
        page, documents = _BEHIND.get(column, (CardPage.OVERVIEW, Documents.OPEN))
        self._view.go(
            replace(
                self.state, customer_id=customer_id, page=page, documents=documents, bucket=None,
                first=None, last=None, document="",
            )
        )  # fmt: skip

    def open_figure(self, column: str) -> None:
        """Show the rows behind a figure of the card."""
        if self.card is not None:
            self.open_cell(self.card.id, column)

    def open_bucket(self, key: object) -> None:
        """Show the documents in a bucket of the customer's own bar."""
        if isinstance(key, int):
            self._view.go(
                replace(
                    self.state, page=CardPage.DOCUMENTS, documents=Documents.OPEN, bucket=key,
                    document="",
                )
            )  # fmt: skip

    def open_month(self, key: object) -> None:
        """Show the lines behind a month's net sales."""
        if isinstance(key, Month) and self.card is not None:
            last = min(Period(key.start, key.end).last, self.card.as_of)
            self._view.go(
                replace(self.state, page=CardPage.SALES, first=key.start, last=last, document="")
            )
