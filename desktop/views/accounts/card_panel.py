"""The customer's card: name and standing, four figures, and pages of what lies behind them."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QSize, Qt, Signal, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QComboBox,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSizePolicy,
    QStackedWidget,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from desktop.i18n import N_, _
from desktop.services import formats
from desktop.services.customers.data import AccountColumn, CustomerCard
from desktop.services.exports.people import ExportTable
from desktop.services.settings import SettingsFile
from desktop.views.accounts.columns import (
    applied_columns,
    document_columns,
    line_columns,
    receipt_columns,
    sales_columns,
    visit_columns,
)
from desktop.views.accounts.figure_button import FigureButton
from desktop.views.accounts.list_page import ListPage
from desktop.views.accounts.overview_page import OverviewPage
from desktop.views.accounts.shown import CardShown, DocumentsShown, LinesShown, SalesShown
from desktop.views.accounts.state import AccountsState, CardPage, Documents
from desktop.views.accounts.words import (
    class_words,
    documents_words,
    figures_of,
    page_words,
    status_reason,
    status_tone,
    status_words,
)
from desktop.views.icons import status_icon
from desktop.views.palette import colours_of
from desktop.views.plain_text import heading, label, tool_tip

_FIGURES = (
    AccountColumn.NET_SALES,
    AccountColumn.RECEIVABLE,
    AccountColumn.OVERDUE,
    AccountColumn.AVAILABLE,
)
#: A figure with its decimals wants this many digits' room; narrower cards have two rows.
_FIGURE_DIGITS = 19


class CardPanel(QWidget):
    """Shows one customer; what a click means is decided by the controller.

    Signals:
        figure_wanted(str): a figure was pressed, by its column of the list.
        page_wanted(CardPage): another page was turned to.
        documents_wanted(Documents): open, overdue or all documents.
        more_wanted(): the next lines behind net sales.
        edit_wanted(): the customer's own data are to be changed.
        summed(SelectionSums), filter_wanted(): of any list of the card.
    """

    figure_wanted = Signal(object)
    page_wanted = Signal(object)
    documents_wanted = Signal(object)
    more_wanted = Signal()
    edit_wanted = Signal()
    summed = Signal(object)
    filter_wanted = Signal()

    def __init__(
        self, settings: SettingsFile, currency: str, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._card: CustomerCard | None = None
        self._is_setting = False
        # Each part is born where it stays: Qt polishes all of it again when it moves.
        self._stack = QStackedWidget(self)
        self._body = body = QWidget(self._stack)
        self._name = heading("", body, role="title")
        self.edit = QPushButton(body)
        self._line = label("", body, role="muted")
        self._shape = QLabel(body)
        self._status = label("", body)
        self.figures = {key: FigureButton(body) for key in _FIGURES}
        self._grid = QGridLayout()
        self.pages = QTabWidget(body)
        inside = self.pages.findChild(QStackedWidget)
        self.overview = OverviewPage(inside)
        self.documents = ListPage(
            N_("Documents"), document_columns(currency), settings, "documents",
            detail=(N_("Lines of the document"), line_columns(currency)), parent=inside,
        )  # fmt: skip
        self.money = ListPage(
            N_("Money received"), receipt_columns(currency), settings, "money",
            detail=(N_("What the money paid"), applied_columns(currency)), parent=inside,
        )  # fmt: skip
        self.sales = ListPage(
            N_("Sales"), sales_columns(currency), settings, "sales", parent=inside
        )
        self.visits = ListPage(N_("Visits"), visit_columns(), settings, "visits", parent=inside)
        self.which = QComboBox(self.documents)
        self.more = QPushButton(self.sales)
        self._empty = label("", self._stack, role="muted")
        self._build()
        self._wire()
        self.retranslate()

    @property
    def lists(self) -> dict[CardPage, ListPage]:
        """The pages that are lists."""
        return {
            CardPage.DOCUMENTS: self.documents,
            CardPage.MONEY: self.money,
            CardPage.SALES: self.sales,
            CardPage.VISITS: self.visits,
        }

    def _build(self) -> None:
        self._name.setWordWrap(True)
        self._name.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._name.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        status = QHBoxLayout()
        status.setSpacing(6)
        status.addWidget(self._line)
        status.addSpacing(8)
        status.addWidget(self._shape)
        status.addWidget(self._status)
        status.addStretch(1)
        self._grid.setSpacing(8)
        head = QVBoxLayout()
        head.setContentsMargins(16, 8, 16, 8)
        head.setSpacing(4)
        name = QHBoxLayout()
        name.addWidget(self._name, 1)
        self.edit.setProperty("role", "link")
        name.addWidget(self.edit)
        head.addLayout(name)
        head.addLayout(status)
        head.addSpacing(4)
        head.addLayout(self._grid)
        for page in CardPage:
            self.pages.addTab(self.lists.get(page, self.overview), "")
        self.pages.setDocumentMode(True)
        self.which.addItems(["" for _one in Documents])
        self.documents.row.insertWidget(0, self.which)
        self.more.setProperty("role", "link")
        self.sales.row.addWidget(self.more)
        layout = QVBoxLayout(self._body)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(head)
        layout.addWidget(self.pages, 1)
        self._empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._empty.setWordWrap(True)
        self._stack.addWidget(self._empty)
        self._stack.addWidget(self._body)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self._stack)
        self._lay_out_figures()

    def _wire(self) -> None:
        for key, button in self.figures.items():
            button.clicked.connect(lambda _on=False, k=key: self.figure_wanted.emit(k))
        self.pages.currentChanged.connect(self._page_turned)
        self.which.activated.connect(self._which_chosen)
        self.more.clicked.connect(self.more_wanted)
        self.edit.clicked.connect(self.edit_wanted)
        self._name.installEventFilter(self)
        self.money.opened.connect(self._show_applied)
        self.money.left.connect(self.money.hide_detail)
        for page in self.lists.values():
            page.summed.connect(self.summed)
            page.filter_wanted.connect(self.filter_wanted)

    @property
    def is_overview(self) -> bool:
        """Whether the first page is in front."""
        return self.pages.currentIndex() == 0

    def set_compact(self, is_compact: bool) -> None:
        """Show the figures in lines instead of cards, for a low window."""
        for button in self.figures.values():
            button.set_compact(is_compact)

    # What the tab tells

    def show_card(self, shown: CardShown | None) -> None:
        """Show a customer, or that there is none."""
        self._card = shown.card if shown is not None else None
        self._stack.setCurrentIndex(0 if shown is None else 1)
        if shown is None:
            return
        card = shown.card
        self._name.setText(card.name)
        self._show_words()
        self.overview.show_card(shown)
        self.money.show_rows(
            card.money, {"unapplied": abs(card.standing.unapplied)},
            _("No money has been received up to this day."),
        )  # fmt: skip
        self.money.set_words("", _("Enter shows what a receipt paid."))
        self.money.hide_detail()
        self.visits.show_rows(card.visits, None, _("There were no visits up to this day."))
        self.visits.set_words("", _("Enter shows a visit on the Activity tab."))

    def _show_words(self) -> None:
        card = self._card
        if card is None:
            return
        self._line.setText(class_words(card))
        self._status.setText(status_words(card.status))
        self._status.setToolTip(tool_tip(status_reason(card)))
        self._paint_shape()
        for key, figure in zip(_FIGURES, figures_of(card), strict=True):
            self.figures[key].set_figure(*figure)

    def show_state(self, state: AccountsState) -> None:
        """Turn to the page of the state and set the choice of documents."""
        self._is_setting = True
        self.pages.setCurrentIndex(list(CardPage).index(state.page))
        place = list(Documents).index(state.documents)
        self.which.setCurrentIndex(place if state.bucket is None else -1)
        self._is_setting = False
        if state.page is CardPage.MONEY and state.document:
            self.money.select_number(state.document, "receipt_no")
            self._show_applied(self.money.table.current_row())

    def show_documents(self, shown: DocumentsShown) -> None:
        """Show the documents chosen."""
        self.documents.show_rows(shown.rows, {"open": shown.total}, shown.empty)
        self.documents.set_words(shown.title, shown.note)
        self.documents.select_number(shown.document, "document_no")

    def show_lines(self, shown: LinesShown | None) -> None:
        """Show a document's lines below the documents, or put them away."""
        if shown is None:
            self.documents.hide_detail()
            return
        self.documents.show_detail(
            shown.title, shown.rows, {"gross": shown.gross}, _("This document has no lines.")
        )

    def show_sales(self, shown: SalesShown) -> None:
        """Show lines behind net sales."""
        page = shown.page
        self.sales.show_rows(
            page.rows, {"amount": page.total}, _("Nothing was sold in this period.")
        )
        self.sales.set_words(shown.title, shown.note)
        left = page.count - len(page.rows)
        self.more.setVisible(left > 0)
        self.more.setText(_("Show more of {count} lines").format(count=formats.number(page.count)))

    def focus_page(self, page: CardPage) -> None:
        """Put the keyboard into the list of a page, or into the first figure."""
        found = self.lists.get(page)
        target = self.figures[_FIGURES[0]] if found is None else found.table
        target.setFocus(Qt.FocusReason.OtherFocusReason)

    def exported(self) -> ExportTable | None:
        """Return the list of the page in front as a table for export, None on the first page."""
        card, page = self._card, tuple(CardPage)[self.pages.currentIndex()]
        found = self.lists.get(page)
        if card is None or found is None:
            return None
        title = _("{page} of {customer}").format(page=page_words(page), customer=card.name)
        notes = ((_("Customer"), f"{card.code} {card.name}"),
                 (_("As of"), formats.day(card.as_of)))  # fmt: skip
        return found.exported(title, notes)

    def retranslate(self) -> None:
        """Show all words in the language of the moment; the card itself comes again."""
        self._empty.setText(_("Choose a customer in the list to see the card."))
        self.pages.setAccessibleName(_("Pages of the card"))
        self.edit.setText(_("Edit…"))
        self.edit.setToolTip(_("Change the customer's own data (F2)"))
        for place, page in enumerate(CardPage):
            self.pages.setTabText(place, page_words(page))
            self.pages.setTabToolTip(
                place, _("{page} (Ctrl+{number})").format(page=page_words(page), number=place + 1)
            )
        for place, one in enumerate(Documents):
            self.which.setItemText(place, documents_words(one))
        self.which.setAccessibleName(_("Documents shown"))
        for found in self.lists.values():
            found.retranslate()
        self._show_words()

    # Qt

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Lay the figures out for the new width."""
        super().resizeEvent(event)
        self._lay_out_figures()

    def changeEvent(self, event: QEvent) -> None:
        """Follow a new palette."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and hasattr(self, "_stack"):
            self._paint_shape()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Edit the customer whose name is double-clicked."""
        if watched is self._name and event.type() == QEvent.Type.MouseButtonDblClick:
            self.edit_wanted.emit()
            return True
        return super().eventFilter(watched, event)

    # Inside

    def _lay_out_figures(self) -> None:
        wanted = self.fontMetrics().horizontalAdvance("0") * _FIGURE_DIGITS
        across = 4 if self.width() - 32 >= 4 * wanted else 2
        if self._grid.property("across") == across:
            return
        self._grid.setProperty("across", across)
        for place, key in enumerate(_FIGURES):
            self._grid.addWidget(self.figures[key], place // across, place % across)
        for column in range(4):
            self._grid.setColumnStretch(column, 1 if column < across else 0)

    def _paint_shape(self) -> None:
        if self._card is not None:
            size = self.fontMetrics().ascent()
            shape = status_icon(status_tone(self._card.status), colours_of(self.palette()))
            self._shape.setPixmap(shape.pixmap(QSize(size, size)))

    @Slot(int)
    def _page_turned(self, place: int) -> None:
        if not self._is_setting:
            self.page_wanted.emit(tuple(CardPage)[place])

    @Slot(int)
    def _which_chosen(self, place: int) -> None:
        self.documents_wanted.emit(tuple(Documents)[place])

    @Slot(object)
    def _show_applied(self, row: object) -> None:
        receipt = next(
            (one for one in (self._card.money if self._card else ()) if one is row), None
        )
        if receipt is not None:
            title = _("What {number} of {day} paid").format(
                number=receipt.receipt_no, day=formats.day(receipt.received_on)
            )
            empty = _("This money pays nothing yet.")
            self.money.show_detail(title, receipt.applied, None, empty)
