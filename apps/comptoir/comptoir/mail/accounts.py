"""Email Accounts: which of them a letter leaves from, and how its server is reached."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from comptoir.access.secrets import get_secret
from comptoir.context import Context
from comptoir.db.tables import table_for
from comptoir.documents import Document
from comptoir.documents.scope import scope_of
from comptoir.mail.smtp import MailServer, port_of, server_of

DOCTYPE = "Email Account"


def server(ctx: Context, account: str | None = None) -> MailServer | None:
    """The server of ``account``, else of the default account, else the one the configuration names."""
    columns = table_for(ctx.site.registry.get(DOCTYPE)).c
    which = columns.name == account if account else columns.default_outgoing == 1
    row = ctx.db.execute(sa.select(*columns).where(which, columns.enable_outgoing == 1)).mappings().first()
    if row is not None:
        return _server(ctx, row)
    return server(ctx) if account else server_of(ctx.site.config.raw, ctx.site.name)


def writing_about(ctx: Context, doc: Document | None) -> str | None:
    """The account letters about ``doc`` leave from: that of its scope, else the default one, if there is any."""
    columns = table_for(ctx.site.registry.get(DOCTYPE)).c
    usual = columns.default_outgoing == 1
    scope = scope_of(ctx, doc) if doc is not None else None
    which = usual if scope is None else sa.or_(usual, columns.scope == scope)
    found = ctx.db.execute(
        sa.select(columns.name).where(columns.enable_outgoing == 1, which).order_by(columns.default_outgoing)
    )
    name: str | None = found.scalars().first()
    return name


def answered_at(ctx: Context, account: str | None) -> str | None:
    """The address whose answers are fetched: of ``account``, else of the default incoming one."""
    columns = table_for(ctx.site.registry.get(DOCTYPE)).c
    found = ctx.db.execute(
        sa.select(columns.email_id)
        .where(columns.enable_incoming == 1, sa.or_(columns.name == account, columns.default_incoming == 1))
        .order_by(columns.default_incoming)
    )
    address: str | None = found.scalars().first()
    return address


def login_of(row: Any) -> str:
    """Who signs in to the servers of an account."""
    return str(row["login_id"] if row["login_id_is_different"] and row["login_id"] else row["email_id"])


def password_of(ctx: Context, account: str) -> str:
    """The password of an account; empty where it has none."""
    return get_secret(ctx, DOCTYPE, account, "password") or ""


def _server(ctx: Context, row: Any) -> MailServer:
    use_ssl = bool(row["use_ssl_for_outgoing"])
    use_tls = bool(row["use_tls"]) and not use_ssl
    password = password_of(ctx, row["name"])
    return MailServer(
        row["smtp_server"],
        port_of(row["smtp_port"], use_tls=use_tls, use_ssl=use_ssl),
        row["email_id"],
        row["email_account_name"],
        use_tls,
        use_ssl,
        login_of(row) if password else "",
        password,
    )
