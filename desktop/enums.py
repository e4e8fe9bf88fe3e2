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


class ReportedVia(StrEnum):
    """On what a report reached the office."""

    SLIP = "slip"
    CALL = "call"
    MESSAGE = "message"
    SPREADSHEET = "spreadsheet"


class CheckReason(StrEnum):
    """Why a second pair of eyes looks at a report."""

    AMOUNT = "amount"
    LATE = "late"
    LENGTH = "length"
    GUESTS = "guests"
    SAMPLE = "sample"
    ASKED = "asked"


class CheckMethod(StrEnum):
    """How a report was checked."""

    CALL_BACK = "call_back"
    DOCUMENT = "document"
    SECOND_LOOK = "second_look"


class CheckResult(StrEnum):
    """What a check of a report found."""

    CONFIRMED = "confirmed"
    REJECTED = "rejected"
    NOT_REACHED = "not_reached"


class WeekState(StrEnum):
    """Life of a rep's plan of a week."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    RETURNED = "returned"
    APPROVED = "approved"
    RECONCILED = "reconciled"


class PlanFate(StrEnum):
    """What became of a planned visit that was not made as planned."""

    NOT_MADE = "not_made"
    MOVED = "moved"


class NotMadeReason(StrEnum):
    """Why a planned visit was not made on its day."""

    CUSTOMER_CANCELLED = "customer_cancelled"
    CUSTOMER_ABSENT = "customer_absent"
    REP_ILL = "rep_ill"
    REP_ELSEWHERE = "rep_elsewhere"
    ROADS = "roads"
    NOT_NEEDED = "not_needed"
    FORGOTTEN = "forgotten"
    OTHER = "other"


class CeilingPer(StrEnum):
    """What a ceiling of expenses is counted for."""

    CLAIM = "claim"
    DAY = "day"
    MONTH = "month"
    GUEST = "guest"


class Skill(StrEnum):
    """A skill of selling that is watched on joint visits."""

    PREPARING = "preparing"
    OPENING = "opening"
    LISTENING = "listening"
    PRODUCTS = "products"
    OBJECTIONS = "objections"
    CLOSING = "closing"
    COLLECTING = "collecting"
    REPORTING = "reporting"


class ReceiptHow(StrEnum):
    """How a policy was acknowledged."""

    SIGNED = "signed"
    SAID = "said"
    WRITTEN = "written"


class NoteType(StrEnum):
    """What a market note is about."""

    TREND = "trend"
    CONSUMER = "consumer"
    COMPETITOR = "competitor"
    DEALER_REQUEST = "dealer_request"
    PROBLEM = "problem"


class Reliability(StrEnum):
    """How sure a market note is."""

    SEEN = "seen"
    TOLD = "told"
    RUMOUR = "rumour"


class CompetitorMove(StrEnum):
    """What a competitor changed."""

    PRICE = "price"
    PROMOTION = "promotion"
    PRODUCT = "product"
    PEOPLE = "people"
    DEALER = "dealer"


class QuestionCycle(StrEnum):
    """How often a question is asked."""

    ONCE = "once"
    MONTHLY = "monthly"


class ReportCycle(StrEnum):
    """How often a report is due."""

    DAILY = "daily"
    WEEKLY = "weekly"
    MONTHLY = "monthly"
    SPECIAL = "special"


class ReportSource(StrEnum):
    """By what a report is known to have come in."""

    HAND = "hand"
    VISITS = "visits"


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
    MARKET_NOTES = "market-notes"


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
