"""E-mails as anybody may send them: broken, huge, nested, malicious."""

from __future__ import annotations

import time
from email.message import EmailMessage

import pytest
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
    for word in ("evil", "script", "onclick", "position", "form", "iframe"):
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
