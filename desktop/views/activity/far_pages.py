"""The way to far pages of the list: where each day begins in it; free of Qt."""

from __future__ import annotations

from bisect import bisect_right

from desktop.services.activity.data import VisitAnchor, VisitKey, VisitOrder, VisitQuery
from desktop.views.activity.reader import ActivityReader
from desktop.views.activity.shown import ActivityView
from desktop.views.activity.state import PAGE_ROWS, ActivityState, PagePlace, query_of
from desktop.views.runner import Runner


class FarPages:
    """Knows where the days of the list begin, so that it is gone to without what lies between.

    That is asked for after the page and its sums, and only of a list of several pages; a list in
    another order than that of the days is paged through.
    """

    def __init__(self, activity: ActivityReader, runner: Runner, view: ActivityView) -> None:
        self._activity, self._runner, self._view = activity, runner, view
        self._known: tuple[ActivityState, bool] | None = None
        self._anchors: tuple[VisitAnchor, ...] = ()
        self._shown = (0, 0)

    def forget(self) -> None:
        """Ask anew where the days begin: something changed."""
        self._known, self._anchors = None, ()

    def show(self, state: ActivityState, start: int | None, total: int) -> None:
        """Show which part of the list the page is, and find out where its days begin."""
        self._shown = (start or 0, total)
        wanted = (state.chosen, state.is_ascending)
        is_far = state.order is VisitOrder.DAY and total > PAGE_ROWS
        if is_far and self._known != wanted:
            self._known, self._anchors = wanted, ()
            self._runner.query(
                lambda: self._activity.visit_anchors(query_of(state)),
                lambda anchors: self._came(wanted, anchors),
                owner=self._view,
                key="anchors",
            )
        self._tell(is_far)

    def _came(self, wanted: tuple[ActivityState, bool], anchors: tuple[VisitAnchor, ...]) -> None:
        if wanted == self._known:
            self._anchors = anchors
            self._tell(is_far=True)

    def _tell(self, is_far: bool) -> None:
        start, total = self._shown
        self._view.show_position(start, total if is_far and self._anchors else 0)

    def anchor_at(self, position: int) -> VisitAnchor | None:
        """Return the day that a position in the list lies in."""
        place = bisect_right(self._anchors, position, key=lambda one: one.start) - 1
        return self._anchors[place] if place >= 0 else None

    def page_at(self, position: int, state: ActivityState) -> PagePlace:
        """Return the page that begins with the day of a position, the state's if none is known."""
        anchor = self.anchor_at(position)
        if anchor is None:
            return state.page
        if not anchor.start:
            return PagePlace()
        query = VisitQuery(is_ascending=state.is_ascending)
        return PagePlace(anchor.start, after=VisitKey.at_day(anchor.day, query))
