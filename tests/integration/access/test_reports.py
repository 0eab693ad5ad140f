"""Reports count what their reader may read and report on, and tell no number of a field they may not read."""

from __future__ import annotations

import csv
from typing import Any

import frappe
import pytest
from comptoir.context import Context
from comptoir.desk import reporting
from comptoir.desk.reporting import report
from comptoir.errors import PermissionError

from ...conftest import Acting
from .conftest import ANNA, BORIS, new


def counts(ctx: Context, doctype: str, row: str, **asked: Any) -> dict[Any, Any]:
    groups = report(ctx, doctype, rows=[row], **asked)["levels"][0]["groups"]
    return {group["keys"][0]: group["values"][0] for group in groups}


def grant(ctx: Context, **rights: int) -> None:
    """Write what Sales User may do with clients in place of what ships."""
    new("Custom DocPerm", parent="Client", role="Sales User", **rights)
    ctx.db.commit()


@pytest.fixture
def proposals(company: dict[str, str]) -> dict[str, str]:
    for branch, client in company.items():
        new("Proposal", title=f"For {branch}", client=client, branch=branch)
    return company


@pytest.mark.usefixtures("company")
def test_only_documents_of_the_own_branches_are_counted(acting: Acting) -> None:
    with acting(ANNA) as ctx:
        assert {"Lyon": 1, "Lyon Sud": 1} == counts(ctx, "Client", "branch")
        total = report(ctx, "Client")["levels"][0]["groups"]
        assert [[2]] == [group["values"] for group in total]
    with acting(BORIS) as ctx:
        assert {"Lille": 1} == counts(ctx, "Client", "branch")


@pytest.mark.usefixtures("proposals")
def test_the_level_of_a_field_holds_for_its_sum(acting: Acting) -> None:
    with acting(BORIS) as ctx:
        assert 1 == len(counts(ctx, "Proposal", "branch", numbers=["sum:margin"]))
    with acting(ANNA) as ctx:
        for number in ("sum:margin", "avg:margin", "min:margin", "max:margin_percent"):
            with pytest.raises(PermissionError):
                counts(ctx, "Proposal", "branch", numbers=["count", number])
        with pytest.raises(PermissionError):
            counts(ctx, "Proposal", "branch", filters=[["margin", ">", 1]])


@pytest.mark.usefixtures("company")
def test_what_is_shown_masked_groups_nothing(ctx: Context, acting: Acting) -> None:
    grant(ctx, read=1, select=1, report=1)
    with acting(ANNA) as anna:
        assert 2 == counts(anna, "Client", "branch")["Lyon"] + counts(anna, "Client", "branch")["Lyon Sud"]
        for asked in ({"rows": ["phone"]}, {"rows": ["branch"], "filters": [["phone", "like", "+33%"]]}):
            with pytest.raises(PermissionError):
                report(anna, "Client", **asked)


@pytest.mark.usefixtures("company")
def test_who_may_read_but_not_report_is_refused(ctx: Context, acting: Acting) -> None:
    grant(ctx, read=1, select=1, report=0)
    with acting(ANNA) as anna:
        assert 2 == len(frappe.get_list("Client"))
        for call in (report, reporting.export):
            with pytest.raises(PermissionError):
                call(anna, "Client", rows=["branch"])


@pytest.mark.usefixtures("company")
def test_who_may_report_on_their_own_alone_counts_their_own(ctx: Context, acting: Acting) -> None:
    grant(ctx, read=1, select=1, create=1, report=0)
    grant(ctx, read=1, report=1, if_owner=1)
    with acting(ANNA) as anna:
        new("Client", client_name="My own", branch="Lyon")
        assert 3 == len(frappe.get_list("Client"))
        assert {"Lyon": 1} == counts(anna, "Client", "branch")


@pytest.mark.usefixtures("company")
def test_a_file_asks_for_the_right_to_export_as_well(ctx: Context, acting: Acting) -> None:
    grant(ctx, read=1, select=1, report=1, export=0)
    with acting(ANNA) as anna:
        assert {"Lyon": 1, "Lyon Sud": 1} == counts(anna, "Client", "branch")
        with pytest.raises(PermissionError):
            reporting.export(anna, "Client", rows=["branch"])


@pytest.mark.usefixtures("company")
def test_a_file_has_a_line_for_each_group_and_is_recorded(ctx: Context) -> None:
    made = reporting.export(
        ctx, "Client", rows=["branch"], numbers=["count", "sum:credit_limit"], format="CSV"
    )
    lines = list(csv.reader(made.path.read_text("utf-8-sig").splitlines()))
    made.path.unlink()
    assert ["Branch", "Number of documents", "Sum of Credit limit"] == lines[0][:3]
    assert [["Lille", "1"], ["Lyon", "1"], ["Lyon Sud", "1"]] == sorted(line[:2] for line in lines[1:-2])
    assert ["Total", "3"] == lines[-2][:2]
    assert lines[-1][0].startswith("# Exported by Administrator")


@pytest.mark.parametrize("doctype", ["System Settings", "User", "Deal Item", "Version"])
def test_other_doors_stay_closed(company: dict[str, str], acting: Acting, doctype: str) -> None:
    with acting(ANNA) as ctx, pytest.raises(PermissionError):
        report(ctx, doctype)
