"""Links with which somebody chooses a password without knowing the present one.

The key in a link works once, within a day; the User keeps its fingerprint alone. A new link replaces the one before.
"""

from __future__ import annotations

import secrets as random
from datetime import timedelta

import sqlalchemy as sa

from comptoir.access import passwords
from comptoir.access.key_scopes import require_whole
from comptoir.access.principals import digest
from comptoir.context import Context
from comptoir.db.tables import table_for
from comptoir.errors import AuthenticationError
from comptoir.sentences import _
from comptoir.traces import operations, record

LIFE = timedelta(days=1)
PAGE = "update-password"


def make_link(ctx: Context, user: str) -> str:
    """A new link for ``user``, to the address the site is configured to have."""
    require_whole(ctx)
    key = random.token_urlsafe(32)
    table = table_for(ctx.site.registry.get("User"))
    ctx.db.begin()
    ctx.db.execute(
        sa.update(table)
        .where(table.c.name == user)
        .values(reset_password_key=digest(key), last_reset_password_key_generated_on=ctx.clock.now())
    )
    return f"{ctx.site.url}/{PAGE}?key={key}"


def choose_password(ctx: Context, key: str, password: str) -> str:
    """Give the user of ``key`` a password, end their sessions, and spend the key. Whose it was.

    Raises ``AuthenticationError`` where the key does not work, and ``WeakPasswordError`` leaving it as it is.
    """
    columns = table_for(ctx.site.registry.get("User")).c
    fingerprint = digest(key)
    good = sa.and_(
        columns.reset_password_key == fingerprint,
        columns.last_reset_password_key_generated_on > ctx.clock.now() - LIFE,
        columns.enabled == 1,
    )
    user = ctx.db.execute(sa.select(columns.name).where(good).limit(1)).scalar()
    if user is not None:
        ctx.db.begin()
        spent = (
            sa.update(columns.name.table).where(columns.name == user, good).values(reset_password_key=None)
        )
        if ctx.db.execute(spent).rowcount == 1:
            passwords.change(ctx, str(user), password)
            record(ctx, operations.PASSWORD_RESET, user=str(user), doctype="User", name=user)
            return str(user)
    raise AuthenticationError(
        _("This link was used already, or is too old. Ask for a new one on the sign-in page.")
    )
