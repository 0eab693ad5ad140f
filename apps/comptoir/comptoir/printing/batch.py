"""Many documents in one PDF: at once where they are few, else as a job whose progress its user can follow.

The finished file is a private File of the user. What is printed is in the access log like any other print, one entry
for each document.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from comptoir import jobs, realtime
from comptoir.context import Context, current
from comptoir.desk.bell import ring
from comptoir.errors import ComptoirError, DataError
from comptoir.files import NewFile, attach
from comptoir.hooks import whitelist
from comptoir.jobs import tasks
from comptoir.printing import formats
from comptoir.printing.engines import join_pdf
from comptoir.printing.render import Printed, Wanted, contained_page, laid_out, printable
from comptoir.printing.settings import print_settings
from comptoir.sentences import Label, _
from comptoir.traces import operations, record_apart

MOST = 500
MOST_AT_ONCE = 50
"""Documents that are printed while somebody waits for the answer."""
JOB = "comptoir.printing.batch.run"

Tell = Callable[[int, int], None]


def in_one(
    ctx: Context, doctype: str, names: Sequence[Any], wanted: Wanted, tell: Tell | None = None
) -> bytes:
    """The documents as one PDF, in the order of ``names``. Raises for the first that the actor may not print."""
    papers = _papers(ctx, doctype, _checked(names), wanted, tell)
    made = join_pdf(ctx, [(contained_page(ctx, paper), paper.layout) for paper in papers], papers[0].engine)
    for name in names:
        record_apart(
            ctx,
            operations.PRINTED,
            doctype=doctype,
            name=name,
            detail={"format": papers[0].format, "as": "PDF"},
        )
    return made


@whitelist(methods=["POST"])
def start(
    doctype: str, names: list[Any], format: str = "", letterhead: str = "", lang: str = ""
) -> dict[str, str]:
    """Queue a print of many documents; the answer names the task to ask ``state`` for."""
    ctx = current()
    settings = print_settings(ctx)
    _checked(names)
    printable(ctx, settings, doctype, names[0])
    task = tasks.new_task(ctx, done=0, of=len(names))
    jobs.enqueue(
        ctx, JOB, queue="long", doctype=doctype, names=[str(name) for name in names], task=task,
        wanted={"format": format, "letter_head": letterhead, "lang": lang},
    )  # fmt: skip
    return {"task": task}


@whitelist()
def state(task: str) -> dict[str, Any]:
    """How far a print of one's own is: ``done`` of ``of``, and at the end ``file_url`` or ``error``."""
    return tasks.standing(current(), task)


def run(doctype: str, names: list[str], wanted: dict[str, str], task: str) -> None:
    """The job: print, keep the file, tell its user."""
    ctx = current()

    def tell(done: int, of: int) -> None:
        _note(ctx, task, done=done, of=of)

    try:
        made = in_one(ctx, doctype, names, Wanted(**wanted), tell)
        title = f"{ctx.say(doctype)} {ctx.clock.now():%Y-%m-%d %H-%M}.pdf"
        file = attach(ctx, NewFile(title, made))
        ring(ctx, ctx.user, ctx.say(_("{file} is ready.", file=title)), file)
    except ComptoirError as error:
        _note(ctx, task, done=0, of=len(names), error=ctx.say(error.message))
        raise
    ctx.db.on_commit(
        lambda: _note(ctx, task, done=len(names), of=len(names), file_url=file.file_url, file_name=title)
    )


def _papers(
    ctx: Context, doctype: str, names: Sequence[Any], wanted: Wanted, tell: Tell | None
) -> list[Printed]:
    settings = print_settings(ctx)
    docs = [printable(ctx, settings, doctype, name) for name in names]
    first = formats.chosen(ctx, docs[0], wanted.format)
    if first.is_one_sheet:
        return [laid_out(ctx, settings, first, docs, wanted)]
    papers = []
    for done, doc in enumerate(docs, 1):
        papers.append(laid_out(ctx, settings, formats.chosen(ctx, doc, wanted.format), [doc], wanted))
        if tell is not None:
            tell(done, len(docs))
    return papers


def _checked(names: Sequence[Any]) -> Sequence[Any]:
    if not names:
        raise DataError(_("Choose the documents to print."))
    if len(names) > MOST:
        raise DataError(_("At most {most} documents are printed at once. Choose fewer.", most=MOST))
    return names


def check_few(names: Sequence[Any], doctype: str) -> None:
    """Raise ``DataError`` for more documents than are printed while somebody waits."""
    if len(names) > MOST_AT_ONCE:
        raise DataError(
            _(
                "{count} documents of {doctype} are too many to wait for. Print at most {most}, or print them as a task.",
                count=len(names), doctype=Label(doctype), most=MOST_AT_ONCE,
            )
        )  # fmt: skip


def _note(ctx: Context, task: str, **values: Any) -> None:
    """Write down how far the task is, and tell the screens of its user."""
    tasks.note(ctx, task, **values)
    progress = {"task_id": task, "percent": 100 * values["done"] // max(1, values["of"]), **values}
    realtime.publish(ctx, "task_progress", progress, realtime.user_room(ctx.user), after_commit=False)
