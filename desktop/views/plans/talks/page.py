"""The page "Headquarters" of the Plans tab: widgets and connections."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import (
    QVBoxLayout,
    QWidget,
)

from desktop.enums import Metric, PlanSide
from desktop.i18n import N_, _, language
from desktop.services.exports.people import ExportTable
from desktop.services.plans.talks_data import BridgeRow, RoundRow, Talks
from desktop.services.plans.versions_data import VersionCard
from desktop.views.actions import ActionSet, ActionSpec
from desktop.views.filter_bar import FilterState
from desktop.views.plain_text import label
from desktop.views.plans.talks.bridge_panel import BridgePanel
from desktop.views.plans.talks.controller import TalksController
from desktop.views.plans.talks.exchange_desk import ExchangeDesk
from desktop.views.plans.talks.forms import ItemForm, RoundForm
from desktop.views.plans.talks.item_dialog import ItemDialog
from desktop.views.plans.talks.pictures import bridge_shown
from desktop.views.plans.talks.round_dialog import RoundDialog
from desktop.views.plans.talks.settle_panel import SettlePanel
from desktop.views.plans.talks.sides import TalkLists
from desktop.views.plans.talks.words import (
    kind_words,
    round_title,
    standing_words,
    version_words,
)
from desktop.views.plans.version_part import SplitVersionPart
from desktop.views.plans.words import metric_words
from desktop.views.side_scroll import SideScroll
from desktop.views.tab import PrintRequest, TabContext

_SPLITTER = "plans.talks.splitter"
_FILES = (
    ActionSpec("send", N_("&Export for headquarters…"), "Ctrl+Shift+X",
               N_("Write the plan, its rounds and its bridge into a signed workbook"), "export"),
    ActionSpec("receive", N_("&Read the answer…"), "Ctrl+Shift+R",
               N_("Read the workbook that came back and show what headquarters changed"),
               "import"),
)  # fmt: skip
_ACTIONS = (
    ActionSpec("hq", N_("&Headquarters' number…"), "Ctrl+Shift+H",
               N_("Enter the number that headquarters names in its next round")),
    ActionSpec("branch", N_("&Branch's number…"), "Ctrl+Shift+B",
               N_("Enter the number that the branch names in its next round")),
    ActionSpec("item", N_("Add a &part of the bridge…"), "Ctrl+N",
               N_("Enter what explains a part of the gap between the numbers"), "plus"),
    ActionSpec("correct", N_("&Correct…"), "F2", N_("Change the current round or part")),
    ActionSpec("remove", N_("&Take out"), "Del",
               N_("Take out the current part, or a side's last round; it can be put back")),
)  # fmt: skip


class TalksPage(SplitVersionPart):
    """Rounds and bridge at the left, the waterfall and the rules at the right."""

    controller: TalksController

    def __init__(self, context: TabContext, parent: QWidget | None = None) -> None:
        super().__init__(context, _SPLITTER, parent)
        self.dialog: RoundDialog | ItemDialog | None = None
        metrics = [(one, lambda m=one: metric_words(m)) for one in Metric]
        self.filters.add_choice("metric", lambda: _("Metric"), metrics)
        self.standing = label("", self, role="muted")
        self.standing.setWordWrap(True)
        self.standing.setContentsMargins(16, 0, 16, 8)
        self.standing.hide()
        self.exchange = ExchangeDesk(context, self)
        self._file_buttons = (
            self.filters.add_button(lambda: _("&Export for headquarters…"), self.send_file),
            self.filters.add_button(lambda: _("&Read the answer…"), self.read_answer),
        )
        self.lists = TalkLists(context.settings, self.splitter)
        self.side = SideScroll(self.splitter)
        inside = QWidget(self.side)
        self.bridge = BridgePanel(inside)
        self.settle = SettlePanel(inside)
        self.controller = TalksController(context.services, context.runner, self)
        self.actions_set = ActionSet(self)
        self._build(inside)
        self._wire()
        self.retranslate()

    def _build(self, inside: QWidget) -> None:
        beside = QVBoxLayout(inside)
        beside.setContentsMargins(0, 0, 0, 0)
        beside.setSpacing(8)
        beside.addWidget(self.bridge, 1)
        beside.addWidget(self.settle)
        self.side.setWidget(inside)
        self.splitter.add_parts(("lists", self.lists, 1, 720), ("side", self.side, 1, 720))
        self.lay_out(self.standing)

    def _wire(self) -> None:
        self.filters.changed.connect(self._filters_changed)
        self.lists.wanted.connect(self._act)
        self.lists.summed.connect(self.selection_summed)
        self.lists.filter_wanted.connect(self.focus_filter)
        self.bridge.item_clicked.connect(self._show_item)
        self.settle.base_wanted.connect(
            lambda amount, words: self.controller.begin_round(PlanSide.HQ, amount, words)
        )
        self.exchange.told.connect(self.message_requested)
        self.exchange.failed.connect(self.error_met)
        for spec in _ACTIONS:
            self.actions_set.add(spec, partial(self._act_here, spec.key))
        for spec, act in zip(_FILES, (self.send_file, self.read_answer), strict=True):
            self.actions_set.add(spec, act)

    # What the tab asks

    def retranslate(self) -> None:
        """Show all words in the language of the moment."""
        super().retranslate()
        self.actions_set.retranslate()
        self.lists.retranslate()
        self.settle.retranslate()
        self.nothing.setText(
            _("There is no plan yet. Make one on the page “Plan”; then the talks about it are "
              "kept here.")
        )  # fmt: skip
        if self.controller.talks is not None:
            self.controller.show_again()

    def export_table(self) -> ExportTable | None:
        """Return the parts of the bridge where the keyboard is there, else the rounds."""
        talks = self.controller.talks
        if talks is None:
            return None
        facts = {"version": version_words(talks.card), "metric": metric_words(talks.metric)}
        notes = ((_("Plan"), facts["version"]), (_("Metric"), facts["metric"]))
        if self.lists.table_in_use() is self.lists.items:
            return self.lists.items_pane.exported(_("Bridge to headquarters' number"), notes)
        return self.lists.rounds.exported(_("Rounds with headquarters"), notes=notes)

    def print_request(self) -> PrintRequest | None:
        """Return the page of the bridge; where one number is missing its making says so."""
        talks = self.controller.talks
        if talks is None:
            return None
        printed_at, speaks = self.context.clock.now().astimezone(), language()

        def make_pdf() -> bytes:
            from desktop.services.plans.printing import print_plan_bridge
            from desktop.services.plans.talks import bridge_page

            return print_plan_bridge(bridge_page(talks), printed_at, speaks).content

        title = _("Bridge to headquarters' number: {version}").format(
            version=version_words(talks.card)
        )
        name = f"bridge_{talks.card.name}-v{talks.card.number}_{talks.metric}.pdf"
        return PrintRequest(title, make_pdf, name.replace("/", "-"))

    # Files

    def send_file(self) -> None:
        """Ask where the workbook for headquarters is to go."""
        if self.controller.talks is not None:
            self.exchange.ask_where(self.controller.talks)

    def read_answer(self) -> None:
        """Ask which workbook came back."""
        self.exchange.ask_which(self.controller.may_enter)

    # What the controller tells

    def show_nothing(self) -> None:
        """Show that there is no plan yet."""
        self.standing.hide()
        self.show_versions((), None)
        self.pages.setCurrentWidget(self.nothing)
        self._allow(False)

    def show_talks(self, cards: tuple[VersionCard, ...], talks: Talks, may_enter: bool) -> None:
        """Show the versions to choose from and the talks about the chosen one."""
        choices = {"version": talks.card.version_id, "metric": talks.metric}
        self.show_choices(cards, choices)
        words = standing_words(talks)
        self.standing.setText(words)
        self.standing.setVisible(bool(words))
        self.lists.show_talks(talks, may_enter)
        self.bridge.show_bridge(bridge_shown(talks))
        self.settle.show_talks(talks, may_enter)
        self.pages.setCurrentWidget(self.splitter)
        self._allow(may_enter)

    def open_round(self, form: RoundForm) -> None:
        """Open the form of a round."""
        dialog = RoundDialog(form, self.window())
        dialog.submitted.connect(
            lambda texts: self.controller.save_round(form, dialog.attempt, texts, dialog)
        )
        self.hold(dialog)

    def open_item(self, form: ItemForm) -> None:
        """Open the form of a part of the bridge."""
        talks = self.controller.talks
        dialog = ItemDialog(form, talks.reps if talks is not None else (), self.window())
        dialog.submitted.connect(
            lambda texts: self.controller.save_item(form, dialog.attempt, texts, dialog)
        )
        self.hold(dialog)

    def tell_removed(self, row: RoundRow | BridgeRow, put_back: Callable[[], None]) -> None:
        """Say that something was taken out, and offer to put it back."""
        if isinstance(row, RoundRow):
            what = round_title(row.side, row.number)
        else:
            what = kind_words(row.kind)
        self.offer_back(what, put_back)

    # Inside

    def _allow(self, may_enter: bool) -> None:
        for spec in _ACTIONS:
            self.actions_set[spec.key].setEnabled(may_enter)
        # To send and to look at an answer changes nothing.
        has_talks = self.controller.talks is not None
        for spec in _FILES:
            self.actions_set[spec.key].setEnabled(has_talks)
        for button in self._file_buttons:
            button.setEnabled(has_talks)

    @Slot(object)
    def _filters_changed(self, state: FilterState) -> None:
        if not self._is_setting:
            version, metric = state.choices.get("version"), state.choices["metric"]
            chosen = version if isinstance(version, int) else None
            self.controller.choose(chosen, Metric(str(metric)))

    def _act_here(self, key: str) -> None:
        self._act(key, self.lists.current())

    @Slot(str, object)
    def _act(self, key: str, row: RoundRow | BridgeRow | None) -> None:
        if key in ("hq", "branch"):
            self.controller.begin_round(PlanSide(key))
        elif key == "item":
            self.controller.begin_item()
        elif row is not None and key == "correct":
            self.controller.correct(row)
        elif row is not None:
            self.controller.remove(row)

    @Slot(object)
    def _show_item(self, key: object) -> None:
        if self.lists.items.select_row(key):
            self.lists.items.setFocus(Qt.FocusReason.OtherFocusReason)
