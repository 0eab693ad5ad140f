"""The port through which a document asks for background work; ``comptoir.jobs`` plugs itself in."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from comptoir.context import Context
from comptoir.errors import ConfigurationError

Enqueue = Callable[..., Any]
RUN_METHOD = "frappe.model.document.run_doc_method"

_enqueue: list[Enqueue] = []


def set_queue(enqueue: Enqueue) -> None:
    """Name the function that queues jobs (called once, by ``comptoir.jobs``)."""
    _enqueue[:] = [enqueue]


def run_later(ctx: Context, doctype: str, name: Any, method: str, **options: Any) -> None:
    """Run a method of a stored document in the background, after the commit."""
    if not _enqueue:
        raise ConfigurationError("This process has no job queue: comptoir.jobs is not loaded.")
    _enqueue[0](ctx, RUN_METHOD, doctype=doctype, name=name, doc_method=method, **options)
