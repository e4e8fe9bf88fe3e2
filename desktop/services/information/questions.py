"""Questions to named reps, once or every month, with their answers and who still owes one."""

from __future__ import annotations

from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop.changes import ChangeSet, Topic
from desktop.clock import Clock
from desktop.enums import QuestionCycle
from desktop.errors import ConflictError, InputError, Issue, RuleViolation
from desktop.models import InfoQuestion, MarketNote, QuestionTask
from desktop.services.access import Action, Actor
from desktop.services.figures.frame import Frame, load_branch, load_frame
from desktop.services.information.question_data import (
    AnswerQuestion,
    AskQuestion,
    QuestionBook,
    QuestionChoices,
    WithdrawQuestion,
)
from desktop.services.information.question_reading import (
    Due,
    dues_of,
    offered_notes,
    read_questions,
    tasks_of,
)
from desktop.services.plans.work_data import Choice
from desktop.services.plans.work_records import words
from desktop.services.rules.questions import monthly_dues
from desktop.services.uow import UnitOfWork

_LAST_DAY = 31


class InfoQuestions:
    """Reads the questions with everybody's answers, and carries out what is asked and answered."""

    def __init__(self, uow: UnitOfWork, clock: Clock) -> None:
        self._uow = uow
        self._clock = clock

    def book(self) -> QuestionBook:
        """Return all questions with their tasks, those of this month's standing ones included."""
        today = self._clock.today()
        with self._uow.read() as session:
            return read_questions(session, load_frame(session), today)

    def choices(self) -> QuestionChoices:
        """Return who can be asked, and which notes an answer can be in."""
        today = self._clock.today()
        with self._uow.read() as session:
            frame = load_frame(session)
            notes = offered_notes(session, frame)
        reps = sorted(frame.reps.values(), key=lambda rep: rep.code)
        return QuestionChoices(
            tuple(Choice(rep.id, rep.code, rep.name) for rep in reps if rep.employed_on(today)),
            notes,
        )

    def ask(self, actor: Actor, command: AskQuestion) -> ChangeSet:
        """Put a question to reps, each with his task; return what changed, with its id.

        Raises:
            InputError: a field that cannot be taken.
            NotAllowed: the user's roles do not include it.
            RuleViolation: `already_done`.
        """
        actor.require(Action.ANSWER_INFORMATION)
        today = self._clock.today()
        with self._uow.write(actor, "Ask question", request_id=command.request_id) as session:
            frame = load_frame(session, actor.branch_id)
            text, due_on = _checked(command, frame, today)
            is_monthly = command.cycle is QuestionCycle.MONTHLY
            question = InfoQuestion(
                branch_id=frame.branch.id, text=text, type=str(command.type),
                cycle=str(command.cycle), asked_on=today, asked_by_id=actor.user_id or None,
                due_day=command.due_day if is_monthly else None, ended_on=None,
            )  # fmt: skip
            session.add(question)
            session.flush()
            session.add_all(
                QuestionTask(
                    branch_id=frame.branch.id, question_id=question.id, rep_id=rep_id,
                    due_on=due_on, answer="",
                )
                for rep_id in dict.fromkeys(command.rep_ids)
            )  # fmt: skip
            made = question.id
        return ChangeSet.of(Topic.INFORMATION, created_id=made)

    def answer(self, actor: Actor, command: AnswerQuestion) -> ChangeSet:
        """Write down a rep's answer, or correct it.

        Raises:
            ConflictError: `changed_meanwhile`; facts: `found`, the version that is there.
            InputError: `question_answer_missing`, `question_task_gone`, `question_gone`,
                `decision_note_gone`.
            NotAllowed: the user's roles do not include it.
            RuleViolation: `question_ended`, `already_done`.
        """
        actor.require(Action.KEEP_INFORMATION)
        today = self._clock.today()
        with self._uow.write(actor, "Answer question", request_id=command.request_id) as session:
            frame = load_frame(session, actor.branch_id)
            question = self._question(session, frame.branch.id, command.question_id)
            # Before a month's task is made: what is asked of the database writes it as it is.
            answer = _answer_words(session, frame.branch.id, command)
            task = _found_task(session, frame, question, command, today)
            if question.ended_on is not None and task.answered_on is None:
                raise RuleViolation("question_ended")
            task.answer = answer
            task.note_id = command.note_id
            task.answered_on = task.answered_on or today
        return ChangeSet.of(Topic.INFORMATION)

    def withdraw(self, actor: Actor, command: WithdrawQuestion) -> ChangeSet:
        """Ask a question no more; nobody owes an answer to it from today on.

        Raises:
            ConflictError: `changed_meanwhile`.
            InputError: `question_gone`.
            NotAllowed: the user's roles do not include it.
            RuleViolation: `question_ended`, `already_done`.
        """
        actor.require(Action.ANSWER_INFORMATION)
        with self._uow.write(actor, "Withdraw question", request_id=command.request_id) as session:
            branch = load_branch(session, actor.branch_id)
            question = self._question(session, branch.id, command.question_id)
            if question.version != command.expected_version:
                raise ConflictError(
                    "changed_meanwhile", shown=command.expected_version, found=question.version
                )
            if question.ended_on is not None:
                raise RuleViolation("question_ended")
            question.ended_on = self._clock.today()
        return ChangeSet.of(Topic.INFORMATION)

    def _question(self, session: Session, branch_id: int, question_id: int) -> InfoQuestion:
        found = select(InfoQuestion).where(
            InfoQuestion.branch_id == branch_id, InfoQuestion.id == question_id
        )
        question = session.scalars(found.with_for_update()).first()
        if question is None:
            raise InputError(Issue("question_gone"))
        return question


def _checked(command: AskQuestion, frame: Frame, today: date) -> tuple[str, date]:
    """Return the words of a question and the day that its first answers are due.

    Raises:
        InputError: with an issue for each field that cannot be taken.
    """
    issues: list[Issue] = []
    text = words(command.text, "text", issues, "question_text_missing")
    if not command.rep_ids:
        issues.append(Issue("question_people_missing", column="reps"))
    for rep_id in command.rep_ids:
        rep = frame.reps.get(rep_id)
        if rep is None or not rep.employed_on(today):
            value = str(rep_id) if rep is None else rep.name
            issues.append(Issue("question_person_unknown", column="reps", value=value))
    due_on = today
    if command.cycle is QuestionCycle.MONTHLY:
        day = command.due_day
        if day is None or not 1 <= day <= _LAST_DAY:
            value = "" if day is None else str(day)
            issues.append(Issue("question_due_day", column="due", value=value))
        else:
            due_on = monthly_dues(today, day, None, today)[0]
    elif command.due_on is None:
        issues.append(Issue("question_due_missing", column="due"))
    elif command.due_on < today:
        issues.append(Issue("question_due_past", column="due", value=str(command.due_on)))
    else:
        due_on = command.due_on
    if issues:
        raise InputError(*issues)
    return text, due_on


def _found_task(
    session: Session, frame: Frame, question: InfoQuestion, command: AnswerQuestion, today: date
) -> QuestionTask:
    """Return the task that is answered; a month's that nobody has saved yet is made.

    Raises:
        ConflictError: `changed_meanwhile`.
        InputError: `question_task_gone`.
    """
    saved = tasks_of(session, frame.branch.id, question_id=question.id).get(question.id, [])
    wanted = (command.rep_id, command.due_on)
    due: Due | None = next(
        (
            one
            for one in dues_of(question, saved, frame, today)
            if (one.rep_id, one.due_on) == wanted
        ),
        None,
    )
    if due is None:
        raise InputError(Issue("question_task_gone"))
    found = 0 if due.task is None else due.task.version
    if found != command.expected_version:
        raise ConflictError("changed_meanwhile", shown=command.expected_version, found=found)
    if due.task is not None:
        return due.task
    task = QuestionTask(
        branch_id=frame.branch.id, question_id=question.id, rep_id=due.rep_id, due_on=due.due_on,
        answer="",
    )  # fmt: skip
    session.add(task)
    return task


def _answer_words(session: Session, branch_id: int, command: AnswerQuestion) -> str:
    """Return the words of an answer: those typed, else those of its note.

    Raises:
        InputError: `question_answer_missing`, `decision_note_gone`.
    """
    issues: list[Issue] = []
    text = words(command.answer, "answer", issues)
    if command.note_id is not None:
        note = session.scalar(
            select(MarketNote.text).where(
                MarketNote.branch_id == branch_id, MarketNote.id == command.note_id
            )
        )
        if note is None:
            issues.append(Issue("decision_note_gone", column="note"))
        text = text or note or ""
    if not text and not issues:
        issues.append(Issue("question_answer_missing", column="answer"))
    if issues:
        raise InputError(*issues)
    return text
