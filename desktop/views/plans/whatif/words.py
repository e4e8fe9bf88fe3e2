"""What the what-if board calls things, and what it assumes, in sentences; free of Qt."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from desktop.i18n import N_, _, ngettext
from desktop.services import formats
from desktop.services.plans.whatif_data import LATE_DAYS, Basis, WhatIfGround
from desktop.services.rules.whatif_data import (
    Delay,
    Event,
    Late,
    Line,
    LoseCustomer,
    Measure,
    PriceChange,
    RepLeaves,
)
from desktop.views.plans.whatif.boards import KeptBoard
from desktop.views.plans.whatif.forms import Kind

KINDS: Mapping[Kind, str] = {
    Kind.LOSE: N_("A customer is lost"),
    Kind.LEAVE: N_("A rep leaves"),
    Kind.PRICE: N_("Prices change"),
    Kind.DELAY: N_("Deliveries or payments are late"),
}

BASES: Mapping[Basis, str] = {
    Basis.FORECAST: N_("Expected sales"),
    Basis.TARGET: N_("Sales targets"),
}

LATE: Mapping[Late, str] = {
    Late.DELIVERIES: N_("Deliveries"),
    Late.PAYMENTS: N_("Payments"),
}

_MEASURES: Mapping[Measure, tuple[str, str]] = {
    Measure.SALES: (
        N_("Net sales of the year"),
        N_("What is sold already and what is still to come in the plan's year"),
    ),
    Measure.CASH: (
        N_("Cash: collections of the year"),
        N_("What was collected, what comes in of what is owed, and of what is sold from now on"),
    ),
    Measure.PROFIT: (
        N_("Gross profit of the year"),
        N_("Net sales less costs, at each customer's margin of the last twelve months"),
    ),
    Measure.VISITS_NEEDED: (
        N_("Visits needed"),
        N_("To the end of the year: those of the present pace and those that close each rep's gap"),
    ),
    Measure.VISITS_AVAILABLE: (
        N_("Visits available"),
        N_("To the end of the year, at the present pace, in the days in the field that are left"),
    ),
    Measure.ATTAINMENT: (
        N_("Attainment of the branch (%)"),
        N_("Net sales of the year ÷ sales target, in percent; differences are points"),
    ),
    Measure.REP_ATTAINMENT: (
        N_("Attainment of {name} (%)"),
        N_("His net sales of the year ÷ his target, in percent; differences are points"),
    ),
}


@dataclass(frozen=True, slots=True)
class Teller:
    """Says what events and lines are called, with the names of a version's ground."""

    ground: WhatIfGround

    def name(self, event: Event) -> str:
        """Return an event in a few words."""
        match event:
            case LoseCustomer():
                return _("{name} is lost").format(name=self._customer(event.customer_id))
            case RepLeaves():
                return _("{name} leaves").format(name=self._rep(event.rep_id))
            case PriceChange():
                return _("Prices {change}").format(change=formats.change(event.change))
            case Delay():
                weeks = ngettext("{count} week", "{count} weeks", event.weeks).format(
                    count=event.weeks
                )
                if event.late is Late.DELIVERIES:
                    return _("Deliveries {weeks} late").format(weeks=weeks)
                return _("Payments {weeks} late").format(weeks=weeks)

    def since(self, event: Event) -> str:
        """Return when an event begins."""
        if isinstance(event, RepLeaves):
            return formats.day(event.day)
        return formats.month(event.month)

    def assumed(self, event: Event) -> str:
        """Return what is assumed of an event, in a sentence or two."""
        match event:
            case LoseCustomer():
                return _(
                    "{name} buys nothing from {month} on; what he owes he still pays, and nobody "
                    "buys in his place."
                ).format(name=self._customer(event.customer_id), month=formats.month(event.month))
            case RepLeaves():
                return _(
                    "{name} is not there from {day} on. His customers stay with {kept} of what "
                    "they would have bought; it counts in his line, where his target stays, and "
                    "nobody makes his visits."
                ).format(
                    name=self._rep(event.rep_id), day=formats.day(event.day),
                    kept=formats.percent(event.kept),
                )  # fmt: skip
            case PriceChange():
                return self._price(event)
            case Delay():
                return self._delay(event)

    def _price(self, event: PriceChange) -> str:
        facts = {
            "change": formats.change(event.change), "month": formats.month(event.month),
        }  # fmt: skip
        if event.elasticity is None:
            return _(
                "All prices change by {change} from {month} on, customers buy as much as before, "
                "and costs stay as they are."
            ).format(**facts)
        volume = max(event.elasticity * event.change, Decimal(-1))
        return _(
            "All prices change by {change} from {month} on; with an elasticity of {elasticity} "
            "volume changes by {volume}, and costs with it."
        ).format(
            elasticity=formats.quantity(event.elasticity), volume=formats.change(volume), **facts
        )

    def _delay(self, event: Delay) -> str:
        facts = {
            "count": event.weeks, "month": formats.month(event.month),
            "last": formats.day(self.ground.target.year.last),
        }  # fmt: skip
        if event.late is Late.DELIVERIES:
            return ngettext(
                "What would be delivered from {month} on comes {count} week later, and its payment "
                "too; what falls after {last} is not of this year any more.",
                "What would be delivered from {month} on comes {count} weeks later, and its "
                "payment too; what falls after {last} is not of this year any more.",
                event.weeks,
            ).format(**facts)
        return ngettext(
            "What would be paid from {month} on is paid {count} week later; what falls after "
            "{last} is not collected this year. Sales stay.",
            "What would be paid from {month} on is paid {count} weeks later; what falls after "
            "{last} is not collected this year. Sales stay.",
            event.weeks,
        ).format(**facts)

    def line(self, line: Line) -> str:
        """Return what a line of the board is called."""
        words = _(_MEASURES[line.measure][0])
        if line.measure is Measure.REP_ATTAINMENT:
            return words.format(name=self._rep(line.rep_id or 0))
        return words

    def line_tip(self, line: Line) -> str:
        """Return how a line is reckoned."""
        return _(_MEASURES[line.measure][1])

    def missing(self, line: Line) -> str:
        """Return why a line has no value; "" where it has."""
        if line.now is not None:
            return ""
        if line.measure is Measure.PROFIT:
            return _("No line of the last twelve months has a cost.")
        if line.measure.is_share:
            return _("There is no sales target.")
        return _("There are no visits with orders in the last twelve months to learn from.")

    def _customer(self, customer_id: int) -> str:
        return next((one.name for one in self.ground.customers if one.id == customer_id), "?")

    def _rep(self, rep_id: int) -> str:
        return next((one.name for one in self.ground.everybody if one.id == rep_id), "?")


def amount_of(line: Line, value: Decimal | None, decimals: int) -> Decimal | None:
    """Return a value as the board shows it: whole currency, visits, or percent."""
    if value is None:
        return None
    if line.measure.is_money:
        return value.scaleb(-decimals)
    return value * 100 if line.measure.is_share else value


def value_words(line: Line, value: Decimal | None, decimals: int) -> str:
    """Return a value in figures; the line's name tells the unit."""
    shown = amount_of(line, value, decimals)
    if line.measure.is_money:
        return formats.number(shown, decimals)
    return formats.number(shown, 2 if line.measure.is_share else 0)


def signed_words(line: Line, value: Decimal | None, decimals: int) -> str:
    """Return a difference with its sign; nothing is changed is "0"."""
    words = value_words(line, value, decimals)
    return f"+{words}" if value is not None and value > 0 else words


def assumptions(ground: WhatIfGround, basis: Basis, events: Sequence[Event]) -> str:
    """Return what is assumed: a numbered line an event, then what all figures rest on."""
    tell = Teller(ground)
    lines = [
        _("{number}. {sentence}").format(number=place, sentence=tell.assumed(event))
        for place, event in enumerate(events, 1)
    ]
    if len(events) > 1:
        lines.append(
            _(
                "“Together” is what the events change only because they come together, so that "
                "all columns add up to the difference."
            )
        )
    return "\n".join((*lines, *_grounds(ground, basis)))


def _grounds(ground: WhatIfGround, basis: Basis) -> list[str]:
    facts = ground.facts
    found = []
    if basis is Basis.FORECAST:
        found.append(
            _(
                "To {day} it is what was done; from then on each customer's own forecast, even "
                "over the days of a month. Visits needed are those for the sales targets."
            ).format(day=formats.day(ground.as_of))
        )
    else:
        found.append(
            _(
                "It is reckoned as if every target were reached to the day; of this month the "
                "working days after {day} are still to come."
            ).format(day=formats.day(ground.as_of))
        )
    found.append(
        _(
            "Customers pay as they did in the last twelve months ({count} by their own days), else "
            "by their terms, else after {days}; what is late already comes within {late}. For one "
            "of net sales {gross} is paid, with tax."
        ).format(
            count=formats.number(facts.own_habits),
            days=formats.days(facts.pay_days),
            late=formats.days(LATE_DAYS),
            gross=formats.number(facts.gross, 2),
        )
    )
    if facts.overdue:
        found.append(
            _("{amount} overdue for more than a year is not expected any more.").format(
                amount=formats.money(facts.overdue, ground.currency)
            )
        )
    if facts.is_future:
        found.append(
            _("What is owed when the year begins is taken to be what is owed on {day}.").format(
                day=formats.day(ground.as_of)
            )
        )
    if facts.nobody:
        found.append(
            _("{amount} of the target is no rep's; no visits are reckoned for it.").format(
                amount=formats.money(facts.nobody, ground.currency)
            )
        )
    found.append(_("Nothing of this is written to the plan."))
    return found


def empty_words(ground: WhatIfGround | None) -> str:
    """Return what an empty board says: what to do, or why there is nothing to try."""
    if ground is None:
        return _("There is no plan yet. Make one on the page “Plan”.")
    if not ground.months:
        return _("This plan's year is over: nothing can happen to it any more.")
    return _("Neither a sales target nor a forecast: give targets on the page “Plan”.")


def kept_words(board: KeptBoard) -> str:
    """Return that the events of an earlier look are here again, and how many are not."""
    moment = formats.instant(board.kept_at)
    if not board.events:
        return _(
            "What was tried on {moment} is over, or of people who are not there any more."
        ).format(moment=moment)
    words = _("The events that were tried on {moment} are here again.").format(moment=moment)
    if not board.gone:
        return words
    return ngettext(
        "{sentence} {count} of them is left out: it is over, or of somebody who is not there any "
        "more.",
        "{sentence} {count} of them are left out: they are over, or of people who are not there "
        "any more.",
        board.gone,
    ).format(sentence=words, count=formats.number(board.gone))
