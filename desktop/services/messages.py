"""One plain sentence for every situation that the program foresees, in the user's language.

Errors carry a code and facts (`desktop/errors.py`); the sentences stand here, those of what an
import file holds in `services/imports/messages.py`, those of the calculators' input in
`services/calculators/messages.py`. A test reads the code base and finds every code that has none.
"""

from __future__ import annotations

import string
from collections.abc import Mapping

from desktop.errors import ImportRefused, InputError, Issue, KnownError
from desktop.i18n import N_, _, ngettext
from desktop.services.calculators.messages import CALCULATOR_SENTENCES
from desktop.services.entries.messages import ENTRY_RECORDS, ENTRY_SENTENCES
from desktop.services.imports import messages as of_imports
from desktop.services.information.messages import INFORMATION_SENTENCES
from desktop.services.information.report_messages import REPORT_SENTENCES
from desktop.services.plans.budget_messages import BUDGET_SENTENCES
from desktop.services.plans.grounds_messages import GROUNDS_SENTENCES
from desktop.services.plans.measures_messages import MEASURE_SENTENCES
from desktop.services.plans.planning_messages import PLANNING_SENTENCES
from desktop.services.plans.programmes_messages import PROGRAMME_SENTENCES
from desktop.services.plans.sheet_messages import SHEET_SENTENCES
from desktop.services.plans.talks_messages import TALKS_SENTENCES
from desktop.services.plans.whatif_messages import WHATIF_SENTENCES
from desktop.services.plans.work_messages import WORK_SENTENCES
from desktop.services.team.policy_messages import POLICY_SENTENCES
from desktop.services.weeks.messages import WEEK_SENTENCES

#: Sentences of whole errors, by code.
ERROR_SENTENCES: Mapping[str, str] = {
    "address_empty": N_("No database was named."),
    "address_unknown_kind": N_(
        "{address} is neither a file nor the address of a SQLite or Postgres database."
    ),
    "address_unreadable": N_("{address} cannot be read as the address of a database."),
    "address_without_file": N_("{address} names no database file."),
    "already_done": N_("This command was carried out already and was not repeated."),
    "backup_changed": N_(
        "The backup {path} was changed since it was made, or is damaged. To restore it all the "
        "same, move {manifest} away first."
    ),
    "backup_damaged": N_("The backup {path} is damaged; nothing was restored from it."),
    "backup_manifest_damaged": N_("The description {path} of the backup is damaged."),
    "backup_missing": N_("There is no backup {path}."),
    "backup_not_equal": N_(
        "What was restored is not equal to the backup {path}; nothing of it was kept."
    ),
    "backup_of_newer_schema": N_(
        "The backup {path} is of the newer version {found}; this program knows versions up to "
        "{known}. Nothing was restored. Install the newer program."
    ),
    "backup_of_older_schema": N_(
        "The backup {path} is of the older version {found} and can only be restored into a "
        "database of its own kind, a file or a server."
    ),
    "backup_target_taken": N_(
        "{path} is there already and is no backup; it was left as it is. Choose another name."
    ),
    "backup_too_new": N_(
        "The backup {path} was made by a newer program (format {found}). Install the newer program."
    ),
    "backup_unreadable": N_("The backup {path} cannot be read ({reason})."),
    "batch_in_use": N_("Batch {batch} cannot be taken back; {by} rests on it: {names}."),
    "batch_unknown": N_("There is no batch {batch}."),
    "batch_withdrawn": N_("Batch {batch} was taken back already."),
    "cancelled": N_("The work was stopped; nothing was changed."),
    "changed_meanwhile": N_("Someone else saved this meanwhile; nothing was changed."),
    "database_not_named": N_(
        "No database was named. Put --database before the command, or set BRANCHBOOK_DATABASE."
    ),
    "database_busy": N_("The database {address} is busy; nothing was changed. Try again."),
    "database_damaged": N_(
        "The database {address} is damaged. Do not go on with it; restore a backup."
    ),
    "database_exists": N_("There is a file {address} already; it was left as it is."),
    "database_is_folder": N_("{address} is a folder, not a database."),
    "database_missing": N_("There is no database {address}."),
    "database_not_empty": N_("The database {address} holds tables already; it was left as it is."),
    "database_read_only": N_("The database {address} can be read but not written."),
    "database_slow": N_(
        "The database {address} took too long to answer; nothing was changed. Try again."
    ),
    "database_unreachable": N_("The database {address} cannot be reached."),
    "database_unreadable": N_("The database {address} cannot be opened."),
    "disk_error": N_("The disk that holds {address} reports an error; nothing was changed."),
    "disk_full": N_("The disk is full; nothing was written. Make room and try again. {path}"),
    "file_unwritable": N_("The file {path} cannot be written ({reason})."),
    "folder_missing": N_("There is no folder {address}."),
    "font_missing": N_("The font {file} is missing; install the program again."),
    "login_refused": N_("The server refused this user or password for {address}."),
    "login_unknown": N_("The user {login} is not known to this database or no longer active."),
    "no_branch": N_("The database holds no branch."),
    "not_a_backup": N_("The file {path} is not a backup of this program."),
    "not_a_branchbook": N_("The database {address} is not one of this program."),
    "not_a_database": N_("The file {address} is not a database of this program."),
    "not_allowed": N_("The user {login} is not entitled to this: {action}."),
    "outcome_unknown": N_(
        "The connection to {address} broke while saving, and it is not known whether it was "
        "saved. Try again: what was saved is not saved twice."
    ),
    "no_last_year": N_("There are no results of a whole month that a plan could begin with."),
    "plan_cell_elsewhere": N_(
        "No line of the plan can stand there: the customer is another rep's in these months."
    ),
    "plan_cell_too_wide": N_(
        "Nothing is planned there yet, and {count} lines would have to be made for it (at most "
        "{most}). Choose a smaller cell."
    ),
    "plan_empty": N_("A version without a line cannot be submitted."),
    "plan_margin_unreachable": N_(
        "The {dimension} totals cannot be reached: there are no unlocked lines for {needed}."
    ),
    "plan_margins_differ": N_(
        "The row totals add up to {rows} and the column totals to {columns}; they must be equal."
    ),
    "plan_name_taken": N_("There is a plan “{name}” for {year} already. Choose another name."),
    "plan_not_draft": N_("Only a draft can be changed; this version is none any more."),
    "plan_over": N_("This version is closed or superseded; nobody is asked about it any more."),
    "plan_step_illegal": N_("This version's state does not allow this step."),
    "plan_total_above_most": N_(
        "{needed} is too much: {locked} is locked, and with the maximums of the other lines "
        "{most} is the most."
    ),
    "plan_total_below_least": N_(
        "{needed} is too little: {locked} is locked, and with the minimums of the other lines "
        "{least} is the least."
    ),
    "forecast_count": N_("At least one period must be forecast, not {count}."),
    "season_length": N_("A year has 4 or 12 seasons, not {length}."),
    "season_nothing_sold": N_("The values add up to nothing, so they have no seasons."),
    "season_too_short": N_("Seasons need {needed} periods at least; there are {given}."),
    "schema_too_new": N_(
        "The database is of the newer version {found}; this program knows versions up to "
        "{known}. Nothing was changed. Install the newer program."
    ),
}

#: Sentences of single fields and choices, by the code of their issue.
FIELD_SENTENCES: Mapping[str, str] = {
    **BUDGET_SENTENCES,
    **ENTRY_SENTENCES,
    **GROUNDS_SENTENCES,
    **INFORMATION_SENTENCES,
    **MEASURE_SENTENCES,
    **PLANNING_SENTENCES,
    **POLICY_SENTENCES,
    **PROGRAMME_SENTENCES,
    **REPORT_SENTENCES,
    **SHEET_SENTENCES,
    **TALKS_SENTENCES,
    **WHATIF_SENTENCES,
    **WEEK_SENTENCES,
    **WORK_SENTENCES,
    "aging_bounds_not_ascending": N_("The limits of the aging columns must rise, from 1 day."),
    "amount_decimals": N_("“{value}” has more than {decimals} decimals."),
    "class_lines": N_("The lines between the classes must rise from 0 to 1."),
    "code_taken": N_("The code “{value}” belongs to another customer."),
    "currency_unknown": N_("“{value}” is not a currency's code of three letters, such as CNY."),
    "customer_gone": N_("This customer is not there any more: another desk took it out."),
    "day_form": N_(
        "“{value}” is neither a day (2026-07-31) nor a period (2026, 2026-Q3, 2026-07)."
    ),
    "dimension_meaningless": N_("The report {report} cannot be divided by {dimension}."),
    "dimension_twice": N_("A dimension is named twice."),
    "file_is_database": N_("{path} is the database itself. Choose another file."),
    "file_is_source": N_("{path} is the file that is read. Choose another file."),
    "dimension_unknown": N_("“{value}” is no dimension. There are: {known}."),
    "folder_unusable": N_("{path} is not a folder."),
    "glyph_missing": N_(
        "The fonts have no sign for {code_points} in “{value}”; a box is printed instead."
    ),
    "growth_out_of_range": N_(
        "“{value}” is no growth of a plan: it is more than −100 % and at most 900 %."
    ),
    "month_unknown": N_("“{value}” is not a month from 1 to 12."),
    "node_unknown": N_("“{value}” is not a node number from 0 to 4194303."),
    "number_unreadable": N_("“{value}” is not a number for {column}."),
    "nothing_to_print": N_("There is nothing to print."),
    "period_backwards": N_("The period ends ({last}) before it starts ({first})."),
    "plan_bounds_crossed": N_("The minimum {minimum} is above the maximum {maximum}."),
    "plan_total_range": N_("“{value}” is below zero or too large for a plan."),
    "plan_unknown": N_("There is no plan “{name}” in this period."),
    "plan_version_gone": N_("This version is not there any more: somebody discarded it."),
    "plan_year_unknown": N_("“{value}” is not a year from {first} to {last}."),
    "rep_unknown": N_("There is no rep with the code “{code}”."),
    "required": N_("A value is required for {column}."),
    "several_branches": N_("The database holds several branches, and none was named."),
    "sample_is_branch": N_("{path} is a database that was not made by the demonstration."),
    "table_needs_file": N_("A workbook needs a file to go to: --out FILE.xlsx."),
    "too_many_dimensions": N_("A report is divided by at most {most} dimensions."),
    "topic_unknown": N_("There is no help on “{value}”. There is help on: {known}."),
    "unseen_character": N_("{column} holds a character that cannot be seen ({character})."),
}

#: Sentences of what stands against a file that was readable in itself, by the code of the issue.
LOADING_SENTENCES: Mapping[str, str] = {
    "assignments_overlap": N_("The assignment overlaps another one, which lasts until {until}."),
    "budget_known": N_(
        "There is a budget for this period, category and place already; this row is added to it. "
        "Leave it out if it is the same one."
    ),
    "circle": N_("“{value}” is below this entry itself: the tree would run in a circle."),
    "code_exists": N_("The code “{value}” is there already. Use --update to change it."),
    "credit_note_not_payable": N_("{number} is a credit note; money cannot pay it."),
    "day_exists": N_("{value} is in the calendar already. Use --update to change it."),
    "document_incomplete": N_("Another row of document {number} is refused, so this one is too."),
    "expense_known": N_(
        "An expense of this rep, day, category, amount and customer is there already. Leave this "
        "row out if it is the same one."
    ),
    "ends_before_start": N_("The end ({value}) is before the start ({start})."),
    "invoice_below_zero": N_(
        "Invoice {number} is negative as a whole. Make it a credit_note with positive amounts."
    ),
    "invoice_of_other_customer": N_("Invoice {number} belongs to another customer."),
    "leave_overlaps": N_("The leave overlaps another one of the same rep."),
    "leaves_before_hired": N_("The last day ({value}) is before the first one ({hired})."),
    "more_than_open": N_(
        "More was paid than is open on invoice {number}; the rest stays unapplied."
    ),
    "name_again": N_(
        "“{value}” looks like {other} ({other_code}) in row {other_row} of this file. Leave one "
        "out if they are the same customer."
    ),
    "name_known": N_(
        "“{value}” looks like {other} ({other_code}), who is there already. Leave this row out if "
        "it is the same customer."
    ),
    "no_rows": N_("No row of the file can go in."),
    "number_exists": N_(
        "{number} is there already. Leave it out, or take the earlier import back first."
    ),
    "original_of_invoice": N_("Only a credit note names the invoice that it is set against."),
    "plan_missing": N_("Targets need the name of their plan (--plan NAME)."),
    "same_file_twice": N_("The same content went in already as {earlier}, batch {batch}."),
    "tax_id_again": N_(
        "{other} ({other_code}) in row {other_row} of this file has the tax number {value} too. "
        "Leave one out if they are the same customer."
    ),
    "tax_id_known": N_(
        "{other} ({other_code}), who is there already, has the tax number {value} too. Leave this "
        "row out if it is the same customer."
    ),
    "target_exists": N_("The plan “{plan}” has this target already."),
    "target_twice": N_("The same target already stands in row {other}."),
    "unknown_code": N_("There is no {record} “{given}”."),
    "visit_known": N_(
        "A visit of this rep to this customer at this time is there already. Leave this row out "
        "if it is the same one."
    ),
}

#: What the records are called that a fact names by its table.
RECORD_WORDS: Mapping[str, str] = {
    **ENTRY_RECORDS,
    "application": N_("payment"),
    "budget_commitment": N_("commitment"),
    "budget_driver": N_("budget driver"),
    "budget_line": N_("budget line"),
    "calendar_day": N_("day of the calendar"),
    "collection": N_("collection"),
    "customer": N_("customer"),
    "customer_outlook": N_("outlook of a customer"),
    "customer_rep": N_("assignment"),
    "customer_territory": N_("customer's territory"),
    "decision_note": N_("note of a decision"),
    "expense": N_("expense"),
    "invoice": N_("invoice"),
    "invoice_line": N_("invoice line"),
    "item_ownership": N_("open item's owner"),
    "leave": N_("leave"),
    "market_note": N_("market note"),
    "order_line": N_("order line"),
    "own_metric": N_("measure"),
    "own_target": N_("number of a measure"),
    "plan_answer": N_("answer to a target"),
    "plan_basis": N_("reason of a target"),
    "plan_bridge_item": N_("part of the bridge"),
    "plan_edit": N_("edit of the plan"),
    "plan_line": N_("target"),
    "plan_objective": N_("objective"),
    "plan_prospect": N_("customer to be won"),
    "plan_round": N_("round of talks"),
    "plan_task": N_("task"),
    "plan_version": N_("plan"),
    "policy_receipt": N_("acknowledgement"),
    "potential_figure": N_("potential"),
    "product": N_("product"),
    "product_group": N_("product group"),
    "question_task": N_("answer to a question"),
    "rep": N_("rep"),
    "report_receipt": N_("report received"),
    "sales_order": N_("order"),
    "sales_plan": N_("plan"),
    "situation_figure": N_("figure of the situation"),
    "task_milestone": N_("milestone"),
    "task_review": N_("review of a task"),
    "territory": N_("territory"),
    "visit": N_("visit"),
    "visit_plan": N_("visit plan"),
    "visit_plan_fate": N_("reason for a visit not made"),
    "visit_programme": N_("visit programme"),
    "visit_programme_line": N_("line of a visit programme"),
}


class _Facts(dict[str, object]):
    """Facts of an error; one that is missing reads as nothing instead of failing."""

    def __missing__(self, key: str) -> str:
        return ""


def knows(code: str) -> bool:
    """Whether there is a sentence for an error's or an issue's code."""
    return (
        code in ERROR_SENTENCES
        or code in FIELD_SENTENCES
        or code in LOADING_SENTENCES
        or code in CALCULATOR_SENTENCES
        or of_imports.knows(code)
    )


def sentence(error: KnownError) -> str:
    """Return what is wrong in one sentence, and where it helps what to do.

    For an error with several issues it is a summary; `sentences` has a line for each.
    """
    if isinstance(error, InputError | ImportRefused):
        if len(error.issues) == 1:
            return issue_sentence(error.issues[0])
        if isinstance(error, ImportRefused):
            return ngettext(
                "The file was not taken: {count} problem.",
                "The file was not taken: {count} problems.",
                len(error.issues),
            ).format(count=len(error.issues))
        return " ".join(issue_sentence(issue) for issue in error.issues)
    text = ERROR_SENTENCES.get(error.code) or FIELD_SENTENCES.get(error.code)
    return _filled(text, error.code, error.facts)


def sentences(error: KnownError) -> tuple[str, ...]:
    """Return a line for each problem of an error, in the order they were found."""
    if isinstance(error, InputError | ImportRefused):
        return tuple(issue_sentence(issue) for issue in error.issues)
    return (sentence(error),)


def issue_sentence(issue: Issue) -> str:
    """Return an issue's whole sentence: file › sheet › row › column, what is wrong there."""
    place = of_imports.issue_place(issue) if issue.file or issue.row is not None else ""
    problem = issue_problem(issue)
    return _("{place}: {problem}").format(place=place, problem=problem) if place else problem


def issue_problem(issue: Issue) -> str:
    """Return what is wrong, without the place."""
    text = FIELD_SENTENCES.get(issue.code) or LOADING_SENTENCES.get(issue.code)
    text = text or CALCULATOR_SENTENCES.get(issue.code)
    if text is None and of_imports.knows(issue.code):
        return of_imports.issue_problem(issue)
    facts: dict[str, object] = {"value": issue.value, "column": issue.column}
    return _filled(text, issue.code, {**facts, **issue.facts})


def form_problems(error: InputError) -> tuple[tuple[Issue, str], ...]:
    """Return the issues of what was typed, each with what is wrong, without the place."""
    return tuple((issue, issue_problem(issue)) for issue in error.issues)


def _filled(text: str | None, code: str, facts: Mapping[str, object]) -> str:
    known = _Facts({"code": code, **facts})
    for name in ("record", "by"):
        if (word := RECORD_WORDS.get(str(known.get(name)))) is not None:
            known[name] = _(word)
    wanted = text or N_("Something is wrong that has no words yet ({code}).")
    return string.Formatter().vformat(_(wanted), (), known).strip()
