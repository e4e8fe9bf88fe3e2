"""Drafts survive what ends a program in the middle, are whole, and are their owner's alone."""

from __future__ import annotations

import json
import logging
import os
import signal
import stat
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

from desktop.services.drafts import Draft, DraftFolder

NOW = datetime(2026, 3, 18, 9, 30, tzinfo=UTC)
_LONG = 200_000
#: Writes one draft after the other, each of one letter only, and says each that is kept.
_CLERK = """
import sys
from datetime import UTC, datetime
from pathlib import Path
from desktop.services import drafts
folder = drafts.DraftFolder(Path(sys.argv[1]))
if sys.argv[2] == "careless":
    def write_whole(path, write):
        with path.open("wb", buffering=0) as stream:
            write(stream)
    def put(content, stream):
        for place in range(0, len(content), 20):
            stream.write(content[place:place + 20])
    drafts.write_whole, drafts.put = write_whole, put
moment = datetime(2026, 3, 18, 9, 30, tzinfo=UTC)
number = 0
while True:
    number += 1
    text = "abcdefghij"[number % 10] * 200_000
    folder.keep(drafts.Draft("accounts", "east", "1", number, "C1", moment, {}, {"note": text}))
    print(number, flush=True)
"""


def draft(**texts: str) -> Draft:
    return Draft("accounts", "east", "1", 3, "C1 East", NOW, {"phone": "1"}, texts)


def killed_while_writing(folder: Path, how: str, after: int) -> int:
    """Kill a clerk's program in the middle of a draft and return how many it had kept."""
    command = [sys.executable, "-c", _CLERK, str(folder), how]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as program:
        assert program.stdout is not None
        kept = [int(program.stdout.readline()) for _ in range(3)][-1]
        # A moment of the next draft, told by turns and not by the clock.
        for _ in range(after):
            os.stat(folder)
        os.kill(program.pid, signal.SIGKILL)
        rest = program.stdout.read().split()
    return int(rest[-1]) if rest else kept


def is_whole(found: tuple[Draft, ...], kept: int) -> bool:
    """Whether the draft that was kept last, or one after it, is there to its last letter."""
    if len(found) != 1 or found[0].version < kept:
        return False
    text = found[0].typed["note"]
    return len(text) == _LONG and len(set(text)) == 1


@pytest.mark.skipif(os.name != "posix", reason="ends a program by a signal")
def test_a_program_killed_while_it_types_leaves_the_last_draft_whole(tmp_path: Path) -> None:
    for after in range(1, 6):
        kept = killed_while_writing(tmp_path, "careful", after * 700)
        assert is_whole(DraftFolder(tmp_path).waiting("east"), kept)


@pytest.mark.skipif(os.name != "posix", reason="ends a program by a signal")
def test_a_file_written_in_place_is_torn_by_the_same_kill(tmp_path: Path) -> None:
    """The control: the same program without the file beside and the rename."""
    torn = 0
    for after in range(1, 11):
        kept = killed_while_writing(tmp_path, "careless", after * 700)
        torn += not is_whole(DraftFolder(tmp_path).waiting("east"), kept)
        if torn:
            break
    assert torn


def test_a_draft_comes_back_as_it_was_for_its_database_alone(tmp_path: Path) -> None:
    folder = DraftFolder(tmp_path / "drafts")
    assert folder.waiting("east") == ()
    kept = draft(phone="021 “quoted” 東")
    folder.keep(kept)
    assert folder.waiting("east") == (kept,)
    assert folder.waiting("west") == ()
    folder.drop(kept.key)
    folder.drop(kept.key)
    assert folder.waiting("east") == ()


@pytest.mark.skipif(os.name != "posix", reason="modes of POSIX files")
def test_nobody_else_may_read_a_draft(tmp_path: Path) -> None:
    folder = DraftFolder(tmp_path)
    folder.keep(draft(phone="1"))
    (path,) = tmp_path.iterdir()
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_a_damaged_draft_is_left_alone_and_its_text_not_logged(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    folder = DraftFolder(tmp_path)
    for number, text in enumerate((b"\xff", b"[]", b'{"tab": "SECRET"}', b"SECRET")):
        (tmp_path / f"{number}.draft").write_bytes(text)
    whole = draft(phone="2")
    folder.keep(whole)
    data = json.loads((tmp_path / f"{whole.key}.draft").read_text(encoding="utf-8"))
    (tmp_path / "odd.draft").write_text(json.dumps({**data, "typed": "SECRET"}), encoding="utf-8")
    with caplog.at_level(logging.DEBUG):
        assert folder.waiting("east") == (whole,)
    assert "SECRET" not in caplog.text
    assert len(list(tmp_path.iterdir())) == 6
