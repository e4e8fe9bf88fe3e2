"""Which tabs the window has, in the order of a branch's week."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desktop.i18n import N_
from desktop.views.late_tab import LateTab

if TYPE_CHECKING:
    from desktop.views.tab import TabPage


def tab_factories() -> tuple[LateTab, ...]:
    """Return the factories of all tabs; each loads its modules when its page is wanted."""
    return (
        LateTab(
            "plans",
            N_("Plans"),
            _plans,
            (
                "plans",
                "plan_versions",
                "plan_making",
                "plan_talks",
                "target_sheets",
                "plan_work",
                "task_reviews",
                "plan_situation",
                "potentials",
                "plan_outlooks",
                "collection_targets",
                "plan_budgets",
                "plan_measures",
                "plan_watch",
                "plan_whatif",
                "plan_fairness",
                "plan_programmes",
            ),
        ),
        LateTab(
            "activity",
            N_("Activity"),
            _activity,
            (
                "activity",
                "entries",
                "entry_checks",
                "policies",
                "week_plans",
                "rep_weeks",
                "give_back",
            ),
        ),
        LateTab(
            "information",
            N_("Information"),
            _information,
            (
                "market_notes",
                "info_questions",
                "competitor_prices",
                "info_decisions",
                "info_answers",
                "report_calendars",
            ),
        ),
        LateTab("accounts", N_("Accounts"), _accounts, ("customers", "plans", "give_back")),
        LateTab("appraisals", N_("Appraisals"), _appraisals, ("appraisals",)),
    )


def _plans() -> type[TabPage]:
    from desktop.views.plans.tab import PlansTab

    return PlansTab


def _activity() -> type[TabPage]:
    from desktop.views.activity.tab import ActivityTab

    return ActivityTab


def _information() -> type[TabPage]:
    from desktop.views.information.tab import InformationTab

    return InformationTab


def _accounts() -> type[TabPage]:
    from desktop.views.accounts.tab import AccountsTab

    return AccountsTab


def _appraisals() -> type[TabPage]:
    from desktop.views.appraisals.tab import AppraisalsTab

    return AppraisalsTab
