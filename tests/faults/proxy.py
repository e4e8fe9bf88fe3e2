"""A line to a Postgres server that breaks at the worst moment: around a COMMIT (F11).

`proxy_to` listens on this machine and passes everything on. It reads just enough of the protocol
to see a COMMIT go by: after the first packet each message of the client is one byte for its kind,
four for its length, and its content. Source: PostgreSQL, "Frontend/Backend Protocol".
"""

from __future__ import annotations

import select
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from enum import Enum, auto

from psycopg.conninfo import conninfo_to_dict
from sqlalchemy import URL, make_url

_PART = 65_536
_TICK = 0.05


class Break(Enum):
    """Where the line breaks: before the COMMIT arrives, at once after it, or after its answer."""

    BEFORE_COMMIT = auto()
    AT_COMMIT = auto()
    BEFORE_ANSWER = auto()


class Proxy:
    """A line to a server. `break_next` breaks it once, at the next COMMIT on any connection."""

    def __init__(self, address: URL) -> None:
        self._address = address
        self._listening = socket.create_server(("127.0.0.1", 0))
        self._is_open = True
        self._threads = [threading.Thread(target=self._accept, name="proxy")]
        self._threads[0].start()
        self.break_next: Break | None = None
        self.broken = 0

    @property
    def url(self) -> str:
        """The address of the server's database by this line."""
        port = self._listening.getsockname()[1]
        url = self._address.set(host="127.0.0.1", port=port)
        url = url.difference_update_query(["host", "port"])
        # What is encrypted could not be read here, and libpq would ask for it first.
        url = url.update_query_dict({"sslmode": "disable", "gssencmode": "disable"})
        return url.render_as_string(hide_password=False)

    def close(self) -> None:
        """Close the line and wait for its threads."""
        self._is_open = False
        for thread in self._threads:
            thread.join()
        self._listening.close()

    def _accept(self) -> None:
        while self._is_open:
            if not select.select([self._listening], [], [], _TICK)[0]:
                continue
            client, _address = self._listening.accept()
            thread = threading.Thread(target=self._serve, args=(client,), name="proxy line")
            self._threads.append(thread)
            thread.start()

    def _serve(self, client: socket.socket) -> None:
        with client, _upstream(self._address) as server, suppress(OSError):
            self._pass_on(client, server)

    def _pass_on(self, client: socket.socket, server: socket.socket) -> None:
        messages = _Messages()
        while self._is_open:
            ready = select.select([client, server], [], [], _TICK)[0]
            if server in ready:
                part = server.recv(_PART)
                if not part:
                    return
                client.sendall(part)
            if client in ready:
                part = client.recv(_PART)
                if not part:
                    return
                where = self.break_next if messages.has_commit(part) else None
                if where is None:
                    server.sendall(part)
                    continue
                self.break_next = None
                self.broken += 1
                _break(where, part, server)
                return


def _break(where: Break, part: bytes, server: socket.socket) -> None:
    """Do what is still done of a COMMIT; the caller hangs up on both sides."""
    if where is Break.BEFORE_COMMIT:
        return
    server.sendall(part)
    if where is Break.BEFORE_ANSWER:
        answer = b""
        # The answer ends with ReadyForQuery: "Z", its length, and a byte of state.
        while answer[-6:-1] != b"Z\x00\x00\x00\x05":
            answer += server.recv(_PART)


class _Messages:
    """Cuts a client's bytes into messages."""

    def __init__(self) -> None:
        self._rest = b""
        self._is_first = True

    def has_commit(self, part: bytes) -> bool:
        """Whether a message that ends in this part is a COMMIT."""
        self._rest += part
        found = False
        while True:
            head = 0 if self._is_first else 1
            if len(self._rest) < head + 4:
                return found
            end = head + int.from_bytes(self._rest[head : head + 4], "big")
            if len(self._rest) < end:
                return found
            message, self._rest = self._rest[:end], self._rest[end:]
            found |= not self._is_first and message[:1] in b"QP" and b"COMMIT\x00" in message
            self._is_first = False


def _upstream(address: URL) -> socket.socket:
    facts = conninfo_to_dict(
        address.set(drivername="postgresql").render_as_string(hide_password=False)
    )
    host, port = str(facts.get("host") or "127.0.0.1"), int(facts.get("port") or 5432)
    if not host.startswith("/"):
        return socket.create_connection((host, port))
    line = socket.socket(socket.AF_UNIX)
    line.connect(f"{host}/.s.PGSQL.{port}")
    return line


@contextmanager
def proxy_to(url: str) -> Iterator[Proxy]:
    """Yield a line to the server of a URL."""
    proxy = Proxy(make_url(url))
    try:
        yield proxy
    finally:
        proxy.close()
