"""What people see and change of themselves, and who sees what the site uses."""

from __future__ import annotations

from typing import Any

import frappe
import pytest
from comptoir.desk import personal, site_state
from comptoir.errors import BadRequestError, PermissionError, ValidationError
from comptoir.sites import Site

INES = "ines@example.com"


@pytest.fixture
def ines(site: Site) -> Site:
    with site.context():
        frappe.get_doc(doctype="User", email=INES, first_name="Ines").insert()
    return site


def test_people_change_their_name_without_a_right_on_users(ines: Site) -> None:
    with ines.context(INES) as ctx:
        personal.change_me(ctx, {"last_name": "Garcia", "time_zone": "Asia/Tokyo"})
    with ines.context(INES) as ctx:
        about = personal.about_me(ctx)
    assert ("Ines", "Garcia", "Asia/Tokyo") == (about["first_name"], about["last_name"], about["time_zone"])
    with ines.context():
        assert "Ines Garcia" == frappe.db.get_value("User", INES, "full_name")


@pytest.mark.parametrize(
    "values", [{"enabled": "0"}, {"roles": "x"}, {"email": "a@example.com"}, {"last_name": ["x"]}]
)
def test_nothing_else_of_themselves_is_changed(ines: Site, values: dict[str, Any]) -> None:
    with ines.context(INES) as ctx, pytest.raises(BadRequestError):
        personal.change_me(ctx, values)


@pytest.mark.parametrize(
    "values",
    [{"time_zone": "Nowhere/City"}, {"user_image": "https://evil.example/x.png"}, {"first_name": " "}],
)
def test_values_that_cannot_be_are_refused(ines: Site, values: dict[str, Any]) -> None:
    with ines.context(INES) as ctx, pytest.raises(ValidationError):
        personal.change_me(ctx, values)


def test_what_the_site_uses_is_for_those_who_keep_its_settings(ines: Site) -> None:
    with ines.context() as ctx:
        assert 1 <= site_state.usage(ctx)["users"]["used"]
    with ines.context(INES) as ctx, pytest.raises(PermissionError):
        site_state.usage(ctx)
