"""``frappe.model.mapper``: one document made of another."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping
from typing import Any

from comptoir.access import policy
from comptoir.access.key_scopes import require_call
from comptoir.context import current
from comptoir.documents import get_document
from comptoir.documents.mapping import TableMap, copy_fields, map_document, read_map
from comptoir.errors import ConfigurationError, ValidationError
from comptoir.hooks import resolve, whitelisted
from comptoir.sentences import _ as sentence

import frappe
from frappe._apps import is_whitelisted
from frappe._document_verbs import get_doc
from frappe._messages import _, throw

ENGINE = "comptoir"


@frappe.whitelist()
def make_mapped_doc(method: str, source_name: str, selected_children: Any = None, args: Any = None) -> Any:
    """What the whitelisted function ``method`` of an installed app makes of a document: a button of Frappe's forms.

    The function finds ``selected_children`` and ``args`` in ``frappe.flags``.
    """
    function = _mapper(method)
    frappe.flags.selected_children = frappe.parse_json(selected_children) if selected_children else None
    frappe.flags.args = frappe._dict(frappe.parse_json(args)) if args else None
    return function(source_name)


def _mapper(method: str) -> Callable[..., Any]:
    """The function to call. It is one that may be called over REST itself, by reads as well: this may be one."""
    for manifest in current().site.manifests:
        method = manifest.replaced(method)
    apps = tuple(f"{app}." for app in current().site.config.installed_apps if app != ENGINE)
    try:
        function = resolve(method) if method.startswith(apps) else None
    except ConfigurationError:
        function = None
    if function is None:
        raise ValidationError(sentence("There is no method {name!r} on this site.", name=method[:140]))
    is_whitelisted(function)
    terms = whitelisted(function)
    if terms is not None and "GET" not in terms.methods:
        throw(_("{0} does not make one document of another.").format(method), frappe.PermissionError)
    require_call(current(), method, function)
    try:
        inspect.signature(function).bind("")
    except TypeError:
        throw(_("{0} does not make one document of another.").format(method))
    return function


def get_mapped_doc(
    from_doctype: str, from_docname: Any, table_maps: Mapping[str, Any], target_doc: Any = None,
    postprocess: Callable[..., Any] | None = None, ignore_permissions: bool = False,
    ignore_child_tables: bool = False, cached: bool = False,
) -> Any:  # fmt: skip
    """An unsaved document made of a stored one; ``table_maps`` says by doctype what becomes of it and its rows.

    A map knows ``doctype``, ``field_map``, ``field_no_map``, ``validation``, ``condition``, ``filter``,
    ``postprocess``, ``add_if_empty``, ``reset_value`` and ``ignore``.
    """
    ctx = current()
    source = get_document(ctx, from_doctype, from_docname)
    maps = {name: read_map(given) for name, given in table_maps.items()}
    if from_doctype not in maps:
        throw(_("The map does not say what becomes of {0}.").format(from_doctype))
    if not ignore_permissions:
        policy.require(ctx, "read", source.meta, source)
        policy.require(ctx, "create", ctx.site.registry.get(maps[from_doctype].doctype))
    target = get_doc(target_doc) if target_doc else None
    made = map_document(ctx, source, maps, target, ignore_tables=ignore_child_tables)
    if maps[from_doctype].postprocess is not None:
        maps[from_doctype].postprocess(source, made, source)
    if postprocess is not None:
        postprocess(source, made)
    made.set_onload("load_after_mapping", True)
    return made


def map_fields(
    source_doc: Any, target_doc: Any, table_map: Mapping[str, Any], source_parent: Any = None
) -> None:
    """Copy the fields of one document (or row) to another."""
    copy_fields(source_doc, target_doc, read_map(table_map))


def map_child_doc(
    source_d: Any, target_parent: Any, table_map: Mapping[str, Any], source_parent: Any = None
) -> Any:
    """Append a row made of another row to the table of ``target_parent`` that holds its doctype."""
    own: TableMap = read_map(table_map)
    name = next(field.fieldname for field in target_parent.meta.table_fields if field.options == own.doctype)
    row = target_parent.append(name, {})
    copy_fields(source_d, row, own)
    if own.postprocess is not None:
        own.postprocess(source_d, row, source_parent)
    return row
