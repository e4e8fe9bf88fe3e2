"""The desks of a version's metrics: what is done at several is undone as one; free of Qt."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from desktop.enums import Metric
from desktop.errors import KnownError
from desktop.services.plans.making_data import MEMBER_DIMENSIONS, PlanBook
from desktop.services.plans.planning_data import SavedEdit
from desktop.services.rules.plan_cube.data import Method, Selection
from desktop.services.rules.plan_cube.patching import PatchedLine
from desktop.views.plans.making.desk import PlanDesk

#: A cell of a metric's plan.
MetricCell = tuple[Metric, Selection]


@dataclass(frozen=True, slots=True)
class Wish:
    """A cell of a metric and the stored amount that it is to have."""

    metric: Metric
    selection: Selection
    total: int


@dataclass(frozen=True, slots=True)
class Given:
    """How wishes were taken: whether even parts had to be made, or which one was refused and why.

    `place` is that of the refused wish.
    """

    was_even: bool = False
    refused: KnownError | None = None
    place: int = 0


def same_members(one: PlanBook, other: PlanBook) -> bool:
    """Whether two books lie on the same reps, territories, customers and goods."""
    return all(
        one.members(axis) is other.members(axis) or one.members(axis) == other.members(axis)
        for axis in MEMBER_DIMENSIONS
    )


class PlanDesks:
    """The metrics of one version and level that are worked at, each at a desk of its own.

    Every step may touch several metrics; steps are taken back in the order in which they were
    done, whatever metric they were of.
    """

    def __init__(self, books: Iterable[PlanBook] = ()) -> None:
        self._desks: dict[Metric, PlanDesk] = {}
        self._done: list[tuple[Metric, ...]] = []
        self._undone: list[tuple[Metric, ...]] = []
        self.add(books)

    def add(self, books: Iterable[PlanBook]) -> None:
        """Work at these metrics, too; one that is there already stays as it is."""
        for book in books:
            self._desks.setdefault(book.metric, PlanDesk(book))

    def of(self, metric: Metric) -> PlanDesk | None:
        """Return a metric's desk, or None where its book was not read yet."""
        return self._desks.get(metric)

    @property
    def all(self) -> tuple[PlanDesk, ...]:
        """The desks, in the order in which their books came."""
        return tuple(self._desks.values())

    @property
    def are_aligned(self) -> bool:
        """Whether all books lie on the same members, so that their rows are the same ones."""
        return all(same_members(desk.book, self.all[0].book) for desk in self.all)

    # What is done

    def give(self, wishes: Sequence[Wish], method: Method) -> Given:
        """Give cells new totals, all or none; the answer says which one was refused."""
        step: list[Metric] = []
        was_even = False
        for place, wish in enumerate(wishes):
            desk = self._desks[wish.metric]
            depth = desk.depth
            try:
                was_even |= desk.give(wish.selection, wish.total, method)
            except KnownError as error:
                self._give_back(step)
                return Given(refused=error, place=place)
            step += [wish.metric] * (desk.depth - depth)
        self._note(step)
        return Given(was_even)

    def lock(self, cells: Sequence[MetricCell]) -> None:
        """Lock the lines of cells, or unlock them where all are locked."""
        by_metric: dict[Metric, list[Selection]] = {}
        for metric, selection in cells:
            by_metric.setdefault(metric, []).append(selection)
        parts = [(self._desks[one], found) for one, found in by_metric.items()]
        # A cell without a line has nothing to lock and does not keep the others locked.
        known = [(desk, found) for desk, found in parts if desk.has_lines(found)]
        locked = not all(desk.is_locked(found) for desk, found in known)
        step: list[Metric] = []
        for desk, found in known:
            depth = desk.depth
            desk.lock(found, locked)
            step += [desk.book.metric] * (desk.depth - depth)
        self._note(step)

    def bound(self, cell: MetricCell, minimum: int, maximum: int) -> None:
        """Bound each line of a cell.

        Raises:
            InputError: the bounds cross or are out of range.
        """
        metric, selection = cell
        desk = self._desks[metric]
        depth = desk.depth
        desk.bound(selection, minimum, maximum)
        self._note([metric] * (desk.depth - depth))

    def put(self, patches: Mapping[Metric, tuple[PatchedLine, ...]]) -> bool:
        """Put lines as they were left on top, as one step; return whether all of them fit."""
        step: list[Metric] = []
        for metric, patch in patches.items():
            desk = self._desks[metric]
            depth = desk.depth
            if not desk.put(patch):
                self._give_back(step)
                return False
            step += [metric] * (desk.depth - depth)
        self._note(step)
        return True

    def undo(self) -> tuple[Metric, ...]:
        """Take the last step back; return the metrics that it touched, none where there is none."""
        while self._done:
            step = self._done.pop()
            moved = [one for one in reversed(step) if self._desks[one].undo()]
            if moved:
                self._undone.append(tuple(reversed(moved)))
                return tuple(dict.fromkeys(moved))
        return ()

    def redo(self) -> tuple[Metric, ...]:
        """Do again what was taken back; return the metrics that it touched."""
        while self._undone:
            step = self._undone.pop()
            moved = [one for one in step if self._desks[one].redo()]
            if moved:
                self._done.append(tuple(moved))
                return tuple(dict.fromkeys(moved))
        return ()

    def saved(self, answers: Mapping[Metric, SavedEdit], expected: int) -> None:
        """Take these metrics as saved; the others expect the new version where they saw the old.

        A book that another desk's save has overtaken keeps its old version, so that its own save
        is a conflict.
        """
        for metric, answer in answers.items():
            self._desks[metric].saved(answer.version, answer.ids)
        newest = max((one.version for one in answers.values()), default=expected)
        for desk in self.all:
            if desk.book.version == expected:
                desk.expect(newest)

    def fits(self, book: PlanBook) -> bool:
        """Whether what was done here can be put onto a newer state of the version."""
        return all(same_members(desk.book, book) for desk in self.all)

    def _give_back(self, step: Sequence[Metric]) -> None:
        for metric in reversed(step):
            self._desks[metric].undo()
        if step:
            self._drop_redo()

    def _note(self, step: Sequence[Metric]) -> None:
        if step:
            self._done.append(tuple(step))
            self._drop_redo()

    def _drop_redo(self) -> None:
        self._undone.clear()
        for desk in self.all:
            desk.drop_redo()

    # What is asked

    @property
    def can_undo(self) -> bool:
        """Whether something can be taken back."""
        return bool(self._done)

    @property
    def can_redo(self) -> bool:
        """Whether something can be done again."""
        return bool(self._undone)

    @property
    def unsaved(self) -> int:
        """How many lines of all metrics differ from what was saved."""
        return sum(desk.unsaved for desk in self.all)

    @property
    def unsaved_desks(self) -> tuple[PlanDesk, ...]:
        """The desks at which something waits to be saved."""
        return tuple(desk for desk in self.all if desk.unsaved)
