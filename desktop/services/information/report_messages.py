"""The sentence for each thing that the report calendar refuses."""

from __future__ import annotations

from collections.abc import Mapping

from desktop.i18n import N_

#: Sentences by code, of whole errors and of fields.
REPORT_SENTENCES: Mapping[str, str] = {
    "duty_cycle_stays": N_(
        "Reports of this kind were written down already. End it, and ask for a new one."
    ),
    "duty_ends_before": N_("{value} is before the first day that it is asked for."),
    "duty_gone": N_("This report is not asked for any more: another desk took it out."),
    "duty_name_missing": N_("Say what the report is called."),
    "duty_person_unknown": N_("“{value}” is nobody who can be asked for it."),
    "duty_visits_cycle": N_("Visits stand for a day's or a week's report, not for a month's."),
    "duty_wait_bounds": N_("“{value}” is not a number of working days from 0 to {most}."),
    "duty_wait_form": N_("“{value}” is not a number of working days. Write 0, 1 or 2."),
    "report_not_owed": N_("{value} owes no such report about the days from {day}."),
    "report_not_ticked": N_("Nothing was written down about one of these reports."),
    "report_reason_missing": N_("Say why the report need not come."),
    "report_received_ahead": N_("{value} is still to come; no report came then."),
    "report_received_form": N_(
        "“{value}” is not a day or a moment. Write 2026-07-31, 0731 or 2026-07-31 14:30."
    ),
    "reports_missing": N_("Choose at least one report."),
}
