"""What the page of questions says; free of Qt."""

from __future__ import annotations

from desktop.enums import QuestionCycle
from desktop.i18n import _, ngettext
from desktop.services import formats
from desktop.services.information.question_data import QuestionBook, QuestionRow
from desktop.services.rules.questions import AnswerState
from desktop.tone import Tone


def cycle_words(row: QuestionRow) -> str:
    """Return how often a question is asked, or since when it is not any more."""
    if row.ended_on is not None:
        return _("Withdrawn")
    if row.cycle is QuestionCycle.MONTHLY:
        return _("Monthly, by day {day}").format(day=row.due_day)
    return _("Once")


def sum_words(book: QuestionBook) -> tuple[str, Tone]:
    """Return how many answers are owed, with who owes the late ones."""
    if not book.questions:
        return _("Nothing was asked of the field yet."), Tone.MUTED
    owed = book.unanswered
    late = [one.owes for one in owed if one.state is AnswerState.LATE]
    if not owed:
        return _("Every question is answered."), Tone.GOOD
    words = ngettext("{count} answer is owed.", "{count} answers are owed.", len(owed)).format(
        count=formats.number(len(owed))
    )
    if not late:
        return words, Tone.INFO
    names = ", ".join(dict.fromkeys(late))
    rest = ngettext(
        "{count} of them is late: {names}.", "{count} of them are late: {names}.", len(late)
    ).format(count=formats.number(len(late)), names=names)
    return _("{first} {second}").format(first=words, second=rest), Tone.WATCH


def empty_words() -> str:
    """Return the sentence of a list without questions."""
    return _("No questions yet. Ask named reps with Ctrl+N, once or every month.")


def no_tasks_words(*, is_filtered: bool) -> str:
    """Return the sentence of a list without answers."""
    return _("No answer fits the filters.") if is_filtered else ""
