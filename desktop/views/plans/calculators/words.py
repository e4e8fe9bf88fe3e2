"""What the page of calculators calls things, and its own words for some refusals; free of Qt."""

from __future__ import annotations

import string
from collections.abc import Mapping
from dataclasses import replace

from desktop.errors import Issue
from desktop.i18n import N_, _
from desktop.services.messages import issue_problem
from desktop.views.plans.words import reason_words

#: What each calculator is called in the list.
_NAMES: Mapping[str, str] = {
    "allocate": N_("Spread a total"),
    "two-way": N_("Fit rows and columns"),
    "season": N_("Seasons"),
    "potential": N_("Market potential"),
    "workload": N_("Size of the team"),
    "funnel": N_("From a gap to visits"),
    "callplan": N_("Visits by response"),
    "gonik": N_("Bonus by forecast"),
    "hu": N_("Jointly settled base"),
    "curve": N_("Score curve"),
    "dso": N_("Days sales outstanding"),
    "compare-rates": N_("Compare rates"),
}

#: What each is for, in a line that the list has room for.
_PURPOSES: Mapping[str, str] = {
    "allocate": N_("A total by weight, exact to the cent"),
    "two-way": N_("A matrix that meets both totals"),
    "season": N_("Seasonal index, or the periods ahead"),
    "potential": N_("Each area's share of a market"),
    "workload": N_("Reps that the visits of a year need"),
    "funnel": N_("Visits a day that close a gap"),
    "callplan": N_("Whom to visit how often (CALLPLAN)"),
    "gonik": N_("Pay for true forecasts (Gonik)"),
    "hu": N_("Pay for true statements (HU)"),
    "curve": N_("From attainment to score or bonus"),
    "dso": N_("How long receivables wait, two ways"),
    "compare-rates": N_("Which rates truly differ"),
}

#: Columns of tables in and out, and options that have one meaning wherever they stand.
_COLUMNS: Mapping[str, str] = {
    "key": N_("Name"),
    "weight": N_("Weight"),
    "current": N_("Present amount"),
    "potential": N_("Potential"),
    "min": N_("Minimum"),
    "max": N_("Maximum"),
    "locked": N_("Locked"),
    "amount": N_("Amount"),
    "row": N_("Row"),
    "col": N_("Column"),
    "seed": N_("Pattern"),
    "fitted": N_("Fitted"),
    "total": N_("Total"),
    "period": N_("Period"),
    "value": N_("Value"),
    "season": N_("Season"),
    "index": N_("Index"),
    "forecast": N_("Forecast"),
    "area": N_("Area"),
    "class": N_("Class"),
    "accounts": N_("Customers"),
    "calls": N_("Visits to each"),
    "hours_per_call": N_("Hours a visit"),
    "reps_exact": N_("Reps, exactly"),
    "reps": N_("Reps"),
    "orders": N_("Orders"),
    "visits": N_("Visits"),
    "visits_per_day": N_("Visits a day"),
    "account": N_("Account"),
    "sales": N_("Present sales"),
    "margin": N_("Margin"),
    "none": N_("No visits"),
    "more": N_("Half as many again"),
    "saturation": N_("Without limit"),
    "hours": N_("Hours a visit"),
    "expected_sales": N_("Expected sales"),
    "contribution": N_("Contribution"),
    "stated": N_("Stated"),
    "actual": N_("Actual"),
    "objective": N_("Objective"),
    "payoff": N_("Bonus, % of standard"),
    "base": N_("Base"),
    "reward": N_("Reward"),
    "attainment": N_("Attainment"),
    "score": N_("Score"),
    "month": N_("Month"),
    "days": N_("Days"),
    "credit_sales": N_("Credit sales"),
    "receivable_end": N_("Owed at the end"),
    "dso": N_("Days outstanding"),
    "events": N_("Events"),
    "trials": N_("Trials"),
    "rate": N_("Rate"),
    "low": N_("At least"),
    "high": N_("At most"),
    "other": N_("Compared with"),
    "p": N_("p"),
    "told_apart": N_("Told apart"),
}
#: Columns that a calculator calls otherwise than the others do.
_OWN_COLUMNS: Mapping[tuple[str, str], str] = {
    ("callplan", "current"): N_("Present visits"),
    ("callplan", "min"): N_("Fewest visits"),
    ("callplan", "max"): N_("Most visits"),
}

_OPTIONS: Mapping[tuple[str, str], str] = {
    ("allocate", "total"): N_("Total"),
    ("allocate", "step"): N_("Step"),
    ("allocate", "method"): N_("Method"),
    ("two-way", "rows"): N_("Totals of the rows"),
    ("two-way", "cols"): N_("Totals of the columns"),
    ("two-way", "step"): N_("Step"),
    ("season", "length"): N_("Seasons"),
    ("season", "modified"): N_("Leave out highest and lowest"),
    ("season", "forecast"): N_("Periods to forecast"),
    ("potential", "weights"): N_("Weights"),
    ("workload", "hours"): N_("Hours of a rep"),
    ("workload", "selling-share"): N_("Selling share"),
    ("funnel", "gap"): N_("Gap"),
    ("funnel", "order-value"): N_("Average order"),
    ("funnel", "hit-rate"): N_("Hit rate"),
    ("funnel", "field-days"): N_("Field days left"),
    ("callplan", "visits"): N_("Visits to give out"),
    ("callplan", "hours"): N_("or hours to give out"),
    ("callplan", "step"): N_("Step of hours"),
    ("hu", "w"): N_("w, weight of the statement"),
    ("hu", "p"): N_("p, share of the excess"),
    ("hu", "q"): N_("q, penalty"),
    ("hu", "demand"): N_("Headquarters' figure"),
    ("curve", "points"): N_("Points"),
    ("curve", "step-wise"): N_("In steps"),
    ("curve", "below"): N_("Below the first point"),
    ("curve", "cap"): N_("Highest score"),
    ("dso", "method"): N_("Method"),
    ("compare-rates", "pairs"): N_("Test every two against each other"),
}

_CHOICES: Mapping[tuple[str, str], str] = {
    ("method", "weights"): N_("By weight"),
    ("method", "untapped"): N_("The rise by what is untapped"),
    ("method", "increment"): N_("The rise by weight"),
    ("length", "4"): N_("4 quarters"),
    ("length", "12"): N_("12 months"),
    ("below", "zero"): N_("Nothing"),
    ("below", "linear"): N_("In a straight line to 0"),
    ("method", "simple"): N_("Receivable over sales"),
    ("method", "countback"): N_("Back through the latest sales"),
}

#: Refusals that on the command line speak of files and dashes.
_SENTENCES: Mapping[str, str] = {
    "calc_file_needed": N_("Type or paste at least one row."),
    "calc_option_missing": N_("{column} is needed."),
    "calc_option_choice": N_("Choose one of the methods."),
    "callplan_capacity": N_("Fill in the visits or the hours to give out, one of the two."),
    "callplan_hours_needed": N_("To give out hours, say how many a visit takes."),
    "hours_too_fine": N_(
        "The hours of the visits fit only a grid of more than {most} steps. Round them, or give "
        "a coarser step of hours."
    ),
    "calc_margin_missing": N_("“{key}” has a pattern, but no total in “{file}”."),
    "calc_weights_form": N_("“{value}” is no list of weights. Write income=.5,people=.5."),
    "key_twice": N_("“{value}” stands in row {other} already."),
    "value_missing": N_("A value is needed here."),
}


def calculator_words(name: str) -> str:
    """Return what a calculator is called in the list."""
    return _(_NAMES[name])


def purpose_words(name: str) -> str:
    """Return what a calculator is for, in a short line."""
    return _(_PURPOSES[name])


def grid_words(calculator: str, key: str) -> str:
    """Return what a grid of a panel is called."""
    if key:
        return option_words(calculator, key)
    return _("Pattern") if calculator == "two-way" else _("Figures")


def column_words(calculator: str, name: str) -> str:
    """Return what a column is called; one that the user named himself as he named it."""
    words = _OWN_COLUMNS.get((calculator, name)) or _COLUMNS.get(name)
    return name if words is None or _is_own(calculator, name) else _(words)


def _is_own(calculator: str, name: str) -> bool:
    """Whether the user gives the columns their names, as in a market potential."""
    return calculator == "potential" and name not in ("area", "index")


def option_words(calculator: str, option: str) -> str:
    """Return what an option's field is called."""
    return _(_OPTIONS[calculator, option])


def choice_words(option: str, value: str) -> str:
    """Return what a choice of an option is called."""
    return _(_CHOICES[option, value])


def problem_words(calculator: str, issue: Issue) -> str:
    """Return what is wrong in one sentence, without the place, in the words of the page."""
    name = issue.column
    is_option = name.startswith("--")
    called = option_words(calculator, name[2:]) if is_option else column_words(calculator, name)
    known = replace(issue, column=called)
    own = _SENTENCES.get(issue.code)
    if own is None:
        return issue_problem(known)
    facts = {"column": known.column, "value": known.value, **known.facts}
    return string.Formatter().vformat(_(own), (), facts)


_NOTES: Mapping[str, str] = {
    "no receivable given": N_("Nothing is said of what was owed."),
    "no trials": N_("There were no trials."),
}


def note_words(note: str) -> str:
    """Return why a cell has no value; the notes of reports are told as they are there."""
    return _(_NOTES[note]) if note in _NOTES else reason_words(note)


#: Values that mean the same in every language of the file, but not on the screen.
_VALUES: Mapping[tuple[str, str], str] = {
    ("told_apart", "yes"): N_("Yes"),
    ("told_apart", "no"): N_("No"),
}


def value_words(column: str, value: str) -> str:
    """Return a text of an answer as the screen says it."""
    words = _VALUES.get((column, value))
    return value if words is None else _(words)
