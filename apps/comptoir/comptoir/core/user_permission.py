"""User Permissions: each is said once, and one document of a type is the default."""

from __future__ import annotations

from typing import Any

from comptoir.documents import Document, get_list
from comptoir.errors import DuplicateEntryError, ValidationError
from comptoir.sentences import Label, _


class UserPermission(Document):
    """A user held to a document of a type."""

    user: Any
    allow: Any
    for_value: Any
    applicable_for: Any
    apply_to_all_doctypes: Any
    is_default: Any

    def validate(self) -> None:
        if self.apply_to_all_doctypes:
            self.applicable_for = None
        same = {"user": self.user, "allow": self.allow, "name": ["!=", self.name or ""]}
        others = get_list(
            self._ctx,
            "User Permission",
            fields=["for_value", "applicable_for", "is_default"],
            filters=same,
            limit=0,
            ignore_permissions=True,
        )
        for other in others:
            if (other["applicable_for"] or None) != (self.applicable_for or None):
                continue
            if other["for_value"] == self.for_value:
                raise DuplicateEntryError(
                    _(
                        "{user} is held to {doctype} {name} already.",
                        user=self.user,
                        doctype=Label(self.allow),
                        name=self.for_value,
                    )
                )
            if self.is_default and other["is_default"]:
                sentence = _(
                    "{name} is the default of {user} already; there is one for each document type.",
                    name=other["for_value"],
                    user=self.user,
                )
                raise ValidationError.at("is_default", sentence)
