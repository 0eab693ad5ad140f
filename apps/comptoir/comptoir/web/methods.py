"""``/api/method/<dotted name>``: whitelisted functions of the face, the Desk and the installed apps."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

from starlette.background import BackgroundTask
from starlette.responses import FileResponse, Response

from comptoir.access.key_scopes import require_call
from comptoir.access.principals import Principal
from comptoir.context import GUEST, Context
from comptoir.desk.answers import Beside, Download, StoredDownload
from comptoir.errors import ConfigurationError, PageDoesNotExistError, PermissionError, ValidationError
from comptoir.hooks import resolve, whitelisted
from comptoir.sentences import _
from comptoir.web import document_methods
from comptoir.web.app_response import answer_of
from comptoir.web.arguments import bound, wants_context
from comptoir.web.envelope import NO_STORE, Answer, disposition
from comptoir.web.listing import TRANSPORT
from comptoir.web.loading import loaded
from comptoir.web.requests import Call

_DOTTED = re.compile(r"[A-Za-z_]\w*(\.[A-Za-z_]\w*)+", re.ASCII)
ENGINE = "comptoir"
OPEN_PACKAGES = (
    "frappe",
    "comptoir.desk",
    "comptoir.data",
    "comptoir.backups",
    "comptoir.printing",
    "comptoir.correspondence",
    "comptoir.telephony",
)

Special = Callable[[Context, Call, Principal], Answer]


def ping(ctx: Context, call: Call, principal: Principal) -> Answer:
    """Whether the site answers."""
    return Answer("pong")


SPECIAL: Mapping[str, Special] = {
    "ping": ping,
    "login": loaded("session.login"),
    "logout": loaded("session.logout"),
    "web_logout": loaded("session.logout"),
    "upload_file": loaded("uploads.upload_file"),
    "run_doc_method": document_methods.run_doc_method,
}
"""Methods without a dotted name."""
SYNONYMS: Mapping[str, str] = {"frappe.rename_doc": "frappe.model.rename_doc.rename"}
"""Python names that mean another function over HTTP, which takes no argument that only code may use."""
FREE = frozenset({"ping", "upload_file", "run_doc_method"})
"""Those that any API key may call: what they do is judged by itself."""


def at(ctx: Context, call: Call, principal: Principal) -> Answer | Response:
    """Everything under ``/api/method``."""
    start = 3 if call.segments[1] in ("v1", "v2") else 2
    return call_method(ctx, call, principal, "/".join(call.segments[start:]))


def by_command(ctx: Context, call: Call, principal: Principal) -> Answer | Response:
    """``/?cmd=<dotted name>``: how Frappe's Python client calls methods."""
    name = call.arguments.get("cmd")
    if not isinstance(name, str) or not name:
        raise PageDoesNotExistError()
    return call_method(ctx, call, principal, name)


def call_method(ctx: Context, call: Call, principal: Principal, name: str) -> Answer | Response:
    """Call the method ``name``."""
    special = SPECIAL.get(name)
    if special is not None:
        if name not in FREE:
            require_call(ctx, name, special)
        return special(ctx, call, principal)
    return call_function(ctx, call, find_function(ctx, name), name)


def call_function(ctx: Context, call: Call, function: Callable[..., Any], name: str) -> Answer | Response:
    """Call ``function``, which clients know as ``name``, if it may be called."""
    terms = whitelisted(function)
    if terms is None or (ctx.user == GUEST and not terms.allow_guest):
        raise PermissionError(_("You are not permitted to call {name}.", name=name))
    require_call(ctx, name, function)
    if not terms.answers(call.method):
        raise PermissionError(_("{name} cannot be called by {method}.", name=name, method=call.method))
    sent = {key: value for key, value in call.arguments.items() if key not in TRANSPORT}
    if wants_context(function):
        value = function(ctx, **bound(function, sent, skip=1))
    else:
        value = function(**bound(function, sent))
    value = document_methods.visible(ctx, value, no_nulls=False)
    if ctx.response:
        return answer_of(ctx.response, value, call.version)
    if isinstance(value, Beside):
        return Answer(value.values, None)
    if isinstance(value, Download):
        return file_response(value)
    if isinstance(value, StoredDownload):
        return stored_response(value)
    return Answer(value)


def stored_response(file: StoredDownload) -> Response:
    """A file that is sent from the disk, a piece at a time, and then deleted."""
    headers = {
        "Content-Disposition": disposition(file.filename),
        "Cache-Control": NO_STORE,
        "X-Content-Type-Options": "nosniff",
    }
    return FileResponse(
        file.path,
        headers=headers,
        media_type=file.kind,
        background=BackgroundTask(file.path.unlink, missing_ok=True),
    )


def file_response(file: Download) -> Response:
    """A file to keep, under its name."""
    headers = {"Content-Disposition": disposition(file.filename), "Cache-Control": NO_STORE}
    return Response(file.content, headers=headers, media_type=file.kind)


def find_function(ctx: Context, name: str) -> Callable[..., Any]:
    """The function called ``name`` in a package whose functions may be called. Raises ``ValidationError``."""
    for manifest in ctx.site.manifests:
        name = manifest.replaced(name)
    name = SYNONYMS.get(name, name)
    apps = tuple(app for app in ctx.site.config.installed_apps if app != ENGINE)
    if not _DOTTED.fullmatch(name) or not name.startswith(
        tuple(f"{package}." for package in (*OPEN_PACKAGES, *apps))
    ):
        raise ValidationError(_("There is no method {name!r} on this site.", name=name[:140]))
    try:
        return resolve(name)
    except ConfigurationError as error:
        raise ValidationError(_("There is no method {name!r} on this site.", name=name[:140])) from error
