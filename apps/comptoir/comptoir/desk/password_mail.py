"""Mail that lets people choose a password: after they have forgotten theirs, or because they are invited."""

from __future__ import annotations

from html import escape
from typing import Any

import sqlalchemy as sa

from comptoir.access import password_links, rates, sign_in
from comptoir.context import ADMINISTRATOR, Context, current
from comptoir.db.tables import table_for
from comptoir.errors import ValidationError
from comptoir.i18n import LANGUAGES
from comptoir.jobs import mailing
from comptoir.jobs.queue import QUEUES, connection_of, push
from comptoir.mail import Letter, put
from comptoir.mail.letters import SECRET_PLACE
from comptoir.sentences import Sentence, _

SEND = "comptoir.desk.password_mail.send_reset"
HOUR = 3600
HELLO = _("Hello {name},")
OF_AN_ADDRESS, OF_A_USER = 20, 5
"""How many links may be asked for in an hour."""


def ask_for_reset(ctx: Context, user: str) -> Sentence:
    """Send whoever ``user`` may be a link, and say so: the answer and its time tell nothing of who there is."""
    rates.spend(ctx, "reset_password", OF_AN_ADDRESS, HOUR)
    rates.count(ctx.site, "reset_password_of", user.strip().casefold(), OF_A_USER, HOUR)
    if not mailing.is_possible(ctx):
        raise ValidationError(
            _("This site sends no mail. Ask an administrator for a link to a new password.")
        )
    payload = {
        "site": ctx.site.name,
        "user": ADMINISTRATOR,
        "method": SEND,
        "kwargs": {"user": user.strip()[:140]},
    }
    push(connection_of(ctx.site), payload, queue="short", timeout=QUEUES["short"])
    return _("If this is a user of the site, a link to a new password is on its way to their mailbox.")


def send_reset(user: str) -> None:
    """Send whoever would sign in as ``user`` a link to a new password."""
    ctx = current()
    account = sign_in.find_account(ctx, user)
    if account is not None:
        _send(
            ctx,
            account.user,
            _("A new password for {site}"),
            _("Somebody, most likely you, asked for a new password for {site}."),
            _("Choose a new password"),
            _("If it was not you, do nothing: your password stays as it is."),
        )


def invite(ctx: Context, user: str) -> str | None:
    """Send ``user`` an invitation; the link itself where the site sends no mail."""
    if not mailing.is_possible(ctx):
        return password_links.make_link(ctx, user)
    _send(
        ctx,
        user,
        _("Your account on {site}"),
        _("An account was made for you on {site}. Your user name is {user}."),
        _("Choose your password"),
        _("The link works once, within a day. After that ask for a new one on the sign-in page."),
    )
    return None


def _send(
    ctx: Context, user: str, subject: Sentence, why: Sentence, button: Sentence, close: Sentence
) -> None:
    columns = table_for(ctx.site.registry.get("User")).c
    row = ctx.db.execute(
        sa.select(columns.email, columns.first_name, columns.language).where(columns.name == user)
    ).one()
    lang = row.language if row.language in LANGUAGES else ctx.site.settings.language
    site = ctx.site.settings.app_name or ctx.site.name

    def said(sentence: Sentence, **values: Any) -> str:
        return ctx.site.translate(sentence.filled(site=site, user=user, **values), lang)

    link = f'<a href="{SECRET_PLACE}">{escape(said(button))}</a>'
    lines = (escape(said(HELLO, name=row.first_name or user)), escape(said(why)), link, escape(said(close)))
    message = "\n".join(f"<p>{line}</p>" for line in lines)
    secret = escape(password_links.make_link(ctx, user))
    put(ctx, Letter([row.email], said(subject), message, urgent=True, secret=secret))
