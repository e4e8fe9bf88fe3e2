"""The figures and the dots of the fair-start test as data; free of Qt."""

from __future__ import annotations

from decimal import Decimal

from desktop.i18n import _
from desktop.services import formats
from desktop.services.charts.data import DotChart
from desktop.services.plans.fairness_data import REPS, FairBook
from desktop.services.rules.fairness import TOLERANCE
from desktop.views.plans.fairness.words import LOADS, attaining_words, gini_words, range_words
from desktop.views.plans.pictures import Fact, Figures
from desktop.views.plans.versions.words import choice_words


def figures_of(book: FairBook) -> Figures:
    """Return what stands above the dots."""
    _words, tone = attaining_words(book)
    moved = _(
        "The part of all targets that would have to go to another rep for every target to stand "
        "to its basis alike: ½·Σ |share of targets − share of basis|"
    )
    return Figures(
        title=_("Reps expected to attain"),
        place=choice_words(book.card),
        attainment=formats.percent(book.attaining, 0),
        attainment_tip=_("The mean of the reps' chances"),
        status=range_words(book),
        tone=tone,
        facts=(
            Fact(_("Gini of targets"), gini_words(book.gini), _("How unequal the targets are")),
            Fact(
                _("Gini of last year's sales"), gini_words(book.history.gini),
                _("How unequal last year's sales were among the same reps"),
            ),
            Fact(
                _("Gini of potential"), gini_words(book.potential.gini),
                _("How unequal the potential is among the same reps"),
            ),
            Fact(
                _("Off last year's sales"), formats.percent(book.history.misplaced), moved,
            ),
            Fact(_("Off potential"), formats.percent(book.potential.misplaced), moved),
            Fact(
                _("Reps ÷ branch"), formats.percent(_of_reps(book)),
                _("The sum of all reps' targets ÷ the branch's target; the levels are below"),
            ),
        ),
    )  # fmt: skip


def _of_reps(book: FairBook) -> Decimal | None:
    return next((one.ratio for one in book.levels if one.key == REPS), None)


def dots_of(book: FairBook, empty: str) -> DotChart:
    """Return the dots: each rep's ratio ÷ that of all reps together, the largest at the top."""
    by_potential = book.by_potential
    found = sorted(
        (
            (share.relative, row)
            for row in book.rows
            if (share := row.to_potential if by_potential else row.to_last_year).relative
            is not None
        ),
        key=lambda pair: (-(pair[0] or Decimal(0)), pair[1].code),
    )
    rows = [row for _relative, row in found]
    title = (
        _("Target ÷ potential of each rep, held to that of all together")
        if by_potential
        else _("Target ÷ last year's sales of each rep, held to that of all together")
    )
    return DotChart(
        title=title,
        categories=tuple(row.name for row in rows),
        values=tuple(relative for relative, _row in found),
        usual=Decimal(1),
        usual_name=_("All reps together"),
        low=1 - TOLERANCE,
        high=1 + TOLERANCE,
        band_name=_("Counts as alike"),
        tones=tuple(LOADS[row.load][1] for row in rows),
        keys=tuple(row.rep_id for row in rows),
        empty=empty,
    )
