"""Why somebody may do something to a document, or may not: each part of the grant that decides, judged by itself.

Nothing is decided here a second time: the steps are the parts of ``grants``, the shares, the subject and the hooks that
``policy`` goes by, and the verdict follows from them in the same way.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from comptoir.access import conditions, masking, policy, shares
from comptoir.access.grants import Grant, gives, grant_of
from comptoir.access.judging import Target, holds
from comptoir.access.parts import Kind, Part
from comptoir.context import Context
from comptoir.meta.companions import COMPANIONS
from comptoir.meta.model import RIGHTS, DocType, Field
from comptoir.sentences import Label, Sentence, _

StepKind = Literal["role", "rule", "limit", "scope", "app", "share", "subject", "key"]
Shown = Literal["clear", "masked", "hidden"]
KINDS: Mapping[Kind, StepKind] = {
    "role": "role", "rule": "rule", "user_permission": "limit", "scope": "scope", "hook": "app", "share": "share",
    "companion": "subject", "key": "key", "level": "role",
}  # fmt: skip
OPENING = frozenset({"role", "rule"})


@dataclass(frozen=True, slots=True)
class Step:
    """One part of a grant and whether it lets the document through."""

    kind: StepKind
    text: Sentence
    passed: bool
    part: Part | None = None
    """The part of the grant this step judges."""

    @property
    def document(self) -> tuple[str, str] | None:
        """The (doctype, name) of the document that says so."""
        return None if self.part is None else self.part.document


@dataclass(frozen=True, slots=True)
class Explained:
    """A verdict and the steps it follows from."""

    allow: bool
    steps: tuple[Step, ...]


@dataclass(frozen=True, slots=True)
class ExplainedField:
    """How one field is shown, and why."""

    field: Field
    shown: Shown
    writable: bool
    why: Sentence


def explain(ctx: Context, right: str, doctype: DocType, doc: Target) -> Explained:
    """Whether the acting user may do ``right`` to ``doc``, and every step that says so or does not."""
    grant = grant_of(ctx, right, doctype)
    opening = tuple(_opening(ctx, grant, doctype, doc))
    limits = tuple(_limits(ctx, grant, doctype, doc))
    by_role = any(step.passed for step in opening) and all(step.passed for step in limits)
    shared = tuple(_shared(ctx, right, doctype, doc))
    opened = by_role or any(step.passed for step in shared)
    steps = (*opening, *limits, *shared)
    if not opened or ctx.is_administrator:
        return Explained(opened, steps)
    last = tuple(_last(ctx, right, doctype, doc))
    return Explained(all(step.passed for step in last), (*steps, *last))


def explain_all(ctx: Context, doctype: DocType, doc: Target) -> dict[str, Explained]:
    """Every right that documents of ``doctype`` have, explained."""
    return {right: explain(ctx, right, doctype, doc) for right in rights_on(doctype)}


def rights_on(doctype: DocType) -> tuple[str, ...]:
    """The rights that mean something for documents of ``doctype``."""
    return tuple(
        right for right in RIGHTS if doctype.is_submittable or right not in ("submit", "cancel", "amend")
    )


def explain_fields(
    ctx: Context, doctype: DocType, rights: Mapping[str, Explained]
) -> Iterator[ExplainedField]:
    """How the acting user sees each field of a document on which they have ``rights``."""
    readable, writable = policy.readable_levels(ctx, doctype), policy.writable_levels(ctx, doctype)
    masked, selectable = masking.masked_fields(ctx, doctype), policy.selectable_columns(doctype)
    for field in doctype.fields:
        if field.is_layout:
            continue
        shown: Shown = "clear" if field.permlevel in readable else "hidden"
        if not rights["read"].allow and (field.fieldname not in selectable or not rights["select"].allow):
            shown, why = "hidden", _("{user} may not read the document", user=ctx.user)
        elif field.fieldname in masked:
            shown = "masked"
            why = _("no role of {user} reads level {level}: only a mask is shown", **_of(ctx, field))
        elif shown == "hidden":
            why = _("no role of {user} reads level {level}", **_of(ctx, field))
        elif field.permlevel:
            why = _("a role of {user} reads level {level}", **_of(ctx, field))
        else:
            why = _("it is of level 0, which belongs to the document")
        may_write = rights["write"].allow and field.permlevel in writable and shown == "clear"
        yield ExplainedField(field, shown, may_write and not field.read_only, why)


def givers(doctype: DocType, right: str) -> list[str]:
    """The roles that give ``right`` on documents of ``doctype``."""
    return sorted({row.role for row in doctype.permissions if gives(row, right)})


def _of(ctx: Context, field: Field) -> dict[str, Any]:
    return {"user": ctx.user, "level": field.permlevel}


def _opening(ctx: Context, grant: Grant, doctype: DocType, doc: Target) -> Iterator[Step]:
    if not grant.reaches:
        yield Step("role", grant.refusal or _("nothing gives the right"), passed=False)
    for part in grant.roles:
        yield Step(KINDS[part.kind], part.text, holds(ctx, doctype, doc, part.where), part)


def _limits(ctx: Context, grant: Grant, doctype: DocType, doc: Target) -> Iterator[Step]:
    for part in grant.limits:
        passed = holds(ctx, doctype, doc, part.where)
        yield Step(KINDS[part.kind], (part.within if passed else None) or part.text, passed, part)


def _shared(ctx: Context, right: str, doctype: DocType, doc: Target) -> Iterator[Step]:
    if ctx.is_administrator or not doc.name or not shares.can_be_shared(ctx, right, doctype):
        return
    values = {"doctype": Label(doctype.name), "name": doc.name, "user": ctx.user}
    if shares.GIVEN[right] in shares.rights_on(ctx, doctype, doc.name):
        yield Step("share", _("{doctype} {name} was shared with {user}", **values), passed=True)
    else:
        yield Step("share", _("{doctype} {name} was not shared with {user} for this", **values), passed=False)


def _last(ctx: Context, right: str, doctype: DocType, doc: Target) -> Iterator[Step]:
    """What is asked of a document that is open so far; what comes after a refusal is not asked."""
    companion = COMPANIONS.get(doctype.name)
    if companion is not None and doc.get(companion.type_field):
        part = policy.about(ctx, doctype, doc)
        text = _("{user} may read what it is about", user=ctx.user) if part is None else part.text
        yield Step("subject", text, part is None, part)
        if part is not None:
            return
    refused = conditions.refusal(ctx, right, doctype, doc)
    if refused is not None:
        yield Step("app", refused.text, passed=False, part=refused)
