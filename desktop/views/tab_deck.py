"""The tabs across the top: names, keys, stale marks, and the way back from a drill-down."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Signal, Slot
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QStackedWidget, QTabWidget, QWidget

from desktop.changes import ChangeSet
from desktop.i18n import _
from desktop.views.navigation import Trail
from desktop.views.tab import Place, TabPage


class UnseenPage(QWidget):
    """Holds the place of a tab that nobody has looked at yet, and makes its page."""

    def __init__(self, key: str, name: str, make: Callable[[], TabPage]) -> None:
        super().__init__()
        self.key = key
        self._make, self._name = make, name
        self._page: TabPage | None = None

    @property
    def is_made(self) -> bool:
        """Whether the page is made, though the deck has not taken it yet."""
        return self._page is not None

    def page(self) -> TabPage:
        """Return the page, made now where it is not."""
        if self._page is None:
            self._page = self._make()
        return self._page

    def drop(self) -> None:
        """Close the page that nobody will look at."""
        if self._page is not None:
            self._page.close()
            self._page.deleteLater()

    def title(self) -> str:
        """Return the tab's name in the language of the moment."""
        return _(self._name) if self._name else ""


class TabDeck(QTabWidget):
    """Holds the pages of the open database; Alt+1 to Alt+9 bring one to the front.

    A page is built when it first comes to the front, so that a database opens with one page's
    work, or by `build_next` when nobody waits.

    Signals:
        front_changed(TabPage or None): another page is in front.
    """

    front_changed = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._trail: Trail[Place] = Trail()
        self.setDocumentMode(True)
        self.tabBar().setExpanding(False)
        self.tabBar().setUsesScrollButtons(True)
        self.currentChanged.connect(self._turned)
        for number in range(1, 10):
            shortcut = QShortcut(QKeySequence(f"Alt+{number}"), self)
            shortcut.activated.connect(lambda n=number: self.setCurrentIndex(n - 1))

    @property
    def keys(self) -> tuple[str, ...]:
        """The keys of all tabs from left to right, built or not."""
        return tuple(page.key for page in self._places())

    @property
    def pages(self) -> tuple[TabPage, ...]:
        """The pages that were built, from left to right."""
        return tuple(page for page in self._places() if isinstance(page, TabPage))

    @property
    def inside(self) -> QWidget | None:
        """What holds the pages: a page born there is not polished again when its tab takes it."""
        return self.findChild(QStackedWidget)

    @property
    def front(self) -> TabPage | None:
        """The page in front, or None without pages."""
        page = self.currentWidget()
        return page if isinstance(page, TabPage) else None

    def add_tab(self, key: str, name: str, make: Callable[[], TabPage]) -> None:
        """Put a tab at the right end; `bring` shows the first one and builds it."""
        # The first tab becomes current by itself, which must not build it: another may come.
        self.blockSignals(True)
        unseen = UnseenPage(key, name, make)
        self.addTab(unseen, unseen.title())
        self.blockSignals(False)

    def drop_pages(self) -> None:
        """Close all pages."""
        places = self._places()
        self._trail.clear()
        self.blockSignals(True)
        self.clear()
        self.blockSignals(False)
        for page in places:
            if isinstance(page, UnseenPage):
                page.drop()
            page.close()
            page.deleteLater()
        self._turned()

    def bring(self, key: str) -> None:
        """Bring the page of this key to the front; the first where there is none."""
        keys = self.keys
        place = keys.index(key) if key in keys else 0
        self.setCurrentIndex(place)
        if self.front is None and self.count():
            self._turned()

    def step(self, by: int) -> None:
        """Go this many pages to the right, around the end."""
        if self.count():
            self.setCurrentIndex((self.currentIndex() + by) % self.count())

    def with_front(self, act: Callable[[TabPage], None]) -> None:
        """Do something with the page in front, where there is one."""
        if self.front is not None:
            act(self.front)

    def note_changes(self, changes: ChangeSet) -> None:
        """Let every page that a command's changes touch know that it is stale."""
        for page in self.pages:
            page.note_changes(changes)

    @Slot(object)
    def follow(self, place: Place) -> None:
        """Show a place in its tab and remember where the user was."""
        if self.front is not None and place.tab in self.keys:
            self._trail.leave(self.front.place())
            self._show(place)

    @Slot()
    def go_back(self) -> None:
        """Go back to where the last figure was followed."""
        place = self._trail.back()
        if place is not None:
            self._show(place)

    @Slot()
    def retranslate(self) -> None:
        """Name the tabs in the language of the moment; pages retranslate themselves."""
        for number, page in enumerate(self._places()):
            title = page.title()
            self.setTabText(number, title)
            keys = _("{tab} (Alt+{number})").format(tab=title, number=number + 1)
            self.setTabToolTip(number, keys)

    def _places(self) -> tuple[TabPage | UnseenPage, ...]:
        widgets = (self.widget(number) for number in range(self.count()))
        return tuple(one for one in widgets if isinstance(one, TabPage | UnseenPage))

    def _show(self, place: Place) -> None:
        if place.tab in self.keys:
            self.bring(place.tab)
            self.with_front(lambda page: page.show_place(place.facts))

    def build_next(self) -> bool:
        """Make a page that nobody has looked at yet, or put one that is made into its place.

        One step a call, so that the window hears its keys in between; returns whether there was
        anything to do.
        """
        for place in self._places():
            if isinstance(place, UnseenPage):
                if place.is_made:
                    self._build(place)
                else:
                    place.page()
                return True
        return False

    def _build(self, unseen: UnseenPage) -> None:
        """Put the page where its tab stands; one in front is shown, and so loads, here."""
        place = self.indexOf(unseen)
        is_front = place == self.currentIndex()
        page = unseen.page()
        page.place_requested.connect(self.follow)
        page.title_changed.connect(self.retranslate)
        self.blockSignals(True)
        # In this order no other page comes to the front in between.
        self.insertTab(place, page, page.title())
        if is_front:
            self.setCurrentIndex(place)
        self.removeTab(place + 1)
        self.blockSignals(False)
        unseen.deleteLater()
        self.retranslate()

    @Slot()
    def _turned(self) -> None:
        found = self.currentWidget()
        if isinstance(found, UnseenPage):
            self._build(found)
        self.front_changed.emit(self.front)
