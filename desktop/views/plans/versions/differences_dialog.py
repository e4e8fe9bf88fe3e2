"""Two versions side by side: sums by rep, customer, product, month, and the list of lines."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import partial

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QDialog, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from desktop.enums import Dimension, Metric, PlanLevel
from desktop.errors import KnownError
from desktop.i18n import N_, _, ngettext
from desktop.services import formats
from desktop.services.exports.people import ExportTable
from desktop.services.plans.comparison_data import CompareVersions, VersionComparison
from desktop.tone import Tone
from desktop.views.exporting import TableExporter
from desktop.views.filter_bar import FilterBar, FilterState
from desktop.views.message_bar import MessageAction, MessageBar
from desktop.views.plain_text import heading, label
from desktop.views.plans.versions.differences import (
    BY_CHOICES,
    LINES,
    MOST_LINES,
    DifferencesController,
    by_words,
    export_notes,
    first_pair,
    level_words,
    line_columns,
    matching_lines,
    matching_sums,
    metrics_of,
    sum_columns,
    summary_words,
)
from desktop.views.plans.versions.state import VersionRow
from desktop.views.plans.versions.words import choice_words, refusal_words, version_words
from desktop.views.plans.words import metric_words
from desktop.views.screen_room import resize_within
from desktop.views.tab import TabContext
from desktop.views.table_pane import TablePane


class DifferencesDialog(QDialog):
    """Compares any two versions; the window stays usable."""

    def __init__(
        self,
        context: TabContext,
        rows: Sequence[VersionRow],
        current: VersionRow | None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(_("Differences between versions"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._context, self._rows = context, tuple(rows)
        self._by: Dimension | str = Dimension.REP
        self._hidden = 0
        self.messages = MessageBar(self)
        # The dialog leads to the rows; which they are stands in two rows of choices.
        self.versions, self.filters = FilterBar(self), FilterBar(self)
        self.pane = TablePane((), name=N_("Differences between versions"), parent=self)
        self.summary = label("", self)
        self.note = label("", self, role="muted")
        self.export = QPushButton(_("&Export…"), self)
        self.exporter = TableExporter(context.runner, context.settings, self._tell, self)
        self.controller = DifferencesController(
            context.services, context.runner, self, self._answered, self._refused
        )
        self._add_choices(first_pair(self._rows, current))
        self._build()
        self.versions.changed.connect(self._versions_changed)
        self.filters.changed.connect(self._filters_changed)
        self.filters.left_down.connect(self.pane.table.setFocus)
        self.export.clicked.connect(self.ask_export)
        resize_within(self, 150, 36)
        self.controller.compare(self._query())

    def _add_choices(self, pair: tuple[int, int]) -> None:
        options = [(row.version_id, partial(choice_words, row.card)) for row in self._rows]
        old = self.versions.add_choice("old", lambda: _("Old version"), options)
        new = self.versions.add_choice("new", lambda: _("New version"), options)
        for box in (old, new):
            self.versions.limit(box, 24, 48)
        swap = self.versions.add_button(lambda: _("S&wap"), self.swap)
        swap.setAutoDefault(False)
        metrics = metrics_of(self._rows, pair)
        self.filters.add_choice(
            "metric", lambda: _("Metric"), [(one, partial(metric_words, one)) for one in metrics]
        )
        self.filters.add_choice(
            "level", lambda: _("Level"), [(one, partial(level_words, one)) for one in PlanLevel]
        )
        self.filters.add_choice(
            "by", lambda: _("Rows"), [(one, partial(by_words, one)) for one in BY_CHOICES]
        )
        self.filters.add_quick()
        self.versions.set_state(FilterState(None, {"old": pair[0], "new": pair[1]}))

    def _build(self) -> None:
        for words in (self.summary, self.note):
            words.setWordWrap(True)
        close = QPushButton(_("Close"), self)
        close.setDefault(True)
        close.clicked.connect(self.accept)
        self.export.setAutoDefault(False)
        foot = QHBoxLayout()
        foot.setSpacing(8)
        foot.addWidget(self.export)
        foot.addWidget(self.note, 1)
        foot.addWidget(close)
        head = QVBoxLayout()
        head.setContentsMargins(16, 16, 16, 0)
        head.setSpacing(8)
        head.addWidget(heading(_("Differences between versions"), self, role="title"))
        below = QVBoxLayout()
        below.setContentsMargins(16, 8, 16, 16)
        below.setSpacing(8)
        below.addWidget(self.summary)
        below.addLayout(foot)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.messages)
        layout.addLayout(head)
        layout.addWidget(self.versions)
        layout.addWidget(self.filters)
        layout.addWidget(self.pane, 1)
        layout.addLayout(below)

    # What is compared

    def _query(self) -> CompareVersions:
        pair, chosen = self.versions.state().choices, self.filters.state().choices
        return CompareVersions(
            int(str(pair["old"])), int(str(pair["new"])),
            Metric(str(chosen["metric"])), PlanLevel(str(chosen["level"])),
        )  # fmt: skip

    @Slot()
    def swap(self) -> None:
        """Make the old version the new one and the new one the old."""
        pair = self.versions.state().choices
        self.versions.set_state(FilterState(None, {"old": pair["new"], "new": pair["old"]}))

    @Slot(object)
    def _versions_changed(self, _state: FilterState) -> None:
        query = self._query()
        metrics = metrics_of(self._rows, (query.old_id, query.new_id))
        self.filters.blockSignals(True)
        options = [(one, partial(metric_words, one)) for one in metrics]
        self.filters.set_options("metric", options)
        self.filters.blockSignals(False)
        self.controller.compare(self._query())

    @Slot(object)
    def _filters_changed(self, _state: FilterState) -> None:
        found, query = self.controller.found, self._query()
        if found is None or found.query != query:
            self.controller.compare(query)
        else:
            self._show_rows(found)

    # What comes back

    def _answered(self, found: VersionComparison) -> None:
        self.messages.close_message()
        if found.query != self._query():
            return
        self.summary.setText(summary_words(found, self._context.currency))
        self.pane.table.set_empty_text(_("No row has these words, or nothing is planned here."))
        self._show_rows(found)
        if not self.pane.table.currentIndex().isValid() and self.pane.table.rows_model.rows:
            self.pane.table.selectRow(0)

    def _refused(self, error: Exception) -> None:
        if not isinstance(error, KnownError):
            raise error
        self.summary.setText("")
        self.messages.show_message(refusal_words(error), Tone.BAD)

    def _show_rows(self, found: VersionComparison) -> None:
        state, table = self.filters.state(), self.pane.table
        by = state.choices["by"]
        self._hidden = 0
        metric, currency = found.query.metric, self._context.currency
        table.set_rows(())
        if by == LINES:
            lines = matching_lines(found.lines, state.text)
            table.rows_model.set_columns(line_columns(metric, currency, lines))
            table.keep_layout(self._context.settings, "plans.differences.lines")
            table.set_rows(lines[:MOST_LINES])
            self._hidden = len(lines) - len(table.rows_model.rows)
            self.filters.set_hits(len(lines), len(found.lines))
        else:
            dimension = Dimension(str(by))
            every = found.sums_by(dimension)
            sums = matching_sums(every, dimension, state.text)
            table.rows_model.set_columns(sum_columns(dimension, metric, currency, sums))
            table.keep_layout(self._context.settings, f"plans.differences.{dimension}")
            table.set_rows(sums)
            self.filters.set_hits(len(sums), len(every))
        table.column_layout.remeasure()
        self._by = by if by == LINES else Dimension(str(by))
        self._show_totals(found, bool(state.text))
        self._show_note()

    def _show_totals(self, found: VersionComparison, is_narrowed: bool) -> None:
        if is_narrowed or self._by == LINES:
            # The lines that are the same are not listed, so the list does not add up to it.
            self.pane.set_totals(None)
            return
        total = found.total
        self.pane.set_totals(
            {"old": total.old, "new": total.new, "change": total.change, "growth": total.growth}
        )

    def _show_note(self) -> None:
        words = ""
        if self._hidden:
            words = ngettext(
                "{count} line with a smaller change is not listed; an export has it.",
                "{count} lines with smaller changes are not listed; an export has them.",
                self._hidden,
            ).format(count=formats.number(self._hidden))
        self.note.setText(words)

    # Export

    @Slot()
    def ask_export(self) -> None:
        """Ask where the rows go."""
        table = self.export_table()
        if table is not None:
            self.exporter.ask(table)

    def export_table(self) -> ExportTable | None:
        """Return what is shown as a table for export, with the lines that are not listed."""
        found = self.controller.found
        if found is None:
            return None
        names = {row.version_id: version_words(row.card) for row in self._rows}
        title = _("Differences by {rows}").format(rows=by_words(self._by))
        if self._by == LINES:
            title = _("Lines that differ")
        table = self.pane.exported(title, export_notes(found, names))
        if not self._hidden:
            return table
        lines = matching_lines(found.lines, self.filters.state().text)
        columns = self.pane.table.shown_columns()
        rows = tuple(tuple(column.value(line) for column in columns) for line in lines)
        return replace(table, rows=rows)

    def _tell(self, words: str, tone: Tone, actions: tuple[MessageAction, ...]) -> None:
        self.messages.show_message(words, tone, actions)
