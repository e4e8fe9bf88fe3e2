"""Commands of menus and keys: words, shortcut, tip, icon, all in the language of the moment."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMenu, QWidget

from desktop.i18n import _
from desktop.views.icons import icon


@dataclass(frozen=True, slots=True)
class ActionSpec:
    """A command: its key in the set, English words marked with N_, shortcut and icon.

    `text` is a verb with its mnemonic (`&Export…`); `tip` a sentence for tool tip and status
    bar. A shortcut is Qt's text form (`Ctrl+E`).
    """

    key: str
    text: str
    shortcut: str = ""
    tip: str = ""
    icon: str = ""
    is_checkable: bool = False


class ActionSet:
    """Makes the actions of a window or a tab and keeps their words right.

    With `icons_in_menus` the icons are drawn when a menu of the set is first opened: a window
    that starts has none of them in sight.
    """

    def __init__(self, owner: QWidget, *, icons_in_menus: bool = False) -> None:
        self._owner = owner
        self._icons_in_menus = icons_in_menus
        self._has_icons = False
        self._actions: dict[str, tuple[QAction, ActionSpec]] = {}
        self._menus: list[tuple[QMenu, str]] = []

    def __getitem__(self, key: str) -> QAction:
        return self._actions[key][0]

    def __iter__(self) -> Iterator[QAction]:
        return iter([action for action, _spec in self._actions.values()])

    def add(self, spec: ActionSpec, act: Callable[[], object]) -> QAction:
        """Make an action that calls `act`; its shortcut works wherever the owner is."""
        action = QAction(self._owner)
        action.setCheckable(spec.is_checkable)
        if spec.shortcut:
            action.setShortcut(QKeySequence(spec.shortcut))
        action.triggered.connect(lambda _on=False: act())
        self._owner.addAction(action)
        self._actions[spec.key] = (action, spec)
        self._name(action, spec)
        return action

    def add_menu(self, menu: QMenu, text: str) -> QMenu:
        """Let the set keep a menu's title in the language of the moment."""
        self._menus.append((menu, text))
        menu.setTitle(_(text))
        if self._icons_in_menus:
            menu.aboutToShow.connect(self.draw_icons)
        return menu

    def draw_icons(self) -> None:
        """Draw the icons that were put off."""
        if not self._has_icons:
            self._has_icons = True
            for action, spec in self._actions.values():
                self._draw(action, spec)

    def retranslate(self) -> None:
        """Give every action and menu its words and its icon again."""
        for action, spec in self._actions.values():
            self._name(action, spec)
        for menu, text in self._menus:
            menu.setTitle(_(text))

    def _name(self, action: QAction, spec: ActionSpec) -> None:
        action.setText(_(spec.text))
        plain = _(spec.text).replace("&", "").rstrip("….")
        tip = _(spec.tip) if spec.tip else plain
        keys = action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)
        action.setToolTip(f"{tip} ({keys})" if keys else tip)
        action.setStatusTip(tip)
        if self._has_icons or not self._icons_in_menus:
            self._draw(action, spec)

    def _draw(self, action: QAction, spec: ActionSpec) -> None:
        if spec.icon:
            action.setIcon(icon(spec.icon, self._owner.palette()))
