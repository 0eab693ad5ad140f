"""Methods of documents over HTTP: the whitelisted ones of their controllers, and submitting and cancelling."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from comptoir import documents
from comptoir.access import policy
from comptoir.access.key_scopes import require_call
from comptoir.access.principals import Principal
from comptoir.context import GUEST, Context
from comptoir.documents import Document
from comptoir.documents.listing import hide_unreadable
from comptoir.errors import (
    BadRequestError,
    DocstatusTransitionError,
    PageDoesNotExistError,
    PermissionError,
    TimestampMismatchError,
)
from comptoir.hooks import whitelisted
from comptoir.sentences import Label, _
from comptoir.web import etags
from comptoir.web.arguments import bound
from comptoir.web.envelope import Answer
from comptoir.web.listing import TRANSPORT
from comptoir.web.requests import Call, json_value
from comptoir.web.values import sent_values

TRANSITIONS = {
    "submit": (0, _("Only a draft can be submitted.")),
    "cancel": (1, _("Only a submitted document can be cancelled.")),
}
ADDRESS = TRANSPORT | {"run_method"}


def of_stored(ctx: Context, call: Call, doctype: str, name: str, method: str) -> Answer:
    """Call ``method`` of a stored document with the arguments of the request."""
    doc = documents.get_document(ctx, doctype, name, for_update=not call.is_safe)
    etags.check(call, doc)
    arguments = {key: value for key, value in call.arguments.items() if key not in ADDRESS}
    value = invoke(ctx, call, doc, method, arguments)
    return stored(ctx, value) if isinstance(value, Document) else Answer(value, "data")


def run_doc_method(ctx: Context, call: Call, principal: Principal) -> Answer:
    """Call ``method`` of the document sent, or of the stored one named by ``dt`` and ``dn``."""
    sent = call.arguments
    method = sent.get("method")
    if not isinstance(method, str) or not method:
        raise BadRequestError(_("run_doc_method needs the argument 'method'."))
    doc = _addressed(ctx, call)
    arguments = json_value("args", sent.get("args") or sent.get("arg") or sent.get("kwargs") or {})
    if not isinstance(arguments, Mapping):
        raise BadRequestError(_("The arguments of a method are a JSON object of names and values."))
    value = visible(ctx, invoke(ctx, call, doc, method, arguments))
    return Answer(value, beside={"docs": [visible(ctx, doc, no_nulls=False)]})


def invoke(ctx: Context, call: Call, doc: Document, method: str, arguments: Mapping[str, Any]) -> Any:
    """What ``method`` returns. Raises ``PermissionError`` unless it may be called in this way."""
    if method in TRANSITIONS:
        if call.is_safe:
            raise PermissionError(_("{method} needs a POST request.", method=method))
        return transition(ctx, doc, method)
    function = _callable(ctx, call, doc, method)
    require_call(ctx, f"{doc.doctype}.{method}", function)
    policy.require(ctx, "read" if call.is_safe else "write", doc.meta, doc)
    return function(doc, **bound(function, arguments, skip=1))


def transition(ctx: Context, doc: Document, action: str) -> Document:
    """Submit or cancel."""
    wanted, sentence = TRANSITIONS[action]
    if int(doc.docstatus or 0) != wanted:
        policy.require(ctx, action, doc.meta, doc)
        raise DocstatusTransitionError(sentence)
    doc.docstatus = wanted + 1
    return documents.update(ctx, doc)


def stored(ctx: Context, doc: Document) -> Answer:
    """The answer that shows a document after a change. Rows it added are marked as Frappe marks them."""
    answer = etags.tagged(visible(ctx, doc))
    for table in doc.meta.table_fields:
        rows = zip(doc.get(table.fieldname) or (), answer.value.get(table.fieldname) or (), strict=True)
        for row, shown in rows:
            if row.flags.inserted:
                shown["__unsaved"] = 1
                answer.written = None
    return answer


def visible(ctx: Context, value: Any, *, no_nulls: bool = True) -> Any:
    """A document as the actor may see it; any other value as it is."""
    if not isinstance(value, Document):
        return value
    hide_unreadable(ctx, value)
    return value.as_dict(no_nulls=no_nulls)


def _callable(ctx: Context, call: Call, doc: Document, method: str) -> Callable[..., Any]:
    function = getattr(type(doc), method, None) if method.isidentifier() else None
    if not callable(function) or method.startswith("_"):
        raise PageDoesNotExistError(
            _("{doctype} has no method {method!r}.", doctype=Label(doc.doctype), method=method[:60])
        )
    terms = whitelisted(function)
    if terms is None or not terms.answers(call.method):
        raise PermissionError(
            _(
                "The method {method} of {doctype} cannot be called over HTTP in this way.",
                method=method,
                doctype=Label(doc.doctype),
            )
        )
    if ctx.user == GUEST and not terms.allow_guest:
        raise PermissionError(
            _("Sign in to call the method {method} of {doctype}.", method=method, doctype=Label(doc.doctype))
        )
    return function  # type: ignore[no-any-return]


def _addressed(ctx: Context, call: Call) -> Document:
    """The stored document, with the values sent for it; a document that is not stored stays in memory."""
    sent = call.arguments
    if sent.get("dt"):
        name = str(sent.get("dn") or sent["dt"])
        return documents.get_document(ctx, str(sent["dt"]), name, for_update=not call.is_safe)
    values = json_value("docs", sent.get("docs") or sent.get("document"))
    if not isinstance(values, Mapping) or not isinstance(values.get("doctype"), str):
        raise BadRequestError(
            _("run_doc_method needs a document with its doctype, or its doctype and name as dt and dn.")
        )
    meta = ctx.site.registry.get(str(values["doctype"]))
    if values.get("__islocal") or not values.get("name"):
        return documents.new_document(ctx, sent_values(ctx, meta, values) | {"doctype": meta.name})
    doc = documents.get_document(ctx, meta.name, values["name"], for_update=not call.is_safe)
    policy.require(ctx, "read" if call.is_safe or sent.get("method") in TRANSITIONS else "write", meta, doc)
    if values.get("modified") and str(values["modified"]) != str(doc.modified):
        raise TimestampMismatchError()
    return doc.update(sent_values(ctx, meta, values) | {"docstatus": doc.docstatus, "modified": doc.modified})
