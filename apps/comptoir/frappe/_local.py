"""``frappe.session``, ``local``, ``flags``, ``form_dict``, ``request``, ``response``, ``conf``: views of the context."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, MutableMapping
from typing import Any

import orjson
from comptoir.attrdict import AttrDict
from comptoir.context import current, has_current

from frappe._unsupported import refuse

Source = Callable[[], dict[str, Any]]
_LOCAL = "local:"


class View(MutableMapping[str, Any]):
    """A dictionary of the active context; keys are attributes too, and a missing one is None."""

    def __init__(self, source: Source):
        object.__setattr__(self, "_source", source)

    def __getitem__(self, key: str) -> Any:
        return self._source()[key]

    def __setitem__(self, key: str, value: Any) -> None:
        self._source()[key] = value

    def __delitem__(self, key: str) -> None:
        del self._source()[key]

    def __iter__(self) -> Iterator[str]:
        return iter(self._source())

    def __len__(self) -> int:
        return len(self._source()) if has_current() else 0

    def __getattr__(self, key: str) -> Any:
        if key.startswith("__"):
            raise AttributeError(key)
        return self._source().get(key)

    def __setattr__(self, key: str, value: Any) -> None:
        self._source()[key] = value

    def __delattr__(self, key: str) -> None:
        self._source().pop(key, None)

    def copy(self) -> AttrDict:
        """The present values."""
        return AttrDict(self._source())


class SessionFace(Mapping[str, Any]):
    """``frappe.session``: who acts. ``data`` lasts for one unit of work; cookies and tokens stay the engine's."""

    @property
    def user(self) -> str:
        """The acting user."""
        return current().user

    @property
    def data(self) -> AttrDict:
        """Values for the length of one unit of work."""
        ctx = current()
        values: AttrDict = ctx.flags.setdefault("session_data", AttrDict())
        return values

    def __getitem__(self, key: str) -> Any:
        if key not in ("user", "data"):
            raise KeyError(key)
        return getattr(self, key)

    def __iter__(self) -> Iterator[str]:
        return iter(("user", "data"))

    def __len__(self) -> int:
        return 2


class RequestFace:
    """``frappe.request``: what came in over HTTP; false outside a request."""

    def __bool__(self) -> bool:
        return has_current() and current().request is not None

    @property
    def method(self) -> str:
        """GET, POST, ..."""
        return _request().method

    @property
    def path(self) -> str:
        """The path, decoded."""
        return "/" + "/".join(_request().segments)

    @property
    def args(self) -> AttrDict:
        """The parameters of the address."""
        return AttrDict(_request().query)

    @property
    def form(self) -> AttrDict:
        """The fields sent in the body."""
        return AttrDict(_request().body)

    @property
    def json(self) -> AttrDict:
        """The JSON object sent in the body."""
        return AttrDict(_request().body)

    @property
    def headers(self) -> Mapping[str, str]:
        """The headers, by name in any case."""
        return _request().headers

    @property
    def cookies(self) -> Mapping[str, str]:
        """The cookies."""
        return _request().cookies

    @property
    def remote_addr(self) -> str:
        """The network address of the client."""
        return _request().address

    def get_data(self, as_text: bool = False) -> Any:
        """The fields sent in the body as JSON text; the very bytes are not kept."""
        data = orjson.dumps(dict(_request().body), default=str)
        return data.decode() if as_text else data

    def __getattr__(self, name: str) -> Any:
        raise refuse("frappe.request", name, {})


def _request() -> Any:
    request = current().request
    if request is None:
        raise refuse("frappe.request", "<none outside a request>", {})
    return request


class LocalFace:
    """``frappe.local``: site, language, session, flags and the request; other names last for one unit of work."""

    site = property(lambda self: current().site.name, doc="Name of the site.")
    user = property(lambda self: current().user, doc="The acting user.")
    request_ip = property(
        lambda self: getattr(current().request, "address", None), doc="Address of the client."
    )
    message_log = property(lambda self: current().messages, doc="What the user will be told.")

    @property
    def lang(self) -> str:
        """Language of the user."""
        return current().lang

    def __getattr__(self, key: str) -> Any:
        if key in _VIEWS:
            return _VIEWS[key]
        kept = current().flags
        if _LOCAL + key not in kept:
            raise AttributeError(f"frappe.local.{key} was not set in this unit of work.")
        return kept[_LOCAL + key]

    def __setattr__(self, key: str, value: Any) -> None:
        if key == "lang":
            current().lang = value
        elif key in _REPLACED:
            view = _VIEWS[key]
            view.clear()
            view.update(value)
        else:
            current().flags[_LOCAL + key] = value


def get_request_header(key: str, default: Any = None) -> Any:
    """A header of the request; ``default`` where there is none."""
    found = current().request
    return default if found is None else found.headers.get(key.lower(), default)


def _conf() -> dict[str, Any]:
    return AttrDict(current().site.config.raw)


session = SessionFace()
flags = View(lambda: current().flags)
form_dict = View(lambda: current().form)
response = View(lambda: current().response)
conf = View(_conf)
request = RequestFace()
local = LocalFace()
_VIEWS: dict[str, Any] = {
    "session": session, "flags": flags, "form_dict": form_dict, "response": response, "conf": conf, "request": request,
}  # fmt: skip
_REPLACED = frozenset({"form_dict", "response", "flags"})
