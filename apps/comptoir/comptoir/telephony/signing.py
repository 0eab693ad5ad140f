"""Requests of a telephony provider: signed with a secret of the site, of this moment, and taken once."""

from __future__ import annotations

import hashlib
import hmac
import time

from comptoir.access.secrets import get_secret
from comptoir.context import Context
from comptoir.errors import PermissionError
from comptoir.sentences import _

SETTINGS = "Telephony Settings"
MOMENT, SIGNATURE = "x-telephony-timestamp", "x-telephony-signature"
WINDOW = 300
"""Seconds for which a request may be under way, whichever clock is ahead."""
LONGEST = 20


def require(ctx: Context) -> None:
    """Raise ``PermissionError`` unless the request is signed, new and not known yet."""
    request = ctx.request
    secret = get_secret(ctx, SETTINGS, SETTINGS, "secret")
    moment = request.headers.get(MOMENT, "") if request is not None else ""
    if request is None or not secret or not _is_present(moment):
        raise PermissionError(_("This request is not signed as this site expects it, or is too old."))
    expected = signature(secret, moment, request.content)
    if not hmac.compare_digest(expected.encode(), request.headers.get(SIGNATURE, "").encode()):
        raise PermissionError(_("This request is not signed as this site expects it, or is too old."))
    if ctx.site.cache.increment(f"telephony:{expected}", 2 * WINDOW) > 1:
        raise PermissionError(_("This request was taken already."))


def signature(secret: str, moment: str, content: bytes) -> str:
    """The HMAC-SHA256 of the moment, a full stop and the body as it is sent."""
    return hmac.new(secret.encode(), moment.encode() + b"." + content, hashlib.sha256).hexdigest()


def _is_present(moment: str) -> bool:
    known = moment.isascii() and moment.isdigit() and len(moment) < LONGEST
    return known and abs(time.time() - int(moment)) <= WINDOW
