"""Who asks, on which site, in which language: the value every layer receives explicitly.

The one ``ContextVar`` of the project lives here. Only the ``frappe`` face and the edges that open a context
(web, jobs, CLI) touch it; the engine passes ``Context`` as an argument.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field, replace
from html import escape
from typing import TYPE_CHECKING, Any, Protocol

from comptoir.attrdict import AttrDict
from comptoir.errors import NotOnSiteError
from comptoir.sentences import Sentence, _

if TYPE_CHECKING:
    from comptoir.clock import Clock
    from comptoir.db import Database
    from comptoir.sites import Site

ADMINISTRATOR = "Administrator"
GUEST = "Guest"
TITLE = _("Message")
"""What stands above a message that has no title of its own."""

Say = Callable[[str], str]
"""Says a sentence or a word of metadata in one language."""


@dataclass(frozen=True, slots=True)
class Message:
    """A sentence for the user, sent beside the answer."""

    message: str
    title: str | None = None
    indicator: str | None = None
    raise_exception: bool = False
    alert: bool = False

    def said(self, say: Say) -> Message:
        """The message as ``say`` says it, as HTML: a sentence of the engine is plain text, others are HTML already."""
        text = say(self.message)
        if isinstance(self.message, Sentence):
            text = escape(text, quote=False)
        return replace(self, message=text, title=say(self.title or TITLE))


class Request(Protocol):
    """The part of an HTTP request that application code may look at."""

    @property
    def method(self) -> str:
        """GET, POST, ..."""
        ...

    @property
    def segments(self) -> tuple[str, ...]:
        """The decoded parts of the path."""
        ...

    @property
    def query(self) -> Mapping[str, str]:
        """The parameters of the address."""
        ...

    @property
    def body(self) -> Mapping[str, Any]:
        """The fields of the form or the JSON object sent."""
        ...

    @property
    def content(self) -> bytes:
        """The body as it came, where it is JSON."""
        ...

    @property
    def headers(self) -> Mapping[str, str]:
        """The headers, by lower-case name."""
        ...

    @property
    def cookies(self) -> Mapping[str, str]:
        """The cookies."""
        ...

    @property
    def address(self) -> str:
        """The network address of the client."""
        ...


class Narrowing(Protocol):
    """What a unit of work came in by, where that lets through less than its user may: an API key with a reach."""

    @property
    def name(self) -> str:
        """What tells it from others."""
        ...

    @property
    def user(self) -> str:
        """Whom it narrows; code that acts as somebody else by itself is not narrowed."""
        ...

    @property
    def title(self) -> str:
        """What people call it."""
        ...

    def gives(self, right: str, doctype: str) -> bool:
        """Whether ``right`` on documents of ``doctype`` passes."""
        ...

    def calls(self, *names: str) -> bool:
        """Whether a method that has these names may be called."""
        ...


@dataclass(slots=True, eq=False)
class Context:
    """One unit of work of one user on one site; holds one database connection at most."""

    site: Site
    user: str
    db: Database
    clock: Clock
    lang: str = "en"
    request_id: str = ""
    messages: list[Message] = field(default_factory=list)
    flags: dict[str, Any] = field(default_factory=dict)
    memo: dict[Any, Any] = field(default_factory=dict)
    """Values computed once per unit of work (roles, loaded documents); cleared on user change."""
    request: Request | None = None
    """What came in over HTTP; None in jobs and commands."""
    form: AttrDict = field(default_factory=AttrDict)
    """The arguments of the request."""
    response: AttrDict = field(default_factory=AttrDict)
    """What application code wants in the answer besides its return value (see ``web.app_response``)."""
    key: Narrowing | None = None
    """The API key with a reach by which the request came in."""

    def say(self, text: str) -> str:
        """``text``, a sentence or a word of metadata, in the actor's language."""
        return self.site.translate(text, self.lang)

    @property
    def is_administrator(self) -> bool:
        """Administrator passes every permission check, except through a key that narrows them."""
        return self.user == ADMINISTRATOR and self.narrowing is None

    @property
    def narrowing(self) -> Narrowing | None:
        """The key that narrows the acting user, if one does."""
        return self.key if self.key is not None and self.key.user == self.user else None

    def acting_as(self, user: str) -> Context:
        """The same unit of work as another user sees it: nothing of this one's rights is remembered."""
        return replace(self, user=user, memo={})

    def set_user(self, user: str) -> None:
        """Act as ``user`` from here on."""
        self.user = user
        self.memo.clear()


_current: ContextVar[Context] = ContextVar("comptoir_context")


def current() -> Context:
    """The active context. Raises ``NotOnSiteError`` outside one: nothing is read or written without a site."""
    try:
        return _current.get()
    except LookupError:
        raise NotOnSiteError() from None


def has_current() -> bool:
    """Whether a context is active."""
    return _current.get(None) is not None


@contextmanager
def use(ctx: Context) -> Iterator[Context]:
    """Make ``ctx`` the active context of this thread or task."""
    token = _current.set(ctx)
    try:
        yield ctx
    finally:
        _current.reset(token)
