"""The bar of versions above a page of plans: which version, how it stands, what can be done."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QEvent, QSize, Signal, Slot
from PySide6.QtGui import QAction
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QMenu,
    QPushButton,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from desktop.i18n import _
from desktop.tone import Tone
from desktop.views.actions import ActionSet, ActionSpec
from desktop.views.filter_bar import ChoiceBox
from desktop.views.icons import status_icon
from desktop.views.message_bar import MessageBar
from desktop.views.palette import colours_of
from desktop.views.plain_text import digits_wide, tool_tip
from desktop.views.plans.side_panel import ElidedLabel
from desktop.views.plans.versions.controller import VersionOrder, VersionsController
from desktop.views.plans.versions.state import Offer, VersionRow
from desktop.views.plans.versions.step_dialog import StepDialog
from desktop.views.plans.versions.words import (
    ACT_TEXTS,
    ACT_TIPS,
    Act,
    act_words,
    choice_words,
    done_words,
    lines_words,
    since_words,
    status_tone,
)
from desktop.views.tab import TabContext

#: What stands in the menu of lists; everything else is a button of its own.
_LISTS = (Act.DIFFERENCES, Act.UNFOUNDED)


class VersionBar(QWidget):
    """Chooses a version and leads it through its life; errors are said below its row.

    `can_close_asked` is called before another version is chosen, and before a draft is handed
    in: it may ask, and returns whether nothing typed would be lost.

    Signals:
        version_chosen(object version_id): another version is current, by the user, after a
            reload or a command; 0 where there is no version at all.
        changed(): a command of the bar changed the versions.
        error_met(Exception): a query failed, or the storage; the window says it.
        message_requested(str text, Tone tone, tuple actions): tell this in the message bar.
    """

    version_chosen = Signal(object)
    changed = Signal()
    error_met = Signal(object)
    message_requested = Signal(str, object, object)

    def __init__(self, context: TabContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.context = context
        self.can_close_asked: Callable[[], bool] = lambda: True
        self._offered: tuple[Offer, ...] = ()
        self._saved: list[object] = []
        self.dialog: QWidget | None = None
        self.chooser = ChoiceBox(self)
        self.chooser.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self.since = ElidedLabel(self, "muted")
        self.messages = MessageBar(self)
        self.controller = VersionsController(context.services, context.runner, self)
        self.actions_set = ActionSet(self)
        self.buttons: dict[Act, QPushButton] = {}
        self.lists = QToolButton(self)
        self._build()
        self.chooser.activated.connect(self._activated)
        self.retranslate()

    def _build(self) -> None:
        row = QHBoxLayout()
        row.setContentsMargins(16, 8, 16, 8)
        row.setSpacing(8)
        row.addWidget(self.chooser)
        row.addWidget(self.since, 1)
        for act in Act:
            spec = ActionSpec(str(act), ACT_TEXTS[act], tip=ACT_TIPS[act])
            action = self.actions_set.add(spec, partial(self._begin, act))
            action.setVisible(False)
            if act in _LISTS:
                continue
            button = QPushButton(self)
            button.clicked.connect(action.trigger)
            button.hide()
            self.buttons[act] = button
            if act is not Act.NEW:
                row.addWidget(button)
        self.menu = QMenu(self.lists)
        self.menu.addActions([self.actions_set[str(act)] for act in _LISTS])
        self.lists.setProperty("role", "field")
        self.lists.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.lists.setMenu(self.menu)
        row.addWidget(self.lists)
        row.addWidget(self.buttons[Act.NEW])
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(row)
        layout.addWidget(self.messages)
        self._limit()

    # What the page uses

    @property
    def current(self) -> VersionRow | None:
        """The version that is shown, or None where there is none."""
        return self.controller.current

    def reload(self) -> None:
        """Ask for the versions again; the current one stays where it still is."""
        self.controller.reload()

    def choose(self, version_id: int) -> bool:
        """Show a version, where the page lets go of the one before; return whether it does."""
        return self.controller.choose(version_id)

    def menu_actions(self) -> tuple[QAction, ...]:
        """Return the commands of the "Actions" menu that the current version offers."""
        return tuple(action for action in self.actions_set if action.isVisible())

    def retranslate(self) -> None:
        """Show all words in the language of the moment."""
        self.chooser.setAccessibleName(_("Version of the plan"))
        self.lists.setText(_("Lists"))
        self.lists.setToolTip(_("Differences between versions, and numbers without a basis"))
        self.lists.setAccessibleName(_("Lists of this version"))
        self.actions_set.retranslate()
        self.messages.retranslate()
        for act, button in self.buttons.items():
            button.setText(act_words(act).replace("&", ""))
        self.show_versions(self.controller.rows, self.controller.current, self._offered)

    # What the controller tells

    def show_versions(
        self, rows: tuple[VersionRow, ...], current: VersionRow | None, offered: tuple[Offer, ...]
    ) -> None:
        """Show the versions and the buttons of the current one."""
        self._offered = offered
        self._show_choices(rows)
        self.chooser.setEnabled(bool(rows))
        self.chooser.setCurrentIndex(rows.index(current) if current in rows else 0)
        self._show_since(current)
        allowed = {offer.act: offer.is_allowed for offer in offered}
        for act in Act:
            action = self.actions_set[str(act)]
            action.setVisible(act in allowed)
            action.setEnabled(allowed.get(act, False))
            if act in self.buttons:
                self._show_button(act, allowed)
        self.lists.setVisible(any(act in allowed for act in _LISTS))

    def _show_choices(self, rows: tuple[VersionRow, ...]) -> None:
        wanted = [(choice_words(row.card), row.version_id) for row in rows]
        wanted = wanted or [(_("No plan yet"), 0)]
        box = self.chooser
        # A list that is open stays open where another desk's change is none of it.
        if wanted != [(box.itemText(n), box.itemData(n)) for n in range(box.count())]:
            box.clear()
            for words, version_id in wanted:
                box.addItem(words, version_id)
        colours = colours_of(self.palette())
        for place, row in enumerate(rows):
            box.setItemIcon(place, status_icon(status_tone(row.status), colours))

    def _show_button(self, act: Act, allowed: dict[Act, bool]) -> None:
        button = self.buttons[act]
        # A button that goes takes the keyboard with it to the first place of the bar.
        if act not in allowed and button.hasFocus():
            self.chooser.setFocus()
        button.setVisible(act in allowed)
        button.setEnabled(allowed.get(act, False))
        tip = _(ACT_TIPS[act])
        if not allowed.get(act, True):
            tip = _("{effect}. Your roles do not include this.").format(effect=tip)
        button.setToolTip(tool_tip(tip))
        button.setAccessibleDescription(tip)

    def _show_since(self, current: VersionRow | None) -> None:
        if current is None:
            self.since.set_whole(_("“New plan…” makes the first one."))
            return
        parts = (since_words(current.card), lines_words(current.lines), current.card.note)
        self.since.set_whole(" · ".join(part for part in parts if part))

    def tell_chosen(self, version_id: int) -> None:
        """Tell the page that another version is current."""
        self.messages.close_message()
        self.version_chosen.emit(version_id)

    def ask(self, act: Act, row: VersionRow, replaced: VersionRow | None) -> None:
        """Open the question before what cannot be undone."""
        dialog = StepDialog(act, row, self.context.currency, replaced, self.window())

        def send(order: VersionOrder) -> None:
            self.controller.send(order, dialog.accept, dialog.show_error)

        dialog.submitted.connect(send)
        self._open(dialog)

    def open_list(self, act: Act) -> None:
        """Open the dialog of a new plan, of differences or of numbers without a basis."""
        # The dialogs are loaded when one is wanted: the page stands before.
        if act is Act.NEW:
            from desktop.views.plans.versions.new_plan_dialog import NewPlanDialog

            dialog = NewPlanDialog(self.context, self.controller.rows, self.window())
            dialog.made.connect(self._made)
            dialog.error_met.connect(self.error_met)
            self._open(dialog)
        elif act is Act.DIFFERENCES:
            from desktop.views.plans.versions.differences_dialog import DifferencesDialog

            self._open(
                DifferencesDialog(
                    self.context, self.controller.rows, self.controller.current, self.window()
                )
            )
        elif self.controller.current is not None:
            from desktop.views.plans.versions.unfounded_dialog import UnfoundedDialog

            self._open(UnfoundedDialog(self.context, self.controller.current, self.window()))

    def may_leave(self) -> bool:
        """Ask the page whether nothing typed would be lost, and hear whether it saved something."""
        self._saved.clear()
        committed = self.context.runner.committed
        committed.connect(self._saved.append)
        try:
            return self.can_close_asked()
        finally:
            committed.disconnect(self._saved.append)

    def has_just_saved(self) -> bool:
        """Whether something was saved while the page was asked."""
        return bool(self._saved)

    def show_refusal(self, words: str) -> None:
        """Say below the row why a command was not carried out."""
        if words:
            self.messages.show_message(words, Tone.BAD)

    def tell_done(self, act: Act, row: VersionRow) -> None:
        """Say that a command was carried out."""
        self.messages.close_message()
        self.message_requested.emit(done_words(act, row.card), Tone.GOOD, ())
        self.changed.emit()

    def tell_error(self, error: Exception) -> None:
        """Hand on what the window answers itself."""
        self.error_met.emit(error)

    # Inside

    @Slot(int)
    def _activated(self, place: int) -> None:
        version_id = self.chooser.itemData(place)
        if version_id:
            self.controller.choose(version_id)

    @Slot(object)
    def _made(self, version_id: int) -> None:
        self.message_requested.emit(_("The plan was made; it is a draft."), Tone.GOOD, ())
        self.changed.emit()
        self.controller.reload(version_id if self.can_close_asked() else None)

    def _begin(self, act: Act) -> None:
        self.messages.close_message()
        self.controller.begin(act)

    def _open(self, dialog: QWidget) -> None:
        self.dialog = dialog
        dialog.show()

    def _limit(self) -> None:
        self.chooser.setMinimumWidth(digits_wide(self, 24))
        self.chooser.setMaximumWidth(digits_wide(self, 56))
        size = max(14, self.fontMetrics().ascent())
        self.chooser.setIconSize(QSize(size, size))

    def changeEvent(self, event: QEvent) -> None:
        """Follow a new font or palette."""
        super().changeEvent(event)
        if not hasattr(self, "menu"):
            return
        if event.type() == QEvent.Type.FontChange:
            self._limit()
        elif event.type() == QEvent.Type.PaletteChange:
            self.show_versions(self.controller.rows, self.controller.current, self._offered)
