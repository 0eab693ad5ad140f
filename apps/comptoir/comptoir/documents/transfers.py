"""Transfers: a document that goes from one scope of the company to another."""

from __future__ import annotations

from comptoir.access import scopes
from comptoir.documents.data import DocumentData
from comptoir.documents.links import is_ignoring_permissions
from comptoir.documents.values import is_empty
from comptoir.errors import ValidationError
from comptoir.sentences import Label, _


def check_transfer(doc: DocumentData, before: DocumentData) -> bool:
    """Whether ``doc`` leaves the scope it was in. Raises ``ValidationError`` where it must not.

    Who moves it may write it where it was, and choose any scope that a link of theirs may lead to.
    """
    ctx = doc._ctx
    path = scopes.scope_path(ctx, doc.meta)
    if len(path) != 1:
        return False
    field = doc.meta.by_name[path[0]]
    old, new = before.get(field.fieldname), doc.get(field.fieldname)
    if is_empty(old) or old == new:
        return False
    if not is_ignoring_permissions(doc):
        values = {"doctype": Label(doc.doctype), "name": doc.name, "label": Label(field.title)}
        if doc.meta.allow_transfer == 0:
            raise ValidationError.at(field.fieldname, _("{doctype} {name} keeps its {label}.", **values))
        if is_empty(new) and scopes.is_limited(ctx):
            raise ValidationError.at(
                field.fieldname, _("{doctype} {name} cannot be without {label}.", **values)
            )
    return not is_empty(new)
