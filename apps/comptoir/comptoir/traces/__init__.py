"""The audit trail: who signed in, changed rights, looked at, exported and printed what, in one sealed chain per site.

``record`` writes an entry in the caller's transaction; ``sealing`` chains what was committed; ``anchor`` notes the end
of the chain outside the database; ``verifying`` proves the whole. Nothing here changes or deletes an entry, except
``pruning``, which leaves a signed trace of what it took.
"""

from comptoir.traces import operations
from comptoir.traces.recording import record, record_apart

__all__ = ["operations", "record", "record_apart"]
