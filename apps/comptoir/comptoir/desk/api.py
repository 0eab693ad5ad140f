"""The functions the Desk calls beside the REST interface of documents."""

from __future__ import annotations

from typing import Any

import orjson

from comptoir import documents
from comptoir.access import policy
from comptoir.context import Context, current
from comptoir.desk import boot as boots
from comptoir.desk.views import form_view
from comptoir.documents import Document, get_document
from comptoir.documents.listing import as_json_row, hide_unreadable, read_document
from comptoir.errors import DataError
from comptoir.hooks import whitelist
from comptoir.i18n import LANGUAGES
from comptoir.meta.model import DocType

PAGE = 50
LARGEST_PAGE = 500
COUNT_LIMIT = 1000


@whitelist(allow_guest=True)
def boot() -> dict[str, Any]:
    """What the Desk needs to start."""
    ctx = current()
    return boots.boot(ctx, str(ctx.flags.get("csrf_token") or ""))


@whitelist(methods=["POST"])
def set_lang(lang: str) -> dict[str, Any]:
    """Speak ``lang`` with the acting user from now on."""
    ctx = current()
    if lang not in LANGUAGES:
        raise DataError(f"{lang} is not a language of this site; choose one of {', '.join(LANGUAGES)}.")
    user = get_document(ctx, "User", ctx.user, for_update=True)
    user.language = lang
    user.save(ignore_permissions=True)
    return {"lang": lang}


@whitelist
def meta(doctype: str) -> dict[str, Any]:
    """The form view of ``doctype``."""
    return form_view(current(), doctype)


@whitelist
def list(
    doctype: str,
    fields: Any = None,
    filters: Any = None,
    or_filters: Any = None,
    order_by: str | None = None,
    start: Any = 0,
    page_length: Any = PAGE,
) -> dict[str, Any]:
    """One page of a list with the titles of its links; whether more rows follow, not how many."""
    ctx = current()
    length = min(max(_number(page_length, PAGE), 1), LARGEST_PAGE)
    rows = documents.get_list(
        ctx,
        doctype,
        fields=_json(fields),
        filters=_json(filters),
        or_filters=_json(or_filters),
        order_by=order_by,
        limit_start=_number(start, 0),
        limit=length + 1,
    )
    page = rows[:length]
    doctype_meta = ctx.site.registry.get(doctype)
    return {
        "rows": [as_json_row(ctx, doctype, row) for row in page],
        "has_more": len(rows) > length,
        "link_titles": link_titles(ctx, doctype_meta, page),
    }


@whitelist
def count(
    doctype: str, filters: Any = None, or_filters: Any = None, limit: Any = COUNT_LIMIT
) -> dict[str, Any]:
    """How many documents match, counted up to ``limit``."""
    most = min(max(_number(limit, COUNT_LIMIT), 1), 1_000_000)
    found = documents.count(current(), doctype, _json(filters), _json(or_filters), limit=most + 1)
    return {"count": min(found, most), "more": found > most}


@whitelist
def new(doctype: str) -> dict[str, Any]:
    """A new, unsaved document with the defaults of the acting user."""
    ctx = current()
    meta_value = ctx.site.registry.get(doctype)
    policy.require(ctx, "create", meta_value)
    return _unsaved(documents.new_document(ctx, {"doctype": doctype}).set_defaults())


@whitelist
def amend(doctype: str, name: str) -> dict[str, Any]:
    """An unsaved correction of a cancelled document."""
    ctx = current()
    policy.require(ctx, "amend", ctx.site.registry.get(doctype))
    return _unsaved(documents.amend(ctx, doctype, name))


@whitelist
def duplicate(doctype: str, name: str) -> dict[str, Any]:
    """An unsaved copy of a document."""
    ctx = current()
    policy.require(ctx, "create", ctx.site.registry.get(doctype))
    return _unsaved(documents.duplicate(ctx, doctype, name))


@whitelist
def fetch_values(doctype: str, fieldname: str, value: str) -> dict[str, Any]:
    """What fields with ``fetch_from`` take over when the link ``fieldname`` becomes ``value``."""
    ctx = current()
    doctype_meta = ctx.site.registry.get(doctype)
    link = doctype_meta.field(fieldname)
    if link is None or link.fieldtype != "Link" or not link.options:
        raise DataError(f"{fieldname} is not a link of {doctype}.")
    target = read_document(ctx, link.options, value)
    return {
        field.fieldname: as_json_row(ctx, target.doctype, {source: target.get(source)})[source]
        for field in doctype_meta.value_fields
        for head, _, source in [(field.fetch_from or "").partition(".")]
        if head == fieldname and source
    }


def link_titles(ctx: Context, doctype: DocType, rows: Any) -> dict[str, str]:
    """``{"Client::CLI-1": "Acme"}`` for the links of ``rows``; one statement per linked doctype."""
    wanted: dict[str, set[str]] = {}
    for field in doctype.link_fields:
        target = ctx.site.registry.find(field.options or "")
        if target is None or not target.title_field or not target.show_title_field_in_link:
            continue
        values = {str(row[field.fieldname]) for row in rows if row.get(field.fieldname)}
        if values:
            wanted.setdefault(target.name, set()).update(values)
    titles: dict[str, str] = {}
    for target_name, names in wanted.items():
        target = ctx.site.registry.get(target_name)
        if not policy.decide(ctx, "select", target).allow:
            continue
        found = documents.get_list(
            ctx,
            target_name,
            fields=["name", target.title_field],
            filters={"name": ["in", sorted(names)]},
            limit=None,
        )
        for row in found:
            title = row.get(str(target.title_field))
            if title:
                titles[f"{target_name}::{row['name']}"] = str(title)
    return titles


def _unsaved(doc: Document) -> dict[str, Any]:
    hide_unreadable(doc._ctx, doc)
    values = doc.as_dict()
    for key in ("name", "owner", "creation", "modified", "modified_by"):
        values.pop(key, None)
    for field in doc.meta.table_fields:
        for row in values[field.fieldname]:
            for key in ("name", "parent", "owner", "creation", "modified", "modified_by"):
                row.pop(key, None)
    return values | {"docstatus": 0, "__islocal": 1}


def _json(value: Any) -> Any:
    if not isinstance(value, str) or not value:
        return value
    try:
        return orjson.loads(value)
    except orjson.JSONDecodeError as error:
        raise DataError(f"An argument is not valid JSON: {error}.") from error


def _number(value: Any, default: int) -> int:
    try:
        return int(value)
    except (TypeError, ValueError):
        return default
