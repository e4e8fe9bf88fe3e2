"""The sentence for each thing that work on objectives, tasks and reviews is refused for."""

from __future__ import annotations

from collections.abc import Mapping

from desktop.i18n import N_

#: Sentences by code, of whole errors and of fields.
WORK_SENTENCES: Mapping[str, str] = {
    "objective_closed": N_("This objective is closed. Open it again to change it."),
    "objective_evidence": N_(
        "An objective is closed by evidence alone. Write down what shows that it is reached."
    ),
    "objective_gone": N_("This objective is not there any more: another desk took it out."),
    "objective_has_tasks": N_(
        "Tasks serve this objective ({count}). Give them another objective first."
    ),
    "plan_gone": N_("This plan is not there any more: another desk took it out."),
    "review_backwards": N_("The last day ({last}) is before the first ({first})."),
    "review_baseline_missing": N_(
        "There is nothing to compare with: no sales on these days last year, and none in the weeks "
        "before."
    ),
    "review_gone": N_("This review is not there any more: another desk took it out."),
    "review_lesson": N_("Write down what is done otherwise next time."),
    "review_not_over": N_("{value} is not over yet. A task is reviewed when its days are over."),
    "review_too_long": N_("More than {most} days are no promotion to be measured."),
    "task_before_start": N_("The last day ({finish}) is before the first ({start})."),
    "task_day_form": N_("“{value}” is not a day. Write 2026-07-31, 0731 or -1 for yesterday."),
    "task_day_missing": N_("Enter a day: a task without dates is no task."),
    "task_done_ahead": N_("{value} is still to come; it cannot be done then."),
    "task_gone": N_("This task is not there any more: another desk took it out."),
    "task_has_money": N_(
        "The budget pays for this task ({count} lines and commitments). Free them first."
    ),
    "task_has_review": N_("This task was reviewed; take the review out first."),
    "task_milestone_gone": N_("A milestone is not there any more: another desk took it out."),
    "task_milestone_outside": N_("The milestone “{name}” ({value}) lies outside the task's days."),
    "task_name_missing": N_("Say what is to be done."),
    "objective_text_missing": N_("Say what is to be reached."),
    "objective_criterion_missing": N_("Say by what one sees that it is reached."),
    "task_two_places": N_("A task is in a territory or at a customer, not both."),
    "work_amount_form": N_("“{value}” is not an amount. Write 1250000 or 1,250,000.50."),
    "work_amount_range": N_("“{value}” is below zero or too large for a plan."),
    "work_choice_unknown": N_("“{value}” is not in the list."),
}
