"""What stands above and below a document: the letterhead of its branch, or the usual one."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from html import escape
from typing import Any

from comptoir.context import Context
from comptoir.documents import Document, get_list
from comptoir.documents.scope import scope_of
from comptoir.errors import DoesNotExistError
from comptoir.sentences import _

LETTER_HEAD = "Letter Head"
NONE = "-"
"""What is asked for where a document is to be printed without letterhead."""
_FIELDS = (
    "name", "scope", "is_default", "source", "image", "image_height", "align", "content", "header_height",
    "footer_source", "footer_image", "footer_image_height", "footer_align", "footer", "footer_height",
)  # fmt: skip

Render = Callable[[str], str]


@dataclass(frozen=True, slots=True)
class Head:
    """Header and footer as HTML, and the room in millimetres they need; empty where there are none."""

    name: str = ""
    header: str = ""
    footer: str = ""
    header_height: float = 0
    footer_height: float = 0


def letter_heads(ctx: Context) -> list[Mapping[str, Any]]:
    """Those in use, the usual one first."""
    return _found(ctx, {"disabled": 0})


def _found(ctx: Context, filters: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    return list(
        get_list(
            ctx,
            LETTER_HEAD,
            fields=list(_FIELDS),
            filters=filters,
            order_by="is_default desc, name",
            limit=0,
            ignore_permissions=True,
        )
    )


def chosen(ctx: Context, doc: Document, asked: str = "") -> Mapping[str, Any] | None:
    """The letterhead asked for, or the document's own, or that of its branch, or the usual one.

    A document keeps its own when that is no longer in use; a name that is no letterhead's counts for nothing, since
    such a field need not be a link. Raises ``DoesNotExistError`` where the one asked for is not there.
    """
    if asked == NONE:
        return None
    known = letter_heads(ctx)
    own = asked or str(doc.get("letter_head") or "")
    if own:
        found = next((row for row in known if row["name"] == own), None)
        if found is None and asked:
            raise DoesNotExistError(_("There is no letterhead {name}.", name=own[:140]))
        found = found or next(iter(_found(ctx, {"name": own})), None)
        if found is not None:
            return found
    scope = scope_of(ctx, doc)
    of_scope = (row for row in known if scope and row["scope"] == scope)
    return next(of_scope, next((row for row in known if row["is_default"]), None))


def head_of(row: Mapping[str, Any] | None, render: Render) -> Head:
    """Header and footer of a letterhead; ``render`` makes HTML of a template."""
    if row is None:
        return Head()
    header = (
        render(row["content"] or "")
        if row["source"] == "HTML"
        else _picture(row["image"], row["image_height"], row["align"])
    )
    footer = (
        render(row["footer"] or "")
        if row["footer_source"] == "HTML"
        else _picture(row["footer_image"], row["footer_image_height"], row["footer_align"])
    )
    return Head(
        str(row["name"]), header, footer,
        float(row["header_height"] or 0) if header.strip() else 0,
        float(row["footer_height"] or 0) if footer.strip() else 0,
    )  # fmt: skip


def pictures_of(ctx: Context, row: Mapping[str, Any] | None, head: Head) -> frozenset[str]:
    """The addresses of a letterhead's own pictures: whoever prints under it shows them, whether or not they may open it."""
    if row is None or "<img" not in head.header + head.footer:
        return frozenset()
    attached = get_list(
        ctx,
        "File",
        fields=["file_url"],
        filters={"attached_to_doctype": LETTER_HEAD, "attached_to_name": row["name"]},
        limit=0,
        ignore_permissions=True,
    )
    own = (row["image"], row["footer_image"], *(file["file_url"] for file in attached))
    return frozenset(str(address) for address in own if address)


def _picture(address: str | None, height: float | None, place: str | None) -> str:
    if not address:
        return ""
    style = f"height: {float(height):g}mm; max-height: none" if height else ""
    return f'<p style="margin: 0; text-align: {(place or "Left").lower()}"><img src="{escape(address)}" style="{style}" alt=""></p>'
