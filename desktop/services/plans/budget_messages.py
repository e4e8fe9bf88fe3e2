"""The sentence for each thing that a budget is refused for."""

from __future__ import annotations

from collections.abc import Mapping

from desktop.i18n import N_

#: Sentences by code, of whole errors and of fields.
BUDGET_SENTENCES: Mapping[str, str] = {
    "budget_amount_changed": N_(
        "Another desk typed {found} meanwhile. Close the form and look at it first."
    ),
    "budget_amount_form": N_("“{value}” is not an amount. Write 1250 or 1,250.50."),
    "budget_choice_gone": N_("What was chosen here is not there any more. Choose again."),
    "budget_commitment_gone": N_("This commitment is not there any more: another desk changed it."),
    "budget_day_ahead": N_("{value} is still to come; a promise is entered when it was made."),
    "budget_driver_gone": N_("This driver is not there any more: another desk took it out."),
    "budget_drivers_changed": N_(
        "Another desk changed the drivers meanwhile. Look at what they give now, then write the "
        "lines again."
    ),
    "budget_overcommitted": N_(
        "{wanted} is more than the {left} that is left of {budget}. Give a reason to promise it "
        "all the same."
    ),
    "budget_place": N_("A driver is for one rep or for one territory, not for both."),
    "budget_rate_form": N_("“{value}” is not a rate of zero or more. Write 12.50, or 2.5 for %."),
    "budget_rate_range": N_("“{value}” is too large for a rate."),
    "budget_released": N_("This commitment is released already."),
    "budget_text_missing": N_("Say what was promised, and to whom."),
    "budget_version_over": N_(
        "This version is closed or superseded; its budget stays as it is. Choose another one."
    ),
}
