"""Signing in and out over HTTP."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

from comptoir.access import sessions, sign_in, viewing
from comptoir.access.principals import Principal
from comptoir.access.sessions import NewSession, Origin
from comptoir.access.sign_in import Pending
from comptoir.context import GUEST, Context
from comptoir.errors import AuthenticationError, PermissionError
from comptoir.sentences import _
from comptoir.web.envelope import Answer, Cookie, forgotten_session
from comptoir.web.requests import Call

DAY = 86400
SECOND_FACTOR = "Second factor"
METHOD = "OTP App"
"""Frappe's name of codes from an authenticator app."""


def login(ctx: Context, call: Call, principal: Principal) -> Answer:
    """Check user name and password, or the code asked after them, and set the session cookie.

    Frappe's clients in Python sign in with ``/?cmd=login`` and know of no CSRF token, so their sessions need none.
    """
    call.signs_in = True
    if call.method != "POST":
        raise PermissionError(_("Signing in needs a POST request."))
    opened = _step(ctx, call)
    if isinstance(opened, Pending):
        return Answer(_question(opened), None)
    if call.sid:
        sessions.logout(ctx, call.sid)
    if call.query.get("cmd", call.body.get("cmd")) and not call.by_browser:
        # No browser holds the cookie of such a session, so no page can make one use it.
        sessions.note(ctx, opened.sid, opened.principal.user, csrf_token="")
    cookies, user = cookies_of(ctx, opened), opened.principal
    values: dict[str, Any] = {"message": "Logged In", "home_page": "/app", "full_name": user.full_name}
    if opened.recovery_codes:
        values |= {"recovery_codes": list(opened.recovery_codes)}
    return Answer(values, None, cookies=cookies)


def logout(ctx: Context, call: Call, principal: Principal) -> Answer:
    """End the session and forget its cookies."""
    if call.method != "POST":
        raise PermissionError(_("Signing out needs a POST request."))
    viewing.lift(ctx)
    if call.sid:
        sessions.logout(ctx, call.sid)
    return Answer({}, None, cookies=forgotten_session())


def cookies_of(ctx: Context, opened: NewSession) -> list[Cookie]:
    """What a browser is given for a session that was opened."""
    seconds = ctx.site.settings.sign_in.days * DAY
    return [Cookie("sid", opened.sid, seconds, http_only=True), *_labels(opened.principal, ctx.lang, seconds)]


def origin_of(call: Call) -> Origin:
    """Where a request to sign in comes from."""
    return Origin(call.address, call.headers.get("user-agent", ""))


def _step(ctx: Context, call: Call) -> NewSession | Pending:
    tmp_id, otp = call.body.get("tmp_id"), call.body.get("otp")
    if tmp_id:
        if not isinstance(tmp_id, str) or not isinstance(otp, str) or not otp.strip():
            raise AuthenticationError(_("Enter the code of your authenticator app."))
        return sign_in.answer(ctx, tmp_id, otp, origin_of(call))
    usr, pwd = call.body.get("usr"), call.body.get("pwd")
    if not isinstance(usr, str) or not isinstance(pwd, str) or not usr or not pwd:
        raise AuthenticationError(_("Enter your user name and password."))
    return sign_in.begin(ctx, usr, pwd, origin_of(call))


def _question(pending: Pending) -> dict[str, Any]:
    verification: dict[str, Any] = {"method": METHOD, "setup": pending.device is not None}
    if pending.device is not None:
        verification |= {"qr": pending.device.qr, "secret": pending.device.secret}
    return {"message": SECOND_FACTOR, "tmp_id": pending.tmp_id, "verification": verification}


def _labels(user: Principal, lang: str, seconds: int) -> list[Cookie]:
    """What scripts may read of the session, as Frappe names it. Cookie values are plain ASCII."""
    values = {
        "system_user": "no" if user.user == GUEST else "yes",
        "full_name": user.full_name,
        "user_id": user.user,
        "user_lang": user.lang or lang,
    }
    return [Cookie(name, _plain(value), seconds) for name, value in values.items()]


def _plain(value: str) -> str:
    return quote(value, safe="")
