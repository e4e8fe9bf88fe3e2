"""Loading modules with widgets away from the window's thread, without being interrupted."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Lock

#: Longer than any module takes.
_WHOLE_S = 1.0
_lock = Lock()
_inside = 0
_before = 0.0


@contextmanager
def undisturbed() -> Iterator[None]:
    """Let this thread run each module to its end while a block imports.

    Qt for Python makes the types of widgets in several steps; a window's thread that comes
    between two of them and meets a half-made type dies, about once in a hundred starts. Threads
    still take turns where a file is read, which is between two modules. Blocks may nest and run
    in several threads; the turns are as before when the last one ends.
    """
    global _inside, _before
    with _lock:
        if _inside == 0:
            _before = sys.getswitchinterval()
            sys.setswitchinterval(_WHOLE_S)
        _inside += 1
    try:
        yield
    finally:
        with _lock:
            _inside -= 1
            if _inside == 0:
                sys.setswitchinterval(_before)
