"""``frappe.session``, ``frappe.local`` and ``frappe.flags``: views of the active context."""

from __future__ import annotations

from typing import Any

from comptoir.context import current


class SessionFace:
    """``frappe.session.user``."""

    @property
    def user(self) -> str:
        """The acting user."""
        return current().user


class FlagsFace:
    """``frappe.flags.x``: values for the length of one unit of work."""

    def __getattr__(self, key: str) -> Any:
        return current().flags.get(key)

    def __setattr__(self, key: str, value: Any) -> None:
        current().flags[key] = value

    def get(self, key: str, default: Any = None) -> Any:
        """A flag, or ``default``."""
        return current().flags.get(key, default)


class LocalFace:
    """``frappe.local``: site, language, session and flags of the context."""

    @property
    def site(self) -> str:
        """Name of the site."""
        return current().site.name

    @property
    def lang(self) -> str:
        """Language of the user."""
        return current().lang

    @property
    def session(self) -> SessionFace:
        """The session."""
        return SessionFace()

    @property
    def flags(self) -> FlagsFace:
        """The flags."""
        return FlagsFace()
