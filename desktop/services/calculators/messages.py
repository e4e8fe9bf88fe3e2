"""The sentence for each thing that makes no sense in a calculator's input."""

from __future__ import annotations

from collections.abc import Mapping

from desktop.i18n import N_

#: Sentences of input files and options, whichever calculator reads them.
READING_SENTENCES: Mapping[str, str] = {
    "calc_column_missing": N_("The column {name} is missing. {calculator} needs: {needed}."),
    "calc_column_like": N_("There is no column “{value}”. Is {name} meant?"),
    "calc_column_twice": N_("The column {name} stands there more than once. Leave one."),
    "calc_column_unknown": N_("The column “{value}” is not used by {calculator} and was skipped."),
    "calc_file_needed": N_("{calculator} needs an input file with the columns: {needed}."),
    "calc_file_not_wanted": N_("{calculator} reads no input file; leave “{value}” out."),
    "calc_option_missing": N_("{calculator} needs {column}."),
    "calc_option_not_whole": N_("“{value}” is not a whole number for {column}."),
    "calc_option_choice": N_("“{value}” is not a choice for {column}. There are: {known}."),
    "calc_number_below": N_("“{value}” is too small for {column}: at least {least} is expected."),
    "calc_number_not_above": N_(
        "“{value}” is too small for {column}: more than {least} is expected."
    ),
    "calc_number_above": N_("“{value}” is too large for {column}: at most {most} is expected."),
}

#: Sentences of `allocate`, `two-way`, `potential`, `workload`, `funnel` and `season`.
SPREADING_SENTENCES: Mapping[str, str] = {
    "calc_decimals": N_("“{value}” has more than {decimals} decimals."),
    "calc_option_decimals": N_("“{value}” has more than {decimals} decimals for {column}."),
    "calc_not_in_steps": N_("“{value}” is not a multiple of the step {step}."),
    "calc_locked_without_value": N_(
        "“{key}” is locked, so its column current must say at what value."
    ),
    "calc_bounds_crossed": N_("“{key}” has the minimum {least}, above its maximum {most}."),
    "calc_least_above_total": N_(
        "The minimums and locked values add up to {sum}, more than the total {total}."
    ),
    "calc_most_below_total": N_(
        "The maximums and locked values add up to {sum}, less than the total {total}."
    ),
    "calc_total_falls": N_(
        "The total {total} is below the present {sum}: there is no rise to spread, and nobody is "
        "to fall."
    ),
    "calc_most_below_current": N_(
        "“{key}” has the maximum {most}, below the present {current}; nobody is to fall."
    ),
    "calc_margins_differ": N_("The rows add up to {rows}, the columns to {columns}."),
    "calc_margin_missing": N_("“{key}” has seeds but no total in {file}."),
    "calc_margin_without_seed": N_(
        "“{key}” has the total {total}, but every seed of it is zero or lacking."
    ),
    "calc_margins_blocked": N_(
        "“{key}” cannot come to its total: where no seed is zero, the rows {rows} need {wanted} "
        "and the columns {columns} have only {room}."
    ),
    "calc_weights_form": N_("“{value}” is no list of weights. Write a=.5,b=.3,c=.2."),
    "calc_weight_twice": N_("The weight of {name} is given twice."),
    "calc_weights_total": N_("The weights add up to {sum}, not to 1."),
    "calc_periods_gap": N_("“{value}” does not follow {before}; a period is missing or twice."),
    "calc_period_form": N_(
        "“{value}” is not written like the periods above it ({before})."
    ),
    "calc_too_few_periods": N_(
        "There are {count} periods; two full cycles are needed, which are {needed}."
    ),
    "calc_season_undefined": N_("The values add up to zero or less; they have no seasons."),
}  # fmt: skip

#: Sentences of `callplan`, `gonik`, `hu`, `curve`, `dso` and `compare-rates`.
JUDGING_SENTENCES: Mapping[str, str] = {
    "callplan_capacity": N_("callplan needs either --visits or --hours, and not both."),
    "callplan_hours_needed": N_("--hours needs to know how many hours a visit takes."),
    "curve_below": N_(
        "A straight line down to nothing at 0 needs a first point above 0, not at {first}."
    ),
    "curve_cap": N_("The highest score is {cap}, but a score is never negative."),
    "curve_empty": N_("A curve needs at least one point."),
    "curve_order": N_(
        "The points of a curve must rise in attainment, each different from the one before; "
        "{after} comes after {before}."
    ),
    "curve_points_form": N_(
        "“{point}” is not a point. Write attainment and score of each, as in 0.8:60,1:100."
    ),
    "dso_order": N_("{value} comes after {before}; the oldest month must stand first."),
    "gonik_objective": N_("The objective must be above zero, not {objective}."),
    "gonik_too_far": N_(
        "The objective {objective} is next to nothing beside the other figures; they cannot be of "
        "one unit."
    ),
    "hours_minimum_over": N_(
        "The minimum visits take {needed} hours, but there are only {available}."
    ),
    "hours_step": N_("A step of {step} hours does not divide the time; it must be above zero."),
    "hours_too_fine": N_(
        "The hours of the visits fit only a grid of more than {most} steps. Round them, or give "
        "a coarser --step."
    ),
    "hu_excess": N_(
        "Telling the truth pays only while p > q > w·p; here p is {p}, so nobody earns by selling "
        "more."
    ),
    "hu_penalty_high": N_(
        "Telling the truth pays only while p > q > w·p; here q is {q} and p is {p}, so whoever "
        "sells more than he stated earns nothing by it. Choose q below {p}."
    ),
    "hu_penalty_low": N_(
        "Telling the truth pays only while p > q > w·p; here q is {q} and w·p is {wp}, so whoever "
        "states too little saves as much on his base as he loses, or more. Choose q above {wp}."
    ),
    "hu_weight": N_(
        "The weight w of the stated figure must lie between 0 and 1, not at {w}: at 0 the "
        "statement counts for nothing, and from 1 on p > q > w·p cannot hold."
    ),
    "rate_more_events": N_("{events} events are more than the {trials} trials."),
    "rate_negative": N_("Events ({events}) and trials ({trials}) are never negative."),
    "rate_too_many": N_("{trials} trials are more than can be compared ({most})."),
    "response_more": N_(
        "With half as many visits again sales must be more than the present ones (1) and less "
        "than at saturation ({saturation}); {more} is not."
    ),
    "response_none": N_(
        "Without visits sales must be a share of the present ones, from 0 to less than 1; {none} "
        "is not."
    ),
    "stated_negative": N_("A stated figure is never negative, and {stated} is."),
    "visits_bounds": N_(
        "“{account}” has the fewest visits {minimum} and the most {maximum}: no number lies "
        "between."
    ),
    "visits_capacity": N_("There cannot be fewer than no visits or hours, and {capacity} is."),
    "visits_hours": N_("A visit to “{account}” must take more than {hours} hours."),
    "visits_minimum_over": N_(
        "The minimum visits add up to {needed}, but there are only {available}."
    ),
    "visits_present": N_(
        "“{account}” has {present} present visits; without any, nothing is known of what more "
        "would bring."
    ),
    "visits_too_many": N_(
        "So many visits are more than can be compared ({most}). Give the accounts maximums."
    ),
}

#: The sentence of each code, whichever calculator it belongs to.
CALCULATOR_SENTENCES: Mapping[str, str] = {
    **READING_SENTENCES,
    **SPREADING_SENTENCES,
    **JUDGING_SENTENCES,
}
