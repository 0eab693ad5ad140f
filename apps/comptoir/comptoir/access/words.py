"""Tags are words about documents: who is held to a part of the company knows those of documents they may see.

Head office, and a company that is not divided, share one vocabulary.
"""

from __future__ import annotations

from comptoir.access import scopes, subjects
from comptoir.context import Context
from comptoir.meta.companions import COMPANIONS
from comptoir.meta.model import DocType
from comptoir.query.model import Column, Condition, Filter, Query, Select, Within, any_of

TAG, LINK = "Tag", "Tag Link"


def limit(ctx: Context, doctype: DocType, reading: subjects.Reading) -> Filter | None:
    """The filter that leaves the tags the acting user made or meets on documents; None for all of them."""
    if doctype.name != TAG or not scopes.is_limited(ctx):
        return None
    about = subjects.filter_of(ctx, COMPANIONS[LINK], reading)
    met = Query(LINK, (Select(Column(LINK, "tag"), "tag"),), about, limit=None)
    own = Condition(Column(TAG, "owner"), "=", ctx.user)
    return any_of((own, Within((Column(TAG, "name"),), met)))
