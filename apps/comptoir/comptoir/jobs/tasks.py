"""How the task of a user stands: what a screen asks while it waits, known to nobody else and for a day."""

from __future__ import annotations

from typing import Any

import orjson

from comptoir.context import Context
from comptoir.documents.naming import make_hash
from comptoir.errors import DoesNotExistError
from comptoir.sentences import _

KEPT_SECONDS = 24 * 3600


def new_task(ctx: Context, **values: Any) -> str:
    """A task of the actor that stands as ``values`` say."""
    task = make_hash(20)
    note(ctx, task, **values)
    return task


def note(ctx: Context, task: str, **values: Any) -> None:
    """Write down how a task of the actor stands now, whether or not the transaction is committed."""
    ctx.site.cache.set(_key(ctx, task), orjson.dumps(values, default=str).decode(), KEPT_SECONDS)


def standing(ctx: Context, task: str) -> dict[str, Any]:
    """What was noted last. Raises ``DoesNotExistError`` for a task that is over for a day or somebody else's."""
    (found,) = ctx.site.cache.get_many([_key(ctx, task)])
    if found is None:
        raise DoesNotExistError(_("There is no task called {task} any more. Begin it anew.", task=task[:40]))
    answer: dict[str, Any] = orjson.loads(found)
    return answer


def _key(ctx: Context, task: str) -> str:
    return f"task|{ctx.user}|{task}"
