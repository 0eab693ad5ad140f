"""A unit of work as the user sees it whom something is sent to: with their rights, in their language."""

from __future__ import annotations

from dataclasses import replace

from comptoir.access.users import is_enabled
from comptoir.context import Context
from comptoir.documents.storage import load_row
from comptoir.errors import ValidationError
from comptoir.i18n import LANGUAGES
from comptoir.sentences import _


def reader(ctx: Context, user: str) -> Context:
    """Everything as ``user`` may read it. Raises ``ValidationError`` where they may not act any more."""
    if not is_enabled(ctx, user):
        raise ValidationError(_("{user} is disabled, so nothing is sent in their name.", user=user))
    row = load_row(ctx, ctx.site.registry.get("User"), user) or {}
    language = str(row.get("language"))
    return replace(
        ctx.acting_as(user), lang=language if language in LANGUAGES else ctx.site.settings.language
    )
