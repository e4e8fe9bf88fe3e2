"""What the page of the talks calls things, and what it says of them; free of Qt."""

from __future__ import annotations

from decimal import Decimal

from desktop.enums import BridgeKind, BridgeStatus, Metric, PlanSide, PlanStatus
from desktop.errors import ConflictError, KnownError
from desktop.i18n import _
from desktop.services import formats
from desktop.services.messages import sentence
from desktop.services.plans.talks_data import AIM, BridgeRow, RoundRow, Talks
from desktop.services.plans.versions_data import VersionCard
from desktop.services.reports.plan_pages_data import BridgeItem
from desktop.services.reports.plan_words import bridge_status, item_name, plan_status, side_name
from desktop.tone import Tone
from desktop.views.plans.words import amount_words


def side_words(side: PlanSide) -> str:
    """Return who named a number."""
    return side_name(side)


def kind_words(kind: BridgeKind) -> str:
    """Return what explains a part of the gap."""
    return item_name(BridgeItem(kind, Decimal(0)))


def item_status_words(status: BridgeStatus) -> str:
    """Return what became of an argument."""
    return bridge_status(status)[0]


def item_status_tone(status: BridgeStatus) -> Tone:
    """Return the tone of what became of an argument."""
    return bridge_status(status)[1]


def version_words(card: VersionCard) -> str:
    """Return a version in the filter: its plan, number and state."""
    return _("{year} · {plan} · version {number} · {status}").format(
        year=card.year, plan=card.name, number=card.number, status=plan_status(card.status)
    )


def signed_words(value: Decimal | None, metric: Metric, currency: str) -> str:
    """Return an amount with its sign, in the metric's unit."""
    words = amount_words(value, metric, currency)
    return f"+{words}" if value is not None and value > 0 else words


def round_title(side: PlanSide, number: int) -> str:
    """Return what a round is called: "Headquarters, round 2"."""
    return _("{side}, round {number}").format(side=side_words(side), number=formats.number(number))


def standing_words(talks: Talks) -> str:
    """Return whether the talks go on, or why nothing can be entered."""
    status = talks.card.status
    if talks.is_open:
        return ""
    if status is PlanStatus.AGREED:
        return _("This version is agreed: its talks are kept as they were. Revise it to go on.")
    return _("The talks about this version are over; they are kept as they were.")


def aim_words(talks: Talks) -> tuple[str, Tone]:
    """Return whether the unexplained is small enough, with its tone; "" while unknown."""
    if talks.difference is None:
        return "", Tone.NONE
    facts = {"share": formats.ratio(talks.unexplained_share, 2), "aim": formats.percent(AIM, 0)}
    if talks.is_within_aim:
        return _("{share} of headquarters' number: below the aim of {aim}").format(**facts), (
            Tone.GOOD
        )
    if talks.unexplained_share.value is None:
        return _("Headquarters' number is zero, so there is no share."), Tone.MUTED
    return _("{share} of headquarters' number: the aim is below {aim}").format(**facts), Tone.WATCH


def missing_words(talks: Talks) -> str:
    """Return what is to be done before there is a bridge; "" where there is one."""
    theirs, ours = talks.number_of(PlanSide.HQ), talks.number_of(PlanSide.BRANCH)
    if theirs is None and ours is None:
        return _("Enter headquarters' number and the branch's: between them stands the bridge.")
    if theirs is None:
        return _("Enter headquarters' number: the bridge stands between it and the branch's.")
    if ours is None:
        return _("Enter the branch's number: the bridge stands between it and headquarters'.")
    return ""


def refusal_words(error: KnownError, talks: Talks) -> str:
    """Return why a command was refused; somebody else's change is told with its amount."""
    theirs = error.facts.get("theirs") if isinstance(error, ConflictError) else None
    if isinstance(theirs, RoundRow | BridgeRow):
        return _(
            "Someone else changed this meanwhile; it now says {amount}. What you typed is kept: "
            "save again to put it in its place."
        ).format(amount=amount_words(theirs.amount, talks.metric, talks.currency))
    return sentence(error)
