"""The form of a new plan: its year, what it begins with, and what it will hold before it is."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import uuid4

from PySide6.QtCore import QTimer, Signal, Slot
from PySide6.QtWidgets import QCheckBox, QComboBox, QGridLayout, QLineEdit, QSizePolicy, QWidget

from desktop.enums import Metric
from desktop.errors import InputError, KnownError, StorageError
from desktop.i18n import N_, _, ngettext
from desktop.services import formats
from desktop.services.messages import issue_sentence
from desktop.services.plans.previews import MetricPreview
from desktop.services.plans.versions_data import CopyPlan, MakePlan
from desktop.views.plain_text import heading, label
from desktop.views.plans.versions.new_plan import (
    BEGINNINGS,
    Beginning,
    NewPlanController,
    NewPlanTyped,
    command_of,
    name_proposed,
    preview_columns,
    version_proposed,
    year_proposed,
    years_offered,
)
from desktop.views.plans.versions.state import VersionRow
from desktop.views.plans.versions.words import choice_words, refusal_words
from desktop.views.plans.words import metric_words
from desktop.views.request_dialog import RequestDialog
from desktop.views.screen_room import digits_within
from desktop.views.tab import TabContext
from desktop.views.table_view import TableView

#: What the plan would hold is asked for so long after the last key.
PREVIEW_MS = 250
_CHECKS_A_ROW = 3


class NewPlanDialog(RequestDialog):
    """Asks for a plan's name, year and beginning, shows what it will make, and makes it.

    Signals:
        made(object version_id): the plan stands; this is its first version.
        error_met(Exception): the storage failed; the window says it too.
    """

    made = Signal(object)
    error_met = Signal(object)

    def __init__(
        self, context: TabContext, rows: Sequence[VersionRow], parent: QWidget | None = None
    ) -> None:
        super().__init__(_("New plan"), _("&Make plan"), parent)
        self._context, self._rows = context, tuple(rows)
        self._name_is_typed = False
        self._request_id = str(uuid4())
        self._row_of: dict[str, int] = {}
        self.controller = NewPlanController(context.services, context.runner, self)
        this_year = context.fiscal.year_of(context.clock.today())
        self.year, self.beginning, self.version = (QComboBox(self) for _i in range(3))
        for year, name in years_offered(context.fiscal, this_year):
            self.year.addItem(name, year)
        self.year.setCurrentIndex(self.year.findData(year_proposed(rows, this_year)))
        self.name, self.growth, self.note = QLineEdit(self), QLineEdit("0", self), QLineEdit(self)
        for beginning, words in BEGINNINGS.items():
            if beginning is not Beginning.COPY or rows:
                self.beginning.addItem(_(words), beginning)
        for row in rows:
            self.version.addItem(choice_words(row.card), row.version_id)
        proposed = version_proposed(rows, None)
        if proposed is not None:
            self.version.setCurrentIndex(self.version.findData(proposed.version_id))
        self.metrics = {metric: QCheckBox(metric_words(metric), self) for metric in Metric}
        self.metrics[Metric.SALES].setChecked(True)
        self._add_fields()
        self._add_preview()
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(PREVIEW_MS)
        self._soon.timeout.connect(self._ask_preview)
        self._wire()
        self._propose_name()
        self._show_beginning()

    def _add_fields(self) -> None:
        checks = QWidget(self)
        grid = QGridLayout(checks)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(8)
        for place, box in enumerate(self.metrics.values()):
            grid.addWidget(box, place // _CHECKS_A_ROW, place % _CHECKS_A_ROW)
        checks.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        checks.setFocusProxy(self.metrics[Metric.SALES])
        growth_hint = _("In percent over the results, for each metric; less than zero shrinks.")
        copy_hint = _("Lines move into the new year; what was agreed in the old one stays there.")
        fields = (
            ("name", _("&Name"), self.name, ""),
            ("year", _("Fiscal &year"), self.year, ""),
            ("beginning", _("&Begins with"), self.beginning, ""),
            ("version", _("&Version"), self.version, copy_hint),
            ("growth", _("&Growth in %"), self.growth, growth_hint),
            ("metrics", _("&Planned"), checks, ""),
            ("note", _("&Remark"), self.note, _("What the plan is about; it may stay empty.")),
        )
        for name, words, widget, hint in fields:
            self._row_of[name] = self.form.rowCount()
            self.add_field(name, words, widget, hint)

    def _add_preview(self) -> None:
        self.preview = TableView(
            preview_columns(self._context.currency, is_copy=False),
            name=N_("What the plan will hold"),
            row_id=lambda row: row.metric,
            parent=self,
        )
        self.preview.setFixedHeight(self.preview.verticalHeader().defaultSectionSize() * 8)
        self.summary = label("", self, role="muted")
        self.summary.setWordWrap(True)
        # Between the fields and the stretch above the buttons.
        self.body.insertWidget(2, heading(_("What it will hold"), self))
        self.body.insertWidget(3, self.preview)
        self.body.insertWidget(4, self.summary)
        self.setMinimumWidth(digits_within(self, 132))

    def _wire(self) -> None:
        self.name.textEdited.connect(self._name_typed)
        self.year.currentIndexChanged.connect(self._year_changed)
        self.beginning.currentIndexChanged.connect(self._show_beginning)
        self.version.currentIndexChanged.connect(self._ask_soon)
        self.growth.textEdited.connect(self._ask_soon)
        for box in self.metrics.values():
            box.toggled.connect(self._ask_soon)
        self.submitted.connect(self._make)

    def typed(self) -> NewPlanTyped:
        """Return what stands in the form."""
        return NewPlanTyped(
            name=self.name.text().strip(),
            year=int(self.year.currentData()),
            beginning=Beginning(self.beginning.currentData()),
            version_id=self.version.currentData(),
            growth=self.growth.text(),
            metrics=tuple(metric for metric, box in self.metrics.items() if box.isChecked()),
            note=self.note.text().strip(),
            request_id=self._request_id,
        )

    def request(self) -> MakePlan | CopyPlan | None:
        """Return the command, or None after marking what cannot be taken."""
        try:
            return command_of(self.typed())
        except InputError as error:
            self._mark(error)
            return None

    def _mark(self, error: InputError) -> None:
        words = {
            ("name", "required"): _("Give the plan a name."),
            ("metrics", "required"): _("Choose at least one metric."),
            ("growth", "required"): _("Type the growth in percent, such as 8."),
            ("growth", "number_unreadable"): _("Type the growth in percent, such as 8."),
        }
        self.show_issues(
            tuple(
                (issue, words.get((issue.column, issue.code)) or issue_sentence(issue))
                for issue in error.issues
            )
        )

    # Making

    @Slot(object)
    def _make(self, command: MakePlan | CopyPlan) -> None:
        self.controller.make(command, self._made, self._refused)

    def _made(self, version_id: int) -> None:
        self.made.emit(version_id)
        self.accept()

    def _refused(self, error: Exception) -> None:
        if isinstance(error, InputError):
            self._mark(error)
        elif isinstance(error, KnownError):
            if error.code == "plan_name_taken":
                self.set_waiting(False)
                self.mark("name", refusal_words(error))
                self.name.setFocus()
            else:
                self.show_error(refusal_words(error))
            if isinstance(error, StorageError):
                self.error_met.emit(error)
        else:
            self.set_waiting(False)
            self.error_met.emit(error)

    # What it will hold

    @Slot()
    def _show_beginning(self) -> None:
        beginning = Beginning(self.beginning.currentData())
        is_copy = beginning is Beginning.COPY
        self._show_row("version", is_copy)
        for name in ("growth", "metrics"):
            self._show_row(name, beginning is Beginning.LAST_YEAR)
        self.preview.set_rows(())
        self.preview.rows_model.set_columns(
            preview_columns(self._context.currency, is_copy=is_copy)
        )
        self._ask_soon()

    def _show_row(self, name: str, is_shown: bool) -> None:
        self.form.setRowVisible(self._row_of[name], is_shown)
        note = self._fields[name][1]
        # Qt shows all of a row, also the place of a note that says nothing.
        note.setVisible(is_shown and bool(note.text()))

    @Slot()
    def _ask_soon(self) -> None:
        # What stood there is of other words in the form.
        self.summary.setText(_("Looking…"))
        self._soon.start()

    @Slot()
    def _ask_preview(self) -> None:
        try:
            self.controller.preview(self.typed(), self._show_preview, self._preview_failed)
        except InputError as error:
            self._show_nothing(issue_sentence(error.issues[0]))

    def _show_preview(self, rows: tuple[MetricPreview, ...]) -> None:
        self.preview.set_rows(rows)
        self.preview.column_layout.remeasure()
        self.preview.set_empty_text("")
        count = sum(row.lines for row in rows)
        if self.typed().beginning is Beginning.EMPTY:
            self._show_nothing(
                _("The plan begins without a line. They are typed on its page, or imported.")
            )
        elif not count:
            self._show_nothing(_("There is nothing that the plan could begin with."))
        elif any(not row.is_possible for row in rows):
            self.summary.setText(
                _("Without results a metric has nothing to begin with: leave it out here.")
            )
        else:
            self.summary.setText(
                ngettext(
                    "{count} line will be made; it can be changed while the plan is a draft.",
                    "{count} lines will be made; they can be changed while the plan is a draft.",
                    count,
                ).format(count=formats.number(count))
            )

    def _show_nothing(self, words: str) -> None:
        self.summary.setText(words)
        if not self.preview.rows_model.rows:
            self.preview.set_empty_text(_("No lines"))

    def _preview_failed(self, error: Exception) -> None:
        if isinstance(error, KnownError):
            self._show_nothing(refusal_words(error))
        else:
            self.error_met.emit(error)

    # The name follows the year until it is typed

    @Slot()
    def _name_typed(self) -> None:
        self._name_is_typed = bool(self.name.text().strip())

    @Slot()
    def _year_changed(self) -> None:
        self._propose_name()
        self._ask_soon()

    def _propose_name(self) -> None:
        if not self._name_is_typed:
            year, name = int(self.year.currentData()), self.year.currentText()
            self.name.setText(name_proposed(self._rows, year, name))
