"""Small forms of the wizard: templates of visits, and a colleague's programme to copy."""

from __future__ import annotations

from PySide6.QtCore import QSize, Signal, Slot
from PySide6.QtWidgets import QDialogButtonBox, QLineEdit, QListWidget, QPushButton, QWidget

from desktop.i18n import _, ngettext
from desktop.services import formats
from desktop.services.plans.programmes_data import OtherProgramme, ProgrammeSheet, VisitTemplate
from desktop.views.plain_text import label, tool_tip
from desktop.views.plans.programmes.words import class_words, months_words
from desktop.views.request_dialog import RequestDialog

_LINES = 5


def template_words(template: VisitTemplate) -> str:
    """Return a template with its visits a year by class."""
    parts = (
        _("{name}: {visits}").format(name=class_words(name), visits=formats.number(visits))
        for name, visits in template.visits
    )
    return _("{name} (a year: {visits})").format(
        name=template.name, visits=_("; ").join(parts) or formats.DASH
    )


class TemplateDialog(RequestDialog):
    """Takes a template's visits, keeps the present ones as a template, or removes one.

    Signals:
        applied(VisitTemplate): its visits are wanted.
        removal_wanted(VisitTemplate): it is to go.
        submitted(str name): the present visits are to be kept under this name.
    """

    applied = Signal(object)
    removal_wanted = Signal(object)

    def __init__(self, sheet: ProgrammeSheet, parent: QWidget | None = None) -> None:
        super().__init__(_("Templates of visits"), _("&Keep as template"), parent)
        self._templates = sheet.templates
        self._to_remove: VisitTemplate | None = None
        self.list = _list(self, [template_words(one) for one in sheet.templates])
        self.name = QLineEdit(self)
        self.apply = QPushButton(_("&Use this template"), self)
        self.remove = QPushButton(_("&Remove"), self)
        for button, role in (
            (self.apply, QDialogButtonBox.ButtonRole.ActionRole),
            (self.remove, QDialogButtonBox.ButtonRole.ResetRole),
        ):
            button.setAutoDefault(False)
            button.setEnabled(bool(sheet.templates))
            self.buttons.addButton(button, role)
        hint = (
            _("Visits a year by class; they are laid on the months left.")
            if sheet.templates
            else _("There is none yet. Type a name below to keep the visits of now as the first.")
        )
        self.add_field("templates", _("&Templates"), self.list, hint)
        self.add_field("name", _("&New name"), self.name,
                       _("Keeps the mean visits of each class, as a year's."))  # fmt: skip
        self.apply.clicked.connect(self._apply)
        self.remove.clicked.connect(self._remove)
        self.list.itemActivated.connect(lambda _item: self._apply())
        self.list.currentRowChanged.connect(lambda _row: self._forget_removal())

    def request(self) -> str | None:
        """Return the new template's name, or None after marking that there is none."""
        name = self.name.text().strip()
        if not name:
            self.mark("name", _("Give the template a name."))
            self.name.setFocus()
            return None
        return name

    def _chosen(self) -> VisitTemplate | None:
        place = self.list.currentRow()
        return self._templates[place] if 0 <= place < len(self._templates) else None

    @Slot()
    def _apply(self) -> None:
        chosen = self._chosen()
        if chosen is not None:
            self.applied.emit(chosen)
            self.accept()

    @Slot()
    def _remove(self) -> None:
        """Ask once, on the button itself, before a template goes."""
        chosen = self._chosen()
        if chosen is None:
            return
        if self._to_remove != chosen:
            self._to_remove = chosen
            self.remove.setText(_("&Remove “{name}”?").format(name=chosen.name.replace("&", "&&")))
            return
        self.removal_wanted.emit(chosen)

    def _forget_removal(self) -> None:
        self._to_remove = None
        self.remove.setText(_("&Remove"))


class ColleagueDialog(RequestDialog):
    """Chooses whose programme is copied; submits an `OtherProgramme`."""

    def __init__(self, sheet: ProgrammeSheet, parent: QWidget | None = None) -> None:
        super().__init__(_("Copy from a colleague"), _("&Copy"), parent)
        self._others = sheet.others
        self.list = _list(self, [other_words(one) for one in sheet.others])
        note = label(
            _(
                "A customer of both gets the same visits; any other one the mean of his class. "
                "Customers of a class that the colleague has not keep theirs."
            ),
            self, role="muted",
        )  # fmt: skip
        note.setWordWrap(True)
        self.body.insertWidget(1, note)
        self.add_field("rep", _("&Programme of"), self.list)
        self.list.itemActivated.connect(lambda _item: self.submit())

    def request(self) -> OtherProgramme | None:
        """Return the programme that was chosen."""
        place = self.list.currentRow()
        return self._others[place] if 0 <= place < len(self._others) else None


def other_words(other: OtherProgramme) -> str:
    """Return a colleague's programme as a list shows it."""
    words = ngettext(
        "{code} {name}: {visits} visits to {count} customer in {months} months",
        "{code} {name}: {visits} visits to {count} customers in {months} months",
        len(other.lines),
    )
    return words.format(
        code=other.rep_code,
        name=other.rep_name,
        visits=formats.number(other.visits),
        count=formats.number(len(other.lines)),
        months=months_words(other.months),
    )


def _list(parent: QWidget, words: list[str]) -> QListWidget:
    found = QListWidget(parent)
    for one in words:
        found.addItem(one)
        item = found.item(found.count() - 1)
        item.setToolTip(tool_tip(one))
        item.setSizeHint(QSize(0, round(parent.fontMetrics().height() * 1.6)))
    if words:
        found.setCurrentRow(0)
    found.setFixedHeight(round(parent.fontMetrics().height() * 1.6) * _LINES + 8)
    return found
