"""Expected answers with blanks: what must be equal, what only has a kind, and what plays a role in the sequence.

``<time>``, ``<date>``, ``<text>``, ``<int>``, ``<number>``, ``<bool>``, ``<hash>`` and ``<any>`` stand for a kind. ``{golden_1}`` is
a role: the first answer that has it says what it is, every other one must agree. ``{"<document>": "Client", ...}`` is
a document with its standard fields, ``{"<rows>": 20, "each": ...}`` a list of so many alike (each part is optional),
``{"<any order>": [...]}`` a list in whatever order, ``{"<shape>": "DocField"}`` an object of ``shapes.json`` (changed), and ``"<more>": 1`` in an object lets it have other keys too.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

TIME = re.compile(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d{6}")
DATE = re.compile(r"\d{4}-\d\d-\d\d")
HASH = re.compile(r"[0-9a-z]{10}")
ROLE = re.compile(r"\{([a-z][a-z_0-9]*)\}")
KINDS = {
    "text": str, "int": int, "number": (int, float), "bool": bool, "any": object, "time": str, "date": str, "hash": str,
}  # fmt: skip
OWNER = "manager@example.com"

Roles = dict[str, Any]
SHAPES: dict[str, dict[str, Any]] = json.loads((Path(__file__).parent / "shapes.json").read_text())
"""What every answer about a declaration has."""


def filled(value: Any, roles: Roles) -> Any:
    """``value`` with every role in it replaced; ``{"<kept>": "draft", ...}`` is an earlier answer, changed."""
    if isinstance(value, str):
        whole = ROLE.fullmatch(value)
        if whole and whole[1] in roles:
            return roles[whole[1]]
        return ROLE.sub(lambda found: str(roles.get(found[1], found[0])), value)
    if isinstance(value, list):
        return [filled(item, roles) for item in value]
    if isinstance(value, dict):
        kept = roles.get(value["<kept>"], {}) if "<kept>" in value else {}
        return kept | {
            filled(key, roles): filled(item, roles) for key, item in value.items() if key != "<kept>"
        }
    return value


def differences(expected: Any, found: Any, roles: Roles, where: str = "") -> Iterator[str]:
    """What keeps ``found`` from being ``expected``; roles met for the first time are remembered."""
    if isinstance(expected, dict) and "<document>" in expected:
        expected = document(expected)
    if isinstance(expected, dict) and "<shape>" in expected:
        expected = SHAPES[expected["<shape>"]] | {
            key: value for key, value in expected.items() if key != "<shape>"
        }
    if isinstance(expected, dict) and "<any order>" in expected:
        yield from _any_order(expected["<any order>"], found, roles, where)
    elif isinstance(expected, dict) and "<rows>" in expected:
        yield from _rows(expected, found, roles, where)
    elif isinstance(expected, dict):
        yield from _objects(expected, found, roles, where)
    elif isinstance(expected, list):
        yield from _lists(expected, found, roles, where)
    elif not _agree(expected, found, roles):
        yield f"{where or 'the answer'} is {found!r}, not {filled(expected, roles)!r}"


def document(short: dict[str, Any]) -> dict[str, Any]:
    """A document in full: the standard fields are those of a draft the manager made."""
    standard = {
        "name": "<hash>", "owner": OWNER, "creation": "<time>", "modified": "<time>", "modified_by": OWNER,
        "docstatus": 0, "idx": 0, "doctype": short["<document>"],
    }  # fmt: skip
    return standard | {key: value for key, value in short.items() if key != "<document>"}


def _rows(expected: dict[str, Any], found: Any, roles: Roles, where: str) -> Iterator[str]:
    if not isinstance(found, list):
        yield f"{where} is {found!r}, not a list"
        return
    if expected["<rows>"] != "<any>" and len(found) != expected["<rows>"]:
        yield f"{where} has {len(found)} rows, not {expected['<rows>']}"
    for number, row in enumerate(found):
        yield from differences(expected.get("each", "<any>"), row, roles, f"{where}[{number}]")


def _objects(expected: dict[str, Any], found: Any, roles: Roles, where: str) -> Iterator[str]:
    if not isinstance(found, dict):
        yield f"{where} is {found!r}, not an object"
        return
    more = bool(expected.get("<more>"))
    wanted = {filled(key, roles): value for key, value in expected.items() if key != "<more>"}
    for key in wanted.keys() - found.keys():
        yield f"{where}.{key} is missing"
    for key in () if more else sorted(found.keys() - wanted.keys()):
        yield f"{where}.{key} is not expected: {found[key]!r}"
    for key in wanted.keys() & found.keys():
        yield from differences(wanted[key], found[key], roles, f"{where}.{key}")


def _any_order(expected: list[Any], found: Any, roles: Roles, where: str) -> Iterator[str]:
    if not isinstance(found, list) or len(found) != len(expected):
        yield f"{where} is {found!r}, not {filled(expected, roles)!r} in any order"
        return
    left = list(found)
    for one in expected:
        match = next((row for row in left if not list(differences(one, row, dict(roles)))), None)
        if match is None:
            yield f"{where} lacks {filled(one, roles)!r} among {left!r}"
            return
        left.remove(match)


def _lists(expected: list[Any], found: Any, roles: Roles, where: str) -> Iterator[str]:
    if not isinstance(found, list) or len(found) != len(expected):
        yield f"{where} is {found!r}, not {filled(expected, roles)!r}"
        return
    for number, (one, other) in enumerate(zip(expected, found, strict=True)):
        yield from differences(one, other, roles, f"{where}[{number}]")


def _agree(expected: Any, found: Any, roles: Roles) -> bool:
    if isinstance(expected, str) and expected.strip("<>") in KINDS and expected == f"<{expected[1:-1]}>":
        return _is_kind(expected[1:-1], found)
    if isinstance(expected, str) and (role := ROLE.fullmatch(expected)) and role[1] not in roles:
        roles[role[1]] = found
        return found not in (None, "")
    wanted = filled(expected, roles)
    return wanted == found and (isinstance(wanted, bool) == isinstance(found, bool)) and _alike(wanted, found)


def _alike(wanted: Any, found: Any) -> bool:
    """JSON tells 1 from 1.0, and so do strictly typed clients."""
    return isinstance(wanted, float) == isinstance(found, float)


def _is_kind(kind: str, found: Any) -> bool:
    match kind:
        case "time":
            return isinstance(found, str) and TIME.fullmatch(found) is not None
        case "hash":
            return isinstance(found, str) and HASH.fullmatch(found) is not None
        case "date":
            return isinstance(found, str) and DATE.fullmatch(found) is not None
        case "int":
            return isinstance(found, int) and not isinstance(found, bool)
        case _:
            return isinstance(found, KINDS[kind])
