"""The page "Rep's week": its widgets and connections; the controller decides what they mean."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from functools import partial

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from desktop.i18n import N_, _, language
from desktop.services.exports.people import ExportTable
from desktop.services.rep_week.data import RepChoice, RepWeek
from desktop.services.rep_week.words import (
    mean_words,
    pace_tone,
    pace_words,
    plan_words,
    week_words,
)
from desktop.tone import Tone
from desktop.views.actions import ActionSet, ActionSpec
from desktop.views.activity.rep_week.columns import (
    figure_columns,
    gap_columns,
    timeline_columns,
    timeline_rows,
)
from desktop.views.activity.rep_week.controller import RepWeekController
from desktop.views.filter_bar import FilterBar, FilterState
from desktop.views.icons import show_shape
from desktop.views.kept_splitter import KeptSplitter
from desktop.views.parts import TabPart
from desktop.views.plain_text import heading, label
from desktop.views.tab import Place, PrintRequest, TabContext
from desktop.views.table_view import TableView

_ACTIONS = (
    ActionSpec("before", N_("Week &before"), "Alt+PgUp", N_("Show the week before"), "left"),
    ActionSpec("after", N_("Week &after"), "Alt+PgDown", N_("Show the week after"), "right"),
    ActionSpec("rep_before", N_("&Rep before"), "Alt+Shift+PgUp",
               N_("Show the same week of the rep before")),
    ActionSpec("rep_after", N_("Rep a&fter"), "Alt+Shift+PgDown",
               N_("Show the same week of the next rep")),
    ActionSpec("open", N_("&Show what is behind"), "Ctrl+Return",
               N_("Show the customer of a line, or the visits of a day (Enter in the list)")),
    ActionSpec("visits", N_("&Visits of the week"), "Ctrl+Shift+W",
               N_("Show the list of the rep's visits of this week")),
)  # fmt: skip
_PACES = 3


class RepWeekPage(TabPart):
    """The days of a rep's week at the left; its figures and what is missing at the right."""

    def __init__(self, context: TabContext, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self._is_setting, self._tones = False, (Tone.NONE,) * _PACES
        self.controller = RepWeekController(
            context.services, context.runner, self, context.clock.today
        )
        self.filters = FilterBar(self)
        self.rep_box = self.filters.add_choice("rep", lambda: _("Rep"), ())
        self.week_box = self.filters.add_choice("week", lambda: _("Week shown"), ())
        self.filters.limit(self.week_box, 30, 40)
        self.state = label("", self.filters, role="muted")
        self.filters.add_widget(self.state)
        self.splitter = KeptSplitter(context.settings, "activity.rep_week.splitter", self)
        self.timeline = TableView(
            timeline_columns(context.currency), name=N_("Timeline of the week"),
            row_id=lambda row: row.id, parent=self.splitter,
        )  # fmt: skip
        self.side = KeptSplitter(context.settings, "activity.rep_week.side", self.splitter)
        self.above, self.below = QWidget(self.side), QWidget(self.side)
        self.figures = TableView(
            figure_columns(context.currency), name=N_("Figures of the week"),
            row_id=lambda row: row.key, parent=self.above,
        )  # fmt: skip
        self.gaps = TableView(
            gap_columns(), name=N_("What is missing"), parent=self.below,
            row_id=lambda gap: (gap.kind, gap.day, gap.customer_id, gap.start),
        )  # fmt: skip
        self.titles = (heading("", self.above), heading("", self.below))
        self.paces = tuple((QLabel(self.above), label("", self.above)) for _n in range(_PACES))
        self.note = label("", self, role="muted")
        self.actions_set = ActionSet(self)
        self._build()
        self._wire()
        self._name_titles()

    def _build(self) -> None:
        self.side.setOrientation(Qt.Orientation.Vertical)
        for holder, title, table in (
            (self.above, self.titles[0], self.figures),
            (self.below, self.titles[1], self.gaps),
        ):
            title.setContentsMargins(12, 8, 12, 6)
            column = QVBoxLayout(holder)
            column.setContentsMargins(0, 0, 0, 0)
            column.setSpacing(0)
            column.addWidget(title)
            column.addWidget(table, 1)
            if holder is self.above:
                for shape, words in self.paces:
                    words.setWordWrap(True)
                    line = QHBoxLayout()
                    line.setContentsMargins(12, 4, 12, 4)
                    line.setSpacing(8)
                    line.addWidget(shape, 0, Qt.AlignmentFlag.AlignTop)
                    line.addWidget(words, 1)
                    column.addLayout(line)
        self.side.add_parts(("figures", self.above, 5, 500), ("gaps", self.below, 2, 180))
        self.splitter.add_parts(("days", self.timeline, 3, 880), ("side", self.side, 2, 540))
        self.note.setContentsMargins(16, 6, 16, 6)
        self.note.setWordWrap(True)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.filters)
        layout.addWidget(self.splitter, 1)
        layout.addWidget(self.note)

    def _wire(self) -> None:
        control = self.controller
        acts = (
            lambda: control.turn_week(-1), lambda: control.turn_week(1),
            lambda: control.turn_rep(-1), lambda: control.turn_rep(1),
            self._open_current, control.open_visits,
        )  # fmt: skip
        for spec, act in zip(_ACTIONS, acts, strict=True):
            self.actions_set.add(spec, act)
        self.filters.changed.connect(self._filters_changed)
        self.timeline.opened.connect(control.open_row)
        self.gaps.opened.connect(control.open_gap)
        for table, key in (
            (self.timeline, "days"), (self.figures, "figures"), (self.gaps, "gaps"),
        ):  # fmt: skip
            table.keep_layout(self.context.settings, f"activity.rep_week.{key}")
            table.selection_summed.connect(self.selection_summed)
            table.filter_wanted.connect(self.focus_filter)

    # What the tab asks

    def reload(self) -> None:
        """Ask for the week."""
        self.controller.reload()

    def retranslate(self) -> None:
        """Show all words in the language of the moment."""
        self._is_setting = True
        self.filters.retranslate()
        self._is_setting = False
        self.actions_set.retranslate()
        self._name_titles()
        for table in (self.timeline, self.figures, self.gaps):
            table.retranslate()
        self.controller.show_again()

    def menu_actions(self) -> tuple[QAction, ...]:
        """Return the page's commands."""
        return tuple(self.actions_set)

    def export_table(self) -> ExportTable | None:
        """Return the list that has the keyboard, else the timeline."""
        week = self.controller.week
        if week is None or week.rep is None:
            return None
        notes = (
            (_("Rep"), rep_words(week.rep)), (_("Week"), week_words(week.monday, week.sunday)),
            (_("Check"), mean_words(week)),
        )  # fmt: skip
        focus = self.window().focusWidget()
        if focus is self.figures:
            return self.figures.exported(_("Figures of the week"), None, notes)
        if focus is self.gaps:
            return self.gaps.exported(_("What is missing"), None, notes)
        return self.timeline.exported(_("Timeline of the week"), None, notes)

    def print_request(self) -> PrintRequest | None:
        """Return the week on one page."""
        week = self.controller.week
        if week is None or week.rep is None:
            return None
        printed_at, speaks = self.context.clock.now().astimezone(), language()

        def make_pdf() -> bytes:
            from desktop.services.rep_week.printing import print_rep_week

            return print_rep_week(week, printed_at, speaks).content

        title = _("Week of {name}").format(name=week.rep.name)
        return PrintRequest(title, make_pdf, title)

    def focus_filter(self) -> None:
        """Put the keyboard into the choice of the rep."""
        self.rep_box.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def visit(self, facts: Mapping[str, object]) -> None:
        """Show the rep and the day that another page asks for."""
        self.controller.visit(facts)

    # What the controller tells

    def show_waiting(self, text: str) -> None:
        """Show no rows, and this sentence."""
        self.timeline.set_empty_text(text)
        for table in (self.timeline, self.figures, self.gaps):
            table.set_rows(())

    def show_week(self, week: RepWeek) -> None:
        """Show a rep's week."""
        self._set_filters(week)
        has_rep = week.rep is not None
        for action in self.actions_set:
            action.setEnabled(has_rep)
        self.timeline.set_empty_text(
            _("The branch has no reps yet. Import them or add them, then their weeks are here.")
        )
        self.timeline.set_rows(timeline_rows(week))
        self.figures.set_rows(week.figures)
        self.gaps.set_empty_text(_("Nothing is missing in this week.") if has_rep else "")
        self.gaps.set_rows(week.gaps)
        self.state.setText(plan_words(week.plan_state) if has_rep else "")
        self._tones = tuple(
            pace_tone(week.pace[place]) if place < len(week.pace) else Tone.NONE
            for place in range(_PACES)
        )
        for place, (shape, words) in enumerate(self.paces):
            is_there = place < len(week.pace)
            words.setText(pace_words(week.pace[place], week.currency) if is_there else "")
            show_shape(shape, self._tones[place], self)
        self.note.setText(self._note(week))

    def open_customer(self, customer_id: int) -> None:
        """Leave for a customer's card."""
        self.place_requested.emit(Place("accounts", {"customer_id": customer_id}))

    def open_visits(self, rep_code: str, first: date, last: date) -> None:
        """Leave for the list of a rep's visits of some days."""
        facts = {"part": "", "rep": rep_code, "first": first, "last": last}
        self.place_requested.emit(Place("activity", facts))

    # Inside

    def _note(self, week: RepWeek) -> str:
        if week.rep is None:
            return ""
        if week.is_empty:
            return _("Nothing was reported or planned in this week. {known}").format(
                known=mean_words(week)
            )
        return mean_words(week)

    def _name_titles(self) -> None:
        words = (_("Figures of the week"), _("What is missing"))
        for title, text in zip(self.titles, words, strict=True):
            title.setText(text)

    def _set_filters(self, week: RepWeek) -> None:
        self._is_setting = True
        reps = [(one.id, partial(rep_words, one)) for one in week.reps]
        weeks = [(day, partial(_week_words, day)) for day in self.controller.mondays()]
        self.filters.set_options("rep", reps)
        self.filters.set_options("week", weeks)
        rep_id = None if week.rep is None else week.rep.id
        self.filters.set_state(FilterState(None, {"rep": rep_id, "week": week.monday}))
        self._is_setting = False

    @Slot(object)
    def _filters_changed(self, state: FilterState) -> None:
        rep_id, monday = state.choices["rep"], state.choices["week"]
        if not self._is_setting and isinstance(rep_id, int) and isinstance(monday, date):
            self.controller.choose(rep_id, monday)

    def _open_current(self) -> None:
        if self.gaps.hasFocus():
            gap = self.gaps.current_row()
            if gap is not None:
                self.controller.open_gap(gap)
            return
        row = self.timeline.current_row()
        if row is not None:
            self.controller.open_row(row)


def rep_words(rep: RepChoice) -> str:
    """Return whose week it is; of who left, since when."""
    if rep.left_on is None:
        return f"{rep.code} {rep.name}"
    return _("{code} {name} (left {day})").format(
        code=rep.code, name=rep.name, day=rep.left_on.isoformat()
    )


def _week_words(monday: date) -> str:
    return week_words(monday, monday + timedelta(days=6))
