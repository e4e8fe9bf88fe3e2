"""The pages of a tab under small tabs of their own: each is built when it is first looked at."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QDialog, QTabWidget, QVBoxLayout, QWidget

from desktop.i18n import _
from desktop.services.drafts import Draft
from desktop.services.exports.people import ExportTable
from desktop.tone import Tone
from desktop.views.message_bar import MessageAction
from desktop.views.seen_page import SeenPage

if TYPE_CHECKING:
    from desktop.views.tab import PrintRequest, TabContext


class TabPart(SeenPage):
    """A page of a tab that has several; the tab passes on what the window asks of it.

    Signals:
        print_requested(PrintRequest): show this document's preview.
        message_requested(str text, Tone tone, tuple actions): tell this in the message bar.
        error_met(Exception): a query or command failed; the window says it.
        place_requested(Place): show this elsewhere; the window can come back.
        selection_summed(SelectionSums or None): for the status bar.
    """

    #: The form that is open.
    dialog: QDialog | None = None

    print_requested = Signal(object)
    message_requested = Signal(str, object, object)
    error_met = Signal(object)
    place_requested = Signal(object)
    selection_summed = Signal(object)

    # What a subclass overrides

    def menu_actions(self) -> tuple[QAction, ...]:
        """Return the actions of the "Actions" menu while this page is in front."""
        return ()

    def export_table(self) -> ExportTable | None:
        """Return what "Export…" writes, or None where there is nothing to export."""
        return None

    def print_request(self) -> PrintRequest | None:
        """Return what "Print…" previews, or None where the page has no document."""
        return None

    def focus_filter(self) -> None:
        """Put the keyboard into the page's filter."""

    def can_close(self) -> bool:
        """Whether nothing typed would be lost; a page with unsaved work asks."""
        return is_shut(self.dialog)

    def take_up(self, draft: Draft) -> None:
        """Show what a draft was typed into, with the draft's text."""

    def visit(self, facts: Mapping[str, object]) -> None:
        """Show what another page or tab asks for; facts that are not known are passed over."""

    # What its controller calls

    def fail(self, error: Exception) -> None:
        """Let the window say what went wrong."""
        self.error_met.emit(error)

    # What a subclass calls

    def hold(self, dialog: QDialog) -> None:
        """Open a form, which is the page's `dialog` until it is closed."""
        self.dialog = dialog
        dialog.finished.connect(partial(self._let_go, dialog))
        dialog.open()

    def _let_go(self, dialog: QDialog, _result: int) -> None:
        if self.dialog is dialog:
            self.dialog = None

    def offer_back(self, what: str, put_back: Callable[[], None]) -> None:
        """Say that something was taken out, and offer to put it back."""
        words = _("“{what}” was taken out.").format(what=what)
        self.message_requested.emit(words, Tone.INFO, (MessageAction(_("Put it back"), put_back),))


def is_shut(dialog: QDialog | None) -> bool:
    """Whether a form is not open; one that is comes to the front."""
    if dialog is None or not dialog.isVisible():
        return True
    dialog.raise_()
    dialog.activateWindow()
    return False


@dataclass(frozen=True, slots=True)
class PartFactory:
    """A page by its key and name; `load` returns its class, whose module is loaded then."""

    key: str
    name: str
    load: Callable[[], type[TabPart]]


class PartDeck(QTabWidget):
    """A tab's own board, if it has one, and the pages beside it.

    Signals:
        turned(): another page is in front.
        built(TabPart): a page was built, and wants its signals connected.
    """

    turned = Signal()
    built = Signal(object)

    def __init__(
        self, context: TabContext, factories: Sequence[PartFactory], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._context, self._factories = context, tuple(factories)
        self.setDocumentMode(True)
        self.tabBar().setExpanding(False)
        self._board_names: tuple[str, ...] = ()
        self._parts: dict[str, TabPart] = {}
        self.currentChanged.connect(self._turned)

    def add_board(self, board: QWidget, name: str) -> None:
        """Put the board first, and the pages after it; alone it needs no tab."""
        self._board_names = (name,)
        self.addTab(board, _(name))
        self.add_pages()

    def add_pages(self) -> None:
        """Put the pages' places there; without a board the first page is built now."""
        for factory in self._factories:
            holder = QWidget(self)
            layout = QVBoxLayout(holder)
            layout.setContentsMargins(0, 0, 0, 0)
            self.addTab(holder, _(factory.name))
        self.tabBar().setVisible(self.count() > 1)

    @property
    def parts(self) -> tuple[TabPart, ...]:
        """The pages that were built."""
        return tuple(self._parts.values())

    @property
    def current(self) -> TabPart | None:
        """The page in front, or None where that is the board."""
        return self._parts.get(self.key)

    @property
    def key(self) -> str:
        """The key of the page in front; "" is the board."""
        place = self.currentIndex() - len(self._board_names)
        return self._factories[place].key if place >= 0 else ""

    def bring(self, key: str) -> None:
        """Bring a page to the front; an unknown key, or "", the first one."""
        keys = [factory.key for factory in self._factories]
        is_known = key in keys
        self.setCurrentIndex(keys.index(key) + len(self._board_names) if is_known else 0)

    def retranslate(self) -> None:
        """Name the pages in the language of the moment; they retranslate themselves."""
        names = (*self._board_names, *(factory.name for factory in self._factories))
        for place, name in enumerate(names[: self.count()]):
            self.setTabText(place, _(name))

    def _turned(self, place: int) -> None:
        holder = self.widget(place)
        factory = self._factory_at(place)
        if factory is not None and factory.key not in self._parts and holder is not None:
            part = factory.load()(self._context, holder)
            self._parts[factory.key] = part
            self.built.emit(part)
            layout = holder.layout()
            assert layout is not None
            layout.addWidget(part)
        self.turned.emit()

    def _factory_at(self, place: int) -> PartFactory | None:
        at = place - len(self._board_names)
        return self._factories[at] if at >= 0 else None
