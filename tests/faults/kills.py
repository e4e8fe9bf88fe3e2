"""An office of clerks: processes that work on a database and can be killed at any moment.

A process of its own loads the program once, opens the database, does a few saves so that every
statement is prepared, and lets go of its connections. Each clerk is a fork of it: he needs
milliseconds to begin, and dies by SIGKILL without any say in the matter. What he reports comes
through a pipe, which holds what was written to it even when its writer is dead.

Processes are forked and killed the way of POSIX; elsewhere these tests are skipped.
"""

from __future__ import annotations

import importlib
import json
import os
import select
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

needs_fork = pytest.mark.skipif(
    not hasattr(os, "pidfd_open"), reason="processes are forked and watched the way of Linux"
)
_ROOT = Path(__file__).resolve().parents[2]
#: Longer than any clerk needs, even on a busy machine.
_PATIENCE = 120.0


@dataclass(slots=True)
class Clerk:
    """A clerk at work: his process, and what he said so far."""

    pid: int
    pipe: int
    handle: int | None
    said: list[str] = field(default_factory=list)
    _rest: bytes = b""
    _is_silent: bool = False

    def listen(self, seconds: float) -> bool:
        """Take in what he says within the time; False where he has nothing more to say."""
        if self._is_silent:
            return False
        if select.select([self.pipe], [], [], max(0.0, seconds))[0]:
            part = os.read(self.pipe, 65_536)
            self._is_silent = not part
            *lines, self._rest = (self._rest + part).split(b"\n")
            self.said += [line.decode() for line in lines]
        return not self._is_silent

    def wait_for(self, word: str) -> bool:
        """Listen until he said something that begins with the word; False where he ended first."""
        end = time.monotonic() + _PATIENCE
        while not any(line.startswith(word) for line in self.said):
            if not self.listen(1.0):
                return False
            assert time.monotonic() < end, f"the clerk says nothing: {self.said}"
        return True

    def kill_after(self, seconds: float) -> list[str]:
        """Kill him when the time is over and return all he said until then."""
        end = time.monotonic() + seconds
        while (left := end - time.monotonic()) > 0 and self.listen(left):
            pass
        if self.handle is not None:
            with suppress(ProcessLookupError):
                signal.pidfd_send_signal(self.handle, signal.SIGKILL)
        return self.finish()

    def finish(self) -> list[str]:
        """Wait until his process is gone, with its locks, and return all he said."""
        end = time.monotonic() + _PATIENCE
        while self.listen(1.0):
            assert time.monotonic() < end, f"the clerk does not end: {self.said}"
        if self.handle is not None:
            select.select([self.handle], [], [], _PATIENCE)
            os.close(self.handle)
            self.handle = None
        os.close(self.pipe)
        return self.said


class Office:
    """Where clerks are forked: one process that has the program loaded and ready."""

    def __init__(self) -> None:
        ours, theirs = socket.socketpair()
        self._line = ours
        environment = {**os.environ, "PYTHONPATH": str(_ROOT)}
        self._process = subprocess.Popen(
            [sys.executable, "-W", "ignore", "-c", _SERVE, str(theirs.fileno())],
            cwd=_ROOT, env=environment, pass_fds=[theirs.fileno()],
        )  # fmt: skip
        theirs.close()

    def prepare(self, job: str, **arguments: Any) -> Any:
        """Do a job in the office itself; every clerk to come has its result in memory."""
        return self._ask({"kind": "prepare", "job": job, "arguments": arguments}, [])

    def clerk(self, job: str, **arguments: Any) -> Clerk:
        """Let a new clerk do a job: a function `job(say, **arguments)` of a test's module."""
        reading, writing = os.pipe()
        pid = self._ask({"kind": "clerk", "job": job, "arguments": arguments}, [writing])
        os.close(writing)
        handle = None
        with suppress(ProcessLookupError):
            handle = os.pidfd_open(pid)
        return Clerk(pid, reading, handle)

    def _ask(self, question: dict[str, Any], descriptors: list[int]) -> Any:
        socket.send_fds(self._line, [json.dumps(question).encode() + b"\n"], descriptors)
        answer = b""
        while not answer.endswith(b"\n"):
            part = self._line.recv(65_536)
            assert part, "the office is closed"
            answer += part
        found = json.loads(answer)
        assert "error" not in found, found["error"]
        return found["result"]

    def close(self) -> None:
        """Send the office home."""
        self._line.close()
        self._process.wait(_PATIENCE)


@contextmanager
def an_office() -> Iterator[Office]:
    """Yield an office for the length of the block."""
    office = Office()
    try:
        yield office
    finally:
        office.close()


# --- the other side of the line ---------------------------------------------------------------

_SERVE = "import sys; from tests.faults.kills import serve; serve(int(sys.argv[1]))"


def serve(descriptor: int) -> None:
    """Answer questions until the line is closed."""
    # Dead clerks are nobody's business: the kernel forgets them at once.
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    line = socket.socket(fileno=descriptor)
    # Both kinds of work need these, and a clerk is to find them loaded.
    importlib.import_module("tests.faults.clerks")
    while True:
        text, descriptors, _flags, _address = socket.recv_fds(line, 65_536, 1)
        if not text:
            return
        while not text.endswith(b"\n"):
            text += line.recv(65_536)
        question = json.loads(text)
        answer: dict[str, Any]
        try:
            if question["kind"] == "clerk":
                answer = {"result": _fork(question, descriptors[0], line)}
            else:
                answer = {"result": _job(question["job"])(**question["arguments"])}
        except Exception as error:
            answer = {"error": repr(error)}
        line.sendall(json.dumps(answer).encode() + b"\n")


def _job(name: str) -> Any:
    module, _dot, function = name.rpartition(".")
    return getattr(importlib.import_module(f"tests.faults.{module}"), function)


def _fork(question: dict[str, Any], pipe: int, line: socket.socket) -> int:
    pid = os.fork()
    if pid:
        os.close(pipe)
        return pid
    # A clerk of a closed office goes home too, and nothing runs twice at a fork's end.
    code = 1
    try:
        line.close()

        def say(words: str) -> None:
            os.write(pipe, f"{words}\n".encode())

        try:
            _job(question["job"])(say, **question["arguments"])
            code = 0
        except Exception as error:
            say(f"failed {error!r}"[:2_000])
    finally:
        os._exit(code)
