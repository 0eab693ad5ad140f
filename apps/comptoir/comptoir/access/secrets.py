"""Values that are never stored in their own column: passwords as argon2 hashes, other secrets encrypted.

The table is Frappe's ``__Auth``. The column of a Password field holds asterisks only.
"""

from __future__ import annotations

import hmac
from functools import cache
from typing import TYPE_CHECKING

import sqlalchemy as sa

from comptoir.context import Context
from comptoir.errors import ConfigurationError

if TYPE_CHECKING:
    from argon2 import PasswordHasher
    from cryptography.fernet import Fernet

auth_table = sa.Table(
    "__Auth",
    sa.MetaData(),
    sa.Column("doctype", sa.String(140), primary_key=True),
    sa.Column("name", sa.String(255), primary_key=True),
    sa.Column("fieldname", sa.String(140), primary_key=True),
    sa.Column("password", sa.Text),
    sa.Column("encrypted", sa.Integer),
)
_DUMMY_HASH = (
    "$argon2id$v=19$m=65536,t=3,p=4$7+knRBI7icoeHwmtA9eo0A$UEjPBCQuCtqTeFo700MW46jAXpxYrCJe9IvkEgo4cEU"
)
"""Of a password nobody has, made as the hashes of people's are: making it anew would delay every start."""
MAX_PASSWORD = 512


def set_password(ctx: Context, user: str, password: str) -> None:
    """Store the argon2 hash of a user's password."""
    set_hash(ctx, user, hash_of(password))


def hash_of(password: str) -> str:
    """The argon2 hash of a password: a third of a second of work, in which other threads run."""
    return _hasher().hash(password)


def set_hash(ctx: Context, user: str, hashed: str) -> None:
    """Store what ``hash_of`` made of a user's password."""
    _store(ctx, "User", user, "password", hashed, encrypted=False)


def verify_password(ctx: Context, user: str | None, password: str) -> bool:
    """Whether ``password`` is the user's. Takes the same time for a user that does not exist."""
    stored = _read(ctx, "User", user, "password") if user else None
    return fits(stored, password)


def fits(stored: str | None, password: str) -> bool:
    """Whether ``password`` has the hash ``stored``. Takes the same time where there is none."""
    from argon2.exceptions import InvalidHashError, VerificationError

    try:
        _hasher().verify(stored or _DUMMY_HASH, password[:MAX_PASSWORD])
    except (VerificationError, InvalidHashError):
        return False
    return stored is not None


def is_outdated(stored: str) -> bool:
    """Whether a hash was made with weaker parameters than those in use now."""
    return _hasher().check_needs_rehash(stored)


def set_secret(ctx: Context, doctype: str, name: str, fieldname: str, value: str) -> None:
    """Encrypt and store the value of a Password field."""
    _store(ctx, doctype, name, fieldname, encrypt(ctx, value), encrypted=True)


def get_secret(ctx: Context, doctype: str, name: str, fieldname: str) -> str | None:
    """The clear value of a Password field, or None."""
    from cryptography.fernet import InvalidToken

    stored = _read(ctx, doctype, name, fieldname)
    if stored is None:
        return None
    try:
        return decrypt(ctx, stored)
    except InvalidToken as error:
        raise ConfigurationError(
            f"The secret {fieldname} of {doctype} {name} cannot be decrypted: the encryption_key of the site has changed."
        ) from error


def set_fingerprint(ctx: Context, doctype: str, name: str, fieldname: str, fingerprint: str) -> None:
    """Store what recognises a long random secret: its digest, which nobody can turn back."""
    _store(ctx, doctype, name, fieldname, fingerprint, encrypted=False)


def has_fingerprint(ctx: Context, doctype: str, name: str, fieldname: str, fingerprint: str) -> bool:
    """Whether this is the fingerprint of the secret."""
    stored = _read(ctx, doctype, name, fieldname)
    return stored is not None and hmac.compare_digest(stored, fingerprint)


def has_secret(ctx: Context, doctype: str, name: str, fieldname: str) -> bool:
    """Whether there is such a secret."""
    return _read(ctx, doctype, name, fieldname) is not None


def owner_of(ctx: Context, doctype: str, fieldname: str, fingerprint: str) -> str | None:
    """The document whose secret has this fingerprint."""
    columns = auth_table.c
    of_kind = sa.and_(columns.doctype == doctype, columns.fieldname == fieldname)
    statement = sa.select(columns.name).where(of_kind, columns.password == fingerprint)
    return ctx.db.execute(statement.limit(1)).scalar()


def encrypt(ctx: Context, value: str) -> str:
    """``value`` as only this site can read it."""
    return _cipher(ctx).encrypt(value.encode()).decode()


def decrypt(ctx: Context, token: str) -> str:
    """What ``encrypt`` made ``token`` of."""
    return _cipher(ctx).decrypt(token.encode()).decode()


def forget_secrets(ctx: Context, doctype: str, name: str) -> None:
    """Delete every secret of a document."""
    columns = auth_table.c
    ctx.db.execute(sa.delete(auth_table).where(columns.doctype == doctype, columns.name == name))


def rename_secrets(ctx: Context, doctype: str, old: str, new: str) -> None:
    """Follow a renamed document."""
    columns = auth_table.c
    ctx.db.execute(
        sa.update(auth_table).where(columns.doctype == doctype, columns.name == old).values(name=new)
    )


def delete_secret(ctx: Context, doctype: str, name: str, fieldname: str) -> None:
    """Delete one secret."""
    ctx.db.execute(sa.delete(auth_table).where(_at(doctype, name, fieldname)))


def _store(ctx: Context, doctype: str, name: str, fieldname: str, value: str, *, encrypted: bool) -> None:
    ctx.db.begin()
    delete_secret(ctx, doctype, name, fieldname)
    ctx.db.execute(
        sa.insert(auth_table).values(
            doctype=doctype, name=name, fieldname=fieldname, password=value, encrypted=int(encrypted)
        )
    )


def _read(ctx: Context, doctype: str, name: str, fieldname: str) -> str | None:
    return ctx.db.execute(sa.select(auth_table.c.password).where(_at(doctype, name, fieldname))).scalar()


def _at(doctype: str, name: str, fieldname: str) -> sa.ColumnElement[bool]:
    columns = auth_table.c
    return sa.and_(columns.doctype == doctype, columns.name == name, columns.fieldname == fieldname)


@cache
def _hasher() -> PasswordHasher:
    from argon2 import PasswordHasher

    return PasswordHasher()


def _cipher(ctx: Context) -> Fernet:
    from cryptography.fernet import Fernet

    key = ctx.site.config.encryption_key
    if not key:
        raise ConfigurationError(f"The site {ctx.site.name} has no encryption_key in its site_config.json.")
    return Fernet(key)
