"""What people set for their screens: kept for each user and doctype, and for nobody else."""

from __future__ import annotations

import json
from typing import Any

import pytest
from comptoir.context import Context
from comptoir.desk import meta, user_settings
from comptoir.errors import DataError, PermissionError
from frappe.model.utils import user_settings as frappes

from ...conftest import Acting
from .conftest import ANNA, BORIS


def test_parts_are_set_beside_each_other_and_taken_away(
    ctx: Context, clients: list[str], acting: Acting
) -> None:
    assert "{}" == frappes.get("Client")
    frappes.save("Client", json.dumps({"List": {"columns": "city"}, "last_view": "List"}))
    kept = json.loads(frappes.save("Client", {"List": {"columns": "city,email:200"}}))
    assert (
        {"List": {"columns": "city,email:200"}, "last_view": "List"}
        == kept
        == json.loads(frappes.get("Client"))
    )
    assert {"last_view": "List"} == json.loads(frappes.save("Client", {"List": None}))
    with acting(ANNA) as anna:
        assert {} == user_settings.of(anna, "Client")
    assert {"last_view": "List"} == meta.view_with_children(ctx, "Client")["doctype"]["user_settings"]
    assert {} == user_settings.of(ctx, "Contact")


@pytest.mark.parametrize("sent", ["[]", "{", 5, ["x"], json.dumps({"List": "x" * 70_000})])
def test_what_is_no_object_or_too_much_is_refused(ctx: Context, sent: Any) -> None:
    with pytest.raises(DataError):
        frappes.save("Client", sent)
    assert "{}" == frappes.get("Client")


def test_are_set_for_what_one_may_see(ctx: Context, clients: list[str], acting: Acting) -> None:
    with acting(BORIS) as boris, pytest.raises(PermissionError):
        user_settings.keep(boris, "API Key Scope", {"List": {}})
    with acting("Guest") as guest, pytest.raises(PermissionError):
        user_settings.keep(guest, "Client", {"List": {}})
