"""What a letter and each of its recipients go through.

A recipient: ``Not Sent`` -> ``Sending`` -> ``Sent``, ``Refused`` (the server said no for good), back to ``Not Sent``
(it said "not now"), or ``Unsure``: the letter was handed over and no answer came. What was ``Sent`` or ``Unsure`` becomes
``Refused`` where the letter comes back, which its row remembers as ``bounced``. ``Expired`` after the last attempt,
``Unsubscribed`` where they want no such letters. Nobody who is ``Unsure`` is sent the letter again by itself: once too
few can be mended by hand, once too many cannot.

A letter is ``Sending`` while a job has it; otherwise its state follows from its recipients.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import timedelta

DOCTYPE, ROW = "Email Queue", "Email Queue Recipient"
NOT_SENT, SENDING, SENT, PARTLY, ERROR = "Not Sent", "Sending", "Sent", "Partially Sent", "Error"
REFUSED, UNSURE, EXPIRED, UNSUBSCRIBED = "Refused", "Unsure", "Expired", "Unsubscribed"

BY_HAND: Mapping[str, tuple[str, ...]] = {
    NOT_SENT: (ERROR,),
    PARTLY: (NOT_SENT,),
    ERROR: (NOT_SENT,),
}
"""What people may make of a letter: give it up, or have it tried again."""
TRIED_AGAIN = (REFUSED, EXPIRED)
"""The recipients for whom it is then tried again."""

ATTEMPTS = 5
PAUSES = (timedelta(minutes=1), timedelta(minutes=10), timedelta(hours=1), timedelta(hours=4))
"""How long a letter waits after each attempt that failed."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one recipient, in the words of the server."""

    status: str
    words: str = ""


def status_of(recipients: Iterable[str]) -> str:
    """The state of a letter whose recipients have these."""
    counted = Counter(recipients)
    if counted[SENDING]:
        return SENDING
    if counted[NOT_SENT] and not counted[SENT]:
        return NOT_SENT
    if not counted[SENT]:
        return ERROR
    return SENT if counted[SENT] + counted[UNSUBSCRIBED] == counted.total() else PARTLY
