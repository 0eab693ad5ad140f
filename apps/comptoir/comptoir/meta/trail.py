"""The doctypes that show the audit trail: entries of one table of the engine, each doctype some operations of it.

Their documents are read as any others and written by ``comptoir.traces`` alone.
"""

from __future__ import annotations

from collections.abc import Mapping

TABLE = "__trace"
VIEWS = ("Viewed",)
ACCESSES = ("Exported", "Printed")
SHOWN: Mapping[str, tuple[bool, tuple[str, ...]]] = {
    "Activity Log": (False, VIEWS + ACCESSES),
    "View Log": (True, VIEWS),
    "Access Log": (True, ACCESSES),
}
"""By doctype: the operations it shows, or (False) those it leaves to the others."""
