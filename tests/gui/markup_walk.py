"""Finds every text of a window that Qt would render rather than write: the walker of F22."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Iterator

from PySide6.QtCore import QAbstractItemModel, QAbstractListModel, Qt
from PySide6.QtGui import QAction, QTextDocument
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QGraphicsTextItem,
    QGraphicsView,
    QGroupBox,
    QLabel,
    QLineEdit,
    QTabBar,
    QTextEdit,
    QWidget,
)

_MOST_ROWS, _MOST_COLUMNS = 60, 40
_TIPS = (Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.WhatsThisRole)


def rendered(root: QWidget, payloads: Iterable[str]) -> list[str]:
    """Return what would be drawn as markup below a widget, each as "where: text".

    A text is at fault where Qt takes it for rich text (always, or because it looks like it) and
    one of the payloads stands in it as it was typed, not escaped.
    """
    found = tuple(payloads)
    return sorted({
        f"{where}: {text}"
        for where, text in _rich_texts(root)
        if any(payload in text for payload in found)
    })  # fmt: skip


def written(root: QWidget, payloads: Iterable[str]) -> int:
    """Return how many visible places below a widget hold a payload: the walk saw something."""
    found = tuple(payloads)
    return sum(
        any(payload in html.unescape(text) for payload in found) for text in _plain_texts(root)
    )


def _widgets(root: QWidget) -> list[QWidget]:
    return [root, *root.findChildren(QWidget)]


def _rich_texts(root: QWidget) -> Iterator[tuple[str, str]]:
    for widget in _widgets(root):
        name = f"{type(widget).__name__} in {type(widget.parent()).__name__}"
        for part, text in (("tip", widget.toolTip()), ("what", widget.whatsThis())):
            if _may_be_rich(text):
                yield f"{part} of {name}", text
        if isinstance(widget, QLabel) and _is_rich(widget):
            yield name, widget.text()
        if isinstance(widget, QTextEdit):
            yield from ((name, text) for text in _marks_of(widget.document()))
        if isinstance(widget, QTabBar):
            for at in range(widget.count()):
                if _may_be_rich(widget.tabToolTip(at)):
                    yield f"tab of {name}", widget.tabToolTip(at)
        if isinstance(widget, QAbstractItemView) and widget.model() is not None:
            yield from ((f"cell of {name}", text) for text in _tips_of(widget.model()))
        if isinstance(widget, QGraphicsView) and widget.scene() is not None:
            for item in widget.scene().items():
                if isinstance(item, QGraphicsTextItem):
                    yield from ((f"scene of {name}", text) for text in _marks_of(item.document()))
    for action in root.findChildren(QAction):
        if _may_be_rich(action.toolTip()):
            yield f"tip of action {action.objectName()}", action.toolTip()


def _may_be_rich(text: str) -> bool:
    # Qt's own guess (mightBeRichText) is not bound in PySide6; any tag counts as one here.
    return re.search(r"<[A-Za-z!/?]", text) is not None


def _is_rich(label: QLabel) -> bool:
    form = label.textFormat()
    if form == Qt.TextFormat.AutoText:
        return _may_be_rich(label.text())
    return form != Qt.TextFormat.PlainText


def _marks_of(document: QTextDocument) -> Iterator[str]:
    """Yield the source of a document that holds pictures or links to files."""
    source = document.toHtml()
    if "file:" in document.toPlainText():
        return
    if "<img" in source or 'href="file:' in source:
        # Unescaped, as the payloads are written.
        yield html.unescape(source).replace('" />', '">')


def _columns(model: QAbstractItemModel) -> int:
    # A list's count of columns is private to it.
    is_list = isinstance(model, QAbstractListModel)
    return 1 if is_list else min(model.columnCount(), _MOST_COLUMNS)


def _tips_of(model: QAbstractItemModel) -> Iterator[str]:
    for row in range(min(model.rowCount(), _MOST_ROWS)):
        for column in range(_columns(model)):
            index = model.index(row, column)
            for role in _TIPS:
                text = index.data(role)
                if isinstance(text, str) and _may_be_rich(text):
                    yield text
    for column in range(_columns(model)):
        text = model.headerData(column, Qt.Orientation.Horizontal, Qt.ItemDataRole.ToolTipRole)
        if isinstance(text, str) and _may_be_rich(text):
            yield text


def _plain_texts(root: QWidget) -> Iterator[str]:
    for widget in _widgets(root):
        if not widget.isVisibleTo(root):
            continue
        if isinstance(widget, QLabel | QAbstractButton | QLineEdit):
            yield widget.text()
        elif isinstance(widget, QGroupBox):
            yield widget.title()
        elif isinstance(widget, QAbstractItemView) and widget.model() is not None:
            yield from _cells(widget.model())
    title = root.windowTitle()
    if title:
        yield title


def _cells(model: QAbstractItemModel) -> Iterator[str]:
    for row in range(min(model.rowCount(), _MOST_ROWS)):
        for column in range(_columns(model)):
            text = model.index(row, column).data()
            if isinstance(text, str):
                yield text
