"""The Appraisals tab's widgets and connections; what they mean is decided by its controller."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from PySide6.QtCore import Qt, QUrl, Slot
from PySide6.QtGui import QAction, QCloseEvent, QDesktopServices
from PySide6.QtWidgets import QFileDialog, QMenu, QVBoxLayout, QWidget

from desktop.changes import Topic
from desktop.i18n import N_, _
from desktop.services.appraisals.book import ScorecardLine
from desktop.services.appraisals.printing import PrintedFiles
from desktop.services.exports.people import ExportTable
from desktop.tone import Tone
from desktop.views.actions import ActionSet, ActionSpec
from desktop.views.appraisals.card_panel import CardPanel
from desktop.views.appraisals.columns import card_columns, totals_of
from desktop.views.appraisals.controller import AppraisalsController
from desktop.views.appraisals.dialogs import (
    LANGUAGE_CHOICES,
    BatchDialog,
    BatchOffer,
    TroubleDialog,
)
from desktop.views.appraisals.state import AppraisalsState, BatchOrder, ListShown, PageShown
from desktop.views.appraisals.words import export_notes, printed_tone, printed_words
from desktop.views.filter_bar import FilterBar, FilterState
from desktop.views.kept_splitter import KeptSplitter
from desktop.views.message_bar import MessageAction
from desktop.views.period_choice import Preset
from desktop.views.plain_text import label
from desktop.views.tab import Place, PrintRequest, TabContext, TabPage
from desktop.views.table_pane import TablePane

_SPLITTER, _LIST = "appraisals.splitter", "appraisals.list"
_ACTIONS = (
    ActionSpec("rows", N_("Show the &rows behind"), "Ctrl+Return",
               N_("Open what the current figure is made of (Enter in the list)")),
    ActionSpec("save", N_("&Save the page as PDF…"), "Ctrl+S",
               N_("Write the scorecard that is shown as a file"), "save"),
    ActionSpec("all", N_("&All scorecards…"), "Ctrl+Shift+P",
               N_("Write everyone's scorecards into a folder"), "print"),
    ActionSpec("larger", N_("&Larger page"), "Alt++", "", "zoom-in"),
    ActionSpec("smaller", N_("S&maller page"), "Alt+-", "", "zoom-out"),
    ActionSpec("fit", N_("&Fit the page to the panel"), "Alt+0"),
)  # fmt: skip


class AppraisalsTab(TabPage):
    """Every rep's results and process in a period, and the scorecard as it is printed."""

    key = "appraisals"
    name = N_("Appraisals")
    topics = frozenset((
        Topic.BRANCH, Topic.ORGANISATION, Topic.CUSTOMERS, Topic.PRODUCTS, Topic.ORDERS,
        Topic.INVOICES, Topic.COLLECTIONS, Topic.VISITS, Topic.EXPENSES, Topic.CALENDAR,
        Topic.PLANS, Topic.IMPORTS,
    ))  # fmt: skip

    def __init__(self, context: TabContext, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self._is_setting = False
        self.filters = FilterBar(self)
        self.picker = self.filters.add_period(
            context.clock.today(), context.fiscal, Preset.LAST_QUARTER
        )
        self.filters.add_choice("manager", lambda: _("Manager"), _manager_options(()))
        self.filters.add_choice("language", lambda: _("Printed in"), _language_options())
        quick = self.filters.add_quick()
        self.filters.limit(quick, 12, 28)
        self.filters.add_button(lambda: _("All scorecards…"), self._all_clicked)
        self.pane = TablePane(
            card_columns(context.currency), name=N_("Scorecards"),
            row_id=lambda row: row.rep_code, parent=self,
        )  # fmt: skip
        self.note = label("", self, role="muted")
        self.card = CardPanel(self)
        self.splitter = KeptSplitter(context.settings, _SPLITTER, self)
        self.controller = AppraisalsController(
            context.services.appraisals, context.runner, self,
            AppraisalsState(self.picker.period), context.clock, context.fiscal,
        )  # fmt: skip
        self._build()
        self.actions_set = ActionSet(self)
        self._wire()

    def _build(self) -> None:
        self.note.setContentsMargins(16, 6, 16, 6)
        self.note.setWordWrap(True)
        self.note.hide()
        left = QWidget(self)
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.pane, 1)
        column.addWidget(self.note)
        self.splitter.add_parts(("list", left, 3, 920), ("card", self.card, 2, 520))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.filters)
        layout.addWidget(self.splitter, 1)

    def _wire(self) -> None:
        table, card = self.pane.table, self.card
        table.keep_layout(self.context.settings, _LIST)
        self.filters.changed.connect(self._filters_changed)
        self.filters.left_down.connect(lambda: table.setFocus(Qt.FocusReason.OtherFocusReason))
        table.filter_wanted.connect(self.focus_filter)
        table.current_changed.connect(self._row_changed)
        table.opened.connect(self._open_figure)
        table.selection_summed.connect(self.selection_summed)
        table.add_menu_actions(self._fill_menu)
        card.print_wanted.connect(self.controller.open_page)
        card.save_wanted.connect(self.ask_file)
        acts = (self._open_current, self.ask_file, self.ask_batch, lambda: card.step_zoom(1),
                lambda: card.step_zoom(-1), card.fit_width)  # fmt: skip
        for spec, act in zip(_ACTIONS, acts, strict=True):
            self.actions_set.add(spec, act)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Let the page go with the tab."""
        self.card.let_go()
        super().closeEvent(event)

    # What the window asks

    def reload(self) -> None:
        """Ask for the period's scorecards."""
        self.controller.reload()

    def retranslate(self) -> None:
        """Show all words in the language of the moment; a page in the screen's language too."""
        self._is_setting = True
        self.filters.retranslate()
        self._is_setting = False
        self.actions_set.retranslate()
        self.pane.retranslate()
        self.card.retranslate()
        self.controller.respell()

    def menu_actions(self) -> tuple[QAction, ...]:
        """Return the tab's commands."""
        return tuple(self.actions_set)

    def export_table(self) -> ExportTable | None:
        """Return the list as it is shown, its last line included."""
        book = self.controller.book
        title = _("Scorecards of {period}").format(period=self.controller.period_words)
        return self.pane.exported(title, export_notes(book))

    def print_request(self) -> PrintRequest | None:
        """Return the page that is shown."""
        page = self.controller.page
        return _request(page, self._folder()) if page is not None else None

    def focus_filter(self) -> None:
        """Put the keyboard into the quick filter."""
        self.filters.focus_quick()

    def show_place(self, facts: Mapping[str, object]) -> None:
        """Show what another tab, or the way back, asks for (see `state_from`)."""
        self._is_stale = False
        self.controller.visit(facts)

    def place(self) -> Place:
        """Return where this tab stands."""
        return Place(self.key, {"state": self.controller.state})

    # What the controller tells

    def show_state(self, state: AppraisalsState, managers: tuple[tuple[str, str], ...]) -> None:
        """Set the filters to this state."""
        self._is_setting = True
        self.filters.set_options("manager", _manager_options(managers))
        choices = {"manager": state.manager, "language": state.language}
        self.filters.set_state(FilterState(state.period, choices, state.text))
        self._is_setting = False

    def show_list(self, shown: ListShown) -> None:
        """Show the list and stand on the state's rep."""
        table = self.pane.table
        table.set_empty_text(shown.empty)
        table.set_rows(shown.lines)
        total = shown.total
        values = None if total is None else totals_of(self._columns, total, shown.total_name)
        self.pane.set_totals(values)
        self.note.setText(shown.note)
        self.note.setVisible(bool(shown.note))
        self.filters.set_hits(len(shown.lines), shown.count)
        current = table.current_row()
        if current is None or current.rep_code != self.controller.state.code:
            table.select_row(self.controller.state.code)

    def show_waiting(self, text: str) -> None:
        """Show no rows, and this sentence."""
        self.pane.set_totals(None)
        self.note.hide()
        self.filters.set_hits(None)
        self.pane.table.set_empty_text(text)
        self.pane.table.set_rows(())

    def show_page(self, page: PageShown | None) -> None:
        """Show a rep's page."""
        self.card.show_page(page)

    def preview(self, page: PageShown) -> None:
        """Show a page in a window of its own."""
        self.print_requested.emit(_request(page, self._folder()))

    def show_saved(self, path: Path) -> None:
        """Say that a page was saved, and offer it."""
        text = _("Saved as {path}.").format(path=path)
        self.message_requested.emit(text, Tone.GOOD, _offers(path, path.parent))

    def show_printed(self, printed: PrintedFiles) -> None:
        """Say what a batch left in its folder, and offer it."""
        offers = _offers(printed.paths[0] if len(printed.paths) == 1 else None, printed.folder)
        if printed.failures or printed.warnings:
            words = _("Show what went wrong")
            offers = (MessageAction(words, lambda: TroubleDialog(printed, self).open()), *offers)
        self.message_requested.emit(printed_words(printed), printed_tone(printed), offers)

    def go(self, tab: str, facts: Mapping[str, object]) -> None:
        """Show the rows behind a figure, through the window, so that "back" returns here."""
        self.place_requested.emit(Place(tab, facts))

    def fail(self, error: Exception) -> None:
        """Let the window say what went wrong."""
        self.error_met.emit(error)

    # Dialogs

    def ask_file(self) -> QFileDialog | None:
        """Ask where the page is to be saved; return the open dialog."""
        page = self.controller.page
        if page is None:
            return None
        dialog = QFileDialog(self, _("Save PDF"), str(self._folder()), _("PDF files (*.pdf)"))
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix("pdf")
        dialog.selectFile(page.pdf.file_name)
        dialog.fileSelected.connect(lambda path: self._save_to(Path(path)))
        dialog.open()
        return dialog

    def ask_batch(self) -> BatchDialog | None:
        """Ask which scorecards go where; return the open dialog, None where there are none."""
        book, control = self.controller.book, self.controller
        if book is None or not book.cards:
            self.message_requested.emit(_("There is nothing to print."), Tone.INFO, ())
            return None
        offer = BatchOffer(
            control.period_words,
            tuple(line.rep_code for line in book.lines),
            tuple(line.rep_code for line in control.lines),
            control.state.language,
            self._folder(),
        )
        dialog = BatchDialog(offer, self)
        dialog.submitted.connect(lambda order: self._try_batch(dialog, order))
        dialog.open()
        return dialog

    def _all_clicked(self) -> None:
        self.ask_batch()

    def _try_batch(self, dialog: BatchDialog, order: BatchOrder) -> None:
        # The form stays until the folder has proved to be good: nothing typed is lost.
        self.controller.check_folder(
            order, dialog, lambda: self._start_batch(dialog, order), dialog.show_failure
        )

    def _start_batch(self, dialog: BatchDialog, order: BatchOrder) -> None:
        dialog.accept()
        self.context.settings.change(export_folder=str(order.folder))
        self.controller.print_all(order)

    # Inside

    @property
    def _columns(self):
        return self.pane.table.rows_model.columns

    def _folder(self) -> Path:
        return Path(self.context.settings.value.export_folder or Path.home())

    def _save_to(self, path: Path) -> None:
        self.context.settings.change(export_folder=str(path.parent))
        self.controller.save_page(path)

    @Slot(object)
    def _filters_changed(self, state: FilterState) -> None:
        if self._is_setting:
            return
        chosen = {key: str(value or "") for key, value in state.choices.items()}
        self.controller.filter(state.period, chosen["manager"], state.text, chosen["language"])

    @Slot(object)
    def _row_changed(self, line: ScorecardLine | None) -> None:
        if line is not None:
            self.controller.choose(line.rep_code)

    @Slot(object)
    def _open_figure(self, line: ScorecardLine) -> None:
        place = self.pane.table.currentIndex().column()
        self.controller.open_figure(line, self._columns[place].key)

    def _open_current(self) -> None:
        line = self.pane.table.current_row()
        if line is not None:
            self._open_figure(line)

    def _fill_menu(self, menu: QMenu, line: ScorecardLine) -> None:
        for key, words in (
            ("net_sales", _("Sales and targets")), ("visits", _("Visits")),
            ("overdue", _("Overdue items")),
        ):  # fmt: skip
            act = menu.addAction(words)
            act.triggered.connect(lambda _on=False, k=key: self.controller.open_figure(line, k))
        menu.addSeparator()
        menu.addAction(_("Print…"), self.controller.open_page)
        menu.addAction(self.actions_set["save"])


def _manager_options(managers: tuple[tuple[str, str], ...]):
    everyone = [("", lambda: _("All managers"))]
    return [*everyone, *((code, lambda n=name: n) for code, name in managers)]


def _language_options():
    return [(code, lambda w=words: _(w)) for code, words in LANGUAGE_CHOICES]


def _request(page: PageShown, folder: Path) -> PrintRequest:
    # The very bytes that are on the screen, not a page made once more.
    name = page.pdf.file_name.removesuffix(".pdf")
    return PrintRequest(page.title, lambda: page.pdf.content, name, folder)


def _offers(file: Path | None, folder: Path) -> tuple[MessageAction, ...]:
    found = [MessageAction(_("Open folder"), lambda: _open(folder))]
    if file is not None:
        found.insert(0, MessageAction(_("Open file"), lambda: _open(file)))
    return tuple(found)


def _open(path: Path) -> None:
    QDesktopServices.openUrl(QUrl.fromLocalFile(str(path)))
