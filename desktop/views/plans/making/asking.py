"""What the plan's editor asks the services beside its books; free of Qt."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any

from desktop.enums import Metric, PlanLevel
from desktop.services.plans.making_data import CellReasons, LastYear
from desktop.services.plans.measures_data import MeasuresBook
from desktop.services.plans.potential_weights import PotentialWeights
from desktop.views.plans.making.desk import PlanDesk
from desktop.views.plans.making.reasons import blocks_of
from desktop.views.plans.making.view import MakingView
from desktop.views.runner import Runner

if TYPE_CHECKING:
    from desktop.views.plans.making.controller import MakingController


class Asking:
    """Asks what numbers are compared with and rest on; `measures` are the branch's own."""

    def __init__(
        self, services: Any, runner: Runner, view: MakingView, control: MakingController
    ) -> None:
        self._services, self._runner, self._view = services, runner, view
        self._control = control
        self.measures: MeasuresBook | None = None

    def compare(self) -> None:
        """Ask once what the current metric is compared with and can be spread by."""
        desk = self._control.desk
        if desk is None or desk.is_compared:
            return
        desk.is_compared = True
        book = desk.book
        self._runner.query(
            lambda: self._services.plan_making.last_year(book),
            partial(self._last_year_came, desk),
            owner=self._view,
            key=f"last year {book.metric}",
            on_error=lambda _error: None,
        )
        if book.metric is Metric.SALES:
            self._runner.query(
                lambda: self._services.plan_making.potential(book),
                partial(self._potential_came, desk),
                owner=self._view,
                key="potential",
                on_error=lambda _error: None,
            )

    def _potential_came(self, desk: PlanDesk, found: PotentialWeights | None) -> None:
        if desk in self._control.desks.all and found is not None:
            desk.potential = found
            self._view.show_state(self._control.state)

    def _last_year_came(self, desk: PlanDesk, found: LastYear | None) -> None:
        if desk in self._control.desks.all:
            desk.last_year = found
            self._view.show_state(self._control.state)
            self._control.show_cell()

    def ask_measures(self) -> None:
        """Ask for the targets of own measures where they stand beside the metrics."""
        state, version_id = self._control.state, self._control.version_id
        if not version_id or not state.is_side or state.level is not PlanLevel.BASE:
            return
        self._runner.query(
            lambda: self._services.plan_measures.book(version_id),
            partial(self._measures_came, version_id),
            owner=self._view,
            key="measures",
            on_error=lambda _error: None,
        )

    def _measures_came(self, version_id: int, found: MeasuresBook) -> None:
        if version_id == self._control.version_id:
            self.measures = found
            if self._control.state.is_side and self._control.desk is not None:
                self._control.show()

    def ask_reasons(self) -> None:
        """Ask what the current cell rests on; one that is computed has no reasons of its own."""
        control = self._control
        desk, sheet, at = control.desk, control.sheet, control.at
        if desk is None or sheet is None:
            return
        if sheet.metric_at(at[1]) is None:
            self._view.show_reasons(())
            return
        selection, amount = control.selection_at(at), sheet.amount(*at)
        # The worker looks at a copy: the window may go on editing.
        book, figures = replace(desk.book, cube=desk.book.cube.copy()), sheet.figures_at(at[1])

        def came(found: CellReasons) -> None:
            now = control.sheet
            if now is not None and now.metric_at(control.at[1]) is book.metric:
                self._view.show_reasons(blocks_of(found, figures))

        self._runner.query(
            lambda: self._services.plan_making.reasons(book, selection, amount),
            came,
            owner=self._view,
            key="reasons",
            on_error=self._view.show_error,
        )
