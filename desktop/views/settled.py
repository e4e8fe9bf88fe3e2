"""What is set when the whole program is loaded and only its users make it work."""

from __future__ import annotations

import gc
import sys

from desktop.views.plot_library import load_plot_library

#: How long a thread computes before another one that waits has its turn, in seconds.
_TURN_S = 0.0005


def load_dialogs() -> None:
    """Load the modules of the larger dialogs, and the charts' to its end; in a worker thread."""
    import desktop.views.accounts.editor
    import desktop.views.imports.wizard  # noqa: F401

    load_plot_library().join()


def settle() -> None:
    """Keep the window's thread from waiting while a worker computes.

    Each cell that is painted and each slot that is called waits for its turn: at Python's own
    five milliseconds a list of forty cells stood still for a fifth of a second. And the collector
    of cycles, which stops every thread, need not look again and again at modules that stay for
    ever. Called when all modules with widgets are loaded, since Qt for Python makes their types
    in several steps that nobody should come between.
    """
    gc.freeze()
    sys.setswitchinterval(_TURN_S)
