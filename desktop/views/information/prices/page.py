"""The page "Prices": its widgets and connections; the controller decides what they mean."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.i18n import N_, _
from desktop.services.exports.people import ExportTable
from desktop.services.information.price_data import PriceBook, PriceFilter
from desktop.views.actions import ActionSet, ActionSpec
from desktop.views.charts import ChartView
from desktop.views.filter_bar import FilterBar, FilterState
from desktop.views.information.notes.state import period_options
from desktop.views.information.prices.columns import price_columns
from desktop.views.information.prices.controller import PricesController
from desktop.views.information.prices.pictures import price_lines
from desktop.views.kept_splitter import KeptSplitter
from desktop.views.parts import TabPart
from desktop.views.period_choice import Preset, preset_period
from desktop.views.tab import Place, TabContext
from desktop.views.table_view import TableView

_ACTIONS = (
    ActionSpec("note", N_("Show the &note"), "Ctrl+Return",
               N_("Show the note that the current price stands in (Enter in the list)")),
)  # fmt: skip


class PricesPage(TabPart):
    """The chart at the left, the prices it is drawn from at the right."""

    def __init__(self, context: TabContext, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self._is_setting = False
        self.filters = FilterBar(self)
        for key, words, options, most in (
            ("product", lambda: _("Product"), (), 34),
            ("competitor", lambda: _("Competitor"), (("", lambda: _("All")),), 22),
            ("territory", lambda: _("Region"), (("", lambda: _("All")),), 22),
            ("period", lambda: _("Period"), period_options(), 20),
        ):
            self.filters.limit(self.filters.add_choice(key, words, options), 9, most)
        self.splitter = KeptSplitter(context.settings, "information.prices.splitter", self)
        self.chart = ChartView(self.splitter)
        self.table = TableView(
            price_columns(context.currency), name=N_("Prices of competitors"),
            row_id=lambda row: row.note_id, parent=self.splitter,
        )  # fmt: skip
        self.table.keep_layout(context.settings, "information.prices")
        self.controller = PricesController(context.services, context.runner, self)
        self.actions_set = ActionSet(self)
        self.splitter.add_parts(("chart", self.chart, 3, 780), ("table", self.table, 2, 660))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.filters)
        layout.addWidget(self.splitter, 1)
        for spec in _ACTIONS:
            self.actions_set.add(spec, self._show_note)
        self.filters.changed.connect(self._filters_changed)
        self.table.opened.connect(lambda row: self._go(row.note_id))
        self.table.selection_summed.connect(self.selection_summed)
        self.table.filter_wanted.connect(self.focus_filter)
        self.chart.bar_clicked.connect(self._point_clicked)
        self.retranslate()

    # What the tab asks

    def reload(self) -> None:
        """Ask for the prices."""
        self.controller.reload()

    def retranslate(self) -> None:
        """Show all words in the language of the moment."""
        self._is_setting = True
        self.filters.retranslate()
        self._is_setting = False
        self.actions_set.retranslate()
        self.table.retranslate()
        self.controller.show_again()

    def menu_actions(self) -> tuple[QAction, ...]:
        """Return the page's commands."""
        return tuple(self.actions_set)

    def export_table(self) -> ExportTable | None:
        """Return the prices that are shown."""
        book = self.controller.book
        if book is None or book.product is None:
            return None
        product = f"{book.product.code} {book.product.name}"
        return self.table.exported(_("Prices of competitors"), notes=((_("Product"), product),))

    def focus_filter(self) -> None:
        """Put the keyboard into the first filter: there are no words to look for."""
        box = self.filters._choices["product"][0]
        box.setFocus(Qt.FocusReason.ShortcutFocusReason)

    # What the controller tells

    def show_waiting(self, text: str) -> None:
        """Show no rows, and this sentence."""
        self.table.set_empty_text(text)
        self.actions_set["note"].setEnabled(False)

    def show_book(self, book: PriceBook) -> None:
        """Show the prices of a product."""
        self._set_filters(book)
        self.table.set_empty_text(
            _("No price fits the filters.")
            if self.controller.is_filtered
            else _(
                "No competitor's price is known yet. Enter a note on a competitor with his price "
                "on the page “Notes”."
            )
        )
        self.table.set_rows(book.rows)
        if self.table.current_row() is None and book.rows:
            self.table.select_row(book.rows[0].note_id)
        self.chart.setVisible(book.product is not None)
        self.chart.show_chart(price_lines(book) if book.product is not None else None)
        self.filters.set_hits(len(book.rows))
        self.actions_set["note"].setEnabled(bool(book.rows))

    # Inside

    def _set_filters(self, book: PriceBook) -> None:
        self._is_setting = True
        wanted = self.controller.wanted
        products = [(one.id, f"{one.code} {one.name}") for one in book.products]
        regions = [(one.id, one.name) for one in book.territories]
        for key, options in (
            ("product", _options(products)),
            ("competitor", _all(_options(book.competitors))),
            ("territory", _all(_options(regions))),
        ):
            self.filters.set_options(key, options)
        product_id = None if book.product is None else book.product.id
        choices = {
            "product": product_id, "competitor": wanted.competitor,
            "territory": wanted.territory_id or "", "period": self.controller.period,
        }  # fmt: skip
        self.filters.set_state(FilterState(None, choices, ""))
        self._is_setting = False

    @Slot(object)
    def _filters_changed(self, state: FilterState) -> None:
        if self._is_setting:
            return
        values = state.choices
        product, region = values.get("product"), values.get("territory")
        preset = str(values.get("period") or "")
        today, fiscal = self.context.clock.today(), self.context.fiscal
        self.controller.period = preset
        self.controller.filter(
            PriceFilter(
                product if isinstance(product, int) else None,
                str(values.get("competitor") or ""),
                region if isinstance(region, int) else None,
                preset_period(Preset(preset), today, fiscal) if preset else None,
            )
        )

    def _show_note(self) -> None:
        row = self.table.current_row()
        if row is not None:
            self._go(row.note_id)

    def _go(self, note_id: int) -> None:
        self.place_requested.emit(Place("information", {"part": "notes", "note_id": note_id}))

    @Slot(object)
    def _point_clicked(self, key: object) -> None:
        self.table.select_row(key)


def _options(pairs: object) -> tuple[tuple[object, Callable[[], str]], ...]:
    """Return options whose words are the same in every language."""
    assert isinstance(pairs, tuple | list)
    return tuple((value, _same(name)) for value, name in pairs)


def _all(
    options: tuple[tuple[object, Callable[[], str]], ...],
) -> tuple[tuple[object, Callable[[], str]], ...]:
    return (("", lambda: _("All")), *options)


def _same(name: str) -> Callable[[], str]:
    return lambda: name
