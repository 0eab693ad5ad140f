"""What links in a file mean: the documents that texts name, title or identify, asked for once for many records.

Only documents that the actor may select are meant: others do not exist for them. A text that means several documents
means none.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from comptoir import documents
from comptoir.access import policy
from comptoir.context import Context
from comptoir.data.records import CellProblem, LinkCell, Record
from comptoir.db.collation import fold
from comptoir.documents import get_list
from comptoir.documents.called import meant_by
from comptoir.meta.model import DocType
from comptoir.sentences import Label, _

MOST_REMEMBERED = 50_000
ASKED = 500
SEVERAL = ""


class Links:
    """Finds what links mean, and remembers it. ``makes`` documents that are missing, where the actor may create them."""

    def __init__(self, ctx: Context, *, makes: bool = False):
        self._ctx = ctx
        self._makes = makes
        self._known: dict[tuple[str, str], str | None] = {}
        self._made: list[tuple[str, str]] = []

    def resolve(self, records: Sequence[Record]) -> None:
        """Put names in place of texts; what means nothing becomes a problem of its record."""
        self._ask(link for record in records for link in record.links)
        for record in records:
            for link in record.links:
                found = self._known.get((link.doctype, fold(link.text)))
                if found:
                    link.part[link.key] = found
                elif not (self._makes and found is None):
                    record.problems.append(_problem(link, found))

    def make_missing(self, record: Record) -> None:
        """Create what the links of ``record`` lead to and is not there. Raises where that is not permitted."""
        for link in record.links if self._makes else ():
            key = (link.doctype, fold(link.text))
            if self._known.get(key) is None:
                self._known[key] = _create(self._ctx, link)
                self._made.append(key)
            link.part[link.key] = self._known[key]

    @property
    def made(self) -> int:
        """How many documents were created since ``keep``."""
        return len(self._made)

    def keep(self) -> None:
        """What was created is stored."""
        self._made.clear()

    def forget(self, since: int = 0) -> None:
        """What was created after the first ``since`` is undone."""
        self._known.update(dict.fromkeys(self._made[since:]))
        del self._made[since:]

    def _ask(self, links: Iterable[LinkCell]) -> None:
        wanted: dict[str, dict[str, str]] = {}
        if len(self._known) > MOST_REMEMBERED:
            self._known.clear()
        for link in links:
            if (link.doctype, fold(link.text)) not in self._known:
                wanted.setdefault(link.doctype, {})[fold(link.text)] = link.text
        for doctype, texts in wanted.items():
            meta = self._ctx.site.registry.find(doctype)
            found = _meant(self._ctx, meta, list(texts.values())) if meta is not None else {}
            for text in texts:
                self._known[doctype, text] = found.get(text)


def _meant(ctx: Context, meta: DocType, texts: list[str]) -> Mapping[str, str]:
    """The names that ``texts`` mean, by folded text: as names first, then by what else identifies a document."""
    if meta.issingle or meta.is_virtual or meta.istable or not policy.decide(ctx, "select", meta).allow:
        return {}
    found = meant_by(ctx, meta)
    for column in reversed(_identifying(ctx, meta)):
        for place in range(0, len(texts), ASKED):
            found |= _by_column(ctx, meta, column, texts[place : place + ASKED])
    return found


def _identifying(ctx: Context, meta: DocType) -> list[str]:
    """The columns by which people name a document, the surest first: its name, what is unique, its title."""
    readable = policy.selectable_columns(meta) | policy.readable_columns(ctx, meta)
    unique = [field.fieldname for field in meta.value_fields if field.unique]
    columns = ["name", *unique, *([meta.title_field] if meta.title_field else [])]
    return [
        column for column in dict.fromkeys(columns) if column in readable and column in meta.valid_columns
    ]


def _by_column(ctx: Context, meta: DocType, column: str, texts: list[str]) -> dict[str, str]:
    rows = get_list(ctx, meta.name, fields=list({"name", column}), filters=[[column, "in", texts]], limit=0)
    found: dict[str, str] = {}
    for row in rows:
        text = fold(str(row[column]))
        found[text] = SEVERAL if text in found else str(row["name"])
    return found


def _problem(link: LinkCell, found: str | None) -> CellProblem:
    values: dict[str, Any] = {"doctype": Label(link.doctype), "text": link.text[:140]}
    if found == SEVERAL:
        sentence = _(
            "Several documents of {doctype} are called {text}. Write the ID of the one that is meant.",
            **values,
        )
    else:
        sentence = _("There is no {doctype} {text}.", **values)
    return CellProblem(link.row, link.column, sentence)


def _create(ctx: Context, link: LinkCell) -> str:
    """A document of which only what it is called is known."""
    meta = ctx.site.registry.get(link.doctype)
    policy.require(ctx, "create", meta)
    rule = (meta.autoname or "").lower()
    called = (
        meta.autoname.split(":", 1)[1].strip()
        if meta.autoname and rule.startswith("field:")
        else meta.title_field
    )
    doc = documents.new_document(ctx, {"doctype": meta.name, **({called: link.text} if called else {})})
    if not called or rule == "prompt":
        doc.name = link.text
    documents.create(ctx, doc)
    return str(doc.name)
