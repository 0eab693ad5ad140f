"""What may go wrong without a mistake in code: what the engine refuses, and services that do not answer."""

from __future__ import annotations

from comptoir.errors import ComptoirError


def foreseen() -> tuple[type[Exception], ...]:
    """Errors of the engine, the database, Redis and the system, for ``except foreseen():``.

    The libraries are asked when something has gone wrong: a process that never meets Redis does not load it.
    """
    from redis.exceptions import RedisError
    from sqlalchemy.exc import SQLAlchemyError

    return ComptoirError, SQLAlchemyError, RedisError, OSError
