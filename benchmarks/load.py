"""Sends requests over kept-alive connections and reads the answers, as cheaply as Python can."""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable
from dataclasses import dataclass, field

Ask = Callable[[int], "Request"]


@dataclass(frozen=True, slots=True)
class Request:
    """One request, before it becomes bytes."""

    method: str
    path: str
    body: bytes = b""
    headers: dict[str, str] = field(default_factory=dict)

    def bytes(self, host: str) -> bytes:
        head = {"Host": host, "Accept": "application/json"} | self.headers
        if self.body:
            head |= {"Content-Type": "application/json", "Content-Length": str(len(self.body))}
        lines = "".join(f"{name}: {value}\r\n" for name, value in head.items())
        return f"{self.method} {self.path} HTTP/1.1\r\n{lines}\r\n".encode() + self.body


class Connection:
    """One kept-alive connection."""

    def __init__(self, port: int, host: str):
        self._host = host
        self._socket = socket.create_connection(("127.0.0.1", port))
        self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    def ask(self, request: Request) -> tuple[int, bytes]:
        """(status, body) of the answer."""
        self._socket.sendall(request.bytes(self._host))
        data = b""
        while b"\r\n\r\n" not in data:
            data += self._more()
        head, _, body = data.partition(b"\r\n\r\n")
        length = next(
            (int(line[15:]) for line in head.lower().split(b"\r\n") if line.startswith(b"content-length:")), 0
        )
        while len(body) < length:
            body += self._more()
        return int(head[9:12]), body

    def checked(self, request: Request) -> bytes:
        """The body of a successful answer; anything else ends the run."""
        status, body = self.ask(request)
        if status not in (200, 202):
            raise SystemExit(
                f"{request.method} {request.path} answered {status}: {body[:600].decode(errors='replace')}"
            )
        return body

    def close(self) -> None:
        self._socket.close()

    def _more(self) -> bytes:
        data = self._socket.recv(262144)
        if not data:
            raise SystemExit("The server closed a connection.")
        return data


def send(connections: list[Connection], ask: Ask, first: int, count: int) -> None:
    """Ask requests ``first`` to ``first + count - 1``, spread over the connections at the same time."""
    if len(connections) == 1:
        for number in range(first, first + count):
            connections[0].checked(ask(number))
        return
    numbers = iter(range(first, first + count))
    lock = threading.Lock()
    failures: list[SystemExit] = []

    def work(connection: Connection) -> None:
        while True:
            with lock:
                number = next(numbers, None)
            if number is None or failures:
                return
            try:
                connection.checked(ask(number))
            except SystemExit as failure:
                failures.append(failure)

    threads = [threading.Thread(target=work, args=(connection,)) for connection in connections]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if failures:
        raise failures[0]
