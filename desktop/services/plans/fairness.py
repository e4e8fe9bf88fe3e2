"""The fair-start test: reads targets, history, potential and forecasts of a version's reps."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from sqlalchemy.orm import Session

from desktop.clock import Clock
from desktop.enums import Metric, PlanLevel, PlanSide
from desktop.models import PlanVersion
from desktop.periods import Month
from desktop.services.figures.frame import Frame, load_branch, load_frame
from desktop.services.figures.span import last_day_with_data
from desktop.services.figures.timelines import Timelines, load_timelines
from desktop.services.garbage import collector_paused
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
from desktop.services.plans.potentials import read_figures
from desktop.services.plans.programme import read_programmes
from desktop.services.plans.programme_data import RepProgramme
from desktop.services.plans.sheet_lines import (
    CUSTOMER,
    REP,
    LastYear,
    PlanLines,
    read_last_year,
    read_lines,
    summed,
)
from desktop.services.plans.talks_records import talks_of
from desktop.services.plans.target_queries import customer_owner
from desktop.services.plans.version_records import card_of, find_version
from desktop.services.rules.fairness import (
    Share,
    chance,
    expected_share,
    gini,
    load_of,
    shares,
    spread_of,
)
from desktop.services.rules.potential import KnownPotential, potential_of_all
from desktop.services.uow import UnitOfWork

_ZERO = Decimal(0)


class PlanFairness:
    """Holds the targets of a version's reps against each other; it writes nothing."""

    def __init__(self, uow: UnitOfWork, clock: Clock) -> None:
        self._uow = uow
        self._clock = clock

    def book(self, version_id: int) -> FairBook:
        """Return the test of a version's sales targets.

        Raises:
            InputError: `plan_version_gone`.
        """
        with self._uow.read() as session, collector_paused():
            record = find_version(session, load_branch(session), version_id)
            return _book(session, record, self._clock.today())


@dataclass(frozen=True, slots=True)
class _Potential:
    """Potential by rep in minor units; None without any figure. `guessed` counts the customers
    of whom no figure speaks, for whom last year's sales stand."""

    by_rep: Mapping[int | None, int] | None
    figures: int
    guessed: int


def _book(session: Session, record: PlanVersion, today: date) -> FairBook:
    frame = load_frame(session, record.branch_id, customers=True)
    timelines = load_timelines(session, frame)
    lines = read_lines(session, frame, timelines, record)
    unit = Decimal(1).scaleb(-frame.branch.decimals)
    before = read_last_year(session, frame, timelines, Metric.SALES, record.fiscal_year, today)
    potential = _potential(session, frame, timelines, lines, before)
    sums = summed(lines.columns.get((Metric.SALES, PlanLevel.BASE), ()), REP)
    ids = sorted(
        (one for one, amount in sums.items() if one is not None and amount > 0),
        key=lambda one: frame.reps[one].code,
    )
    targets = [sums[one] * unit for one in ids]
    history = _amounts(ids, None if before is None else summed(before.lines, REP), unit)
    ground = _amounts(ids, potential.by_rep, unit)
    programmes = read_programmes(session, frame, lines, today)
    rows = _rows(frame, lines, ids, targets, history, ground, programmes)
    chances = [row.chance for row in rows if row.chance is not None]
    return FairBook(
        card_of(session, frame.branch, record),
        frame.branch.currency,
        last_day_with_data(session, frame.branch.id) or today,
        rows,
        potential.by_rep is not None,
        gini(targets),
        spread_of(targets, history),
        spread_of(targets, ground),
        expected_share(chances),
        len(chances),
        _levels(session, frame, record, lines, today),
        None if before is None else before.behind,
        potential.figures,
        potential.guessed,
    )


def _amounts(
    ids: list[int], sums: Mapping[int | None, int] | None, unit: Decimal
) -> list[Decimal | None]:
    """Return each rep's amount; where amounts are known, who has none has nothing."""
    return [None if sums is None else sums.get(one, 0) * unit for one in ids]


def _rows(
    frame: Frame,
    lines: PlanLines,
    ids: list[int],
    targets: list[Decimal],
    history: list[Decimal | None],
    ground: list[Decimal | None],
    programmes: Mapping[int, RepProgramme],
) -> tuple[FairRow, ...]:
    by_history, by_potential = shares(targets, history), shares(targets, ground)
    has_potential = any(one is not None for one in ground)
    found = []
    for place, rep_id in enumerate(ids):
        rep = frame.reps[rep_id]
        judged: Share = by_potential[place] if has_potential else by_history[place]
        expected, likely = _chance(targets[place], programmes.get(rep_id))
        area = rep.territory_id
        left = rep.leave_date if rep.leave_date and rep.leave_date < lines.months[-1].end else None
        found.append(
            FairRow(
                rep_id, rep.code, rep.name, rep.letters,
                "" if area is None else frame.territories[area].name,
                targets[place], history[place], ground[place],
                by_history[place], by_potential[place], expected, likely,
                load_of(judged.relative), left,
            )
        )  # fmt: skip
    return tuple(found)


def _chance(
    target: Decimal, programme: RepProgramme | None
) -> tuple[Decimal | None, Decimal | None]:
    """Return a rep's expected result and his chance; the forecast is that of his programme."""
    if programme is None:
        return None, None
    expected = programme.programme.expected
    if expected is None or programme.high is None:
        return expected, None
    return expected, chance(target, expected, programme.high)


def _potential(
    session: Session,
    frame: Frame,
    timelines: Timelines,
    lines: PlanLines,
    before: LastYear | None,
) -> _Potential:
    """Return the potential of the customers of each rep in the plan's first month.

    A customer without a figure has his part of his territory's (`potential_of_all`).
    """
    figures = read_figures(session, frame.branch)
    if not figures:
        return _Potential(None, 0, 0)
    first = lines.months[0]
    customers: dict[int, int] = {}
    territories: dict[int, int] = {}
    for known in figures.values():
        last = known[-1]
        if last.customer_id is not None:
            customers[last.customer_id] = last.amount_minor
        elif last.territory_id is not None:
            territories[last.territory_id] = last.amount_minor
    present = {} if before is None else summed(before.lines, CUSTOMER)
    everyone = {
        one: present.get(one, 0)
        for one in {*(key for key in present if key is not None), *customers}
    }
    place = {one: _place(frame, timelines, one, first) for one in everyone}
    parent = {one.id: one.parent_id for one in frame.territories.values()}
    amounts = potential_of_all(KnownPotential(customers, territories, place, parent), everyone)
    sums: defaultdict[int | None, int] = defaultdict(int)
    for one, amount in amounts.items():
        sums[customer_owner(frame, timelines, one, first.ordinal)[0]] += amount
    guessed = sum(
        one not in customers and not _is_covered(place[one], territories, parent)
        for one in everyone
    )
    return _Potential(sums, len(figures), guessed)


def _place(frame: Frame, timelines: Timelines, customer_id: int, month: Month) -> int | None:
    return customer_owner(frame, timelines, customer_id, month.ordinal)[1]


def _is_covered(
    place: int | None, territories: Mapping[int, int], parent: Mapping[int, int | None]
) -> bool:
    """Whether a territory, or one above it, has a figure."""
    while place is not None and place not in territories:
        place = parent.get(place)
    return place is not None


def _levels(
    session: Session, frame: Frame, record: PlanVersion, lines: PlanLines, today: date
) -> tuple[Level, ...]:
    """Return what each level states, held to the branch's target: the sum of the plan's lines."""
    unit = Decimal(1).scaleb(-frame.branch.decimals)
    base = summed(lines.columns.get((Metric.SALES, PlanLevel.BASE), ()), REP)
    stretch = lines.columns.get((Metric.SALES, PlanLevel.STRETCH), ())
    talks = talks_of(session, frame.branch, record, Metric.SALES, today)
    whole = sum(base.values()) * unit
    nobody = base.get(None, 0) * unit
    amounts = {
        BRANCH: whole,
        HEADQUARTERS: talks.number_of(PlanSide.HQ),
        AGREED: talks.number_of(PlanSide.BRANCH),
        REPS: whole - nobody,
        NOBODY: nobody or None,
        STRETCH: sum(line.amount for line in stretch if line.rep_id is not None) * unit or None,
    }
    return tuple(
        Level(key, amount, amount / whole if whole > _ZERO else None)
        for key, amount in amounts.items()
        if amount is not None
    )
