"""What recurs on a site: its Scheduled Job Type documents, made from the ``hooks.py`` of its apps, and running one.

The documents are the truth. An app's ``scheduler_events`` make and unmake them when it is installed or migrated; an
administrator stops one, or says that a time at which nothing ran is not made up for.
"""

from __future__ import annotations

import logging
import traceback
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import redis
import sqlalchemy as sa

from comptoir.context import ADMINISTRATOR, Context, current
from comptoir.db.tables import table_for
from comptoir.documents import Document, create, delete, get_document, get_list, new_document
from comptoir.errors import DoesNotExistError
from comptoir.hooks import read_manifest, resolve
from comptoir.jobs import times
from comptoir.jobs.queue import QUEUES, connection_of, key_of, push

TYPE, LOG = "Scheduled Job Type", "Scheduled Job Log"
RUN = "comptoir.jobs.scheduled.run"
COMPLETE, FAILED = "Complete", "Failed"
OFTEN = ("All", "Hourly", times.CRON)
"""Frequencies whose good ends are not logged: failures always are."""
KEEP_SECONDS = 3600
SKIP = "skip"
log = logging.getLogger("comptoir.jobs")


@dataclass(frozen=True, slots=True)
class Recurring:
    """One function an app wants called again and again."""

    method: str
    frequency: str
    cron_format: str = ""
    run_missed: bool = True


def declared(apps: Iterable[str]) -> list[Recurring]:
    """What the ``scheduler_events`` of ``apps`` name, each once."""
    found: dict[tuple[str, str, str], Recurring] = {}
    for app in apps:
        for entry in _events(read_manifest(app).scheduler_events):
            if times.is_known(entry.frequency, entry.cron_format):
                found[entry.method, entry.frequency, entry.cron_format] = entry
            else:
                log.warning("%s of %s is not scheduled: %s is no time.", entry.method, app, entry.frequency)
    return list(found.values())


def sync(ctx: Context, apps: Iterable[str]) -> None:
    """Bring the Scheduled Job Type documents to what ``apps`` declare; what was stopped stays stopped."""
    wanted = {(entry.method, entry.frequency, entry.cron_format): entry for entry in declared(apps)}
    fields = ["name", "method", "frequency", "cron_format"]
    for row in get_list(ctx, TYPE, fields=fields, limit=0, ignore_permissions=True):
        if wanted.pop((row.method, row.frequency, row.cron_format or ""), None) is None:
            delete(ctx, TYPE, row.name, ignore_permissions=True, force=True)
    for entry in wanted.values():
        often = entry.frequency.removesuffix(times.LONG) in OFTEN
        values = {
            "method": entry.method, "frequency": entry.frequency, "cron_format": entry.cron_format,
            "run_missed": int(entry.run_missed), "create_log": int(not often),
        }  # fmt: skip
        document = new_document(ctx, {"doctype": TYPE, **values})
        document.flags.ignore_permissions = True
        create(ctx, document)


def queue_of(frequency: str) -> str:
    """The queue of what has this frequency."""
    return "long" if frequency.endswith((times.LONG, times.MAINTENANCE)) else "default"


def push_tick(connection: redis.Redis, site: str, name: str, frequency: str, tick: float) -> None:
    """Queue the scheduled job ``name`` for the moment ``tick``: once, however often this is said."""
    payload = {
        "site": site, "user": ADMINISTRATOR, "method": RUN, "kwargs": {"name": name}, "run": f"{name}@{tick:.0f}",
    }  # fmt: skip
    queue = queue_of(frequency)
    key = key_of(site, f"{TYPE} {name}")
    push(connection, payload, queue=queue, timeout=QUEUES[queue], name=key, keep=KEEP_SECONDS)


def run_now(ctx: Context, name: str) -> None:
    """Queue the scheduled job ``name`` at once, whether it is stopped or not."""
    kind = get_document(ctx, TYPE, name)
    payload = {
        "site": ctx.site.name, "user": ADMINISTRATOR, "method": RUN, "kwargs": {"name": name, "asked": True},
    }  # fmt: skip
    queue, site = queue_of(kind.frequency), ctx.site
    key = key_of(site.name, f"{TYPE} {name}")

    def send() -> None:
        push(connection_of(site), payload, queue=queue, timeout=QUEUES[queue], name=key, keep=KEEP_SECONDS)

    ctx.db.on_commit(send)


def run(name: str, *, asked: bool = False) -> None:
    """Do what the scheduled job ``name`` is for, and note how that ended. Called by the worker."""
    ctx = current()
    try:
        kind = get_document(ctx, TYPE, name)
    except DoesNotExistError:  # its app no longer asks for it
        return
    if kind.stopped and not asked:
        return
    began = ctx.clock.now()
    try:
        resolve(kind.method)()
    except BaseException:
        ctx.db.rollback()
        _note(ctx, kind, began, FAILED, traceback.format_exc())
        ctx.db.commit()
        raise
    _note(ctx, kind, began, COMPLETE)


def next_execution(ctx: Context, kind: Mapping[str, Any], now: datetime | None = None) -> datetime | None:
    """When ``kind`` is due next, on the site's clock; None where it is stopped."""
    if kind["stopped"]:
        return None
    zone = ctx.site.settings.zone
    expression = times.expression_of(kind["frequency"], kind["cron_format"] or "")
    moment = times.next_time(expression, zone, now or datetime.now(UTC))
    return moment.astimezone(zone).replace(tzinfo=None)


def next_of_method(ctx: Context, method: str) -> datetime | None:
    """When ``method`` is called next, on the site's clock; None where nothing calls it."""
    fields = ["stopped", "frequency", "cron_format"]
    rows = get_list(ctx, TYPE, fields=fields, filters={"method": method}, limit=0, ignore_permissions=True)
    return min((moment for row in rows if (moment := next_execution(ctx, row)) is not None), default=None)


def forget_logs(ctx: Context, older_than: datetime) -> None:
    """Delete the Scheduled Job Logs that were written before ``older_than``."""
    table = table_for(ctx.site.registry.get(LOG))
    ctx.db.begin()
    ctx.db.execute(sa.delete(table).where(table.c.creation < older_than))


def _note(ctx: Context, kind: Document, began: datetime, status: str, details: str = "") -> None:
    kind.db_set("last_execution", began, update_modified=False)
    if status == COMPLETE and not kind.create_log:
        return
    values = {"doctype": LOG, "status": status, "scheduled_job_type": kind.name, "details": details}
    entry = new_document(ctx, values)
    entry.flags.ignore_permissions = True
    create(ctx, entry)


def _events(events: Mapping[str, Any]) -> Iterator[Recurring]:
    for event, entries in events.items():
        if event == "cron":
            for expression, methods in entries.items():
                yield from (_recurring(entry, times.CRON, expression) for entry in methods)
        else:
            yield from (_recurring(entry, event.replace("_", " ").title()) for entry in entries)


def _recurring(entry: str | Mapping[str, str], frequency: str, cron_format: str = "") -> Recurring:
    if isinstance(entry, str):
        return Recurring(entry, frequency, cron_format)
    return Recurring(entry["method"], frequency, cron_format, entry.get("missed") != SKIP)
