"""What the page of measures calls things; free of Qt."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from desktop.enums import PlanStatus
from desktop.errors import ConflictError, KnownError
from desktop.i18n import N_, _, ngettext
from desktop.money import round_half_up
from desktop.services import formats
from desktop.services.messages import sentence
from desktop.services.plans.measures_data import (
    MeasureCell,
    MeasureEntry,
    MeasureRow,
    MeasuresBook,
    Person,
    Side,
)
from desktop.services.rules.own_measures import Standing, Verdict, standing
from desktop.tone import Tone

SIDES: Mapping[Side, str] = {Side.TARGET: N_("Targets"), Side.ACTUAL: N_("What is reached")}
_TONES: Mapping[Verdict, Tone] = {
    Verdict.MET: Tone.GOOD, Verdict.MISSED: Tone.BAD, Verdict.OPEN: Tone.NONE,
}  # fmt: skip


def measure_words(entry: MeasureEntry) -> str:
    """Return a measure's name with its unit."""
    if not entry.unit:
        return entry.name
    return _("{measure} ({unit})").format(measure=entry.name, unit=entry.unit)


def direction_words(entry: MeasureEntry) -> str:
    """Return which way is good, as an arrow and a word."""
    return _("↑ more") if entry.more_is_better else _("↓ less")


def kind_words(entry: MeasureEntry) -> str:
    """Return in sentences how a measure counts, after what it is."""
    direction = _("More is better.") if entry.more_is_better else _("Less is better.")
    adds = (
        _("Months and reps add up.")
        if entry.adds_up
        else _("The year is its last month, all together are the mean of the reps.")
    )
    return " ".join(one for one in (entry.definition, direction, adds) if one)


def person_words(person: Person) -> str:
    """Return whom a row is of."""
    return person.name if person.rep_id is not None else _("The branch itself")


def total_words(entry: MeasureEntry) -> str:
    """Return what the last line is."""
    return _("All together") if entry.adds_up else _("Branch, or mean")


def signed(value: Decimal | None, decimals: int) -> str:
    """Return a difference with its sign."""
    if value is None:
        return formats.DASH
    rounded = round_half_up(value, decimals)
    words = formats.number(rounded, decimals)
    return f"+{words}" if rounded > 0 else words


def standing_words(found: Standing, decimals: int) -> str:
    """Return whether a target is met, and by how much; more than nothing is good."""
    if found.verdict is Verdict.OPEN:
        return formats.DASH
    text = _("Met, {variance}") if found.verdict is Verdict.MET else _("Missed, {variance}")
    return text.format(variance=signed(found.variance, decimals))


def standing_tone(found: Standing) -> Tone:
    """Return how a standing looks."""
    return _TONES[found.verdict]


def month_standing(row: MeasureRow, place: int) -> Standing:
    """Return how a single month of a row stands."""
    cell = row.cells[place]
    return standing((cell.target,), (cell.actual,), row.way)


def cell_tip(cell: MeasureCell, found: Standing, decimals: int, *, is_unsaved: bool) -> str:
    """Return both numbers of a month, how they stand, and whether they are saved."""
    parts = []
    if cell.target is not None or cell.actual is not None:
        parts.append(
            _("Target {target}, reached {actual}.").format(
                target=formats.number(cell.target, decimals),
                actual=formats.number(cell.actual, decimals),
            )
        )
    if found.verdict is not Verdict.OPEN:
        parts.append(standing_words(found, decimals))
    if is_unsaved:
        parts.append(_("Not saved yet."))
    return "\n".join(parts)


def hint_words(book: MeasuresBook, side: Side, *, may_change: bool) -> str:
    """Return what can be typed here, or why nothing can."""
    if not may_change:
        return _("Your roles do not include changing plans; you can look at this one.")
    status = book.card.status
    if side is Side.TARGET and status is not PlanStatus.DRAFT:
        return _(
            "Targets are typed in drafts. To change them, revise this version on the page “Plan”."
        )
    if side is Side.ACTUAL and status is not PlanStatus.IN_FORCE:
        return _("What is reached is typed in the version in force.")
    return _("Type into the cells, or paste a block from Excel. Del empties cells.")


def unsaved_words(count: int) -> str:
    """Return how much is typed and not saved; "" where nothing is."""
    if not count:
        return ""
    return ngettext("{count} entry is not saved", "{count} entries are not saved", count).format(
        count=formats.number(count)
    )


def no_measure_words(*, may_change: bool) -> str:
    """Return what to do where the branch has no measure."""
    if not may_change:
        return _("The branch has no measures of its own yet.")
    return _(
        "The branch has no measures of its own yet. “New…” makes one: trainings held, share of "
        "shelf, complaints, days of stock."
    )


def wrong_cell_words(person: str, month: str, problem: str) -> str:
    """Return what is wrong with one cell of several."""
    return _("{name}, {month}: {problem}").format(name=person, month=month, problem=problem)


def refusal_words(error: KnownError) -> str:
    """Return why something was not carried out."""
    if isinstance(error, ConflictError) and error.code == "changed_meanwhile":
        return _(
            "Another desk changed this measure meanwhile. Close the form and look at it again."
        )
    return sentence(error)
