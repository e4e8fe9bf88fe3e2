"""Floors: one SQL statement, or the calls that draw a page, and nothing else."""

from __future__ import annotations

import io
import itertools
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from tests.benchmarks.dataset import Bench

_Call = tuple[int, str, tuple[Any, ...], dict[str, Any]]


def statement(bench: Bench, text: str, *values: object) -> Callable[[], object]:
    """Return what runs one statement, written as SQLite takes it, and reads its rows."""
    given: tuple[object, ...] | dict[str, object] = values
    if not bench.is_sqlite:
        text, given = _for_postgres(text, values)

    def run() -> object:
        with bench.uow.database.engine.connect() as connection:
            # The program lifts the limit for long work; a floor may take what it takes.
            if not bench.is_sqlite:
                connection.exec_driver_sql("SET LOCAL statement_timeout = 0")
            return connection.exec_driver_sql(text, given).fetchall()

    return run


def _for_postgres(text: str, values: tuple[object, ...]) -> tuple[str, dict[str, object]]:
    """Return the statement with the values' places as Postgres' driver names them."""
    places = itertools.count(1)

    def named(found: re.Match[str]) -> str:
        return f"%(value{found[1] or next(places)})s"

    given = {f"value{place}": value for place, value in enumerate(values, 1)}
    return re.sub(r"\?(\d*)", named, text.replace("%", "%%")), given


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
