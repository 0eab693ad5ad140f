"""Handlers that are loaded with their first call, so that a process answers its first request sooner."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from comptoir.access.principals import Principal
from comptoir.context import Context
from comptoir.hooks import resolve
from comptoir.web.requests import Call


def loaded(handler: str) -> Callable[[Context, Call, Principal], Any]:
    """The handler called ``module.function`` in ``comptoir.web``; it goes by that name, by which keys are judged."""
    module, _dot, function = handler.rpartition(".")

    def load_and_call(ctx: Context, call: Call, principal: Principal) -> Any:
        return resolve(f"comptoir.web.{handler}")(ctx, call, principal)

    load_and_call.__module__, load_and_call.__qualname__ = f"comptoir.web.{module}", function
    return load_and_call
