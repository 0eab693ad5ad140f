"""The installation a process belongs to, for the processes that are started without being handed one.

``./bench`` exports ``COMPTOIR_BENCH`` (the repository) and, where the sites live elsewhere, ``COMPTOIR_SITES``.
"""

from __future__ import annotations

import os
from pathlib import Path

from comptoir.sites.bench import Bench

ROOT_VARIABLE = "COMPTOIR_BENCH"
SITES_VARIABLE = "COMPTOIR_SITES"


def here() -> Bench:
    """A new ``Bench`` of this process's installation; the caller keeps and closes it."""
    root = Path(os.environ.get(ROOT_VARIABLE, "") or Path(__file__).resolve().parents[4])
    sites = os.environ.get(SITES_VARIABLE, "")
    return Bench(root, Path(sites).resolve() if sites else None)
