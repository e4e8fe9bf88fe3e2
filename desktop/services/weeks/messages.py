"""One plain sentence for everything that a command on a week is refused for."""

from __future__ import annotations

from collections.abc import Mapping

from desktop.i18n import N_

#: Sentences by code, of whole errors and of fields.
WEEK_SENTENCES: Mapping[str, str] = {
    "week_day_outside": N_("{value} is not a day of this week."),
    "week_empty": N_("A week without a visit cannot be submitted. Propose or add visits first."),
    "week_line_done": N_("This visit was made as planned; there is nothing to explain."),
    "week_line_gone": N_("This planned visit is not there any more: another desk removed it."),
    "week_line_moved": N_("This visit was moved already; explain the one on its new day."),
    "week_line_target": N_(
        "A move is written down for this visit, so that it stays; explain it later."
    ),
    "week_move_past": N_("{value} is over; move the visit to today or later."),
    "week_move_same": N_("The visit is planned on {value} already; choose another day."),
    "week_note_missing": N_("Say what is to be changed; whoever returns a week gives why."),
    "week_open_lines": N_(
        "Planned visits that were neither made nor moved nor explained: {count}. Give each a "
        "reason or another day first."
    ),
    "week_own": N_("{login} is this rep. A week is approved by somebody else."),
    "week_reason_other": N_("Say in the note what the other reason is."),
    "week_rep_gone": N_("This rep is not there any more."),
    "week_settled": N_("This week is not a draft any more; return it to change its visits."),
    "week_step_illegal": N_("The state of this week does not allow this step."),
    "week_twice": N_("{customer} is planned on {day} already."),
    "week_unsubmitted": N_(
        "Reasons are given for weeks that are approved; take the visit out of the draft instead."
    ),
}
