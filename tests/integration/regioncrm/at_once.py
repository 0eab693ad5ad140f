"""Many people who do something at the same moment."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor

import frappe
from comptoir.context import ADMINISTRATOR, use
from comptoir.sites import Site


def at_once(site: Site, works: Sequence[Callable[[], None]]) -> list[str]:
    """Do every work in a thread, context and transaction of its own, all starting together; what each ended with."""
    gate = threading.Barrier(len(works))

    def one(work: Callable[[], None]) -> str:
        with use(site.open(ADMINISTRATOR)) as mine:
            gate.wait()
            try:
                work()
                mine.db.commit()
            except frappe.ValidationError as error:
                mine.db.rollback()
                return type(error).__name__
            finally:
                mine.db.close()
        return "done"

    with ThreadPoolExecutor(len(works)) as pool:
        return list(pool.map(one, works))


def submit(doctype: str, name: str) -> None:
    """Submit a saved document."""
    frappe.get_doc(doctype, name).submit()
