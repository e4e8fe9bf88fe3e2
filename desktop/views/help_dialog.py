"""Help and About: our own texts, offline, in the language of the moment."""

from __future__ import annotations

import platform
from collections.abc import Callable

import PySide6
from PySide6.QtCore import QEvent, QSignalBlocker, QSize, Qt, QUrl, Slot
from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QListWidget,
    QPushButton,
    QTextBrowser,
    QVBoxLayout,
    QWidget,
)

from desktop import __version__
from desktop.i18n import _
from desktop.services.help_pages import HelpPage, page_of, sections_of, title_of
from desktop.views.icons import program_icon
from desktop.views.plain_text import digits_wide, heading, label

_SECTION_LEVEL = 2


def _close_button(dialog: QDialog) -> QDialogButtonBox:
    buttons = QDialogButtonBox(dialog)
    close = buttons.addButton(_("Close"), QDialogButtonBox.ButtonRole.RejectRole)
    close.setDefault(True)
    buttons.rejected.connect(dialog.reject)
    return buttons


class HelpDialog(QDialog):
    """Shows the pages of the help beside their list; the window behind stays usable.

    The field above finds words, through all pages.
    """

    def __init__(
        self, read: Callable[[HelpPage], str], page: HelpPage, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._read = read
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setModal(False)
        self.words = QLineEdit(self)
        self.words.setClearButtonEnabled(True)
        self.words.returnPressed.connect(self._find_next)
        self.list = QListWidget(self)
        self.list.setSpacing(2)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.text = QTextBrowser(self)
        self.text.setOpenLinks(False)
        self.text.document().setDocumentMargin(self.fontMetrics().height())
        self.text.anchorClicked.connect(self._follow)
        columns = QHBoxLayout()
        columns.setSpacing(12)
        columns.addWidget(self.list)
        columns.addWidget(self.text, 1)
        body = QVBoxLayout(self)
        body.setContentsMargins(24, 16, 24, 16)
        body.setSpacing(12)
        body.addWidget(self.words)
        body.addLayout(columns, 1)
        self._buttons = _close_button(self)
        for button in self._buttons.findChildren(QPushButton):
            # Enter belongs to the field above.
            button.setDefault(False)
            button.setAutoDefault(False)
        body.addWidget(self._buttons)
        self.resize(digits_wide(self, 130), self.fontMetrics().height() * 38)
        self._texts: dict[HelpPage, str] = {}
        self._spell(page)
        self.list.currentRowChanged.connect(self._show)
        self.text.setFocus(Qt.FocusReason.OtherFocusReason)

    @property
    def page(self) -> HelpPage:
        """The page that is shown."""
        return tuple(HelpPage)[max(0, self.list.currentRow())]

    def show_page(self, page: HelpPage) -> None:
        """Show a page from its top."""
        self.list.setCurrentRow(tuple(HelpPage).index(page))

    def show_section(self, section: int | None) -> None:
        """Begin the page with one of its sections (from 0); None is its top."""
        titles = sections_of(self._texts[self.page])
        if section is None or section >= len(titles):
            return
        block = self.text.document().begin()
        while block.isValid() and not (
            block.blockFormat().headingLevel() == _SECTION_LEVEL and block.text() == titles[section]
        ):
            block = block.next()
        # From below, or the section would only just come into view.
        self.text.moveCursor(QTextCursor.MoveOperation.End)
        self.text.setTextCursor(QTextCursor(block))
        bar, top = self.text.verticalScrollBar(), self.text.cursorRect().top()
        bar.setValue(bar.value() + top - self.fontMetrics().height())

    def changeEvent(self, event: QEvent) -> None:
        """Follow a new language."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange and hasattr(self, "_texts"):
            self._spell(self.page)

    def _spell(self, page: HelpPage) -> None:
        """Fill list and page in the language of the moment."""
        self._texts = {one: self._read(one) for one in HelpPage}
        self.setWindowTitle(_("Help"))
        self.words.setPlaceholderText(_("Find words, Enter for the next place"))
        self.words.setAccessibleName(_("Find in the help"))
        self.list.setAccessibleName(_("Pages of the help"))
        for button in self._buttons.findChildren(QPushButton):
            button.setText(_("Close"))
        with QSignalBlocker(self.list):
            self.list.clear()
            self.list.addItems([title_of(text) for text in self._texts.values()])
            self.show_page(page)
        self.list.setFixedWidth(self.list.sizeHintForColumn(0) + self.fontMetrics().height() * 2)
        self._show()

    @Slot()
    def _show(self) -> None:
        text = self._texts[self.page]
        self.text.setAccessibleName(title_of(text))
        self.text.setMarkdown(text)

    @Slot(QUrl)
    def _follow(self, link: QUrl) -> None:
        self.show_page(page_of(link.toString()))

    @Slot()
    def _find_next(self) -> None:
        words = self.words.text().strip()
        if not words or self.text.find(words):
            return
        pages = tuple(HelpPage)
        here = pages.index(self.page)
        # The pages behind this one, those before it, and this one again from its top.
        for page in (*pages[here + 1 :], *pages[:here], self.page):
            if words.casefold() in self._texts[page].casefold():
                self.show_page(page)
                self.text.moveCursor(QTextCursor.MoveOperation.Start)
                if self.text.find(words):
                    return


class AboutDialog(QDialog):
    """Says which version this is and whose work it rests on."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(_("About Branchbook"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        size = self.fontMetrics().height() * 3
        picture = QLabel(self)
        picture.setPixmap(program_icon().pixmap(QSize(size, size)))
        words = QVBoxLayout()
        words.setSpacing(4)
        words.addWidget(heading("Branchbook", self, role="name"))
        parts = _("Python {python}, Qt for Python {qt} (LGPL 3), SQLAlchemy, ReportLab and more.")
        for line in (
            _("Version {version}").format(version=__version__),
            _("The branch's book: plans, sales, visits and money"),
            "",
            _("Licence: Apache 2.0. Fonts: Noto Sans SC under the SIL Open Font License 1.1."),
            parts.format(python=platform.python_version(), qt=PySide6.__version__),
        ):  # fmt: skip
            words.addWidget(label(line, self))
        row = QHBoxLayout()
        row.setSpacing(16)
        row.addWidget(picture, 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(words, 1)
        body = QVBoxLayout(self)
        body.setContentsMargins(24, 24, 24, 16)
        body.setSpacing(16)
        body.addLayout(row)
        body.addWidget(_close_button(self))
