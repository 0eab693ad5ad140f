"""Telling a database that cannot be reached or read from a statement it refuses."""

from __future__ import annotations

from sqlalchemy.exc import DBAPIError

MARIADB_CODES = frozenset(
    {
        1040,
        1042,
        1043,
        1044,
        1045,
        1046,
        1049,
        1053,
        1129,
        1130,
        1146,
        1203,
        1226,
        1698,
        1927,
        2002,
        2003,
        2005,
        2006,
        2013,
        2055,
    }
)
"""Too many connections, no access, no such database or none of its tables, server gone, connection lost."""
SQLITE_SAYS = (
    "unable to open database file",
    "file is not a database",
    "database disk image is malformed",
    "disk I/O error",
    "database or disk is full",
    "attempt to write a readonly database",
    "database is locked",
    "no such table",
)


def is_out_of_reach(error: DBAPIError) -> bool:
    """Whether the database behind ``error`` is gone, closed to us, damaged, full or locked for too long."""
    original = error.orig
    if getattr(original, "errno", None) in MARIADB_CODES:
        return True
    return str(original).startswith(SQLITE_SAYS)
