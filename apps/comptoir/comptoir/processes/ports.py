"""Which TCP port the web process listens on."""

from __future__ import annotations

import socket
import time

from comptoir.processes.errors import BusyError

FIRST_PORT = 8000
PORTS_TRIED = 50


def choose_port(host: str, wanted: int | None, wait: float = 0.0) -> int:
    """``wanted`` if it is free, or the first free one from 8000 where nobody asked. Raises ``BusyError``.

    ``wait`` is for a port that the processes of a killed installation are about to give back.
    """
    if wanted is not None:
        deadline = time.monotonic() + wait
        while not is_free(host, wanted) and time.monotonic() < deadline:
            time.sleep(0.1)
        if not is_free(host, wanted):
            raise BusyError(
                f"Port {wanted} on {host} is in use by another program. Choose another with --port, "
                "or leave --port out to take the next free one."
            )
        return wanted
    for port in range(FIRST_PORT, FIRST_PORT + PORTS_TRIED):
        if is_free(host, port):
            return port
    raise BusyError(
        f"No port from {FIRST_PORT} to {FIRST_PORT + PORTS_TRIED - 1} is free on {host}. Use --port."
    )


def is_free(host: str, port: int) -> bool:
    """Whether a server could listen on ``host:port`` now."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            return False
    return True
