"""The sentence for each thing that the reasons of a plan are refused for."""

from __future__ import annotations

from collections.abc import Mapping

from desktop.i18n import N_

#: Sentences by code, of whole errors and of fields.
GROUNDS_SENTENCES: Mapping[str, str] = {
    "grounds_amount_form": N_("“{value}” is not an amount. Write 1250000 or 1,250,000.50."),
    "grounds_amount_range": N_("“{value}” is out of range; nothing below zero is taken here."),
    "grounds_calculation": N_(
        "“{value}” cannot be calculated. Write factors with ×, sums with +, rates with %."
    ),
    "grounds_day_form": N_("“{value}” is not a day. Write 2026-07-31, 0731 or -1 for yesterday."),
    "grounds_gone": N_("This entry is not there any more: another desk took it out."),
    "grounds_month_form": N_("“{value}” is not a month. Write 2027-03."),
    "grounds_none": N_("There is nothing to take as a target yet."),
    "grounds_number_form": N_("“{value}” is not a number."),
    "grounds_percent_form": N_("“{value}” is not a percentage. Write 5 or 5%."),
    "grounds_plan_gone": N_("This plan is not there any more: another desk took it out."),
    "grounds_rate_range": N_("“{value}” is out of range: from {least} to {most}."),
    "grounds_subject": N_("“{value}” is neither a customer nor a territory of the branch."),
    "grounds_word": N_("“{value}” is not one of the words that stand here: {known}."),
}
