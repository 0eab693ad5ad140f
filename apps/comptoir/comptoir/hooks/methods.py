"""Functions that may be called by name: the whitelist of REST methods and the resolving of dotted names."""

from __future__ import annotations

import importlib
import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from types import ModuleType
from typing import Any, TypeVar, overload

from comptoir.errors import ConfigurationError

log = logging.getLogger("comptoir.hooks")

F = TypeVar("F", bound=Callable[..., Any])


@dataclass(frozen=True, slots=True)
class Whitelisted:
    """How a function may be called over REST."""

    allow_guest: bool = False
    methods: tuple[str, ...] = ("GET", "POST", "PUT", "DELETE")
    xss_safe: bool = False

    def answers(self, method: str) -> bool:
        """Whether a request by ``method`` of HTTP calls it; what answers to GET answers to HEAD."""
        return ("GET" if method == "HEAD" else method) in self.methods


_whitelist: dict[Callable[..., Any], Whitelisted] = {}


@overload
def whitelist(function: F) -> F: ...


@overload
def whitelist(
    function: None = None,
    *,
    allow_guest: bool = False,
    xss_safe: bool = False,
    methods: Sequence[str] | None = None,
) -> Callable[[F], F]: ...


def whitelist(
    function: Any = None,
    *,
    allow_guest: bool = False,
    xss_safe: bool = False,
    methods: Sequence[str] | None = None,
) -> Any:
    """Let a function or document method be called over REST: nothing is callable without this."""

    def register(target: F) -> F:
        terms = Whitelisted(allow_guest, tuple(methods) if methods else Whitelisted().methods, xss_safe)
        _whitelist[getattr(target, "__func__", target)] = terms
        return target

    return register(function) if callable(function) else register


def whitelisted(function: Callable[..., Any]) -> Whitelisted | None:
    """The terms on which ``function`` may be called, or None where it may not."""
    return _whitelist.get(getattr(function, "__func__", function))


@lru_cache(maxsize=4096)
def resolve(dotted: str) -> Callable[..., Any]:
    """The function that ``package.module.function`` names. Raises ``ConfigurationError``."""
    module_name, _, attribute = dotted.rpartition(".")
    if not module_name:
        raise ConfigurationError(f"{dotted!r} is not the dotted name of a function.")
    try:
        module = importlib.import_module(module_name)
    except ModuleNotFoundError as error:
        if error.name and (module_name == error.name or module_name.startswith(error.name + ".")):
            raise ConfigurationError(f"There is no module {error.name} for the function {dotted}.") from error
        raise
    function = getattr(module, attribute, None)
    if not callable(function):
        raise ConfigurationError(f"The module {module_name} has no function {attribute}.")
    return function  # type: ignore[no-any-return]


@lru_cache(maxsize=4096)
def resolve_imported(dotted: str) -> Callable[..., Any] | None:
    """The function of an imported app, or None where its module needs what this installation has not."""
    module = importable(dotted.rpartition(".")[0])
    function = getattr(module, dotted.rpartition(".")[2], None)
    return function if callable(function) else None


@lru_cache(maxsize=4096)
def importable(dotted: str) -> ModuleType | None:
    """The module of an imported app, or None; why not is logged once."""
    try:
        return importlib.import_module(dotted)
    except Exception as error:  # noqa: BLE001 - a stranger may raise anything
        if not (isinstance(error, ModuleNotFoundError) and dotted == error.name):
            log.warning("%s of an imported app cannot be loaded and is left out: %s", dotted, error)
        return None
