"""New database, open a file, connect to a server: forms that return a request."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import (
    QComboBox,
    QFileDialog,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QSpinBox,
    QWidget,
)

from desktop.enums import CalendarKind, SalesBasis
from desktop.i18n import _
from desktop.periods import Month
from desktop.services import formats
from desktop.services.exports.people import safe_file_name
from desktop.tone import Tone
from desktop.views.databases.requests import (
    DATABASE_ENDING,
    ConnectDatabase,
    ConnectionTest,
    CreateDatabase,
)
from desktop.views.request_dialog import RequestDialog
from desktop.views.runner import Runner

_CURRENCIES = ("CNY", "USD", "EUR", "HKD", "JPY", "GBP", "SGD", "TWD", "KRW", "INR", "VND")


class NewDatabaseDialog(RequestDialog):
    """Asks for a branch's name, currency, fiscal year, sales basis, calendar and file."""

    def __init__(self, folder: Path, parent: QWidget | None = None) -> None:
        super().__init__(_("New database"), _("Create database"), parent)
        self._folder = folder
        self._path_is_chosen = False
        self.name = QLineEdit(self)
        self.currency = QComboBox(self)
        self.currency.setEditable(True)
        self.currency.addItems(_CURRENCIES)
        self.first_month = QComboBox(self)
        for number in range(1, 13):
            self.first_month.addItem(formats.short_month(Month.at(2026, number)), number)
        self.basis = QComboBox(self)
        self.basis.addItem(_("Invoices (net of tax, credit notes taken off)"), SalesBasis.INVOICED)
        self.basis.addItem(_("Orders (confirmed and closed)"), SalesBasis.ORDERED)
        self.calendar = QComboBox(self)
        self.calendar.addItem(_("China's holidays and working weekends"), CalendarKind.CN)
        self.calendar.addItem(_("Monday to Friday"), CalendarKind.WEEKDAYS)
        self.path = QLineEdit(self)
        self.add_field("name", _("&Branch name"), self.name)
        self.add_field("currency", _("C&urrency"), self.currency, _("Cannot be changed later."))
        self.add_field("fiscal_year_start", _("&Fiscal year starts in"), self.first_month)
        self.add_field("sales_basis", _("&Sales are counted by"), self.basis)
        self.add_field("calendar", _("&Working days"), self.calendar)
        self.add_field("path", _("Kept in f&ile"), self._path_row())
        self.name.textChanged.connect(self._suggest_path)
        self.path.textEdited.connect(self._choose_path)
        self._suggest_path()

    def _path_row(self) -> QWidget:
        row = QWidget(self)
        layout = QHBoxLayout(row)
        layout.setContentsMargins(0, 0, 0, 0)
        browse = QPushButton(_("Browse…"), row)
        browse.setAutoDefault(False)
        browse.clicked.connect(self._browse)
        self.path.setAccessibleName(_("File of the database"))
        layout.addWidget(self.path, 1)
        layout.addWidget(browse)
        row.setFocusProxy(self.path)
        return row

    def request(self) -> CreateDatabase | None:
        """Return the request, or None after marking what is missing."""
        is_right = True
        if not self.name.text().strip():
            self.mark("name", _("Give the branch a name."))
            is_right = False
        code = self.currency.currentText().strip().upper()
        if not (len(code) == 3 and code.isascii() and code.isalpha()):
            self.mark("currency", _("A currency has three letters, such as CNY."))
            is_right = False
        path = Path(self.path.text().strip())
        if not path.name or not path.parent.is_dir():
            self.mark("path", _("This folder does not exist."))
            is_right = False
        elif path.exists():
            self.mark("path", _("There is a file of this name; choose another or open that one."))
            is_right = False
        if not is_right:
            return None
        return CreateDatabase(
            path=path,
            name=self.name.text().strip(),
            currency=code,
            fiscal_year_start=self.first_month.currentData(),
            sales_basis=SalesBasis(self.basis.currentData()),
            calendar=CalendarKind(self.calendar.currentData()),
        )

    @Slot()
    def _suggest_path(self) -> None:
        if not self._path_is_chosen:
            name = safe_file_name(self.name.text().strip() or _("branch"))
            self.path.setText(str(self._folder / f"{name}{DATABASE_ENDING}"))

    @Slot()
    def _choose_path(self) -> None:
        self._path_is_chosen = True

    @Slot()
    def _browse(self) -> None:
        dialog = QFileDialog(self, _("Where to keep the database"), self.path.text())
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix(DATABASE_ENDING.lstrip("."))
        dialog.setNameFilters(
            [_("Branchbook databases (*{ending})").format(ending=DATABASE_ENDING)]
        )
        dialog.fileSelected.connect(self._take_path)
        dialog.open()

    @Slot(str)
    def _take_path(self, path: str) -> None:
        self._path_is_chosen = True
        self.path.setText(path)


class ConnectDialog(RequestDialog):
    """Asks for a Postgres server, database, user and password; Test gives a plain answer."""

    def __init__(
        self,
        runner: Runner,
        test: ConnectionTest,
        describe: Callable[[Exception], str],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(_("Connect to a server"), _("Connect"), parent)
        self._runner, self._test, self._describe = runner, test, describe
        self.host = QLineEdit(self)
        self.port = QSpinBox(self)
        self.port.setRange(1, 65535)
        self.port.setValue(5432)
        self.port.setGroupSeparatorShown(False)
        self.database = QLineEdit(self)
        self.user = QLineEdit(self)
        self.password = QLineEdit(self)
        self.password.setEchoMode(QLineEdit.EchoMode.Password)
        self.password.setInputMethodHints(Qt.InputMethodHint.ImhHiddenText)
        self.add_field("host", _("&Server"), self.host)
        self.add_field("port", _("&Port"), self.port)
        self.add_field("database", _("&Database"), self.database)
        self.add_field("user", _("&User"), self.user)
        self.add_field(
            "password",
            _("Pass&word"),
            self.password,
            _("Never kept in a file; only the system's keyring may remember it."),
        )
        self.test_button = QPushButton(_("&Test connection"), self)
        self.test_button.setAutoDefault(False)
        self.test_button.clicked.connect(self._run_test)
        self.buttons.addButton(self.test_button, self.buttons.ButtonRole.ActionRole)

    def set_connection(self, host: str, port: int, database: str, user: str) -> None:
        """Fill in a connection that was used before; only the password is to be typed."""
        self.host.setText(host)
        self.port.setValue(port)
        self.database.setText(database)
        self.user.setText(user)
        self.password.setFocus()

    def request(self) -> ConnectDatabase | None:
        """Return the request, or None after marking what is missing."""
        is_right = True
        for name, field, words in (
            ("host", self.host, _("Name the server, such as sales-server or 192.168.1.20.")),
            ("database", self.database, _("Name the database on that server.")),
            ("user", self.user, _("Each person connects with a login of their own.")),
        ):
            if not field.text().strip():
                self.mark(name, words)
                is_right = False
        if not is_right:
            return None
        return ConnectDatabase(
            host=self.host.text().strip(),
            port=self.port.value(),
            database=self.database.text().strip(),
            user=self.user.text().strip(),
            password=self.password.text(),
        )

    @Slot()
    def _run_test(self) -> None:
        self.clear_issues()
        request = self.request()
        if request is None:
            return
        self.test_button.setEnabled(False)
        self.test_button.setText(_("Testing…"))
        test = self._test
        self._runner.query(
            lambda: test(request),
            lambda words: self._tested(words, Tone.GOOD),
            owner=self,
            key="test",
            on_error=lambda error: self._tested(self._describe(error), Tone.BAD),
        )

    def _tested(self, words: str, tone: Tone) -> None:
        self.test_button.setEnabled(True)
        self.test_button.setText(_("&Test connection"))
        self.messages.close_message()
        self.messages.show_message(words, tone)
