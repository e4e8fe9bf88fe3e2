"""The sentence for each thing that notes, questions and decisions are refused for."""

from __future__ import annotations

from collections.abc import Mapping

from desktop.i18n import N_

#: Sentences by code, of whole errors and of fields.
INFORMATION_SENTENCES: Mapping[str, str] = {
    "decision_day_ahead": N_("{value} is still to come; nothing was decided then."),
    "decision_gone": N_("This decision is not there any more: another desk took it out."),
    "decision_note_gone": N_("A note is not there any more: another desk took it out."),
    "decision_text_missing": N_("Say what was decided."),
    "note_answer_missing": N_("Write down what was answered or done."),
    "note_choice_unknown": N_("“{value}” is not in the list."),
    "note_competitor_missing": N_("Name the competitor that this note is about."),
    "note_day_ahead": N_("{value} is still to come; it cannot have been noted then."),
    "note_event_after": N_("What was noted on {noted} cannot have happened on {value}."),
    "note_gone": N_("This note is not there any more: another desk took it out."),
    "note_price_range": N_("“{value}” is below zero or too large for a price."),
    "note_promise_before": N_("An answer cannot be promised for {value}, before it was noted."),
    "note_quality_bounds": N_("A note's quality is 0, 1, 2 or 3."),
    "note_received_ahead": N_("{value} is still to come; the office cannot have it since then."),
    "note_received_before": N_("The office cannot have got it on {value}, before it was noted."),
    "note_received_form": N_(
        "“{value}” is not a day or a moment. Write 2026-07-31, 0731 or 2026-07-31 14:30."
    ),
    "note_severity_bounds": N_("A problem's severity is 1, 2 or 3; 1 is the gravest."),
    "note_severity_left_out": N_("A severity is a problem's alone; it is left out here."),
    "note_text_missing": N_("Say what was learned."),
    "question_answer_missing": N_("Write down what the rep answered, or choose the note."),
    "question_due_day": N_("“{value}” is not a day of the month. Write a number from 1 to 31."),
    "question_due_missing": N_("Say by when the answer is due."),
    "question_due_past": N_("{value} is over. Ask for an answer by a day to come."),
    "question_ended": N_("This question was withdrawn; nobody is to answer it any more."),
    "question_gone": N_("This question is not there any more: another desk took it out."),
    "question_people_missing": N_("Name at least one rep who is to answer."),
    "question_person_unknown": N_("“{value}” is nobody who can be asked."),
    "question_task_gone": N_("Nobody was asked this by that day."),
    "question_text_missing": N_("Say what is asked."),
}
