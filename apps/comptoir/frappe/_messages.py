"""Talking to the user: translations, messages, and errors that are sentences."""

from __future__ import annotations

from functools import lru_cache
from typing import Any, NoReturn

from comptoir.attrdict import AttrDict
from comptoir.context import Message, current, has_current
from comptoir.errors import ComptoirError, ValidationError

Error = type[BaseException]


def translated(msg: str, lang: str | None = None, context: str | None = None) -> str:
    """``msg`` in the user's language (or ``lang``). ``context`` is accepted; catalogues have one text per message."""
    if not has_current():
        return str(msg)
    ctx = current()
    return ctx.site.translate(msg if isinstance(msg, str) else str(msg), lang or ctx.lang)


_ = translated


class LazyText(str):
    """A text that is translated when it is used: ``frappe._lt`` at the top of a module."""

    __slots__ = ()

    def __str__(self) -> str:
        return translated(str.__str__(self))

    def __format__(self, spec: str) -> str:
        return format(str(self), spec)

    def format(self, *args: Any, **kwargs: Any) -> str:
        """The translated text, filled."""
        return str(self).format(*args, **kwargs)


def _lt(msg: str, lang: str | None = None, context: str | None = None) -> LazyText:
    """A text that is translated each time it is shown, for constants of modules."""
    return LazyText(msg)


def throw(
    msg: Any, exc: Any = ValidationError, title: str | None = None, is_minimizable: bool = False, wide: bool = False,
    as_list: bool = False, **_ignored: Any,
) -> NoReturn:  # fmt: skip
    """Stop with a sentence for the user (``as_list``: several). What was written is rolled back.

    ``exc`` is an exception class, or an instance, which is raised as it is. ``is_minimizable`` and ``wide`` have no
    effect.
    """
    if isinstance(exc, BaseException):
        raise exc
    text = "\n".join(str(line) for line in msg) if as_list or isinstance(msg, (list, tuple)) else as_text(msg)
    raise _raisable(exc if isinstance(exc, type) else ValidationError)(text, title=title)


@lru_cache(maxsize=256)
def _raisable(exc: Error) -> type[ComptoirError]:
    """``exc``, or a class that is both ``exc`` and a ``ValidationError``, so that its sentence reaches the user."""
    if issubclass(exc, ComptoirError):
        return exc
    return type(exc.__name__, (ValidationError, exc), {"__doc__": exc.__doc__})


def msgprint(
    msg: Any, title: str | None = None, raise_exception: Any = False, as_table: bool = False, as_list: bool = False,
    indicator: str | None = None, alert: bool = False, **_ignored: Any,
) -> None:  # fmt: skip
    """Tell the user something beside the answer; ``raise_exception`` (true or a class) makes it ``throw``."""
    if raise_exception:
        throw(
            msg, raise_exception if not isinstance(raise_exception, (bool, int)) else ValidationError, title
        )
    many = isinstance(msg, (list, tuple)) and (as_list or not as_table)
    lines = [" | ".join(str(cell) for cell in row) for row in msg] if as_table else msg
    text = "\n".join(str(line) for line in lines) if many or as_table else as_text(msg)
    current().messages.append(Message(text, title, indicator, alert=alert))


def as_text(msg: Any) -> str:
    """``msg`` as text; a sentence of the engine stays one and is translated when it is sent."""
    return msg if isinstance(msg, str) else str(msg)


def toast(message: Any, indicator: str | None = None) -> None:
    """Tell the user something in passing."""
    msgprint(message, indicator=indicator, alert=True)


def get_message_log() -> list[AttrDict]:
    """What the user will be told."""
    return [
        AttrDict(message=m.message, title=m.title, indicator=m.indicator, alert=m.alert)
        for m in current().messages
    ]


def clear_messages() -> None:
    """Forget what the user would have been told."""
    current().messages.clear()


def clear_last_message() -> None:
    """Forget the last message."""
    del current().messages[-1:]


def bold(text: Any) -> str:
    """``text`` in bold."""
    return f"<strong>{text}</strong>"
