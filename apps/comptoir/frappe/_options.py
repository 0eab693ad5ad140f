"""Arguments of Frappe that have no meaning here are accepted by name; any other unknown argument is a mistake."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from comptoir.errors import UnsupportedError
from comptoir.sentences import _

REFERENCE = "docs/reference/frappe-api.md"
WITHOUT_MEANING = frozenset(
    {
        "debug", "run", "ignore", "ignore_ddl", "with_comment_count", "with_childnames", "save_user_settings",
        "user_settings", "update", "join", "strict", "explain", "reference_doctype", "ignore_ifnull",
    }
)  # fmt: skip
"""They steer Frappe's logging or its query text; leaving them out changes no result."""


def refuse_unknown(function: str, options: Mapping[str, Any]) -> None:
    """Raise ``UnsupportedError`` for an option that would have changed the result."""
    for name, value in options.items():
        if name not in WITHOUT_MEANING and value not in (None, False):
            raise UnsupportedError(
                _(
                    "{function} does not support the argument {argument} ({page}).",
                    function=function,
                    argument=name,
                    page=REFERENCE,
                )
            )
