"""Closed lists of words that are stored in the database and written in files."""

from __future__ import annotations

from enum import StrEnum


class SalesBasis(StrEnum):
    """Which documents are the branch's sales."""

    INVOICED = "invoiced"
    ORDERED = "ordered"


class CalendarKind(StrEnum):
    """Which working days a new branch begins with."""

    CN = "CN"
    WEEKDAYS = "weekdays"


class DayKind(StrEnum):
    """What a day of the branch's calendar is."""

    WORK = "work"
    REST = "rest"
    HALF = "half"


class OrderStatus(StrEnum):
    """State of an order; a cancelled one is not sold."""

    CONFIRMED = "confirmed"
    CLOSED = "closed"
    CANCELLED = "cancelled"


class DocumentState(StrEnum):
    """Life of a document: a posted one is voided or amended, never edited."""

    DRAFT = "draft"
    POSTED = "posted"
    VOID = "void"


class InvoiceKind(StrEnum):
    """Sign of a sales document: a credit note is given positive and counted negative."""

    INVOICE = "invoice"
    CREDIT_NOTE = "credit_note"


class VisitChannel(StrEnum):
    """How a rep met the customer; only on-site contacts are valid visits."""

    ON_SITE = "on_site"
    PHONE = "phone"
    ONLINE = "online"
    EXHIBITION = "exhibition"


class ExpenseCategory(StrEnum):
    """What an expense was for."""

    TRAVEL = "travel"
    MEALS = "meals"
    ENTERTAINMENT = "entertainment"
    GIFT = "gift"
    PROMOTION = "promotion"
    COMMUNICATION = "communication"
    OTHER = "other"


class CustomerClass(StrEnum):
    """Weight of a customer, A the heaviest."""

    A = "A"
    B = "B"
    C = "C"
    D = "D"


class Metric(StrEnum):
    """What a target is given for."""

    SALES = "sales"
    COLLECTIONS = "collections"
    PROFIT = "profit"
    QUANTITY = "quantity"
    NEW_CUSTOMERS = "new_customers"
    VISITS = "visits"

    @property
    def is_money(self) -> bool:
        """Whether amounts are in the branch's currency."""
        return self in (Metric.SALES, Metric.COLLECTIONS, Metric.PROFIT)


class PlanStatus(StrEnum):
    """Life of a plan's version."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    AGREED = "agreed"
    IN_FORCE = "in_force"
    CLOSED = "closed"
    SUPERSEDED = "superseded"


class PlanLevel(StrEnum):
    """How sure a target is meant to be: what is promised, or what one hopes for beyond it."""

    BASE = "base"
    STRETCH = "stretch"


class PlanSide(StrEnum):
    """Who named a number in the talks about a plan."""

    HQ = "hq"
    BRANCH = "branch"


class BridgeKind(StrEnum):
    """What explains a part of the gap between headquarters' number and the branch's."""

    MARKET_GROWTH = "market_growth"
    PRICE = "price"
    NEW_PRODUCTS = "new_products"
    LOST_CUSTOMERS = "lost_customers"
    CAPACITY = "capacity"
    ONE_OFFS = "one_offs"
    OTHER = "other"


class BridgeStatus(StrEnum):
    """Whether the other side takes an explanation of the gap."""

    OPEN = "open"
    ACCEPTED = "accepted"
    REJECTED = "rejected"


class AnswerKind(StrEnum):
    """What a rep says to his target."""

    ACCEPTED = "accepted"
    OBJECTED = "objected"


class SituationSheet(StrEnum):
    """Which sheet of the situation a figure stands on."""

    MARKET = "market"
    SELF = "self"


class Confidence(StrEnum):
    """How far a figure of others may be trusted."""

    LOW = "low"
    MEDIUM = "medium"
    HIGH = "high"


class ReviewVerdict(StrEnum):
    """What a promotion is judged to have been, looked at afterwards."""

    WORKED = "worked"
    PARTLY = "partly"
    FAILED = "failed"


class BudgetDriverKind(StrEnum):
    """What a part of the budget grows with."""

    PER_VISIT = "per_visit"
    PER_DAY = "per_day"
    SHARE_OF_SALES = "share_of_sales"
    FIXED = "fixed"


class Role(StrEnum):
    """What a user is in the branch (RELIABILITY.md, Rights)."""

    BRANCH_MANAGER = "branch_manager"
    CLERK = "clerk"
    CASH_CLERK = "cash_clerk"
    REP = "rep"
    HQ_AUDITOR = "hq_auditor"
    TECHNICAL_ADMIN = "technical_admin"


class AgeFrom(StrEnum):
    """What an open item's age is counted from."""

    DUE = "due"
    DOCUMENT = "document"


class ImportKind(StrEnum):
    """The kinds of import file that there are (FORMATS.md, section 2)."""

    TERRITORIES = "territories"
    REPS = "reps"
    PRODUCT_GROUPS = "product-groups"
    PRODUCTS = "products"
    CUSTOMERS = "customers"
    ASSIGNMENTS = "assignments"
    ORDERS = "orders"
    INVOICES = "invoices"
    COLLECTIONS = "collections"
    VISITS = "visits"
    VISIT_PLANS = "visit-plans"
    EXPENSES = "expenses"
    TARGETS = "targets"
    CALENDAR = "calendar"
    LEAVE = "leave"
    BUDGETS = "budgets"


class Dimension(StrEnum):
    """What a report may be divided by."""

    REP = "rep"
    MANAGER = "manager"
    TERRITORY = "territory"
    CUSTOMER = "customer"
    CLASS = "class"
    PRODUCT = "product"
    PRODUCT_GROUP = "product_group"
    CATEGORY = "category"
    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"
