"""Signing in: the password, then a code where one is needed, then a session.

Whatever is wrong with a name and a password, the answer is the same and takes the same time. Only who knows the
password learns more: that a second factor is asked, or that their role may not work from here or at this hour.
"""

from __future__ import annotations

import secrets as random
from dataclasses import dataclass
from typing import Any

import orjson
import sqlalchemy as sa

from comptoir.access import lockout, second_factor, secrets, sessions
from comptoir.access.principals import Principal, digest, principal_from
from comptoir.access.restrictions import refusal
from comptoir.access.sessions import NewSession, Origin
from comptoir.context import GUEST, Context
from comptoir.db.tables import table_for
from comptoir.errors import AuthenticationError
from comptoir.sentences import _
from comptoir.traces import operations, record, record_apart

PENDING_SECONDS = 600
"""How long there is for the second step; enough to install an app."""


@dataclass(frozen=True, slots=True)
class Pending:
    """The password was right, and a code is asked; ``device`` is one to set up, where the user has none."""

    tmp_id: str
    device: second_factor.Device | None


@dataclass(frozen=True, slots=True)
class Account:
    """What signing in needs to know of an enabled user."""

    user: str
    full_name: str | None
    lang: str | None
    password: str | None
    has_second_factor: bool


def begin(ctx: Context, usr: str, password: str, origin: Origin) -> NewSession | Pending:
    """The first step. Raises ``AuthenticationError``, the same for every cause."""
    account = find_account(ctx, usr)
    name = account.user if account else usr
    attempt = lockout.attempt(ctx, lockout.PASSWORD, name, origin.address)
    if not secrets.fits(account.password if account else None, password) or account is None:
        # A name that nobody has may be a password typed in the wrong field.
        known = account.user if account else GUEST
        record_apart(ctx, operations.LOGIN_FAILED, user=known, address=origin.address)
        raise AuthenticationError()
    attempt.succeeded()
    if secrets.is_outdated(account.password or ""):
        secrets.set_password(ctx, account.user, password)
        ctx.db.commit()
        account = find_account(ctx, account.user) or account
    return enter(ctx, account, origin)


def enter(ctx: Context, account: Account, origin: Origin, *, proven: bool = False) -> NewSession | Pending:
    """A session for somebody who is who they say, or the question for a code.

    ``proven`` says that a second factor was shown already, to a provider of identities for instance.
    """
    principal = _admitted(ctx, account, origin)
    if proven or not (account.has_second_factor or principal.second_factor):
        return _open(ctx, principal, origin, second_factor=proven)
    return _ask_for_code(ctx, account)


def answer(ctx: Context, tmp_id: str, code: str, origin: Origin) -> NewSession:
    """The second step. Raises ``AuthenticationError`` for a wrong or used code, or where the first is too long ago."""
    known = ctx.site.cache.get_many([_pending_key(tmp_id)])[0]
    pending: dict[str, Any] = orjson.loads(known) if known else {}
    account = find_account(ctx, str(pending.get("user") or "")) if pending else None
    if account is None or pending["password"] != digest(account.password or ""):
        raise AuthenticationError(_("This sign-in took too long. Begin again with your password."))
    attempt = lockout.attempt(ctx, lockout.CODE, account.user, origin.address)
    codes = _prove(ctx, account, pending, code)
    if codes is None:
        ctx.db.rollback()
        record_apart(
            ctx, operations.LOGIN_FAILED, user=account.user, address=origin.address, detail={"step": "code"}
        )
        raise AuthenticationError(second_factor.WRONG_CODE)
    if codes:
        record(ctx, operations.SECOND_FACTOR_SET, user=account.user, address=origin.address)
    attempt.succeeded()
    ctx.site.cache.delete(_pending_key(tmp_id))
    opened = _open(ctx, _admitted(ctx, account, origin), origin, second_factor=True)
    return NewSession(opened.sid, opened.principal, opened.expires, codes)


def find_account(ctx: Context, usr: str) -> Account | None:
    """The enabled user with this name, e-mail or username."""
    user = table_for(ctx.site.registry.get("User")).c
    password, factor = secrets.auth_table.alias("password"), secrets.auth_table.alias("factor")
    source: sa.FromClause = user.name.table
    for table, fieldname in ((password, "password"), (factor, second_factor.SECRET)):
        own = sa.and_(table.c.doctype == "User", table.c.name == user.name, table.c.fieldname == fieldname)
        source = source.outerjoin(table, own)
    found = sa.select(
        user.name, user.full_name, user.language, password.c.password, factor.c.fieldname.label("factor")
    ).select_from(source)
    named = sa.or_(user.name == usr, user.email == usr, user.username == usr)
    rank = sa.case((user.name == usr, 0), (user.email == usr, 1), else_=2)
    row = ctx.db.execute(
        found.where(named, user.enabled == 1, user.name != GUEST).order_by(rank).limit(1)
    ).first()
    if row is None:
        return None
    return Account(row.name, row.full_name, row.language, row.password, row.factor is not None)


def _admitted(ctx: Context, account: Account, origin: Origin) -> Principal:
    """The account as a principal, if its roles let it work from here and now."""
    principal = principal_from(ctx, account.user, account.full_name, account.lang)
    reason = refusal(principal.restrictions, origin.address, ctx.clock.now())
    if reason is not None:
        raise AuthenticationError(reason)
    return principal


def _open(ctx: Context, principal: Principal, origin: Origin, *, second_factor: bool) -> NewSession:
    opened = sessions.open_session(
        ctx, principal.user, origin, principal=principal, second_factor=second_factor
    )
    detail = {"second_factor": True} if second_factor else None
    record(ctx, operations.LOGIN, user=principal.user, address=origin.address, detail=detail)
    ctx.db.on_commit(lambda: lockout.know_address(ctx, principal.user, origin.address))
    return opened


def _ask_for_code(ctx: Context, account: Account) -> Pending:
    tmp_id, values = (
        random.token_urlsafe(32),
        {"user": account.user, "password": digest(account.password or "")},
    )
    device = None
    if not account.has_second_factor:
        device = second_factor.device_of(ctx, account.user, second_factor.new_secret())
        values["secret"] = secrets.encrypt(ctx, device.secret)
    ctx.site.cache.set(_pending_key(tmp_id), orjson.dumps(values).decode(), PENDING_SECONDS)
    return Pending(tmp_id, device)


def _prove(ctx: Context, account: Account, pending: dict[str, Any], code: str) -> tuple[str, ...] | None:
    """The recovery codes of a device set up just now, an empty tuple for a right code, None for a wrong one."""
    if account.has_second_factor:
        return () if second_factor.check(ctx, account.user, code) else None
    if "secret" not in pending:
        return None
    return second_factor.enable(ctx, account.user, secrets.decrypt(ctx, pending["secret"]), code)


def _pending_key(tmp_id: str) -> str:
    return f"second_factor:{digest(tmp_id)}"
