"""Buttons of a form lead nowhere that the actor may not go."""

from __future__ import annotations

import pytest
from comptoir.context import Context
from comptoir.desk.buttons import is_offered
from comptoir.meta.actions import read_action


def offered(ctx: Context, user: str, **action: object) -> bool:
    return is_offered(ctx.acting_as(user), read_action({"label": "Go", **action}))


@pytest.mark.parametrize(
    "action",
    [
        {"action": "app.make", "open_doctype": "User"},
        {"action": "app.find", "open_doctype": "User", "no_reload": 1},
        {"action": "List/User?enabled=1", "action_type": "Route"},
        {"action": "Form/User/{owner}", "action_type": "Route"},
    ],
)
def test_what_is_opened_asks_for_its_rights(ctx: Context, action: dict[str, object]) -> None:
    assert (True, False) == (offered(ctx, "Administrator", **action), offered(ctx, "Guest", **action))


@pytest.mark.parametrize(
    "action",
    [
        {"action": "complete"},
        {"action": "Form/{reference_type}/{reference_name}", "action_type": "Route"},
        {"action": "/app/work", "action_type": "Route"},
        {"action": "https://example.com/List/User", "action_type": "Route"},
    ],
)
def test_what_opens_nothing_by_name_is_shown(ctx: Context, action: dict[str, object]) -> None:
    assert offered(ctx, "Guest", **action)


def test_what_is_hidden_or_unknown_is_shown_to_nobody(ctx: Context) -> None:
    assert not offered(ctx, "Administrator", action="complete", hidden=1)
    assert not offered(ctx, "Administrator", action="app.make", open_doctype="Gone")
