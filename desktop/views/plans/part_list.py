"""Which pages stand beside the board of the Plans tab, from left to right."""

from __future__ import annotations

from desktop.i18n import N_
from desktop.views.plans.parts import PartFactory, PlanPart


def part_factories() -> tuple[PartFactory, ...]:
    """Return the factories of the pages."""
    return (
        PartFactory("plan", N_("Plan"), _making),
        PartFactory("talks", N_("Headquarters"), _talks),
        PartFactory("sheets", N_("Target sheets"), _sheets),
    )


def _making() -> type[PlanPart]:
    from desktop.views.plans.making.page import MakingPage

    return MakingPage


def _talks() -> type[PlanPart]:
    from desktop.views.plans.talks.page import TalksPage

    return TalksPage


def _sheets() -> type[PlanPart]:
    from desktop.views.plans.sheets.page import SheetsPage

    return SheetsPage
