"""What the worker executes: one dotted function under the context of the user who asked for it."""

from __future__ import annotations

import importlib
from collections.abc import Callable, Mapping
from contextlib import closing
from typing import Any

from comptoir.errors import DoesNotExistError
from comptoir.sites.here import here


def run_job(site: str, user: str, method: str, kwargs: Mapping[str, Any]) -> None:
    """Call ``method`` with ``kwargs`` on ``site`` as ``user``; what it wrote is kept only if it does not raise."""
    function = resolve(method)
    with closing(here()) as bench, bench.site(site).context(user):
        function(**kwargs)


def resolve(method: str) -> Callable[..., Any]:
    """The function a dotted name means. Raises ``DoesNotExistError`` with the part that is missing."""
    module_name, _, name = method.rpartition(".")
    if not module_name:
        raise DoesNotExistError(f"{method!r} is not a dotted name like app.module.function.")
    try:
        module = importlib.import_module(module_name)
    except ModuleNotFoundError as error:
        raise DoesNotExistError(f"There is no module {error.name} (asked for {method}).") from error
    function = getattr(module, name, None)
    if not callable(function):
        raise DoesNotExistError(f"{module_name} has no function {name}.")
    return function  # type: ignore[no-any-return]
