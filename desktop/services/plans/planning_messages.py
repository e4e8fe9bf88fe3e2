"""One plain sentence for everything that a save of a plan's lines is refused for."""

from __future__ import annotations

from collections.abc import Mapping

from desktop.i18n import N_

#: Sentences by code, of whole errors and of issues.
PLANNING_SENTENCES: Mapping[str, str] = {
    "plan_amount_negative": N_("A target is never below zero."),
    "plan_line_gone": N_("A line of the plan is not there any more; load the plan again."),
    "plan_line_locked": N_("A locked line would change; unlock it first."),
    "plan_line_out_of_bounds": N_("A line would leave the bounds that were set for it."),
    "plan_line_twice": N_(
        "The plan has a line for this customer or pool and this product in {month} already."
    ),
    "reason_missing": N_("Say what the number is based on: a typed number needs a reason."),
}
