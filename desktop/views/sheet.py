"""The program's one style sheet: flat fields, quiet headers, underlined tabs; all else Fusion's.

It is set on the application as a whole, made from the colours and from the font's height, so
that it grows with the text size. Widgets have no sheets of their own; where one needs another
look it carries a `role` property that is listed here.
"""

from __future__ import annotations

from desktop.paths import resources_folder
from desktop.views.palette import Colours


def cell_unit(line_height: int) -> int:
    """Return the sheet's smallest distance for a line height; cells have two of it at a side."""
    return max(2, round(line_height / 5))


def style_sheet(colours: Colours, line_height: int) -> str:
    """Return the sheet for these colours and the height of a line of text in pixels."""
    unit = cell_unit(line_height)
    icons = (resources_folder() / "icons").as_posix()
    mode = "dark" if colours.is_dark else "light"
    parts = (_fields, _buttons, _lists, _tabs, _menus, _rest)
    return "\n".join(part(colours, unit, f"{icons}/{{}}-{mode}.svg") for part in parts)


def _fields(c: Colours, u: int, icon: str) -> str:
    return f"""
QLineEdit, QComboBox, QAbstractSpinBox, QPlainTextEdit, QTextEdit, QTextBrowser {{
    background: {c.base}; color: {c.text}; border: 1px solid {c.edge}; border-radius: 4px;
    padding: {u}px {2 * u - 2}px; selection-background-color: {c.tint}; selection-color: {c.text};
}}
QLineEdit:focus, QComboBox:focus, QAbstractSpinBox:focus, QPlainTextEdit:focus, QTextEdit:focus,
QComboBox:on {{ border-color: {c.accent}; }}
QLineEdit:disabled, QComboBox:disabled, QAbstractSpinBox:disabled {{
    background: {c.window}; color: {c.faint}; border-color: {c.line};
}}
QLineEdit[role="wrong"], QComboBox[role="wrong"], QAbstractSpinBox[role="wrong"] {{
    border: 2px solid {c.bad};
}}
QComboBox QLineEdit {{ border: none; padding: 0; background: transparent; }}
QAbstractSpinBox QLineEdit {{
    border: none; padding: 0 0 0 {2 * u - 4}px; background: transparent;
}}
QTableView QLineEdit, QTableView QComboBox {{ border-radius: 0; padding: 0 {u}px; }}
QComboBox {{ padding-right: 0; }}
QComboBox::drop-down, QDateEdit::drop-down {{ border: none; width: {6 * u}px; }}
QComboBox::down-arrow, QDateEdit::down-arrow {{
    image: url("{icon.format("arrow-down")}"); width: {4 * u}px; height: {4 * u}px;
}}
QSpinBox::up-button, QSpinBox::down-button, QDoubleSpinBox::up-button,
QDoubleSpinBox::down-button {{ border: none; background: transparent; width: {5 * u}px; }}
QSpinBox::up-arrow, QDoubleSpinBox::up-arrow {{
    image: url("{icon.format("arrow-up")}"); width: {3 * u}px; height: {3 * u}px;
}}
QSpinBox::down-arrow, QDoubleSpinBox::down-arrow {{
    image: url("{icon.format("arrow-down")}"); width: {3 * u}px; height: {3 * u}px;
}}
QCheckBox, QRadioButton {{ spacing: {2 * u}px; }}
QCheckBox::indicator, QListView::indicator, QTreeView::indicator, QTableView::indicator {{
    width: {4 * u - 2}px; height: {4 * u - 2}px; border: 1px solid {c.edge}; border-radius: 3px;
    background: {c.base};
}}
QRadioButton::indicator {{
    width: {4 * u - 2}px; height: {4 * u - 2}px; border: 1px solid {c.edge};
    border-radius: {2 * u}px; background: {c.base};
}}
QRadioButton::indicator:focus {{ border-color: {c.accent}; }}
QRadioButton::indicator:checked {{
    width: {2 * u}px; height: {2 * u}px; border: {u}px solid {c.accent};
    background: {c.on_accent};
}}
QRadioButton::indicator:checked:focus {{ border-color: {c.text}; }}
QCheckBox::indicator:focus {{ border-color: {c.accent}; }}
QCheckBox::indicator:checked, QListView::indicator:checked, QTreeView::indicator:checked,
QTableView::indicator:checked {{
    background: {c.accent}; border-color: {c.accent}; image: url("{icon.format("check")}");
}}
"""


def _buttons(c: Colours, u: int, icon: str) -> str:
    return f"""
QPushButton {{
    background: {c.raised}; color: {c.text}; border: 1px solid {c.edge}; border-radius: 4px;
    padding: {u}px {4 * u}px;
}}
QPushButton:hover {{ background: {c.hover}; border-color: {c.faint}; }}
QPushButton:pressed {{ background: {c.line}; }}
QPushButton:focus {{ border-color: {c.accent}; }}
QPushButton:default {{ background: {c.accent}; color: {c.on_accent}; border-color: {c.accent}; }}
QPushButton:default:focus {{ border-color: {c.text}; }}
QPushButton:disabled, QPushButton:default:disabled {{
    background: {c.window}; color: {c.faint}; border-color: {c.line};
}}
QPushButton[role="link"] {{
    background: transparent; border: 1px solid transparent; color: {c.accent};
    padding: {u}px {2 * u}px {u}px 0; text-align: left;
}}
QPushButton[role="link"]:hover {{ text-decoration: underline; }}
QPushButton[role="link"]:focus {{ border-color: {c.accent}; }}
QPushButton[role="card"] {{
    text-align: left; padding: {3 * u}px {4 * u}px; border-radius: 6px; background: {c.base};
    border-color: {c.line};
}}
QPushButton[role="card"]:hover {{ border-color: {c.accent}; background: {c.hover}; }}
QPushButton[role="card"]:focus {{ border-color: {c.accent}; }}
QToolButton {{
    background: transparent; border: 1px solid transparent; border-radius: 4px;
    padding: {u}px; color: {c.text};
}}
QToolButton:hover {{ background: {c.line}; }}
QToolButton:pressed, QToolButton:checked {{ background: {c.tint}; }}
QToolButton:focus {{ border-color: {c.accent}; }}
QToolButton[role="field"] {{
    background: {c.base}; border: 1px solid {c.edge};
    padding: {u - 1}px {6 * u}px {u - 1}px {2 * u - 2}px;
}}
QToolButton[role="field"]:focus {{ border-color: {c.accent}; }}
QToolButton::menu-indicator {{
    image: url("{icon.format("arrow-down")}"); width: {4 * u}px; height: {4 * u}px;
    subcontrol-origin: padding; subcontrol-position: center right; right: {u}px;
}}
"""


def _lists(c: Colours, u: int, icon: str) -> str:
    return f"""
QTableView, QTreeView, QListView {{
    background: {c.base}; border: 1px solid {c.line}; border-radius: 0; outline: none;
    gridline-color: {c.line};
}}
QTableView::item {{ padding: 0 {2 * u}px; border: none; }}
QAbstractScrollArea::corner {{ background: transparent; border: none; }}
QTableView[role="totals"] {{ border-top: none; background: {c.window}; }}
QHeaderView {{ background: {c.base}; border: none; border-bottom: 1px solid {c.edge}; }}
QHeaderView::section {{
    background: {c.base}; color: {c.muted}; border: none;
    padding: {u}px {2 * u + 3}px;
}}
QHeaderView::section:hover {{ background: {c.hover}; color: {c.text}; }}
QHeaderView::up-arrow {{
    image: url("{icon.format("arrow-up")}"); width: {4 * u - 2}px; height: {4 * u - 2}px;
}}
QHeaderView::down-arrow {{
    image: url("{icon.format("arrow-down")}"); width: {4 * u - 2}px; height: {4 * u - 2}px;
}}
QHeaderView[role="rows"], QHeaderView[role="totals"] {{ border-bottom: none; }}
QHeaderView[role="rows"]::section {{ border-bottom: 1px solid {c.line}; color: {c.text}; }}
QHeaderView[role="narrow"]::section {{ padding: {u}px 1px; }}
QHeaderView[role="narrow"]::section:first {{ padding: {u}px {2 * u + 3}px; }}
QHeaderView[role="totals"], QHeaderView[role="totals"]::section {{
    background: {c.window}; color: {c.text};
}}
QTableCornerButton::section {{ background: {c.base}; border: none; }}
QScrollBar:vertical {{ background: transparent; width: {3 * u}px; margin: 0; border: none; }}
QScrollBar:horizontal {{ background: transparent; height: {3 * u}px; margin: 0; border: none; }}
QScrollBar::handle {{ background: {c.edge}; border-radius: 3px; margin: 2px; }}
QScrollBar::handle:hover {{ background: {c.faint}; }}
QScrollBar::handle:vertical {{ min-height: {8 * u}px; }}
QScrollBar::handle:horizontal {{ min-width: {8 * u}px; }}
QScrollBar::add-line, QScrollBar::sub-line {{ width: 0; height: 0; }}
QScrollBar::add-page, QScrollBar::sub-page {{ background: transparent; }}
"""


def _tabs(c: Colours, u: int, icon: str) -> str:
    return f"""
QTabWidget::pane {{ border: none; border-top: 1px solid {c.line}; }}
QTabBar {{ background: transparent; qproperty-drawBase: 0; }}
QTabBar::tab {{
    background: transparent; color: {c.muted}; border: none;
    border-bottom: 2px solid transparent;
    padding: {2 * u}px {2 * u}px; margin: 0 {2 * u}px;
}}
QTabBar::tab:hover {{ color: {c.text}; border-bottom-color: {c.edge}; }}
QTabBar::tab:selected {{ color: {c.accent}; border-bottom-color: {c.accent}; }}
QTabBar::tab:focus {{ color: {c.text}; }}
QTabBar::scroller {{ width: {7 * u}px; }}
QTabBar QToolButton {{
    background: {c.window}; border: none; border-radius: 0; padding: 0;
}}
QTabBar QToolButton:hover {{ background: {c.line}; }}
QTabBar QToolButton::left-arrow {{
    image: url("{icon.format("arrow-left")}"); width: {4 * u}px; height: {4 * u}px;
}}
QTabBar QToolButton::right-arrow {{
    image: url("{icon.format("arrow-right")}"); width: {4 * u}px; height: {4 * u}px;
}}
"""


def _menus(c: Colours, u: int, icon: str) -> str:
    return f"""
QMenuBar {{ background: {c.window}; border: none; padding: 2px {u}px; }}
QMenuBar::item {{ background: transparent; padding: {u}px {2 * u}px; border-radius: 4px; }}
QMenuBar::item:selected {{ background: {c.line}; }}
QMenu {{ background: {c.raised}; border: 1px solid {c.edge}; padding: {u}px; }}
QMenu::item {{ padding: {u + 1}px {6 * u}px {u + 1}px {2 * u}px; border-radius: 4px; }}
QMenu::icon {{ padding-left: {u}px; }}
QMenu::item:selected {{ background: {c.tint}; }}
QMenu::item:disabled {{ color: {c.faint}; }}
QMenu::separator {{ height: 1px; background: {c.line}; margin: {u}px {2 * u}px; }}
QToolTip {{
    background: {c.raised}; color: {c.text}; border: 1px solid {c.edge}; padding: {u}px;
}}
"""


def _rest(c: Colours, u: int, icon: str) -> str:
    return f"""
QStatusBar {{ background: {c.window}; border-top: 1px solid {c.line}; color: {c.muted}; }}
QStatusBar::item {{ border: none; }}
QSplitter::handle {{ background: transparent; }}
QSplitter::handle:hover {{ background: {c.line}; }}
QProgressBar {{
    background: {c.line}; border: none; border-radius: 3px; text-align: center;
    max-height: {u + 2}px; color: transparent;
}}
QProgressBar::chunk {{ background: {c.accent}; border-radius: 3px; }}
QGroupBox {{
    border: none; border-top: 1px solid {c.line}; margin-top: {4 * u}px; padding-top: {2 * u}px;
}}
QGroupBox::title {{ subcontrol-origin: margin; left: 0; color: {c.muted}; }}
QLabel[role="heading"] {{ font-weight: bold; }}
QLabel[role="title"] {{ font-weight: bold; font-size: {round(u * 4.4)}px; }}
QLabel[role="name"] {{ font-weight: bold; font-size: {round(u * 6.4)}px; }}
QLabel[role="muted"] {{ color: {c.muted}; }}
QLabel[role="wrong"] {{ color: {c.bad}; }}
QFrame[role="card"] {{ background: {c.base}; border: 1px solid {c.line}; border-radius: 6px; }}
QFrame[role="rule"] {{ background: {c.line}; border: none; max-height: 1px; }}
QFrame[role="message"] {{
    background: {c.raised}; border: none; border-bottom: 1px solid {c.line};
}}
"""
