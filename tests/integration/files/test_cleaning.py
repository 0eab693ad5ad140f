"""Contents are stored once, stay as long as anything names them, move with their File, and go when nothing does."""

from __future__ import annotations

import io
import os
import time
from pathlib import Path
from typing import Any

import frappe
import pytest
from comptoir.context import Context
from comptoir.files import NewFile, attach, content_at, may_open
from comptoir.files.cleaning import GRACE, clean, plan_cleaning
from comptoir.files.storage import SiteFolder, storage_of

OLD = time.time() - 2 * GRACE


def stored(ctx: Context, content: bytes = b"hello", **values: Any) -> Any:
    return attach(ctx, NewFile("a.txt", content, **values))


def lying(ctx: Context) -> list[str]:
    return sorted(f"{one.place} {one.key}" for one in storage_of(ctx.site).stored())


def grow_old(ctx: Context) -> None:
    for folder in (ctx.site.public_files(), ctx.site.private_files()):
        for path in folder.iterdir() if folder.is_dir() else ():
            os.utime(path, (OLD, OLD))


class TestOneContent:
    def test_is_stored_once(self, ctx: Context) -> None:
        urls = {stored(ctx).file_url for _ in range(3)}
        assert (1, 1) == (len(urls), len(lying(ctx)))

    def test_stays_until_its_last_file_goes(self, ctx: Context) -> None:
        first, second = stored(ctx), stored(ctx)
        for file, left in ((first, 1), (second, 0)):
            frappe.delete_doc("File", file.name)
            grow_old(ctx)
            clean(ctx)
            assert left == len(lying(ctx))

    def test_cannot_be_opened_from_the_moment_its_last_file_goes(self, ctx: Context) -> None:
        file = stored(ctx)
        frappe.delete_doc("File", file.name)
        assert not may_open(ctx, file.file_url)

    def test_that_is_stored_again_while_it_goes_stays(self, ctx: Context) -> None:
        file = stored(ctx)
        frappe.delete_doc("File", file.name)
        grow_old(ctx)
        stored(ctx)
        frappe.db.rollback()
        assert ((), 1) == (clean(ctx).removed, len(lying(ctx)))

    def test_that_a_document_still_shows_stays(self, ctx: Context) -> None:
        file = stored(ctx, is_private=False)
        user = frappe.get_doc(doctype="User", email="anna@company.example", first_name="Anna").insert()
        frappe.db.set_value("User", user.name, "user_image", file.file_url)
        frappe.delete_doc("File", file.name)
        grow_old(ctx)
        assert () == clean(ctx).removed


class TestCleaning:
    def test_the_plan_changes_nothing_and_is_what_is_done(self, ctx: Context) -> None:
        frappe.delete_doc("File", stored(ctx).name)
        (ctx.site.private_files() / ".upload-half").write_bytes(b"half")
        grow_old(ctx)
        kept = stored(ctx, b"kept")
        planned = plan_cleaning(ctx)
        assert (2, 3) == (len(planned.removed), len(lying(ctx)))
        assert 9 == planned.size
        clean(ctx)
        assert [f"private {Path(kept.file_url).name}"] == lying(ctx)

    def test_what_is_young_stays(self, ctx: Context) -> None:
        frappe.delete_doc("File", stored(ctx).name)
        assert () == clean(ctx).removed

    def test_what_is_missing_is_said(self, ctx: Context) -> None:
        file = stored(ctx)
        content = content_at(ctx, file.file_url)
        assert content is not None
        content.local().unlink()
        assert (file.file_url,) == plan_cleaning(ctx).lost

    def test_links_to_elsewhere_are_neither_read_nor_followed(self, ctx: Context, tmp_path: Path) -> None:
        secret = tmp_path / "secret"
        secret.write_bytes(b"secret")
        folder = ctx.site.private_files()
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "link.txt").symlink_to(secret)
        assert content_at(ctx, "/private/files/link.txt") is None
        clean(ctx)
        assert b"secret" == secret.read_bytes()


class TestMoving:
    def test_what_becomes_private_is_no_longer_public(self, ctx: Context) -> None:
        client = frappe.get_doc(doctype="Client", client_name="Acme").insert()
        file = stored(ctx, is_private=False, doctype="Client", name=client.name)
        old = file.file_url
        file.is_private = 1
        file.save()
        assert ("/private" + old, False, True) == (
            file.file_url,
            may_open(ctx, old),
            may_open(ctx, file.file_url),
        )
        grow_old(ctx)
        clean(ctx)
        assert [f"private {Path(old).name}"] == lying(ctx)

    def test_another_file_of_the_same_content_stays_public(self, ctx: Context) -> None:
        mine, other = stored(ctx, is_private=False), stored(ctx, is_private=False)
        mine.is_private = 1
        mine.save()
        grow_old(ctx)
        clean(ctx)
        assert may_open(ctx, other.file_url)
        assert content_at(ctx, other.file_url) is not None

    def test_the_field_that_shows_it_follows(self, ctx: Context) -> None:
        user = frappe.get_doc(doctype="User", email="anna@company.example", first_name="Anna").insert()
        file = stored(ctx, is_private=False, doctype="User", name=user.name, fieldname="user_image")
        frappe.db.set_value("User", user.name, "user_image", file.file_url)
        file.is_private = 1
        file.save()
        assert file.file_url == frappe.db.get_value("User", user.name, "user_image")
        assert file.file_url.startswith("/private/files/")

    def test_a_private_file_stays_private(self, ctx: Context) -> None:
        file = stored(ctx)
        file.is_private = 0
        with pytest.raises(frappe.ValidationError, match="upload it again"):
            file.save()

    def test_a_missing_content_is_said_and_nothing_changed(self, ctx: Context) -> None:
        file = stored(ctx, is_private=False)
        content = content_at(ctx, file.file_url)
        assert content is not None
        content.local().unlink()
        file.is_private = 1
        with pytest.raises(frappe.ValidationError, match="no content"):
            file.save()


class TestKeys:
    @pytest.mark.parametrize(
        "key", ["", ".", "..", "../x", "a/b", "/etc/passwd", ".hidden", "x\x00y", "x" * 65, "..\\x\x00"]
    )
    def test_a_key_is_no_path(self, tmp_path: Path, key: str) -> None:
        storage = SiteFolder(tmp_path / "public", tmp_path / "private")
        assert storage.local("private", key) is None
        with pytest.raises(ValueError, match="no key"):
            storage.write("private", key, io.BytesIO(b"x"))
        assert [] == [path for path in tmp_path.rglob("*") if path.is_file()]
