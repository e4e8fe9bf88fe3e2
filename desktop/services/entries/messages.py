"""The sentence for each thing that keyed reports and second looks are refused or marked for."""

from __future__ import annotations

from collections.abc import Mapping

from desktop.i18n import N_

#: Sentences by code, of whole errors and of fields.
ENTRY_SENTENCES: Mapping[str, str] = {
    "check_done": N_("This second look was done already; what was found stays."),
    "check_gone": N_("This second look is not there any more: its report was taken back."),
    "check_note_missing": N_("Say what is wrong with the report; whoever rejects it gives why."),
    "check_own": N_(
        "{login} keyed this report. A second pair of eyes is somebody else's: let another user "
        "look at it."
    ),
    "day_ahead": N_("{value} is still to come."),
    "entry_gone": N_("This was taken back already, here or at another desk."),
    "entry_in_use": N_("This cannot be taken back; {by} rests on it: {names}."),
    "entry_nothing": N_("There is no row that can be saved."),
    "entry_of_file": N_("This came in a file; take the file's batch back instead."),
    "next_visit_needs_day": N_("Say on which day the next visit is to be."),
    "next_visit_not_later": N_("The next visit is to be after this one."),
    "received_before_day": N_("The report was received before {value}."),
    "sample_drawn": N_(
        "A sample of {month} was drawn already, with the seed {seed}. A second one would let a "
        "person draw until it suits."
    ),
    "sample_nothing": N_("There is no visit of {month} that could be called back."),
    "sample_share": N_("Write a share above 0 and up to 100 percent."),
}

#: What the records are called that a fact names by its table.
ENTRY_RECORDS: Mapping[str, str] = {
    "entry_check": N_("second look"),
    "expense_decision": N_("decision on an expense"),
    "info_decision": N_("decision"),
    "joint_visit": N_("joint visit"),
    "market_note": N_("market note"),
    "question_task": N_("answer to a question"),
    "skill_mark": N_("skill"),
}
