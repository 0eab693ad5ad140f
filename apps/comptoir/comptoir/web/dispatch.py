"""One request, one unit of work: site, principal, CSRF, handler, commit, answer."""

from __future__ import annotations

import base64
import binascii
import hmac
import secrets
from collections.abc import Callable
from functools import partial
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from comptoir.access import hearing, idempotency, rates, sessions, tokens, users, viewing
from comptoir.access.hearing import Heard
from comptoir.access.principals import ANONYMOUS, Principal
from comptoir.access.restrictions import refusal
from comptoir.attrdict import AttrDict
from comptoir.companions.markup import plain
from comptoir.context import Context, Message, Say, use
from comptoir.errors import AuthenticationError, CSRFTokenError, QueryDeadlockError, ServiceUnavailableError
from comptoir.i18n import LANGUAGES, Catalogues, nearest_language
from comptoir.sentences import _
from comptoir.sites import Bench, Site
from comptoir.sites.usage import count_request
from comptoir.web import envelope, errors, pages, replay
from comptoir.web.envelope import NO_STORE, Answer, Cookie, dumps, forgotten_session, set_cookies
from comptoir.web.gate import Gate
from comptoir.web.proxies import see_through
from comptoir.web.requests import Call, call_of, read_body

Handler = Callable[[Context, Call, Principal], Answer | Response]
Find = Callable[[Call], Handler]

ATTEMPTS = 3
CSRF_HEADER = "x-frappe-csrf-token"
LANG_COOKIE = "preferred_language"
ENGINE_TEXTS = Catalogues()
"""For answers to hosts that are no site."""


async def respond(request: Request, find: Find) -> Response:
    """The answer to ``request`` by the handler that ``find`` names."""
    call, request_id = call_of(request), secrets.token_hex(8)
    bench: Bench = request.app.state.bench
    site: Site | None = None
    try:
        host = request.headers.get("host", "")
        site = bench.opened(host)
        if site is None:
            site = await run_in_threadpool(bench.resolve, host)
        if site.config.maintenance_mode:
            raise ServiceUnavailableError()
        see_through(call, site.config.trusted_proxies)
        await read_body(request, call, site.config.max_file_size)
        gate: Gate = request.app.state.gate
        response = await gate.run(site, partial(_perform, site, call, find, request_id))
    except Exception as error:  # noqa: BLE001  the one place where errors become answers
        response = refuse(error, call, request_id, _to_a_stranger(call, site))
    finally:
        await request.close()
    response.headers["X-Request-Id"] = request_id
    if call.session_ended and response.status_code >= 400:
        set_cookies(response, forgotten_session(), secure=call.secure)
    return response


def refuse(
    error: Exception, call: Call, request_id: str, say: Say, messages: tuple[Message, ...] = (), **extra: Any
) -> Response:
    """The answer to a request that failed, in the language of ``say``."""
    failure = errors.failure_of(error, request_id, say)
    if pages.wants_page(call):
        return pages.error_page(failure.status, plain(failure.told))
    failure.extra |= extra
    if isinstance(error, AuthenticationError) and call.signs_in and call.version == 1:
        failure.extra["message"] = failure.message
    make = errors.body_v2 if call.version == 2 else errors.body_v1
    response = _json(failure.status, make(failure, [message.said(say) for message in messages]))
    if failure.retry_after is not None:
        response.headers["Retry-After"] = str(failure.retry_after)
    return response


def _to_a_stranger(call: Call, site: Site | None) -> Say:
    """What speaks to somebody of whom only the request is known."""
    texts, default = (ENGINE_TEXTS, "en") if site is None else (site.catalogues, site.config.lang)
    return partial(texts.translate, lang=_language(call, ANONYMOUS, default))


def _perform(site: Site, call: Call, find: Find, request_id: str) -> Response:
    count_request(site)
    rates.count_address(site, call.address)
    said = hearing.listen(site)
    principal = authenticate(site, call, said)
    if site.config.rate_limits:
        rates.count_call(site, principal.user, call.address, call.endpoint)
    extra = {"session_expired": 1} if call.session_ended else {}
    messages: tuple[Message, ...] = ()
    for attempt in range(ATTEMPTS):
        lang = _language(call, principal, site.settings.language)
        ctx = site.open(principal.user, lang, request_id)
        hearing.remember_heard(ctx, said)
        users.remember_roles(ctx, frozenset(principal.roles))
        ctx.request, ctx.form, ctx.key = call, AttrDict(call.arguments), principal.key
        ctx.flags["csrf_token"] = principal.csrf_token
        if call.shut_out is not None:
            ctx.messages.append(Message(call.shut_out, indicator="red"))
        viewing.begin(ctx, principal)
        try:
            with use(ctx):
                _check_csrf(call, principal)
                return _run(ctx, call, principal, find(call))
        except QueryDeadlockError as error:
            if attempt + 1 == ATTEMPTS:
                return refuse(error, call, request_id, ctx.say, messages, **extra)
        except Exception as error:  # noqa: BLE001  becomes the answer, with what was told before it
            messages = tuple(ctx.messages)
            return refuse(error, call, request_id, ctx.say, messages, **extra)
        finally:
            ctx.db.close()
    raise AssertionError("every attempt answers or fails")


def _run(ctx: Context, call: Call, principal: Principal, handler: Handler) -> Response:
    claim = replay.claim_of(call, principal)
    given = idempotency.take(ctx, claim) if claim is not None else None
    if given is not None:
        return replay.replayed(given)
    answer = handler(ctx, call, principal)
    response = answer if isinstance(answer, Response) else _serialise(ctx, call, answer)
    if claim is not None and isinstance(answer, Answer) and answer.status < 400:
        idempotency.keep(ctx, claim, replay.stored(answer, response))
    if call.is_safe:
        ctx.db.rollback()
    else:
        ctx.db.commit()
    return response


def _serialise(ctx: Context, call: Call, answer: Answer) -> Response:
    make = envelope.body_v2 if call.version == 2 else envelope.body_v1
    response = _json(answer.status, make(answer, [message.said(ctx.say) for message in ctx.messages]))
    response.headers.update(answer.headers)
    lang = ctx.flags.get("set_language_cookie")
    cookies = [*answer.cookies, Cookie(LANG_COOKIE, lang, 365 * 86400)] if lang else answer.cookies
    set_cookies(response, cookies, secure=call.secure)
    return response


def _json(status: int, body: Any) -> Response:
    return Response(dumps(body), status, {"Cache-Control": NO_STORE}, "application/json")


def authenticate(site: Site, call: Call, said: Heard) -> Principal:
    """Who asks. Raises ``AuthenticationError`` where a key does not fit."""
    header = call.headers.get("authorization", "")
    if header:
        principal = _by_header(site, header, said)
        if principal is None:
            raise AuthenticationError(_("The API key or secret is not right."))
        reason = refusal(principal.restrictions, call.address, site.clock.now())
        if reason is not None:
            raise AuthenticationError(reason)
        return principal
    sid = call.cookies.get("sid", "")
    if not sid or sid == ANONYMOUS.user:
        return ANONYMOUS
    principal = sessions.by_session(site, sid, said)
    if principal is not None:
        call.shut_out = refusal(principal.restrictions, call.address, site.clock.now())
    if principal is None or call.shut_out is not None:
        call.session_ended = True
        return ANONYMOUS
    call.sid = sid
    return principal


def _by_header(site: Site, header: str, said: Heard) -> Principal | None:
    scheme, _, credentials = header.strip().partition(" ")
    credentials = credentials.strip()
    if scheme.lower() == "basic":
        try:
            credentials = base64.b64decode(credentials, validate=True).decode()
        except (binascii.Error, UnicodeDecodeError):
            return None
    elif scheme.lower() != "token":
        return None
    key, colon, secret = credentials.partition(":")
    return tokens.by_token(site, key, secret, said) if colon and key and secret else None


def _check_csrf(call: Call, principal: Principal) -> None:
    if call.is_safe or not call.sid:
        return
    of_program = not principal.csrf_token
    if of_program and not call.by_browser:
        return
    sent = call.headers.get(CSRF_HEADER) or str(call.body.get("csrf_token") or "")
    if of_program or not hmac.compare_digest(sent.encode(), principal.csrf_token.encode()):
        raise CSRFTokenError()


def _language(call: Call, principal: Principal, default: str) -> str:
    for wanted in (call.query.get("_lang"), principal.lang, call.cookies.get(LANG_COOKIE)):
        if wanted in LANGUAGES:
            return str(wanted)
    return nearest_language(call.headers.get("accept-language"), default)
