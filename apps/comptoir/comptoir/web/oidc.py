"""``/oidc/start/<provider>`` and ``/oidc/callback``: signing in with a provider of identities.

Who is refused comes back to the login page, which says why.
"""

from __future__ import annotations

from urllib.parse import quote, urlencode, urlsplit

from starlette.responses import RedirectResponse, Response

from comptoir.access import oidc, rates, sessions, sign_in, social_login
from comptoir.access.oidc import Identity
from comptoir.access.principals import Principal
from comptoir.access.sign_in import Account, Pending
from comptoir.companions.markup import plain
from comptoir.context import ADMINISTRATOR, Context
from comptoir.documents import get_document, get_list, new_document
from comptoir.errors import (
    AuthenticationError,
    ComptoirError,
    MethodNotAllowedError,
    PageDoesNotExistError,
    QueryDeadlockError,
    ServiceUnavailableError,
    TooManyRequestsError,
    ValidationError,
)
from comptoir.sentences import _
from comptoir.web import errors, session
from comptoir.web.envelope import Cookie, set_cookies
from comptoir.web.requests import Call

COOKIE = "oidc"
HOME, LOGIN = "/app", "/login"
_DOUBTFUL = ("//", "%2f", "%5c")
"""What some programs take for the beginning of another server's address."""
REFUSAL = "sign_in_refusal"
"""The cookie with what the login page is to say. It is none of the address, which anybody could write."""
REFUSAL_SECONDS = 60
REFUSALS = (AuthenticationError, ValidationError, ServiceUnavailableError, TooManyRequestsError)
ATTEMPTS = 30
"""Sign-ins an address may begin in a minute."""
SECOND_FACTORS = frozenset({"mfa", "otp", "hwk", "fpt", "face", "sc"})
"""Values of ``amr`` that say more than a password was shown."""


def at(ctx: Context, call: Call, principal: Principal) -> Response:
    """Everything under ``/oidc``."""
    if call.method != "GET":
        raise MethodNotAllowedError(_("This address does not answer to {method}.", method=call.method))
    try:
        return _step(ctx, call)
    except QueryDeadlockError:
        raise
    except REFUSALS as error:
        return _back(ctx, call, error)


def same_site(target: str) -> str:
    """``target`` if it is a path of this site, else the home page."""
    parts = urlsplit(target)
    path = target.partition("?")[0].partition("#")[0].lower()
    plain = target.startswith("/") and "\\" not in target and not any(part in path for part in _DOUBTFUL)
    printable = target.isascii() and target.isprintable()
    return target if plain and printable and not parts.scheme and not parts.netloc else HOME


def _step(ctx: Context, call: Call) -> Response:
    rates.spend(ctx, "oidc", ATTEMPTS, rates.MINUTE)
    if len(call.segments) == 3 and call.segments[1] == "start":
        return _start(ctx, call, call.segments[2])
    if call.segments[1:] == ("callback",):
        return _callback(ctx, call)
    raise PageDoesNotExistError()


def _back(ctx: Context, call: Call, error: ComptoirError) -> Response:
    told = plain(errors.failure_of(error, ctx.request_id, ctx.say).told)
    target = _target(call)
    url = LOGIN if target == HOME else f"{LOGIN}?{urlencode({'redirect-to': target})}"
    return _redirect(call, url, [Cookie(REFUSAL, quote(told), REFUSAL_SECONDS)])


def _target(call: Call) -> str:
    return same_site(call.query.get("redirect-to", ""))


def _start(ctx: Context, call: Call, name: str) -> Response:
    provider, _row = social_login.provider_of(ctx, name)
    target = _target(call)
    url, browser = oidc.begin(ctx, provider, _callback_url(ctx), target)
    return _redirect(call, url, [Cookie(COOKIE, browser, oidc.LIFE, http_only=True)])


def _callback(ctx: Context, call: Call) -> Response:
    begun = oidc.take(ctx, call.query.get("state", ""), call.cookies.get(COOKIE, ""))
    if call.query.get("error") or not call.query.get("code"):
        raise AuthenticationError(
            _("The identity provider did not let you in. Begin again, or sign in with a password.")
        )
    provider, row = social_login.provider_of(ctx, begun.provider)
    identity = oidc.identify(ctx, provider, begun, call.query["code"], _callback_url(ctx))
    account = _account(ctx, provider.name, bool(row["sign_ups"] == "Allow"), identity)
    proven = bool(row["trust_second_factor"]) and bool(SECOND_FACTORS & set(identity.methods))
    opened = sign_in.enter(ctx, account, session.origin_of(call), proven=proven)
    if isinstance(opened, Pending):
        raise AuthenticationError(
            _(
                "Your account needs a second factor, which {provider} has not asked for. Sign in with your password.",
                provider=provider.name,
            )
        )
    if call.sid:
        sessions.logout(ctx, call.sid)
    ctx.db.commit()
    return _redirect(
        call, begun.redirect_to, [*session.cookies_of(ctx, opened), Cookie(COOKIE, "", 0, http_only=True)]
    )


def _account(ctx: Context, provider: str, creates: bool, identity: Identity) -> Account:
    user = social_login.linked(ctx, provider, identity.sub)
    if user is None:
        user = social_login.by_email(ctx, identity) or (_create(ctx, provider, identity) if creates else None)
        if user is not None:
            _link(ctx, user, provider, identity)
    account = sign_in.find_account(ctx, user) if user else None
    if account is None:
        raise AuthenticationError(
            _(
                "{provider} knows you, but this site has no active user with your verified e-mail. Ask an administrator for an account.",
                provider=provider,
            )
        )
    return account


def _create(ctx: Context, provider: str, identity: Identity) -> str | None:
    if not identity.email or not identity.email_verified:
        return None
    acting = ctx.acting_as(ADMINISTRATOR)
    roles = get_list(
        acting, "Has Role", fields=["role"], filters={"parent": provider, "parenttype": social_login.KEY}, limit=0,
        ignore_permissions=True,
    )  # fmt: skip
    values = {
        "doctype": "User",
        "email": identity.email,
        "first_name": identity.name or identity.email.partition("@")[0],
    }
    user = new_document(acting, values | {"roles": [{"role": row["role"]} for row in roles]})
    return str(user.insert(ignore_permissions=True).name)


def _link(ctx: Context, user: str, provider: str, identity: Identity) -> None:
    doc = get_document(ctx.acting_as(ADMINISTRATOR), "User", user, for_update=True)
    if not doc.enabled:
        return
    doc.append("social_logins", {"provider": provider, "userid": identity.sub})
    doc.flags.ignore_permissions = True
    doc.save()


def _callback_url(ctx: Context) -> str:
    return f"{ctx.site.url}/oidc/callback"


def _redirect(call: Call, url: str, cookies: list[Cookie]) -> Response:
    response = RedirectResponse(url, 303, {"Cache-Control": "no-store", "Referrer-Policy": "no-referrer"})
    set_cookies(response, cookies, secure=call.secure)
    return response
