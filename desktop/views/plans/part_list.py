"""Which pages stand beside the board of the Plans tab, from left to right."""

from __future__ import annotations

from desktop.views.plans.parts import PartFactory


def part_factories() -> tuple[PartFactory, ...]:
    """Return the factories of the pages."""
    return ()
