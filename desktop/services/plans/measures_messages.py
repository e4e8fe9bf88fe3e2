"""The sentence for each thing that the branch's own measures are refused for."""

from __future__ import annotations

from collections.abc import Mapping

from desktop.i18n import N_

#: Sentences by code, of whole errors and of fields.
MEASURE_SENTENCES: Mapping[str, str] = {
    "measure_changed": N_(
        "Another desk changed these numbers meanwhile. Theirs are shown now where you typed "
        "nothing; save again to put yours in place of the others."
    ),
    "measure_decimals": N_("“{value}” has more decimals than this measure: it has {decimals}."),
    "measure_decimals_range": N_("A measure has from 0 to {most} decimals."),
    "measure_gone": N_("This measure is not there any more: another desk took it out."),
    "measure_month_ahead": N_("Nothing can be reached in {month} yet: the month is still to come."),
    "measure_name_long": N_("This is longer than {most} characters."),
    "measure_name_taken": N_("There is a measure “{value}” already."),
    "measure_not_draft": N_(
        "Targets are typed in drafts; this version is none any more. Revise it on the page “Plan”."
    ),
    "measure_not_in_force": N_(
        "What is reached is typed in the version in force; this version is not."
    ),
    "measure_number_form": N_("“{value}” is not a number. Write 12 or 12.5."),
    "measure_range": N_("“{value}” is too large."),
    "measure_rep_gone": N_("This rep is not there any more."),
    "measure_used": N_(
        "Version {number} of “{plan}” has numbers of “{name}”. Empty them there first, or keep "
        "the measure."
    ),
}
