"""The API that application code imports: Frappe's names over Comptoir's layers.

Every function works on the active context (``comptoir.context.current``); there is none outside a request, a job
or ``site.context()``. Nothing here has logic of its own.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Callable, Iterable, Mapping
from typing import Any, NoReturn

import orjson
from comptoir import documents, jobs
from comptoir.access import policy
from comptoir.access.users import load_roles, roles_of
from comptoir.attrdict import AttrDict
from comptoir.context import Message, current
from comptoir.documents.listing import get_list as _get_list
from comptoir.hooks import resolve, whitelist
from comptoir.meta.model import DocType
from comptoir.text import scrub, unscrub

from frappe import exceptions
from frappe._db import DatabaseFace
from frappe._local import FlagsFace, LocalFace, SessionFace
from frappe.exceptions import (
    AuthenticationError,
    CSRFTokenError,
    DataError,
    DoesNotExistError,
    DuplicateEntryError,
    LinkExistsError,
    LinkValidationError,
    MandatoryError,
    NameError,
    PermissionError,
    TimestampMismatchError,
    UniqueValidationError,
    UpdateAfterSubmitError,
    ValidationError,
)

__version__ = "16.0.0"

_dict = AttrDict
db = DatabaseFace()
local = LocalFace()
session = SessionFace()
flags = FlagsFace()

__all__ = [
    "AuthenticationError", "CSRFTokenError", "DataError", "DoesNotExistError", "DuplicateEntryError",
    "LinkExistsError", "LinkValidationError", "MandatoryError", "NameError", "PermissionError",
    "TimestampMismatchError", "UniqueValidationError", "UpdateAfterSubmitError", "ValidationError",
    "_", "_dict", "as_json", "bold", "copy_doc", "db", "delete_doc", "enqueue", "enqueue_doc", "exceptions",
    "flags", "get_all", "get_attr", "get_cached_doc", "get_cached_value", "get_doc", "get_hooks", "get_list",
    "get_meta", "get_roles", "get_single", "get_single_value", "get_value", "has_permission", "local",
    "log_error", "logger", "msgprint", "new_doc", "only_for", "parse_json", "rename_doc", "scrub", "session",
    "set_user", "throw", "unscrub", "whitelist",
]  # fmt: skip


def _(text: str, lang: str | None = None, context: str | None = None) -> str:
    """``text`` in the user's language."""
    ctx = current()
    return ctx.site.translate(text, lang or ctx.lang)


def get_doc(*args: Any, **kwargs: Any) -> Any:
    """``get_doc(doctype, name)`` reads; ``get_doc({...})`` or ``get_doc(doctype=...)`` makes an unsaved document."""
    ctx = current()
    if args and isinstance(args[0], documents.Document):
        return args[0]
    if args and isinstance(args[0], Mapping):
        return documents.new_document(ctx, dict(args[0]) | kwargs)
    if kwargs and not args:
        return documents.new_document(ctx, kwargs)
    doctype, *rest = args
    if rest and isinstance(rest[0], Mapping):
        name = db.get_value(doctype, rest[0])
        if name is None:
            throw(_("There is no {0}.").format(doctype), DoesNotExistError)
        rest = [name]
    return documents.get_document(
        ctx, doctype, rest[0] if rest else doctype, for_update=bool(kwargs.get("for_update"))
    )


def get_cached_doc(doctype: str, name: Any = None) -> Any:
    """The document, read once per unit of work. Do not change it."""
    ctx = current()
    key = ("cached_doc", doctype, name)
    if key not in ctx.memo:
        ctx.memo[key] = get_doc(doctype, name if name is not None else doctype)
    return ctx.memo[key]


def get_cached_value(doctype: str, name: Any, fieldname: Any = "name", as_dict: bool = False) -> Any:
    """A value of a document that is read once per unit of work."""
    doc = get_cached_doc(doctype, name)
    if isinstance(fieldname, str):
        return doc.get(fieldname)
    values = [doc.get(f) for f in fieldname]
    return _dict(zip(fieldname, values, strict=True)) if as_dict else values


def new_doc(doctype: str, **values: Any) -> Any:
    """An unsaved document with its defaults."""
    return documents.new_document(current(), values | {"doctype": doctype}).set_defaults()


def copy_doc(doc: Any, ignore_no_copy: bool = True) -> Any:
    """An unsaved copy of ``doc``."""
    return documents.duplicate(current(), doc.doctype, doc.name)


def get_single(doctype: str) -> Any:
    """The one document of a Single."""
    return get_doc(doctype, doctype)


def get_list(doctype: str, fields: Any = None, filters: Any = None, **options: Any) -> Any:
    """Rows the user may see (20 unless ``limit`` or ``limit_page_length`` says otherwise)."""
    return _list(doctype, fields, filters, options, ignore_permissions=False, default_limit=20)


def get_all(doctype: str, fields: Any = None, filters: Any = None, **options: Any) -> Any:
    """All rows, without permission checks."""
    return _list(doctype, fields, filters, options, ignore_permissions=True, default_limit=0)


def get_value(*args: Any, **kwargs: Any) -> Any:
    """``frappe.db.get_value``."""
    return db.get_value(*args, **kwargs)


def get_single_value(doctype: str, fieldname: str) -> Any:
    """``frappe.db.get_single_value``."""
    return db.get_single_value(doctype, fieldname)


def delete_doc(
    doctype: str, name: Any, force: bool = False, ignore_permissions: bool = False, **_: Any
) -> None:
    """Delete a document."""
    documents.delete(current(), doctype, name, force=bool(force), ignore_permissions=ignore_permissions)


def rename_doc(
    doctype: str, old: str, new: str, force: bool = False, merge: bool = False, **options: Any
) -> str:
    """Rename a document; every link follows."""
    ignore = bool(options.get("ignore_permissions"))
    return documents.rename(current(), doctype, old, new, merge=merge, ignore_permissions=ignore)


def get_meta(doctype: str, cached: bool = True) -> DocType:
    """The metadata of a doctype."""
    return current().site.registry.get(doctype)


def throw(
    msg: Any, exc: type[Exception] = ValidationError, title: str | None = None, **_ignored: Any
) -> NoReturn:
    """Stop with a sentence for the user."""
    if isinstance(exc, type) and issubclass(exc, exceptions.ComptoirError):
        raise exc(_text(msg), title=title)
    raise ValidationError(_text(msg), title=title)


def msgprint(
    msg: Any, title: str | None = None, raise_exception: Any = False, indicator: str | None = None,
    alert: bool = False, **_ignored: Any,
) -> None:  # fmt: skip
    """Tell the user something beside the answer."""
    if raise_exception:
        throw(msg, raise_exception if isinstance(raise_exception, type) else ValidationError, title)
    current().messages.append(Message(_text(msg), title, indicator, alert=alert))


def _text(msg: Any) -> str:
    """``msg`` as text; a sentence of the engine stays one and is translated when it is sent."""
    return msg if isinstance(msg, str) else str(msg)


def bold(text: Any) -> str:
    """``text`` in bold."""
    return f"<strong>{text}</strong>"


def has_permission(doctype: str | None = None, ptype: str = "read", doc: Any = None, **options: Any) -> bool:
    """Whether the user may do ``ptype``."""
    ctx = current()
    if doc is not None and not isinstance(doc, documents.Document):
        doc = get_doc(doctype, doc)
    meta = doc.meta if doc is not None else ctx.site.registry.get(doctype or "")
    decision = policy.decide(ctx, ptype, meta, doc)
    if not decision.allow and options.get("throw"):
        policy.require(ctx, ptype, meta, doc)
    return decision.allow


def get_roles(user: str | None = None) -> list[str]:
    """The roles of a user."""
    ctx = current()
    return sorted(roles_of(ctx) if user in (None, ctx.user) else load_roles(ctx, str(user)))


def only_for(roles: str | Iterable[str], message: bool = False) -> None:
    """Raise ``PermissionError`` unless the user has one of ``roles``."""
    ctx = current()
    wanted = {roles} if isinstance(roles, str) else set(roles)
    if not ctx.is_administrator and not wanted & roles_of(ctx):
        throw(_("This is allowed only for {0}.").format(", ".join(sorted(wanted))), PermissionError)


def set_user(user: str) -> None:
    """Act as ``user`` from here on."""
    current().set_user(user)


def get_hooks(hook: str | None = None, default: Any = None, app_name: str | None = None) -> Any:
    """What the installed apps say under ``hook`` in their ``hooks.py``."""
    manifests = [m for m in current().site.manifests if app_name in (None, m.app)]
    if hook is None:
        return _dict({key: value for m in manifests for key, value in m.raw.items()})
    found: list[Any] = []
    merged: dict[str, Any] = {}
    for manifest in manifests:
        value = manifest.raw.get(hook)
        if isinstance(value, Mapping):
            merged |= value
        elif isinstance(value, (list, tuple)):
            found.extend(value)
        elif value is not None:
            found.append(value)
    return merged or found or (default if default is not None else [])


def get_attr(method: str) -> Callable[..., Any]:
    """The function a dotted name leads to."""
    return resolve(method)


def enqueue(
    method: str | Callable[..., Any], queue: str = "default", timeout: int | None = None, **kwargs: Any
) -> None:
    """Run ``method`` in the background after the commit."""
    name = method if isinstance(method, str) else f"{method.__module__}.{method.__qualname__}"
    options = {key: kwargs.pop(key) for key in ("job_id",) if key in kwargs}
    for ignored in ("now", "enqueue_after_commit", "is_async", "job_name", "at_front", "deduplicate"):
        kwargs.pop(ignored, None)
    jobs.enqueue(current(), name, queue=queue, timeout=timeout, **options, **kwargs)


def enqueue_doc(doctype: str, name: Any, method: str, queue: str = "default", **kwargs: Any) -> None:
    """Run a method of a document in the background."""
    enqueue(
        "frappe.model.document.run_doc_method",
        queue=queue,
        doctype=doctype,
        name=name,
        doc_method=method,
        **kwargs,
    )


def logger(module: str | None = None, **_ignored: Any) -> logging.Logger:
    """The log of a module."""
    return logging.getLogger(f"frappe.{module or 'app'}")


def log_error(title: str | None = None, message: str | None = None, **_ignored: Any) -> None:
    """Write to the error log."""
    logger("error").error("%s: %s", title, message, exc_info=True)


def as_json(value: Any, indent: int = 1, **_ignored: Any) -> str:
    """JSON text of documents, dictionaries and dates."""
    if isinstance(value, documents.Document):
        value = value.as_dict()
    return json.dumps(value, indent=indent, default=str, sort_keys=True, ensure_ascii=False)


def parse_json(value: Any) -> Any:
    """The value of a JSON text; anything else as it is."""
    if not isinstance(value, (str, bytes)):
        return value
    try:
        parsed = orjson.loads(value)
    except orjson.JSONDecodeError as error:
        raise ValidationError(_("This is not valid JSON: {0}").format(error)) from error
    return _dict(parsed) if isinstance(parsed, dict) else parsed


def _list(
    doctype: str,
    fields: Any,
    filters: Any,
    options: dict[str, Any],
    *,
    ignore_permissions: bool,
    default_limit: int,
) -> Any:
    pluck = options.get("pluck")
    limit = options.get("limit_page_length", options.get("page_length", options.get("limit", default_limit)))
    rows = _get_list(
        current(),
        doctype,
        fields=[pluck] if pluck else fields,
        filters=filters,
        or_filters=options.get("or_filters"),
        order_by=options.get("order_by"),
        group_by=options.get("group_by"),
        limit_start=int(options.get("limit_start") or options.get("start") or 0),
        limit=int(limit or 0),
        distinct=bool(options.get("distinct")),
        parent=options.get("parent_doctype") or options.get("parent"),
        ignore_permissions=ignore_permissions or bool(options.get("ignore_permissions")),
    )
    if pluck:
        return [row[pluck] for row in rows]
    if options.get("as_list"):
        return [list(row.values()) for row in rows]
    return rows
