"""What the plan's editor says: methods, levels, refusals, totals, hints; free of Qt."""

from __future__ import annotations

from collections.abc import Mapping

from desktop.enums import Dimension, PlanLevel
from desktop.errors import InputError, KnownError, RuleViolation
from desktop.i18n import N_, _, ngettext
from desktop.services import formats
from desktop.services.messages import sentence
from desktop.services.plans.making_data import PlanBook
from desktop.services.plans.versions_data import VersionCard
from desktop.services.rules.plan_cube.data import LARGEST_TOTAL, Method
from desktop.services.rules.plan_cube.pivot import Decompositions
from desktop.views.plans.making.figures import Figures
from desktop.views.plans.making.sheet import member_words
from desktop.views.plans.making.state import MakingState
from desktop.views.plans.words import metric_words

_METHODS: Mapping[Method, str] = {
    Method.PROPORTIONAL: N_("In proportion"),
    Method.EVEN: N_("Evenly"),
    Method.PRIOR_YEAR: N_("Like last year"),
    Method.WEIGHTS: N_("By potential"),
    Method.UNTAPPED: N_("By untapped potential"),
}
_LEVELS: Mapping[PlanLevel, str] = {
    PlanLevel.BASE: N_("Base target"),
    PlanLevel.STRETCH: N_("Stretch target"),
}
#: How a number was reached, as it is kept with its pedigree.
_BASES: Mapping[str, str] = {
    "typed": N_("Typed by hand"),
    "proportional": N_("Spread in proportion"),
    "even": N_("Spread evenly"),
    "prior_year": N_("Spread like last year"),
    "untapped": N_("Spread by untapped potential"),
    "last_year": N_("Last year, grown"),
    "copied": N_("Copied from another version"),
    "promise": N_("Promised by the customer"),
    "negotiated": N_("Negotiated"),
    "potential": N_("From the market's potential"),
    "bottom_up": N_("Taken from the customers from below"),
    "receivables_and_terms": N_("Taken from receivables, sales and terms"),
    "imported": N_("From an imported file"),
}
#: What a user may say of numbers that he saves, the usual one first.
SAVED_AS = (
    "typed", "proportional", "prior_year", "even", "promise", "negotiated", "potential", "untapped",
)  # fmt: skip
_AMOUNTS = ("needed", "least", "most", "locked", "free", "rows", "columns", "minimum", "maximum")


def method_words(method: Method) -> str:
    """Return how a number is spread, in a word or two."""
    return _(_METHODS[method])


def method_tip(*, by_potential: bool) -> str:
    """Return what is to be known of spreading by potential; "" where it is not offered."""
    if not by_potential:
        return ""
    return _(
        "By potential: the figures of the page “Reasons”. A customer without one shares what his "
        "territory's figure leaves; without either, what he has now stands for it. By untapped "
        "potential only a rise is spread so; a fall is in proportion."
    )


def level_words(level: PlanLevel) -> str:
    """Return the name of a level."""
    return _(_LEVELS[level])


def basis_words(method: str) -> str:
    """Return how a number was reached, in a word or two; a word of others as it is."""
    return _(_BASES[method]) if method in _BASES else method


def save_refusal_words(error: KnownError) -> str:
    """Return why numbers were not saved."""
    if error.code == "plan_not_draft":
        return _("This version is no draft any more, so nothing was saved.")
    if error.code == "reason_missing":
        return _("A typed number needs a reason: a source, a promise, a report.")
    return sentence(error)


def refusal_words(error: KnownError, book: PlanBook, figures: Figures) -> str:
    """Return why a number was not taken, its arithmetic in the amounts that people know.

    The cube speaks in stored units and places on its axes.
    """
    facts = {
        name: figures.full(value) if name in _AMOUNTS and isinstance(value, int) else value
        for name, value in error.facts.items()
    }
    if error.code == "plan_total_below_least":
        return _(
            "{needed} is too little: {locked} is locked and {free} is free, and with minimums "
            "and agreed amounts {least} is the least that this cell can have."
        ).format_map(facts)
    if error.code == "plan_total_above_most":
        return _(
            "{needed} is too much: {locked} is locked and {free} is free, and with the maximums "
            "{most} is the most that this cell can have."
        ).format_map(facts)
    if error.code == "plan_margin_unreachable":
        by, member = error.facts["dimension"], error.facts["member"]
        return _("{name} cannot reach {needed}: it has no line that is not locked.").format(
            name=_member_named(book, str(by), int(str(member))), needed=facts["needed"]
        )
    if isinstance(error, InputError) and error.issues[0].code == "plan_total_range":
        return _("A plan holds amounts from zero up to {most}.").format(
            most=figures.full(LARGEST_TOTAL)
        )
    if isinstance(error, InputError) and error.issues[0].code == "plan_bounds_crossed":
        crossed = error.issues[0].facts
        return _("The minimum {minimum} is above the maximum {maximum}.").format(
            minimum=figures.full(int(str(crossed["minimum"]))),
            maximum=figures.full(int(str(crossed["maximum"]))),
        )
    if isinstance(error, RuleViolation):
        return sentence(type(error)(error.code, **facts))
    return sentence(error)


def _member_named(book: PlanBook, by: str, member: int) -> str:
    return member_words(book, Dimension(by), member)


def unreadable_words(text: str) -> str:
    """Return that a typed text is no amount."""
    return _("“{text}” is not an amount. Type 1234.50, 1.2万, +5% or -3%.").format(text=text)


def unfit_words(text: str, figures: Figures) -> str:
    """Return why a typed text is no amount of a metric."""
    if figures.is_count:
        return _(
            "“{text}” is not a whole number. {metric} are counted: type 12, 1.2万, +5% or -3%."
        ).format(text=text, metric=metric_words(figures.metric))
    return unreadable_words(text)


def export_title(plan: str, number: int, state: MakingState) -> str:
    """Return what an exported table is called."""
    if state.is_side:
        return _("{plan}, version {number}: metrics side by side").format(plan=plan, number=number)
    return _("{plan}, version {number}: {metric}").format(
        plan=plan, number=number, metric=metric_words(state.metric)
    )


def at_words(names: tuple[str, ...], words: str) -> str:
    """Return a refusal with the name of its cell before it."""
    return _("{cell}: {refusal}").format(cell=place_words(names), refusal=words)


def note_words(card: VersionCard | None, *, has_version: bool, is_editable: bool) -> str:
    """Return why there is no table, or why it cannot be edited; "" where it can."""
    if card is None:
        if has_version:
            return ""
        return _("There is no plan yet. “New plan…” above makes one.")
    if not card.is_draft:
        return _(
            "Only drafts are edited; this version is not one any more. “Revise…” above makes "
            "a new draft of it."
        )
    if not is_editable:
        return _("Your roles do not include changing plans; you can look at this one.")
    return ""


def apart_words() -> str:
    """Return why metrics do not stand side by side."""
    return _(
        "Reps, customers or products were changed by another desk meanwhile. Save your numbers; "
        "then the metrics can stand side by side."
    )


def even_words() -> str:
    """Return that nothing weighed anything, so that even parts were made."""
    return _("There was nothing to weigh by here, so it was spread evenly.")


def unassigned_words(totals: Decompositions) -> str:
    """Return how much of the plan has reached a rep."""
    share = totals.share_unassigned
    if not share.is_defined or share.value is None:
        return _("Nothing is planned yet.")
    return _("{decomposed} decomposed; {unassigned} unassigned").format(
        decomposed=formats.percent(1 - share.value), unassigned=formats.percent(share.value)
    )


def lines_words(lines: int, locked: int) -> str:
    """Return how many lines lie behind a cell, and how many of them are locked."""
    if not lines:
        return _("Nothing is planned here yet; a number makes the lines.")
    counted = ngettext("{count} line behind it", "{count} lines behind it", lines).format(
        count=formats.number(lines)
    )
    if not locked:
        return counted
    if locked == lines:
        return _("{lines}, all locked").format(lines=counted)
    return _("{lines}, {count} locked").format(lines=counted, count=formats.number(locked))


def unsaved_words(count: int) -> str:
    """Return how many lines wait to be saved."""
    if not count:
        return _("All saved")
    return ngettext("{count} line not saved", "{count} lines not saved", count).format(
        count=formats.number(count)
    )


def place_words(names: tuple[str, ...]) -> str:
    """Return what a cell is called: its members side by side, or the whole plan."""
    return " · ".join(names) if names else _("Whole plan")
