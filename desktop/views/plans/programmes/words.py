"""What the wizard of a rep's programme calls things, and its arithmetic in sentences; no Qt."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from desktop.i18n import N_, _, ngettext
from desktop.services import formats
from desktop.services.plans.programmes_data import ProgrammeCustomer, ProgrammeSheet
from desktop.services.rules.feasibility import NO_DAYS, Term, Verdict
from desktop.services.rules.judged_visits import Best, Changed
from desktop.services.rules.programme import EASY_RISE, HARD_RISE
from desktop.tone import Tone
from desktop.views.plans.programmes.state import Step, Totals, WizardState, replaced, standing
from desktop.views.plans.sheets.words import whole_money

STEPS: Mapping[Step, str] = {
    Step.GAP: N_("Gap"),
    Step.CUSTOMERS: N_("Customers"),
    Step.VISITS: N_("Visits"),
    Step.WEEKS: N_("Week plan"),
}

HELP: Mapping[Step, str] = {
    Step.GAP: N_(
        "What the year still lacks, and how many visits would bring it by his own rates and 50 "
        "visits as the branch makes them."
    ),
    Step.CUSTOMERS: N_(
        "His customers, first those from whom most is to be won; Space leaves one out of the "
        "programme or takes him in again."
    ),
    Step.VISITS: N_(
        "Type how often he visits each customer in the months left; the sums below follow at once."
    ),
    Step.WEEKS: N_(
        "The visits of the weeks chosen, spread evenly over his field days, neighbours on the "
        "same days; move one with Alt and the arrow keys."
    ),
}

_VERDICTS: Mapping[Verdict, tuple[str, Tone]] = {
    Verdict.FEASIBLE: (N_("Feasible"), Tone.GOOD),
    Verdict.STRETCH: (N_("Stretch"), Tone.WATCH),
    Verdict.INFEASIBLE: (N_("Infeasible"), Tone.BAD),
    Verdict.NOT_JUDGED: (N_("Not judged"), Tone.MUTED),
}


def verdict_words(totals: Totals) -> tuple[str, Tone]:
    """Return the verdict on the visits as a word with its tone."""
    words, tone = _VERDICTS[totals.finding.verdict]
    return _(words), tone


def capacity_words(totals: Totals) -> str:
    """Return visits needed beside those available, with the thresholds."""
    found = {term.name: term for term in totals.finding.terms}
    needed, days = _value(found, "visits_needed"), _value(found, "field_days")
    if totals.finding.note == NO_DAYS:
        return _("{visits} visits, and none of his field days are left in the plan's year.").format(
            visits=formats.number(needed)
        )
    a_day, available = _value(found, "calls_per_day"), _value(found, "visits_available")
    if a_day is None or available is None or not available:
        return _(
            "{visits} visits on {days} field days; without visits in the last twelve months "
            "nobody knows how many he can make."
        ).format(visits=formats.number(needed), days=_days(days))
    rise = (needed or Decimal(0)) / available - 1
    return _(
        "{visits} visits needed; his {days} field days give {available} at {a_day} a day: "
        "{rise}. Up to {easy} is feasible, up to {hard} a stretch."
    ).format(
        visits=formats.number(needed),
        days=_days(days),
        available=formats.number(available),
        a_day=formats.number(a_day, 1),
        rise=formats.change(rise, 0),
        easy=formats.change(EASY_RISE, 0),
        hard=formats.change(HARD_RISE, 0),
    )


def _value(found: Mapping[str, Term], name: str) -> Decimal | None:
    return found[name].value if name in found else None


def _days(days: Decimal | None) -> str:
    return formats.number(days, 0 if days is None or days == int(days) else 1)


def result_words(totals: Totals, currency: str) -> str:
    """Return the result that the programme should lead to, beside the target."""
    if totals.target is None:
        return _("He has no sales target, so there is nothing to reach.")
    if totals.expected is None or totals.short is None:
        return _("He has sold nothing yet, so it is not known what the year would bring.")
    facts = {
        "expected": whole_money(totals.expected, currency),
        "target": whole_money(totals.target, currency),
        "short": whole_money(abs(totals.short), currency),
        "on_top": whole_money(totals.on_top, currency),
    }
    if totals.short > 0:
        return _(
            "Expected with these visits: {expected} of the target {target}, {short} short."
        ).format(**facts)
    return _(
        "Expected with these visits: {expected}; the target {target} is passed by {short}."
    ).format(**facts)


def gap_words(sheet: ProgrammeSheet) -> str:
    """Return the step from the gap to visits as one line of arithmetic; "" without a gap."""
    found = sheet.programme
    if found is None or found.rates is None or found.programme.orders is None:
        return ""
    one, rates = found.programme, found.rates
    if not one.gap:
        return ""
    return _(
        "{gap} ÷ {order} an order = {orders} orders; ÷ {rate} orders a visit = {visits} visits on "
        "top ({fewest} to {most} within the interval of his rate)."
    ).format(
        gap=whole_money(one.gap, sheet.currency),
        order=whole_money(rates.order_value, sheet.currency),
        orders=formats.number(one.orders, 1),
        rate=formats.percent(rates.hit_rate),
        visits=formats.number(one.visits),
        fewest=formats.number(one.fewest_visits),
        most=formats.number(one.most_visits),
    )


def suggestion_words(sheet: ProgrammeSheet) -> str:
    """Return how the suggested visits were reached."""
    suggested = sum(one.suggested for one in sheet.customers)
    facts = {
        "floor": formats.number(sheet.floor),
        "suggested": formats.number(suggested),
        "months": months_words(sheet.months),
        "rest": formats.number(max(suggested - sheet.floor, 0)),
    }
    if sheet.is_cut:
        return _(
            "By their classes his customers would get {floor} visits in {months} months. There is "
            "need and time for {suggested}, so all were cut in proportion."
        ).format(**facts)
    return _(
        "By their classes his customers get {floor} visits in {months} months (A four a month, B "
        "two, C one, D every other month); {rest} more go where most is to be won."
    ).format(**facts)


def rate_tip(one: ProgrammeCustomer) -> str:
    """Return what a customer's rate rests on."""
    if one.rates is None:
        return _("The branch has no visits with orders in the last twelve months to learn from.")
    return _(
        "{orders} orders in {visits} visits of his, and 50 visits more as he makes them "
        "elsewhere; with 95 % certainty between {low} and {high}."
    ).format(
        orders=formats.number(one.orders),
        visits=formats.number(one.visits),
        low=formats.percent(one.rates.low),
        high=formats.percent(one.rates.high),
    )


def months_words(months: Decimal) -> str:
    """Return a number of months, with a tenth only where it has one."""
    return formats.number(months, 0 if months == int(months) else 1)


def class_words(name: str) -> str:
    """Return a class as a list shows it."""
    return name or _("None")


def empty_words(sheet: ProgrammeSheet) -> str:
    """Return why there is no customer, and what to do."""
    return _(
        "{name} looks after no customer in the plan's months. Give him customers under Accounts, "
        "or import assignments (Ctrl+I)."
    ).format(name=sheet.rep_name)


def origin_words(sheet: ProgrammeSheet) -> str:
    """Return where the visits come from: what is kept, and for which months it was made."""
    saved = sheet.saved
    if saved is None:
        return suggestion_words(sheet)
    facts = {
        "day": formats.day(saved.made_at.date()),
        "name": saved.made_by or _("somebody"),
        "months": months_words(saved.months),
        "left": months_words(sheet.months),
    }
    if saved.first_day == sheet.first_day:
        return _("Kept by {name} on {day}.").format(**facts)
    return _(
        "Kept by {name} on {day} for {months} months; shown is what remains for the {left} left."
    ).format(**facts)


# Days


def weeks_words(sheet: ProgrammeSheet, state: WizardState) -> str:
    """Return what the week plan holds, what it replaces, and what found no room."""
    plan = state.plan
    if plan is None:
        return ""
    days = len({one.day for one in plan})
    words = [
        ngettext(
            "{visits} visit on {days} days.", "{visits} visits on {days} days.", len(plan)
        ).format(visits=formats.number(len(plan)), days=formats.number(days))
    ]
    if count := len(state.unplaced):
        words.append(
            ngettext(
                "{count} visit found no room: allow more a day, or plan more weeks.",
                "{count} visits found no room: allow more a day, or plan more weeks.",
                count,
            ).format(count=formats.number(count))
        )
    if count := replaced(sheet):
        words.append(
            ngettext(
                "It takes the place of {count} visit that was written before.",
                "It takes the place of {count} visits that were written before.",
                count,
            ).format(count=formats.number(count))
        )
    if count := sum(one.day in state.window for one in standing(sheet)):
        words.append(
            ngettext(
                "{count} planned visit of another origin stays.",
                "{count} planned visits of another origin stay.",
                count,
            ).format(count=formats.number(count))
        )
    return " ".join(words)


def week_empty_words(sheet: ProgrammeSheet, state: WizardState) -> str:
    """Return why there is nothing in the weeks."""
    if not any(one.day in state.window for one in sheet.days):
        return _("In these weeks he has no field day within the plan's year.")
    return _("No visit falls into these weeks.")


def written_words(made: int, removed: int, done: int, name: str) -> str:
    """Return what became of the week plan in the database."""
    words = [
        ngettext(
            "{count} visit of {name} is planned.", "{count} visits of {name} are planned.", made
        ).format(count=formats.number(made), name=name)
    ]
    if removed:
        words.append(
            ngettext(
                "{count} planned before was replaced.",
                "{count} planned before were replaced.",
                removed,
            ).format(count=formats.number(removed))
        )
    if done:
        words.append(
            ngettext(
                "{count} is done already and stays.", "{count} are done already and stay.", done
            ).format(count=formats.number(done))
        )
    return " ".join(words)


def no_move_words(day: date) -> str:
    """Return why a visit stays where it is."""
    return _(
        "The visit of {day} cannot go there: he is not in the field then, it lies outside the "
        "weeks shown, or the customer is visited that day already."
    ).format(day=formats.short_day(day))


# By response


def best_words(best: Best, currency: str) -> str:
    """Return what the best visits bring beside the present ones."""
    facts = {
        "visits": formats.number(best.used),
        "sales": whole_money(best.sales, currency),
        "present": whole_money(best.present_sales, currency),
        "minimum": formats.number(best.minimum),
    }
    if best.is_exact:
        return _(
            "{visits} visits ({minimum} of them at least) should bring {sales}, against {present} "
            "with the present ones; by these judgements no other programme brings more."
        ).format(**facts)
    return _(
        "{visits} visits ({minimum} of them at least) should bring {sales}, against {present} "
        "with the present ones; above 40 customers a quick method is used, which may miss the "
        "best by a little."
    ).format(**facts)


def assumed_words() -> str:
    """Return what the answer takes for granted."""
    return _(
        "What was assumed: sales follow the judgements on the left, by a smooth curve (ADBUDG); a "
        "unit of sales is worth the same whoever buys it; every visit takes as long as another; "
        "sales with the present visits are those of the last twelve months."
    )


def change_words(change: Changed) -> str:
    """Return a change of the capacity or of the effects, in percent."""
    return formats.change(change.by, 0) if change.by else _("as it is")
