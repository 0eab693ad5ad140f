"""Functions the Desk calls. ``ctx`` is the context of the request; the rest are its arguments."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from comptoir import documents
from comptoir.access import principals
from comptoir.context import GUEST, Context
from comptoir.desk import boot as booting
from comptoir.desk import meta as views
from comptoir.desk import offers
from comptoir.desk import titles as linked
from comptoir.desk.titles import link_titles
from comptoir.desk.unsaved import unsaved
from comptoir.errors import BadRequestError, ValidationError
from comptoir.hooks import whitelist
from comptoir.i18n import LANGUAGES
from comptoir.sentences import Label, _

LONGEST_PAGE = 500
COUNT_LIMIT = 1000


@whitelist(allow_guest=True, methods=["GET"])
def boot(ctx: Context) -> dict[str, Any]:
    """What the Desk needs to start."""
    return booting.boot(ctx)


@whitelist(allow_guest=True, methods=["POST"])
def set_lang(ctx: Context, lang: str) -> dict[str, str]:
    """Speak ``lang`` from now on: kept with the user, for a guest in a cookie."""
    if lang not in LANGUAGES:
        raise ValidationError(
            _("This language is not available. Choose one of {languages}.", languages=tuple(LANGUAGES))
        )
    ctx.flags["set_language_cookie"] = lang
    if ctx.user != GUEST:
        user = documents.get_document(ctx, "User", ctx.user, for_update=True)
        user.db_set("language", lang)
        ctx.db.on_commit(lambda: principals.forget_principals(ctx.site))
    return {"lang": lang}


@whitelist(methods=["GET"])
def meta(ctx: Context, doctype: str) -> dict[str, Any]:
    """The view model of a document type and its child tables."""
    return views.view_with_children(ctx, doctype)


@whitelist(methods=["GET", "POST"])
def list(
    ctx: Context,
    doctype: str,
    fields: Sequence[Any] | None = None,
    filters: Sequence[Any] | Mapping[str, Any] | None = None,
    or_filters: Sequence[Any] | Mapping[str, Any] | None = None,
    order_by: str | None = None,
    start: int = 0,
    page_length: int = 20,
) -> dict[str, Any]:
    """One page of a list, whether there is more, and the titles of what it links to."""
    if start < 0 or not 0 < page_length <= LONGEST_PAGE:
        raise BadRequestError(_("A page has 1 to {most} rows and starts at 0 or later.", most=LONGEST_PAGE))
    rows = documents.get_list(
        ctx,
        doctype,
        fields=fields,
        filters=filters,
        or_filters=or_filters,
        order_by=order_by,
        limit_start=start,
        limit=page_length + 1,
    )
    page = rows[:page_length]
    titles = link_titles(ctx, ctx.site.registry.get(doctype), page)
    return {"rows": page, "has_more": len(rows) > page_length, "link_titles": titles}


@whitelist(methods=["GET", "POST"])
def count(
    ctx: Context,
    doctype: str,
    filters: Sequence[Any] | Mapping[str, Any] | None = None,
    or_filters: Sequence[Any] | Mapping[str, Any] | None = None,
    limit: int = COUNT_LIMIT,
) -> dict[str, Any]:
    """How many documents there are, counting no further than ``limit``."""
    if limit < 1:
        raise BadRequestError(_("The argument limit must be 1 or more."))
    found = documents.count(ctx, doctype, filters, or_filters, limit=limit + 1)
    return {"count": min(found, limit), "more": found > limit}


@whitelist(methods=["POST"])
def names_meant(
    ctx: Context, doctype: str, texts: Sequence[str], filters: Sequence[Any] | Mapping[str, Any] | None = None
) -> dict[str, dict[str, str]]:
    """The names and titles of the documents that pasted texts mean; texts that mean none are left out."""
    if len(texts) > LONGEST_PAGE or not all(isinstance(text, str) for text in texts):
        raise BadRequestError(_("Send at most {most} texts at once.", most=LONGEST_PAGE))
    return linked.names_meant(ctx, doctype, texts, filters)


@whitelist(methods=["GET"])
def new(ctx: Context, doctype: str) -> dict[str, Any]:
    """A new unsaved document with the defaults of the actor."""
    return unsaved(documents.new_document(ctx, {"doctype": doctype}).set_defaults())


@whitelist(methods=["GET"])
def amend(ctx: Context, doctype: str, name: str) -> dict[str, Any]:
    """An unsaved correction of a cancelled document."""
    return unsaved(documents.amend(ctx, doctype, name))


@whitelist(methods=["GET"])
def duplicate(ctx: Context, doctype: str, name: str) -> dict[str, Any]:
    """An unsaved copy of a document."""
    return unsaved(offers.take(ctx, documents.duplicate(ctx, doctype, name)))


@whitelist(methods=["GET"])
def fetch_values(ctx: Context, doctype: str, fieldname: str, value: str) -> dict[str, Any]:
    """The values that choosing ``value`` in the link ``fieldname`` brings along, fetched or offered."""
    meta = ctx.site.registry.get(doctype)
    link = meta.by_name.get(fieldname)
    if link is None or link.fieldtype != "Link" or not link.options:
        raise ValidationError(
            _("{doctype} has no link field {fieldname}.", doctype=Label(doctype), fieldname=fieldname)
        )
    sources = {
        field.fieldname: field.fetch_from.split(".", 1)[1].strip()
        for field in meta.fields
        if field.fetch_from
        and field.fetch_from.split(".")[0].strip() == fieldname
        and "." in field.fetch_from
    }
    offered = offers.offered(ctx, meta, fieldname, value)
    if not sources or not value:
        return offered | dict.fromkeys(sources)
    wanted = sorted(set(sources.values()))
    rows = documents.get_list(ctx, link.options, fields=wanted, filters={"name": value}, limit=1)
    row = rows[0] if rows else {}
    return offered | {target: row.get(source) for target, source in sources.items()}
