"""Pictures in received e-mails: nothing is asked for until somebody wants to see them."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import replace
from email.message import EmailMessage
from typing import Any

import frappe
import pytest
from comptoir import outgoing
from comptoir.context import Context
from comptoir.correspondence.pictures import picture
from comptoir.errors import DoesNotExistError, PermissionError, ServiceUnavailableError, ValidationError
from PIL import Image

from .mailboxes import come, message
from .receivers import Receiver, receiving


@pytest.fixture
def receiver(monkeypatch: pytest.MonkeyPatch) -> Iterator[Receiver]:
    """A server of pictures, which this test alone counts as one of the open internet."""
    monkeypatch.setattr(outgoing, "is_public", lambda _address: True)
    with receiving() as made:
        made.body = png()
        yield made


def png() -> bytes:
    written = io.BytesIO()
    Image.new("RGB", (2, 2), "red").save(written, "PNG")
    return written.getvalue()


def html(content: str) -> EmailMessage:
    made = message()
    made.set_content(content, subtype="html")
    return made


@pytest.fixture
def shown(ctx: Context, account: Any, acme: Any, receiver: Receiver) -> Any:
    """A received e-mail about Acme with a picture of the receiver."""
    text = f'<p>Hi</p><img src="{receiver.url}?a=1&amp;b=2">'
    made = html(text)
    made["In-Reply-To"] = acme.letter.message_id
    (kept,) = come(ctx, account, made)
    return kept


def test_nothing_is_asked_until_somebody_wants_to_see_it(
    ctx: Context, shown: Any, receiver: Receiver
) -> None:
    assert " src" not in shown.content
    assert [] == receiver.got
    picture(ctx, str(shown.name), 0)
    assert [("GET", "/hook?a=1&b=2")] == [(method, path) for method, path, _headers, _body in receiver.got]
    assert ("image/png", png()) == (ctx.response.content_type, ctx.response.filecontent)
    told = receiver.got[0][2]
    assert not {"Cookie", "Referer", "User-Agent"} & set(told)


def test_only_pictures_are_handed_on(ctx: Context, shown: Any, receiver: Receiver) -> None:
    receiver.body = b"<html><script>x()</script>"
    with pytest.raises(ServiceUnavailableError):
        picture(ctx, str(shown.name), 0)
    with pytest.raises(DoesNotExistError):
        picture(ctx, str(shown.name), 1)


def test_only_who_reads_the_e_mail_has_its_pictures_fetched(
    ctx: Context, shown: Any, receiver: Receiver
) -> None:
    nobody = frappe.get_doc(doctype="User", email="nobody@example.com", first_name="Nobody").insert()
    with pytest.raises(PermissionError):
        picture(replace(ctx, user=str(nobody.name), memo={}), str(shown.name), 0)
    assert [] == receiver.got


def test_addresses_of_ones_own_network_are_not_asked(
    ctx: Context, shown: Any, receiver: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    receiver.status, receiver.headers = 302, {"Location": "http://127.0.0.1:9/"}
    receiver.body = b""
    seen = []
    monkeypatch.setattr(outgoing, "is_public", lambda _address: not seen.append(1) and len(seen) == 1)
    with pytest.raises(ValidationError):
        picture(ctx, str(shown.name), 0)
    assert 1 == len(receiver.got)


def test_what_came_with_the_e_mail_is_shown_at_once(ctx: Context, account: Any) -> None:
    made = html('<img src="cid:logo@acme"><img src="cid:gone@acme">')
    made.add_related(png(), "image", "png", cid="<logo@acme>")
    (kept,) = come(ctx, account, made)
    (file,) = frappe.get_all("File", {"attached_to_name": kept.name}, ["file_url", "is_private"])
    assert 1 == file.is_private
    assert f'<img src="{file.file_url}"><img data-picture="cid:gone@acme">' == kept.content.strip()
