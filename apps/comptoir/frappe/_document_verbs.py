"""``frappe.get_doc`` and the verbs beside it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from comptoir import documents
from comptoir.attrdict import AttrDict
from comptoir.context import current
from comptoir.documents.cached import cached, forget_all
from comptoir.documents.document import Document
from comptoir.errors import DoesNotExistError
from comptoir.meta.model import DocType

from frappe._db_reading import Reading
from frappe._lists import get_all
from frappe._options import refuse_unknown


def get_doc(*args: Any, **kwargs: Any) -> Any:
    """A stored document, or a new one that is not stored yet.

    ``get_doc(doctype, name)``, ``get_doc(doctype, filters)``, ``get_doc(single)`` read; ``get_doc({...})`` and
    ``get_doc(doctype=..., ...)`` make. ``for_update`` locks the row; ``check_permission`` names a right to ask for.
    """
    ctx = current()
    if args and isinstance(args[0], documents.Document):
        return args[0]
    if args and isinstance(args[0], Mapping):
        return documents.new_document(ctx, dict(args[0]) | kwargs)
    if not args:
        return documents.new_document(ctx, kwargs)
    lock, right = kwargs.pop("for_update", False), kwargs.pop("check_permission", None)
    doctype, name = str(args[0]), args[1] if len(args) > 1 else kwargs.pop("name", None)
    if len(args) == 1 and name is None and kwargs:
        return documents.new_document(ctx, kwargs | {"doctype": doctype})
    refuse_unknown("frappe.get_doc", kwargs)
    if isinstance(name, (Mapping, list)):
        name = _first(doctype, name)
    doc = documents.get_document(ctx, doctype, doctype if name is None else name, for_update=bool(lock))
    if right:
        doc.check_permission("read" if right is True else right)
    return doc


def get_last_doc(
    doctype: str, filters: Any = None, order_by: str = "creation desc", *, for_update: bool = False
) -> Any:
    """The newest document that fulfils ``filters``. Raises ``DoesNotExistError``."""
    return get_doc(doctype, _first(doctype, filters or {}, order_by), for_update=for_update)


def get_cached_doc(doctype: str, name: Any = None) -> Any:
    """The document, read once per unit of work and again after it was written. Do not change it."""
    kept = cached(current()).by_name
    key = (doctype, str(doctype if name is None else name))
    if key not in kept:
        doc = get_doc(doctype, name)
        cached(current()).by_name[key] = doc
        return doc
    return kept[key]


def get_cached_value(doctype: str, name: Any, fieldname: Any = "name", as_dict: bool = False) -> Any:
    """A value, or a list of values, of a document that is read once per unit of work; None where there is none."""
    try:
        doc = get_cached_doc(doctype, name)
    except DoesNotExistError:
        return None
    if isinstance(fieldname, str) and not as_dict:
        return doc.get(fieldname)
    names = [fieldname] if isinstance(fieldname, str) else fieldname
    values = [doc.get(field) for field in names]
    return AttrDict(zip(names, values, strict=True)) if as_dict else values


def clear_document_cache(doctype: str, name: Any = None) -> None:
    """Read documents again when they are asked for next."""
    forget_all(current())


def new_doc(
    doctype: str, parent_doc: Any = None, parentfield: str | None = None, as_dict: bool = False, **values: Any
) -> Any:
    """An unsaved document with its defaults; with ``parent_doc`` a row appended to its ``parentfield``."""
    if parent_doc is not None and parentfield:
        row = parent_doc.append(parentfield, values)
        return row.set_defaults()
    doc = documents.new_document(current(), values | {"doctype": doctype}).set_defaults()
    return doc.as_dict() if as_dict else doc


def copy_doc(doc: Any, ignore_no_copy: bool = True) -> Any:
    """An unsaved copy of ``doc`` as it is now, without names; ``ignore_no_copy=False`` leaves out ``no_copy`` fields."""
    source = doc if isinstance(doc, Document) else get_doc(doc)
    return documents.copy_of(current(), source, keep_no_copy=ignore_no_copy)


def get_single(doctype: str) -> Any:
    """The one document of a Single."""
    return get_doc(doctype)


def delete_doc(
    doctype: str, name: Any, force: bool = False, ignore_permissions: bool = False, ignore_missing: bool = True,
    **options: Any,
) -> None:  # fmt: skip
    """Delete a document, or several names; ``force`` deletes although others point at it."""
    for known in ("delete_permanently", "for_reload", "flags"):
        options.pop(known, None)
    refuse_unknown("frappe.delete_doc", options)
    for one in name if isinstance(name, (list, tuple)) else [name]:
        try:
            documents.delete(
                current(), doctype, one, force=bool(force), ignore_permissions=ignore_permissions
            )
        except DoesNotExistError:
            if not ignore_missing:
                raise


def delete_doc_if_exists(doctype: str, name: Any, force: bool = False) -> None:
    """Delete a document where there is one."""
    delete_doc(doctype, name, force=force, ignore_missing=True)


def rename_doc(
    doctype: str, old: str, new: str, force: bool = False, merge: bool = False, **options: Any
) -> str:
    """Rename a document, every link follows; ``merge`` folds it into the one that has the name."""
    ignore = bool(options.pop("ignore_permissions", False))
    for known in ("show_alert", "rebuild_search", "validate", "ignore_if_exists"):
        options.pop(known, None)
    refuse_unknown("frappe.rename_doc", options)
    return documents.rename(current(), doctype, old, new, merge=merge, ignore_permissions=ignore)


def get_meta(doctype: Any, cached: bool = True) -> DocType:
    """The metadata of a doctype (or of a document's)."""
    return current().site.registry.get(doctype if isinstance(doctype, str) else doctype.doctype)


def get_value(doctype: str, *args: Any, **kwargs: Any) -> Any:
    """``frappe.db.get_value``."""
    return Reading().get_value(doctype, *args, **kwargs)


def set_value(doctype: str, docname: Any, fieldname: Any, value: Any = None) -> Any:
    """Change fields of a document and save it, with its rights and hooks."""
    doc = get_doc(doctype, docname, for_update=True)
    doc.update(fieldname if isinstance(fieldname, Mapping) else {fieldname: value})
    return doc.save()


def get_single_value(doctype: str, fieldname: str) -> Any:
    """A value of a Single."""
    return get_cached_value(doctype, doctype, fieldname)


def is_submittable(doctype: str) -> bool:
    """Whether documents of this type are submitted."""
    return get_meta(doctype).is_submittable


def _first(doctype: str, filters: Any, order_by: str | None = None) -> Any:
    names = get_all(doctype, filters=filters, pluck="name", order_by=order_by, limit=1)
    if not names:
        ctx = current()
        raise DoesNotExistError(ctx.site.translate("{doctype} not found", ctx.lang).format(doctype=doctype))
    return names[0]
