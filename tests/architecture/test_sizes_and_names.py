"""How large things may grow, what they are called and that they say what they do."""

from __future__ import annotations

import ast

from tests.architecture.source import Function, modules, public

MODULE_LINES = 400
CLASS_LINES = 300
FUNCTION_LINES = 60

#: Names that say nothing of what is inside, so that anything ends up there.
EMPTY_NAMES = {"util", "utils", "helper", "helpers", "common", "manager", "managers", "misc"}


def _length(node: ast.ClassDef | Function) -> int:
    return (node.end_lineno or node.lineno) - node.lineno + 1


def test_no_module_is_longer_than_400_lines() -> None:
    assert [f"{one.path} {one.lines}" for one in modules() if one.lines > MODULE_LINES] == []


def test_no_class_is_longer_than_300_lines() -> None:
    long = [
        f"{place} {node.name} {_length(node)}"
        for module in modules()
        for place, node in module.places(ast.ClassDef)
        if isinstance(node, ast.ClassDef) and _length(node) > CLASS_LINES
    ]
    assert long == []


def test_no_function_is_longer_than_60_lines() -> None:
    long = [
        f"{place} {node.name} {_length(node)}"
        for module in modules()
        for place, node in module.places(ast.FunctionDef, ast.AsyncFunctionDef)
        if isinstance(node, Function) and _length(node) > FUNCTION_LINES
    ]
    assert long == []


def test_no_module_has_a_name_that_says_nothing() -> None:
    wrong = [
        one.path
        for one in modules()
        if EMPTY_NAMES & {word for part in one.path[:-3].split("/") for word in part.split("_")}
    ]
    assert wrong == []


def test_no_class_has_a_name_that_says_nothing() -> None:
    wrong = [
        f"{place} {node.name}"
        for module in modules()
        for place, node in module.places(ast.ClassDef)
        if isinstance(node, ast.ClassDef)
        and node.name.endswith(("Manager", "Helper", "Helpers", "Util", "Utils"))
    ]
    assert wrong == []


def test_every_module_has_a_docstring() -> None:
    assert [one.path for one in modules() if not ast.get_docstring(one.tree)] == []


def test_every_public_class_and_function_has_a_docstring() -> None:
    silent = [
        f"{module.path}:{node.lineno} {name}"
        for module in modules()
        for node, name in public(module.tree)
        if not ast.get_docstring(node) and not _is_overload(node)
    ]
    assert silent == []


def _is_overload(node: ast.ClassDef | Function) -> bool:
    return any("overload" in ast.dump(decorator) for decorator in node.decorator_list)


def test_every_module_postpones_its_annotations() -> None:
    late = []
    for module in modules():
        first = next((node for node in module.tree.body if not isinstance(node, ast.Expr)), None)
        if not (isinstance(first, ast.ImportFrom) and first.module == "__future__"):
            late.append(module.path)
    # A package's __init__ that holds its docstring alone has nothing to annotate.
    empty = {one.path for one in modules() if len(one.tree.body) <= 1}
    assert sorted(set(late) - empty) == []
