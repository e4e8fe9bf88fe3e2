"""Habits that this code does not have: reading the clock, swallowing errors, traps of Qt."""

from __future__ import annotations

import ast

from tests.architecture.source import called, modules

#: Where anything may be caught, and why.
CATCH_ALL = {
    "desktop/app.py": "the exception hook shows the bug dialog",
    "desktop/services/imports/source.py": "a damaged file makes a parser fail in any way",
    "desktop/cli.py": "the command line's border turns a bug into a message and an exit code",
    "desktop/views/runner.py": "the runner hands every error to whoever asked",
    "desktop/views/tasks.py": "the runner hands every error to whoever asked",
}

#: Calls that read the machine's clock.
CLOCKS = {
    "date.today", "datetime.now", "datetime.today", "datetime.utcnow", "datetime.date.today",
    "datetime.datetime.now", "dt.date.today", "dt.datetime.now", "QDate.currentDate",
    "QDateTime.currentDateTime", "time.time", "time.localtime",
}  # fmt: skip

#: Names of Qt that this program does without, and why.
TRAPS = {
    "processEvents": "re-enters the window in the middle of an action",
    "QDataWidgetMapper": "loses its place after a reset",
    "QSettings": "gives back 'false' for False",
    "QtSql": "views never see the database",
    "multiData": "is slower than data() from Python",
}


def test_only_the_clock_reads_the_clock() -> None:
    wrong = [
        f"{place} {called(node)}"
        for module in modules()
        if module.path != "desktop/clock.py"
        for place, node in module.places(ast.Call)
        if isinstance(node, ast.Call) and called(node) in CLOCKS
    ]
    assert wrong == []


def test_errors_are_caught_by_their_names() -> None:
    wrong = [
        place
        for module in modules()
        if module.path not in CATCH_ALL
        for place, node in module.places(ast.ExceptHandler)
        if isinstance(node, ast.ExceptHandler) and _catches_all(node)
    ]
    assert wrong == []


def _catches_all(node: ast.ExceptHandler) -> bool:
    kinds = node.type.elts if isinstance(node.type, ast.Tuple) else [node.type]
    return any(
        kind is None or (isinstance(kind, ast.Name) and kind.id in ("Exception", "BaseException"))
        for kind in kinds
    )


def test_no_error_is_caught_and_forgotten() -> None:
    wrong = [
        place
        for module in modules()
        for place, node in module.places(ast.ExceptHandler)
        if isinstance(node, ast.ExceptHandler)
        and all(isinstance(one, ast.Pass) for one in node.body)
    ]
    assert wrong == [], "use contextlib.suppress with the one error that is expected"


def test_the_traps_of_qt_are_not_walked_into() -> None:
    wrong = []
    for module in modules():
        for place, node in module.places(ast.Attribute, ast.Name, ast.alias):
            name = getattr(node, "attr", None) or getattr(node, "id", None)
            name = name or getattr(node, "name", "")
            if name in TRAPS:
                wrong.append(f"{place} {name}: {TRAPS[name]}")
    assert wrong == []


def test_nothing_is_evaluated_or_printed_for_debugging() -> None:
    wrong = [
        f"{place} {called(node)}"
        for module in modules()
        for place, node in module.places(ast.Call)
        if isinstance(node, ast.Call) and called(node) in {"eval", "exec", "breakpoint"}
    ]
    assert wrong == []


def test_texts_to_translate_are_written_out_whole() -> None:
    wrong = [
        place
        for module in modules()
        for place, node in module.places(ast.Call)
        if isinstance(node, ast.Call)
        and called(node) in {"_", "N_", "ngettext"}
        and any(isinstance(text, ast.JoinedStr | ast.BinOp) for text in node.args[:2])
    ]
    assert wrong == []
