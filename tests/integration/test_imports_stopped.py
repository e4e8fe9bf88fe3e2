"""An import that somebody stops: at every place where it asks, the database is as before."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from sqlalchemy import text

from desktop.errors import Cancelled
from desktop.services.imports.watching import WHOLE, Course
from tests.factories import Desk, digest

_INVOICES = "invoice_no,kind,invoice_date,customer_code,amount,original_invoice_no\n" + "".join(
    f"I{n},invoice,2026-01-05,C1,{n}.50,\n" for n in range(1, 1202)
) + "N1,credit_note,2026-01-09,C1,1.00,I1\n"  # fmt: skip


class StopsAt:
    """A watcher that stops the import when it is asked for the n-th time; 0 never does."""

    def __init__(self, place: int = 0) -> None:
        self.place = place
        self.asked = 0
        self.told: list[tuple[int, str]] = []

    def check(self) -> None:
        self.asked += 1
        if self.asked == self.place:
            raise Cancelled

    def step(self, done: int, total: int, words: str = "") -> None:
        assert 0 <= done <= total == WHOLE
        self.check()
        self.told.append((done, words))


def _state(desk: Desk) -> tuple[str, int, int]:
    """Return a digest of the business rows, and how many commands and batches there are."""
    with desk.uow.read() as session:
        commands = session.scalar(text("SELECT count(*) FROM command_log"))
    return digest(desk.contents(versions=True)), commands or 0, len(desk.imports.batches())


@pytest.fixture
def branch(desk: Desk) -> Desk:
    desk.reps()
    desk.customers(rep="R1")
    return desk


def test_stopped_at_any_place_it_leaves_the_database_as_it_was(branch: Desk) -> None:
    file = branch.file("invoices", _INVOICES)
    whole = StopsAt()
    branch.imports.preview(branch.actor, file, watcher=whole)
    before = _state(branch)
    # Every ninth place, the first and the last ones; the last is asked before the commit.
    places = {*range(1, whole.asked, 9), whole.asked - 1, whole.asked, whole.asked + 1}

    for place in sorted(places):
        with pytest.raises(Cancelled):
            branch.imports.run(branch.actor, file, watcher=StopsAt(place))

    assert whole.asked > 20
    assert _state(branch) == before
    assert branch.imports.run(branch.actor, file).row_count == 1202


def test_it_tells_how_far_it_is_and_never_goes_back(branch: Desk) -> None:
    watcher = StopsAt()

    branch.imports.run(branch.actor, branch.file("invoices", _INVOICES), watcher=watcher)

    done = [step for step, _words in watcher.told]
    assert done == sorted(done)
    assert (done[0], done[-1]) == (0, WHOLE)
    assert len(set(done)) > 6
    assert list(dict.fromkeys(words for _step, words in watcher.told)) == [
        "Reading the file…", "Checking the rows…", "Comparing with what is in the book…",
        "Writing the rows…", "Almost done…",
    ]  # fmt: skip


def test_control_where_nobody_is_asked_the_stop_comes_too_late(
    branch: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = _state(branch)
    deaf: Callable[..., None] = lambda *_args: None  # noqa: E731
    for name in ("begin", "was_read", "was_checked", "begin_writing", "was_written", "follow"):
        monkeypatch.setattr(Course, name, deaf)
    monkeypatch.setattr(Course, "counted", lambda _self, rows: iter(rows))
    monkeypatch.setattr(Course, "check", deaf)

    branch.imports.run(branch.actor, branch.file("invoices", _INVOICES), watcher=StopsAt(1))

    assert _state(branch) != before
