"""The row of filters above both lists: which list, period, choices, quick filter."""

from __future__ import annotations

from datetime import date
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLabel, QToolButton, QWidget

from desktop.enums import VisitChannel
from desktop.i18n import _
from desktop.periods import FiscalCalendar, Period
from desktop.services.activity.data import VisitChoices
from desktop.views.activity.state import ALL, ATTEMPTS, NO, VALID, YES, ActivityState
from desktop.views.activity.words import channel_words, outcome_words
from desktop.views.filter_bar import FilterBar, FilterState, Options
from desktop.views.period_choice import Preset

_NO_CHOICES = VisitChoices((), ())


class ActivityFilters(FilterBar):
    """The filters of the Activity tab; those of visits go where reps are shown."""

    def __init__(self, today: date, fiscal: FiscalCalendar, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.picker = self.add_period(today, fiscal, Preset.THIS_MONTH)
        state = ActivityState(self.picker.period)
        self.add_choice("rep", lambda: _("Rep"), rep_options(state, _NO_CHOICES))
        self.add_choice("channel", lambda: _("Channel"), channel_options())
        self.add_choice("result", lambda: _("Outcome"), result_options(state, _NO_CHOICES))
        self.add_choice("planned", lambda: _("Planned"), planned_options())
        # What is chosen says by itself what it is; readers still hear the names.
        for name in self.findChildren(QLabel):
            if name.buddy() is not None:
                name.hide()
        self.boxes = self.findChildren(QComboBox)
        self.quick = self.add_quick()
        self.fit()

    @property
    def period(self) -> Period:
        """The period chosen."""
        return self.picker.period

    def add_switch(self, actions: tuple[QAction, ...]) -> None:
        """Put a button for each list at the head of the row."""
        switch = QWidget(self)
        row = QHBoxLayout(switch)
        row.setContentsMargins(0, 0, 8, 0)
        row.setSpacing(2)
        for action in actions:
            button = QToolButton(switch)
            button.setDefaultAction(action)
            button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextOnly)
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            row.addWidget(button)
            self.setTabOrder(button, self.picker)
        found = self.layout()
        assert isinstance(found, QHBoxLayout)
        found.insertWidget(0, switch)

    def show_choices(self, state: ActivityState, choices: VisitChoices) -> None:
        """Offer these choices and choose what the state says."""
        self.set_options("rep", rep_options(state, choices))
        self.set_options("result", result_options(state, choices))
        chosen = {
            "rep": state.rep,
            "channel": state.channel,
            "result": state.result,
            "planned": state.planned,
        }
        self.set_state(FilterState(state.period, chosen, state.text))

    def show_boxes(self, is_shown: bool) -> None:
        """Show or hide the choices that narrow visits only."""
        for box in self.boxes:
            box.setVisible(is_shown)

    def fit(self) -> None:
        """Give every field the room that its words need at this text size."""
        for box in self.boxes:
            self.limit(box, 10, 24)
        self.limit(self.quick, 12, 30)


def rep_options(state: ActivityState, choices: VisitChoices) -> Options:
    """Return the reps to choose from, the state's own in any case."""
    known = list(choices.reps)
    if state.rep and state.rep not in dict(known):
        known.append((state.rep, state.rep))
    every: list[tuple[object, Any]] = [("", lambda: _("All reps"))]
    return [*every, *((code, lambda n=name: n) for code, name in known)]


def channel_options() -> Options:
    """Return the channels to choose from."""
    every: list[tuple[object, Any]] = [("", lambda: _("All channels"))]
    return [*every, *((one.value, lambda c=one: channel_words(c)) for one in VisitChannel)]


def result_options(state: ActivityState, choices: VisitChoices) -> Options:
    """Return what reports count as and the outcomes to choose from."""
    known = list(choices.outcomes)
    if state.result not in (ALL, VALID, ATTEMPTS, *known):
        known.append(state.result)
    return [
        (ALL, lambda: _("All outcomes")),
        (VALID, lambda: _("Valid visits")),
        (ATTEMPTS, lambda: _("Attempts")),
        *((one, lambda o=one: outcome_words(o)) for one in known),
    ]


def planned_options() -> Options:
    """Return whether the visits were planned."""
    return [
        ("", lambda: _("Planned or not")),
        (YES, lambda: _("Planned")),
        (NO, lambda: _("Unplanned")),
    ]
