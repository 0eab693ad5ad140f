"""Conditions and buttons as the form of a stock Frappe runs them."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any

from comptoir.errors import DeclarationError
from comptoir.expressions import PREFIX
from comptoir.expressions.tokens import Token, tokenize
from comptoir.meta.model import DocType

_FIELDNAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
_WORDS = {"and": "&&", "or": "||", "None": "null", "True": "true", "False": "false"}
_OF_FRAPPE = frozenset({"label", "group", "action_type", "action", "hidden", "custom"})
_PLACE = re.compile(r"\{(\w+)\}")


def condition(source: str) -> str:
    """A condition in the words of JavaScript. Raises ``DeclarationError`` for one that has none."""
    body = source.strip()
    if _FIELDNAME.fullmatch(body):
        return body
    body = body.removeprefix(PREFIX).strip()
    return PREFIX + "".join(_rewritten(body))


def _rewritten(body: str) -> list[str]:
    tokens = tokenize(body)
    parts: list[str] = []
    at = 0
    while tokens[at].kind != "end":
        member = _membership(tokens, at, body)
        if member is not None:
            text, at = member
            parts.append(text)
        elif tokens[at].kind == "name" and tokens[at].text in ("in", "not"):
            raise DeclarationError(f'"{tokens[at].text}" has no like in JavaScript where it stands')
        else:
            follows = tokens[at].kind == "name" and (at == 0 or tokens[at - 1].text != ".")
            text = _text(tokens, at, body)
            word = text.rstrip()
            parts.append(_WORDS[word] + text[len(word) :] if follows and word in _WORDS else text)
            at += 1
    return parts


def _membership(tokens: list[Token], at: int, body: str) -> tuple[str, int] | None:
    """``doc.a in [...]`` and ``doc.a not in [...]`` from ``at`` on, as JavaScript, and where they end."""
    left = _path(tokens, at)
    if left == at:
        return None
    negated = tokens[left].text == "not" and tokens[left + 1].text == "in"
    operator = left + 1 if negated else left
    if tokens[operator].kind != "name" or tokens[operator].text != "in":
        return None
    end = _bracket(tokens, operator + 1) if tokens[operator + 1].text == "[" else _path(tokens, operator + 1)
    if end == operator + 1:
        return None
    start = tokens[operator + 1].position - 1
    right = body[start : tokens[end].position - 1]
    blank = right[len(right.rstrip()) :]
    value = body[tokens[at].position - 1 : tokens[left].position - 1].rstrip()
    return f"{'!' if negated else ''}({right.rstrip()}).includes({value}){blank}", end


def _path(tokens: list[Token], at: int) -> int:
    """Where ``doc.a.b`` ends that begins at ``at``; ``at`` itself where there is none."""
    if tokens[at].kind != "name" or tokens[at].text not in ("doc", "parent"):
        return at
    at += 1
    while tokens[at].text == "." and tokens[at].kind == "sign" and tokens[at + 1].kind == "name":
        at += 2
    return at


def _bracket(tokens: list[Token], at: int) -> int:
    depth = 0
    while tokens[at].kind != "end":
        if tokens[at].kind == "sign":
            depth += {"[": 1, "]": -1}.get(tokens[at].text, 0)
        at += 1
        if not depth:
            break
    return at


def _text(tokens: list[Token], at: int, body: str) -> str:
    """The token and the blanks behind it, as they are written."""
    return body[tokens[at].position - 1 : tokens[at + 1].position - 1]


def needs_script(action: Mapping[str, Any]) -> bool:
    """Whether Frappe's own button for an action would not do what ours does."""
    is_function = "." in str(action.get("action") or "")
    is_route = action.get("action_type") == "Route"
    if is_route:
        return bool(_PLACE.search(str(action.get("action") or "")))
    return not is_function or bool(action.keys() - _OF_FRAPPE)


def form_script(doctype: DocType) -> str:
    """The script of the form: a button for every action that needs one."""
    buttons = [
        _button(action) for action in doctype.actions if needs_script(action) and not action.get("hidden")
    ]
    name = json.dumps(doctype.name, ensure_ascii=False)
    if not buttons:
        return f"frappe.ui.form.on({name}, {{}});\n"
    body = "\n".join(buttons)
    return f"frappe.ui.form.on({name}, {{\n\trefresh(frm) {{\n\t\tif (frm.is_new()) return;\n{body}\n\t}},\n}});\n"


def _button(action: Mapping[str, Any]) -> str:
    label = json.dumps(str(action.get("label") or action.get("action")), ensure_ascii=False)
    group = json.dumps(str(action.get("group") or "Actions"), ensure_ascii=False)
    button = f"frm.add_custom_button(__({label}), () => {_asking(action)}, __({group}));"
    shown = action.get("depends_on")
    if shown:
        source = condition(str(shown))
        test = source.removeprefix(PREFIX) if source.startswith(PREFIX) else f"doc.{source}"
        return f"\t\t{{\n\t\t\tconst doc = frm.doc;\n\t\t\tif ({test}) {button}\n\t\t}}"
    return f"\t\t{button}"


def _asking(action: Mapping[str, Any]) -> str:
    """The call, behind a dialog for arguments or a question where the action wants one."""
    fields = action.get("arguments")
    call = _call(action, "values" if fields else "{}")
    if fields:
        listed = fields if isinstance(fields, str) else json.dumps(fields, ensure_ascii=False, sort_keys=True)
        return f"frappe.prompt({listed}, (values) => {call})"
    if action.get("confirm"):
        question = json.dumps(str(action["confirm"]), ensure_ascii=False)
        return f"frappe.confirm(__({question}), () => {call})"
    return call


def _call(action: Mapping[str, Any], values: str) -> str:
    target = str(action.get("action") or "")
    if action.get("action_type") == "Route":
        parts = _PLACE.sub(
            lambda place: "${encodeURIComponent(frm.doc." + place[1] + ")}", target.lstrip("/")
        )
        prefix = "" if target.startswith("/") or "://" in target else "/app/"
        return f"window.open(`{prefix or '/'}{parts}`)" if "://" not in target else f"window.open(`{parts}`)"
    if "." in target:
        name = json.dumps(target)
        return f"frappe.xcall({name}, {{ doc: frm.doc, ...{values} }}).then(() => frm.reload_doc())"
    return f"frm.call({json.dumps(target)}, {values}).then(() => frm.reload_doc())"
