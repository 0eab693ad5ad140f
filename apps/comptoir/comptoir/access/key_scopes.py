"""The reach of an API key: which rights on which doctypes it lets through, and which methods it may call.

It only narrows: within it holds what roles, limits and shares give the key's user. The grant asks here before it asks
the roles, so every list, count, document, file and report is held to it; the web layer asks before it calls a method.
A row for every doctype, and a pattern with a ``*``, leave out what makes keys, users, sessions and permissions: that is
reached only by its name.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from fnmatch import fnmatchcase
from typing import Any

from comptoir.context import Context, Narrowing
from comptoir.errors import PermissionError
from comptoir.meta.model import RIGHTS, DocType
from comptoir.sentences import _

EVERY = ""
"""Stands for every doctype."""
READING = frozenset({"select", "read", "report", "export", "print", "email"})
GUARDED = frozenset(
    {
        "API Key", "Access Alert Rule", "Custom DocPerm", "Custom Field", "DefaultValue", "DocPerm", "DocShare", "DocType",
        "Has Role", "Property Setter", "Role", "Role Profile", "Row Rule", "Social Login Key", "System Settings", "User",
        "User Permission", "User Scope",
    }
)  # fmt: skip
"""Doctypes that decide who may do what: a row for every doctype lets them be read alone."""
GUARDED_METHODS = (
    "comptoir.core.user.", "comptoir.desk.access.", "comptoir.desk.api_keys.", "comptoir.desk.feed.",
    "comptoir.desk.permissions.", "comptoir.desk.profile.", "comptoir.desk.sign_in.", "comptoir.web.session.", "frappe.core.doctype.user.",
    "frappe.share.",
)  # fmt: skip
"""Where methods live that a pattern with a ``*`` does not reach."""
PATTERN = re.compile(r"[\w *./-]+")
"""What the name of a method, or a pattern of names, is made of."""


@dataclass(frozen=True, slots=True)
class KeyScope:
    """What an API key lets through."""

    name: str
    """The API Key document."""
    title: str
    user: str
    rights: Mapping[str, frozenset[str]] = field(default_factory=dict)
    """By doctype; ``EVERY`` for all."""
    methods: tuple[str, ...] = ()
    """Names, and patterns with ``*``."""
    until: datetime | None = None

    def gives(self, right: str, doctype: str) -> bool:
        """Whether ``right`` on documents of ``doctype`` passes. Reading includes selecting."""
        given = self.rights.get(doctype, frozenset()) | self._everywhere(doctype)
        return right in given or (right == "select" and "read" in given)

    def calls(self, *names: str) -> bool:
        """Whether the method with these names may be called; one that is guarded needs a row of its own."""
        if any(name in self.methods for name in names):
            return True
        if any(name.startswith(GUARDED_METHODS) for name in names):
            return False
        return any(fnmatchcase(name, pattern) for name in names for pattern in self.methods)

    def covers(self, other: KeyScope) -> bool:
        """Whether ``other`` reaches nowhere this does not, and no longer."""
        ends = self.until is None or (other.until is not None and other.until <= self.until)
        methods = all(
            method in self.methods or ("*" not in method and self.calls(method)) for method in other.methods
        )
        return ends and methods and self.user == other.user and self._gives_all(other.rights)

    def _gives_all(self, rights: Mapping[str, frozenset[str]]) -> bool:
        everywhere = self.rights.get(EVERY, frozenset())
        return all(
            given <= everywhere if doctype == EVERY else all(self.gives(right, doctype) for right in given)
            for doctype, given in rights.items()
        )

    def _everywhere(self, doctype: str) -> frozenset[str]:
        given = self.rights.get(EVERY, frozenset())
        return given & READING if doctype in GUARDED else given


def scope_of(
    name: str, title: str, user: str, until: datetime | None, rows: Iterable[Mapping[str, Any]]
) -> KeyScope | None:
    """What the ``rows`` (of API Key Scope) of a key let through; None without rows, which narrow nothing."""
    rights: dict[str, frozenset[str]] = {}
    methods: list[str] = []
    seen = False
    for row in rows:
        seen = True
        if row.get("method"):
            methods.append(str(row["method"]))
            continue
        doctype = str(row.get("document_type") or EVERY)
        given = frozenset(right for right in RIGHTS if row.get(f"for_{right}"))
        rights[doctype] = rights.get(doctype, frozenset()) | given
    return KeyScope(name, title, user, rights, tuple(methods), until) if seen else None


def stopped_by(ctx: Context, right: str, doctype: DocType) -> Narrowing | None:
    """The key that does not let ``right`` on documents of ``doctype`` through; None where none stops it."""
    key = ctx.narrowing
    return key if key is not None and not key.gives(right, doctype.name) else None


def require_call(ctx: Context, name: str, function: Callable[..., Any] | None = None) -> None:
    """Raise ``PermissionError`` where the key in use may not call the method ``name``, which is ``function``."""
    key = ctx.narrowing
    if key is None:
        return
    home = () if function is None else (f"{function.__module__}.{function.__qualname__}",)
    if not key.calls(name, *home):
        raise PermissionError(
            _(
                "The API key {key} may not call {name}. Use a key whose reach names this method.",
                key=key.title,
                name=name,
            )
        )


def require_whole(ctx: Context) -> None:
    """Raise ``PermissionError`` where a key narrows the acting user."""
    key = ctx.narrowing
    if key is not None:
        raise PermissionError(
            _("The API key {key} has a limited reach and cannot be used for this.", key=key.title)
        )
