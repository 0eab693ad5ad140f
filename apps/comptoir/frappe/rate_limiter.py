"""``frappe.rate_limiter``: how often a whitelisted method may be called."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import wraps
from typing import Any

from comptoir.access import rates
from comptoir.context import current, has_current
from comptoir.errors import ValidationError
from comptoir.sentences import _

DAY = 24 * 3600


def rate_limit(
    key: str | None = None,
    limit: int | Callable[[], int] = 5,
    seconds: int = DAY,
    methods: str | Sequence[str] = "ALL",
    ip_based: bool = True,
) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Let a method be called ``limit`` times in ``seconds`` by one address, with one value of the argument ``key``.

    Without ``ip_based`` and ``key`` the calls of each user are counted. Calls that are no requests are not counted.
    """

    def limited(function: Callable[..., Any]) -> Callable[..., Any]:
        @wraps(function)
        def called(*args: Any, **kwargs: Any) -> Any:
            request = current().request if has_current() else None
            if request is not None and (methods == "ALL" or request.method in methods):
                rates.count(
                    current().site,
                    f"{function.__module__}.{function.__qualname__}",
                    _identity(key, ip_based=ip_based),
                    limit() if callable(limit) else limit,
                    seconds,
                )
            return function(*args, **kwargs)

        return called

    return limited


def _identity(key: str | None, *, ip_based: bool) -> str:
    """Whose calls are counted together."""
    ctx = current()
    parts = [ctx.request.address] if ip_based and ctx.request is not None else []
    if key is not None:
        value = ctx.form.get(key)
        if value is None:
            raise ValidationError(_("The argument {name} is missing.", name=key))
        parts.append(str(value))
    return ":".join(parts) or ctx.user
