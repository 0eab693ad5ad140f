"""A document that says nothing is refused with a sentence, whatever its controller takes for granted."""

from __future__ import annotations

from typing import Any

import pytest

from .conftest import Caller

pytestmark = pytest.mark.only_on("sqlite")


def test_of_every_doctype_are_answered(admin: Caller) -> None:
    doctypes = admin("GET", '/api/resource/DocType?limit_page_length=0&filters=[["istable","=",0]]').json()
    names = [row["name"] for row in doctypes["data"]]
    assert {"Act", "Bill of Materials", "Client", "User"} < set(names)
    assert [] == [fault for name in names for fault in faults(admin, name)]


def faults(admin: Caller, doctype: str) -> list[tuple[str, dict[str, Any], int]]:
    """The bodies that the server failed at: nothing, and one empty row in each table."""
    meta = admin("GET", f"/api/method/comptoir.desk.api.meta?doctype={doctype}").json()["message"]["doctype"]
    rows = {field["fieldname"]: [{}] for field in meta["fields"] if field["fieldtype"] == "Table"}
    calculated = "/api/method/comptoir.desk.calculating.calculated"
    tried = [(f"/api/resource/{doctype}", body) for body in ({}, rows)]
    tried += [(calculated, {"doc": {"doctype": doctype, **body}}) for body in ({}, rows)]
    answers = [(path, body, admin("POST", path, json=body).status_code) for path, body in tried]
    return [answer for answer in answers if answer[2] >= 500]
