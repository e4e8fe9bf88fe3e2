"""A plan version's cube for its editor: read as a book, compared with last year, saved."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop.clock import Clock
from desktop.enums import Dimension, Metric, PlanLevel
from desktop.errors import RuleViolation
from desktop.models import AppUser, CommandLog, PlanEdit
from desktop.periods import Month, Period
from desktop.services.access import Actor
from desktop.services.figures.frame import Frame, RepFacts, load_branch, load_frame
from desktop.services.garbage import collector_paused
from desktop.services.plans.axes import Axis
from desktop.services.plans.cube import unit_of
from desktop.services.plans.feasibility import PlanFeasibility
from desktop.services.plans.last_year import months_behind, result_axes, results_behind
from desktop.services.plans.making_data import (
    CellReasons,
    LastTouch,
    LastYear,
    PlanBook,
    SaveBook,
)
from desktop.services.plans.planning import Planning
from desktop.services.plans.planning_data import PlanSheet, SavedEdit, SaveEdit, edit_of
from desktop.services.plans.planning_sheet import load_sheets
from desktop.services.plans.potential_weights import PotentialWeights, read_weights
from desktop.services.plans.reasons import found_in, read_pedigrees, selection_of
from desktop.services.plans.reasons_data import Pedigree, Scope
from desktop.services.plans.version_records import find_version
from desktop.services.rules.plan_cube.cube import PlanCube
from desktop.services.rules.plan_cube.data import (
    EVERYTHING,
    NONE,
    CubeAxes,
    LineColumns,
    Selection,
)
from desktop.services.rules.plan_cube.likeness import likeness, weights_like
from desktop.services.uow import UnitOfWork

#: Month's ordinal, customer, rep of a pool, product: places on the axes.
_Place = tuple[int, int, int, int]
#: More cells than this in one save have one pedigree together.
MOST_PEDIGREES = 400
#: What of a cell a pedigree names.
_SCOPED = {
    Dimension.CUSTOMER: "customer_id",
    Dimension.REP: "rep_id",
    Dimension.TERRITORY: "territory_id",
    Dimension.PRODUCT: "product_id",
    Dimension.PRODUCT_GROUP: "product_group_id",
}


class PlanMaking:
    """Reads and saves what the plan's editor works at."""

    def __init__(self, uow: UnitOfWork, clock: Clock) -> None:
        self._uow = uow
        self._clock = clock
        self._planning = Planning(uow, clock)
        self._feasibility = PlanFeasibility(uow, clock)

    def book(self, version_id: int, metric: Metric, level: PlanLevel) -> PlanBook:
        """Return a version's lines of a metric and level as a cube, with its members' names.

        Raises:
            InputError: `plan_version_gone`.
        """
        return self.books(version_id, (metric,), level)[0]

    def books(
        self, version_id: int, metrics: Sequence[Metric], level: PlanLevel
    ) -> tuple[PlanBook, ...]:
        """Return books of several metrics as they stood at one moment, with the same members.

        Raises:
            InputError: `plan_version_gone`.
        """
        with self._uow.read() as session, collector_paused():
            sheets = load_sheets(session, version_id, metrics, level)
            frame = load_frame(session)
        return tuple(_book_of(sheet, frame) for sheet in sheets)

    def save(self, actor: Actor, command: SaveBook) -> SavedEdit:
        """Write what a book holds unsaved, all of it in one transaction, with its pedigrees.

        Raises:
            ConflictError, InputError, NotAllowed, RuleViolation: as `Planning.save_edit`.
        """
        return self.save_all(actor, (command,))[0]

    def save_all(self, actor: Actor, commands: Sequence[SaveBook]) -> tuple[SavedEdit, ...]:
        """Write what books of one version hold unsaved, all of it in one transaction.

        Raises:
            ConflictError, InputError, NotAllowed, RuleViolation: as `Planning.save_edits`.
        """
        return self._planning.save_edits(actor, [_edit_of(command) for command in commands])

    def last_year(self, book: PlanBook) -> LastYear | None:
        """Return the results that a book is compared with, None where there are none.

        A month of the plan is compared with the same month a year before, or with the last such
        month that is over.
        """
        metric = book.metric
        with self._uow.read() as session, collector_paused():
            frame = load_frame(session)
            year, today = book.card.fiscal_year, self._clock.today()
            try:
                months = months_behind(session, frame, metric, year, today)
            except RuleViolation:
                return None
            sums = _results(session, frame, book, months)
        behind = [before for _month, before in months]
        axes = book.cube.axes
        gained = _cube_of(axes, {place: amount for place, amount in sums.items() if amount > 0})
        returned = _cube_of(axes, {place: -amount for place, amount in sums.items() if amount < 0})
        known = likeness(book.cube.shape, gained.lines, returned.lines)
        # The window may be making lines meanwhile: only those that the book came with count.
        begun = weights_like(known, book.sheet.cube().lines)
        return LastYear(gained, returned, min(behind), max(behind), known, begun)

    def potential(self, book: PlanBook) -> PotentialWeights | None:
        """Return the figures of potential that a book's numbers can be spread by.

        None where there are no figures at all.
        """
        with self._uow.read() as session:
            branch, sheet = load_branch(session), book.sheet
            return read_weights(session, branch, sheet.axes, sheet.customers, sheet.territories)

    def reasons(self, book: PlanBook, selection: Selection, amount: int) -> CellReasons:
        """Return what a cell's amount rests on, and whether it can be reached.

        The book's cube is one that nobody edits meanwhile. An edited amount is judged, too.

        Raises:
            InputError: `plan_version_gone`.
        """
        if any(NONE in wanted for _dimension, wanted in selection.limits):
            return CellReasons(is_known=False)
        card, scope = book.card, scope_of(book, selection)
        with self._uow.read() as session, collector_paused():
            record = find_version(session, load_branch(session), card.version_id)
            rows = read_pedigrees(session, record, book.metric, book.level)
        found = found_in(book.sheet, book.cube, rows, scope)
        verdict = self._feasibility.of_figure(
            card.version_id, book.metric, scope, amount, book.level
        )
        return CellReasons(True, found, verdict)

    def last_touch(self, version_id: int) -> LastTouch | None:
        """Return who saved numbers of a version last, and when; None where nobody did."""
        with self._uow.read() as session:
            branch = load_frame(session).branch
            row = session.execute(
                select(AppUser.name, AppUser.login, CommandLog.at)
                .join(CommandLog, CommandLog.user_id == AppUser.id)
                .join(PlanEdit, PlanEdit.command_id == CommandLog.id)
                .where(PlanEdit.branch_id == branch.id, PlanEdit.version_id == version_id)
                .order_by(PlanEdit.id.desc())
                .limit(1)
            ).first()
        return None if row is None else LastTouch(row.name or row.login, row.at)


def _book_of(sheet: PlanSheet, frame: Frame) -> PlanBook:
    year = frame.branch.fiscal.period(sheet.card.fiscal_year)
    gone = frozenset(
        place for place, rep in enumerate(sheet.reps) if not _is_there(frame.reps[rep.id], year)
    )
    return PlanBook(
        sheet, sheet.card.version, frame.branch.currency,
        unit_of(sheet.metric, frame.branch.decimals), frame.branch.fiscal, sheet.cube(), gone,
    )  # fmt: skip


def _edit_of(command: SaveBook) -> SaveEdit:
    book = command.book
    pedigrees = tuple(
        Pedigree(scope, amount, command.method, command.reason)
        for scope, amount in scopes_of(book, command.touched).items()
    )
    edit = edit_of(book.sheet, book.cube, pedigrees, book.version)
    return replace(edit, request_id=command.request_id)


def scopes_of(book: PlanBook, touched: Sequence[Selection]) -> dict[Scope, int]:
    """Return the parts of a plan that numbers were given to, with their amounts now.

    Pedigrees cannot name what has no rep or no customer: there the part around it stands.
    A cell is left out where none of its lines is unsaved (its number was taken back). Of more
    cells than anybody reads the whole plan stands for all.
    """
    cube, unsaved = book.cube, book.cube.unsaved()
    changed = {*unsaved.changed, *unsaved.created}
    # Lines that were made and taken back leave nothing but what is removed.
    found = [
        scope_of(book, selection)
        for selection in touched
        if changed.intersection(cube.places(selection).tolist()) or unsaved.removed
    ]
    scopes = dict.fromkeys(found)
    if not scopes or len(scopes) > MOST_PEDIGREES:
        return {scope_of(book, EVERYTHING): cube.total()}
    return {scope: cube.total(selection_of(book.sheet, scope) or EVERYTHING) for scope in scopes}


def scope_of(book: PlanBook, selection: Selection) -> Scope:
    """Return a part of the plan as pedigrees name it; of several limits the last one counts."""
    axes = book.cube.axes
    first, last = axes.first_month, axes.first_month + axes.months - 1
    ids: dict[str, int | None] = {}
    for dimension, wanted in selection.limits:
        member = min(wanted)
        if dimension is Dimension.MONTH:
            first, last = member, member
        elif dimension is Dimension.QUARTER:
            first, last = max(first, member * 3), min(last, member * 3 + 2)
        elif dimension in _SCOPED and member != NONE:
            ids[_SCOPED[dimension]] = book.member(dimension, member).id
    return Scope(first, last, **ids)


def _is_there(rep: RepFacts, year: Period) -> bool:
    """Whether a rep is employed on a day of the year."""
    came = rep.hire_date is None or rep.hire_date < year.end
    return came and (rep.leave_date is None or rep.leave_date >= year.start)


def _results(
    session: Session, frame: Frame, book: PlanBook, months: tuple[tuple[Month, Month], ...]
) -> dict[_Place, int]:
    """Return last year's results by the plan's months and the places of their members."""
    axes = result_axes(book.metric)
    at = {
        axis: {None: NONE, **{one.id: place for place, one in enumerate(book.members(dimension))}}
        for axis, dimension in (
            (Axis.CUSTOMER, Dimension.CUSTOMER),
            (Axis.REP, Dimension.REP),
            (Axis.PRODUCT, Dimension.PRODUCT),
        )
    }
    found: dict[_Place, int] = defaultdict(int)
    for leaf, amount in results_behind(session, frame, book.metric, months, axes):
        values = dict(zip(axes, leaf, strict=True))
        # A record that came while the book lay open is nobody's here.
        customer, rep, product = (
            at[axis].get(values.get(axis), NONE) for axis in (Axis.CUSTOMER, Axis.REP, Axis.PRODUCT)
        )
        month = values[Axis.MONTH]
        assert month is not None
        found[(month, customer, NONE if customer != NONE else rep, product)] += amount
    return found


def _cube_of(axes: CubeAxes, sums: dict[_Place, int]) -> PlanCube:
    month, customer, pool, product = tuple(zip(*sums, strict=True)) if sums else ((),) * 4
    return PlanCube(
        axes,
        LineColumns.plain(month, customer, product, tuple(sums.values()), pool_rep=pool),
    )
