"""The sentence for each thing that the talks with headquarters, and their file, are refused for."""

from __future__ import annotations

from collections.abc import Mapping

from desktop.i18n import N_

#: Sentences by code, of whole errors and of fields.
TALKS_SENTENCES: Mapping[str, str] = {
    "bridge_item_gone": N_(
        "This part of the bridge is not there any more: another desk took it out."
    ),
    "bridge_one_sided": N_(
        "A bridge needs both numbers: headquarters' and the branch's. Enter a round of each side."
    ),
    "exchange_cell": N_("“{value}” is no answer for {column}."),
    "exchange_changed": N_(
        "The signature does not fit: a cell that is not an answer was changed, or the file is "
        "damaged. Ask headquarters to fill in the yellow columns of the file as it was sent."
    ),
    "exchange_foreign": N_("This is no file that was sent to headquarters from here."),
    "round_ahead": N_("{value} is still to come; a round is entered when it was held."),
    "round_gone": N_("This round is not there any more: another desk took it out."),
    "round_not_last": N_(
        "Round {number} is not this side's last one. What was said in a round stays; only the "
        "last can be taken out, and any can be corrected."
    ),
    "talks_amount_form": N_("“{value}” is not an amount. Write 1250000 or 1,250,000.50."),
    "talks_amount_missing": N_("Enter an amount."),
    "talks_amount_range": N_("“{value}” is too large for a plan."),
    "talks_day_form": N_("“{value}” is not a day. Write 2026-07-31, 0731 or -1 for yesterday."),
    "talks_over": N_(
        "The talks about this version are over. Revise it to go on with them in a new draft."
    ),
}
