"""Which pages stand beside the board of the Plans tab, from left to right."""

from __future__ import annotations

from desktop.i18n import N_
from desktop.views.parts import PartFactory, TabPart


def part_factories() -> tuple[PartFactory, ...]:
    """Return the factories of the pages."""
    return (
        PartFactory("watch", N_("Watch"), _watch),
        PartFactory("reasons", N_("Reasons"), _grounds),
        PartFactory("plan", N_("Plan"), _making),
        PartFactory("talks", N_("Headquarters"), _talks),
        PartFactory("sheets", N_("Target sheets"), _sheets),
        PartFactory("work", N_("Tasks"), _work),
        PartFactory("budget", N_("Budget"), _budget),
        PartFactory("measures", N_("Measures"), _measures),
        PartFactory("fairness", N_("Fair start"), _fairness),
        PartFactory("whatif", N_("What if"), _whatif),
        PartFactory("calculators", N_("Calculators"), _calculators),
    )


def _watch() -> type[TabPart]:
    from desktop.views.plans.watch.page import WatchPage

    return WatchPage


def _grounds() -> type[TabPart]:
    from desktop.views.plans.grounds.page import GroundsPage

    return GroundsPage


def _making() -> type[TabPart]:
    from desktop.views.plans.making.page import MakingPage

    return MakingPage


def _talks() -> type[TabPart]:
    from desktop.views.plans.talks.page import TalksPage

    return TalksPage


def _sheets() -> type[TabPart]:
    from desktop.views.plans.sheets.page import SheetsPage

    return SheetsPage


def _calculators() -> type[TabPart]:
    from desktop.views.plans.calculators.page import CalculatorsPage

    return CalculatorsPage


def _fairness() -> type[TabPart]:
    from desktop.views.plans.fairness.page import FairnessPage

    return FairnessPage


def _whatif() -> type[TabPart]:
    from desktop.views.plans.whatif.page import WhatIfPage

    return WhatIfPage


def _budget() -> type[TabPart]:
    from desktop.views.plans.budget.page import BudgetPage

    return BudgetPage


def _measures() -> type[TabPart]:
    from desktop.views.plans.measures.page import MeasuresPage

    return MeasuresPage


def _work() -> type[TabPart]:
    from desktop.views.plans.work.page import WorkPage

    return WorkPage
