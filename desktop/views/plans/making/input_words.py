"""The words of what pedigrees name that were made from the page of reasons; free of Qt."""

from __future__ import annotations

from collections.abc import Mapping

from desktop.i18n import N_

#: Inputs, sources and adjustments, by the names that pedigrees keep.
GROUND_WORDS: Mapping[str, str] = {
    "base": N_("Base"),
    "branch": N_("the branch's habit"),
    "churn": N_("Churn"),
    "commitment": N_("He commits"),
    "customer": N_("the customer himself"),
    "customer_card": N_("his card"),
    "from_customers": N_("From customers there are"),
    "from_prospects": N_("From prospects"),
    "habit": N_("Payment habit"),
    "market_growth": N_("Growth of his market"),
    "new_products": N_("New products"),
    "one_offs": N_("One-off orders"),
    "outlooks": N_("the customers' outlooks"),
    "own": N_("his own habit"),
    "plan": N_("the plan's net sales"),
    "planned_with_tax": N_("Planned sales with tax"),
    "price": N_("Price changes"),
    "prospects": N_("the list of prospects"),
    "receivable": N_("Receivable"),
    "tax_ratio": N_("With tax ÷ net"),
    "terms_days": N_("Days of credit"),
    "wallet": N_("Larger share of what he buys"),
}
#: Inputs whose value is an amount in stored units.
GROUND_AMOUNTS = frozenset(
    {"base", "commitment", "from_customers", "from_prospects", "planned_with_tax", "receivable"}
)
