"""Arguments of functions called over HTTP: checked against the signature before the call, never by its failing."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping, Set
from functools import lru_cache
from typing import Any

from comptoir.errors import BadRequestError, FrappeTypeError, ValidationError
from comptoir.sentences import _
from comptoir.web.requests import json_value, truth


@lru_cache(maxsize=2048)
def _signature(function: Callable[..., Any]) -> inspect.Signature:
    return inspect.signature(function)


def wants_context(function: Callable[..., Any]) -> bool:
    """Whether the first parameter is the context of the request."""
    return next(iter(_signature(function).parameters), "") == "ctx"


@lru_cache(maxsize=2048)
def _named(function: Callable[..., Any], skip: int) -> tuple[dict[str, inspect.Parameter], bool]:
    """The parameters that can be sent, and whether others can be as well."""
    parameters = list(_signature(function).parameters.values())[skip:]
    open_ended = any(p.kind is p.VAR_KEYWORD for p in parameters)
    return {p.name: p for p in parameters if p.kind in (p.POSITIONAL_OR_KEYWORD, p.KEYWORD_ONLY)}, open_ended


def bound(function: Callable[..., Any], sent: Mapping[str, Any], skip: int = 0) -> dict[str, Any]:
    """``sent`` as the keyword arguments of ``function``. Raises where one is missing, unknown or of a wrong kind."""
    named, open_ended = _named(function, skip)
    unknown = sorted(set(sent) - set(named))
    if unknown and not open_ended:
        raise BadRequestError(
            _("{name} takes no argument {unknown!r}.", name=function.__name__, unknown=unknown[0][:60])
        )
    missing = [name for name, p in named.items() if p.default is p.empty and name not in sent]
    if missing:
        raise ValidationError(
            _("{name} needs the argument {missing!r}.", name=function.__name__, missing=missing[0])
        )
    return {name: _typed(named[name], value) if name in named else value for name, value in sent.items()}


@lru_cache(maxsize=4096)
def _kinds(text: str) -> frozenset[str]:
    """The types that an annotation names."""
    return frozenset(part.split("[")[0].strip() for part in text.split("|")) - {""}


def _typed(parameter: inspect.Parameter, value: Any) -> Any:
    annotation = parameter.annotation
    kinds = _kinds(annotation if isinstance(annotation, str) else getattr(annotation, "__name__", ""))
    if annotation is parameter.empty or kinds & {"Any", "object"}:
        return value
    if value is None or (value == "" and "str" not in kinds):
        return parameter.default if parameter.default is not parameter.empty else value
    return _as_kind(parameter.name, kinds, value)


def _as_kind(name: str, kinds: Set[str], value: Any) -> Any:
    if "bool" in kinds and not kinds & {"str"}:
        return truth(value)
    if kinds & {"int", "float"} and not kinds & {"str"}:
        return _number(name, kinds, value)
    if kinds & {"dict", "list", "Mapping", "Sequence"}:
        value = json_value(name, value)
        if isinstance(value, (dict, list)) or ("str" in kinds and isinstance(value, str)):
            return value
        raise FrappeTypeError(_("The argument {name} must be JSON.", name=name))
    if "str" in kinds:
        if isinstance(value, (dict, list)):
            raise FrappeTypeError(_("The argument {name} must be text.", name=name))
        return str(value)
    return value


def _number(name: str, kinds: Set[str], value: Any) -> Any:
    try:
        number = float(value) if "float" in kinds else int(str(value))
    except (TypeError, ValueError) as error:
        raise FrappeTypeError(
            _("The argument {name} must be a number, not {value!r}.", name=name, value=str(value)[:40])
        ) from error
    if abs(number) >= 2**63 or number != number:
        raise FrappeTypeError(_("The argument {name} is not a number that can be used here.", name=name))
    return number
