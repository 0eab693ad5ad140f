"""Letters that mail servers give back, in the words of several of them, and what only looks like it."""

from __future__ import annotations

import time

import pytest
from comptoir.correspondence.bounces import MOST_FAILURES, Bounce
from comptoir.correspondence.parsing import read

ID = "<letter@crm.example>"
REPORT = """\
From: Mail Delivery System <MAILER-DAEMON@mx.example>
Subject: Undelivered Mail Returned to Sender
Content-Type: multipart/report; report-type=delivery-status; boundary="b"

--b
Content-Type: text/plain

I could not deliver it.

--b
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example
{envelope}
Final-Recipient: rfc822; Ann@acme.example
Original-Recipient: rfc822;sales@acme.example
Action: {action}
Status: 5.1.1
Diagnostic-Code: smtp; 550 5.1.1 No such
    user

Final-Recipient: rfc822; bob@acme.example
Action: delivered
Status: 2.0.0

--b
{returned}
--b--
"""
WHOLE = "Content-Type: message/rfc822\n\nMessage-ID: <letter@crm.example>\nSubject: Offer\n\nHello"
HEADERS = "Content-Type: text/rfc822-headers\n\nSubject: Offer\nMessage-ID: <letter@crm.example>\n"
IN_OTHER_LETTERS = """\
Content-Type: multipart/report; report-type=delivery-status; boundary="b"

--b
Content-Type: message/global-delivery-status

Reporting-MTA: dns; mx.example

Final-Recipient: utf-8; anne@acmé.example
Action: failed
Status: 5.1.1

--b
Content-Type: message/global-headers

Message-ID: <letter@crm.example>
--b--
"""
QMAIL = """\
Return-Path: <>
From: MAILER-DAEMON@mx.example
Subject: failure notice

Hi. This is the qmail-send program at mx.example.
I'm afraid I wasn't able to deliver your message to the following addresses.

<ann@acme.example>:
192.0.2.1 does not like recipient.
Giving up.

--- Below this line is a copy of the message.

Return-Path: <crm@crm.example>
Subject: Offer
Message-ID: <letter@crm.example>

<eve@evil.example>:
"""
EXIM = """\
From: Mail Delivery System <Mailer-Daemon@mx.example>
X-Failed-Recipients: ann@acme.example
Subject: Mail delivery failed: returning message to sender

This message was created automatically by mail delivery software.

  ann@acme.example
    host mx.acme.example [192.0.2.1]
    550 mailbox is full

------ This is a copy of the message, including all the headers. ------

Message-ID:
 <letter@crm.example>
"""
LATE = """\
From: Mail Delivery System <Mailer-Daemon@mx.example>
Subject: Warning: message delayed 24 hours

  ann@acme.example
    Delay reason: no answer

Message-ID: <letter@crm.example>
"""


def report(returned: str = WHOLE, action: str = "failed", envelope: str = "") -> str:
    return REPORT.format(returned=returned, action=action, envelope=envelope)


def bounce(text: str) -> Bounce | None:
    received = read(text.encode())
    assert received.bounce is None or received.is_automatic
    return received.bounce


@pytest.mark.parametrize(
    ("text", "addresses", "words"),
    [
        (report(), ("sales@acme.example", "ann@acme.example"), "550 5.1.1 No such user"),
        (report(HEADERS), ("sales@acme.example", "ann@acme.example"), "550 5.1.1 No such user"),
        (
            report("Content-Type: text/plain\n\n", envelope="Original-Envelope-Id: letter+40crm.example\n"),
            ("sales@acme.example", "ann@acme.example"),
            "550 5.1.1 No such user",
        ),
        (IN_OTHER_LETTERS, ("anne@acmé.example",), "5.1.1"),
        (QMAIL, ("ann@acme.example",), "192.0.2.1 does not like recipient. Giving up."),
        (EXIM, ("ann@acme.example",), "host mx.acme.example [192.0.2.1] 550 mailbox is full"),
    ],
    ids=["whole", "headers", "envelope", "other letters", "qmail", "exim"],
)
def test_a_letter_that_comes_back_is_told_with_whom_it_did_not_reach(
    text: str, addresses: tuple[str, ...], words: str
) -> None:
    found = bounce(text)
    assert found is not None
    assert ID in found.letters
    assert [(addresses, words)] == [(failure.addresses, failure.words) for failure in found.failures]


def test_one_that_is_late_or_has_arrived_is_lost_for_nobody() -> None:
    for action in ("delayed", "delivered", "relayed", "expanded"):
        found = bounce(report(action=action))
        assert found is not None
        assert () == found.failures
    assert bounce(LATE) is None


def test_what_people_write_is_none() -> None:
    quoted = QMAIL.replace("Return-Path: <>\nFrom: MAILER-DAEMON@mx", "From: ann@acme")
    passed_on = 'From: ann@acme.example\nContent-Type: multipart/mixed; boundary="c"\n\n--c\n'
    inner = "Content-Type: message/rfc822\n\n" + report()
    assert bounce(quoted) is None
    assert bounce(f"{passed_on}{inner}--c--\n") is None
    assert bounce("From: postmaster@acme.example\nSubject: Your offer\n\nWe like it.") is None


def test_what_is_attached_to_the_letter_is_not_read() -> None:
    """A letter that carries another bounce names nobody but its own recipients."""
    inner = report().replace("ann@acme", "eve@evil").replace('"b"', '"d"').replace("--b", "--d")
    found = bounce(report("Content-Type: message/rfc822\n\n" + "Message-ID: <letter@crm.example>\n" + inner))
    assert found is not None
    assert [("sales@acme.example", "ann@acme.example")] == [each.addresses for each in found.failures]


HUGE = (
    report().replace(
        "Action: delivered",
        "Action: failed\n\n" + "Final-Recipient: x@y.example\nAction: failed\n\n" * 30_000,
    ),
    QMAIL.replace("Giving up.", "\n".join(f"<a{number}@x.example>:\nno" for number in range(30_000))),
    QMAIL.replace("Giving up.", "a" * 2_000_000 + "@" + "b" * 2_000_000),
    report(envelope="Original-Envelope-Id: " + "+40" * 300_000),
    report(HEADERS + "X: " + "y" * 3_000_000),
    IN_OTHER_LETTERS.replace("Status: 5.1.1", "Status: 5.1.1\n" + " \n\t\n" * 200_000),
    EXIM.replace("ann@acme.example", ",".join(["ann@acme.example"] * 50_000)),
    'Return-Path: <>\nContent-Type: multipart/report; boundary="0"\n\n'
    + "".join(f'--{n}\nContent-Type: multipart/mixed; boundary="{n + 1}"\n\n' for n in range(3000)),
    'Return-Path: <>\nContent-Type: multipart/report; boundary="b"\n\n--b\n'
    + "Content-Type: message/delivery-status\n\nContent-Type: message/delivery-status\n\n" * 2000,
)


@pytest.mark.parametrize("text", HUGE, ids=range(len(HUGE)))
def test_what_is_huge_is_read_in_little_time_and_says_little(text: str) -> None:
    before = time.process_time()
    found = bounce(text)
    assert time.process_time() - before < 5
    if found is not None:
        assert len(found.failures) <= MOST_FAILURES
        assert all(len(name) <= 600 for name in found.letters)
