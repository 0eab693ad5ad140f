"""Fields that are shown masked: who reads a document, but not the level of a field with ``masking``, sees its mask.

A masked value is only ever shown. It is no ground to find, sort, group or count by, since each of these would tell the
clear value; and what is sent back as it was shown changes nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from comptoir.access import policy
from comptoir.context import Context
from comptoir.errors import ValidationError
from comptoir.meta.masking import looks_masked, masked
from comptoir.meta.model import DocType, Field
from comptoir.sentences import Label, _

NOT_MASKED: Mapping[str, Field] = {}


@dataclass(frozen=True, slots=True)
class Sight:
    """Which columns of a doctype the acting user reads: ``clear`` ones, and ``masked`` ones by their field."""

    clear: frozenset[str]
    masked: Mapping[str, Field]

    def shows(self, column: str) -> bool:
        """Whether anything of ``column`` is shown."""
        return column in self.clear or column in self.masked


def masked_fields(ctx: Context, doctype: DocType, holder: DocType | None = None) -> Mapping[str, Field]:
    """The fields of ``doctype`` that the acting user sees masked; of child rows by their levels on ``holder``."""
    if not doctype.masking_fields or ctx.is_administrator:
        return NOT_MASKED
    levels = policy.readable_levels(ctx, holder or doctype)
    return {field.fieldname: field for field in doctype.masking_fields if field.permlevel not in levels}


def sight_of(ctx: Context, doctype: DocType, holder: DocType | None = None) -> Sight:
    """The columns of ``doctype`` in a list; of child rows as seen by who reads documents of ``holder``."""
    key = ("sight", doctype, holder)
    found: Sight | None = ctx.memo.get(key)
    if found is None:
        columns, hides = policy.readable_columns(ctx, doctype), masked_fields(ctx, doctype, holder)
        if doctype.istable and holder is not None and not ctx.is_administrator:
            levels = policy.readable_levels(ctx, holder)
            columns -= {field.fieldname for field in doctype.levelled_fields if field.permlevel not in levels}
        whole = not hides or doctype.istable or policy.decide(ctx, "read", doctype).allow
        shown = {name: field for name, field in hides.items() if whole or name in columns}
        found = ctx.memo[key] = Sight(columns - hides.keys(), shown)
    return found


def mask_rows(rows: Iterable[dict[str, Any]], fields: Mapping[str, Field]) -> None:
    """Write the masks of ``fields``, by their key in each row, over what was read."""
    for row in rows if fields else ():
        for key, field in fields.items():
            if key in row:
                row[key] = masked(field, row[key])


def keep_masked(doc: Any, before: Any | None) -> None:
    """Put back the stored value wherever its mask was sent. Raises for a mask of any other value.

    That holds for everybody: no clear value of such a field looks like a mask.
    """
    stored = {} if before is None else {row.name: row for row in before.all_children()}
    for part in (doc, *doc.all_children()):
        old = before if part is doc else stored.get(part.name)
        for field in part.meta.masking_fields:
            sent = part.__dict__.get(field.fieldname)
            if not looks_masked(sent):
                continue
            kept = old.__dict__.get(field.fieldname) if old is not None else None
            if masked(field, kept) != sent:
                _refuse(part, field)
            part.__dict__[field.fieldname] = kept


def told(part: Any, field: Field, value: Any) -> Any:
    """``value`` of a document or row as its acting user may be told it, in a sentence say."""
    holder = part._parent or part
    hides = masked_fields(part._ctx, part.meta, holder.meta)
    return masked(field, value) if field.fieldname in hides else value


def _refuse(part: Any, field: Field) -> None:
    sentence = _(
        "{label} was sent with dots in place of what is hidden. Write the whole value, or leave the field alone.",
        label=Label(field.title),
    )
    row = (None, None) if part._parent is None else (part.parentfield, part.idx)
    raise ValidationError.at(field.fieldname, sentence, *row)
