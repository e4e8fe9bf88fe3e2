"""Where the program's own files lie: fonts, icons, catalogues and help."""

from __future__ import annotations

from functools import cache
from pathlib import Path


@cache
def resources_folder() -> Path:
    """Return the folder of fonts, icons, catalogues and help.

    A built wheel carries it inside the package; a checkout has it beside the package.
    """
    package = Path(__file__).resolve().parent
    inside = package / "resources"
    return inside if inside.is_dir() else package.parent / "resources"
