"""Several reports in one request: each answered as it is alone, or refused for itself."""

from __future__ import annotations

from typing import Any

import frappe
import pytest
from comptoir.context import Context
from comptoir.desk import reporting
from comptoir.errors import (
    ConfigurationError,
    DataError,
    PermissionError,
    QueryDeadlockError,
    RequestTooLargeError,
)

from ...conftest import Acting
from .conftest import ANNA, BORIS

COUNTED = {"doctype": "Client", "numbers": ["count"]}
BY_BRANCH = {"doctype": "Client", "rows": ["branch"], "numbers": ["count"], "filters": [["city", "=", "Old"]]}
REFUSED = {"doctype": "Access Alert Rule", "numbers": ["count"]}


def plainly(answer: dict[str, Any]) -> Any:
    return [[(group["keys"], group["values"]) for group in level["groups"]] for level in answer["levels"]]


def test_each_is_answered_as_it_is_alone(ctx: Context, clients: list[str], acting: Acting) -> None:
    period = [["creation", "timespan", "this month"]]
    compared = {**COUNTED, "filters": period, "or_filters": None, "compare": True}
    for user in (ANNA, BORIS):
        with acting(user) as actor:
            found = reporting.reports(actor, [COUNTED, BY_BRANCH, compared])
            alone = [reporting.report(actor, **each) for each in (COUNTED, BY_BRANCH, compared)]
            assert alone == [each["answer"] for each in found]
            assert found[2]["answer"]["period"]["field"] == "creation"
            assert plainly(found[0]["answer"]) == [[((), [2 if user == ANNA else 1])]]


@pytest.mark.parametrize(
    ("asked", "kind", "status"),
    [
        (REFUSED, "PermissionError", 403),
        ({"doctype": "No Such"}, "DoctypeNotFoundError", 404),
        ({"doctype": "Client", "rows": ["nope"]}, "DataError", 417),
        ({"doctype": "Client", "compare": True}, "DataError", 417),
        ({"doctype": "Client", "filters": "1=1"}, "DataError", 417),
        ({"doctype": "Client", "rows": {"branch": 1}}, "DataError", 417),
        ({"doctype": "Client", "rights": ["read"]}, "BadRequestError", 400),
        ({"doctype": ["Client"]}, "DataError", 417),
        ({}, "DataError", 417),
        ("Client", "DataError", 417),
        (None, "DataError", 417),
    ],
)
def test_a_refused_one_is_refused_alone(
    ctx: Context, clients: list[str], acting: Acting, asked: Any, kind: str, status: int
) -> None:
    with acting(ANNA) as anna:
        before, refused, after = reporting.reports(anna, [COUNTED, asked, BY_BRANCH])
    assert (kind, status) == (refused["error"]["type"], refused["error"]["status"])
    assert refused["error"]["message"].endswith(".")
    assert plainly(before["answer"]) == [[((), [2])]]
    assert plainly(after["answer"]) == [[(("Lyon",), [2])], [((), [2])]]


def test_too_many_are_refused_before_any_is_asked(ctx: Context, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reporting, "report", lambda *_args, **_named: pytest.fail("asked"))
    with pytest.raises(RequestTooLargeError):
        reporting.reports(ctx, [COUNTED] * (reporting.MOST_AT_ONCE + 1))
    not_listed: Any = {"doctype": "Client"}
    with pytest.raises(DataError):
        reporting.reports(ctx, not_listed)


@pytest.mark.parametrize("inside", [True, False])
def test_what_a_refused_one_began_is_undone_and_nothing_else(
    ctx: Context, clients: list[str], monkeypatch: pytest.MonkeyPatch, inside: bool
) -> None:
    first, second = clients[:2]

    def report(ctx: Context, doctype: str, **_named: Any) -> Any:
        """What a hook of an app might do."""
        name = {"good": first, "bad": second}[doctype]
        frappe.msgprint(doctype)
        if inside or doctype == "bad":
            frappe.db.set_value("Client", name, "city", "New")
        if doctype == "bad":
            raise PermissionError()
        return doctype

    monkeypatch.setattr(reporting, "report", report)
    if inside:
        ctx.db.begin()
    said = len(ctx.messages)
    found = reporting.reports(ctx, [{"doctype": each} for each in ("good", "bad", "good")])
    assert ["good", "PermissionError", "good"] == [
        each.get("answer") or each["error"]["type"] for each in found
    ]
    assert inside == ctx.db.in_transaction
    assert [("New" if inside else "Old"), "Old"] == [
        frappe.db.get_value("Client", name, "city") for name in (first, second)
    ]
    assert ["good", "good"] == [str(message.message) for message in ctx.messages[said:]]


@pytest.mark.parametrize("fault", [ConfigurationError(), QueryDeadlockError(), ZeroDivisionError()])
def test_a_fault_is_no_refusal(ctx: Context, monkeypatch: pytest.MonkeyPatch, fault: Exception) -> None:
    def report(*_args: Any, **_named: Any) -> Any:
        raise fault

    monkeypatch.setattr(reporting, "report", report)
    with pytest.raises(type(fault)):
        reporting.reports(ctx, [COUNTED])
