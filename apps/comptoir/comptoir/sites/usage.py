"""What a site uses of its limits, and the refusals where it is all."""

from __future__ import annotations

import time
from dataclasses import dataclass

import sqlalchemy as sa

from comptoir.db import Database
from comptoir.errors import SiteLimitError, SiteRateError
from comptoir.sentences import _
from comptoir.sites.site import Site

MEGABYTE = 1024 * 1024
MINUTE = 60
SIZE_KEY = "usage:database"
SIZE_SECONDS = 60
"""How long the size of the database is taken for what it was."""

_users = sa.table("tabUser", sa.column("name"), sa.column("enabled"))
_files = sa.table("tabFile", sa.column("owner"), sa.column("file_url"), sa.column("file_size"))
_SCHEMA_SIZE = sa.text(
    "SELECT COALESCE(SUM(DATA_LENGTH + INDEX_LENGTH), 0) FROM information_schema.TABLES WHERE TABLE_SCHEMA = DATABASE()"
)
STANDARD_USERS = ("Administrator", "Guest")


@dataclass(frozen=True, slots=True)
class Usage:
    """What a site uses now."""

    users: int
    files: int
    """Bytes of uploaded files; one that is attached twice counts once."""
    database: int
    """Bytes of the database."""
    requests: int
    """Requests in the present minute, where they are limited."""

    @property
    def storage_mb(self) -> float:
        """Files and database together, in megabytes."""
        return (self.files + self.database) / MEGABYTE


def usage(site: Site) -> Usage:
    """What ``site`` uses now; measured, not remembered."""
    db = site.database()
    try:
        users, files, size = _count_users(db), _files_size(db), _database_size(site, db)
    finally:
        db.close()
    requests = int(site.cache.get_many([_minute()])[0] or 0)
    return Usage(users, files, size, requests)


def check_users(site: Site, db: Database, joining: str) -> None:
    """Raise ``SiteLimitError`` where ``joining`` would be one enabled user too many."""
    most = site.config.limits.users
    if not most or joining in STANDARD_USERS:
        return
    _one_at_a_time(db)
    if _count_users(db, besides=joining) >= most:
        raise SiteLimitError(
            _(
                "This site may have {most} users. Disable one first, or ask whoever runs the site for more.",
                most=most,
            )
        )


def check_storage(site: Site, db: Database, size: int, user: str) -> None:
    """Raise ``SiteLimitError`` where a file of ``size`` bytes more is too much for the site, or of ``user``.

    Who stores waits for others who do until their transaction ends, where there is a limit to pass together.
    """
    limits = site.config.limits
    if limits.storage_mb:
        _one_at_a_time(db)
        free = limits.storage_mb * MEGABYTE - _known_database_size(site, db) - _files_size(db)
        if size > free:
            raise SiteLimitError(
                _(
                    "This site may hold {most} MB. {free} MB are free, and this file needs {size} MB. Delete files, or ask "
                    "whoever runs the site for more.",
                    **_told(limits.storage_mb, free, size),
                )
            )
    if limits.user_storage_mb and user not in STANDARD_USERS:
        _one_at_a_time(db, user)
        free = limits.user_storage_mb * MEGABYTE - files_of(db, user)
        if size > free:
            raise SiteLimitError(
                _(
                    "Your files may have {most} MB. {free} MB are free, and this file needs {size} MB. Delete files of yours, or "
                    "ask whoever runs the site for more.",
                    **_told(limits.user_storage_mb, free, size),
                )
            )


def files_of(db: Database, user: str) -> int:
    """Bytes of the files that ``user`` has stored; one that is attached twice counts once."""
    return _files_size(db, _files.c.owner == user)


def _told(most: int, free: int, size: int) -> dict[str, int]:
    """Whole megabytes that do not contradict each other: what is free rounded down, what is needed rounded up."""
    return {"most": most, "free": max(free, 0) // MEGABYTE, "size": -(-size // MEGABYTE)}


def count_request(site: Site) -> None:
    """Count one request where the site's are limited. Raises ``SiteRateError`` for one too many."""
    most = site.config.limits.requests_per_minute
    if most and site.cache.increment(_minute(), 2 * MINUTE) > most:
        raise SiteRateError()


def _minute() -> str:
    return f"usage:requests:{int(time.time()) // MINUTE}"


def _count_users(db: Database, besides: str = "") -> int:
    standard = (*STANDARD_USERS, besides)
    counted = sa.select(sa.func.count()).where(_users.c.enabled == 1, _users.c.name.not_in(standard))
    return int(db.execute(counted).scalar() or 0)


def _database_size(site: Site, db: Database) -> int:
    path = site.config.database(site.path).path
    if path is not None:
        return sum(part.stat().st_size for part in path.parent.glob(f"{path.name}*"))
    return int(db.execute(_SCHEMA_SIZE).scalar() or 0)


def _known_database_size(site: Site, db: Database) -> int:
    (known,) = site.cache.get_many([SIZE_KEY])
    if known is None:
        known = str(_database_size(site, db))
        site.cache.set(SIZE_KEY, known, SIZE_SECONDS)
    return int(known)


def _files_size(db: Database, *conditions: sa.ColumnElement[bool]) -> int:
    largest = sa.select(sa.func.max(_files.c.file_size).label("size")).where(*conditions)
    each = largest.group_by(_files.c.file_url).subquery()
    return int(db.execute(sa.select(sa.func.sum(each.c.size))).scalar() or 0)


def _one_at_a_time(db: Database, user: str = STANDARD_USERS[0]) -> None:
    """Who adds to what is counted waits for others who do: two who count at once would both find room."""
    db.begin()
    held = sa.select(_users.c.name).where(_users.c.name == user).with_for_update()
    db.execute(held).close()
