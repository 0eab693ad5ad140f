"""The second factor: codes of an authenticator app (TOTP, RFC 6238), and recovery codes for when it is lost.

The secret is kept encrypted beside the password. A time step is good for one sign-in and each recovery code for one;
both are taken with a statement that only one of two rivals can win.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets as random
import time
from dataclasses import dataclass

import sqlalchemy as sa

from comptoir.access.secrets import auth_table, delete_secret, get_secret, set_secret
from comptoir.context import Context
from comptoir.errors import ConfigurationError
from comptoir.sentences import _

SECRET = "second_factor"  # noqa: S105  the name of its field
STEP = "second_factor_step"
RECOVERY = "recovery_code:"
"""Before the hash of a recovery code, where the field's name stands in ``__Auth``."""
STEP_SECONDS = 30
WINDOW = 1
"""Steps before and after the present one whose codes are taken: clocks differ."""
STEP_DIGITS = 12
RECOVERY_CODES = 10
RECOVERY_ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"
RECOVERY_GROUPS = 3
RECOVERY_GROUP = 4
DEFAULT_ISSUER = "RegionCRM"
WRONG_CODE = _("The code is not right, or was used already. Wait for the next one and try again.")


@dataclass(frozen=True, slots=True)
class Device:
    """A secret to put into an authenticator app, as text, as an address and as a picture of that address."""

    secret: str
    uri: str
    qr: str


def new_secret() -> str:
    """A secret for an authenticator app, in base 32."""
    import pyotp

    return pyotp.random_base32()


def device_of(ctx: Context, user: str, secret: str) -> Device:
    """What ``user`` needs to put ``secret`` into an app."""
    import pyotp
    import segno

    issuer = ctx.site.settings.app_name or DEFAULT_ISSUER
    uri = pyotp.TOTP(secret).provisioning_uri(name=user, issuer_name=issuer)
    return Device(secret, uri, segno.make(uri, error="m").svg_data_uri(scale=5, border=3))


def is_set(ctx: Context, user: str) -> bool:
    """Whether ``user`` has a second factor."""
    return ctx.db.execute(sa.select(auth_table.c.fieldname).where(_of(user, SECRET))).first() is not None


def enable(ctx: Context, user: str, secret: str, code: str) -> tuple[str, ...] | None:
    """Take ``secret`` for the user's, proven by a ``code`` of it, and return new recovery codes; None if it is wrong."""
    step = _step_of(secret, code)
    if step is None:
        return None
    set_secret(ctx, "User", user, SECRET, secret)
    delete_secret(ctx, "User", user, STEP)
    ctx.db.execute(_stored(user, STEP, _padded(step)))
    return renew_recovery_codes(ctx, user)


def check(ctx: Context, user: str, code: str) -> bool:
    """Whether ``code`` is good now, of the app or for recovery. It is used up by this."""
    code = "".join(code.split())
    if len(code) == 6 and code.isascii() and code.isdigit():
        secret = get_secret(ctx, "User", user, SECRET)
        step = _step_of(secret, code) if secret else None
        return step is not None and _take_step(ctx, user, step)
    return bool(code) and _take_recovery_code(ctx, user, code)


def drop(ctx: Context, user: str) -> None:
    """Forget the second factor of ``user`` and its recovery codes."""
    ctx.db.begin()
    ctx.db.execute(sa.delete(auth_table).where(_of(user, SECRET, STEP)))
    ctx.db.execute(sa.delete(auth_table).where(_recovery_of(user)))


def recovery_codes_left(ctx: Context, user: str) -> int:
    """How many recovery codes ``user`` has not used."""
    return int(ctx.db.execute(sa.select(sa.func.count()).where(_recovery_of(user))).scalar() or 0)


def renew_recovery_codes(ctx: Context, user: str) -> tuple[str, ...]:
    """Ten new recovery codes instead of those there were; they are shown this once."""
    codes = tuple(_recovery_code() for _ in range(RECOVERY_CODES))
    ctx.db.begin()
    ctx.db.execute(sa.delete(auth_table).where(_recovery_of(user)))
    for code in codes:
        ctx.db.execute(_stored(user, RECOVERY + _hash(ctx, code), "1"))
    return codes


def _step_of(secret: str, code: str) -> int | None:
    """The time step whose code ``code`` is, near the present one."""
    import pyotp

    given = "".join(code.split()).encode()
    totp, now, found = pyotp.TOTP(secret), int(time.time()) // STEP_SECONDS, None
    for step in range(now - WINDOW, now + WINDOW + 1):
        if hmac.compare_digest(totp.generate_otp(step).encode(), given):
            found = step
    return found


def _take_step(ctx: Context, user: str, step: int) -> bool:
    """Use up ``step`` and all before it. Whether it was still good."""
    ctx.db.begin()
    later = sa.update(auth_table).where(_of(user, STEP), auth_table.c.password < _padded(step))
    return ctx.db.execute(later.values(password=_padded(step))).rowcount == 1


def _take_recovery_code(ctx: Context, user: str, code: str) -> bool:
    ctx.db.begin()
    field = RECOVERY + _hash(ctx, code)
    return ctx.db.execute(sa.delete(auth_table).where(_of(user, field))).rowcount == 1


def _recovery_code() -> str:
    groups = (
        "".join(random.choice(RECOVERY_ALPHABET) for _ in range(RECOVERY_GROUP))
        for _ in range(RECOVERY_GROUPS)
    )
    return "-".join(groups)


def _hash(ctx: Context, code: str) -> str:
    """The hash of a recovery code, of no use without the key of the site: the codes are short enough to be tried."""
    key = ctx.site.config.encryption_key
    if not key:
        raise ConfigurationError(f"The site {ctx.site.name} has no encryption_key in its site_config.json.")
    plain = code.replace("-", "").lower()
    return hmac.new(key.encode(), f"recovery:{plain}".encode(), hashlib.sha256).hexdigest()


def _padded(step: int) -> str:
    """A step as text that sorts as the number does."""
    return str(step).zfill(STEP_DIGITS)


def _stored(user: str, fieldname: str, value: str) -> sa.Insert:
    return sa.insert(auth_table).values(
        doctype="User", name=user, fieldname=fieldname, password=value, encrypted=0
    )


def _of(user: str, *fieldnames: str) -> sa.ColumnElement[bool]:
    columns = auth_table.c
    return sa.and_(columns.doctype == "User", columns.name == user, columns.fieldname.in_(fieldnames))


def _recovery_of(user: str) -> sa.ColumnElement[bool]:
    columns = auth_table.c
    return sa.and_(columns.doctype == "User", columns.name == user, columns.fieldname.startswith(RECOVERY))
