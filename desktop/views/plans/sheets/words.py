"""What the page of target sheets calls things, and its arithmetic in sentences; free of Qt."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal

from desktop.enums import AnswerKind, Metric, PlanLevel
from desktop.errors import ConflictError, InputError, Issue, KnownError
from desktop.i18n import N_, _, ngettext
from desktop.money import currency_symbol, round_half_up
from desktop.services import formats
from desktop.services.messages import issue_sentence, sentence
from desktop.services.plans.programme_data import RepProgramme
from desktop.services.plans.sheets_data import AnswerRow, SheetBook, SheetRow
from desktop.services.reports.plan_pages_data import Feasibility
from desktop.services.rules.feasibility import Against
from desktop.services.rules.programme import NO_DAYS, NO_FORECAST, NO_RECORD, NO_TARGET, Capacity
from desktop.tone import Tone
from desktop.views.plans.pictures import Fact, Figures
from desktop.views.plans.sheets.state import AnswerState, answer_state
from desktop.views.plans.words import metric_words

_VERDICTS: Mapping[Feasibility, tuple[str, Tone]] = {
    Feasibility.FEASIBLE: (N_("Feasible"), Tone.GOOD),
    Feasibility.STRETCH: (N_("Stretch"), Tone.WATCH),
    Feasibility.INFEASIBLE: (N_("Infeasible"), Tone.BAD),
    Feasibility.NOT_JUDGED: (N_("Not judged"), Tone.MUTED),
}

_AGAINST: Mapping[Against, str] = {
    Against.HISTORY: N_("Against history: {verdict}"),
    Against.CAPACITY: N_("Against the visits that he can make in the year: {verdict}"),
    Against.CREDIT: N_("Against his customers' credit limits: {verdict}"),
    Against.BUDGET: N_("Against the budget for his visits: {verdict}"),
}

_DAYS: Mapping[Capacity, tuple[str, Tone]] = {
    Capacity.ENOUGH: (N_("Days are enough"), Tone.GOOD),
    Capacity.TIGHT: (N_("Days are tight"), Tone.WATCH),
    Capacity.SHORT: (N_("Too few days"), Tone.BAD),
    Capacity.UNKNOWN: (N_("Not judged"), Tone.MUTED),
}

_ANSWERS: Mapping[AnswerState, tuple[str, Tone]] = {
    AnswerState.NONE: (N_("No answer yet"), Tone.MUTED),
    AnswerState.ACCEPTED: (N_("Accepted"), Tone.GOOD),
    AnswerState.OPEN: (N_("Objected, no reply"), Tone.BAD),
    AnswerState.REPLIED: (N_("Objected, replied"), Tone.WATCH),
}

KINDS: Mapping[AnswerKind, str] = {
    AnswerKind.ACCEPTED: N_("He accepts his targets"),
    AnswerKind.OBJECTED: N_("He objects"),
}

_NOTES: Mapping[str, str] = {
    NO_TARGET: N_("He has no sales target, so there is nothing to plan visits for."),
    NO_FORECAST: N_("He has sold nothing yet, so it is not known what the year would bring."),
    NO_RECORD: N_("The branch has no visits with orders in the last twelve months to learn from."),
    NO_DAYS: N_("No working days of his are left in the plan's year."),
}


def verdict_words(row: SheetRow) -> str:
    """Return the verdict on a rep's sales target; "" where there is none to give."""
    return _(_VERDICTS[row.verdict][0]) if row.rep_id is not None and row.has_target else ""


def verdict_tone(row: SheetRow) -> Tone:
    """Return the tone of a verdict: its shape and colour."""
    return _VERDICTS[row.verdict][1] if verdict_words(row) else Tone.NONE


def verdict_tip(row: SheetRow) -> str:
    """Return what each comparison says of a rep's sales target."""
    return "\n".join(
        _(_AGAINST[against]).format(verdict=_(_VERDICTS[Feasibility(found.value)][0]))
        for against, found in row.findings
    )


def answer_words(row: SheetRow) -> str:
    """Return what a rep answered; "" for what no rep has, and where there is nothing to answer."""
    state = answer_state(row)
    if row.rep_id is None or (state is AnswerState.NONE and not row.has_target):
        return ""
    return _(_ANSWERS[state][0])


def answer_tone(row: SheetRow) -> Tone:
    """Return the tone of an answer: its shape and colour."""
    return _ANSWERS[answer_state(row)][1] if answer_words(row) else Tone.NONE


def answer_choices() -> tuple[tuple[str, str], ...]:
    """Return the choices of the filter by answer: a value and its English words."""
    return (("", N_("All answers")), *((str(one), _ANSWERS[one][0]) for one in AnswerState))


def answer_tip(row: SheetRow) -> str:
    """Return an answer with its day and words."""
    return said_words(row.answer) if row.answer is not None else ""


def said_words(answer: AnswerRow) -> str:
    """Return an answer in sentences: what was said when, in his words, and the reply."""
    if answer.kind is AnswerKind.ACCEPTED:
        said = _("Accepted on {day}.").format(day=formats.day(answer.day))
    else:
        said = _("Objected on {day}.").format(day=formats.day(answer.day))
    parts = [said]
    if answer.text:
        parts.append(_("“{words}”").format(words=answer.text))
    if answer.reply:
        day = formats.day(answer.replied_on)
        if answer.replied_by:
            reply = _("{name} replied on {day}: “{words}”").format(
                name=answer.replied_by, day=day, words=answer.reply
            )
        else:
            reply = _("Replied on {day}: “{words}”").format(day=day, words=answer.reply)
        parts.append(reply)
    return "\n".join(parts)


def name_words(row: SheetRow) -> str:
    """Return a rep's name, or what the row of nobody is called."""
    return row.name if row.rep_id is not None else _("No rep")


def name_tip(row: SheetRow) -> str:
    """Return what should be known of a row besides its figures."""
    if row.rep_id is None:
        return _("Targets of customers and areas that no rep looks after; give them to one.")
    if row.left_on is None:
        return ""
    words = _("{name} leaves on {day}.").format(name=row.name, day=formats.day(row.left_on))
    if not row.after_leaving:
        return words
    return _("{sentence} {amount} of his target lie after it: hand his customers over.").format(
        sentence=words, amount=formats.number(row.after_leaving)
    )


def growth_tip(row: SheetRow, metric: Metric) -> str:
    """Return why there is no growth; "" where there is."""
    figure = row.figure(metric)
    if figure is None or figure.target is None or figure.growth.is_defined:
        return ""
    return _("There is no result of twelve whole months above zero to compare with.")


def total_words(*, has_all: bool) -> str:
    """Return the name of the last line."""
    return _("Whole plan") if has_all else _("Total")


def answers_words(rows: Sequence[SheetRow]) -> str:
    """Return how many of the reps in the list have accepted."""
    asked = [row for row in rows if row.rep_id is not None and answer_words(row)]
    count = sum(answer_state(row) is AnswerState.ACCEPTED for row in asked)
    return _("{count} of {total} accepted").format(count=count, total=len(asked)) if asked else ""


def agreement_words(book: SheetBook) -> tuple[str, Tone]:
    """Return whether the sheets come to the plan, and how much of it has no rep."""
    if not book.metrics:
        return "", Tone.NONE
    if book.gaps:
        metric, gap = book.gaps[0]
        words = _("{metric}: the sheets differ from the plan by {amount}.").format(
            metric=metric_words(metric), amount=formats.number(gap, 2)
        )
        return words, Tone.BAD
    same = ngettext(
        "The sheets add up to the plan.",
        "The sheets add up to the plan in all {count} metrics.",
        len(book.metrics),
    ).format(count=len(book.metrics))
    if book.unassigned is None:
        return same, Tone.GOOD
    lead = book.unassigned.figures[0].target or Decimal(0)
    whole = book.total.figures[0].target or Decimal(0)
    share = formats.percent(lead / whole) if whole else formats.DASH
    words = _("{sentence} {share} of it has no rep.").format(sentence=same, share=share)
    return words, Tone.WATCH if lead else Tone.GOOD


def empty_words(*, has_plan: bool, is_filtered: bool) -> str:
    """Return the sentence of a list without rows."""
    if not has_plan:
        return _("There is no plan yet. Import targets (Ctrl+I), or make one on the page “Plan”.")
    if is_filtered:
        return _("No rep fits the filters.")
    return _("This plan has no lines yet, so there are no sheets.")


# The panel


def figures_of(row: SheetRow, programme: RepProgramme | None, currency: str) -> Figures:
    """Return the panel of a rep: his target, whether his days are enough, and the arithmetic."""
    figure = row.figure(Metric.SALES)
    target = figure.target if figure is not None else None
    place = [row.title, row.territory_name, row.manager_name]
    if row.left_on is not None:
        place.append(_("leaves on {day}").format(day=formats.day(row.left_on)))
    return Figures(
        name_words(row),
        " · ".join(one for one in place if one),
        whole_money(target, currency),
        _("Net sales target of the year"),
        "" if programme is None else _(_DAYS[programme.programme.capacity][0]),
        Tone.NONE if programme is None else _DAYS[programme.programme.capacity][1],
        () if programme is None else _facts(programme, currency),
    )


def _facts(found: RepProgramme, currency: str) -> tuple[Fact, ...]:
    one, rates = found.programme, found.rates
    interval = ""
    if found.low is not None and found.high is not None:
        interval = _("Four times out of five between {low} and {high}").format(
            low=whole_money(found.low, currency),
            high=whole_money(found.high, currency),
        )
    facts = [
        Fact(_("Expected by the end"), whole_money(one.expected, currency), interval),
        Fact(
            _("Gap"),
            whole_money(one.gap, currency),
            _("Target less what the year is expected to be"),
        ),
    ]
    if rates is None:
        return tuple(facts)
    most = ""
    if one.visits:
        most = _("With his hit rate’s interval: {fewest} to {most} visits").format(
            fewest=formats.number(one.fewest_visits), most=formats.number(one.most_visits)
        )
    return (
        *facts,
        Fact(_("Average order"), whole_money(rates.order_value, currency), _shrunk(found)),
        Fact(_("Orders"), formats.number(one.orders, 1), _("Gap divided by the average order")),
        Fact(
            _("Orders per visit"),
            formats.percent(rates.hit_rate),
            _("Between {low} and {high} (95 %). {base}").format(
                low=formats.percent(rates.low), high=formats.percent(rates.high),
                base=_shrunk(found),
            ),
        ),
        Fact(_("Visits on top"), formats.number(one.visits), most),
        Fact(
            _("Field days left"),
            formats.number(one.field_days, 0 if one.field_days == int(one.field_days) else 1),
            _("From {day} to the end of the plan's year").format(day=formats.day(found.as_of)),
        ),
        Fact(_("Visits a day now"), formats.number(rates.calls_per_day, 1), _shrunk(found)),
        Fact(
            _("Visits a day needed"), formats.number(one.visits_per_day, 1),
            _("Those of now, and those on top divided by the field days left"),
        ),
    )  # fmt: skip


def _shrunk(found: RepProgramme) -> str:
    return _("His own {visits} visits since {day}, and 50 more as the branch makes them.").format(
        visits=formats.number(found.own.visits), day=formats.day(found.since)
    )


def whole_money(value: Decimal | None, currency: str) -> str:
    """Return an amount in whole currency with its sign: beside a plan its cents say nothing."""
    if value is None:
        return formats.DASH
    text = f"{currency_symbol(currency)}{formats.number(abs(value))}"
    return f"-{text}" if round_half_up(value, 0) < 0 else text


def programme_words(row: SheetRow, found: RepProgramme | None) -> str:
    """Return the arithmetic from the gap to the verdict, as sentences."""
    if row.rep_id is None:
        return _("What no rep has is nobody's programme: give it to a rep first.")
    if found is None:
        return _(_NOTES[NO_TARGET])
    one = found.programme
    if one.note:
        return _(_NOTES[one.note])
    if not one.gap:
        return _("The year is expected to reach the target; his present visits are enough.")
    if one.visits is None or one.rise is None:
        return ""
    return _(
        "To win the gap he needs {visits} visits on top of the {present} that he would make "
        "anyway: {rise} more. His days are enough for 10 % more, and tight for 30 %."
    ).format(
        visits=formats.number(one.visits),
        present=formats.number(one.present_visits),
        rise=formats.percent(one.rise, 0),
    )


def metric_level_words(metric: Metric, level: PlanLevel) -> str:
    """Return a metric's name; the stretch level says so."""
    name = metric_words(metric)
    return name if level is PlanLevel.BASE else _("{metric} (stretch)").format(metric=name)


# Refusals


def conflict_words(error: ConflictError) -> str:
    """Return what somebody else wrote meanwhile, and what saving again does."""
    theirs = error.facts.get("theirs")
    if not isinstance(theirs, AnswerRow):
        return _(
            "Somebody else removed the answer meanwhile. Saving again writes yours as a new one."
        )
    return _(
        "Somebody else wrote an answer meanwhile: {theirs} What you typed is still here; saving "
        "again writes it beside theirs, or corrects theirs."
    ).format(theirs=said_words(theirs))


def refusal_words(error: KnownError) -> str:
    """Return why an answer was not written down."""
    return conflict_words(error) if isinstance(error, ConflictError) else sentence(error)


def issues_of(error: InputError) -> tuple[tuple[Issue, str], ...]:
    """Return the problems of a form with their sentences."""
    return tuple((issue, issue_sentence(issue)) for issue in error.issues)
