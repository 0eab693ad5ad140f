"""A letter that came back: its recipient is marked, and whoever wrote it is told.

Anybody can send what looks like a bounce. It counts only where it names the random id of a letter of this site and
somebody it was handed over to, so whoever forges one must have received that very letter.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import sqlalchemy as sa

from comptoir.access.users import is_enabled
from comptoir.context import Context
from comptoir.correspondence.bounces import Bounce, Failure
from comptoir.db.tables import table_for
from comptoir.desk.bell import ring
from comptoir.documents import get_document
from comptoir.documents.storage import load_row
from comptoir.errors import DoesNotExistError
from comptoir.i18n import LANGUAGES
from comptoir.mail import outbox
from comptoir.mail.letters import bare
from comptoir.mail.states import DOCTYPE, ROW
from comptoir.realtime import info_changed
from comptoir.sentences import _


def take(ctx: Context, bounce: Bounce) -> None:
    """Write down whom the letter did not reach."""
    letter = _letter(ctx, bounce)
    if letter is None:
        return
    lost = outbox.give_back(ctx, letter.name, dict(_meant(ctx, letter.name, bounce.failures)))
    if lost and letter.reference_doctype and letter.reference_name:
        info_changed(ctx, letter.reference_doctype, letter.reference_name)
    if lost and letter.communication:
        _tell_writer(ctx, letter, lost)


def _letter(ctx: Context, bounce: Bounce) -> Any:
    columns = table_for(ctx.site.registry.get(DOCTYPE)).c
    for message_id in bounce.letters:
        row = ctx.db.execute(
            sa.select(
                columns.name,
                columns.subject,
                columns.communication,
                columns.reference_doctype,
                columns.reference_name,
            ).where(columns.message_id == message_id)
        ).first()
        if row is not None:
            return row
    return None


def _meant(ctx: Context, letter: str, failures: tuple[Failure, ...]) -> Iterator[tuple[str, str]]:
    """The rows of the recipients, with the reasons. An only recipient is meant whatever address it was forwarded to."""
    columns = table_for(ctx.site.registry.get(ROW)).c
    found = ctx.db.execute(
        sa.select(columns.name, columns.recipient).where(
            columns.parent == letter, columns.parenttype == DOCTYPE
        )
    )
    rows = {bare(row.recipient).casefold(): row.name for row in found}
    for failure in failures:
        known = next((rows[address] for address in failure.addresses if address in rows), None)
        if known is not None:
            yield known, failure.words
        elif len(rows) == 1:
            yield next(iter(rows.values())), f"{failure.addresses[-1]}: {failure.words}"


def _tell_writer(ctx: Context, letter: Any, lost: list[str]) -> None:
    writer = (load_row(ctx, ctx.site.registry.get("Communication"), letter.communication) or {}).get("owner")
    if not writer or not is_enabled(ctx, writer):
        return
    language = str((load_row(ctx, ctx.site.registry.get("User"), writer) or {}).get("language"))
    sentence = _(
        "The e-mail “{subject}” did not reach {recipients}.",
        subject=letter.subject,
        recipients=", ".join(lost[:5]),
    )
    said = ctx.site.translate(sentence, language if language in LANGUAGES else ctx.site.settings.language)
    try:
        about = get_document(ctx, letter.reference_doctype, letter.reference_name)
    except DoesNotExistError:
        about = None
    ring(ctx, writer, said, about)
