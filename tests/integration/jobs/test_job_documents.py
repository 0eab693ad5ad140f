"""Jobs and workers as documents of virtual doctypes: listed, counted and read over REST by System Managers."""

from __future__ import annotations

from secrets import token_hex
from typing import Any

import frappe
import pytest
from comptoir import documents
from comptoir.context import Context
from comptoir.errors import DataError, DoesNotExistError, PermissionError, UnsupportedError, ValidationError
from comptoir.jobs.queue import QUEUES, connection_of, push
from comptoir.query import ListArgs
from comptoir.sites import Site

METHOD = "frappe.ping"


def job(site: Site, of: str = "", secret: str = "") -> str:
    name = token_hex(8)
    payload = {"site": of or site.name, "user": "Administrator", "method": METHOD, "kwargs": {"told": secret}}
    push(connection_of(site), payload, queue="short", timeout=QUEUES["short"], name=name)
    return name


def rows(ctx: Context, **asked: Any) -> list[Any]:
    return documents.get_rows(ctx, "RQ Job", ListArgs(**asked))


class TestJobs:
    def test_are_listed_counted_and_read(self, ctx: Context, site: Site) -> None:
        job(site, secret="of Administrator alone")
        (row,) = rows(ctx, fields=["*"])
        assert (METHOD, "short", "queued", "Administrator") == (
            row.job_name,
            row.queue,
            row.status,
            row.owner,
        )
        assert 1 == documents.count(ctx, "RQ Job")
        read = documents.read_document(ctx, "RQ Job", row.name)
        assert (row.name, METHOD) == (read.job_id, read.job_name)
        assert "of Administrator alone" not in str(read.as_dict()) + str(row)

    def test_are_those_of_the_site(self, ctx: Context, site: Site) -> None:
        own, other = job(site), job(site, "another.example")
        assert [own] == [row.name for row in rows(ctx)] != [other]
        with pytest.raises(DoesNotExistError):
            documents.read_document(ctx, "RQ Job", other)

    @pytest.mark.parametrize(
        "filters", [["x"], [[]], [["status"]], [[1, "=", "x"]], [["a", "b", "c", "d", "e"]], [5]]
    )
    def test_are_not_asked_by_what_is_no_condition(self, ctx: Context, filters: Any) -> None:
        with pytest.raises(DataError):
            rows(ctx, filters=filters)

    def test_are_filtered_by_status_and_paged(self, ctx: Context, site: Site) -> None:
        names = [job(site) for _number in range(3)]
        assert [] == rows(ctx, filters={"status": "failed"})
        assert 3 == len(rows(ctx, filters=[["status", "in", ["queued", "failed"]]]))
        assert 3 == documents.count(ctx, "RQ Job", [["RQ Job", "status", "!=", "failed"]])
        assert [names[1]] == [row.name for row in rows(ctx, limit=1, offset=1)]
        with pytest.raises(UnsupportedError):
            rows(ctx, filters={"job_name": METHOD})
        with pytest.raises(DataError):
            rows(ctx, fields=["name; DROP TABLE"])

    def test_are_for_system_managers(self, ctx: Context, site: Site) -> None:
        job(site)
        for name, roles in (("boss", ["System Manager"]), ("anna", ["Sales Manager"])):
            user = frappe.get_doc(doctype="User", email=f"{name}@example.com", first_name=name)
            user.update({"roles": [{"role": role} for role in roles]})
            user.insert()
        frappe.set_user("boss@example.com")
        (row,) = frappe.get_list("RQ Job")
        assert METHOD == frappe.get_doc("RQ Job", row.name).job_name
        frappe.set_user("anna@example.com")
        for forbidden in (lambda: rows(ctx), lambda: documents.count(ctx, "RQ Job"), lambda: rows(ctx, fields=["*"]),
                          lambda: documents.read_document(ctx, "RQ Job", row.name)):  # fmt: skip
            with pytest.raises(PermissionError):
                forbidden()

    def test_are_not_written(self, ctx: Context, site: Site) -> None:
        stored = frappe.get_doc("RQ Job", job(site))
        for write in (stored.save, stored.delete, frappe.get_doc(doctype="RQ Job").insert):
            with pytest.raises(ValidationError):
                write()


def test_workers_are_listed(ctx: Context) -> None:
    assert [] == documents.get_rows(ctx, "RQ Worker", ListArgs(fields=["*"]))
    assert 0 == documents.count(ctx, "RQ Worker")
    with pytest.raises(DoesNotExistError):
        documents.read_document(ctx, "RQ Worker", "nobody")
