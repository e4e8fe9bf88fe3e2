"""Python's search for unused cycles, kept away from work that makes many rows and no cycle."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Lock

_lock = Lock()
_inside = 0


@contextmanager
def collector_paused() -> Iterator[None]:
    """Pause the collector of cycles while a block builds rows by the hundred thousand.

    It would look at all of them again each time that some more were made: a third of the time
    of a large import. Rows are freed by their count of references as ever. Blocks may nest and
    may run in several threads; the collector works again when the last one ends. Where it was
    switched off before, it stays off.
    """
    global _inside
    with _lock:
        is_ours = _inside > 0 or gc.isenabled()
        if is_ours:
            _inside += 1
            gc.disable()
    try:
        yield
    finally:
        if is_ours:
            with _lock:
                _inside -= 1
                if _inside == 0:
                    gc.enable()
