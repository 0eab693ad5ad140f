"""The permission manager: what roles may do, what a change would do, and the change itself.

A change is a row as it is to be: ``{"doctype", "role", "level", "if_owner", "rights"}``; without rights it goes. With
``was``, the rights the row had when it was looked at, it is made only where the row still has them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from comptoir import documents
from comptoir.access import granting
from comptoir.access.grants import right_word
from comptoir.context import Context
from comptoir.desk import permission_effects as effects
from comptoir.errors import BadRequestError, TimestampMismatchError, ValidationError
from comptoir.hooks import whitelist
from comptoir.meta.model import RIGHTS, DocType, Permission
from comptoir.meta.permission_rows import by_key, cleaned, key_of, ordered
from comptoir.sentences import Label, _

MOST_CHANGES = 500


@whitelist(methods=["GET"])
def grid(ctx: Context, doctype: str | None = None, role: str | None = None) -> dict[str, Any]:
    """The rows of a document type, or of a role on every document type."""
    granting.require_keeper(ctx)
    if not doctype and not role:
        raise BadRequestError(_("Choose a document type or a role."))
    metas = [granting.target_of(ctx, doctype)] if doctype else _with_permissions(ctx)
    return {
        "doctype": doctype,
        "role": role,
        "rights": [{"right": right, "label": ctx.say(right_word(right))} for right in RIGHTS],
        "levels": _levels(ctx, metas[0]) if doctype else [],
        "rows": [
            row_view(ctx, meta, row) for meta in metas for row in ordered(meta.permissions) if role in (None, "", row.role)
        ],
    }  # fmt: skip


@whitelist(methods=["GET"])
def choices(ctx: Context) -> dict[str, Any]:
    """The document types and roles a grid can be asked for."""
    granting.require_keeper(ctx)
    roles = documents.get_list(ctx, "Role", fields=["name", "disabled"], order_by="name", limit=0)
    return {
        "doctypes": [
            {
                "name": meta.name, "label": ctx.say(meta.name), "module": meta.module,
                "submittable": meta.is_submittable, "custom": _is_custom(ctx, meta),
            }
            for meta in _with_permissions(ctx)
        ],
        "roles": [{"name": row["name"], "label": ctx.say(row["name"])} for row in roles if not row["disabled"]],
    }  # fmt: skip


@whitelist(methods=["GET", "POST"])
def preview(ctx: Context, changes: Sequence[Any]) -> dict[str, Any]:
    """What ``changes`` would give and take, whom it concerns, and what stands against it."""
    granting.require_keeper(ctx)
    found = list(_resulting(ctx, changes))
    return {
        "changes": [view for meta, after in found for view in effects.said(ctx, meta, after)],
        "effects": [effects.effect(ctx, meta, after) for meta, after in found],
        "refusals": [ctx.say(text) for meta, after in found for text in granting.refusals(ctx, meta, after)],
    }


@whitelist(methods=["POST"])
def apply(ctx: Context, changes: Sequence[Any]) -> dict[str, Any]:
    """Make ``changes`` to what roles may do, all of them or none."""
    granting.require_keeper(ctx, "write")
    done: list[dict[str, Any]] = []
    for doctype in sorted({change["doctype"] for change in _read(ctx, changes)}):
        granting.hold(ctx, doctype)
    for meta, after in _resulting(ctx, changes):
        done += effects.said(ctx, meta, after)
        _write(ctx, meta, after)
    return {"changes": done}


@whitelist(methods=["POST"])
def reset(ctx: Context, doctype: str) -> dict[str, Any]:
    """Give a document type the rows it was shipped with."""
    granting.require_keeper(ctx, "write")
    meta = granting.target_of(ctx, doctype)
    granting.hold(ctx, doctype)
    shipped = ctx.site.registry.shipped(doctype).permissions
    done = effects.said(ctx, meta, shipped)
    _write(ctx, meta, shipped)
    return {"changes": done}


def row_view(ctx: Context, meta: DocType, row: Permission) -> dict[str, Any]:
    """One row as the grid shows it."""
    masks = [field for field in meta.masking_fields if not _reads(meta, row.role, field.permlevel)]
    return {
        "doctype": meta.name,
        "doctype_label": ctx.say(meta.name),
        "module": meta.module,
        "submittable": meta.is_submittable,
        "role": row.role,
        "role_label": ctx.say(row.role),
        "level": row.permlevel,
        "if_owner": int(row.if_owner),
        "rights": [right for right in RIGHTS if row.grants(right)],
        "masks": [
            {"fieldname": field.fieldname, "label": ctx.say(field.title), "masking": field.masking, "level": field.permlevel}
            for field in (masks if not row.permlevel else ())
        ],
        "kind": "custom" if _is_custom(ctx, meta) else "standard",
    }  # fmt: skip


def _reads(meta: DocType, role: str, level: int) -> bool:
    return any(row.role == role and row.permlevel == level and row.grants("read") for row in meta.permissions)


def _levels(ctx: Context, meta: DocType) -> list[dict[str, Any]]:
    return [
        {
            "level": level,
            "fields": [
                {"fieldname": field.fieldname, "label": ctx.say(field.title)}
                for field in meta.fields
                if field.permlevel == level and not field.is_layout
            ],
        }
        for level in sorted(meta.permlevels | {0})
    ]


def _with_permissions(ctx: Context) -> list[DocType]:
    return [meta for meta in ctx.site.registry.all().values() if not meta.istable]


def _is_custom(ctx: Context, meta: DocType) -> bool:
    return by_key(meta.permissions) != by_key(ctx.site.registry.shipped(meta.name).permissions)


def _read(ctx: Context, changes: Iterable[Any]) -> list[Mapping[str, Any]]:
    """``changes`` as they should be. Raises ``BadRequestError``."""
    found = list(changes)
    if len(found) > MOST_CHANGES:
        raise BadRequestError(_("Send at most {most} changes at once.", most=MOST_CHANGES))
    for change in found:
        if not isinstance(change, Mapping) or not all(
            isinstance(change.get(key), str) for key in ("doctype", "role")
        ):
            raise BadRequestError(_("A change of permissions names its document type and its role."))
        for rights in (change.get("rights") or [], change.get("was") or []):
            if not isinstance(rights, list) or not set(map(str, rights)) <= set(RIGHTS):
                raise BadRequestError(
                    _("The rights of a change are a list of these: {rights}.", rights=RIGHTS)
                )
        if not str(change.get("level") or 0).isdecimal():
            raise BadRequestError(_("A level is a number from 0."))
    return found


def _resulting(ctx: Context, changes: Iterable[Any]) -> Iterator[tuple[DocType, tuple[Permission, ...]]]:
    """Each document type that ``changes`` concern, and the rows it would have. Raises for rows that give nothing."""
    by_doctype: dict[str, list[Mapping[str, Any]]] = {}
    for change in _read(ctx, changes):
        by_doctype.setdefault(change["doctype"], []).append(change)
    for name, wanted in sorted(by_doctype.items()):
        meta = granting.target_of(ctx, name)
        rows = by_key(granting.present_rows(ctx, meta))
        for change in wanted:
            row = cleaned(
                Permission(
                    change["role"], int(change.get("level") or 0), bool(int(change.get("if_owner") or 0)),
                    frozenset(right for right in RIGHTS if right in (change.get("rights") or ())),
                )
            )  # fmt: skip
            _check_unchanged(meta, row, rows.get(key_of(row)), change.get("was"))
            if not row.rights:
                rows.pop(key_of(row), None)
                continue
            problems = granting.problems(ctx, meta, row)
            if problems:
                raise ValidationError(problems[0])
            rows[key_of(row)] = row
        if not rows:
            raise ValidationError(
                _("{doctype} needs at least one permission; reset it instead.", doctype=Label(name))
            )
        yield meta, ordered(rows.values())


def _check_unchanged(meta: DocType, row: Permission, present: Permission | None, was: Any) -> None:
    """Raise ``TimestampMismatchError`` where somebody else changed the row since it was looked at."""
    if was is not None and set(was or ()) != (set() if present is None else set(present.rights)):
        raise TimestampMismatchError(
            _(
                "Somebody else has changed what {role} may do to {doctype}. Look at it again, then make your change.",
                role=Label(row.role),
                doctype=Label(meta.name),
            )
        )


def _write(ctx: Context, meta: DocType, after: tuple[Permission, ...]) -> None:
    """Store ``after`` as the rows of ``meta``; what was shipped is not stored."""
    granting.require_change(ctx, meta, after)
    shipped = ctx.site.registry.shipped(meta.name).permissions
    present = granting.stored_rows(ctx, meta.name)
    wanted = {} if by_key(shipped) == by_key(after) else by_key(after)
    ctx.flags[granting.CHECKED] = True
    try:
        for name, row in present.items():
            if wanted.get(key_of(row)) != row:
                documents.delete(ctx, granting.CUSTOM_DOCPERM, name)
            else:
                del wanted[key_of(row)]
        for row in wanted.values():
            documents.create(ctx, documents.new_document(ctx, granting.written(row, meta.name)))
    finally:
        ctx.flags.pop(granting.CHECKED)
