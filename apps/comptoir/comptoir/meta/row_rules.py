"""Row rules as a declaration states them, and whether their conditions fit the doctype they are about."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from comptoir.expressions.conditions import Node, Path, parse, sides
from comptoir.expressions.errors import ExpressionSyntaxError
from comptoir.meta.model import RIGHTS, DocType, column_field
from comptoir.sentences import Label, _

Find = Callable[[str], DocType | None]
NO_MOMENT = datetime(1, 1, 1)


@dataclass(frozen=True, slots=True)
class RowRule:
    """``role`` reaches, with ``rights``, only documents for which ``expression`` or another rule holds."""

    role: str
    rights: frozenset[str]
    expression: str
    description: str = ""
    name: str = ""
    """The name of the Row Rule document; empty for a declared rule."""


def declared(doctype: DocType) -> tuple[RowRule, ...]:
    """The rules in the declaration of ``doctype``."""
    return tuple(read_rule(row) for row in doctype.row_rules)


def read_rule(row: Mapping[str, Any], name: str = "") -> RowRule:
    """The rule of one row: rights are flags as in a permission, in a Row Rule document ``for_read`` and so on."""
    rights = frozenset(
        right for right in RIGHTS if (row.get(right) or row.get(f"for_{right}")) in (1, "1", True)
    )
    expression, text = str(row.get("expression") or ""), str(row.get("description") or "")
    return RowRule(str(row.get("role") or ""), rights, expression, text, name)


def checked(doctype: DocType, expression: str, find: Find) -> Node:
    """The condition of ``expression``. Raises ``ExpressionSyntaxError`` for what ``doctype`` has no column for."""
    node = parse(expression)
    for side in sides(node):
        if isinstance(side, Path):
            _check_path(doctype, side, find)
    return node


def _check_path(doctype: DocType, path: Path, find: Find) -> None:
    owner: DocType | None = doctype
    for step, name in enumerate(path.names):
        field = column_field(owner, name) if owner is not None else None
        if owner is None or field is None or field.fieldtype == "Password":
            reason = _(
                "{doctype} has no field {fieldname} a rule could ask for",
                doctype=Label(owner.name if owner is not None else doctype.name),
                fieldname=name,
            )
            raise ExpressionSyntaxError("unknown_name", reason, path.position)
        if step + 1 < len(path.names):
            owner = find(field.options or "") if field.fieldtype == "Link" else None
            if owner is None or owner.issingle or owner.is_virtual:
                reason = _("{fieldname} is no link to other documents", fieldname=name)
                raise ExpressionSyntaxError("syntax", reason, path.position)
