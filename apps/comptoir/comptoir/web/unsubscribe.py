"""``/unsubscribe``: where links to receive no more e-mails lead.

Opening the link changes nothing, since programs that look at mail open links too; the button does, and so does the POST
by which mail programs unsubscribe in one click (RFC 8058).
"""

from __future__ import annotations

from starlette.responses import Response

from comptoir.access import rates
from comptoir.access.principals import Principal
from comptoir.context import Context
from comptoir.errors import MethodNotAllowedError
from comptoir.mail import unsubscribing
from comptoir.mail.unsubscribing import Subscription
from comptoir.sentences import _
from comptoir.web import pages
from comptoir.web.requests import Call

ATTEMPTS = 60
"""Links an address may follow in a minute."""


def at(ctx: Context, call: Call, principal: Principal) -> Response:
    """The page of a link, or what its button does."""
    if call.method not in ("GET", "HEAD", "POST"):
        raise MethodNotAllowedError(_("This address does not answer to {method}.", method=call.method))
    rates.spend(ctx, unsubscribing.PAGE, ATTEMPTS, rates.MINUTE)
    asked = Subscription(*(call.query.get(key, "") for key in ("email", "doctype", "name")))
    unsubscribing.check(ctx, asked, call.query.get("key", ""))
    title = ctx.say(_("Receive no more of these e-mails"))
    if call.method == "POST":
        unsubscribing.end(ctx, asked)
        ended = ctx.say(_("{email} receives no more of these e-mails.", email=asked.email))
        return pages.question_page(title, ended, unsubscribing.PAGE)
    button = ctx.say(_("Unsubscribe"))
    return pages.question_page(title, asked.email, unsubscribing.PAGE, button, principal.csrf_token or "")
