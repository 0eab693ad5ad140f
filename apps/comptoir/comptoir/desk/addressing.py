"""To whom an e-mail about a document goes, as far as its fields and what it links to say."""

from __future__ import annotations

from collections.abc import Iterator

from comptoir import documents
from comptoir.access import masking, policy
from comptoir.access.persons import person_doctypes
from comptoir.access.scopes import scope_doctype
from comptoir.context import Context
from comptoir.documents import Document
from comptoir.hooks import whitelist
from comptoir.meta.model import DocType, Field

PEOPLE = "Contact"
OWN = frozenset({"User"})


@whitelist(methods=["GET"])
def recipients(ctx: Context, doctype: str, name: str) -> list[str]:
    """The addresses of a document one may read: its own, then those of people and of others it links to.

    Users, who stands for them and the parts of the company are not written to; what the actor does not read in the
    clear is left out.
    """
    doc = documents.read_document(ctx, doctype, name)
    own = [str(doc.get(fieldname)) for fieldname in _clear(ctx, doc.meta) if doc.get(fieldname)]
    links = sorted(_links(ctx, doc), key=lambda link: link[0].name != PEOPLE)
    found = (address for target, linked in links for address in _addresses(ctx, target, linked))
    return list(dict.fromkeys([*own, *found]))


def _links(ctx: Context, doc: Document) -> Iterator[tuple[DocType, str]]:
    scope = scope_doctype(ctx)
    ours = {*OWN, *person_doctypes(ctx), *([scope.name] if scope is not None else [])}
    read = masking.sight_of(ctx, doc.meta).clear
    for field in doc.meta.link_fields:
        target = ctx.site.registry.find(field.options or "")
        value = doc.get(field.fieldname)
        if target is not None and value and field.fieldname in read and target.name not in ours:
            yield target, str(value)


def _addresses(ctx: Context, target: DocType, name: str) -> Iterator[str]:
    fields = [] if target.issingle or target.istable else _clear(ctx, target)
    if not fields or not policy.decide(ctx, "read", target).allow:
        return
    for row in documents.get_list(ctx, target.name, fields=fields, filters={"name": name}, limit=1):
        yield from (str(row[field]) for field in fields if row[field])


def _clear(ctx: Context, meta: DocType) -> list[str]:
    """The fields of ``meta`` that hold an address which the actor reads."""
    read = masking.sight_of(ctx, meta).clear
    return [field.fieldname for field in meta.fields if _is_address(field) and field.fieldname in read]


def _is_address(field: Field) -> bool:
    return field.fieldtype == "Data" and field.options == "Email" and field.has_column
