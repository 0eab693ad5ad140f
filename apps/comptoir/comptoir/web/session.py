"""Signing in and out over HTTP."""

from __future__ import annotations

from urllib.parse import quote

from comptoir.access import sessions
from comptoir.access.principals import Principal
from comptoir.context import GUEST, Context
from comptoir.errors import AuthenticationError, PermissionError
from comptoir.sentences import _
from comptoir.web.envelope import Answer, Cookie, forgotten_session
from comptoir.web.requests import Call

DAY = 86400


def login(ctx: Context, call: Call, principal: Principal) -> Answer:
    """Check user name and password and set the session cookie.

    Frappe's clients in Python sign in with ``/?cmd=login`` and know of no CSRF token, so their sessions need none.
    """
    call.signs_in = True
    if call.method != "POST":
        raise PermissionError(_("Signing in needs a POST request."))
    usr, pwd = call.body.get("usr"), call.body.get("pwd")
    if not isinstance(usr, str) or not isinstance(pwd, str) or not usr or not pwd:
        raise AuthenticationError(_("Enter your user name and password."))
    opened = sessions.login(ctx, usr, pwd, call.address)
    if call.sid:
        sessions.logout(ctx, call.sid)
    if call.query.get("cmd", call.body.get("cmd")) and not call.by_browser:
        sessions.serve_program(ctx, opened.sid)
    seconds = ctx.site.config.session_days * DAY
    user = opened.principal
    cookies = [Cookie("sid", opened.sid, seconds, http_only=True), *_labels(user, ctx.lang, seconds)]
    values = {"message": "Logged In", "home_page": "/app", "full_name": user.full_name}
    return Answer(values, None, cookies=cookies)


def logout(ctx: Context, call: Call, principal: Principal) -> Answer:
    """End the session and forget its cookies."""
    if call.method != "POST":
        raise PermissionError(_("Signing out needs a POST request."))
    if call.sid:
        sessions.logout(ctx, call.sid)
    return Answer({}, None, cookies=forgotten_session())


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
