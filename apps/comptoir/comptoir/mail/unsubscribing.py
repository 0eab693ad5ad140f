"""Who wants no more letters: signed links in letters, and Email Unsubscribe documents."""

from __future__ import annotations

import hashlib
import hmac
from dataclasses import dataclass
from urllib.parse import urlencode

import sqlalchemy as sa

from comptoir.context import ADMINISTRATOR, Context
from comptoir.db.tables import table_for
from comptoir.documents import new_document
from comptoir.errors import PermissionError
from comptoir.mail.letters import bare
from comptoir.sentences import _

DOCTYPE = "Email Unsubscribe"
PAGE = "unsubscribe"


@dataclass(frozen=True, slots=True)
class Subscription:
    """Whom letters reach, and what they are about: one document, or nothing in particular."""

    email: str
    doctype: str = ""
    name: str = ""


def link(ctx: Context, subscription: Subscription) -> str:
    """The address by which ``subscription`` is ended, by whoever holds it."""
    values = {"email": subscription.email, "doctype": subscription.doctype, "name": subscription.name}
    asked = {key: value for key, value in values.items() if value}
    return f"{ctx.site.url}/{PAGE}?{urlencode(asked | {'key': _key(ctx, subscription)})}"


def check(ctx: Context, subscription: Subscription, key: str) -> None:
    """Raise ``PermissionError`` unless ``key`` is of this very subscription."""
    if not hmac.compare_digest(_key(ctx, subscription).encode(), key.encode()):
        raise PermissionError(_("This link to unsubscribe is incomplete. Open it from the e-mail once more."))


def end(ctx: Context, subscription: Subscription) -> None:
    """Send no more of these letters."""
    if is_ended(ctx, subscription):
        return
    values = {"email": bare(subscription.email).casefold()}
    about = {"reference_doctype": subscription.doctype, "reference_name": subscription.name}
    whole = not (subscription.doctype and subscription.name)
    doc = new_document(
        ctx.acting_as(ADMINISTRATOR),
        {"doctype": DOCTYPE, **values, **({"global_unsubscribe": 1} if whole else about)},
    )
    doc.insert(ignore_permissions=True)


def is_ended(ctx: Context, subscription: Subscription) -> bool:
    """Whether they want no letters at all, or none about this document."""
    columns = table_for(ctx.site.registry.get(DOCTYPE)).c
    this = sa.and_(
        columns.reference_doctype == subscription.doctype, columns.reference_name == subscription.name
    )
    found = ctx.db.execute(
        sa.select(columns.name)
        .where(
            columns.email == bare(subscription.email).casefold(),
            sa.or_(columns.global_unsubscribe == 1, this),
        )
        .limit(1)
    )
    return found.first() is not None


def _key(ctx: Context, subscription: Subscription) -> str:
    parts = (PAGE, bare(subscription.email).casefold(), subscription.doctype, subscription.name)
    secret = hashlib.sha256(f"{PAGE}:{ctx.site.config.encryption_key}".encode()).digest()
    return hmac.new(secret, "\0".join(parts).encode(), hashlib.sha256).hexdigest()
