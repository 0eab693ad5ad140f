"""What a table holds, as two numbers that are the same on every database: its rows' count and checksum."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import sqlalchemy as sa

from comptoir.backups.dump import read_rows
from comptoir.backups.values import MODULUS, Stored, digest
from comptoir.schema import Table


@dataclass(frozen=True, slots=True)
class Measure:
    """Rows, and the sum of their checksums, in which their order does not matter."""

    rows: int
    checksum: str

    @classmethod
    def of(cls, rows: Iterable[list[Stored]]) -> Measure:
        """The measure of ``rows``."""
        count, checksum = 0, 0
        for row in rows:
            count += 1
            checksum = (checksum + digest(row)) % MODULUS
        return cls(count, f"{checksum:064x}")


def measure(connection: sa.Connection, table: Table) -> Measure:
    """The measure of ``table`` as ``connection`` sees it."""
    return Measure.of(read_rows(connection, table))
