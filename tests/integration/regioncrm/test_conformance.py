"""RegionCRM and the engine pass the suite that every app passes, on both databases."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from comptoir.apps.install import NewSite, create_site
from comptoir.sites import Bench, Site
from comptoir.testing import AppConformance

from ...databases import Databases

LEDGER = "written by the stock ledger alone"
NAMES_FIELDS = "names fields of another document type; it has tests of its own"
CUSTOMISING = "what it holds must be a declaration"


class OnBothDatabases(AppConformance):
    @pytest.fixture(scope="class")
    @classmethod
    def conformance_site(cls, conformance_bench: Bench, db_type: str, databases: Databases) -> Iterator[Site]:
        name = f"{db_type}.localhost"
        with databases.fresh(db_type) as settings:
            database = {"db_type": db_type}
            if db_type == "mariadb":
                database |= {"db_name": settings.name, "db_user": settings.user, "db_socket": settings.socket}
            create_site(conformance_bench, NewSite(name, "secret", database, apps=(cls.app,)))
            yield conformance_bench.site(name)
            conformance_bench.forget(name)


class TestRegionCRM(OnBothDatabases):
    app = "regioncrm"
    values = {
        "Deal": {"lost_notes": None},
        "Item": {"barcodes": [], "conversions": []},
        "KPI Rule": {
            "source_doctype": "Client",
            "date_field": "creation",
            "aggregate": "Count",
            "value_field": None,
        },
        "Act": {"contract": None, "deal": None, "invoice": None, "proposal": None},
        "Contract": {"deal": None, "proposal": None, "valid_from": None, "valid_till": None},
        "Invoice": {"act": None, "contract": None, "deal": None, "proposal": None, "due_date": None},
        "Payment": {"allocations": []},
        "Proposal Item": {"bom": None, "section": None},
        "Route Stop": {"time_to": None, "warehouse_entry": None},
        "Warehouse": {"is_group": 0},
        "Warehouse Entry Item": {"serial_numbers": None},
    }
    without_life = {
        "Bill of Materials": "an item is never made from itself, so it takes two items",
        "Stock Balance": LEDGER,
        "Stock Ledger Entry": LEDGER,
        "Warehouse Entry": "once submitted it stays in the books, so it cannot be deleted",
    }


class TestTheEngine(OnBothDatabases):
    app = "comptoir"
    values = {
        "API Key": {"scopes": [], "expires_on": None},
        "Auto Email Report": {"email_to": "anna@example.com", "filters": "[]"},
        "Country": {"code": "zz"},
        "Custom DocPerm": {"parent": "Country", "permlevel": 0, "submit": 0, "cancel": 0, "amend": 0},
        "Dashboard Chart": {"document_type": "Country", "based_on": "creation", "filters_json": "[]"},
        "DocShare": {"submit": 0},
        "Form Tour": {
            "reference_doctype": "Country",
            "steps": [{"fieldname": "code", "title": "Code", "description": "Two letters."}],
        },
        "Number Card": {"filters_json": "[]", "document_type": "Country"},
        "Role": {"restrict_to_addresses": "192.168.1.0/24", "login_after": 8, "login_before": 18},
        "Row Rule": {"document_type": "Country", "expression": 'doc.code != "xx"', "for_read": 1},
        "Saved View": {"view": "kanban", "scope": None},
        "User": {"scopes": []},
        "Workspace": {"content": "[]"},
    }
    without_life = {
        "Comment": "only its content changes",
        "Communication": "stays as it was written",
        "Custom Field": CUSTOMISING,
        "Data Import": "its file and columns fit together; it has tests of its own",
        "Data Import Log": "written by importing",
        "Deleted Document": "written by deleting",
        "DocType": CUSTOMISING,
        "Email Account": NAMES_FIELDS,
        "Notification": NAMES_FIELDS,
        "Property Setter": CUSTOMISING,
        "Reminder": "its moment is still to come; it has tests of its own",
        "Version": "written by saving",
        "Webhook": NAMES_FIELDS,
    }
