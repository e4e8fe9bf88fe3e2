"""Who may import whom: the contracts of pyproject.toml, and what they cannot express."""

from __future__ import annotations

import ast
import sys
import tomllib

import pytest
from importlinter.cli import lint_imports

from tests.architecture.source import PACKAGE, ROOT, START, imported, modules, vocabulary


def test_the_import_contracts_hold(capsys: pytest.CaptureFixture[str]) -> None:
    code = lint_imports(config_filename=str(ROOT / "pyproject.toml"), no_cache=True, no_logo=True)
    assert code == 0, capsys.readouterr().out


def test_every_module_of_the_top_folder_stands_in_the_contracts() -> None:
    config = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    layers = config["tool"]["importlinter"]["contracts"][0]["layers"]
    listed = {name.strip() for layer in layers for name in layer.split(":")}
    found = {f"desktop.{name}" for name in (vocabulary() | START) - {"__init__"}}
    packages = {f"desktop.{path.parent.name}" for path in PACKAGE.glob("*/__init__.py")}
    assert listed == found | packages


def test_the_vocabulary_imports_the_standard_library_alone() -> None:
    wrong = [
        f"{place} {name}"
        for module in modules()
        if module.path.count("/") == 1 and module.path[len("desktop/") : -3] in vocabulary()
        for place, node in module.places(ast.Import, ast.ImportFrom)
        for name in imported(node)
        if name.split(".")[0] not in sys.stdlib_module_names
        and name not in {f"desktop.{own}" for own in vocabulary()} | {"desktop"}
    ]
    assert wrong == []


def test_rules_import_vocabulary_and_the_standard_library_alone() -> None:
    own = {f"desktop.{name}" for name in vocabulary()}
    wrong = [
        f"{place} {name}"
        for module in modules()
        if module.path.startswith("desktop/services/rules/")
        for place, node in module.places(ast.Import, ast.ImportFrom)
        for name in imported(node)
        if name.split(".")[0] not in sys.stdlib_module_names
        and name not in own
        and name.split(".")[0] != "numpy"
        and not name.startswith("desktop.services.rules")
    ]
    assert wrong == []


def test_sessions_and_engines_are_made_by_the_database_and_the_unit_of_work_alone() -> None:
    makers = {"Session", "sessionmaker", "create_engine", "scoped_session"}
    places = ("desktop/services/database/", "desktop/services/uow.py", "desktop/models/migrations/")
    wrong = [
        place
        for module in modules()
        if not module.path.startswith(places)
        for place, node in module.places(ast.Call)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in makers
    ]
    assert wrong == []


def test_migrations_import_no_other_code_of_ours() -> None:
    own = "desktop.models.migrations"
    wrong = [
        f"{place} {name}"
        for module in modules()
        if module.path.startswith("desktop/models/migrations/")
        and not module.path.endswith("/env.py")
        for place, node in module.places(ast.Import, ast.ImportFrom)
        for name in imported(node)
        if name.startswith("desktop") and not name.startswith(own)
    ]
    assert wrong == []
