"""The calculator `callplan`: the visits to each account that earn the most contribution."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from desktop.errors import Issue
from desktop.i18n import N_, _
from desktop.money import round_half_up
from desktop.services.calculators.data import (
    NOT_NEGATIVE,
    POSITIVE,
    CalcColumn,
    CalcInput,
    CalcOption,
    CalcRow,
    CalcTable,
    Calculator,
    CellKind,
    Limits,
    OptionKind,
    refused,
)
from desktop.services.calculators.placing import at_option, at_row
from desktop.services.figures.data import ColumnKind, ReportColumn
from desktop.services.rules.response import (
    MOST_EXACT,
    Account,
    Programme,
    allocate,
    fit,
    sensitivity,
)

_CURVE = {"response_none": "none", "response_more": "more"}
_CAPACITY = {
    "visits_minimum_over": "visits",
    "visits_too_many": "visits",
    "hours_minimum_over": "hours",
    "hours_too_fine": "hours",
}


@dataclass(frozen=True, slots=True)
class CallProblem:
    """What there is to give out, in visits or in hours, and the accounts in the input's order."""

    accounts: tuple[Account, ...]
    capacity: Decimal
    by_hours: bool
    step: Decimal | None


def problem_of(given: CalcInput) -> CallProblem:
    """Return the problem that an input poses.

    Raises:
        InputError: neither visits nor hours to give out, or both; an account's judgements or
            limits that make no sense.
    """
    if given.has("visits") == given.has("hours"):
        raise refused(Issue("callplan_capacity"))
    by_hours = given.has("hours")
    return CallProblem(
        tuple(_account(row, by_hours) for row in given.rows),
        given.number("hours" if by_hours else "visits"),
        by_hours,
        given.number("step") if given.has("step") else None,
    )


def _plan(given: CalcInput) -> CalcTable:
    """Return the programme, a row an account in the order of the input."""
    problem = problem_of(given)
    accounts, capacity = problem.accounts, problem.capacity
    by_hours, step = problem.by_hours, problem.step
    with at_option(given, _CAPACITY):
        programme = allocate(accounts, capacity, by_hours=by_hours, step=step)
        change = sensitivity(accounts, capacity, by_hours=by_hours, step=step)
    rows = tuple(
        (one.key, one.visits, one.expected_sales, one.contribution) for one in programme.allotments
    )
    columns = (
        ReportColumn("account", ColumnKind.TEXT),
        ReportColumn("visits", ColumnKind.COUNT),
        ReportColumn("expected_sales", ColumnKind.MONEY),
        ReportColumn("contribution", ColumnKind.MONEY),
    )

    def money(amount: Decimal) -> str:
        return f"{round_half_up(amount, given.decimals):f}"

    remarks = [_found(programme)]
    if programme.used < capacity:
        remarks.append(_left_over(capacity - programme.used, by_hours))
    more = money(change.one_more)
    less = None if change.one_less is None else money(-change.one_less)
    remarks.append(_sensitivity(more, less, by_hours))
    definitions = (
        ("optimum", "exact" if programme.is_exact else "greedy"),
        ("expected_sales", "the judged curve, ADBUDG"),
        ("contribution", "expected sales x margin"),
    )
    return CalcTable(columns, rows, tuple(remarks), definitions)


def _account(row: CalcRow, by_hours: bool) -> Account:
    if by_hours and row.optional("hours") is None:
        raise refused(row.issue("callplan_hours_needed", "hours"))
    least, most = row.optional("min"), row.optional("max")
    if most is not None and most < (least or 0):
        raise refused(
            row.issue(
                "visits_bounds",
                "max",
                account=row.text("account"),
                minimum=int(least or 0),
                maximum=int(most),
            )
        )
    with at_row(row, _CURVE):
        curve = fit(row.number("none"), row.number("more"), row.number("saturation"))
    return Account(
        key=row.text("account"),
        sales=row.number("sales"),
        margin=row.number("margin"),
        present=row.number("current"),
        curve=curve,
        minimum=int(least or 0),
        maximum=None if most is None else int(most),
        hours=row.optional("hours") or Decimal(1),
    )


def _found(programme: Programme) -> str:
    if programme.is_exact:
        return _(
            "The visits rest on the judgements in the file; with them no other programme within "
            "the limits earns more."
        )
    return _(
        "The visits rest on the judgements in the file. Above {most} accounts the quick method is "
        "used, which may miss the best programme by a little."
    ).format(most=MOST_EXACT)


def _left_over(left: Decimal, by_hours: bool) -> str:
    plain = f"{left.normalize():f}"
    if by_hours:
        return _("Hours left over: {left}; no visit that fits in them earns more.").format(
            left=plain
        )
    return _("Visits left over: {left}; none of them would earn more.").format(left=plain)


def _sensitivity(more: str, less: str | None, by_hours: bool) -> str:
    """Return the sentence on one visit (hour) more and less in total."""
    if less is None and by_hours:
        return _(
            "One hour more would earn {more} more; one less is not enough for the minimum visits."
        ).format(more=more)
    if less is None:
        return _(
            "One visit more would earn {more} more; one less is not enough for the minimum visits."
        ).format(more=more)
    if by_hours:
        return _("One hour more would earn {more} more, one less would cost {less}.").format(
            more=more, less=less
        )
    return _("One visit more would earn {more} more, one less would cost {less}.").format(
        more=more, less=less
    )


CALCULATOR = Calculator(
    "callplan",
    N_("visits to each account by the response of its sales (CALLPLAN)"),
    (
        CalcColumn("account", CellKind.TEXT, is_key=True, help=N_("whose visits they are")),
        CalcColumn("sales", limits=NOT_NEGATIVE, help=N_("present sales")),
        CalcColumn(
            "margin",
            limits=Limits(least=-1, most=1),
            help=N_("share of sales that is contribution, as in 0.25"),
        ),
        CalcColumn("current", limits=POSITIVE, help=N_("present visits")),
        CalcColumn("none", help=N_("sales without visits, as a multiple of the present ones")),
        CalcColumn("more", help=N_("sales with half as many visits again, as a multiple")),
        CalcColumn("saturation", help=N_("sales with visits without limit, as a multiple")),
        CalcColumn(
            "min",
            CellKind.WHOLE,
            is_required=False,
            limits=NOT_NEGATIVE,
            help=N_("fewest visits; empty for none"),
        ),
        CalcColumn(
            "max",
            CellKind.WHOLE,
            is_required=False,
            limits=NOT_NEGATIVE,
            help=N_("most visits; empty for no limit"),
        ),
        CalcColumn(
            "hours", is_required=False, limits=POSITIVE, help=N_("hours that one visit takes")
        ),
    ),
    (
        CalcOption(
            "visits", OptionKind.WHOLE, N_("visits to give out in all"), limits=NOT_NEGATIVE
        ),
        CalcOption("hours", help=N_("hours to give out in all"), limits=NOT_NEGATIVE),
        CalcOption(
            "step",
            help=N_("hours that an account's hours are rounded up to, such as 0.25"),
            limits=POSITIVE,
        ),
    ),
    _plan,
)
