"""What the Accounts tab decides: lists, cards, rows behind figures, ways between; without Qt."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from desktop.enums import Dimension
from desktop.errors import InputError, Issue
from desktop.periods import Month
from desktop.ratio import Ratio
from desktop.services.customers.data import (
    AccountChoices,
    AccountColumn,
    AccountRow,
    AccountsPage,
    AccountsQuery,
    AccountTotals,
    Credit,
    CustomerCard,
    InvoiceLineRow,
    MonthRow,
    Standing,
    VisitRow,
)
from desktop.services.plans.data import CellQuery, DocumentLineRow, LinesPage
from desktop.services.receivables.data import ItemKind, OpenItemRow
from desktop.services.rules.standing import AccountStatus
from desktop.views.accounts.controller import AccountsController
from desktop.views.accounts.shown import (
    CardShown,
    DocumentsShown,
    LinesShown,
    ListShown,
    SalesShown,
    export_notes,
)
from desktop.views.accounts.state import (
    AccountsState,
    CardPage,
    Documents,
    query_of,
    state_from,
)
from desktop.views.accounts.words import bucket_words, is_in_bucket
from desktop.views.runner import RunNow

AS_OF = date(2026, 3, 31)
NAMES = ("not_due", "d1_30", "d31_60", "over_60")
ZERO = Decimal(0)


def item(number: str, days: int, amount: int, kind: ItemKind = ItemKind.INVOICE) -> OpenItemRow:
    value = Decimal(amount)
    return OpenItemRow(
        kind, len(number), number, 1, "C1", "R1", AS_OF, AS_OF, value, ZERO, value, days
    )


ITEMS = (item("I1", 45, 300), item("I2", 0, 80), item("P1", 0, -50, ItemKind.COLLECTION))


def row(id_: int, code: str, receivable: int = 0) -> AccountRow:
    amount = Decimal(receivable)
    return AccountRow(
        id_, code, f"Customer {code}", "A", False, "R1", "Li", "", "", ZERO, None, amount, ZERO, 0,
        (amount, ZERO, ZERO, ZERO), ZERO, None, None,
    )  # fmt: skip


def card(id_: int = 1) -> CustomerCard:
    standing = Standing(
        ITEMS, NAMES, (Decimal(80), ZERO, Decimal(300), ZERO), Decimal(-50), Decimal(330),
        Decimal(300), 45, Ratio.of(Decimal(45), Decimal(1), ""),
    )  # fmt: skip
    months = (MonthRow(Month.at(2026, 2), Decimal(100), ZERO),
              MonthRow(Month.at(2026, 3), Decimal(200), Decimal(50)))  # fmt: skip
    return CustomerCard(
        AS_OF, "CNY", id_, f"C{id_}", f"Customer C{id_}", "A", True, "", "", "", "", None, 30, "R1",
        "Li", "", "", (), standing, Credit(None, None, Ratio.undefined("no credit limit")), (),
        months, Ratio.undefined("nothing"), (), "2026", date(2026, 1, 1), Decimal(300),
    )  # fmt: skip


class Customers:
    """Answers as the service does and notes what it was asked."""

    def __init__(self) -> None:
        self.rows = [row(1, "C1", 330), row(2, "C2")]
        self.queries: list[AccountsQuery] = []
        self.document_days: list[date | None] = []

    def accounts(self, query: AccountsQuery) -> AccountsPage:
        self.queries.append(query)
        found = tuple(one for one in self.rows if query.text in one.code)
        totals = AccountTotals(
            len(found), ZERO, Decimal(330), ZERO, (Decimal(330), ZERO, ZERO, ZERO), ZERO
        )
        return AccountsPage(
            query.as_of or AS_OF, "2026", "CNY", NAMES, 0, found[: query.count], totals
        )

    def choices(self, as_of: date | None = None) -> AccountChoices:
        return AccountChoices(len(self.rows), (), (), ())

    def card(self, customer_id: int, as_of: date | None = None) -> CustomerCard:
        if customer_id > 9:
            raise InputError(Issue("unknown_code"))
        return card(customer_id)

    def documents(self, customer_id: int, as_of: date | None = None) -> tuple[OpenItemRow, ...]:
        self.document_days.append(as_of)
        return (item("I9", 0, 0), *ITEMS)

    def lines(self, invoice_id: int) -> tuple[InvoiceLineRow, ...]:
        return (InvoiceLineRow(1, "", "", None, None, Decimal(300), ZERO, Decimal(300)),)


class Plans:
    """Answers lines behind net sales, as many as asked for."""

    def __init__(self, total: int = 300, count: int = 3) -> None:
        self.total, self.count = Decimal(total), count
        self.queries: list[CellQuery] = []

    def rows_behind(self, query: CellQuery) -> LinesPage:
        self.queries.append(query)
        line = DocumentLineRow(
            1, AS_OF, "I1", "C1", "", "", "", None, None, None, Decimal(100), "", ""
        )
        return LinesPage((line,) * min(2, self.count - query.offset), self.count, self.total)


class View:
    """Notes what it is told; `go` follows at once, as the window does."""

    def __init__(self) -> None:
        self.control: AccountsController | None = None
        self.state = AccountsState()
        self.list: ListShown | None = None
        self.card: CardShown | None = None
        self.documents: DocumentsShown | None = None
        self.lines: LinesShown | None = None
        self.sales: SalesShown | None = None
        self.gone: list[AccountsState] = []
        self.said: list[str] = []
        self.errors: list[Exception] = []

    def show_state(self, state: AccountsState) -> None:
        self.state = state

    def show_list(self, shown: ListShown, state: AccountsState) -> None:
        self.list, self.state = shown, state

    def show_card(self, shown: CardShown | None) -> None:
        self.card = shown

    def show_documents(self, shown: DocumentsShown) -> None:
        self.documents = shown

    def show_lines(self, shown: LinesShown | None) -> None:
        self.lines = shown

    def show_sales(self, shown: SalesShown) -> None:
        self.sales = shown

    def go(self, state: AccountsState) -> None:
        assert self.control is not None
        self.gone.append(self.control.state)
        self.control.visit({"state": state})

    def say(self, text: str) -> None:
        self.said.append(text)

    def report(self, error: Exception) -> None:
        self.errors.append(error)


class Desk:
    """A controller with everything around it."""

    def __init__(self, plans: Plans | None = None) -> None:
        self.customers, self.plans = Customers(), plans or Plans()
        self.view, self.runner = View(), RunNow()
        self.control = AccountsController(self.customers, self.plans, self.runner, self.view)
        self.view.control = self.control

    @property
    def side(self):  # type: ignore[no-untyped-def]
        return self.control.card_side


@pytest.fixture
def desk() -> Desk:
    made = Desk()
    made.control.reload()
    return made


def test_the_list_comes_with_the_first_customers_card(desk: Desk) -> None:
    assert desk.view.list is not None and desk.view.card is not None
    assert [one.code for one in desk.view.list.page.rows] == ["C1", "C2"]
    assert desk.view.card.card.code == "C1"
    assert desk.control.state.customer_id == 1
    assert desk.view.list.rest == 0


def test_the_most_overdue_stand_first_until_a_header_is_clicked(desk: Desk) -> None:
    assert desk.customers.queries[0].sort is AccountColumn.OVERDUE
    assert desk.customers.queries[0].descending
    desk.control.sort("name", False)
    assert desk.customers.queries[-1].sort is AccountColumn.NAME
    assert not desk.customers.queries[-1].descending


def test_a_filter_that_changes_nothing_asks_nothing(desk: Desk) -> None:
    desk.control.change(text="", rep="", territory="", weight="", show="")
    assert len(desk.customers.queries) == 1


def test_the_card_follows_the_first_hit_of_a_search(desk: Desk) -> None:
    desk.control.change(text="C2")
    assert desk.view.card is not None and desk.view.card.card.id == 2
    desk.control.change(text="C9")
    assert desk.view.card is None
    assert desk.view.list is not None
    assert desk.view.list.empty.startswith("No customer fits these filters")


def test_an_empty_branch_says_how_customers_come_in() -> None:
    desk = Desk()
    desk.customers.rows = []
    desk.control.reload()
    assert desk.view.list is not None
    assert desk.view.list.empty.startswith("There are no customers yet")


def test_a_bucket_clicked_filters_and_clicked_again_shows_all(desk: Desk) -> None:
    desk.control.choose_bucket(2)
    assert desk.customers.queries[-1].in_bucket == 2
    assert desk.view.state.show == "bucket:2"
    desk.control.choose_bucket(2)
    assert desk.customers.queries[-1].in_bucket is None


@pytest.mark.parametrize(
    ("changes", "field", "expected"),
    [
        ({"rep": "custody"}, "in_custody", True),
        ({"rep": "rep:R1"}, "rep", "R1"),
        ({"weight": "key"}, "key_accounts_only", True),
        ({"weight": "class:B"}, "customer_class", "B"),
        ({"show": "overdue"}, "overdue_only", True),
        ({"show": "status:over_limit"}, "status", AccountStatus.OVER_LIMIT),
        ({"territory": "T1"}, "territory", "T1"),
    ],
)
def test_each_filter_reaches_the_service(
    changes: dict[str, str], field: str, expected: object
) -> None:
    query = query_of(replace(AccountsState(), **changes))  # type: ignore[arg-type]
    assert getattr(query, field) == expected


def test_clearing_the_filters_keeps_day_and_order(desk: Desk) -> None:
    desk.control.look_at(date(2026, 2, 28))
    desk.control.change(text="C2", rep="custody")
    desk.control.clear_filters()
    last = desk.customers.queries[-1]
    assert (last.text, last.in_custody, last.as_of) == ("", False, date(2026, 2, 28))


def test_what_the_page_does_not_hold_can_be_fetched(desk: Desk) -> None:
    desk.control.reload(1)
    assert desk.view.list is not None and desk.view.list.rest == 1
    desk.control.show_rest()
    assert desk.view.list.rest == 0


@pytest.mark.parametrize(
    ("column", "page", "documents"),
    [
        ("net_sales", CardPage.SALES, Documents.OPEN),
        ("receivable", CardPage.DOCUMENTS, Documents.OPEN),
        ("overdue", CardPage.DOCUMENTS, Documents.OVERDUE),
        ("oldest_overdue", CardPage.DOCUMENTS, Documents.OVERDUE),
        ("unapplied", CardPage.MONEY, Documents.OPEN),
        ("name", CardPage.OVERVIEW, Documents.OPEN),
    ],
)
def test_a_cell_opens_the_rows_behind_it(
    desk: Desk, column: str, page: CardPage, documents: Documents
) -> None:
    desk.side.open_cell(2, column)
    state = desk.control.state
    assert (state.customer_id, state.page, state.documents) == (2, page, documents)


def test_following_a_figure_of_the_shown_list_does_not_ask_for_the_list_again(desk: Desk) -> None:
    desk.side.open_cell(2, "overdue")
    assert len(desk.customers.queries) == 1
    desk.control.visit({"state": desk.view.gone[0]})
    assert desk.control.state.customer_id == 1
    assert len(desk.customers.queries) == 1


def test_documents_shown_tie_with_the_figure_they_stand_behind(desk: Desk) -> None:
    desk.side.open_figure("receivable")
    shown = desk.view.documents
    assert shown is not None
    assert (len(shown.rows), shown.total) == (3, 330)
    desk.side.open_figure("overdue")
    shown = desk.view.documents
    assert shown is not None
    assert ([one.document_no for one in shown.rows], shown.total) == (["I1"], 300)
    desk.side.open_bucket(0)
    shown = desk.view.documents
    assert shown is not None
    assert ([one.document_no for one in shown.rows], shown.total) == (["I2"], 80)
    assert sum(one.open for one in shown.rows) == shown.total


def test_all_documents_are_asked_for_when_wanted_and_once(desk: Desk) -> None:
    desk.side.show_page(CardPage.DOCUMENTS)
    assert desk.customers.document_days == []
    desk.side.show_documents(Documents.ALL)
    desk.side.show_documents(Documents.OPEN)
    desk.side.show_documents(Documents.ALL)
    assert desk.customers.document_days == [AS_OF]
    assert desk.view.documents is not None and len(desk.view.documents.rows) == 4


def test_a_document_opens_its_lines_and_money_what_it_paid(desk: Desk) -> None:
    desk.side.open_document(ITEMS[0])
    assert desk.view.lines is not None
    assert (desk.view.lines.gross, len(desk.view.lines.rows)) == (300, 1)
    desk.side.open_document(ITEMS[2])
    assert (desk.control.state.page, desk.control.state.document) == (CardPage.MONEY, "P1")


def test_a_number_leads_to_the_document_or_says_that_there_is_none(desk: Desk) -> None:
    desk.side.open_number("I9")
    assert desk.view.documents is not None and desk.view.documents.document == "I9"
    assert desk.view.said == []
    desk.side.open_number("I77")
    assert desk.view.said == ["I77 is not among the invoices."]


def test_net_sales_open_the_lines_of_the_fiscal_year_and_tie(desk: Desk) -> None:
    desk.side.open_figure("net_sales")
    asked, shown = desk.plans.queries[-1], desk.view.sales
    assert asked.within == ((Dimension.CUSTOMER, "C1"),)
    assert (asked.first, asked.last, asked.as_of) == (date(2026, 1, 1), AS_OF, AS_OF)
    assert shown is not None and shown.note == "3 lines that add up to the figure"
    desk.side.more_sales()
    assert desk.plans.queries[-1].offset == 2
    assert desk.view.sales is not None and len(desk.view.sales.page.rows) == 3


def test_lines_that_do_not_make_the_figure_say_so() -> None:
    desk = Desk(Plans(total=299))
    desk.control.reload()
    desk.side.open_figure("net_sales")
    assert desk.view.sales is not None
    assert "¥299.00" in desk.view.sales.note and "¥300.00" in desk.view.sales.note


def test_a_month_of_the_chart_opens_its_lines_up_to_the_as_of_date(desk: Desk) -> None:
    desk.plans.total = Decimal(200)
    desk.side.open_month(Month.at(2026, 3))
    asked = desk.plans.queries[-1]
    assert (asked.first, asked.last) == (date(2026, 3, 1), AS_OF)
    assert desk.view.sales is not None and "add up" in desk.view.sales.note


def test_another_customer_begins_without_the_choices_of_the_last(desk: Desk) -> None:
    desk.side.open_bucket(2)
    desk.side.choose(2)
    assert desk.control.state.bucket is None
    assert desk.view.documents is not None and desk.view.documents.total == 330


def test_a_customer_asked_for_by_another_tab_is_shown_whatever_was_filtered(desk: Desk) -> None:
    desk.control.change(text="C1")
    desk.control.visit({"customer_id": 2})
    assert desk.control.state.text == ""
    assert desk.view.card is not None and desk.view.card.card.id == 2


def test_a_customer_is_found_by_his_code(desk: Desk) -> None:
    desk.control.visit({"customer_code": "C2"})
    assert desk.view.card is not None and desk.view.card.card.id == 2
    desk.control.visit({"customer_code": "C8"})
    assert desk.view.said == ["There is no customer C8."]
    assert desk.control.state.customer_id == 1


def test_an_unknown_customer_is_reported_and_no_card_shown(desk: Desk) -> None:
    desk.control.visit({"customer_id": 10})
    assert desk.view.card is None
    assert isinstance(desk.view.errors[0], InputError)


def test_lists_can_be_asked_for_by_rep_and_standing() -> None:
    found = state_from(
        {"rep": "R1", "overdue_only": True, "as_of": AS_OF, "territory": "T1"}, AccountsState()
    )
    assert (found.rep, found.show, found.as_of, found.territory) == (
        "rep:R1", "overdue", AS_OF, "T1",
    )  # fmt: skip
    assert state_from({"in_custody": True}, found).rep == "custody"
    assert state_from({"status": "over_90"}, found).show == "status:over_90"
    assert state_from({"bucket": 3}, found).shown_bucket == 3


def test_a_visit_leads_to_its_day_on_the_activity_tab(desk: Desk) -> None:
    visit = VisitRow(date(2026, 3, 2), "Li", "on_site", False, "", "", "")
    facts = desk.side.visit_facts(visit)
    assert facts == {"first": date(2026, 3, 2), "last": date(2026, 3, 2), "customer_id": 1}


def test_buckets_hold_documents_by_their_days_and_never_money() -> None:
    assert [bucket_words(name) for name in NAMES] == [
        "Not due", "1–30 days", "31–60 days", "Over 60 days",
    ]  # fmt: skip
    held = [name for name in NAMES if is_in_bucket(item("X", 61, 1), name)]
    assert held == ["over_60"]
    assert [name for name in NAMES if is_in_bucket(item("X", 30, 1), name)] == ["d1_30"]
    assert not any(is_in_bucket(ITEMS[2], name) for name in NAMES)


def test_an_exported_list_says_its_day_and_how_it_was_found(desk: Desk) -> None:
    desk.control.change(text="C2")
    notes = dict(export_notes(desk.view.list, desk.control.state))
    assert notes["As of"] == "31 Mar 2026"
    assert notes["Customers"] == "1 of 2 customers"
    assert notes["Found by"] == "C2"
