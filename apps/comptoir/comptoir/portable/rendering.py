"""The files of one exported doctype: its declaration, controller and form script, and the rules the app keeps itself."""

from __future__ import annotations

import ast
import json
import pprint
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from comptoir.meta.additions import packed
from comptoir.meta.load import to_json
from comptoir.meta.model import DocType, Field
from comptoir.meta.rules import mask_pattern
from comptoir.portable.javascript import condition, needs_script
from comptoir.text import class_name

Rules = Mapping[str, Mapping[str, Mapping[str, Any]]]

STAMP = {
    "creation": "2026-01-01 00:00:00.000000", "modified": "2026-01-01 00:00:00.000000", "modified_by": "Administrator",
    "owner": "Administrator",
}  # fmt: skip
_CONDITIONS = ("depends_on", "mandatory_depends_on", "read_only_depends_on", "collapsible_depends_on")
_TEXT_RULES = ("mask", "pattern", "pattern_message", "normalise")
_KEPT = "comptoir_json_actions"
"""Every action as it was declared, beside those that Frappe's own buttons can run."""


def declaration(doctype: DocType) -> str:
    """The JSON of ``doctype`` as a stock Frappe reads it and this installation reads it back."""
    data = to_json(doctype)
    scripted = [action for action in doctype.actions if needs_script(action)]
    if scripted:
        data["actions"] = [action for action in data["actions"] if not needs_script(action)]
    data["fields"] = [_conditions(row) for row in data["fields"]]
    sent = {**STAMP, "custom": 0} | packed(data)
    if scripted:
        sent[_KEPT] = json.dumps(
            [dict(action) for action in doctype.actions], ensure_ascii=False, sort_keys=True
        )
    return json.dumps(dict(sorted(sent.items())), indent=1, ensure_ascii=False) + "\n"


def _conditions(row: Mapping[str, Any]) -> dict[str, Any]:
    """A field whose conditions JavaScript reads; one that had to be reworded travels in its own words too."""
    result = dict(row)
    for key in _CONDITIONS:
        if row.get(key) and condition(row[key]) != row[key]:
            result |= {key: condition(row[key]), f"comptoir_{key}": row[key]}
    return result


def controller(doctype: DocType, app: str, base: str | None, *, guarded: bool) -> str:
    """The module that Frappe takes the class of documents from."""
    name = class_name(doctype.name)
    bases = (["Guarded"] if guarded else []) + (["Own"] if base else ["Document"])
    imports = [f"from {app}._rules import Guarded"] if guarded else []
    if base:
        imports.append(f"from {base} import {name} as Own")
    else:
        imports.insert(0, "from frappe.model.document import Document" + ("\n" if guarded else ""))
    lines = [f'"""Controller of {doctype.name}."""', "", *imports, "", ""]
    lines += [f"class {name}({', '.join(bases)}):", f'    """{_purpose(base, guarded=guarded)}"""']
    return "\n".join(lines) + "\n"


def _purpose(base: str | None, *, guarded: bool) -> str:
    own = f"What {base} says" if base else "A document without code of its own"
    return f"{own}{', under the rules of its declaration' if guarded else ''}."


def has_class(module: Path, doctype: str) -> bool:
    """Whether there is the module, and defines the controller of ``doctype``."""
    if not module.exists():
        return False
    body = ast.parse(module.read_text(encoding="utf-8")).body
    return any(isinstance(node, ast.ClassDef) and node.name == class_name(doctype) for node in body)


def rules_of(doctypes: Mapping[str, DocType]) -> Rules:
    """What Frappe does not check by itself: ``{doctype: {fieldname: rule}}``."""
    found: dict[str, dict[str, dict[str, Any]]] = {}
    for name, doctype in sorted(doctypes.items()):
        rules = {field.fieldname: rule for field in doctype.value_fields if (rule := _rule(field))}
        if rules:
            found[name] = rules
    return found


def _rule(field: Field) -> dict[str, Any]:
    rule: dict[str, Any] = {key: getattr(field, key) for key in _TEXT_RULES if getattr(field, key)}
    rule |= {
        key: _plain(value) for key in ("minimum", "maximum") if (value := getattr(field, key)) is not None
    }
    if field.mask:
        rule["mask_pattern"] = mask_pattern(field.mask).pattern
    return rule | {"label": field.title} if rule else {}


def _plain(value: float) -> float:
    return int(value) if value.is_integer() else value


def is_guarded(doctype: DocType, rules: Rules) -> bool:
    """Whether documents of ``doctype``, or rows in them, are under rules; rows are judged with their document."""
    parts = {doctype.name, *(field.options or "" for field in doctype.table_fields)}
    return not doctype.istable and bool(parts & rules.keys())


def rules_module(rules: Rules) -> str:
    """The module that holds the rules of the app's declarations."""
    text = pprint.pformat({key: dict(value) for key, value in rules.items()}, width=100, sort_dicts=True)
    return (
        '"""The rules that declarations of this app put on values, and the class that keeps them."""\n\n'
        f"from ._checks import Guard\n\nRULES = {text}\n\n\n"
        'class Guarded(Guard):\n    """Keeps the rules of this app."""\n\n    guarded_rules = RULES\n'
    )
