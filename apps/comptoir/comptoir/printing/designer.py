"""What the designer of print formats asks: a format with what can stand on its sheet, and how it looks unsaved.

Whoever may write print formats may ask, and sees no document that they could not print.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import orjson

from comptoir.access import policy
from comptoir.context import Context
from comptoir.documents import Document, get_list, new_document, read_document
from comptoir.documents.values import check_values, read_values
from comptoir.errors import DataError, ValidationError
from comptoir.hooks import whitelist
from comptoir.i18n import LANGUAGES
from comptoir.meta.model import DocType, Field
from comptoir.printing import arrangement, formats, letter_heads
from comptoir.printing.formats import PRINT_FORMAT, Format
from comptoir.printing.render import Wanted, as_sheet, laid_out, printable
from comptoir.printing.settings import PrintSettings, print_settings
from comptoir.printing.sheet import NUMBER_TYPES, can_be_printed
from comptoir.sentences import Label, _
from comptoir.templates import TemplateFaultError

CHOICES = ("page_size", "orientation", "page_number", "font", "pdf_generator")
LONGEST = 1_000_000
"""Characters of an unsaved format."""
_UNNAMED = "-"


@whitelist(methods=["GET"])
def opened(ctx: Context, name: str = "", doctype: str = "") -> dict[str, Any]:
    """The format called ``name``, or a new one for ``doctype``, with the fields and choices it is designed from."""
    stored = read_document(ctx, PRINT_FORMAT, name) if name else None
    _require(ctx, stored)
    format = stored or new_document(ctx, {"doctype": PRINT_FORMAT, "doc_type": doctype}).set_defaults()
    meta = ctx.site.registry.get(str(format.doc_type or ""))
    if meta.istable:
        raise DataError(
            _("{doctype} is a table of other documents and is printed with them.", doctype=Label(meta.name))
        )
    policy.require(ctx, "read", meta)
    kept = arrangement.rows_of(str(format.get("format_data") or ""))
    rows = kept or _usual_rows(meta)
    return {
        "name": name,
        "modified": stored.modified if stored is not None else None,
        "is_standard": format.get("standard") == "Yes",
        "doctype": meta.name,
        "doctype_label": ctx.say(meta.name),
        "values": {field: format.get(field) for field in formats.FIELDS if field not in ("name", "standard")},
        "is_arranged": bool(kept),
        "rows": rows,
        "said": {
            label: ctx.say(label) for row in rows if isinstance(label := row.get("label"), str) and label
        },
        "fields": [_field_view(ctx, field) for field in meta.fields if can_be_printed(field)],
        "sample": _sample(ctx, print_settings(ctx), meta),
        **_choices(ctx),
    }


@whitelist(methods=["POST"])
def preview(ctx: Context, format: dict[str, Any], name: str, lang: str = "") -> dict[str, Any]:
    """The document ``name`` in the unsaved ``format``, as a page; for a template at fault what is wrong, and where."""
    _require(ctx, None)
    unsaved = _unsaved(ctx, format)
    settings = print_settings(ctx)
    doc = printable(ctx, settings, str(unsaved.doc_type), name)
    try:
        paper = laid_out(ctx, settings, Format(unsaved.as_dict()), [doc], Wanted(lang=lang))
    except TemplateFaultError as error:
        return {"html": "", "problem": {"message": ctx.say(error.message), "line": error.line}}
    width, height = paper.layout.millimetres
    return {"html": as_sheet(paper), "width": width, "height": height, "problem": None}


def _require(ctx: Context, stored: Document | None) -> None:
    policy.require(ctx, "write", ctx.site.registry.get(PRINT_FORMAT), stored)


def _unsaved(ctx: Context, values: Any) -> Document:
    """``values`` as a Print Format whose fields have been checked as at saving. Raises ``ValidationError``."""
    if not isinstance(values, Mapping):
        raise DataError(_("A print format is an object of its fields."))
    known = {key: values[key] for key in formats.FIELDS if key in values}
    if len(orjson.dumps(known)) > LONGEST:
        raise ValidationError(_("A print format has at most {most} characters.", most=LONGEST))
    doc = new_document(
        ctx, {**known, "doctype": PRINT_FORMAT, "name": _UNNAMED, "standard": "No"}
    ).set_defaults()
    read_values(doc)
    check_values(doc)
    arrangement.check(str(doc.get("format_data") or ""))
    return doc


def _usual_rows(meta: DocType) -> list[dict[str, Any]]:
    """The order of the form as an arrangement."""
    rows: list[dict[str, Any]] = []
    for place in arrangement.places_of(meta):
        field = meta.by_name.get(place.fieldname)
        if place.kind == arrangement.SECTION:
            rows.append({"fieldtype": place.kind, "label": place.label})
        elif place.kind:
            rows.append({"fieldtype": place.kind})
        elif field is not None and can_be_printed(field):
            rows.append({"fieldname": field.fieldname, "fieldtype": field.fieldtype})
    return rows


def _field_view(ctx: Context, field: Field) -> dict[str, Any]:
    view: dict[str, Any] = {
        "fieldname": field.fieldname,
        "fieldtype": field.fieldtype,
        "label": ctx.say(field.title),
    }
    if field.is_table:
        child = ctx.site.registry.get(field.options or "")
        view["columns"] = [
            {
                "fieldname": column.fieldname,
                "label": ctx.say(column.title),
                "is_usual": column.in_list_view,
                "is_number": column.fieldtype in NUMBER_TYPES,
            }
            for column in child.value_fields
            if can_be_printed(column)
        ]
    return view


def _sample(ctx: Context, settings: PrintSettings, meta: DocType) -> str:
    """The latest document that the actor may read and that can be printed; empty where there is none."""
    if meta.issingle:
        return meta.name
    states = [
        state
        for state, is_printed in enumerate((settings.prints_drafts, True, settings.prints_cancelled))
        if is_printed
    ]
    rows = get_list(
        ctx, meta.name, fields=["name"], filters={"docstatus": ["in", states]} if meta.is_submittable else None,
        order_by="modified desc", limit=1, right="read",
    )  # fmt: skip
    return str(rows[0]["name"]) if rows else ""


def _choices(ctx: Context) -> dict[str, Any]:
    meta = ctx.site.registry.get(PRINT_FORMAT)
    return {
        "choices": {
            name: [
                {"value": choice, "label": ctx.say(choice)}
                for choice in (meta.by_name[name].options or "").split("\n")
            ]
            for name in CHOICES
        },
        "letterheads": [row["name"] for row in letter_heads.letter_heads(ctx)],
        "languages": [{"code": code, "label": label} for code, label in LANGUAGES.items()],
    }
