"""One full run of the program with marks in everything that is secret or personal.

Run as a process of its own: `python -m tests.faults.full_run FOLDER`. What it writes
stays below the folder; its output is what a person would have seen.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

#: What must be found nowhere but in the database, its backups and what was asked to be written.
PERSONAL = {
    "phone": "MARK-PHONE-13800138000",
    "address": "MARK-ADDRESS",
    "tax": "MARK-TAX",
    "legal person": "MARK-LEGAL",
    "purpose": "MARK-PURPOSE",
    "outcome": "MARK-OUTCOME",
    "note": "MARK-NOTE",
    "guests": "MARK-GUESTS",
    "payer": "MARK-PAYER",
    "leave": "MARK-LEAVE",
}
PASSWORD = "MARK-PASSWORD"
SECRETS = {**PERSONAL, "password": PASSWORD}

_FILES = (
    ("reps", "code,name\nR1,Li\n"),
    ("customers", "code,name,rep_code,phone,address,tax_id,legal_person\n"
     "C1,Sunrise,R1,{phone},{address},{tax},{legal person}\n"),
    ("invoices", "invoice_no,invoice_date,customer_code,amount\nI1,2026-01-05,C1,10\n"),
    ("collections", "receipt_no,date,customer_code,amount,payer\nK1,2026-02-01,C1,4,{payer}\n"),
    ("visits", "visit_no,date,rep_code,customer_code,purpose,outcome,note\n"
     "V1,2026-02-03,R1,C1,{purpose},{outcome},{note}\n"),
    ("expenses", "date,rep_code,category,amount,guests,note\n"
     "2026-02-03,R1,meals,5,{guests},{note}\n"),
    ("leave", "rep_code,from,to,kind\nR1,2026-01-12,2026-01-13,{leave}\n"),
    # Refused: the second row names nobody, and everything of it is personal.
    ("customers", "code,name,rep_code,phone,address\nC2,Moon,,{phone},{address}\n"
     "C3,Star,NOBODY,{phone},{address}\n"),
    ("visits", "date,rep_code,customer_code,purpose,note\n"
     "2026-02-03,R1,NOBODY,{purpose},{note}\nsomeday,R1,C1,{purpose},{note}\n"),
)  # fmt: skip


def main() -> None:
    """Do it all."""
    folder = Path(sys.argv[1])
    # By the environment: an argument would be seen by every user of the machine.
    server = os.environ.get("MARKED_SERVER", "")
    os.environ["LOGNAME"] = "boss"
    database = str(folder / "east.branchbook")
    commands(folder, database)
    passwords(server)
    window(folder, database)


def commands(folder: Path, database: str) -> None:
    """Make a branch, bring files, of which some are refused, and write what can be written."""
    run("new", database)
    for number, (kind, content) in enumerate(_FILES):
        path = folder / "brought" / f"{number}-{kind}.csv"
        path.parent.mkdir(exist_ok=True)
        path.write_text(content.format(**PERSONAL), encoding="utf-8")
        run("--database", database, "--debug", "import", kind, path)
    out = folder / "asked-for"
    out.mkdir()
    bad = folder / "brought" / f"{len(_FILES) - 2}-customers.csv"
    run("--database", database, "import", "customers", bad, "--good-rows-only", out / "bad.csv")
    run("--database", database, "backup", out / "copy.db")
    run("--database", database, "report", "kpi", "--out", out / "kpi.csv")
    run("--database", database, "scorecards", "--from", "2026-01", "--to", "2026-03",
        "--out", out)  # fmt: skip
    run("--database", database, "check")
    run("--database", folder / "again.branchbook", "restore", out / "copy.db")


def passwords(server: str) -> None:
    """Meet servers with a password: one that answers, one that does not, addresses typed wrong."""
    wrong = (
        f"postgresql://anna:{PASSWORD}@127.0.0.1:1/branch",
        f"postgresql://anna@127.0.0.1:1/branch?password={PASSWORD}",
        f"postgresql://anna:{PASSWORD}@127.0.0.1:port/branch",
        f"postgresql://anna:{PASSWORD}@more@127.0.0.1:1/branch?connect_timeout=soon",
        f"mysql://anna:{PASSWORD}@127.0.0.1/branch",
        f"sqlite://anna:{PASSWORD}@",
    )
    for address in (*wrong, *((server,) if server else ())):
        for words in (("check",), ("batches",), ("--debug", "report", "aging")):
            run("--database", address, *words)


def run(*arguments: object) -> int:
    """Run a command of the program in this process; a password is no argument of the process."""
    from desktop.cli import main as branchbook

    return branchbook(["--lang", "en", *map(str, arguments)])


def window(folder: Path, database: str) -> None:
    """Open the window on every tab, let it fail in every way, back up, and close it."""
    from PySide6.QtCore import QTimer
    from PySide6.QtWidgets import QApplication

    from desktop.app import Program, start_log, user_folders
    from desktop.clock import SystemClock
    from desktop.services.settings import SettingsFile
    from desktop.views.crash import BugDialog, CrashGuard
    from desktop.views.databases.requests import ConnectDatabase

    app = QApplication(sys.argv[:1])
    folders = user_folders()
    end_log = start_log(folders.logs)
    guard = CrashGuard(folders.logs)
    guard.install()
    settings = SettingsFile(folders.settings)
    settings.change(language="en")
    program = Program(app, settings, folders, SystemClock(), guard=guard)
    failed = broken(database)

    def at_work() -> None:
        for key in program.window.tabs.keys:
            program.window.tabs.bring(key)
        for error in failed:
            program.window.show_error(error)
        settings.remember_database(f"postgresql://anna:{PASSWORD}@127.0.0.1:port/branch")
        settings.remember_database(f"postgresql://anna@127.0.0.1/b?password={PASSWORD}&x=1")
        program.carry_out(ConnectDatabase("127.0.0.1", 1, "branch", "anna", PASSWORD))
        QTimer.singleShot(1_500, app.quit)

    program.opener.opened.connect(lambda *_: QTimer.singleShot(700, at_work))
    program.start(database)
    QTimer.singleShot(25_000, app.quit)
    app.exec()
    reports = folder / "crash-reports"
    reports.mkdir()
    for number, error in enumerate(failed):
        dialog = BugDialog(error)
        dialog.copy_details()
        (reports / f"{number}.txt").write_text(app.clipboard().text(), encoding="utf-8")
        dialog.deleteLater()
    program.window.close()
    program.close()
    guard.uninstall()
    end_log()


def broken(database: str) -> list[Exception]:
    """Return errors as they come out of a database and out of Python, each quoting a mark."""
    from sqlalchemy import text

    from desktop.services.database import make_engine, parse_address

    found: list[Exception] = []
    engine = make_engine(parse_address(database))
    statements = (
        ("INSERT INTO customer (phone) VALUES (:mark)", PERSONAL["phone"]),
        ("SELECT nothing FROM customer WHERE phone = :mark", PERSONAL["phone"]),
        ("UPDATE customer SET terms_days = -1, phone = :mark", PERSONAL["phone"]),
    )
    for statement, mark in statements:
        try:
            with engine.engine.begin() as connection:
                connection.execute(text(statement), {"mark": mark})
        except Exception as error:
            found.append(error)
    engine.close()
    for mark in (PERSONAL["note"], PASSWORD):
        try:
            int(mark)
        except ValueError as error:
            found.append(error)
    assert len(found) == 5
    return found


if __name__ == "__main__":
    main()
