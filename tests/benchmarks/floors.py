"""Floors: one SQL statement, or the calls that draw a page, and nothing else."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from tests.benchmarks.dataset import Bench

_Call = tuple[int, str, tuple[Any, ...], dict[str, Any]]


def statement(bench: Bench, text: str, *values: object) -> Callable[[], object]:
    """Return what runs one statement and reads its rows."""

    def run() -> object:
        with bench.uow.database.engine.connect() as connection:
            return connection.exec_driver_sql(text, values).fetchall()

    return run


@dataclass(slots=True)
class Recording:
    """The calls that were made on a canvas and on what it gave back, in their order.

    Measuring of texts is not drawing and is left out.
    """

    calls: list[_Call] = field(default_factory=list)
    targets: int = 1

    def watch(self, canvas: Any) -> Any:
        """Return a stand-in for the canvas that notes each call."""
        return _Watched(self, canvas, 0)

    def replay(self, new_canvas: Callable[[io.BytesIO], Any]) -> int:
        """Draw the same on a bare canvas and return the number of bytes."""
        stream = io.BytesIO()
        made: list[Any] = [new_canvas(stream)]
        for place, name, args, kwargs in self.calls:
            given = [made[one.place] if isinstance(one, _Watched) else one for one in args]
            answer = getattr(made[place], name)(*given, **kwargs)
            if name.startswith("begin"):
                made.append(answer)
        return len(stream.getvalue())


class _Watched:
    """A canvas, a path or a text of one, whose calls are noted."""

    def __init__(self, recording: Recording, target: Any, place: int) -> None:
        self.recording, self.target, self.place = recording, target, place

    def __getattr__(self, name: str) -> Any:
        found = getattr(self.target, name)
        if not callable(found) or name in ("stringWidth", "getPageNumber"):
            return found

        def call(*args: Any, **kwargs: Any) -> Any:
            self.recording.calls.append((self.place, name, args, kwargs))
            plain = [one.target if isinstance(one, _Watched) else one for one in args]
            answer = found(*plain, **kwargs)
            if not name.startswith("begin"):
                return answer
            place = self.recording.targets
            self.recording.targets += 1
            return _Watched(self.recording, answer, place)

        return call
