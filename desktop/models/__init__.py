"""Records: what the database holds, with the constraints that it enforces itself."""

from __future__ import annotations

from desktop.models.activity import Expense, Visit, VisitPlan
from desktop.models.audit import (
    Acting,
    AuditLog,
    AuditSeal,
    BatchChange,
    CommandLog,
    ImportBatch,
)
from desktop.models.base import EVER, MILLIONTHS, OPEN_END, Base
from desktop.models.customer import Customer, CustomerRep, CustomerTerritory
from desktop.models.ledger import (
    Application,
    Collection,
    Invoice,
    InvoiceCredit,
    InvoiceLine,
    ItemOwnership,
    OrderCredit,
    OrderLine,
    SalesMonth,
    SalesOrder,
)
from desktop.models.organisation import (
    AppUser,
    Branch,
    CalendarDay,
    Leave,
    Rep,
    Territory,
    UserRole,
)
from desktop.models.plan import (
    PlanBasis,
    PlanEdit,
    PlanLine,
    PlanSeason,
    PlanVersion,
    SalesPlan,
)
from desktop.models.plan_talks import PlanAnswer, PlanBridgeItem, PlanRound
from desktop.models.plan_work import BudgetLine, PlanObjective, PlanTask, SituationFigure
from desktop.models.product import Product, ProductGroup
from desktop.models.summary import (
    ActivityDays,
    ActivityKnown,
    ActivityMonth,
    CustomerTurn,
    SummaryDue,
)

__all__ = [
    "EVER",
    "MILLIONTHS",
    "OPEN_END",
    "Acting",
    "ActivityDays",
    "ActivityKnown",
    "ActivityMonth",
    "AppUser",
    "Application",
    "AuditLog",
    "AuditSeal",
    "Base",
    "BatchChange",
    "Branch",
    "BudgetLine",
    "CalendarDay",
    "Collection",
    "CommandLog",
    "Customer",
    "CustomerRep",
    "CustomerTerritory",
    "CustomerTurn",
    "Expense",
    "ImportBatch",
    "Invoice",
    "InvoiceCredit",
    "InvoiceLine",
    "ItemOwnership",
    "Leave",
    "OrderCredit",
    "OrderLine",
    "PlanAnswer",
    "PlanBasis",
    "PlanBridgeItem",
    "PlanEdit",
    "PlanLine",
    "PlanObjective",
    "PlanRound",
    "PlanSeason",
    "PlanTask",
    "PlanVersion",
    "Product",
    "ProductGroup",
    "Rep",
    "SalesMonth",
    "SalesOrder",
    "SalesPlan",
    "SituationFigure",
    "SummaryDue",
    "Territory",
    "UserRole",
    "Visit",
    "VisitPlan",
]
