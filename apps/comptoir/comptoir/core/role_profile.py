"""Role profiles: sets of roles that people have together, kept in one place."""

from __future__ import annotations

from comptoir.documents import Document, get_document, get_list


class RoleProfile(Document):
    """The roles of everybody who has the profile: who does is saved with it, as if their roles were changed by hand."""

    def validate(self) -> None:
        seen: set[str] = set()
        for row in list(self.get("roles") or []):
            if row.role in seen:
                self.remove(row)
            seen.add(row.role)

    def on_update(self) -> None:
        if not self._changed():
            return
        ctx, mine = self._ctx, {"role_profile_name": str(self.name)}
        for row in get_list(ctx, "User", fields=["name"], filters=mine, limit=0, ignore_permissions=True):
            get_document(ctx, "User", row["name"], for_update=True).save(ignore_permissions=True)

    def _changed(self) -> bool:
        before = self.get_doc_before_save()
        had = {row.role for row in before.get("roles") or []} if before is not None else set()
        return had != {row.role for row in self.get("roles") or []}
