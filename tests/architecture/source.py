"""The program's own source, parsed once, for tests that read it."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "desktop"

#: Modules of the top folder that start the program and may know everything.
START = frozenset({"__init__", "__main__", "app", "bootstrap", "cli"})

Function = ast.FunctionDef | ast.AsyncFunctionDef


@dataclass(frozen=True)
class Module:
    """One file of the package: its path from the checkout, its lines and its syntax tree."""

    path: str
    lines: int
    tree: ast.Module

    def places(self, *kinds: type[ast.AST]) -> Iterator[tuple[str, ast.AST]]:
        """Yield every node of the kinds with `file:line`."""
        for node in ast.walk(self.tree):
            if isinstance(node, kinds):
                yield f"{self.path}:{getattr(node, 'lineno', 0)}", node


@cache
def modules() -> tuple[Module, ...]:
    """Return all modules of the package in the order of their paths."""
    found = []
    for path in sorted(PACKAGE.rglob("*.py")):
        text = path.read_text(encoding="utf-8")
        tree = ast.parse(text, filename=str(path))
        found.append(Module(path.relative_to(ROOT).as_posix(), text.count("\n"), tree))
    return tuple(found)


def vocabulary() -> frozenset[str]:
    """Return the names of the shared vocabulary: the modules of the top folder but the start."""
    return frozenset(path.stem for path in PACKAGE.glob("*.py")) - START


def called(node: ast.Call) -> str:
    """Return the dotted name that is called, as far as it is written as names."""
    parts: list[str] = []
    target: ast.expr = node.func
    while isinstance(target, ast.Attribute):
        parts.append(target.attr)
        target = target.value
    parts.append(target.id if isinstance(target, ast.Name) else "?")
    return ".".join(reversed(parts))


def imported(node: ast.AST) -> tuple[str, ...]:
    """Return the dotted names of the modules that an import statement names."""
    if isinstance(node, ast.Import):
        return tuple(alias.name for alias in node.names)
    if isinstance(node, ast.ImportFrom) and node.module:
        return (node.module,)
    return ()


def imported_at_start(tree: ast.Module) -> Iterator[tuple[int, str]]:
    """Yield line and module of imports that run when the file is loaded.

    Those inside functions run later, those under `if TYPE_CHECKING:` never.
    """
    waiting: list[ast.AST] = list(tree.body)
    while waiting:
        node = waiting.pop()
        if isinstance(node, Function) or _is_for_types(node):
            continue
        for name in imported(node):
            yield getattr(node, "lineno", 0), name
        waiting.extend(ast.iter_child_nodes(node))


def _is_for_types(node: ast.AST) -> bool:
    return isinstance(node, ast.If) and "TYPE_CHECKING" in ast.dump(node.test)


def public(tree: ast.Module) -> Iterator[tuple[ast.ClassDef | Function, str]]:
    """Yield public classes, functions and methods with their dotted names.

    Private ones and whatever lies inside them or inside a function are left out.
    """

    def within(body: list[ast.stmt], prefix: str) -> Iterator[tuple[ast.ClassDef | Function, str]]:
        for node in body:
            if isinstance(node, ast.ClassDef | Function) and not node.name.startswith("_"):
                yield node, prefix + node.name
                if isinstance(node, ast.ClassDef):
                    yield from within(node.body, f"{prefix}{node.name}.")

    yield from within(tree.body, "")
