"""``frappe.defaults``: values kept for the site or a user under a key."""

from __future__ import annotations

from typing import Any

from comptoir.attrdict import AttrDict
from comptoir.context import current
from comptoir.documents import defaults as engine
from comptoir.documents.defaults import GLOBAL, SITE


def get_global_default(key: str) -> Any:
    """The site's value of ``key``, or what System Settings say."""
    return engine.get_default(current(), key, SITE)


def set_global_default(key: str, value: Any) -> None:
    """Keep the site's value of ``key``."""
    engine.set_default(current(), key, value, SITE)


def get_user_default(key: str, user: str | None = None) -> Any:
    """A user's value of ``key``, or the site's."""
    values = get_user_default_as_list(key, user)
    return values[0] if values else get_global_default(key)


def get_user_default_as_list(key: str, user: str | None = None) -> list[Any]:
    """A user's values of ``key``."""
    ctx = current()
    return list(engine.defaults_of(ctx, user or ctx.user).get(key, []))


def set_user_default(key: str, value: Any, user: str | None = None, parenttype: str | None = None) -> None:
    """Keep a user's value of ``key``."""
    ctx = current()
    engine.set_default(ctx, key, value, user or ctx.user)


def add_user_default(key: str, value: Any, user: str | None = None, parenttype: str | None = None) -> None:
    """Keep one more of a user's values of ``key``."""
    ctx = current()
    engine.add_default(ctx, key, value, user or ctx.user)


def add_global_default(key: str, value: Any) -> None:
    """Keep one more of the site's values of ``key``."""
    engine.add_default(current(), key, value, SITE)


def add_default(key: str, value: Any, parent: str, parenttype: str | None = None) -> None:
    """Keep one more value of ``key`` under ``parent``."""
    engine.add_default(current(), key, value, parent)


def set_default(key: str, value: Any, parent: str, parenttype: str = SITE) -> None:
    """Keep the value of ``key`` under ``parent``."""
    engine.set_default(current(), key, value, parent)


def clear_default(
    key: str | None = None, value: Any = None, parent: str | None = None, name: str | None = None,
    parenttype: str | None = None,
) -> None:  # fmt: skip
    """Forget the values that fit what is given."""
    engine.clear_default(current(), key=key, value=value, parent=parent)


def clear_user_default(key: str, user: str | None = None) -> None:
    """Forget a user's values of ``key``."""
    ctx = current()
    engine.clear_default(ctx, key=key, parent=user or ctx.user)


def get_defaults(user: str | None = None) -> AttrDict:
    """The site's values and a user's over them."""
    ctx = current()
    found: dict[str, Any] = {}
    for parent in (SITE, GLOBAL, user or ctx.user):
        found |= {
            key: values[0] if len(values) == 1 else values
            for key, values in engine.defaults_of(ctx, parent).items()
        }
    return AttrDict(found | {"user": user or ctx.user})


def get_defaults_for(parent: str = SITE) -> AttrDict:
    """The values kept under ``parent``."""
    found = engine.defaults_of(current(), parent)
    return AttrDict({key: values[0] if len(values) == 1 else values for key, values in found.items()})
