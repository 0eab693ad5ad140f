"""Product against yardstick, in turns: product, yardstick, product, yardstick, so that both share a machine's moods."""

from __future__ import annotations

import statistics
import time
from dataclasses import dataclass, field

from benchmarks.cases import Case
from benchmarks.load import Ask, Connection, send
from benchmarks.processes import Server


@dataclass(slots=True)
class Side:
    """One server and the connections to it."""

    server: Server
    host: str
    connections: list[Connection] = field(default_factory=list)

    def connect(self, count: int) -> None:
        """Hold exactly ``count`` connections."""
        self.close()
        self.connections = [Connection(self.server.port, self.host) for _ in range(count)]

    def close(self) -> None:
        for connection in self.connections:
            connection.close()
        self.connections = []

    def block(self, ask: Ask, first: int, count: int) -> Block:
        """Send ``count`` requests and see what they cost."""
        cpu, started = self.server.cpu(), time.perf_counter()
        send(self.connections, ask, first, count)
        return Block((self.server.cpu() - cpu) / count, count / (time.perf_counter() - started))


@dataclass(frozen=True, slots=True)
class Block:
    """CPU seconds per request and requests per second of one block."""

    cpu: float
    rate: float


@dataclass(frozen=True, slots=True)
class Result:
    """What a case came to: medians over the rounds, and the ratio's smallest and largest."""

    case: Case
    cpu: float
    rate: float
    bare_cpu: float | None = None
    bare_rate: float | None = None
    ratios: tuple[float, ...] = ()

    @property
    def ratio(self) -> float | None:
        """CPU time of the product over that of the yardstick."""
        return statistics.median(self.ratios) if self.ratios else None


def compare(case: Case, product: Side, bare: Side, requests: int, rounds: int) -> Result:
    """Measure ``case`` in ``rounds`` rounds, after one that warms up and does not count."""
    count = max(len(product.connections), round(requests * case.weight))
    number = 0
    ours: list[Block] = []
    theirs: list[Block] = []
    for turn in range(rounds + 1):
        for side, ask, blocks in ((product, case.product, ours), (bare, case.bare, theirs)):
            if ask is not None:
                size = count if turn else max(len(side.connections), count // 4)
                block = side.block(ask, number, size)
                if turn:
                    blocks.append(block)
        number += count
    ratios = tuple(a.cpu / b.cpu for a, b in zip(ours, theirs, strict=False))
    return Result(
        case,
        statistics.median(block.cpu for block in ours),
        statistics.median(block.rate for block in ours),
        statistics.median(block.cpu for block in theirs) if theirs else None,
        statistics.median(block.rate for block in theirs) if theirs else None,
        ratios,
    )
