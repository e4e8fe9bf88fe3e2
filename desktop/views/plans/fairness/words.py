"""What the fair-start test is called and how it says what it found; free of Qt."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from desktop.i18n import N_, _, ngettext
from desktop.services import formats
from desktop.services.plans.fairness_data import (
    AGREED,
    BRANCH,
    HEADQUARTERS,
    NOBODY,
    REPS,
    STRETCH,
    FairBook,
    FairRow,
    Level,
)
from desktop.services.rules.fairness import (
    HEALTHY,
    HEALTHY_HIGH,
    HEALTHY_LOW,
    TOLERANCE,
    Load,
    is_healthy,
)
from desktop.tone import Tone

LOADS: Mapping[Load, tuple[str, Tone]] = {
    Load.OVER: (N_("Asked more than others"), Tone.WATCH),
    Load.FAIR: (N_("Like the others"), Tone.GOOD),
    Load.UNDER: (N_("Asked less than others"), Tone.INFO),
    Load.NOT_JUDGED: (N_("Not judged"), Tone.MUTED),
}

_LEVELS: Mapping[str, tuple[str, str]] = {
    BRANCH: (N_("The branch's target"), N_("The sum of this version's lines: what all is held to")),
    HEADQUARTERS: (N_("Headquarters' number"), N_("After headquarters' last round")),
    AGREED: (N_("The branch's number in the talks"), N_("After the branch's last round")),
    REPS: (N_("All reps together"), N_("Σ reps ÷ the branch's target")),
    NOBODY: (N_("Given to no rep"), N_("Lines whose customer or area no rep looks after")),
    STRETCH: (N_("All reps, stretch"), N_("Σ reps at the stretch level ÷ the branch's target")),
}


def load_words(row: FairRow) -> str:
    """Return how a target stands beside the others'."""
    return _(LOADS[row.load][0])


def load_tone(row: FairRow) -> Tone:
    """Return its shape and colour."""
    return LOADS[row.load][1]


def level_words(level: Level) -> str:
    """Return what a level is called."""
    return _(_LEVELS[level.key][0])


def level_tip(level: Level) -> str:
    """Return what a level's amount is."""
    return _(_LEVELS[level.key][1])


def load_tip(row: FairRow, *, by_potential: bool) -> str:
    """Return the arithmetic of a flag."""
    share = row.to_potential if by_potential else row.to_last_year
    if share.ratio is None or share.relative is None:
        return _("There is nothing to hold this target against.")
    facts = {
        "ratio": formats.percent(share.ratio),
        "relative": formats.percent(share.relative),
        "low": formats.percent(1 - TOLERANCE, 0),
        "high": formats.percent(1 + TOLERANCE, 0),
    }
    if by_potential:
        words = _(
            "The target is {ratio} of the potential of his customers. That is {relative} of what "
            "all reps are asked together; {low} to {high} counts as alike."
        )
    else:
        words = _(
            "The target is {ratio} of last year's sales to his customers. That is {relative} of "
            "what all reps are asked together; {low} to {high} counts as alike."
        )
    return words.format(**facts)


def name_tip(row: FairRow) -> str:
    """Return a rep's name, and the day that he leaves where he does."""
    if row.left_on is None:
        return row.name
    return _("{name} leaves on {day}.").format(name=row.name, day=formats.day(row.left_on))


def attaining_words(book: FairBook) -> tuple[str, Tone]:
    """Return what part of the reps is expected to attain, held to what is usual."""
    share = book.attaining
    if share is None:
        return (
            _("No rep has a forecast with an interval, so nobody's chance is known."),
            Tone.MUTED,
        )
    facts = {
        "share": formats.percent(share, 0),
        "low": formats.percent(HEALTHY_LOW, 0),
        "high": formats.percent(HEALTHY_HIGH, 0),
        "count": book.judged,
    }
    if is_healthy(share):
        return (
            ngettext(
                "{share} of {count} rep is expected to attain; {low} to {high} is usual.",
                "{share} of {count} reps are expected to attain; {low} to {high} is usual.",
                book.judged,
            ).format(**facts),
            Tone.GOOD,
        )
    if share < HEALTHY_LOW:
        return (
            ngettext(
                "{share} of {count} rep is expected to attain, fewer than the usual {low} to "
                "{high}: the targets may be out of reach.",
                "{share} of {count} reps are expected to attain, fewer than the usual {low} to "
                "{high}: the targets may be out of reach.",
                book.judged,
            ).format(**facts),
            Tone.WATCH,
        )
    return (
        ngettext(
            "{share} of {count} rep is expected to attain, more than the usual {low} to {high}: "
            "the targets may ask too little.",
            "{share} of {count} reps are expected to attain, more than the usual {low} to {high}: "
            "the targets may ask too little.",
            book.judged,
        ).format(**facts),
        Tone.INFO,
    )


def range_words(book: FairBook) -> str:
    """Return in a few words how the expected part stands to what is usual."""
    if book.attaining is None:
        return _("Not known")
    if is_healthy(book.attaining):
        return _("Within the usual range")
    if book.attaining < HEALTHY_LOW:
        return _("Below the usual range")
    return _("Above the usual range")


def flags_words(book: FairBook) -> str:
    """Return how many targets are flagged, and by what."""
    over = sum(row.load is Load.OVER for row in book.rows)
    under = sum(row.load is Load.UNDER for row in book.rows)
    facts = {"over": over, "under": under, "all": len(book.rows)}
    if book.by_potential:
        words = _(
            "Of {all} targets {over} ask more of the potential than the others do, and "
            "{under} less."
        )
    else:
        words = _(
            "Of {all} targets {over} ask more of last year's sales than the others do, and {under} "
            "less. No potential is entered yet; enter it to judge by what could be sold."
        )
    return words.format(**facts)


def method_words(book: FairBook) -> str:
    """Return how everything was reckoned, a sentence each."""
    parts = []
    if book.behind is not None:
        first, last = (formats.month(one) for one in book.behind)
        parts.append(
            _(
                "Last year's sales are those of {first} to {last}, of the customers who are the "
                "rep's in the plan."
            ).format(first=first, last=last)
        )
    if book.by_potential:
        parts.append(
            ngettext(
                "Potential rests on {count} figure; a customer without one has his part of his "
                "territory's, by last year's sales.",
                "Potential rests on {count} figures; a customer without one has his part of his "
                "territory's, by last year's sales.",
                book.figures,
            ).format(count=formats.number(book.figures))
        )
    if book.guessed:
        parts.append(
            ngettext(
                "No figure speaks of {count} customer: last year's sales stand for his potential.",
                "No figure speaks of {count} customers: last year's sales stand for their "
                "potential.",
                book.guessed,
            ).format(count=formats.number(book.guessed))
        )
    parts.append(
        _(
            "Chance to attain: the year's end is taken as normal around the rep's forecast of "
            "{day}, as wide as his own past forecasts missed at the same stage. The part expected "
            "to attain is the mean of the chances."
        ).format(day=formats.day(book.as_of))
    )
    parts.append(
        _(
            "Rule of thumb: {low} to {high} of the reps at or above target, about {usual}. It is "
            "a reference and no law; your own history counts more."
        ).format(
            low=formats.percent(HEALTHY_LOW, 0),
            high=formats.percent(HEALTHY_HIGH, 0),
            usual=formats.percent(HEALTHY, 0),
        )
    )
    parts.append(
        _(
            "Gini: Σ (2i − n − 1)·x ÷ (n·Σx) over the amounts from the smallest to the largest; "
            "0 where all are alike (Damgaard & Weiner, Ecology 81, 2000)."
        )
    )
    return "\n".join(parts)


def gini_words(value: Decimal | None) -> str:
    """Return a Gini coefficient with three decimals."""
    return formats.number(value, 3)


def empty_words(*, has_plan: bool) -> str:
    """Return what an empty page says: what to do."""
    if not has_plan:
        return _("There is no plan yet. Make one on the page “Plan”.")
    return _("No rep has a sales target in this version. Give targets to reps on the page “Plan”.")
