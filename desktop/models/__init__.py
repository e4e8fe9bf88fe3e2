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
from desktop.models.budget import BudgetCommitment, BudgetDriver, BudgetLine
from desktop.models.customer import Customer, CustomerRep, CustomerTerritory
from desktop.models.entries import Entry, EntryCheck
from desktop.models.field_work import ExpenseCeiling, ExpenseDecision, VisitPlanFate, WeekPlan
from desktop.models.information import (
    DecisionNote,
    InfoDecision,
    InfoQuestion,
    MarketNote,
    QuestionTask,
    ReportDuty,
    ReportReceipt,
)
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
from desktop.models.plan_measures import (
    OwnMetric,
    OwnTarget,
    VisitProgramme,
    VisitProgrammeLine,
)
from desktop.models.plan_potential import CustomerOutlook, PlanProspect, PotentialFigure
from desktop.models.plan_talks import PlanAnswer, PlanBridgeItem, PlanRound
from desktop.models.plan_work import (
    PlanObjective,
    PlanTask,
    SituationFigure,
    TaskMilestone,
    TaskReview,
)
from desktop.models.product import Product, ProductGroup
from desktop.models.summary import (
    ActivityDays,
    ActivityKnown,
    ActivityMonth,
    CustomerTurn,
    SummaryDue,
)
from desktop.models.team import (
    CustomerBackup,
    JointVisit,
    PolicyNotice,
    PolicyReceipt,
    SkillMark,
    Training,
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
    "BudgetCommitment",
    "BudgetDriver",
    "BudgetLine",
    "CalendarDay",
    "Collection",
    "CommandLog",
    "Customer",
    "CustomerBackup",
    "CustomerOutlook",
    "CustomerRep",
    "CustomerTerritory",
    "CustomerTurn",
    "DecisionNote",
    "Entry",
    "EntryCheck",
    "Expense",
    "ExpenseCeiling",
    "ExpenseDecision",
    "ImportBatch",
    "InfoDecision",
    "InfoQuestion",
    "Invoice",
    "InvoiceCredit",
    "InvoiceLine",
    "ItemOwnership",
    "JointVisit",
    "Leave",
    "MarketNote",
    "OrderCredit",
    "OrderLine",
    "OwnMetric",
    "OwnTarget",
    "PlanAnswer",
    "PlanBasis",
    "PlanBridgeItem",
    "PlanEdit",
    "PlanLine",
    "PlanObjective",
    "PlanProspect",
    "PlanRound",
    "PlanSeason",
    "PlanTask",
    "PlanVersion",
    "PolicyNotice",
    "PolicyReceipt",
    "PotentialFigure",
    "Product",
    "ProductGroup",
    "QuestionTask",
    "Rep",
    "ReportDuty",
    "ReportReceipt",
    "SalesMonth",
    "SalesOrder",
    "SalesPlan",
    "SituationFigure",
    "SkillMark",
    "SummaryDue",
    "TaskMilestone",
    "TaskReview",
    "Territory",
    "Training",
    "UserRole",
    "Visit",
    "VisitPlan",
    "VisitPlanFate",
    "VisitProgramme",
    "VisitProgrammeLine",
    "WeekPlan",
]
