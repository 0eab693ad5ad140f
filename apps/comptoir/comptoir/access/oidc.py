"""OpenID Connect: asking a provider who somebody is, and believing only what can be proven.

The code flow with PKCE. What was begun is kept in the cache for ten minutes, under the state the provider hands back;
it works once, and only in the browser that began it. The network is asked for the configured issuer alone, never for
private addresses unless the site's configuration allows them.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import secrets as random
import socket
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from ipaddress import ip_address
from typing import Any
from urllib.parse import urlencode, urlsplit

import orjson

from comptoir import outgoing
from comptoir.access.principals import digest
from comptoir.context import Context
from comptoir.errors import AuthenticationError, ServiceUnavailableError, ValidationError
from comptoir.sentences import _

LIFE = 600
TIMEOUT = 10
FORM = "application/x-www-form-urlencoded"
LEEWAY = 60
ALGORITHMS = ["RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA"]
"""Signatures with a key of the provider; neither "none" nor the client's own secret signs a token."""
PRIVATE = "allow_private_identity_providers"
STALE = _("This sign-in took too long, was used already, or began in another browser. Begin again.")
UNPROVEN = _("The answer of the identity provider cannot be trusted, so nobody was signed in. Begin again.")


@dataclass(frozen=True, slots=True)
class Provider:
    """A provider of identities, and who this site is to it."""

    name: str
    issuer: str
    client_id: str
    client_secret: str


@dataclass(frozen=True, slots=True)
class Begun:
    """A sign-in that was begun."""

    provider: str
    nonce: str
    verifier: str
    browser: str
    redirect_to: str


@dataclass(frozen=True, slots=True)
class Identity:
    """Who the provider says somebody is."""

    sub: str
    email: str
    email_verified: bool
    name: str
    methods: tuple[str, ...]
    """How they have proven it (``amr``)."""


def begin(ctx: Context, provider: Provider, callback: str, redirect_to: str) -> tuple[str, str]:
    """The address of the provider to go to, and what the browser keeps until it comes back."""
    found = _discover(ctx, provider)
    state, browser = random.token_urlsafe(32), random.token_urlsafe(32)
    begun = Begun(
        provider.name, random.token_urlsafe(32), random.token_urlsafe(48), digest(browser), redirect_to
    )
    ctx.site.cache.set(_key(state), orjson.dumps(asdict(begun)).decode(), LIFE)
    challenge = (
        base64.urlsafe_b64encode(hashlib.sha256(begun.verifier.encode()).digest()).rstrip(b"=").decode()
    )
    asked = {
        "response_type": "code", "client_id": provider.client_id, "redirect_uri": callback, "state": state,
        "scope": "openid email profile", "nonce": begun.nonce, "code_challenge": challenge,
        "code_challenge_method": "S256",
    }  # fmt: skip
    target = _text(found, "authorization_endpoint")
    if urlsplit(target).scheme not in ("https", "http"):
        raise ServiceUnavailableError(UNPROVEN)
    return f"{target}{'&' if '?' in target else '?'}{urlencode(asked)}", browser


def take(ctx: Context, state: str, browser: str) -> Begun:
    """What was begun under ``state`` in this browser; it cannot be taken again."""
    key = _key(state)
    kept = ctx.site.cache.get_many([key])[0] if state else None
    if not kept or ctx.site.cache.increment(f"{key}:taken", LIFE) > 1:
        raise AuthenticationError(STALE)
    ctx.site.cache.delete(key)
    begun = Begun(**orjson.loads(kept))
    if not hmac.compare_digest(begun.browser, digest(browser)):
        raise AuthenticationError(STALE)
    return begun


def identify(ctx: Context, provider: Provider, begun: Begun, code: str, callback: str) -> Identity:
    """Who has come back with ``code``, proven by a token the provider has signed for this very sign-in."""
    found = _discover(ctx, provider)
    asked = {
        "grant_type": "authorization_code", "code": code, "redirect_uri": callback, "code_verifier": begun.verifier,
        "client_id": provider.client_id, "client_secret": provider.client_secret,
    }  # fmt: skip
    tokens = _ask(ctx, "POST", _text(found, "token_endpoint"), data=asked)
    keys = _ask(ctx, "GET", _text(found, "jwks_uri"))
    claims = _verified(provider, begun, str(tokens.get("id_token") or ""), keys)
    if "email" not in claims and found.get("userinfo_endpoint") and tokens.get("access_token"):
        bearer = {"Authorization": f"Bearer {tokens['access_token']}"}
        told = _ask(ctx, "GET", _text(found, "userinfo_endpoint"), headers=bearer)
        if told.get("sub") != claims["sub"]:
            raise AuthenticationError(UNPROVEN)
        claims = {**told, **claims}
    methods = claims.get("amr")
    return Identity(
        str(claims["sub"]),
        str(claims.get("email") or "").strip().lower(),
        claims.get("email_verified") is True,
        str(claims.get("name") or ""),
        tuple(str(method) for method in methods) if isinstance(methods, list) else (),
    )


def _verified(provider: Provider, begun: Begun, token: str, keys: Mapping[str, Any]) -> dict[str, Any]:
    from joserfc import jwt  # brings the cryptography of JSON Web Tokens, which other requests do not need
    from joserfc.errors import JoseError
    from joserfc.jwk import KeySet

    registry = jwt.JWTClaimsRegistry(
        leeway=LEEWAY,
        iss={"essential": True, "value": provider.issuer},
        aud={"essential": True, "value": provider.client_id},
        sub={"essential": True},
        exp={"essential": True},
        nonce={"essential": True, "value": begun.nonce},
    )
    try:
        claims = jwt.decode(token, KeySet.import_key_set(keys), algorithms=ALGORITHMS).claims  # type: ignore[arg-type]
        registry.validate(claims)
    except (JoseError, ValueError, KeyError, TypeError) as error:
        raise AuthenticationError(UNPROVEN) from error
    audience = claims.get("aud")
    if isinstance(audience, list) and len(audience) > 1 and claims.get("azp") != provider.client_id:
        raise AuthenticationError(UNPROVEN)
    return claims


def _discover(ctx: Context, provider: Provider) -> dict[str, Any]:
    found = _ask(ctx, "GET", provider.issuer.rstrip("/") + "/.well-known/openid-configuration")
    if found.get("issuer") != provider.issuer:
        raise ServiceUnavailableError(UNPROVEN)
    return found


def _ask(
    ctx: Context,
    method: str,
    url: str,
    headers: Mapping[str, str] | None = None,
    data: Mapping[str, str] | None = None,
) -> dict[str, Any]:
    check_address(ctx, url)
    private = {urlsplit(url).hostname or ""} if ctx.site.config.raw.get(PRIVATE) else set()
    sent = {"Content-Type": FORM, **(headers or {})} if data else dict(headers or {})
    question = outgoing.Question(method, url, sent, urlencode(data or {}).encode())
    try:
        answer = outgoing.ask(question, internal=private, patience=TIMEOUT)
    except ServiceUnavailableError as error:
        raise ServiceUnavailableError(_("The identity provider does not answer. Try again later.")) from error
    if answer.status != 200:
        raise AuthenticationError(UNPROVEN)
    try:
        value = orjson.loads(answer.body)
    except orjson.JSONDecodeError as error:
        raise AuthenticationError(UNPROVEN) from error
    if not isinstance(value, dict):
        raise AuthenticationError(UNPROVEN)
    return value


def check_address(ctx: Context, url: str) -> None:
    """Raise ``ValidationError`` where this site may not ask for ``url``."""
    parts = urlsplit(url)
    private = bool(ctx.site.config.raw.get(PRIVATE))
    if parts.scheme != "https" and not (private and parts.scheme == "http"):
        raise ValidationError(_("The address of an identity provider begins with https://."))
    if private:
        return
    try:
        found = socket.getaddrinfo(parts.hostname or "", parts.port or 443, type=socket.SOCK_STREAM)
    except OSError as error:
        raise ServiceUnavailableError(_("The identity provider does not answer. Try again later.")) from error
    if any(not ip_address(str(entry[4][0]).partition("%")[0]).is_global for entry in found):
        raise ValidationError(_("The identity provider has a private address, which this site does not ask."))


def _text(found: Mapping[str, Any], key: str) -> str:
    value = found.get(key)
    if not isinstance(value, str) or not value:
        raise ServiceUnavailableError(UNPROVEN)
    return value


def _key(state: str) -> str:
    return f"oidc:{digest(state)}"
