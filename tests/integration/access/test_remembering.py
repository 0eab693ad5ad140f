"""A process remembers how far the rights of people reach, until something changes that this was found from."""

from __future__ import annotations

from collections.abc import Iterator

import frappe
import pytest
from comptoir.access import policy
from comptoir.access.key_scopes import KeyScope
from comptoir.companions import shares
from comptoir.context import Context, use
from comptoir.sites import Bench, Site

from .conftest import ANNA, BORIS, names, new


@pytest.fixture
def lasting(ctx: Context, company: dict[str, str]) -> dict[str, str]:
    """The company, committed."""
    ctx.db.commit()
    return company


@pytest.fixture
def elsewhere(bench: Bench, site: Site, lasting: dict[str, str]) -> Iterator[Site]:
    """The same site as another process has it open, which has answered Boris before."""
    other = Bench(bench.root, bench.sites_path)
    opened = other.site(site.name)
    assert seen(opened) == [lasting["Lille"]]
    yield opened
    other.close()


def seen(site: Site, user: str = BORIS) -> list[str]:
    with site.context(user) as ctx, use(ctx):
        return names("Client")


def phone(site: Site) -> str:
    with site.context(BORIS) as ctx, use(ctx):
        return str(frappe.get_list("Client", fields=["phone"])[0]["phone"])


def opens(site: Site, name: str, user: str = BORIS) -> bool:
    with site.context(user) as ctx, use(ctx):
        return bool(frappe.get_doc("Client", name).has_permission("read"))


class TestWhatIsRemembered:
    def test_follows_the_branches_of_a_user(
        self, ctx: Context, elsewhere: Site, lasting: dict[str, str]
    ) -> None:
        boris = frappe.get_doc("User", BORIS)
        boris.append("scopes", {"scope": "Lyon Sud"})
        boris.save()
        ctx.db.commit()
        assert sorted((lasting["Lille"], lasting["Lyon Sud"])) == seen(elsewhere)

    def test_follows_the_setting(self, ctx: Context, elsewhere: Site, lasting: dict[str, str]) -> None:
        frappe.db.set_single_value("System Settings", "limit_to_scope", 0)
        ctx.db.commit()
        assert sorted(lasting.values()) == seen(elsewhere)

    def test_follows_row_rules(self, ctx: Context, elsewhere: Site) -> None:
        rule = {"document_type": "Client", "role": "Sales Manager", "for_read": 1, "enabled": 1}
        new("Row Rule", expression='doc.city == "Nice"', description="it is in Nice", **rule)
        ctx.db.commit()
        assert [] == seen(elsewhere)

    def test_follows_the_roles_of_a_user(self, ctx: Context, elsewhere: Site) -> None:
        boris = frappe.get_doc("User", BORIS)
        boris.set("roles", [{"role": "Storekeeper"}])
        boris.save()
        ctx.db.commit()
        with elsewhere.context(BORIS) as other:
            assert not policy.decide(other, "write", other.site.registry.get("Client"))

    def test_is_not_taken_from_what_is_rolled_back(
        self, ctx: Context, site: Site, elsewhere: Site, lasting: dict[str, str]
    ) -> None:
        frappe.db.set_single_value("System Settings", "limit_to_scope", 0)
        with use(ctx.acting_as(BORIS)):
            assert sorted(lasting.values()) == names("Client")
        ctx.db.rollback()
        assert [lasting["Lille"]] == seen(site)
        assert [lasting["Lille"]] == seen(elsewhere)

    def test_of_a_key_is_not_that_of_its_user(self, site: Site, lasting: dict[str, str]) -> None:
        meta = site.registry.get("Client")
        key = KeyScope("KEY-1", "Reports", BORIS, {"Client": frozenset({"read"})})
        for _again in range(2):
            with site.context(BORIS) as whole:
                assert policy.decide(whole, "write", meta)
            with site.context(BORIS) as narrowed:
                narrowed.key = key
                assert not policy.decide(narrowed, "write", meta)
        with site.context(BORIS) as narrowed:
            narrowed.key = KeyScope("KEY-1", "Reports", BORIS, {"Client": frozenset({"read", "write"})})
            assert policy.decide(narrowed, "write", meta)

    def test_follows_shares(self, ctx: Context, elsewhere: Site, lasting: dict[str, str]) -> None:
        given = shares.add(ctx, "Client", lasting["Lyon"], BORIS, {"read": True})
        ctx.db.commit()
        assert sorted((lasting["Lille"], lasting["Lyon"])) == seen(elsewhere)
        frappe.delete_doc("DocShare", given.name)
        ctx.db.commit()
        assert [lasting["Lille"]] == seen(elsewhere)

    def test_follows_the_levels_of_fields(self, ctx: Context, elsewhere: Site) -> None:
        assert "+33184800012" == phone(elsewhere)
        boris = frappe.get_doc("User", BORIS)
        boris.set("roles", [{"role": "Storekeeper"}])
        boris.save()
        ctx.db.commit()
        assert "•" in phone(elsewhere)

    def test_columns_of_a_key_are_not_those_of_its_user(self, site: Site, lasting: dict[str, str]) -> None:
        key = KeyScope("KEY-1", "Links", BORIS, {"Client": frozenset({"select"})})
        for _again in range(2):
            with site.context(BORIS) as whole, use(whole):
                assert ["name", "status"] == list(frappe.get_list("Client", fields=["name", "status"])[0])
            with site.context(BORIS) as narrowed, use(narrowed):
                narrowed.key = key
                assert [{"name": lasting["Lille"]}] == frappe.get_list("Client", fields=["name", "status"])


class TestADocumentOfNoBranch:
    @pytest.fixture
    def unscoped(self, ctx: Context, elsewhere: Site) -> str:
        """A client of Boris that lost its branch after both processes had answered him."""
        assert seen(ctx.site) == seen(elsewhere)
        client = new("Client", client_name="Nowhere", branch="Lyon")
        frappe.db.set_value("Client", client.name, {"branch": None, "owner": BORIS})
        ctx.db.commit()
        return str(client.name)

    def test_is_seen_by_its_owner_at_once(self, ctx: Context, elsewhere: Site, unscoped: str) -> None:
        for site in (ctx.site, elsewhere):
            assert (True, True) == (unscoped in seen(site), opens(site, unscoped))

    def test_is_seen_in_the_unit_of_work_that_wrote_it(self, site: Site, elsewhere: Site) -> None:
        with site.context(BORIS) as ctx, use(ctx):
            before = names("Client")
            made = new("Client", client_name="Nowhere")
            frappe.db.set_value("Client", made.name, "branch", None)
            within = names("Client")
            ctx.db.commit()
            after = names("Client")
        assert within == after == sorted((*before, made.name))
        assert after == seen(elsewhere)

    def test_is_seen_by_whoever_becomes_its_owner(self, ctx: Context, elsewhere: Site, unscoped: str) -> None:
        assert unscoped not in seen(elsewhere, ANNA)
        frappe.db.set_value("Client", unscoped, "owner", ANNA)
        ctx.db.commit()
        assert unscoped in seen(elsewhere, ANNA)
        assert unscoped not in seen(elsewhere)

    def test_is_asked_for_once(self, elsewhere: Site) -> None:
        seen(elsewhere)
        with elsewhere.context(BORIS) as ctx, use(ctx):
            frappe.get_roles()
            before = ctx.db.statements
            frappe.get_list("Client", fields=["name"])
            assert 1 == ctx.db.statements - before
