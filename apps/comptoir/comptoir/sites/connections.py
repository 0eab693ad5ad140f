"""How many connections a process holds open for its sites: counted where they open and close, so counting is free."""

from __future__ import annotations

import threading
from typing import Any

import sqlalchemy as sa


class Tally:
    """Open connections of the engines it watches."""

    def __init__(self) -> None:
        self.open = 0
        self._lock = threading.Lock()

    def watch(self, engine: sa.Engine) -> None:
        """Count the connections of ``engine`` from now on."""
        sa.event.listen(engine, "connect", self._opened)
        sa.event.listen(engine, "close", self._closed)
        sa.event.listen(engine, "close_detached", self._closed)

    def _opened(self, *_: Any) -> None:
        with self._lock:
            self.open += 1

    def _closed(self, *_: Any) -> None:
        with self._lock:
            self.open -= 1
