"""``/api/method/<dotted name>``: whitelisted functions of the face, the Desk and the installed apps."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

from comptoir.access.auth import Principal
from comptoir.context import GUEST, Context
from comptoir.desk.answers import Beside
from comptoir.documents import Document
from comptoir.errors import ConfigurationError, PermissionError, ValidationError
from comptoir.hooks import resolve, whitelisted
from comptoir.sentences import _
from comptoir.web import session, uploads
from comptoir.web.arguments import bound, wants_context
from comptoir.web.envelope import Answer
from comptoir.web.listing import TRANSPORT
from comptoir.web.requests import Call

_DOTTED = re.compile(r"[A-Za-z_]\w*(\.[A-Za-z_]\w*)+", re.ASCII)
ENGINE = "comptoir"
OPEN_PACKAGES = ("frappe", "comptoir.desk")

Special = Callable[[Context, Call, Principal], Answer]


def ping(ctx: Context, call: Call, principal: Principal) -> Answer:
    """Whether the site answers."""
    return Answer("pong")


SPECIAL: Mapping[str, Special] = {
    "ping": ping,
    "login": session.login,
    "logout": session.logout,
    "web_logout": session.logout,
    "upload_file": uploads.upload_file,
}
"""Methods without a dotted name."""


def at(ctx: Context, call: Call, principal: Principal) -> Answer:
    """Everything under ``/api/method``."""
    start = 3 if call.segments[1] in ("v1", "v2") else 2
    return call_method(ctx, call, principal, "/".join(call.segments[start:]))


def call_method(ctx: Context, call: Call, principal: Principal, name: str) -> Answer:
    """Call the method ``name``."""
    special = SPECIAL.get(name)
    if special is not None:
        return special(ctx, call, principal)
    function = find_function(ctx, name)
    terms = whitelisted(function)
    if terms is None or (ctx.user == GUEST and not terms.allow_guest):
        raise PermissionError(_("You are not permitted to call {name}.", name=name))
    if call.method not in terms.methods and not (call.method == "HEAD" and "GET" in terms.methods):
        raise PermissionError(_("{name} cannot be called by {method}.", name=name, method=call.method))
    sent = {key: value for key, value in call.arguments.items() if key not in TRANSPORT}
    if wants_context(function):
        value = function(ctx, **bound(function, sent, skip=1))
    else:
        value = function(**bound(function, sent))
    if isinstance(value, Beside):
        return Answer(value.values, None)
    return Answer(value.as_dict() if isinstance(value, Document) else value)


def find_function(ctx: Context, name: str) -> Callable[..., Any]:
    """The function called ``name`` in a package whose functions may be called. Raises ``ValidationError``."""
    for manifest in ctx.site.manifests:
        override = manifest.override_whitelisted_methods.get(name)
        if override:
            name = override if isinstance(override, str) else override[-1]
    apps = tuple(app for app in ctx.site.config.installed_apps if app != ENGINE)
    if not _DOTTED.fullmatch(name) or not name.startswith(
        tuple(f"{package}." for package in (*OPEN_PACKAGES, *apps))
    ):
        raise ValidationError(_("There is no method {name!r} on this site.", name=name[:140]))
    try:
        return resolve(name)
    except ConfigurationError as error:
        raise ValidationError(_("There is no method {name!r} on this site.", name=name[:140])) from error
