"""``import`` and ``export``: documents from files, and into them."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import click

from comptoir.cli.main import Shell
from comptoir.cli.picking import pick_site
from comptoir.context import Context
from comptoir.errors import ComptoirError

TYPES = {
    "insert": "Insert New Records",
    "update": "Update Existing Records",
    "upsert": "Insert or Update Records",
}
KINDS = {".csv": "CSV", ".xlsx": "Excel", ".ods": "ODS", ".json": "JSON", ".pdf": "PDF"}


class RefusedRowsError(ComptoirError):
    """Rows of the file were refused."""


@click.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--doctype", required=True, help="What the rows become.")
@click.option(
    "--type",
    "kind",
    type=click.Choice(list(TYPES)),
    default="insert",
    show_default=True,
    help="What to do with the rows.",
)
@click.option("--key", help="For update and upsert: the field by which documents are found.  [default: name]")
@click.option(
    "--column",
    "columns",
    multiple=True,
    metavar="HEADING=FIELD",
    help="What a column fills; may be repeated.",
)
@click.option("--create-links", is_flag=True, help="Create what links lead to where it is missing.")
@click.option("--clear-empty", is_flag=True, help="Empty cells empty their fields.")
@click.option("--submit", is_flag=True, help="Submit what is inserted.")
@click.option("--dry-run", is_flag=True, help="Say what would be refused, and write nothing.")
@click.option(
    "--errors",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Where to write the rows that were refused.",
)
@click.option("--site", help="The site; the default site where it is left out.")
@click.option("--user", default="Administrator", show_default=True, help="Whose rights hold.")
@click.pass_obj
def import_(
    shell: Shell, /, file: Path, site: str | None, user: str, dry_run: bool, errors: Path | None, columns: tuple[str, ...],
    **wanted: Any,
) -> None:  # fmt: skip
    """Import the rows of FILE (CSV, XLSX or ODS) as documents. Stopped, it goes on when it is started in the Desk."""
    from comptoir.data import mending, running
    from comptoir.data.imports import find
    from comptoir.processes.redis_server import redis_running

    name = pick_site(shell, site)
    with redis_running(shell.bench), shell.bench.site(name).context(user) as ctx:
        imported = _begin(ctx, file, columns, wanted, dry_run)
        number, total = str(imported.doc.name), int(imported.doc.payload_count or 0)
        with shell.out.steps() as step, running.ending(ctx, number):
            label = "Checking rows" if dry_run else "Importing rows"
            running.carry_out(ctx, imported, told=lambda row: step(label, min(row, total), total))
        done = find(ctx, number)
        shell.out.say(f"{number}: {done.doc.message}")
        if errors is not None and done.doc.failed:
            errors.write_bytes(mending.failed_rows(ctx, done))
            shell.out.say(f"The rows that were refused stand in {errors}.")
    if done.doc.failed:
        raise RefusedRowsError(
            f"{done.doc.failed} documents were refused. --errors FILE writes them down, with the reason."
        )


@click.command()
@click.argument("doctype")
@click.option(
    "--out",
    required=True,
    type=click.Path(dir_okay=False, path_type=Path),
    help="The file: .csv, .xlsx, .ods, .json or .pdf.",
)
@click.option(
    "--filters", default="[]", help='Which documents: filters as JSON, such as \'{"status": "Active"}\'.'
)
@click.option("--fields", help="The columns, with commas between them.  [default: every field]")
@click.option("--site", help="The site; the default site where it is left out.")
@click.option("--user", default="Administrator", show_default=True, help="Whose rights hold.")
@click.pass_obj
def export(
    shell: Shell, doctype: str, out: Path, filters: str, fields: str | None, site: str | None, user: str
) -> None:
    """Export the documents of DOCTYPE into a file. The export is recorded, and the file says who took it."""
    from comptoir.desk import exporting
    from comptoir.printing import listed
    from comptoir.processes.redis_server import redis_running

    kind = KINDS.get(out.suffix.lower())
    if kind is None:
        raise click.UsageError(f"The file ends in {' or '.join(KINDS)}.")
    name = pick_site(shell, site)
    with redis_running(shell.bench), shell.bench.site(name).context(user) as ctx:
        wanted = exporting.Export(doctype, _fields(ctx, doctype, fields), _filters(filters), format=kind)
        with shell.out.working(f"Exporting {doctype}"):
            made = exporting.export(ctx, wanted, listed.KINDS)
        shutil.move(made.path, out)
    shell.out.say(f"{doctype} stands in {out}.")


def _begin(ctx: Context, file: Path, columns: tuple[str, ...], wanted: dict[str, Any], dry_run: bool) -> Any:
    """The import of ``file``, begun."""
    from comptoir import documents
    from comptoir.data import running
    from comptoir.data.imports import find, table_of
    from comptoir.files import NewFile, attach

    doc = documents.new_document(
        ctx,
        {
            "doctype": "Data Import",
            "reference_doctype": wanted["doctype"],
            "import_type": TYPES[wanted["kind"]],
            "key_field": wanted["key"],
            "create_links": int(wanted["create_links"]),
            "clear_empty": int(wanted["clear_empty"]),
            "submit_after_import": int(wanted["submit"]),
            "import_file": attach(ctx, NewFile(file.name, file.read_bytes())).file_url,
        },
    )
    doc.insert()
    imported = find(ctx, str(doc.name))
    table = table_of(ctx, imported)
    doc.template_options = json.dumps(
        {"headings": list(table.heading), "column_to_field_map": _map(columns, table.heading)}
    )
    doc.save()
    running.start(ctx, str(doc.name), only_check=dry_run)
    ctx.db.commit()
    return find(ctx, str(doc.name))


def _map(columns: tuple[str, ...], heading: tuple[str, ...]) -> dict[str, str]:
    chosen = {}
    for pair in columns:
        title, _, key = pair.rpartition("=")
        if title not in heading:
            raise click.UsageError(f"The file has no column {title!r}. It has: {', '.join(heading)}.")
        chosen[str(heading.index(title))] = key
    return chosen


def _filters(text: str) -> Any:
    try:
        found = json.loads(text)
    except ValueError:
        found = None
    if not isinstance(found, (list, dict)):
        raise click.UsageError("--filters is a JSON array or object.")
    return found


def _fields(ctx: Context, doctype: str, text: str | None) -> list[str]:
    """The columns named, or every one that the user may read."""
    from comptoir.access import policy

    if text:
        return [name.strip() for name in text.split(",") if name.strip()]
    meta = ctx.site.registry.get(doctype)
    readable = policy.readable_columns(ctx, meta)
    return ["name", *(field.fieldname for field in meta.value_fields if field.fieldname in readable)]
