"""Loading pyqtgraph beside the window, which would stand still for a third of a second."""

from __future__ import annotations

import sys
import time
from threading import Thread

from desktop.services.garbage import collector_paused
from desktop.views.undisturbed import undisturbed

#: The rows beside the first chart are painted first: loading slows the window's thread down.
_AFTER_S = 0.3


def is_plot_library_loaded() -> bool:
    """Whether pyqtgraph is loaded to its end."""
    found = sys.modules.get("pyqtgraph")
    return found is not None and not getattr(found.__spec__, "_initializing", False)


def load_plot_library() -> Thread:
    """Return a thread that loads pyqtgraph; when it ends, an import costs nothing or says why."""
    thread = Thread(target=_load, name="plot library", daemon=True)
    thread.start()
    return thread


def _load() -> None:
    time.sleep(_AFTER_S)
    with collector_paused(), undisturbed():
        import pyqtgraph  # noqa: F401 - the window's thread finds it loaded
