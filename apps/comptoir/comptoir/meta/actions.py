"""Actions: the buttons on the form of a document, as one row of ``actions`` declares them.

``label``, ``group``, ``action_type``, ``action`` and ``hidden`` are Frappe's. The others are ours, and a stock Frappe
leaves them aside: when the action is offered, what it asks for, and what becomes of its answer.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from comptoir.errors import DeclarationError
from comptoir.meta.load import field_from_json
from comptoir.meta.model import Field
from comptoir.sentences import _

SERVER_ACTION = "Server Action"
ROUTE = "Route"
KINDS = (SERVER_ACTION, ROUTE)

_METHOD = re.compile(r"[A-Za-z]\w*", re.ASCII)
_FUNCTION = re.compile(r"[A-Za-z]\w*(\.[A-Za-z]\w*)+", re.ASCII)


@dataclass(frozen=True, slots=True)
class Action:
    """One button."""

    label: str
    group: str = ""
    action_type: str = SERVER_ACTION
    action: str = ""
    """A method of the document, the dotted name of a function that takes ``doc``, or where a Route leads."""
    hidden: bool = False
    depends_on: str = ""
    arguments: tuple[Field, ...] = ()
    confirm: str = ""
    message: str = ""
    """What to say when it is done; ``{key}`` stands for a value of the answer, ``{0}`` for the answer itself."""
    open_doctype: str = ""
    open_key: str = ""
    """The key of the answer that names the document to open; empty where the answer is the name."""
    no_reload: bool = False
    """The action changes nothing: the form is neither saved before nor loaded again after it."""

    @property
    def is_method(self) -> bool:
        """Whether a method of the document is run."""
        return self.action_type == SERVER_ACTION and _METHOD.fullmatch(self.action) is not None

    @property
    def is_function(self) -> bool:
        """Whether a whitelisted function is called with the document."""
        return self.action_type == SERVER_ACTION and _FUNCTION.fullmatch(self.action) is not None


def read_action(row: Mapping[str, Any]) -> Action:
    """The action that ``row`` declares. Raises ``DeclarationError`` where its arguments cannot be read."""
    text = {key: str(row.get(key) or "").strip() for key in _TEXTS}
    return Action(
        **{**text, "action_type": text["action_type"] or SERVER_ACTION},
        arguments=_arguments(row.get("arguments"), text["label"]),
        hidden=bool(row.get("hidden")),
        no_reload=bool(row.get("no_reload")),
    )


_TEXTS = (
    "label",
    "group",
    "action_type",
    "action",
    "depends_on",
    "confirm",
    "message",
    "open_doctype",
    "open_key",
)


def _arguments(value: Any, label: str) -> tuple[Field, ...]:
    if not value:
        return ()
    where = _('The arguments of the action "{label}"', label=label)
    try:
        rows = json.loads(value) if isinstance(value, str) else value
    except ValueError as error:
        raise DeclarationError(_("{where} are not valid JSON: {error}.", where=where, error=error)) from error
    if not isinstance(rows, list) or not all(
        isinstance(row, Mapping) and row.get("fieldname") for row in rows
    ):
        raise DeclarationError(_('{where} must be a list of fields, each with a "fieldname".', where=where))
    return tuple(
        field_from_json(
            row, _('argument "{fieldname}" of the action "{label}"', fieldname=row["fieldname"], label=label)
        )
        for row in rows
    )
