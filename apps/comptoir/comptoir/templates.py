"""Texts made of templates: Jinja2 in its sandbox, with data and nothing else.

A template sees values: numbers, texts, dates, lists, dictionaries; documents become dictionaries on the way in. It
can reach no attribute of any other object, call nothing but methods of those values and the helpers given, and reads
other templates only from the folders of installed apps. Output is escaped for HTML; ``|safe`` switches that off.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, time, timedelta
from decimal import Decimal
from functools import lru_cache
from pathlib import Path, PurePosixPath
from traceback import walk_tb
from types import CodeType
from typing import Any

from jinja2 import BaseLoader, Environment, TemplateNotFound, nodes
from jinja2.exceptions import SecurityError, TemplateError, TemplateSyntaxError
from jinja2.runtime import Context as JinjaContext
from jinja2.runtime import LoopContext, Macro
from jinja2.sandbox import ImmutableSandboxedEnvironment
from jinja2.utils import Cycler, Joiner, Namespace
from markupsafe import Markup

from comptoir.attrdict import AttrDict
from comptoir.context import Context
from comptoir.documents.data import DocumentData
from comptoir.errors import DoesNotExistError, ValidationError
from comptoir.sentences import _
from comptoir.sites import Site
from comptoir.template_bounds import (
    LONGEST,
    WIDENING,
    Budget,
    bounded_filter,
    check_pattern,
    check_text_call,
    count_turns,
)

PLAIN = (
    str,
    int,
    float,
    Decimal,
    date,
    time,
    timedelta,
    list,
    tuple,
    dict,
    set,
    frozenset,
    type(None),
    Markup,
)
_FAULTS = (
    TemplateError, TypeError, ValueError, ArithmeticError, LookupError, AttributeError, RecursionError,
)  # fmt: skip
_JINJA = (LoopContext, Namespace, Cycler, Joiner, Macro)


class Facade:
    """What templates may look into besides plain values: every attribute and method without an underscore."""

    __slots__ = ()


_OPEN = (*PLAIN, *_JINJA, Facade)
MOST_POWER = 1000
MOST_REMEMBERED = 50_000
"""Characters of a template whose code is kept."""

Helper = Callable[..., Any]


class TemplateMissingError(DoesNotExistError):
    """There is no such template in the installed apps."""


class TemplateFaultError(ValidationError):
    """The template cannot be rendered."""

    def __init__(self, message: str, line: int | None = None):
        super().__init__(message)
        self.line = line
        """The line of the template at fault, from 1; None where that is not known."""


class DataEnvironment(ImmutableSandboxedEnvironment):
    """Attributes of plain values only; calls of their methods and of ``helpers`` only. One renders one text."""

    intercepted_binops = frozenset({"*", "**", "%"})

    def __init__(self, helpers: Mapping[str, Helper], loader: BaseLoader):
        budget = Budget()
        self.turn = budget.turn
        super().__init__(autoescape=True, loader=loader, cache_size=200, finalize=budget.write)
        del self.globals["lipsum"]
        self.globals.update(helpers)
        for name in WIDENING:
            self.filters[name] = bounded_filter(name, self.filters[name])
        self._known = {id(value) for value in (*self.globals.values(), self.turn)}

    def _parse(self, source: str, name: str | None, filename: str | None) -> nodes.Template:
        tree = count_turns(super()._parse(source, name, filename), "turn")
        tree.set_environment(self)
        return tree

    def compile(
        self,
        source: Any,
        name: str | None = None,
        filename: str | None = None,
        raw: bool = False,
        defer_init: bool = False,
    ) -> Any:
        """The code of a template. It knows neither helpers nor values, so all environments share what was made once."""
        if raw or not isinstance(source, str) or len(source) > MOST_REMEMBERED:
            return super().compile(source, name, filename, raw, defer_init)  # type: ignore[call-overload]
        return _compiled(source, name, filename, defer_init)

    def compile_anew(self, source: str, name: str | None, filename: str | None, defer_init: bool) -> CodeType:
        """The code of a template, made now."""
        return super().compile(source, name, filename, False, defer_init)

    def is_safe_attribute(self, obj: Any, attr: str, value: Any) -> bool:
        """Whether a template may read ``obj.attr``."""
        return isinstance(obj, _OPEN) and super().is_safe_attribute(obj, attr, value)

    def is_safe_callable(self, obj: Any) -> bool:
        """Whether a template may call ``obj``."""
        if id(obj) in self._known or isinstance(obj, _JINJA):
            return True
        return isinstance(getattr(obj, "__self__", None), _OPEN) and super().is_safe_callable(obj)

    def call_binop(self, context: JinjaContext, operator: str, left: Any, right: Any) -> Any:
        """Products and powers, unless they would fill the memory."""
        for value, times in ((left, right), (right, left)):
            if (
                isinstance(value, (str, list, tuple))
                and isinstance(times, int)
                and len(value) * times > LONGEST
            ):
                raise SecurityError(f"a text or list of more than {LONGEST} elements")
        if operator == "%" and isinstance(left, str):
            check_pattern(left)
        if operator == "**" and (abs(left) > MOST_POWER or abs(right) > MOST_POWER):
            raise SecurityError(f"a power of numbers above {MOST_POWER}")
        return super().call_binop(context, operator, left, right)

    def call(self, context: JinjaContext, function: Any, /, *args: Any, **kwargs: Any) -> Any:
        """A call, unless what it makes would fill the memory."""
        named = getattr(function, "__wrapped__", function)  # Jinja wraps str.format
        text = getattr(named, "__self__", None)
        if isinstance(text, str):
            check_text_call(text, named.__name__, args)
        return super().call(context, function, *args, **kwargs)


@lru_cache(maxsize=128)
def _compiled(source: str, name: str | None, filename: str | None, defer_init: bool) -> CodeType:
    """Most of the time that a page takes before it is laid out went into this, for each page."""
    return DataEnvironment({}, BaseLoader()).compile_anew(source, name, filename, defer_init)


class AppLoader(BaseLoader):
    """Templates by path inside an installed app: ``templates/emails/welcome.html``, or ``<app>/templates/...``."""

    def __init__(self, site: Site):
        self._folders = [(manifest.app, manifest.path) for manifest in site.manifests]

    def get_source(self, environment: Environment, template: str) -> tuple[str, str, Callable[[], bool]]:
        """The text of a template. Raises ``TemplateNotFound``."""
        parts = PurePosixPath(template.lstrip("/")).parts
        for app, folder in reversed(self._folders):
            inner = parts[1:] if parts[:1] == (app,) else parts
            path = folder.joinpath(*inner).resolve()
            if inner[:1] == ("templates",) and path.is_relative_to(folder.resolve()) and path.is_file():
                changed = path.stat().st_mtime
                return path.read_text(encoding="utf-8"), str(path), lambda p=path, c=changed: _unchanged(p, c)
        raise TemplateNotFound(template)


def render(
    ctx: Context,
    template: str,
    values: Mapping[str, Any],
    helpers: Mapping[str, Helper],
    *,
    is_path: bool = False,
) -> str:
    """The text of ``template`` (or of the file it names) with ``values``. Raises ``TemplateFaultError``."""
    environment = DataEnvironment({**helpers, "_": _translator(ctx)}, AppLoader(ctx.site))
    try:
        found = environment.get_template(template) if is_path else environment.from_string(template)
        text = found.render({key: as_data(value) for key, value in values.items()})
    except TemplateNotFound as error:
        raise TemplateMissingError(
            f"There is no template {str(error)[:140]} in the installed apps."
        ) from error
    except SecurityError as error:
        line = _line_of(error)
        told = _(
            "The template uses what templates may not, {reason} (line {line}).",
            reason=error,
            line=line or "?",
        )
        raise TemplateFaultError(told, line) from error
    except _FAULTS as error:
        raise _unreadable(error) from error
    if len(text) > LONGEST:
        raise TemplateFaultError(
            _("The text of the template is longer than {most} characters.", most=LONGEST)
        )
    return text


def check(ctx: Context, template: str) -> None:
    """Raise ``TemplateFaultError`` for a template that cannot be read."""
    try:
        DataEnvironment({}, AppLoader(ctx.site)).parse(template)
    except (TemplateError, RecursionError) as error:
        raise _unreadable(error) from error


def as_data(value: Any) -> Any:
    """``value`` as plain data; whatever has no plain form becomes its text."""
    if isinstance(value, Facade):
        return value
    if isinstance(value, DocumentData):
        return as_data(value.as_dict())
    if isinstance(value, Mapping):
        return AttrDict({str(key): as_data(item) for key, item in value.items()})
    if isinstance(value, (list, tuple, set, frozenset)):
        return [as_data(item) for item in value]
    return value if isinstance(value, PLAIN) else str(value)


def _unreadable(error: Exception) -> TemplateFaultError:
    line = _line_of(error)
    if line is None:
        return TemplateFaultError(_("The template cannot be rendered: {reason}", reason=error))
    return TemplateFaultError(
        _("The template cannot be rendered (line {line}): {reason}", line=line, reason=error), line
    )


def _line_of(error: BaseException) -> int | None:
    """Where in the template ``error`` came up; Jinja names templates that are no files so in its tracebacks."""
    if isinstance(error, TemplateSyntaxError):
        return error.lineno
    lines = [
        where for frame, where in walk_tb(error.__traceback__) if frame.f_code.co_filename == "<template>"
    ]
    return lines[-1] if lines else None


def _translator(ctx: Context) -> Helper:
    def translate(text: str, lang: str | None = None) -> str:
        return ctx.site.translate(str(text), lang or ctx.lang)

    return translate


def _unchanged(path: Path, mtime: float) -> bool:
    return path.is_file() and path.stat().st_mtime == mtime
