"""Shapes of answers that whitelisted functions may return."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any


@dataclass(frozen=True, slots=True)
class Download:
    """An answer that is a file to keep."""

    filename: str
    content: bytes
    kind: str


@dataclass(frozen=True, slots=True)
class StoredDownload:
    """An answer that is a file on disk, which is sent from there and deleted afterwards."""

    filename: str
    path: Path
    kind: str


@dataclass(frozen=True, slots=True)
class Beside:
    """An answer whose keys stand at the top of the body, beside where ``message`` would be."""

    values: Mapping[str, Any]
