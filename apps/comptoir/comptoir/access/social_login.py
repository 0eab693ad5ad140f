"""Whom an identity of a provider means on this site: who is linked to it, else whose verified e-mail it has."""

from __future__ import annotations

import sqlalchemy as sa

from comptoir.access.oidc import Identity, Provider
from comptoir.access.secrets import get_secret
from comptoir.context import ADMINISTRATOR, GUEST, Context
from comptoir.db.tables import table_for
from comptoir.errors import PageDoesNotExistError

KEY, LINK = "Social Login Key", "User Social Login"


def providers(ctx: Context) -> list[tuple[str, str]]:
    """Name and label of the providers people can sign in with."""
    if not ctx.site.registry.has(KEY):
        return []
    columns = table_for(ctx.site.registry.get(KEY)).c
    rows = ctx.db.execute(
        sa.select(columns.name, columns.provider_name)
        .where(columns.enable_social_login == 1)
        .order_by(columns.provider_name)
    )
    return [(str(row.name), str(row.provider_name)) for row in rows]


def provider_of(ctx: Context, name: str) -> tuple[Provider, sa.RowMapping]:
    """The enabled provider ``name``, and its row."""
    table = table_for(ctx.site.registry.get(KEY))
    row = (
        ctx.db.execute(sa.select(table).where(table.c.name == name, table.c.enable_social_login == 1))
        .mappings()
        .first()
    )
    if row is None:
        raise PageDoesNotExistError()
    secret = get_secret(ctx, KEY, str(row["name"]), "client_secret") or ""
    return Provider(str(row["name"]), str(row["base_url"]), str(row["client_id"]), secret), row


def linked(ctx: Context, provider: str, sub: str) -> str | None:
    """The user linked to an identity."""
    columns = table_for(ctx.site.registry.get(LINK)).c
    return ctx.db.execute(
        sa.select(columns.parent).where(
            columns.provider == provider, columns.userid == sub, columns.parenttype == "User"
        )
    ).scalar()


def by_email(ctx: Context, identity: Identity) -> str | None:
    """The user whose address the provider has verified; the users of the engine itself are nobody's."""
    if not identity.email or not identity.email_verified:
        return None
    columns = table_for(ctx.site.registry.get("User")).c
    return ctx.db.execute(
        sa.select(columns.name).where(
            columns.email == identity.email, columns.name.not_in((ADMINISTRATOR, GUEST))
        )
    ).scalar()
