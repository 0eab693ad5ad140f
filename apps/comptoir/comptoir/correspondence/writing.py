"""Writing an e-mail about a document: kept beside it as a Communication, and sent by the outbox."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from email.utils import formataddr
from typing import Any

from comptoir.access import rates
from comptoir.companions.markup import plain
from comptoir.companions.subject import full_name, subject
from comptoir.context import Context, Message
from comptoir.correspondence.markup import harmless
from comptoir.documents import Document, get_document, new_document
from comptoir.documents.storage import load_row
from comptoir.errors import MandatoryError, PermissionError
from comptoir.files import may_open
from comptoir.mail import Letter, accounts, check_addresses, put
from comptoir.mail.letters import new_message_id
from comptoir.printing import STANDARD, Wanted, as_pdf, printed
from comptoir.sentences import _

DOCTYPE = "Communication"
AN_HOUR, MOST = 3600, 200
"""How many e-mails a user may write in an hour."""
REPLY = "+c."
"""Between the name of a mailbox and that of the Communication that is answered there."""


_UNSENT = _(
    "The e-mail is kept and waits: no e-mail account that sends is set up. An administrator adds one under Email Account."
)


@dataclass(frozen=True, slots=True)
class Draft:
    """An e-mail as somebody writes it. ``files`` are names of File documents."""

    subject: str
    content: str
    recipients: Sequence[str] = ()
    cc: Sequence[str] = ()
    bcc: Sequence[str] = ()
    files: Sequence[str] = ()
    print_format: str | None = None
    """The format in which the document itself is attached as PDF; None for not at all."""
    send: bool = True
    """Whether it is sent; else it is only kept, as one that was sent from elsewhere."""


def write(ctx: Context, doctype: str, name: Any, draft: Draft) -> Document:
    """Keep and send ``draft`` about a document the acting user may mail. The Communication."""
    doc = subject(ctx, doctype, name, "email")
    if not draft.subject.strip():
        raise MandatoryError(_("Write a subject for the e-mail."))
    rates.spend(ctx, DOCTYPE, MOST, AN_HOUR)
    account = accounts.writing_about(ctx, doc)
    attachments = [*_files(ctx, draft.files), *_print(ctx, doc, draft.print_format)]
    kept = _keep(ctx, doc, draft, account, bool(attachments))
    if draft.send:
        server = accounts.server(ctx, account)
        if server is None:
            ctx.messages.append(Message(_UNSENT, indicator="orange", alert=True))
        sender = formataddr((kept.sender_full_name, server.sender)) if server is not None else ""
        put(ctx, _letter(ctx, kept, sender, account, attachments))
    return kept


def _keep(ctx: Context, doc: Document, draft: Draft, account: str | None, has_attachment: bool) -> Document:
    content = harmless(draft.content)
    kept = new_document(
        ctx,
        {
            "doctype": DOCTYPE,
            "subject": draft.subject.strip(),
            "content": content,
            "text_content": plain(content),
            "sent_or_received": "Sent",
            "status": "Linked",
            "sender": _address(ctx),
            "sender_full_name": full_name(ctx, ctx.user),
            "recipients": ", ".join(check_addresses(draft.recipients)),
            "cc": ", ".join(check_addresses(draft.cc)),
            "bcc": ", ".join(check_addresses(draft.bcc)),
            "reference_doctype": doc.doctype,
            "reference_name": str(doc.name),
            "communication_date": ctx.clock.now(),
            "email_account": account,
            "message_id": new_message_id(ctx),
            "has_attachment": int(has_attachment),
        },
    )
    kept.flags.ignore_permissions = True
    kept.insert()
    return kept


def _letter(
    ctx: Context, kept: Document, sender: str, account: str | None, attachments: list[dict[str, Any]]
) -> Letter:
    return Letter(
        recipients=_split(kept.recipients),
        cc=_split(kept.cc),
        bcc=_split(kept.bcc),
        subject=kept.subject,
        message=kept.content,
        sender=sender,
        reply_to=_answers_to(ctx, kept, account),
        attachments=attachments,
        reference_doctype=kept.reference_doctype,
        reference_name=kept.reference_name,
        message_id=kept.message_id,
        communication=str(kept.name),
        account=account,
        urgent=True,
    )


def _answers_to(ctx: Context, kept: Document, account: str | None) -> str:
    """Where answers are fetched, with what they answer; the writer's own address where none are."""
    address = accounts.answered_at(ctx, account)
    if address is None:
        return kept.sender or ""
    mailbox, _at, domain = address.rpartition("@")
    return f"{mailbox}{REPLY}{kept.name}@{domain}"


def _address(ctx: Context) -> str | None:
    row = load_row(ctx, ctx.site.registry.get("User"), ctx.user)
    address: str | None = (row or {}).get("email")
    return address


def _files(ctx: Context, names: Sequence[str]) -> Iterator[dict[str, Any]]:
    for name in names:
        file = get_document(ctx, "File", name)
        if not may_open(ctx, str(file.file_url)):
            raise PermissionError(_("There is no file {name} that you may open.", name=str(name)[:140]))
        yield {"fid": file.name}


def _print(ctx: Context, doc: Document, print_format: str | None) -> Iterator[dict[str, Any]]:
    if print_format is not None:
        paper = printed(ctx, doc.doctype, doc.name, Wanted(format=print_format or STANDARD))
        yield {"fname": f"{doc.name}.pdf", "fcontent": as_pdf(ctx, paper)}


def _split(addresses: str | None) -> list[str]:
    return [address for address in (addresses or "").split(", ") if address]
