"""Which loader takes which kind of file, and which right it needs."""

from __future__ import annotations

from collections.abc import Callable

from desktop.enums import ImportKind
from desktop.services.access import Action
from desktop.services.imports.loading.budgets import load_budgets
from desktop.services.imports.loading.context import LoadContext, Writer
from desktop.services.imports.loading.documents import load_invoices, load_orders
from desktop.services.imports.loading.field import load_expenses, load_visit_plans, load_visits
from desktop.services.imports.loading.market_notes import load_market_notes
from desktop.services.imports.loading.money import load_collections
from desktop.services.imports.loading.people import (
    load_assignments,
    load_calendar,
    load_customers,
    load_leave,
)
from desktop.services.imports.loading.products import load_products
from desktop.services.imports.loading.targets import load_targets
from desktop.services.imports.loading.trees import (
    load_product_groups,
    load_reps,
    load_territories,
)

Loader = Callable[[LoadContext], Writer]

LOADERS: dict[ImportKind, tuple[Loader, Action]] = {
    ImportKind.TERRITORIES: (load_territories, Action.IMPORT_MASTER_DATA),
    ImportKind.REPS: (load_reps, Action.IMPORT_MASTER_DATA),
    ImportKind.PRODUCT_GROUPS: (load_product_groups, Action.IMPORT_MASTER_DATA),
    ImportKind.PRODUCTS: (load_products, Action.IMPORT_MASTER_DATA),
    ImportKind.CUSTOMERS: (load_customers, Action.IMPORT_MASTER_DATA),
    ImportKind.ASSIGNMENTS: (load_assignments, Action.IMPORT_MASTER_DATA),
    ImportKind.CALENDAR: (load_calendar, Action.IMPORT_MASTER_DATA),
    ImportKind.LEAVE: (load_leave, Action.IMPORT_ACTIVITY),
    ImportKind.ORDERS: (load_orders, Action.IMPORT_SALES),
    ImportKind.INVOICES: (load_invoices, Action.IMPORT_SALES),
    ImportKind.COLLECTIONS: (load_collections, Action.IMPORT_MONEY),
    ImportKind.VISITS: (load_visits, Action.IMPORT_ACTIVITY),
    ImportKind.VISIT_PLANS: (load_visit_plans, Action.IMPORT_ACTIVITY),
    ImportKind.EXPENSES: (load_expenses, Action.IMPORT_ACTIVITY),
    ImportKind.TARGETS: (load_targets, Action.IMPORT_PLANS),
    ImportKind.BUDGETS: (load_budgets, Action.IMPORT_PLANS),
    ImportKind.MARKET_NOTES: (load_market_notes, Action.KEEP_INFORMATION),
}
