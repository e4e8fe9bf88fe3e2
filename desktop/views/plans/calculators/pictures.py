"""What a programme of visits rests on, in sentences, and an account's response as a chart."""

from __future__ import annotations

from decimal import Decimal

from desktop.i18n import _, ngettext
from desktop.services import formats
from desktop.services.calculators.callplan_change import CallPicture
from desktop.services.charts.data import BarChart, Series
from desktop.services.rules.response import MOST_EXACT
from desktop.tone import Tone
from desktop.views.plans.calculators.answering import CallAnswer

#: So many names are told; of more the count is enough.
_MOST_NAMES = 5


def response_chart(call: CallAnswer, account: str, currency: str) -> BarChart | None:
    """Return an account's judged sales by visits, the planned number in the accent's colour."""
    points = call.curves.get(account)
    if not points:
        return None
    picture = call.picture
    place = next(at for at, one in enumerate(picture.problem.accounts) if one.key == account)
    planned, present = picture.visits[place], picture.problem.accounts[place].present
    title = _("{account}: sales by visits ({planned} planned, {present} at present)").format(
        account=account, planned=formats.number(planned), present=formats.quantity(present)
    )
    return BarChart(
        title,
        tuple(formats.number(point.visits) for point in points),
        (Series(_("Expected sales"), tuple(point.sales for point in points)),),
        currency=currency,
        tones=tuple(Tone.NONE if one.visits == planned else Tone.MUTED for one in points),
    )


def marginal_words(picture: CallPicture, currency: str) -> str:
    """Return what one visit, or one hour, more in all is worth."""
    worth = formats.money(picture.one_more, currency)
    if picture.problem.by_hours:
        return _("One hour more is worth {worth} of contribution.").format(worth=worth)
    return _("One visit more is worth {worth} of contribution.").format(worth=worth)


def assumed_words(call: CallAnswer, remarks: tuple[str, ...]) -> tuple[str, ...]:
    """Return what the programme rests on, a sentence each."""
    picture = call.picture
    return (
        _(
            "Each account's curve runs through your four judgements: sales without visits, at the "
            "present visits (1), with half as many visits again, and without limit. They are "
            "judgements, not measurements."
        ),
        _(
            "Contribution is expected sales × margin; what the visits themselves cost is not "
            "taken off."
        ),
        _minimum_words(picture),
        *_dropped_words(picture),
        _optimum_words(picture),
        # The first remark speaks of a file, the last is the worth that stands above the table.
        *remarks[1:-1],
    )


def _optimum_words(picture: CallPicture) -> str:
    if len(picture.problem.accounts) <= MOST_EXACT:
        return _("With these judgements no other programme within the limits earns more.")
    return _(
        "Above {most} accounts the quick method is used, which may miss the best programme by a "
        "little."
    ).format(most=MOST_EXACT)


def _minimum_words(picture: CallPicture) -> str:
    count = picture.with_minimum
    if not count:
        return _(
            "No account has a minimum, so nothing keeps the programme from dropping a small one. "
            "Fill in the fewest visits of accounts that must be seen."
        )
    facts = {
        "count": formats.number(count),
        "taken": formats.quantity(picture.minimum),
        "capacity": formats.quantity(picture.problem.capacity),
    }
    if picture.problem.by_hours:
        text = ngettext(
            "The minimum visits of {count} account are always kept; they take {taken} of "
            "{capacity} hours.",
            "The minimum visits of {count} accounts are always kept; they take {taken} of "
            "{capacity} hours.",
            count,
        )
    else:
        text = ngettext(
            "The minimum visits of {count} account are always kept; they take {taken} of "
            "{capacity} visits.",
            "The minimum visits of {count} accounts are always kept; they take {taken} of "
            "{capacity} visits.",
            count,
        )
    return text.format(**facts)


def _dropped_words(picture: CallPicture) -> tuple[str, ...]:
    names = picture.dropped
    if not names:
        return ()
    shown = ", ".join(names[:_MOST_NAMES]) + ("…" if len(names) > _MOST_NAMES else "")
    text = ngettext(
        "{count} account gets no visit at all: {names}.",
        "{count} accounts get no visit at all: {names}.",
        len(names),
    )
    return (text.format(count=formats.number(len(names)), names=shown),)


def totals_words(sales: Decimal, contribution: Decimal, currency: str) -> str:
    """Return what a programme brings in all."""
    return _("Expected sales {sales}, contribution {contribution}.").format(
        sales=formats.money(sales, currency), contribution=formats.money(contribution, currency)
    )
