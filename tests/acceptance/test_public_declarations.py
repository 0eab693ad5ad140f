"""Declarations as others publish them, sent to ``/api/resource/DocType``: what means nothing is no reason to refuse."""

from __future__ import annotations

from typing import Any

import httpx
import pytest

from .conftest import Caller

FIELDS: list[dict[str, Any]] = [
    {"fieldname": "Kind", "fieldtype": "Data", "label": "Kind"},
    {
        "fieldname": "reason",
        "fieldtype": "Data",
        "label": "Reason",
        "depends_on": "eval:doc.Kind == 'Other'; ",
    },
    {"fieldname": "cost", "fieldtype": "Float", "label": "Cost", "permlevel": 1},
]
LEVEL_0 = {"role": "System Manager", "read": 1, "write": 1, "create": 1}
LEVEL_1 = {
    "role": "System Manager",
    "permlevel": 1,
    "read": 1,
    "write": 1,
    "email": 1,
    "print": 1,
    "share": 1,
}


def declare(caller: Caller, fields: list[dict[str, Any]], *permissions: dict[str, Any]) -> httpx.Response:
    values = {"name": "Ticket", "module": "Core", "custom": 1, "fields": fields, "permissions": permissions}
    return caller("POST", "/api/resource/DocType", json=values)


def test_idle_parts_are_left_out(admin: Caller) -> None:
    declare(admin, FIELDS, LEVEL_0, LEVEL_1).raise_for_status()
    made = admin("POST", "/api/resource/Ticket", json={"Kind": "Other", "cost": 2.5}).json()["data"]
    assert ("Other", 2.5) == (made["Kind"], made["cost"])
    meta = admin("GET", "/api/method/comptoir.desk.api.meta?doctype=Ticket").json()["message"]["doctype"]
    shown = {field["fieldname"]: field.get("depends_on") for field in meta["fields"]}
    assert "eval:doc.Kind == 'Other'" == shown["reason"]


@pytest.mark.parametrize(
    ("field", "rule"),
    [
        ({"fieldname": "1st", "fieldtype": "Data"}, "meta.E010"),
        ({"fieldname": "insert", "fieldtype": "Data"}, "meta.E011"),
        ({"fieldname": "x", "fieldtype": "Data", "depends_on": "eval:doc.Kind ==;"}, "meta.E030"),
    ],
)
def test_what_would_be_lost_is_refused(admin: Caller, field: dict[str, Any], rule: str) -> None:
    answer = declare(admin, [*FIELDS, field], LEVEL_0)
    assert (417, True) == (answer.status_code, rule in answer.text)
