"""What a cell rests on, as the panel shows it: the verdict and the pedigrees; free of Qt."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from desktop.i18n import N_, _, ngettext
from desktop.services import formats
from desktop.services.plans.making_data import CellReasons
from desktop.services.plans.reasons import FoundBasis
from desktop.services.plans.reasons_data import BasisInput, Fit
from desktop.services.rules.feasibility import (
    NO_BUDGET,
    NO_COST,
    NO_DAYS,
    NO_HISTORY,
    NO_LIMITS,
    NO_RECORD,
    NO_TARGET,
    Against,
    Finding,
    Verdict,
)
from desktop.services.rules.programme import EASY_RISE, HARD_RISE
from desktop.tone import Tone
from desktop.views.plans.making.figures import Figures
from desktop.views.plans.making.input_words import GROUND_AMOUNTS, GROUND_WORDS
from desktop.views.plans.making.shown import Block, Line
from desktop.views.plans.making.words import basis_words

_VERDICTS: Mapping[Verdict, tuple[str, Tone]] = {
    Verdict.FEASIBLE: (N_("Feasible"), Tone.GOOD),
    Verdict.STRETCH: (N_("A stretch"), Tone.WATCH),
    Verdict.INFEASIBLE: (N_("Infeasible"), Tone.BAD),
    Verdict.NOT_JUDGED: (N_("Not judged"), Tone.MUTED),
}
_AGAINST: Mapping[Against, str] = {
    Against.HISTORY: N_("Past results"),
    Against.CAPACITY: N_("Visits"),
    Against.CREDIT: N_("Credit"),
    Against.BUDGET: N_("Budget"),
}
_NOTES: Mapping[str, str] = {
    NO_TARGET: N_("Nothing is planned here."),
    NO_HISTORY: N_("There is no result of last year to compare with."),
    NO_RECORD: N_("No visits of last year say how many it takes."),
    NO_DAYS: N_("There are no days in the field in these months."),
    NO_BUDGET: N_("No budget is given for it; see the page “Budget”."),
    NO_COST: N_("No expenses of last year say what a visit costs."),
    NO_LIMITS: N_("None of these customers has a credit limit."),
}
#: Inputs that pedigrees of the program name; others stand as they were written.
_INPUTS: Mapping[str, str] = {
    "last_year": N_("Last year"),
    "growth": N_("Growth"),
    "documents": N_("the branch's documents"),
    "typed": N_("typed by hand"),
    **GROUND_WORDS,
}
_FITS: Mapping[Fit, str] = {
    Fit.AROUND: N_("As a part of {amount}"),
    Fit.INSIDE: N_("A part of it: {amount}"),
    Fit.ACROSS: N_("Partly of {amount}"),
}
#: So many pedigrees are shown; the oldest ones say least.
_MOST = 3


def blocks_of(found: CellReasons, figures: Figures) -> tuple[Block, ...]:
    """Return the blocks of a cell's reasons: whether it can be reached, and what it rests on."""
    blocks = []
    if found.feasible is not None:
        words, tone = _VERDICTS[found.feasible.verdict]
        lines = [_finding_line(one, figures) for one in found.feasible.findings]
        short = found.feasible.binding
        if short is not None:
            lines.append(Line(_("What limits first"), _(_AGAINST[short.against])))
        blocks.append(Block(_("Can it be reached?"), tuple(lines), _(words), tone))
    blocks.append(Block(_("What it is based on"), _basis_lines(found, figures)))
    return tuple(blocks)


def _finding_line(found: Finding, figures: Figures) -> Line:
    """Return a comparison: what with, its verdict in a word, its arithmetic below."""
    verdict = _(_VERDICTS[found.verdict][0])
    name = _(_AGAINST[found.against])
    arithmetic = _(_NOTES[found.note]) if found.note in _NOTES else _arithmetic(found, figures)
    return Line(name, verdict, arithmetic, _VERDICTS[found.verdict][1], arithmetic)


def _arithmetic(found: Finding, figures: Figures) -> str:
    terms = {term.name: term.value for term in found.terms}
    if found.against is Against.HISTORY:
        own = terms.get("own_growth")
        needed = formats.change(terms.get("needed_growth"))
        last = figures.full_value(terms["last_year"])
        if own is None:
            return _("{needed} on last year's {last}; the growth before is not known.").format(
                needed=needed, last=last
            )
        return _("{needed} on last year's {last}, which itself had grown by {own}.").format(
            needed=needed, last=last, own=formats.percent(own)
        )
    if found.against is Against.CAPACITY:
        return _capacity_words(terms).format(
            needed=_count(terms["visits_needed"]),
            days=_count(terms["field_days"]),
            calls=formats.number(terms["calls_per_day"], 1),
            available=_count(terms["visits_available"]),
        )
    if found.against is Against.BUDGET:
        return _budget_words(terms).format(
            needed=_count(terms["visits_needed"]),
            cost=figures.full_value(terms["cost_needed"]),
            budget=figures.full_value(terms["budget"]),
        )
    return _(
        "{above} of {count} customers would owe more than their limits: {amount} above."
    ).format(
        above=_count(terms["customers_above"]),
        count=_count(terms["customers_with_limit"]),
        amount=figures.full_value(terms["above_limits"]),
    )


def _capacity_words(terms: Mapping[str, Decimal | None]) -> str:
    """Return the sentence on visits; a little more than is available is said to be just that."""
    beyond = terms.get("beyond") or Decimal(0)
    if beyond <= 0:
        return _("{needed} visits needed; {days} field days × {calls} a day = {available} visits.")
    if beyond <= EASY_RISE:
        return _(
            "{needed} visits needed; {days} field days × {calls} a day = {available} visits. "
            "That is within 10 % of what is available."
        )
    if beyond <= HARD_RISE:
        return _(
            "{needed} visits needed; {days} field days × {calls} a day = {available} visits. "
            "That is up to 30 % more than is available."
        )
    return _(
        "{needed} visits needed; {days} field days × {calls} a day = {available} visits. "
        "That is more than 30 % above what is available."
    )


def _budget_words(terms: Mapping[str, Decimal | None]) -> str:
    """Return the sentence on the cost of visits, in the same steps as that on the visits."""
    beyond = terms.get("beyond") or Decimal(0)
    if beyond <= 0:
        return _("{needed} visits cost {cost}; the budget is {budget}.")
    if beyond <= EASY_RISE:
        return _("{needed} visits cost {cost}; the budget is {budget}. That is within 10 % of it.")
    if beyond <= HARD_RISE:
        return _("{needed} visits cost {cost}; the budget is {budget}. That is up to 30 % more.")
    return _(
        "{needed} visits cost {cost}; the budget is {budget}. That is more than 30 % above it."
    )


def _count(value: Decimal | None) -> str:
    return formats.number(value, 0)


def _basis_lines(found: CellReasons, figures: Figures) -> tuple[Line, ...]:
    if not found.is_known:
        return (Line(_("What has no member here has no reasons of its own.")),)
    if not found.pedigrees:
        return (Line(_("No reason was given yet; saving a number asks for one.")),)
    # The latest pedigree of just this figure says most, then the latest around it.
    order = (Fit.SAME, Fit.AROUND, Fit.ACROSS, Fit.INSIDE)
    nearest = sorted(found.pedigrees, key=lambda one: order.index(one.fit))
    lines: list[Line] = []
    for one in nearest[:_MOST]:
        lines.extend(_pedigree_lines(one, figures))
    left = len(nearest) - _MOST
    if left > 0:
        words = ngettext("{count} older reason", "{count} older reasons", left)
        lines.append(Line(words.format(count=formats.number(left))))
    return tuple(lines)


def _pedigree_lines(found: FoundBasis, figures: Figures) -> list[Line]:
    row, one = found.row, found.row.pedigree
    moment = formats.instant(row.made_at)
    words = _("{who}, {moment}").format(who=row.made_by, moment=moment) if row.made_by else moment
    lines = [Line(basis_words(one.method), words)]
    if found.fit in _FITS:
        lines.append(Line(_(_FITS[found.fit]).format(amount=figures.full(one.amount))))
    if one.reason:
        lines.append(Line(_("“{reason}”").format(reason=one.reason)))
    lines.extend(_input_line(given, figures) for given in one.inputs)
    if one.baseline is not None:
        lines.append(Line(_("Baseline"), figures.full(one.baseline)))
    lines.extend(
        Line(_(_INPUTS[part.name]) if part.name in _INPUTS else part.name,
             figures.full(part.amount))
        for part in one.adjustments
    )  # fmt: skip
    return lines


def _input_line(given: BasisInput, figures: Figures) -> Line:
    name = _(_INPUTS[given.name]) if given.name in _INPUTS else given.name
    source = _(_INPUTS[given.source]) if given.source in _INPUTS else given.source
    value = given.value
    is_amount = given.name == "last_year" or given.name in GROUND_AMOUNTS
    if is_amount and value.lstrip("-").isdecimal():
        value = figures.full(int(value))
    elif given.name == "growth":
        value = formats.change(Decimal(value))
    elif given.name == "habit" and value in GROUND_WORDS:
        value = _(GROUND_WORDS[value])
    parts = ", ".join(part for part in (source, given.date.replace("/", " – ")) if part)
    return Line(name, value, parts, below=parts)
