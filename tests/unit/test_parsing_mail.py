"""E-mails as anybody may send them: broken, huge, nested, malicious."""

from __future__ import annotations

import re
import time
from email.message import EmailMessage

import pytest
from comptoir.correspondence import markup
from comptoir.correspondence.parsing import LONGEST, MOST_PARTS, read

NESTED = b"Subject: x\n" + b"".join(
    b'Content-Type: multipart/mixed; boundary="%d"\n\n--%d\n' % (depth, depth) for depth in range(5000)
)
MANY = (
    b'Subject: x\nContent-Type: multipart/mixed; boundary="b"\n\n'
    + b"--b\nContent-Type: image/png\n\nx\n" * 10_000
)
BROKEN = (
    b"",
    b"\0\xff\xfe",
    b"Subject: =?utf-8?b?!!!?=\nFrom: \xff\xfe <a\n\nx",
    b"Subject: =?no-such-charset?q?x?=\nContent-Type: text/plain; charset=no-such\n\n\xe9",
    b"From: " + b"(" * 5000 + b"\n\nx",
    b"To: " + b"a@example.com," * 20_000 + b"\n\nx",
    b"Content-Type: multipart/mixed\n\nno boundary",
    b"Content-Type: text/plain\nContent-Transfer-Encoding: base64\n\n!!!!",
    b"References: " + b"<x@y> " * 50_000 + b"\n\nx",
    NESTED,
    MANY,
)


@pytest.mark.parametrize("raw", BROKEN, ids=range(len(BROKEN)))
def test_what_is_broken_is_read_in_little_time(raw: bytes) -> None:
    before = time.process_time()
    received = read(raw)
    assert time.process_time() - before < 5
    assert len(received.files) <= MOST_PARTS
    assert len(received.subject) <= 500
    received.content.encode()


def test_html_does_nothing_and_calls_nobody() -> None:
    made = EmailMessage()
    made.set_content(
        '<p style="position:fixed;color:red" onclick="x()">Hi</p><img src="https://evil.example/p.gif">'
        '<script>x()</script><a href="javascript:x()">y</a><form action="/"><input></form><iframe src="/"></iframe>',
        subtype="html",
    )
    content = read(made.as_bytes()).content
    assert '<p style="color:red">Hi</p>' in content
    assert '<img data-picture="https://evil.example/p.gif">' in content
    for word in (" src", "script", "onclick", "position", "form", "iframe"):
        assert word not in content


def test_text_becomes_html_that_says_the_same() -> None:
    assert "a &lt;b&gt;<br>c" == read(b"Content-Type: text/plain\n\na <b>\nc").content


def test_a_long_text_is_cut() -> None:
    assert LONGEST == len(read(b"\n" + b"x" * (LONGEST * 2)).text)


def test_headers_are_decoded() -> None:
    received = read(b"Subject: =?utf-8?q?Caf=C3=A9?=\nFrom: =?utf-8?q?Zo=C3=A9?= <Zoe@Example.com>\n\nx")
    assert ("Café", "Zoé", "zoe@example.com") == (received.subject, received.sender_name, received.sender)


def test_the_nearest_answered_letter_comes_first() -> None:
    received = read(b"References: <a@x> <b@x>\nIn-Reply-To: <b@x>\n\nx")
    assert ["<b@x>", "<a@x>"] == received.answers


@pytest.mark.parametrize(
    "written",
    [
        '<img SRC = "https://evil.example/p.gif">',
        "<img\nalt='a' src='https://evil.example/p.gif'/>",
        '<img/src="https://evil.example/p.gif">',
        '<img alt="a src=x" src="https://evil.example/p.gif">',
        '<img data-picture="https://evil.example/p.gif" src="https://evil.example/q.gif">',
        '<img srcset="https://evil.example/p.gif 2x" src="https://evil.example/p.gif">',
        '<svg><image href="https://evil.example/p.gif"/></svg><p style="background:url(https://evil.example/p.gif)">x</p>',
        '<img alt="&lt;img src=https://evil.example/p.gif&gt;">',
        '<video poster="https://evil.example/p.gif"></video><table background="https://evil.example/p.gif">x</table>',
        '<img src="javascript:x()"><img data-picture="javascript:x()"><img data-picture="//evil.example/p.gif">',
    ],
)
def test_no_picture_is_loaded_however_it_is_written(written: str) -> None:
    content = markup.received(written)
    loading = re.findall(r"\s(?:src|srcset|href|poster|background|style)\s*=\s*.[^\"']*evil", content)
    assert [] == loading
    assert all(address == "https://evil.example/p.gif" for address in markup.pictures_in(content))


def test_many_pictures_are_read_in_little_time() -> None:
    before = time.process_time()
    content = markup.received("<img src=" * 30_000 + '<img src="https://a.example/p.gif">' * 5000)
    assert len(markup.pictures_in(content)) <= 5000
    assert time.process_time() - before < 5


def test_a_picture_that_came_with_the_e_mail_is_shown_from_its_file() -> None:
    content = markup.received('<img src="cid:a&b@x"><img src="cid:c@x">')
    shown = markup.with_enclosed(content, {"a&b@x": "/private/files/1.png"})
    assert '<img src="/private/files/1.png"><img data-picture="cid:c@x">' == shown
    assert [] == markup.pictures_in(shown)
