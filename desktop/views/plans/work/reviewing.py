"""Looking back at a task: measuring, the words for it, and keeping the verdict; no Qt."""

from __future__ import annotations

from decimal import Decimal
from typing import Any
from uuid import uuid4

from desktop.changes import ChangeSet
from desktop.clock import Clock
from desktop.errors import ConflictError, InputError
from desktop.i18n import _, ngettext
from desktop.services import formats
from desktop.services.messages import form_problems, sentence
from desktop.services.plans.reviews import outcome
from desktop.services.plans.reviews_data import (
    BaselineShown,
    RecordReview,
    RemoveReview,
    ReviewFacts,
    ReviewRow,
    ReviewSheet,
)
from desktop.services.plans.work_data import TaskRow
from desktop.services.rules.uplift import DEVIATIONS, Basis, Finding
from desktop.tone import Tone
from desktop.views.form_answers import Attempt, answer_form
from desktop.views.plans.sheets.words import whole_money
from desktop.views.plans.work.controller import conflict_words
from desktop.views.plans.work.forms import ReviewTexts, read_review, read_scope
from desktop.views.plans.work.protocols import ReviewForm, WorkForms, WorkView
from desktop.views.runner import Runner


class ReviewDesk:
    """Opens the review of a task, measures what is typed, and sends it."""

    def __init__(
        self, services: Any, runner: Runner, views: tuple[WorkView, WorkForms], clock: Clock
    ) -> None:
        self._services, self._runner = services, runner
        self._view, self._forms = views
        self._clock = clock

    def open(self, task: TaskRow) -> None:
        """Open the form of a task's review."""
        reviews = self._services.task_reviews
        self._runner.query(
            lambda: reviews.sheet(task.id),
            self._forms.open_review,
            owner=self._view,
            key="review",
            on_error=self._fail,
        )

    def measure(self, sheet: ReviewSheet, texts: ReviewTexts, form: ReviewForm) -> None:
        """Measure other days or another product, once they can be read."""
        try:
            narrowed = (texts.product_id, texts.group_id)
            scope = read_scope(texts.first, texts.last, narrowed, self._clock.today())
        except InputError as error:
            form.show_issues(form_problems(error))
            return
        reviews = self._services.task_reviews
        self._runner.query(
            lambda: reviews.sheet(sheet.task_id, scope),
            form.show_sheet,
            owner=form,
            key="review",
            on_error=self._view.fail,
        )

    def save(
        self, sheet: ReviewSheet, attempt: Attempt, texts: ReviewTexts, form: ReviewForm
    ) -> None:
        """Send what stands in the form."""
        try:
            entry = read_review(texts, self._clock.today())
        except InputError as error:
            form.show_issues(form_problems(error))
            return
        request = attempt.request_for(entry)
        command = RecordReview(sheet.task_id, attempt.expected, entry, request)
        reviews = self._services.task_reviews
        self._runner.command(
            lambda: reviews.record(self._services.require_writer(), command),
            lambda _changes: form.accept(),
            owner=form,
            on_error=lambda error: self._refuse(error, attempt, form),
        )

    def remove(self, review: ReviewRow, form: ReviewForm) -> None:
        """Take a review out."""
        command = RemoveReview(review.id, review.version, str(uuid4()))
        reviews = self._services.task_reviews

        def done(_changes: ChangeSet) -> None:
            form.accept()

        self._runner.command(
            lambda: reviews.remove(self._services.require_writer(), command),
            done,
            owner=form,
            on_error=lambda error: self._refuse(error, Attempt(), form),
        )

    def _refuse(self, error: Exception, attempt: Attempt, form: ReviewForm) -> None:
        if not isinstance(error, ConflictError):
            answer_form(error, form, sentence, self._view.fail)
            return
        theirs = error.facts.get("theirs")
        attempt.expected = theirs.version if isinstance(theirs, ReviewRow) else 0
        form.show_error(conflict_words())

    def _fail(self, error: Exception) -> None:
        if isinstance(error, InputError):
            self._view.show_refusal(sentence(error))
        else:
            self._view.fail(error)


# Words


def basis_words(basis: Basis) -> str:
    """Return what a baseline rests on."""
    if basis is Basis.LAST_YEAR:
        return _("The same days last year, times the branch's trend")
    return _("The eight weeks before, seasonally adjusted")


def arithmetic_words(one: BaselineShown, currency: str) -> str:
    """Return how a baseline was reached, as a sentence with its figures."""
    span = _("{first} to {last}").format(first=formats.day(one.first), last=formats.day(one.last))
    if one.amount is None or one.factor is None:
        return _("There is nothing to rest on: no sales from {span}.").format(span=span)
    facts = {
        "sold": whole_money(one.sold, currency), "span": span, "factor": f"{one.factor:f}",
        "amount": whole_money(one.amount, currency),
    }  # fmt: skip
    if one.basis is Basis.LAST_YEAR:
        return _(
            "{sold} from {span}, times {factor}: the branch sold {top} in the twelve weeks before, "
            "and {bottom} in the same weeks a year earlier. That makes {amount}."
        ).format(
            top=whole_money(one.top, currency), bottom=whole_money(one.bottom, currency), **facts
        )
    return _(
        "{sold} from {span}, times {factor}: so much do the days weigh against those weeks, by the "
        "season and the working days. That makes {amount}."
    ).format(**facts)


def finding_words(
    facts: ReviewFacts, basis: Basis, currency: str, decimals: int
) -> tuple[str, Tone]:
    """Return what the sales say against a baseline, honestly where it may be chance."""
    found = outcome(facts, basis, Decimal(0), decimals)
    if found.uplift is None:
        return _("Without a baseline nothing can be said."), Tone.MUTED
    signed = whole_money(found.uplift, currency)
    uplift = f"+{signed}" if found.uplift > 0 else signed
    if found.finding is Finding.UNKNOWN:
        words = _(
            "{uplift} against the baseline. There are too few weeks before to tell it from chance."
        )
        return words.format(uplift=uplift), Tone.MUTED
    noise = whole_money((facts.noise or Decimal(0)) * DEVIATIONS, currency)
    facts_of = {"uplift": uplift, "noise": noise, "count": formats.number(facts.stretches)}
    if found.finding is Finding.NOISE:
        words = ngettext(
            "{uplift} against the baseline: within the noise. In {count} stretch as long before, "
            "sales swung by about {noise} either way without any promotion.",
            "{uplift} against the baseline: within the noise. In {count} stretches as long before, "
            "sales swung by about {noise} either way without any promotion.",
            facts.stretches,
        )
        return words.format(**facts_of), Tone.WATCH
    words = _("{uplift} against the baseline: more than the {noise} that sales swing by anyway.")
    return words.format(**facts_of), Tone.GOOD if found.finding is Finding.RISE else Tone.BAD


def return_words(
    facts: ReviewFacts, basis: Basis, cost: Decimal | None, currency: str, decimals: int
) -> str:
    """Return what is left of the uplift's margin after the cost, with the arithmetic."""
    if facts.baseline(basis) is None:
        return ""
    if cost is None:
        return _("Enter what it cost to see what is left of it.")
    found = outcome(facts, basis, cost, decimals)
    if found.gain is None or facts.margin is None or found.uplift is None:
        return _("No cost of goods is known, so there is no return.")
    words = _("Return: {uplift} × {margin} margin − {cost} cost = {gain}.").format(
        uplift=whole_money(found.uplift, currency),
        margin=formats.percent(facts.margin),
        cost=whole_money(cost, currency),
        gain=whole_money(found.gain, currency),
    )
    if facts.costed is not None and facts.costed < 1:
        return _("{words} The margin is that of the {share} of sales whose cost is known.").format(
            words=words, share=formats.percent(facts.costed)
        )
    return words
