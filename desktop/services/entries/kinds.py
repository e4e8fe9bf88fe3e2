"""The kinds of the entry grid as data: adding a kind adds a list of columns."""

from __future__ import annotations

from desktop.enums import ImportKind
from desktop.i18n import N_
from desktop.services.access import Action
from desktop.services.entries.data import (
    EntryChoice,
    EntryColumn,
    EntryKind,
    EntrySpec,
    InputKind,
)

_I = InputKind
#: The grid's own column: why the next visit is to be made.
NEXT_PURPOSE = "next_purpose"
#: The most fields that a visit may ask for (ACTIVITY.md, 1).
MOST_REQUIRED_OF_A_VISIT = 5

_REP = EntryColumn("rep_code", N_("Rep"), _I.REP, is_required=True, is_sticky=True, width=8)
_DATE = EntryColumn("date", N_("Date"), _I.DATE, is_required=True, is_sticky=True, width=11)
_CUSTOMER = EntryColumn("customer_code", N_("Customer"), _I.CUSTOMER, is_required=True, width=16)
_NOTE = EntryColumn("note", N_("Note"), _I.TEXT, width=24)

_OUTCOMES = (
    EntryChoice("ordered", N_("Ordered")),
    EntryChoice("talked", N_("Talked, no order")),
    EntryChoice("collected", N_("Collected money")),
    EntryChoice("closed", N_("Closed (an attempt, no visit)")),
    EntryChoice("absent", N_("Nobody there (an attempt, no visit)")),
)
_CHANNELS = (
    EntryChoice("on_site", N_("On site")),
    EntryChoice("phone", N_("Phone")),
    EntryChoice("online", N_("Online")),
    EntryChoice("exhibition", N_("Exhibition")),
)
_STATUSES = (
    EntryChoice("confirmed", N_("Confirmed")),
    EntryChoice("closed", N_("Closed")),
    EntryChoice("cancelled", N_("Cancelled")),
)
_CATEGORIES = (
    EntryChoice("travel", N_("Travel")),
    EntryChoice("meals", N_("Meals")),
    EntryChoice("entertainment", N_("Entertainment")),
    EntryChoice("gift", N_("Gifts")),
    EntryChoice("promotion", N_("Promotion")),
    EntryChoice("communication", N_("Communication")),
    EntryChoice("other", N_("Other expenses")),
)
_METHODS = (
    EntryChoice("transfer", N_("Bank transfer")),
    EntryChoice("cash", N_("Cash")),
    EntryChoice("acceptance", N_("Bank acceptance bill")),
    EntryChoice("cheque", N_("Cheque")),
)
_NOTE_TYPES = (
    EntryChoice("trend", N_("Trend")),
    EntryChoice("consumer", N_("Consumer need")),
    EntryChoice("competitor", N_("Competitor")),
    EntryChoice("dealer_request", N_("Dealer's request")),
    EntryChoice("problem", N_("Problem")),
)
_SEVERITIES = (
    EntryChoice("1", N_("1 – severe")),
    EntryChoice("2", N_("2 – serious")),
    EntryChoice("3", N_("3 – slight")),
)

_SPECS = (
    EntrySpec(EntryKind.VISITS, N_("Visits"), (
        _REP,
        _DATE,
        _CUSTOMER,
        EntryColumn("outcome", N_("Outcome"), _I.CHOICE, is_required=True, choices=_OUTCOMES,
                    width=14, free_choice=True,
                    help=N_("In your words; closed and absent count as attempts, not as visits.")),
        EntryColumn("minutes", N_("Minutes"), _I.NUMBER, is_required=True, width=7,
                    help=N_("How long it took; not needed where start and end are given.")),
        EntryColumn("order_no", N_("Order"), _I.TEXT, width=12),
        EntryColumn("next_visit_on", N_("Next visit"), _I.DATE, width=11,
                    help=N_("Becomes a planned visit of this rep to this customer.")),
        EntryColumn(NEXT_PURPOSE, N_("Next purpose"), _I.TEXT, width=16,
                    help=N_("Why the next visit is to be made.")),
        EntryColumn("start", N_("Start"), _I.TIME, width=6),
        EntryColumn("end", N_("End"), _I.TIME, width=6),
        EntryColumn("channel", N_("Channel"), _I.CHOICE, choices=_CHANNELS, width=10),
        EntryColumn("purpose", N_("Purpose"), _I.TEXT, width=16),
        EntryColumn("planned", N_("Planned"), _I.YES_NO, width=8),
        _NOTE,
        EntryColumn("visit_no", N_("Slip no."), _I.TEXT, width=10),
    ), Action.IMPORT_ACTIVITY, ImportKind.VISITS, frozenset({NEXT_PURPOSE})),
    EntrySpec(EntryKind.ORDERS, N_("Orders"), (
        EntryColumn("order_no", N_("Order"), _I.TEXT, is_required=True, is_sticky=True, width=12,
                    help=N_("The lines of one order repeat its number.")),
        EntryColumn("order_date", N_("Date"), _I.DATE, is_required=True, is_sticky=True, width=11),
        EntryColumn("customer_code", N_("Customer"), _I.CUSTOMER, is_required=True,
                    is_sticky=True, width=16),
        EntryColumn("rep_code", N_("Rep"), _I.REP, is_sticky=True, width=8,
                    help=N_("Empty means the customer's own rep.")),
        EntryColumn("product_code", N_("Product"), _I.PRODUCT, width=14),
        EntryColumn("quantity", N_("Quantity"), _I.NUMBER, width=8),
        EntryColumn("unit_price", N_("Unit price"), _I.MONEY, width=10),
        EntryColumn("amount", N_("Amount"), _I.MONEY, is_required=True, width=12,
                    help=N_("Of the line, net of tax; negative is a return.")),
        EntryColumn("cost", N_("Cost"), _I.MONEY, width=12),
        EntryColumn("status", N_("Status"), _I.CHOICE, choices=_STATUSES, width=10),
    ), Action.IMPORT_SALES, ImportKind.ORDERS),
    EntrySpec(EntryKind.COLLECTIONS, N_("Collections"), (
        EntryColumn("receipt_no", N_("Receipt"), _I.TEXT, is_required=True, width=12,
                    help=N_("Several rows may share a receipt.")),
        _DATE,
        _CUSTOMER,
        EntryColumn("amount", N_("Amount"), _I.MONEY, is_required=True, width=12),
        EntryColumn("invoice_no", N_("Invoice"), _I.TEXT, width=12,
                    help=N_("The invoice that it pays; empty leaves the money unapplied.")),
        EntryColumn("method", N_("Method"), _I.CHOICE, choices=_METHODS, width=12,
                    free_choice=True),
        EntryColumn("payer", N_("Payer"), _I.TEXT, width=16,
                    help=N_("Who paid, if not the customer.")),
        EntryColumn("rep_code", N_("Rep"), _I.REP, is_sticky=True, width=8,
                    help=N_("Empty means the customer's own rep.")),
    ), Action.IMPORT_MONEY, ImportKind.COLLECTIONS),
    EntrySpec(EntryKind.EXPENSES, N_("Expenses"), (
        _REP,
        _DATE,
        EntryColumn("category", N_("Category"), _I.CHOICE, is_required=True, choices=_CATEGORIES,
                    width=12),
        EntryColumn("amount", N_("Amount"), _I.MONEY, is_required=True, width=12),
        EntryColumn("customer_code", N_("Customer"), _I.CUSTOMER, width=16),
        EntryColumn("guests", N_("Guests"), _I.TEXT, width=18,
                    help=N_("Who was entertained, by name.")),
        EntryColumn("invoice_no", N_("Voucher"), _I.TEXT, width=12),
        EntryColumn("visit_no", N_("Slip no. of the visit"), _I.TEXT, width=10),
        _NOTE,
    ), Action.IMPORT_ACTIVITY, ImportKind.EXPENSES),
    EntrySpec(EntryKind.MARKET_NOTES, N_("Market notes"), (
        EntryColumn("rep_code", N_("Rep"), _I.REP, is_sticky=True, width=8),
        _DATE,
        EntryColumn("type", N_("Type"), _I.CHOICE, is_required=True, choices=_NOTE_TYPES,
                    width=12),
        EntryColumn("text", N_("What was learned"), _I.TEXT, is_required=True, width=36),
        EntryColumn("customer_code", N_("Customer"), _I.CUSTOMER, width=16),
        EntryColumn("competitor", N_("Competitor"), _I.TEXT, width=14),
        EntryColumn("product_code", N_("Product"), _I.PRODUCT, width=14),
        EntryColumn("price", N_("Price"), _I.MONEY, width=10),
        EntryColumn("severity", N_("Severity"), _I.CHOICE, choices=_SEVERITIES, width=9),
        EntryColumn("source", N_("Source"), _I.TEXT, width=16),
    ), Action.KEEP_INFORMATION, ImportKind.MARKET_NOTES),
)  # fmt: skip

ENTRY_SPECS: dict[EntryKind, EntrySpec] = {spec.kind: spec for spec in _SPECS}
