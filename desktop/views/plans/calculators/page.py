"""The page "Calculators": its widgets and connections; the controller decides what they mean."""

from __future__ import annotations

from functools import partial
from itertools import pairwise

from PySide6.QtCore import QEvent, Qt, QTimer, Slot
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from desktop.i18n import N_, _
from desktop.services.calculators.data import Calculator
from desktop.services.calculators.examples import MAIN, Example
from desktop.services.drafts import DraftFolder
from desktop.services.exports.people import ExportTable
from desktop.tone import Tone
from desktop.views.actions import ActionSet, ActionSpec
from desktop.views.exporting import TableExporter
from desktop.views.kept_splitter import KeptSplitter
from desktop.views.parts import TabPart
from desktop.views.plain_text import label
from desktop.views.plans.calculators.answer_panel import AnswerPanel
from desktop.views.plans.calculators.answering import Answer, CallAnswer
from desktop.views.plans.calculators.chooser import CalculatorList, title_words
from desktop.views.plans.calculators.controller import CalculatorsController
from desktop.views.plans.calculators.fields import OptionsForm
from desktop.views.plans.calculators.grid_panel import GridPanel, InputArea
from desktop.views.plans.calculators.shelf import PanelShelf
from desktop.views.plans.calculators.state import Grid, Typed
from desktop.views.plans.calculators.words import calculator_words
from desktop.views.side_scroll import SideScroll
from desktop.views.tab import TabContext

_SPLITTER, _PANEL = "plans.calculators.splitter", "plans.calculators.panel"
_FIRST = "allocate"
#: The answer comes this long after the last letter.
_REST_MS = 250
_ACTIONS = (
    ActionSpec("example", N_("Fill in the &example"), "Ctrl+Shift+X",
               N_("Fill in a worked example and say where it is from")),
    ActionSpec("clear", N_("E&mpty the panel"), "",
               N_("Take out all figures; undo brings them back")),
    ActionSpec("undo", N_("&Undo"), "Ctrl+Z", N_("Take the last change back"), "undo"),
    ActionSpec("redo", N_("&Redo"), "Ctrl+Y", N_("Make the change again"), "redo"),
    ActionSpec("copy", N_("&Copy the answer"), "Ctrl+Shift+C",
               N_("Copy the whole table for Excel"), "copy"),
)  # fmt: skip


class CalculatorsPage(TabPart):
    """Twelve planning tools: the list, the figures that are typed, and the answer below them."""

    def __init__(self, context: TabContext, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self._exporter: TableExporter | None = None
        folder = DraftFolder(context.settings.drafts_folder / "calculators")
        self.controller = CalculatorsController(
            context.runner, self, context.currency, PanelShelf(folder, context.clock)
        )
        self.splitter = KeptSplitter(context.settings, _SPLITTER, self)
        self.list = CalculatorList(self.splitter)
        self.panel = QWidget(self.splitter)
        self.title = label("", self.panel, role="title")
        self.purpose = label("", self.panel, role="muted")
        self.source = label("", self.panel, role="muted")
        self.example, self.clear = QPushButton(self.panel), QPushButton(self.panel)
        self.scrolled = SideScroll(self.panel)
        self.halves = KeptSplitter(context.settings, _PANEL, self.scrolled)
        self.halves.setOrientation(Qt.Orientation.Vertical)
        self.inputs = InputArea(self.halves)
        self.answer = AnswerPanel(context.settings, context.currency, self.halves)
        self.form: OptionsForm | None = None
        self.grids: dict[str, GridPanel] = {}
        self._body: QWidget | None = None
        self._shares: list[int] = []
        self._is_new = False
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(_REST_MS)
        self._build()
        self.actions_set = ActionSet(self)
        self._wire()
        self._name_buttons()

    def _build(self) -> None:
        self.purpose.setWordWrap(True)
        self.source.setWordWrap(True)
        self.source.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        head = QHBoxLayout()
        head.setContentsMargins(16, 12, 16, 0)
        head.setSpacing(8)
        head.addWidget(self.title)
        head.addSpacing(8)
        head.addWidget(self.purpose, 1)
        for button in (self.example, self.clear):
            head.addWidget(button)
        self._inside = QVBoxLayout(self.inputs)
        self._inside.setContentsMargins(16, 12, 16, 8)
        self._inside.setSpacing(8)
        self._inside.addWidget(self.source)
        self.halves.add_parts(("inputs", self.inputs, 1, 360), ("answer", self.answer, 1, 360))
        panel = QVBoxLayout(self.panel)
        panel.setContentsMargins(0, 0, 0, 0)
        panel.setSpacing(0)
        panel.addLayout(head)
        self.scrolled.setWidget(self.halves)
        panel.addWidget(self.scrolled, 1)
        self.splitter.add_parts(("list", self.list, 0, 280), ("panel", self.panel, 1, 1120))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.splitter)

    def _wire(self) -> None:
        control = self.controller
        self.list.chosen.connect(control.choose)
        self.list.activated.connect(lambda _index: self._into_panel())
        self.example.clicked.connect(lambda _on=False: control.fill_example())
        self.clear.clicked.connect(lambda _on=False: control.clear())
        self._soon.timeout.connect(control.calculate)
        self.answer.export_wanted.connect(self._export)
        self.answer.copied.connect(lambda: self.say(_("The answer is on the clipboard.")))
        self.answer.table.selection_summed.connect(self.selection_summed)
        self.answer.steps.selection_summed.connect(self.selection_summed)
        for table in (self.answer.table, self.answer.steps):
            table.filter_wanted.connect(self.focus_filter)
        acts = (control.fill_example, control.clear, control.undo, control.redo,
                self.answer.copy_all)  # fmt: skip
        for spec, act in zip(_ACTIONS, acts, strict=True):
            self.actions_set.add(spec, act)

    def changeEvent(self, event: QEvent) -> None:
        """Draw the shapes of what is wrong in the new colours."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and hasattr(self, "actions_set"):
            answer = self.controller.answer
            if answer is not None and answer.refusals:
                self.show_answer(answer)

    # What the tab asks

    def reload(self) -> None:
        """Show the first calculator at the first look; nothing here comes from the database."""
        if not self.controller.name:
            self.list.choose(_FIRST)

    def retranslate(self) -> None:
        """Show all words in the language of the moment."""
        self.list.retranslate()
        self.actions_set.retranslate()
        self.answer.retranslate()
        self._name_buttons()
        self.controller.show_again()

    def menu_actions(self) -> tuple[QAction, ...]:
        """Return the page's commands."""
        return tuple(self.actions_set)

    def export_table(self) -> ExportTable | None:
        """Return the answer as it is shown."""
        return self.answer.exported()

    def can_close(self) -> bool:
        """Keep the figures for the next start; nothing is lost."""
        self.controller.keep()
        return True

    def focus_filter(self) -> None:
        """Put the keyboard into the list of calculators."""
        self.list.setFocus(Qt.FocusReason.ShortcutFocusReason)

    # What the controller tells

    def show_calculator(self, calculator: Calculator) -> None:
        """Build the fields and grids of a calculator."""
        self.title.setText(calculator_words(calculator.name))
        self.purpose.setText(title_words(calculator.name))
        if self._body is not None:
            self._inside.removeWidget(self._body)
            self._body.hide()
            self._body.deleteLater()
        body = QWidget(self.inputs)
        self.form = OptionsForm(calculator, body)
        self.form.changed.connect(self._option_changed)
        lines = QVBoxLayout(body)
        lines.setContentsMargins(0, 0, 0, 0)
        lines.setSpacing(12)
        lines.addWidget(self.form)
        self._tables = QHBoxLayout()
        self._tables.setSpacing(16)
        self.inputs.tables = self._tables
        lines.addLayout(self._tables, 1)
        self.grids = {}
        self._body, self._is_new = body, True
        self._inside.addWidget(body, 1)

    def show_typed(self, typed: Typed, grids: tuple[Grid, ...], example: Example | None) -> None:
        """Show what stands in the panel."""
        if self.form is not None:
            self.form.show_typed(typed)
        for grid in grids:
            panel = self.grids.get(grid.key) or self._add_grid(grid)
            panel.show_rows(grid, typed.rows(grid.key))
        self.source.setText("" if example is None else _source_words(example))
        self.source.setVisible(example is not None)
        self.actions_set["undo"].setEnabled(self.controller.can_undo)
        self.actions_set["redo"].setEnabled(self.controller.can_redo)
        self._share_height(has_grids=bool(grids))
        self._fit_fields()
        if self._is_new:
            self._is_new = False
            self._order_keys()

    def show_answer(self, answer: Answer) -> None:
        """Show an answer, and at fields and cells what stands against one."""
        self.answer.show_answer(answer)
        told = [one for one in answer.refusals if not one.is_missing]
        if self.form is not None:
            wrong: dict[str, str] = {}
            for one in told:
                if one.option:
                    wrong.setdefault(one.option, one.words)
            self.form.show_wrong(wrong)
            self._fit_fields()
        for key, panel in self.grids.items():
            panel.show_refusals([one for one in told if one.grid == key])

    def show_call(self, call: CallAnswer | None) -> None:
        """Show what hangs on a programme of visits."""
        self.answer.show_call(call)

    def calculate_soon(self) -> None:
        """Ask for the answer once the typing rests."""
        self._soon.start()

    def say(self, text: str) -> None:
        """Tell something in passing."""
        self.message_requested.emit(text, Tone.INFO, ())

    # Inside

    def _share_height(self, *, has_grids: bool) -> None:
        """Give fields alone no more height than they need, and grids their share again."""
        policy = self.inputs.sizePolicy()
        wanted = QSizePolicy.Policy.Preferred if has_grids else QSizePolicy.Policy.Maximum
        if policy.verticalPolicy() is wanted:
            return
        if not has_grids:
            self._shares = self.halves.sizes()
        policy.setVerticalPolicy(wanted)
        self.inputs.setSizePolicy(policy)
        if has_grids:
            self.halves.setSizes(self._shares)

    def _fit_fields(self) -> None:
        """Give fields that stand alone the height that they and their problems need."""
        if self.grids:
            return
        inside, width = self._inside, self.inputs.width()
        needed = inside.totalHeightForWidth(width) if inside.hasHeightForWidth() else 0
        needed = max(needed, inside.totalSizeHint().height())
        self.halves.setSizes([needed, max(sum(self.halves.sizes()) - needed, 1)])

    def _order_keys(self) -> None:
        """Let Tab go from the buttons through fields and grids to the answer, as one reads."""
        if self.form is None:
            return
        order: list[QWidget] = [self.list, self.example, self.clear]
        order += [field.field for field in self.form.fields.values()]
        for panel in self.grids.values():
            order += [panel.open, panel.table, panel.go]
        order += [self.answer.copy, self.answer.export, self.answer.table]
        for first, second in pairwise(order):
            self.setTabOrder(first, second)

    def _into_panel(self) -> None:
        """Put the keyboard into the first field, or the first cell."""
        fields = [] if self.form is None else list(self.form.fields.values())
        if fields:
            fields[0].field.setFocus(Qt.FocusReason.TabFocusReason)
        else:
            self.grids[MAIN].table.stand_on(0)

    def _add_grid(self, grid: Grid) -> GridPanel:
        assert self._body is not None
        panel = GridPanel(self.controller.name, grid, self._body)
        control, key = self.controller, grid.key
        panel.table.edited.connect(partial(control.edit, key))
        panel.table.pasted.connect(partial(control.paste, key))
        panel.table.rows_removed.connect(partial(control.remove_rows, key))
        panel.file_chosen.connect(partial(control.open_file, key))
        # The main grid has more columns than the margins beside it.
        self._tables.addWidget(panel, 3 if not key else 2)
        self.grids[key] = panel
        return panel

    @Slot(str, object)
    def _option_changed(self, option: str, value: str | bool) -> None:
        self.controller.set_option(option, value)

    @Slot()
    def _export(self) -> None:
        table = self.export_table()
        if table is None:
            return
        if self._exporter is None:
            self._exporter = TableExporter(
                self.context.runner, self.context.settings, self.message_requested.emit,
                self.window(),
            )  # fmt: skip
        self._exporter.ask(table)

    def _name_buttons(self) -> None:
        self.example.setText(_("Example"))
        self.example.setToolTip(self.actions_set["example"].toolTip())
        self.clear.setText(_("Empty"))
        self.clear.setToolTip(self.actions_set["clear"].toolTip())


def _source_words(example: Example) -> str:
    """Return what an example is and where it is from."""
    says = _(example.says)
    if not example.source:
        return says
    return _("{says} Source: {source}.").format(says=says, source=example.source)
