"""The right side of the Appraisals tab: the printed page itself, as large as there is room."""

from __future__ import annotations

from decimal import Decimal

from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt, Signal, Slot
from PySide6.QtWidgets import (
    QHBoxLayout,
    QPushButton,
    QScrollArea,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from desktop.i18n import _, ngettext
from desktop.services import formats
from desktop.tone import Tone
from desktop.views.appraisals.state import PageShown
from desktop.views.filter_bar import tool_button
from desktop.views.icons import icon
from desktop.views.message_bar import MessageBar
from desktop.views.pdf_preview import PageCanvas, PdfPages
from desktop.views.plain_text import digits_wide, label

#: Sizes that the steps stop at; the width of the panel is one more, wherever it lies.
ZOOMS = (0.5, 0.75, 1.0, 1.25, 1.5, 2.0, 3.0)
_SMALLEST = 0.3
_POINTS_AN_INCH = 72
# The canvas leaves this free on both sides of a page.
_MARGIN = 16


class CardPanel(QWidget):
    """Shows the pages of one PDF, fitted to the width until somebody zooms.

    Signals:
        print_wanted(): "Print…".
        save_wanted(): "Save PDF…".
    """

    print_wanted = Signal()
    save_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._page: PageShown | None = None
        self._pages: PdfPages | None = None
        self._is_fitted = True
        self.canvas: PageCanvas | None = None
        self.messages = MessageBar(self)
        self._smaller, self._larger, self._fit = (
            tool_button(name, "", self) for name in ("zoom-out", "zoom-in", "columns")
        )
        self._fit.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextOnly)
        self._fit.setCheckable(True)
        self._fit.setChecked(True)
        self._zoom_words = label("", self, role="muted")
        self._count = label("", self, role="muted")
        self.save_button, self.print_button = QPushButton(self), QPushButton(self)
        self.area = QScrollArea(self)
        self._empty = label("", self, role="muted")
        self._stack = QStackedWidget(self)
        self._build()
        self._wire()
        self.retranslate()

    def _build(self) -> None:
        self.area.setWidgetResizable(True)
        self.area.setFrameShape(QScrollArea.Shape.NoFrame)
        self.area.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self._empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._empty.setWordWrap(True)
        self._stack.addWidget(self._empty)
        self._stack.addWidget(self.area)
        self._zoom_words.setMinimumWidth(digits_wide(self, 5))
        self._zoom_words.setAlignment(Qt.AlignmentFlag.AlignCenter)
        row = QHBoxLayout()
        row.setContentsMargins(8, 0, 16, 8)
        row.setSpacing(4)
        for widget in (self._smaller, self._zoom_words, self._larger, self._fit, self._count):
            row.addWidget(widget)
        row.addSpacing(8)
        row.addStretch(1)
        row.addWidget(self.save_button)
        row.addSpacing(4)
        row.addWidget(self.print_button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(row)
        layout.addWidget(self.messages)
        layout.addWidget(self._stack, 1)

    def _wire(self) -> None:
        self._smaller.clicked.connect(lambda _on=False: self.step_zoom(-1))
        self._larger.clicked.connect(lambda _on=False: self.step_zoom(1))
        self._fit.clicked.connect(lambda _on=False: self.fit_width())
        self.save_button.clicked.connect(lambda _on=False: self.save_wanted.emit())
        self.print_button.clicked.connect(lambda _on=False: self.print_wanted.emit())
        self.area.viewport().installEventFilter(self)
        # A document that is open when Python ends is complained of by PDFium.
        program = QCoreApplication.instance()
        if program is not None:
            program.aboutToQuit.connect(self.let_go)

    @Slot()
    def let_go(self) -> None:
        """Close the page."""
        self.show_page(None)

    @property
    def page(self) -> PageShown | None:
        """The page shown, or None."""
        return self._page

    @property
    def zoom(self) -> float:
        """Size on screen against the paper's; 0 where no page is shown."""
        return self.canvas.zoom if self.canvas is not None else 0.0

    def show_page(self, page: PageShown | None) -> None:
        """Show a page where the one before was scrolled to, or none."""
        scrolled, zoom = self.area.verticalScrollBar().value(), self.zoom
        old_pages, old_canvas = self._pages, self.canvas
        self._page = page
        self._pages = None if page is None else PdfPages(page.pdf.content)
        self.canvas = None if self._pages is None else PageCanvas(self._pages)
        self._stack.setCurrentWidget(self._empty if page is None else self.area)
        if self.canvas is not None:
            self.canvas.set_zoom(zoom or 1.0)
            self.area.setWidget(self.canvas)
            self._fit_now()
            self.area.verticalScrollBar().setValue(scrolled)
        elif old_canvas is not None:
            self.area.takeWidget()
            old_canvas.deleteLater()
        if old_pages is not None:
            old_pages.close()
        self._say()

    def step_zoom(self, direction: int) -> None:
        """Go to the next larger or smaller size."""
        now = self.zoom
        steps = [zoom for zoom in ZOOMS if (zoom > now + 0.01 if direction > 0 else zoom < now)]
        if self.canvas is not None and steps:
            self._is_fitted = False
            self.canvas.set_zoom(min(steps) if direction > 0 else max(steps))
        self._say_zoom()

    @Slot()
    def fit_width(self) -> None:
        """Make the page as wide as the panel and keep it so."""
        self._is_fitted = True
        self._fit_now()

    def retranslate(self) -> None:
        """Show all words in the language of the moment."""
        for button, words in (
            (self._smaller, _("Smaller page (Alt+-)")),
            (self._larger, _("Larger page (Alt++)")),
            (self._fit, _("As wide as the panel (Alt+0)")),
        ):
            button.setToolTip(words)
            button.setAccessibleName(words)
        self._fit.setText(_("Fit"))
        self.save_button.setText(_("Save PDF…"))
        self.save_button.setToolTip(_("Write this page as a file (Ctrl+S)"))
        self.print_button.setText(_("Print…"))
        self.print_button.setToolTip(_("See the page in a window of its own and print it (Ctrl+P)"))
        self._empty.setText(_("No rep is chosen, so there is no page to show."))
        self.messages.retranslate()
        self._say()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Fit the page again when the panel gets another width."""
        if event.type() == QEvent.Type.Resize and self._is_fitted:
            self._fit_now()
        return super().eventFilter(watched, event)

    def changeEvent(self, event: QEvent) -> None:
        """Follow a new palette."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and hasattr(self, "_stack"):
            self._smaller.setIcon(icon("zoom-out", self.palette()))
            self._larger.setIcon(icon("zoom-in", self.palette()))

    def _fit_now(self) -> None:
        if self.canvas is not None and self._pages is not None and self._is_fitted:
            widest = max(width for width, _height in self._pages.sizes)
            room = self.area.viewport().width() - 2 * _MARGIN
            full = widest * self.canvas.logicalDpiX() / _POINTS_AN_INCH
            # A pixel less than there is, so that rounding never brings up a scroll bar.
            zoom = max(_SMALLEST, min((room - 1) / full, ZOOMS[-1]))
            if abs(zoom - self.canvas.zoom) > 0.001:
                self.canvas.set_zoom(zoom)
        self._say_zoom()

    def _say(self) -> None:
        page, pages = self._page, self._pages
        for widget in (self._smaller, self._larger, self._fit, self.save_button,
                       self.print_button):  # fmt: skip
            widget.setEnabled(page is not None)
        count = 0 if pages is None else len(pages.sizes)
        words = ngettext("{count} page", "{count} pages", count).format(count=count)
        # One page is what everybody expects; a second one is easily missed.
        self._count.setText(words if count > 1 else "")
        self.area.setAccessibleName(_("No page") if page is None else page.title)
        if page is not None and page.warning:
            self.messages.show_message(page.warning, Tone.WATCH)
        else:
            self.messages.hide()
        self._say_zoom()

    def _say_zoom(self) -> None:
        self._fit.setChecked(self._is_fitted)
        words = formats.percent(Decimal(str(self.zoom)), 0) if self.zoom else ""
        self._zoom_words.setText(words)
