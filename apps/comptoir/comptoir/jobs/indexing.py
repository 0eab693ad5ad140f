"""The job that fills the search index with what a migration left to it, for a while at a time."""

from __future__ import annotations

from comptoir.context import current
from comptoir.search.building import build

SECONDS = 240
"""Less than a job of the queue may take; what is left waits for the next run."""


def fill_search_index() -> None:
    """Index documents that the search does not know yet."""
    build(current().site, seconds=SECONDS)
