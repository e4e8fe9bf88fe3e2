"""Where a command's words and figures go: words to people, bytes to programs."""

from __future__ import annotations

import json
import sys
from dataclasses import dataclass
from typing import IO, BinaryIO, cast

from desktop.clock import Clock

#: Exit statuses (FORMATS.md, section 1).
DONE, FINDINGS, WRONG, UNREACHABLE = 0, 1, 2, 3


def make_streams_utf8() -> None:
    """Write UTF-8 into pipes and files on every system; a console keeps what it speaks."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None and not stream.isatty():
            reconfigure(encoding="utf-8", errors="backslashreplace")


@dataclass(frozen=True, slots=True)
class Console:
    """Standard output and standard error of one command.

    With `as_json` what was done is told as one JSON object a line instead of in words.
    """

    clock: Clock
    as_json: bool = False
    is_debugging: bool = False

    def done(self, words: str, **facts: object) -> None:
        """Tell what was done, on standard output."""
        if self.as_json:
            print(json.dumps(facts, ensure_ascii=False, default=str))
        else:
            print(words)

    def say(self, words: str) -> None:
        """Tell something that is only for people, on standard output."""
        if not self.as_json:
            print(words)

    def complain(self, words: str) -> None:
        """Tell a problem in one line, on standard error."""
        print(" ".join(words.split()), file=sys.stderr)

    def data(self, content: bytes) -> None:
        """Write bytes to standard output as they are, whatever the system's line ends."""
        sys.stdout.flush()
        stream = cast("IO[str]", sys.stdout)
        binary: BinaryIO | None = getattr(stream, "buffer", None)
        if binary is None:
            stream.write(content.decode("utf-8"))
            return
        binary.write(content)
        binary.flush()
