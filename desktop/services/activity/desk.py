"""The services of what reps do, each loaded when it is first asked for."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from desktop.clock import Clock
    from desktop.services.activity.service import ActivityService
    from desktop.services.entries.checks import EntryChecks
    from desktop.services.entries.service import EntryService
    from desktop.services.give_back.service import GiveBackService
    from desktop.services.rep_week.service import RepWeeks
    from desktop.services.team.policies import Policies
    from desktop.services.uow import UnitOfWork
    from desktop.services.weeks.service import WeekPlans


class FieldDesk:
    """A part of the composition root: what has a unit of work and a clock, has these too."""

    uow: UnitOfWork
    clock: Clock

    @cached_property
    def activity(self) -> ActivityService:
        """Visits and expenses."""
        from desktop.services.activity.service import ActivityService

        return ActivityService(self.uow, self.clock)

    @cached_property
    def entries(self) -> EntryService:
        """Reports keyed in the office."""
        from desktop.services.entries.service import EntryService

        return EntryService(self.uow, self.clock)

    @cached_property
    def entry_checks(self) -> EntryChecks:
        """The second pair of eyes."""
        from desktop.services.entries.checks import EntryChecks

        return EntryChecks(self.uow, self.clock)

    @cached_property
    def give_back(self) -> GiveBackService:
        """What is worth knowing of a customer at once."""
        from desktop.services.give_back.service import GiveBackService

        return GiveBackService(self.uow, self.clock)

    @cached_property
    def policies(self) -> Policies:
        """Policies that are announced, and acknowledged by name."""
        from desktop.services.team.policies import Policies

        return Policies(self.uow, self.clock)

    @cached_property
    def week_plans(self) -> WeekPlans:
        """Reps' weeks: planned, approved, reconciled."""
        from desktop.services.weeks.service import WeekPlans

        return WeekPlans(self.uow, self.clock)

    @cached_property
    def rep_weeks(self) -> RepWeeks:
        """One rep and one week on one sheet."""
        from desktop.services.rep_week.service import RepWeeks

        return RepWeeks(self.uow, self.clock)
