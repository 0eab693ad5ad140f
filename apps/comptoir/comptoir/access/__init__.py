"""Who may do what: ``decide`` answers for one document, ``predicate`` for a list, and they always agree.

- ``policy``: the two questions and the field levels, from the roles, the permission rows and the shares;
- ``shares``: what was shared with the user; ``subjects``: what comments, tasks, files and the like are about;
- ``users``: roles and settings of a user;
- ``idempotency``: answers already given, by the key of their request;
- ``sessions``, ``tokens``: cookies and API keys, which become ``principals``; ``secrets``: encrypted values of Password fields.

Everything is denied unless a permission row grants it. Only Administrator passes unasked.
"""

from comptoir.access.policy import (
    Decision,
    decide,
    predicate,
    readable_columns,
    require,
    rights_of,
    writable_levels,
)
from comptoir.access.users import roles_of

__all__ = [
    "Decision",
    "decide",
    "predicate",
    "readable_columns",
    "require",
    "rights_of",
    "roles_of",
    "writable_levels",
]
