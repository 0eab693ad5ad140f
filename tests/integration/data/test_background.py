"""Exports in the background: the file is a private one of whoever asked, and nobody else hears of it."""

from __future__ import annotations

from collections.abc import Callable

import frappe
import pytest
from comptoir.context import Context, use
from comptoir.data import exports
from comptoir.errors import DataError, DoesNotExistError, PermissionError
from comptoir.files import content_at, may_open

Work = Callable[[], None]


def test_the_file_is_kept_for_whoever_asked(ctx: Context, work: Work) -> None:
    frappe.get_doc(doctype="Client", client_name="Alpha").insert()
    ctx.db.commit()
    ctx.db.begin()
    task = exports.begin(ctx, "Client", {"fields": ["client_name"]})["task"]
    assert exports.standing(ctx, task) == {"status": "waiting", "rows": 0}
    ctx.db.commit()
    work()
    done = exports.standing(ctx, task)
    assert (done["status"], done["file_name"]) == ("done", "Client.csv")
    content = content_at(ctx, done["file_url"])
    assert content is not None
    assert "Alpha" in content.read().decode("utf-8-sig")
    told = frappe.get_last_doc("Notification Log", filters={"for_user": ctx.user})
    assert ("Client.csv is ready.", "File") == (told.subject, told.document_type)
    other = ctx.acting_as("Guest")
    assert not may_open(other, done["file_url"])
    with pytest.raises(DoesNotExistError):
        exports.standing(other, task)


def test_what_fails_is_told(ctx: Context, work: Work) -> None:
    task = exports.begin(ctx, "Client", {"fields": ["no_such_field"]})["task"]
    ctx.db.commit()
    work()
    assert exports.standing(ctx, task)["status"] == "failed"


def test_who_may_not_export_begins_none(ctx: Context) -> None:
    user = frappe.get_doc(doctype="User", email="x@example.com", first_name="x").insert()
    with use(ctx.acting_as(str(user.name))) as other, pytest.raises(PermissionError):
        exports.begin(other, "Client")
    with pytest.raises(DataError):
        exports.begin(ctx, "Client", format="DOC")
