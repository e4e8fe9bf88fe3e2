"""What the bar of versions shows: rows, and which commands a version's state offers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from desktop.enums import PlanStatus
from desktop.services.access import Action, Actor
from desktop.services.plans.data import MetricTotal, PlanRow
from desktop.services.plans.versions_data import PlanStep, VersionCard
from desktop.views.plans.versions.words import Act


@dataclass(frozen=True, slots=True)
class VersionRow:
    """A version with what it holds; `totals` are of what is promised, in the metrics' order."""

    card: VersionCard
    lines: int = 0
    totals: tuple[MetricTotal, ...] = ()

    @property
    def version_id(self) -> int:
        """The version's id."""
        return self.card.version_id

    @property
    def version(self) -> int:
        """What a command on the version must expect."""
        return self.card.version

    @property
    def plan_id(self) -> int:
        """The id of its plan."""
        return self.card.plan_id

    @property
    def name(self) -> str:
        """The plan's name."""
        return self.card.name

    @property
    def number(self) -> int:
        """Its number in the plan, from 1."""
        return self.card.number

    @property
    def fiscal_year(self) -> int:
        """The plan's fiscal year."""
        return self.card.fiscal_year

    @property
    def year(self) -> str:
        """The fiscal year as people name it."""
        return self.card.year

    @property
    def status(self) -> PlanStatus:
        """How it stands."""
        return self.card.status

    @property
    def is_draft(self) -> bool:
        """Whether its lines may be edited."""
        return self.card.is_draft


@dataclass(frozen=True, slots=True)
class Offer:
    """A button: what it does, and whether the user's roles include it."""

    act: Act
    is_allowed: bool = True


#: The step of a version's life behind a button.
STEP_OF: dict[Act, PlanStep] = {
    Act.SUBMIT: PlanStep.SUBMIT,
    Act.SEND_BACK: PlanStep.SEND_BACK,
    Act.AGREE: PlanStep.AGREE,
    Act.PUT_IN_FORCE: PlanStep.PUT_IN_FORCE,
    Act.CLOSE: PlanStep.CLOSE,
}
_RIGHTS = {
    Act.SUBMIT: Action.CHANGE_PLAN,
    Act.SEND_BACK: Action.CHANGE_PLAN,
    Act.AGREE: Action.AGREE_PLAN,
    Act.PUT_IN_FORCE: Action.AGREE_PLAN,
    Act.CLOSE: Action.AGREE_PLAN,
    Act.REVISE: Action.CHANGE_PLAN,
    Act.DISCARD: Action.CHANGE_PLAN,
    Act.NEW: Action.CHANGE_PLAN,
}
#: What is closed is over; all that was handed in can be worked over in a new draft.
_REVISED_FROM = frozenset(
    {PlanStatus.SUBMITTED, PlanStatus.AGREED, PlanStatus.IN_FORCE, PlanStatus.SUPERSEDED}
)


#: What is worked at, before what is only looked at.
_WORKED_AT = (PlanStatus.DRAFT, PlanStatus.SUBMITTED, PlanStatus.AGREED, PlanStatus.IN_FORCE)


def rows_of(cards: Sequence[VersionCard], plans: Sequence[PlanRow]) -> tuple[VersionRow, ...]:
    """Return the versions in the order of the cards, with lines and totals where known."""
    held = {plan.version_id: plan for plan in plans}
    return tuple(
        VersionRow(card, held[card.version_id].lines, held[card.version_id].totals)
        if card.version_id in held
        else VersionRow(card)
        for card in cards
    )


def first_choice(rows: Sequence[VersionRow], wanted: int | None) -> VersionRow | None:
    """Return the version to show: the wanted one, else of the latest year what is worked at."""
    for row in rows:
        if row.version_id == wanted:
            return row
    # The rows come by year, the latest first: a draft left over from long ago is not it.
    for year in dict.fromkeys(row.fiscal_year for row in rows):
        for status in _WORKED_AT:
            for row in rows:
                if row.fiscal_year == year and row.status is status:
                    return row
    return rows[0] if rows else None


def offers(row: VersionRow | None, count: int, actor: Actor) -> tuple[Offer, ...]:
    """Return the buttons for a version, in the order of the bar.

    `count` is how many versions there are: one alone differs from nothing.
    """
    acts: list[Act] = []
    if row is not None:
        acts = [act for act, step in STEP_OF.items() if step in row.card.steps]
        if row.status in _REVISED_FROM:
            acts.append(Act.REVISE)
        if row.is_draft:
            acts.append(Act.DISCARD)
        acts.append(Act.UNFOUNDED)
    if count > 1:
        acts.append(Act.DIFFERENCES)
    acts.append(Act.NEW)
    return tuple(Offer(act, _may(actor, act)) for act in Act if act in acts)


def _may(actor: Actor, act: Act) -> bool:
    right = _RIGHTS.get(act)
    return right is None or (bool(actor.user_id) and actor.may(right))
