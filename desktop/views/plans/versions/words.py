"""What versions of plans and the steps of their life are called on the screen; free of Qt."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from enum import StrEnum

from desktop.enums import Metric, PlanStatus
from desktop.errors import ConflictError, KnownError, RuleViolation
from desktop.i18n import N_, _, ngettext
from desktop.services import formats
from desktop.services.messages import sentence
from desktop.services.plans.data import MetricTotal
from desktop.services.plans.versions_data import VersionCard
from desktop.tone import Tone
from desktop.views.plans.words import amount_words, metric_words


class Act(StrEnum):
    """What can be done with versions, in the order of the bar: the way on before the way back."""

    SUBMIT = "submit"
    AGREE = "agree"
    PUT_IN_FORCE = "put_in_force"
    REVISE = "revise"
    SEND_BACK = "send_back"
    CLOSE = "close"
    DISCARD = "discard"
    DIFFERENCES = "differences"
    UNFOUNDED = "unfounded"
    NEW = "new"


_STATUSES: Mapping[PlanStatus, tuple[str, Tone]] = {
    PlanStatus.DRAFT: (N_("Draft"), Tone.INFO),
    PlanStatus.SUBMITTED: (N_("Submitted"), Tone.WATCH),
    PlanStatus.AGREED: (N_("Agreed"), Tone.INFO),
    PlanStatus.IN_FORCE: (N_("In force"), Tone.GOOD),
    PlanStatus.CLOSED: (N_("Plan closed"), Tone.MUTED),
    PlanStatus.SUPERSEDED: (N_("Superseded"), Tone.MUTED),
}

#: Verbs of the commands with their mnemonics, to be translated where they are shown.
ACT_TEXTS: Mapping[Act, str] = {
    Act.SUBMIT: N_("Sub&mit"),
    Act.SEND_BACK: N_("Send bac&k"),
    Act.AGREE: N_("A&gree…"),
    Act.PUT_IN_FORCE: N_("Put in f&orce…"),
    Act.REVISE: N_("Re&vise…"),
    Act.CLOSE: N_("&Close…"),
    Act.DISCARD: N_("&Discard…"),
    Act.NEW: N_("&New plan…"),
    Act.DIFFERENCES: N_("Di&fferences…"),
    Act.UNFOUNDED: N_("Numbers without a bas&is…"),
}

#: What each command does.
ACT_TIPS: Mapping[Act, str] = {
    Act.SUBMIT: N_("Hand this draft in: from now on its numbers stand still"),
    Act.SEND_BACK: N_("Make a draft of this version again, to go on working at it"),
    Act.AGREE: N_("Agree this version: each line keeps the amount that was agreed"),
    Act.PUT_IN_FORCE: N_("Measure attainment by this version from now on"),
    Act.REVISE: N_("Make a new draft beside this version, with its lines"),
    Act.CLOSE: N_("Close this version for good"),
    Act.DISCARD: N_("Remove this draft"),
    Act.NEW: N_("Make a plan for a fiscal year"),
    Act.DIFFERENCES: N_("Compare two versions, by rep, customer, product and month"),
    Act.UNFOUNDED: N_("List the targets that rest on nothing but a typed number"),
}


def status_words(status: PlanStatus) -> str:
    """Return the state of a version in a word or two."""
    return _(_STATUSES[status][0])


def status_tone(status: PlanStatus) -> Tone:
    """Return the tone of a state: its shape and colour."""
    return _STATUSES[status][1]


def act_words(act: Act) -> str:
    """Return the verb of a button, with its mnemonic."""
    return _(ACT_TEXTS[act])


def version_words(card: VersionCard) -> str:
    """Return what a version is called: year, plan and number."""
    return _("{year} · {plan} · version {number}").format(
        year=card.year, plan=card.name, number=card.number
    )


def choice_words(card: VersionCard) -> str:
    """Return a version in the chooser: what it is called and how it stands."""
    return _("{version} · {status}").format(
        version=version_words(card), status=status_words(card.status)
    )


def since_words(card: VersionCard) -> str:
    """Return since when a version stands as it does."""
    if card.status is PlanStatus.SUBMITTED and card.submitted_at is not None:
        return _("Submitted {moment}").format(moment=formats.instant(card.submitted_at))
    if card.status is PlanStatus.AGREED and card.agreed_at is not None:
        return _("Agreed {moment}").format(moment=formats.instant(card.agreed_at))
    if card.status is PlanStatus.IN_FORCE and card.in_force_from is not None:
        return _("In force from {day}").format(day=formats.day(card.in_force_from))
    if card.status is PlanStatus.CLOSED and card.closed_at is not None:
        return _("Closed {moment}").format(moment=formats.instant(card.closed_at))
    if card.status is PlanStatus.SUPERSEDED and card.in_force_from is not None:
        return _("Superseded, was in force from {day}").format(day=formats.day(card.in_force_from))
    return _("Made {moment}").format(moment=formats.instant(card.made_at))


def lines_words(count: int) -> str:
    """Return how many lines there are."""
    return ngettext("{count} line", "{count} lines", count).format(count=formats.number(count))


def content_words(lines: int, totals: Sequence[MetricTotal], currency: str) -> str:
    """Return what a version holds: its lines, and the total of each metric, a line each."""
    if not lines:
        return _("No lines yet.")
    named = (
        _("{metric}: {amount}").format(
            metric=metric_words(one.metric), amount=amount_words(one.amount, one.metric, currency)
        )
        for one in totals
    )
    return "\n".join((lines_words(lines), *named))


_DONE: Mapping[Act, str] = {
    Act.SUBMIT: N_("“{version}” is submitted."),
    Act.SEND_BACK: N_("“{version}” is a draft again."),
    Act.AGREE: N_("“{version}” is agreed."),
    Act.PUT_IN_FORCE: N_("“{version}” is in force."),
    Act.REVISE: N_("A new draft was made from “{version}”."),
    Act.CLOSE: N_("“{version}” is closed."),
    Act.DISCARD: N_("“{version}” was discarded."),
}


def done_words(act: Act, card: VersionCard) -> str:
    """Return what was done with a version, as a sentence."""
    return _(_DONE[act]).format(version=version_words(card))


_ILLEGAL: Mapping[str, str] = {
    "submit": N_("Only a draft can be submitted; this version is: {status}."),
    "send_back": N_("Only a submitted version can be sent back; this one is: {status}."),
    "agree": N_("Only a submitted version can be agreed; this one is: {status}."),
    "put_in_force": N_("Only an agreed version can be put in force; this one is: {status}."),
    "close": N_("Only a version that is or was in force can be closed; this one is: {status}."),
    "revise": N_("A draft is edited itself; only other versions are revised."),
}


def refusal_words(error: KnownError) -> str:
    """Return why a command on a version was refused, with the state in the user's language."""
    if isinstance(error, ConflictError):
        theirs = error.facts.get("theirs")
        if isinstance(theirs, VersionCard):
            return _(
                "Someone else changed this version meanwhile; it is now: {status}. Nothing was "
                "done. Look at it again."
            ).format(status=status_words(theirs.status))
    if isinstance(error, RuleViolation) and "status" in error.facts:
        status = status_words(PlanStatus(str(error.facts["status"])))
        if error.code == "plan_step_illegal":
            return _(_ILLEGAL[str(error.facts["step"])]).format(status=status)
        if error.code == "plan_not_draft":
            return _("Only a draft can be discarded; this version is: {status}.").format(
                status=status
            )
    if error.code == "no_last_year":
        metric = metric_words(Metric(str(error.facts["metric"])))
        return _("{metric}: there are no results of a whole month to begin with.").format(
            metric=metric
        )
    return sentence(error)
