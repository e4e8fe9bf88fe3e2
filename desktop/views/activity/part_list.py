"""Which pages stand beside the visits of the Activity tab, from left to right."""

from __future__ import annotations

from desktop.i18n import N_
from desktop.views.parts import PartFactory, TabPart


def part_factories() -> tuple[PartFactory, ...]:
    """Return the factories of the pages."""
    return (
        PartFactory("entry", N_("Entry"), _entry),
        PartFactory("week", N_("Week plan"), _week),
        PartFactory("rep_week", N_("Rep's week"), _rep_week),
        PartFactory("checks", N_("Checks"), _checks),
        PartFactory("policies", N_("Policies"), _policies),
    )


def _entry() -> type[TabPart]:
    from desktop.views.activity.entry.page import EntryPage

    return EntryPage


def _week() -> type[TabPart]:
    from desktop.views.activity.week.page import WeekPage

    return WeekPage


def _checks() -> type[TabPart]:
    from desktop.views.activity.checks.page import ChecksPage

    return ChecksPage


def _policies() -> type[TabPart]:
    from desktop.views.activity.policies.page import PoliciesPage

    return PoliciesPage


def _rep_week() -> type[TabPart]:
    from desktop.views.activity.rep_week.page import RepWeekPage

    return RepWeekPage
