"""Which tabs the window has, in the order of a branch's week."""

from __future__ import annotations

from desktop.views.tab import TabFactory


def tab_factories() -> tuple[TabFactory, ...]:
    """Return the factories of all tabs; their modules are loaded by the first call.

    Called in a worker thread while a database is opened, so that the window stands before.
    """
    from desktop.views.accounts.tab import AccountsTab
    from desktop.views.activity.tab import ActivityTab
    from desktop.views.appraisals.tab import AppraisalsTab
    from desktop.views.plans.tab import PlansTab

    return (PlansTab, ActivityTab, AccountsTab, AppraisalsTab)
