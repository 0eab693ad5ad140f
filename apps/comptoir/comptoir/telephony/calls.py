"""What a provider tells of a call: kept as a Call Log, and shown at once to whoever it rings at.

Events of one call may come in any order and several times: a call goes only forwards.
"""

from __future__ import annotations

import re
from typing import Any

from comptoir.access import rates
from comptoir.access.users import is_enabled
from comptoir.automation.readers import reader
from comptoir.context import ADMINISTRATOR, Context, use
from comptoir.documents import Document, get_document, new_document
from comptoir.errors import DataError, DoesNotExistError, DuplicateEntryError
from comptoir.hooks import whitelist
from comptoir.realtime import publish, user_room
from comptoir.sentences import _
from comptoir.telephony import signing
from comptoir.telephony.callers import beginning, callers

LOG = "Call Log"
EVENT = "incoming_call"
RINGING, TALKING = "Ringing", "In Progress"
STATES = {
    "ringing": RINGING,
    "answered": TALKING,
    "ended": "Completed",
    "missed": "No Answer",
    "busy": "Busy",
    "failed": "Failed",
}
"""What may happen, and what the call then is."""
OPEN = (RINGING, TALKING)
DIRECTIONS = {"inbound": "Incoming", "outbound": "Outgoing"}
A_MINUTE, MOST = 60, 600
"""Requests that an address may send in a minute."""
LONGEST = 140
_ID = re.compile(r"[\w.:@+-]{1,140}", re.ASCII)


@whitelist(allow_guest=True, methods=["POST"])
def event(
    ctx: Context, call_id: str, event: str, caller: str = "", extension: str = "", direction: str = "inbound",
    duration: int = 0,
) -> dict[str, str]:  # fmt: skip
    """Take an event of a call from the provider. The state of the call now; ``PermissionError`` for anybody else."""
    rates.spend(ctx, "telephony", MOST, A_MINUTE)
    signing.require(ctx)
    if event not in STATES or direction not in DIRECTIONS or not _ID.fullmatch(call_id):
        raise DataError(
            _("A call has a call_id, an event ({events}) and a direction.", events=", ".join(STATES))
        )
    acting = ctx.acting_as(ADMINISTRATOR)
    with use(acting):
        log = _log_of(acting, call_id, direction, caller[:LONGEST], extension[:LONGEST])
        if _goes_on(acting, log, STATES[event], max(duration, 0)):
            _tell(acting, log)
    return {"status": str(log.status)}


def _log_of(ctx: Context, call_id: str, direction: str, caller: str, extension: str) -> Document:
    """The log of a call, locked; begun with its first event."""
    try:
        return get_document(ctx, LOG, call_id, for_update=True)
    except DoesNotExistError:
        user = _user_at(ctx, extension)
        found = _known(ctx, user, caller) if user and direction == "inbound" else []
        values = {
            "doctype": LOG, "call_id": call_id, "type": DIRECTIONS[direction], "caller_number": caller,
            "extension": extension, "received_by": user, "start_time": ctx.clock.now(),
            "reference_doctype": found[0]["doctype"] if len(found) == 1 else None,
            "reference_name": found[0]["name"] if len(found) == 1 else None,
        }  # fmt: skip
        try:
            with ctx.db.savepoint():
                return new_document(ctx, values).insert(ignore_permissions=True)
        except DuplicateEntryError:  # another event of the call was first
            return get_document(ctx, LOG, call_id, for_update=True)


def _known(ctx: Context, user: str, number: str) -> list[dict[str, Any]]:
    theirs = reader(ctx, user)
    with use(theirs):
        return callers(theirs, number)


def _goes_on(ctx: Context, log: Document, state: str, duration: int) -> bool:
    """Whether ``state`` was news of the call."""
    if (
        log.status not in (None, "", *OPEN)
        or (log.status == TALKING and state == RINGING)
        or log.status == state
    ):
        return False
    log.status = state
    if state not in OPEN:
        log.end_time, log.duration = ctx.clock.now(), duration
    log.save(ignore_permissions=True)
    return True


def _user_at(ctx: Context, extension: str) -> str | None:
    rows = get_document(ctx, signing.SETTINGS, signing.SETTINGS).extensions
    user = next((row.user for row in rows if extension and row.extension == extension), None)
    return user if user and is_enabled(ctx, user) else None


def _tell(ctx: Context, log: Document) -> None:
    """Show the call to its user, with the callers they may read."""
    if not log.received_by or log.type != DIRECTIONS["inbound"]:
        return
    message: dict[str, Any] = {"call": log.name, "number": log.caller_number, "status": log.status}
    if log.status == RINGING:
        message["callers"] = _known(ctx, log.received_by, log.caller_number or "")
        message["beginning"] = beginning(reader(ctx, log.received_by))
    publish(ctx, EVENT, message, user_room(log.received_by))
