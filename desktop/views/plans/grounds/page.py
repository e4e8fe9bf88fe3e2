"""The page "Reasons" of the Plans tab: widgets and connections; the controller decides."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QMenu, QTabWidget, QVBoxLayout, QWidget

from desktop.errors import InputError
from desktop.i18n import N_, _, language
from desktop.services.exports.people import ExportTable
from desktop.services.messages import form_problems
from desktop.services.plans.collection_targets_data import CollectionRow
from desktop.services.plans.outlooks_data import OutlookRow
from desktop.services.plans.potentials_data import PotentialRow, SubjectKind
from desktop.services.plans.situation_data import SituationBook
from desktop.tone import Tone
from desktop.views.actions import ActionSet, ActionSpec
from desktop.views.filter_bar import FilterState
from desktop.views.message_bar import MessageAction
from desktop.views.plans.grounds.controller import GroundsController
from desktop.views.plans.grounds.dialogs import (
    MarketDialog,
    PotentialDialog,
    ProspectDialog,
    TakeDialog,
)
from desktop.views.plans.grounds.forms import (
    OUTLOOK_FIELDS,
    POTENTIAL_FIELDS,
    MarketForm,
    PotentialForm,
    ProspectForm,
    Texts,
    cell_text,
    read_market,
    read_potential,
    read_prospect,
)
from desktop.views.plans.grounds.panel import GroundPanel
from desktop.views.plans.grounds.protocols import ListShown
from desktop.views.plans.grounds.sending import GroundsSending
from desktop.views.plans.grounds.state import GroundTab, Row
from desktop.views.plans.grounds.words import TAB_NAMES
from desktop.views.plans.version_part import VersionPart
from desktop.views.plans.versions.words import choice_words
from desktop.views.request_dialog import RequestDialog
from desktop.views.tab import Place, PrintRequest, TabContext

_ACTIONS = (
    ActionSpec("new", N_("&New…"), "Ctrl+N",
               N_("Enter a figure of the market, or a customer to be won"), "plus"),
    ActionSpec("correct", N_("&Form of this row…"), "Ctrl+Shift+E",
               N_("Change the current figure, potential or prospect in its form")),
    ActionSpec("remove", N_("&Take out"), "Del",
               N_("Take out the current row's entry; it can be put back")),
    ActionSpec("fill", N_("Fill &in from the data"), "",
               N_("Put the branch's last three years on its own sheet")),
    ActionSpec("take", N_("Take as tar&get…"), "",
               N_("Make the customers' totals, or what comes in, the draft's targets")),
)  # fmt: skip
_TYPED = {GroundTab.POTENTIAL: POTENTIAL_FIELDS, GroundTab.BELOW: OUTLOOK_FIELDS}


class GroundsPage(VersionPart):
    """Market, ourselves, potential, customers from below, prospects and collections."""

    controller: GroundsController

    def __init__(self, context: TabContext, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self.dialog: RequestDialog | None = None
        self.filters.limit(self.filters.add_quick(), 12, 28)
        self.deck = QTabWidget(self)
        self.deck.setDocumentMode(True)
        self.deck.tabBar().setExpanding(False)
        self.panels: dict[GroundTab, GroundPanel] = {}
        self.controller = GroundsController(context.services, context.runner, self)
        self.sending = GroundsSending(
            context.services, context.runner, self, self.controller, context.clock
        )
        for tab in GroundTab:
            holder = QWidget(self.deck)
            layout = QVBoxLayout(holder)
            layout.setContentsMargins(0, 0, 0, 0)
            self.deck.addTab(holder, _(TAB_NAMES[tab]))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.filters)
        layout.addWidget(self.deck, 1)
        self.actions_set = ActionSet(self)
        self._wire()
        self.panel_of(GroundTab.MARKET)

    def _wire(self) -> None:
        self.filters.changed.connect(self._filters_changed)
        self.filters.left_down.connect(
            lambda: self.panel.table.setFocus(Qt.FocusReason.OtherFocusReason)
        )
        self.deck.currentChanged.connect(self._turned)
        for spec in _ACTIONS:
            self.actions_set.add(spec, partial(self._act, spec.key))

    @property
    def panel(self) -> GroundPanel:
        """The panel in front."""
        return self.panel_of(self.controller.tab)

    def panel_of(self, tab: GroundTab) -> GroundPanel:
        """Return a tab's panel, built when it is first asked for."""
        if tab not in self.panels:
            holder = self.deck.widget(list(GroundTab).index(tab))
            assert holder is not None
            panel = GroundPanel(tab, self.context.settings, holder)
            layout = holder.layout()
            assert layout is not None
            layout.addWidget(panel)
            self.panels[tab] = panel
            panel.pressed.connect(self._act)
            panel.opened.connect(self._opened)
            panel.basis_chosen.connect(self.controller.choose_basis)
            panel.table.selection_summed.connect(self.selection_summed)
            panel.table.filter_wanted.connect(self.focus_filter)
            panel.table.add_menu_actions(self._fill_menu)
            if panel.entry is not None and tab in _TYPED:
                panel.entry.set_entry(_TYPED[tab], cell_text, self.sending.type_cells)
        return self.panels[tab]

    # What the tab asks

    def retranslate(self) -> None:
        """Show all words in the language of the moment."""
        super().retranslate()
        self.actions_set.retranslate()
        for place, tab in enumerate(GroundTab):
            self.deck.setTabText(place, _(TAB_NAMES[tab]))
        for panel in self.panels.values():
            panel.retranslate()
        if self.controller.book is not None or self.versions.count():
            self.controller.show_rows()

    def export_table(self) -> ExportTable | None:
        """Return the list in front as it is shown."""
        if self.controller.book is None:
            return None
        card = self.controller.card
        notes = ((_("Plan"), choice_words(card)),) if card is not None else ()
        return self.panel.exported(_(TAB_NAMES[self.controller.tab]), notes)

    def print_request(self) -> PrintRequest | None:
        """Return the situation's two sheets, where one of them is in front."""
        book = self.controller.book
        if not isinstance(book, SituationBook):
            return None
        printed_at, speaks = self.context.clock.now().astimezone(), language()

        def make_pdf() -> bytes:
            from desktop.services.plans.situation_page import print_situation

            return print_situation(book, printed_at, speaks).content

        title = _("Situation behind the plan {plan}").format(plan=book.card.name)
        return PrintRequest(title, make_pdf, title)

    def focus_filter(self) -> None:
        """Put the keyboard into the quick filter."""
        self.filters.focus_quick()

    # What the controller tells

    def show_list(self, shown: ListShown) -> None:
        """Show the list of a tab."""
        panel = self.panel_of(shown.tab)
        panel.show_list(shown, self.context.currency)
        self.filters.set_hits(len(shown.rows) if shown.count else None, shown.count)
        self._allow(shown)

    def _allow(self, shown: ListShown) -> None:
        tab = shown.tab
        keys = {key for key, button in self.panel_of(tab).head.buttons.items()}
        for spec in _ACTIONS:
            may = shown.may_take if spec.key == "take" else shown.may_enter
            self.actions_set[spec.key].setEnabled(spec.key in keys and may)

    def show_waiting(self, tab: GroundTab, text: str) -> None:
        """Show no rows, and this sentence, while a tab is read."""
        self.panel_of(tab).show_waiting(text)
        self.filters.set_hits(None)

    def open_market(self, form: MarketForm) -> None:
        """Open the form of a market figure."""
        today = self.context.clock.today()
        dialog = MarketDialog(form, today, self.window())

        def send(texts: Texts) -> None:
            entry = _read(lambda: read_market(texts, today), dialog)
            if entry is not None:
                self.sending.save_market(form, dialog.attempt, entry, dialog)

        self._open(dialog, send)

    def open_potential(self, form: PotentialForm) -> None:
        """Open the form of a potential."""
        today = self.context.clock.today()
        dialog = PotentialDialog(form, today, self.window())

        def send(texts: Texts) -> None:
            entry = _read(lambda: read_potential(texts, today), dialog)
            if entry is not None:
                self.sending.save_potential(form, dialog.attempt, entry, dialog)

        self._open(dialog, send)

    def open_prospect(self, form: ProspectForm) -> None:
        """Open the form of a prospect."""
        today = self.context.clock.today()
        dialog = ProspectDialog(form, self.window())

        def send(texts: Texts) -> None:
            entry = _read(
                lambda: read_prospect(texts, today, dialog.rep_id, dialog.territory_id), dialog
            )
            if entry is not None:
                self.sending.save_prospect(form, dialog.attempt, entry, dialog)

        self._open(dialog, send)

    def ask_take(self, sentence: str, with_prospects: str) -> None:
        """Ask whether targets are to be taken."""
        dialog = TakeDialog(sentence, with_prospects, self.window())

        def send(wanted: bool) -> None:
            self.sending.take(dialog.attempt, dialog, with_prospects=wanted)

        self._open(dialog, send)

    def tell(self, text: str, put_back: Callable[[], None] | None = None) -> None:
        """Tell something in passing, and offer to put back what was taken out."""
        actions = () if put_back is None else (MessageAction(_("Put it back"), put_back),)
        tone = Tone.GOOD if put_back is None else Tone.INFO
        self.message_requested.emit(text, tone, actions)

    # Inside

    def _open(self, dialog: RequestDialog, send: Callable[..., None]) -> None:
        dialog.submitted.connect(send)
        self.hold(dialog)

    @Slot(int)
    def _turned(self, place: int) -> None:
        tab = list(GroundTab)[place]
        self.panel_of(tab)
        self.controller.turn(tab)

    @Slot(object)
    def _filters_changed(self, state: FilterState) -> None:
        if self._is_setting:
            return
        self.controller.filter(state.text)
        version_id = state.choices.get("version")
        if isinstance(version_id, int):
            self.controller.choose_version(version_id)

    @Slot(str)
    def _act(self, key: str) -> None:
        row = self.panel.current()
        if key == "new":
            self.controller.begin()
        elif key in ("correct", "newer"):
            self.controller.correct(row, is_new=key == "newer")
        elif key == "remove":
            self.sending.remove(row)
        elif key == "fill":
            self.sending.fill_own()
        elif key == "take":
            self.sending.ask_take()
        else:
            request = self.print_request()
            if request is not None:
                self.print_requested.emit(request)

    @Slot(object)
    def _opened(self, row: Row) -> None:
        code = _account_of(row)
        if code:
            self.place_requested.emit(Place("accounts", {"customer_code": code}))
        else:
            self.controller.correct(row)

    def _fill_menu(self, menu: QMenu, _row: Row) -> None:
        for key in ("correct", "remove"):
            if self.actions_set[key].isEnabled():
                menu.addAction(self.actions_set[key])


def _account_of(row: Row) -> str:
    """Return the code of the customer that a row is of; "" where it has a form, or is nobody's."""
    if isinstance(row, OutlookRow):
        return row.code
    if isinstance(row, PotentialRow):
        return row.code if row.kind is SubjectKind.CUSTOMER else ""
    return row.code if isinstance(row, CollectionRow) else ""


def _read(read: Callable[[], object], dialog: RequestDialog):
    """Return what a form says, or None after marking its fields."""
    try:
        return read()
    except InputError as error:
        dialog.show_issues(form_problems(error))
        return None
