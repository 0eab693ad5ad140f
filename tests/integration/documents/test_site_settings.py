"""System Settings decide how values are read, rounded and written; ``site_config.json`` answers where they are silent."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import frappe
import pytest
from comptoir.context import Context, use
from comptoir.documents.settings import locale_of, value_settings
from comptoir.errors import MandatoryError, ValidationError
from comptoir.meta.values import Rounding
from comptoir.sites import Bench, Site
from comptoir.sites.config import SITE, read_json, write_json
from comptoir.sites.settings import site_settings


def store(**values: Any) -> None:
    settings = frappe.get_doc("System Settings")
    settings.update(values)
    settings.save()


class TestWithoutASavedDocument:
    def test_the_configuration_holds(self, bench: Bench, site: Site) -> None:
        own = {
            "time_zone": "Asia/Tokyo",
            "rounding_method": "Commercial Rounding",
            "number_format": "# ###,##",
        }
        write_json(site.path / SITE, read_json(site.path / SITE) | own)
        bench.forget(site.name)
        with bench.site(site.name).context() as ctx:
            found = site_settings(ctx)
            assert ("Asia/Tokyo", Rounding.COMMERCIAL, "# ###,##") == (
                found.time_zone,
                found.rounding,
                found.number_format,
            )

    def test_the_form_starts_with_the_configuration(self, ctx: Context) -> None:
        assert ctx.site.config.time_zone == frappe.get_doc("System Settings").time_zone

    def test_formats_are_the_usual_ones_of_the_language(self, ctx: Context) -> None:
        ctx.lang = "fr"
        assert ("dd/mm/yyyy", "# ###,##") == (locale_of(ctx).date_format, locale_of(ctx).number_format)


class TestTheCurrency:
    """Frappe fills links that are called like a setting of the site, whatever their own default."""

    @pytest.fixture
    def client(self, ctx: Context) -> str:
        return str(frappe.get_doc(doctype="Client", client_name="Acme").insert().name)

    def test_of_the_site_is_that_of_new_documents(self, client: str) -> None:
        store(currency="USD")
        assert "USD" == frappe.new_doc("Proposal").currency
        made = frappe.get_doc(doctype="Contract", client=client).insert()
        assert "USD" == made.currency

    def test_that_is_chosen_stays(self, client: str) -> None:
        store(currency="USD")
        assert "EUR" == frappe.get_doc(doctype="Contract", client=client, currency="EUR").insert().currency

    def test_that_is_declared_holds_where_the_site_says_none(self, client: str) -> None:
        assert "EUR" == frappe.get_doc(doctype="Contract", client=client).insert().currency


class TestSavedSettings:
    def test_rounding_follows_at_once(self, ctx: Context) -> None:
        store(rounding_method="Commercial Rounding", currency_precision="2")
        made = frappe.get_doc(doctype="Client", client_name="Acme", credit_limit=10.125).insert()
        assert 10.13 == made.credit_limit

    def test_digits_of_an_amount_follow(self, ctx: Context) -> None:
        store(currency_precision="0")
        assert 0 == value_settings(ctx).currency_precision
        assert (
            13.0 == frappe.get_doc(doctype="Client", client_name="A", credit_limit=12.6).insert().credit_limit
        )

    def test_the_clock_follows_after_the_commit(self, site: Site) -> None:
        with site.context():
            store(time_zone="Pacific/Auckland")
        there = datetime.now(ZoneInfo("Pacific/Auckland")).replace(tzinfo=None)
        with site.context() as ctx:
            assert abs((ctx.clock.now() - there).total_seconds()) < 60

    def test_new_contexts_speak_the_language_of_the_site(self, site: Site) -> None:
        with site.context():
            store(language="fr")
        with site.context() as ctx:
            assert "fr" == ctx.lang

    def test_local_phone_numbers_are_those_of_the_country(self, site: Site) -> None:
        with pytest.raises(ValidationError), site.context():
            phone("01 99 00 12 34")
        with site.context():
            store(country="France")
        with site.context():
            assert "+33199001234" == phone("01 99 00 12 34")

    def test_other_units_of_work_see_nothing_before_the_commit(self, site: Site) -> None:
        with site.context() as ctx:
            store(float_precision="5")
            assert 5 == site_settings(ctx).float_precision
            assert 5 != site.settings.float_precision
        assert 5 == site.settings.float_precision

    def test_other_processes_hear_of_the_commit(self, bench: Bench, site: Site) -> None:
        other = Bench(bench.root, bench.sites_path)
        elsewhere = other.site(site.name)
        with elsewhere.context():
            assert elsewhere.settings.float_precision is None
        with site.context():
            store(float_precision="6")
        with elsewhere.context():
            assert 6 == elsewhere.settings.float_precision
        other.close()

    def test_a_rolled_back_change_is_forgotten(self, ctx: Context) -> None:
        before = site_settings(ctx)
        store(float_precision="7")
        ctx.db.rollback()
        assert before == site_settings(ctx)

    def test_a_change_undone_to_a_savepoint_is_forgotten(self, ctx: Context) -> None:
        store(float_precision="4")
        with pytest.raises(MandatoryError), ctx.db.savepoint():
            store_and_fail(float_precision="8")
        assert 4 == site_settings(ctx).float_precision

    def test_a_value_written_without_the_document_counts(self, ctx: Context) -> None:
        frappe.db.set_single_value("System Settings", "number_format", "#.###,##")
        assert "#.###,##" == locale_of(ctx).number_format

    def test_amounts_are_written_in_the_formats_of_the_site(self, ctx: Context) -> None:
        store(number_format="#.###,##", currency="EUR")
        client = frappe.get_doc(doctype="Client", client_name="Acme", credit_limit=1234.5).insert()
        assert "€1.234,50" == client.get_formatted("credit_limit")

    def test_settings_are_read_once_per_version(self, site: Site) -> None:
        with use(site.open("Administrator")) as first:
            site_settings(first)
            before = first.db.statements
            assert site_settings(first) is site_settings(first)
            assert before == first.db.statements
            first.db.close()


def store_and_fail(**values: Any) -> None:
    store(**values)
    frappe.get_doc(doctype="Client").insert()


def phone(number: str) -> str:
    row = {"phone": number}
    client = frappe.get_doc(doctype="Client", client_name="Acme", phones=[row]).insert()
    return str(client.phones[0].phone)
