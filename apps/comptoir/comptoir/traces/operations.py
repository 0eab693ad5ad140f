"""What the audit trail records: one constant per operation. The text is what is stored and shown (translated)."""

from __future__ import annotations

LOGIN = "Login"
LOGIN_FAILED = "Login Failed"
LOGOUT = "Logout"
SESSION_REVOKED = "Session Revoked"
PASSWORD_CHANGED = "Password Changed"  # noqa: S105
PASSWORD_RESET = "Password Reset"  # noqa: S105
SECOND_FACTOR_SET = "Second Factor Set"
SECOND_FACTOR_DROPPED = "Second Factor Dropped"
KEY_CREATED = "Key Created"
KEY_REVOKED = "Key Revoked"
ROLES_CHANGED = "Roles Changed"
USER_CHANGED = "User Changed"
PERMISSION_CHANGED = "Permission Changed"
SHARED = "Shared"
SETTINGS_CHANGED = "Settings Changed"
VIEW_AS = "View As"
VIEW_AS_END = "View As End"
IMPORTED = "Imported"
IMPORT_UNDONE = "Import Undone"
ALERT = "Alert"
BACKUP = "Backup"
RESTORE = "Restore"
PRUNED = "Trail Pruned"
VIEWED = "Viewed"
EXPORTED = "Exported"
PRINTED = "Printed"

ACTIVITIES = (
    LOGIN, LOGIN_FAILED, LOGOUT, SESSION_REVOKED, PASSWORD_CHANGED, PASSWORD_RESET, SECOND_FACTOR_SET,
    SECOND_FACTOR_DROPPED, KEY_CREATED, KEY_REVOKED, ROLES_CHANGED, USER_CHANGED, PERMISSION_CHANGED, SHARED,
    SETTINGS_CHANGED, VIEW_AS, VIEW_AS_END, IMPORTED, IMPORT_UNDONE, ALERT, BACKUP, RESTORE, PRUNED,
)  # fmt: skip
"""What Activity Log shows, besides those of View Log and Access Log (``comptoir.meta.trail``)."""
OPERATIONS = frozenset((*ACTIVITIES, VIEWED, EXPORTED, PRINTED))
