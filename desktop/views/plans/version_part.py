"""A page of the Plans tab that shows one version of a plan, which its first filter chooses."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QLayout, QStackedWidget, QVBoxLayout, QWidget

from desktop.i18n import _
from desktop.services.plans.versions_data import VersionCard
from desktop.tone import Tone
from desktop.views.actions import ActionSet
from desktop.views.filter_bar import FilterBar, FilterState
from desktop.views.kept_splitter import KeptSplitter
from desktop.views.parts import TabPart
from desktop.views.plain_text import label
from desktop.views.plans.versions.words import choice_words

if TYPE_CHECKING:
    from desktop.views.tab import TabContext


class Reloading(Protocol):
    """What a page asks of its controller."""

    def reload(self) -> None:
        """Ask for what the page shows."""
        ...


class VersionPart(TabPart):
    """A page with a row of filters that begins with the choice of the plan's version.

    A subclass adds its other filters, lays the row out and listens to it; while `_is_setting`
    the program sets the filters, not the user. It makes `actions_set` and `controller`.
    """

    actions_set: ActionSet
    controller: Reloading

    def __init__(self, context: TabContext, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self._is_setting = False
        self.filters = FilterBar(self)
        self.versions = self.filters.add_choice("version", lambda: _("Plan"), ())
        self.filters.limit(self.versions, 16, 40)

    def reload(self) -> None:
        """Ask for what the page shows; what is typed stays."""
        self.controller.reload()

    def menu_actions(self) -> tuple[QAction, ...]:
        """Return the page's commands."""
        return tuple(self.actions_set)

    def retranslate(self) -> None:
        """Show the filters' words in the language of the moment."""
        self._is_setting = True
        self.filters.retranslate()
        self._is_setting = False

    def focus_filter(self) -> None:
        """Put the keyboard into the choice of the plan."""
        self.versions.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def show_versions(self, cards: tuple[VersionCard, ...], chosen: int | None) -> None:
        """Show the versions to choose from; the other filters stay."""
        state = self.filters.state()
        self.show_choices(cards, {**state.choices, "version": chosen}, state.text)

    def show_choices(
        self, cards: Sequence[VersionCard], choices: Mapping[str, object], text: str = ""
    ) -> None:
        """Show the versions to choose from, and set the filters."""
        self._is_setting = True
        options = [(card.version_id, partial(choice_words, card)) for card in cards]
        self.filters.set_options("version", options)
        self.filters.set_state(FilterState(None, dict(choices), text))
        self._is_setting = False

    # What its controller calls

    def say(self, words: str) -> None:
        """Tell something in passing."""
        self.message_requested.emit(words, Tone.INFO, ())

    def show_refusal(self, words: str) -> None:
        """Say why something without a form was not carried out."""
        self.message_requested.emit(words, Tone.BAD, ())


class SplitVersionPart(VersionPart):
    """A page whose parts stand side by side; where there is no plan, a sentence says what to do.

    A subclass fills `splitter`, then calls `lay_out`; its sentence goes into `nothing`.
    """

    def __init__(self, context: TabContext, splitter: str, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self.pages = QStackedWidget(self)
        self.nothing = label("", self.pages)
        self.nothing.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.nothing.setWordWrap(True)
        self.splitter = KeptSplitter(context.settings, splitter, self.pages)
        self.pages.addWidget(self.nothing)
        self.pages.addWidget(self.splitter)

    def lay_out(self, between: QWidget | QLayout | None = None) -> None:
        """Put the filters at the top and the parts below, with what stands between them."""
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.filters)
        if isinstance(between, QLayout):
            layout.addLayout(between)
        elif between is not None:
            layout.addWidget(between)
        layout.addWidget(self.pages, 1)
