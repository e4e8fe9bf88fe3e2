"""The calculators `gonik` and `hu`: what a stated and an actual figure earn."""

from __future__ import annotations

from desktop.i18n import N_
from desktop.services.calculators.data import (
    NOT_NEGATIVE,
    POSITIVE,
    CalcColumn,
    CalcInput,
    CalcOption,
    CalcTable,
    Calculator,
)
from desktop.services.calculators.placing import at_option, at_row
from desktop.services.figures.data import ColumnKind, ReportColumn
from desktop.services.rules.truthful import HuTerms, gonik_payoff, hu_outcome, require_truthful

_STATED = CalcColumn(
    "stated", limits=NOT_NEGATIVE, help=N_("the figure that the rep stated beforehand")
)
_ACTUAL = CalcColumn("actual", help=N_("what was sold"))

#: The options to blame for terms that do not make the truth the best statement.
_TERMS = {"hu_weight": "w", "hu_excess": "p", "hu_penalty_high": "q", "hu_penalty_low": "q"}


def _gonik(given: CalcInput) -> CalcTable:
    """Return the payoff of each row, in percent of the standard bonus."""
    rows = []
    for row in given.rows:
        figures = (row.number(name) for name in ("stated", "actual", "objective"))
        with at_row(row, {"gonik_too_far": "objective"}):
            rows.append((gonik_payoff(*figures),))
    columns = (ReportColumn("payoff", ColumnKind.QUANTITY),)
    definitions = (("payoff", "percent of the standard bonus"),)
    return CalcTable(columns, tuple(rows), (), definitions)


def _hu(given: CalcInput) -> CalcTable:
    """Return base and reward of each row; terms that reward an untruth are refused."""
    terms = HuTerms(given.number("w"), given.number("p"), given.number("q"), given.number("demand"))
    with at_option(given, _TERMS):
        require_truthful(terms)
    outcomes = [hu_outcome(row.number("stated"), row.number("actual"), terms) for row in given.rows]
    columns = (ReportColumn("base", ColumnKind.MONEY), ReportColumn("reward", ColumnKind.MONEY))
    definitions = (
        ("base", "w x stated + (1 - w) x demand"),
        ("reward", "p x (actual - base) - q x what was sold beyond the stated figure"),
    )
    return CalcTable(columns, tuple((one.base, one.reward) for one in outcomes), (), definitions)


CALCULATORS = (
    Calculator(
        "gonik",
        N_("bonus by forecast, objective and actual sales (Gonik)"),
        (
            _STATED,
            _ACTUAL,
            CalcColumn(
                "objective", limits=POSITIVE, help=N_("the objective that headquarters set")
            ),
        ),
        (),
        _gonik,
    ),
    Calculator(
        "hu",
        N_("base and reward under the jointly settled base (HU)"),
        (_STATED, _ACTUAL),
        (
            CalcOption(
                "w",
                help=N_("weight of the stated figure in the base, between 0 and 1"),
                is_required=True,
            ),
            CalcOption("p", help=N_("share paid of what is sold above the base"), is_required=True),
            CalcOption(
                "q",
                help=N_("share taken off of what is sold above the stated figure"),
                is_required=True,
            ),
            CalcOption(
                "demand",
                help=N_("headquarters' figure; 0 where none is given"),
                default=0,
                limits=NOT_NEGATIVE,
            ),
        ),
        _hu,
    ),
)
