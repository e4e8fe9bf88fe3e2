"""The services of plans, each loaded when it is first asked for."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from desktop.clock import Clock
    from desktop.services.plans.budgets import PlanBudgets
    from desktop.services.plans.collection_targets import CollectionTargets
    from desktop.services.plans.comparison import PlanComparisons
    from desktop.services.plans.exchange import PlanExchange
    from desktop.services.plans.fairness import PlanFairness
    from desktop.services.plans.making import PlanMaking
    from desktop.services.plans.measures import PlanMeasures
    from desktop.services.plans.outlooks import PlanOutlooks
    from desktop.services.plans.potentials import Potentials
    from desktop.services.plans.previews import PlanPreviews
    from desktop.services.plans.programmes import PlanProgrammes
    from desktop.services.plans.reviews import TaskReviews
    from desktop.services.plans.service import PlansService
    from desktop.services.plans.sheets import TargetSheets
    from desktop.services.plans.situation import PlanSituation
    from desktop.services.plans.talks import PlanTalks
    from desktop.services.plans.unfounded import UnfoundedNumbers
    from desktop.services.plans.versions import PlanVersions
    from desktop.services.plans.watching import PlanWatch
    from desktop.services.plans.whatif import PlanWhatIf
    from desktop.services.plans.work import PlanWork
    from desktop.services.uow import UnitOfWork


class PlansDesk:
    """A part of the composition root: what has a unit of work and a clock, has these too."""

    uow: UnitOfWork
    clock: Clock

    @cached_property
    def plans(self) -> PlansService:
        """Sales, plans and attainment."""
        from desktop.services.plans.service import PlansService

        return PlansService(self.uow, self.clock)

    @cached_property
    def plan_talks(self) -> PlanTalks:
        """Rounds and bridge between headquarters' number and the branch's."""
        from desktop.services.plans.talks import PlanTalks

        return PlanTalks(self.uow, self.clock)

    @cached_property
    def plan_exchange(self) -> PlanExchange:
        """Plans out to headquarters in a signed file, and its answer back."""
        from desktop.services.plans.exchange import PlanExchange

        return PlanExchange(self.uow, self.clock)

    @cached_property
    def plan_versions(self) -> PlanVersions:
        """Versions of plans and their life."""
        from desktop.services.plans.versions import PlanVersions

        return PlanVersions(self.uow, self.clock)

    @cached_property
    def plan_making(self) -> PlanMaking:
        """A version's cube for the editor, and saving it."""
        from desktop.services.plans.making import PlanMaking

        return PlanMaking(self.uow, self.clock)

    @cached_property
    def plan_comparisons(self) -> PlanComparisons:
        """Plan versions side by side."""
        from desktop.services.plans.comparison import PlanComparisons

        return PlanComparisons(self.uow)

    @cached_property
    def plan_unfounded(self) -> UnfoundedNumbers:
        """Targets that rest on nothing but a typed number."""
        from desktop.services.plans.unfounded import UnfoundedNumbers

        return UnfoundedNumbers(self.uow)

    @cached_property
    def plan_previews(self) -> PlanPreviews:
        """What making a plan would give."""
        from desktop.services.plans.previews import PlanPreviews

        return PlanPreviews(self.uow, self.clock)

    @cached_property
    def target_sheets(self) -> TargetSheets:
        """Each rep's part of a plan, what he says to it, and his programme of visits."""
        from desktop.services.plans.sheets import TargetSheets

        return TargetSheets(self.uow, self.clock)

    @cached_property
    def plan_watch(self) -> PlanWatch:
        """How the plan in force fares, where it will end, and why it differs from last year."""
        from desktop.services.plans.watching import PlanWatch

        return PlanWatch(self.uow, self.clock)

    @cached_property
    def plan_budgets(self) -> PlanBudgets:
        """Budgets of plans: what they grow with, what is promised, what is left."""
        from desktop.services.plans.budgets import PlanBudgets

        return PlanBudgets(self.uow, self.clock)

    @cached_property
    def plan_measures(self) -> PlanMeasures:
        """The branch's own measures, with their targets and results."""
        from desktop.services.plans.measures import PlanMeasures

        return PlanMeasures(self.uow, self.clock)

    @cached_property
    def plan_programmes(self) -> PlanProgrammes:
        """Each rep's programme of visits and his week plan."""
        from desktop.services.plans.programmes import PlanProgrammes

        return PlanProgrammes(self.uow, self.clock)

    @cached_property
    def plan_situation(self) -> PlanSituation:
        """The market's and the branch's own situation that a plan rests on."""
        from desktop.services.plans.situation import PlanSituation

        return PlanSituation(self.uow, self.clock)

    @cached_property
    def potentials(self) -> Potentials:
        """What could be sold to customers and in territories."""
        from desktop.services.plans.potentials import Potentials

        return Potentials(self.uow, self.clock)

    @cached_property
    def plan_outlooks(self) -> PlanOutlooks:
        """A plan from below: customers' outlooks and prospects."""
        from desktop.services.plans.outlooks import PlanOutlooks

        return PlanOutlooks(self.uow, self.clock)

    @cached_property
    def collection_targets(self) -> CollectionTargets:
        """What collections a plan's sales and the open receivables come to."""
        from desktop.services.plans.collection_targets import CollectionTargets

        return CollectionTargets(self.uow, self.clock)

    @cached_property
    def plan_work(self) -> PlanWork:
        """Objectives and tasks of a plan."""
        from desktop.services.plans.work import PlanWork

        return PlanWork(self.uow, self.clock)

    @cached_property
    def task_reviews(self) -> TaskReviews:
        """What promotions brought."""
        from desktop.services.plans.reviews import TaskReviews

        return TaskReviews(self.uow, self.clock)

    @cached_property
    def plan_whatif(self) -> PlanWhatIf:
        """What a plan's year comes to when something happens."""
        from desktop.services.plans.whatif import PlanWhatIf

        return PlanWhatIf(self.uow, self.clock)

    @cached_property
    def plan_fairness(self) -> PlanFairness:
        """Whether a plan's targets give everybody a fair start."""
        from desktop.services.plans.fairness import PlanFairness

        return PlanFairness(self.uow, self.clock)
