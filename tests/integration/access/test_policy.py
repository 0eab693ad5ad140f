"""``decide`` and ``predicate`` agree, and nothing is granted by default."""

from __future__ import annotations

from dataclasses import replace
from types import SimpleNamespace

import frappe
import pytest
from comptoir.access import decide, predicate
from comptoir.access.users import remember_roles
from comptoir.context import Context
from comptoir.documents import get_list
from comptoir.errors import PermissionError
from comptoir.meta.model import RIGHTS, Permission
from comptoir.query import And, Condition, Nothing
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

ROLES = ("Alpha", "Beta", "Gamma")
rows = st.lists(
    st.builds(
        Permission,
        role=st.sampled_from(ROLES),
        permlevel=st.sampled_from((0, 1)),
        if_owner=st.booleans(),
        rights=st.frozensets(st.sampled_from(RIGHTS)),
    ),
    max_size=4,
)


@settings(max_examples=300, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(
    rows=rows,
    roles=st.frozensets(st.sampled_from(ROLES)),
    right=st.sampled_from(RIGHTS),
    owner=st.sampled_from(("me@example.com", "you@example.com")),
)
def test_a_document_is_allowed_exactly_when_the_filter_keeps_it(
    ctx: Context, rows: list[Permission], roles: frozenset[str], right: str, owner: str
) -> None:
    ctx.set_user("me@example.com")
    remember_roles(ctx, roles)
    doctype = replace(ctx.site.registry.get("Client"), permissions=tuple(rows), is_submittable=True)
    match predicate(ctx, right, doctype):
        case None | And(items=()):
            kept = True
        case Nothing():
            kept = False
        case Condition(column=column, value=value):
            assert "owner" == column.name
            kept = value == owner
        case other:
            pytest.fail(f"unexpected filter {other}")
    doc = SimpleNamespace(name="X", get=lambda key: owner if key == "owner" else None)
    assert kept == decide(ctx, right, doctype, doc).allow


class TestGuest:
    def test_reads_nothing(self, site) -> None:
        with site.context("Guest") as ctx, pytest.raises(PermissionError):
            get_list(ctx, "Client")


class TestUserWithoutRoles:
    @pytest.fixture
    def nobody(self, site) -> str:
        with site.context():
            return str(
                frappe.get_doc(doctype="User", email="nobody@example.com", first_name="No").insert().name
            )

    def test_cannot_create(self, site, nobody: str) -> None:
        with pytest.raises(PermissionError), site.context(nobody):
            frappe.get_doc(doctype="Client", client_name="X").insert()

    def test_sees_no_more_of_users_than_a_link_shows(self, site, nobody: str) -> None:
        with site.context(nobody) as ctx:
            rows = get_list(ctx, "User", fields=["name", "api_key", "api_secret", "last_login"])
        assert {"name"} == {key for row in rows for key in row}

    def test_cannot_filter_by_what_they_cannot_see(self, site, nobody: str) -> None:
        with pytest.raises(PermissionError), site.context(nobody) as ctx:
            get_list(ctx, "User", filters=[["api_key", "like", "a%"]])
