"""What the page of tasks calls things, and what it says of them; free of Qt."""

from __future__ import annotations

from collections.abc import Mapping

from desktop.enums import ExpenseCategory, ReviewVerdict
from desktop.i18n import N_, _, ngettext
from desktop.services import formats
from desktop.services.plans.work_data import (
    Lack,
    LooseEnd,
    MilestoneRow,
    ObjectiveRow,
    TaskRow,
    WorkBook,
    WorkPlan,
)
from desktop.services.rules.taskwork import ObjectiveState, PersonState, TaskState
from desktop.tone import Tone
from desktop.views.plans.sheets.words import whole_money
from desktop.views.plans.work.state import Shape

_STATES: Mapping[TaskState, tuple[str, Tone]] = {
    TaskState.PLANNED: (N_("Not begun"), Tone.MUTED),
    TaskState.RUNNING: (N_("Running"), Tone.INFO),
    TaskState.MILESTONE_OVERDUE: (N_("Milestone overdue"), Tone.WATCH),
    TaskState.OVERDUE: (N_("Overdue"), Tone.BAD),
    TaskState.DONE: (N_("Done"), Tone.GOOD),
}
_OBJECTIVES: Mapping[ObjectiveState, tuple[str, Tone]] = {
    ObjectiveState.OPEN: (N_("Not yet reached"), Tone.INFO),
    ObjectiveState.OVERDUE: (N_("Overdue"), Tone.BAD),
    ObjectiveState.CLOSED: (N_("Reached"), Tone.GOOD),
}
_LACKS: Mapping[Lack, str] = {
    Lack.TASK: N_("Objective without task"),
    Lack.OBJECTIVE: N_("Task without objective"),
    Lack.PERSON: N_("Task without person"),
    Lack.PERSON_GONE: N_("Person not there"),
    Lack.PLACE: N_("Task without place"),
    Lack.BUDGET: N_("Task without budget"),
    Lack.MONEY_TASK: N_("Budget without task"),
}
_SHAPES: Mapping[Shape, str] = {
    Shape.LIST: N_("As list"),
    Shape.CALENDAR: N_("As calendar"),
    Shape.BARS: N_("As bars"),
}
_CATEGORIES: Mapping[str, str] = {
    ExpenseCategory.TRAVEL.value: N_("Travel"),
    ExpenseCategory.MEALS.value: N_("Meals"),
    ExpenseCategory.ENTERTAINMENT.value: N_("Entertainment"),
    ExpenseCategory.GIFT.value: N_("Gifts"),
    ExpenseCategory.PROMOTION.value: N_("Promotion"),
    ExpenseCategory.COMMUNICATION.value: N_("Communication"),
    ExpenseCategory.OTHER.value: N_("Other expenses"),
}
VERDICTS: Mapping[ReviewVerdict, str] = {
    ReviewVerdict.WORKED: N_("It worked"),
    ReviewVerdict.PARTLY: N_("It worked in part"),
    ReviewVerdict.FAILED: N_("It failed"),
}


def plan_words(plan: WorkPlan) -> str:
    """Return a plan in the chooser: its year and name."""
    return _("{year} · {plan}").format(year=plan.year, plan=plan.name)


def shape_words(shape: Shape) -> str:
    """Return what a way to show the tasks is called."""
    return _(_SHAPES[shape])


def state_words(state: TaskState) -> str:
    """Return how a task stands."""
    return _(_STATES[state][0])


def state_tone(state: TaskState) -> Tone:
    """Return the shape and colour of how a task stands."""
    return _STATES[state][1]


def objective_words(state: ObjectiveState) -> str:
    """Return how an objective stands."""
    return _(_OBJECTIVES[state][0])


def objective_tone(state: ObjectiveState) -> Tone:
    """Return the shape and colour of how an objective stands."""
    return _OBJECTIVES[state][1]


def person_words(task: TaskRow) -> str:
    """Return who answers for a task; who is not there on all its days says so."""
    facts = {"name": task.rep_name, "day": formats.day(task.left_on)}
    match task.person:
        case PersonState.NONE:
            return _("Nobody")
        case PersonState.LEFT:
            return _("{name} (left)").format(**facts)
        case PersonState.LEAVES:
            return _("{name} (leaves {day})").format(**facts)
        case PersonState.NOT_YET:
            return _("{name} (not yet there)").format(**facts)
        case _:
            return task.rep_name


def person_tone(task: TaskRow) -> Tone:
    """Return the shape and colour of a task's person: none where all is well."""
    if task.person is PersonState.NONE:
        return Tone.WATCH
    return Tone.BAD if task.person.is_missing else Tone.NONE


def person_tip(task: TaskRow) -> str:
    """Return what is to be done about a task's person; "" where all is well."""
    if task.person is PersonState.NONE:
        return _("Nobody answers for this task. Give it to one person.")
    if not task.person.is_missing:
        return ""
    return _("{name} is not there on all days of this task. Give it to somebody else.").format(
        name=task.rep_name
    )


def place_words(task: TaskRow) -> str:
    """Return where a task is, or that nobody has said so."""
    return task.place or _("No place")


def milestones_words(task: TaskRow) -> str:
    """Return how many milestones were done; "" without any."""
    if not task.milestones:
        return ""
    return _("{done} of {count}").format(done=task.milestones_done, count=len(task.milestones))


def milestone_words(one: MilestoneRow) -> str:
    """Return a milestone with its day and how it stands."""
    facts = {"name": one.name, "day": formats.day(one.due)}
    if one.done_on is not None:
        return _("{name}: done on {day}").format(name=one.name, day=formats.day(one.done_on))
    if one.is_late:
        return _("{name}: overdue since {day}").format(**facts)
    return _("{name}: by {day}").format(**facts)


def days_words(task: TaskRow) -> str:
    """Return a task's first and last day."""
    if task.start == task.finish:
        return formats.day(task.start)
    return _("{first} to {last}").format(
        first=formats.day(task.start), last=formats.day(task.finish)
    )


def task_tip(task: TaskRow) -> str:
    """Return everything about a task that a bar or a strip has no room for."""
    lines = [
        task.name,
        _("{days} · {state}").format(days=days_words(task), state=state_words(task.state)),
        _("{person} · {place}").format(person=person_words(task), place=place_words(task)),
    ]
    if task.responsibility:
        lines.append(task.responsibility)
    lines += [milestone_words(one) for one in task.milestones]
    return "\n".join(lines)


def objective_tip(row: ObjectiveRow) -> str:
    """Return an objective with its criterion and what shows that it is reached."""
    lines = [row.text, _("Reached when: {criterion}").format(criterion=row.criterion)]
    if row.evidence:
        lines.append(_("Evidence: {evidence}").format(evidence=row.evidence))
    return "\n".join(lines)


def lack_words(lack: Lack) -> str:
    """Return what is not linked."""
    return _(_LACKS[lack])


def lack_tone(one: LooseEnd) -> Tone:
    """Return the shape and colour of what is not linked: a person who left is worst."""
    return Tone.BAD if one.lack is Lack.PERSON_GONE else Tone.WATCH


def loose_words(one: LooseEnd) -> str:
    """Return what it is that is not linked."""
    if one.lack is not Lack.MONEY_TASK:
        return one.text
    category = _(_CATEGORIES.get(one.category, one.category))
    if not one.text:
        return category
    return _("{category}: {what}").format(category=category, what=one.text)


def loose_title(count: int) -> str:
    """Return the heading over what is not linked."""
    return _("Unlinked ({count})").format(count=formats.number(count))


def counted_words(lack: Lack, count: int) -> str:
    """Return a kind of what is not linked, with its count."""
    return _("{what} ({count})").format(what=lack_words(lack), count=formats.number(count))


def sum_words(book: WorkBook) -> tuple[str, Tone]:
    """Return what all tasks bring against the plan's target, with the gap."""
    given = whole_money(book.contribution, book.currency)
    if not book.tasks:
        return _("No task says yet how the target is to be reached."), Tone.MUTED
    rest = ""
    if book.unestimated:
        rest = ngettext(
            "{count} task is not estimated.", "{count} tasks are not estimated.", book.unestimated
        ).format(count=formats.number(book.unestimated))
    gap = book.gap
    if gap is None:
        words = _("The tasks are to bring {given}; the plan has no sales target yet.")
        return _joined(words.format(given=given), rest), Tone.MUTED
    facts = {"given": given, "target": whole_money(book.target, book.currency),
             "gap": whole_money(abs(gap), book.currency)}  # fmt: skip
    if gap > 0:
        words = _("The tasks are to bring {given} of the target of {target}: {gap} are missing.")
        return _joined(words.format(**facts), rest), Tone.BAD
    words = _("The tasks are to bring {given}, the target is {target}: it is covered.")
    return _joined(words.format(**facts), rest), Tone.GOOD


def empty_words(*, has_plan: bool, is_filtered: bool) -> str:
    """Return the sentence of a list without tasks."""
    if not has_plan:
        return _("There is no plan yet. Import targets (Ctrl+I), or make one on the page “Plan”.")
    if is_filtered:
        return _("No task fits the filters.")
    return _(
        "This plan has no tasks yet. Add one with Ctrl+N: what is to be done, who answers for it, "
        "where, and when."
    )


def no_objectives_words() -> str:
    """Return the sentence of a list without objectives."""
    return _("No objectives yet. Add one with Ctrl+G: what is to be reached besides figures.")


def no_loose_words() -> str:
    """Return the sentence where everything is linked."""
    return _("Everything is linked: objectives, tasks, people, places and budget.")


def _joined(first: str, second: str) -> str:
    return _("{first} {second}").format(first=first, second=second) if second else first
