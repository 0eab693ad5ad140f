"""What templates see of a document: its values, and how people read them. Nothing in it can be called but to read."""

from __future__ import annotations

from typing import Any

from markupsafe import Markup

from comptoir import documents
from comptoir.context import Context
from comptoir.documents import Document
from comptoir.documents.data import PRIVATE, DocumentData
from comptoir.errors import DoesNotExistError, PermissionError
from comptoir.meta.model import OPTIONAL_COLUMNS
from comptoir.printing.sheet import Writer
from comptoir.printing.worked_out import worked_out
from comptoir.templates import Facade, as_data


class Record(Facade):
    """A document, or a row of one, from which the values the actor may not read are gone."""

    __slots__ = ("_part", "_writer")

    def __init__(self, writer: Writer, part: DocumentData):
        self._writer = writer
        self._part = part

    def __getattr__(self, name: str) -> Any:
        if name.startswith("_"):
            raise AttributeError(name)
        return self.get(name)

    def __getitem__(self, name: str) -> Any:
        return self.get(name)

    def __bool__(self) -> bool:
        return True

    def __str__(self) -> str:
        return str(self._part.name or "")

    def get(self, name: str, default: Any = None) -> Any:
        """The value of a field, the rows of a table; ``default`` where there is none."""
        field = self._part.meta.by_name.get(name)
        if field is not None and field.is_table:
            return [Record(self._writer, row) for row in self._part.get(name) or ()]
        if (field is None and name in PRIVATE) or (name.startswith("_") and name not in OPTIONAL_COLUMNS):
            return default
        value = self._part.get(name)
        return default if value is None else as_data(value)

    def get_formatted(self, name: str, doc: Any = None, currency: str | None = None) -> str:
        """The value as people read it: numbers and dates of the language, titles of links, cleaned HTML."""
        field = self._part.meta.by_name.get(name)
        value = self._part.get(name)
        if value is None:
            return ""
        if field is None:
            return self._part.get_formatted(name) if name in self._part.meta.valid_columns else ""
        shown = self._writer.value(self._part, field, value, currency)
        return Markup(shown.text) if shown.kind == "html" else shown.text  # noqa: S704 - cleaned by the writer

    def label(self, name: str) -> str:
        """What the field is called in the language of the paper."""
        field = self._part.meta.by_name.get(name)
        return self._writer.say(field.title) if field is not None else ""

    def worked_out(self, name: str) -> Any:
        """What the app works out of the document under this name; None where it has nothing of the kind."""
        return worked_out(self._writer.ctx, self._part, name)

    def linked(self, name: str) -> Record | Nothing:
        """The document the field links to; nothing where it is empty or the actor may not read it."""
        field = self._part.meta.by_name.get(name)
        value = self._part.get(name)
        if field is None or not value or field.fieldtype not in ("Link", "Dynamic Link"):
            return NOTHING
        target = field.options if field.fieldtype == "Link" else self._part.get(field.options or "")
        return record_at(self._writer.ctx, str(target or ""), value)


class Nothing(Facade):
    """In the place of a document that is not there: it has no values, and counts as false."""

    __slots__ = ()

    def __getattr__(self, name: str) -> Any:
        if name.startswith("_"):
            raise AttributeError(name)

    def __bool__(self) -> bool:
        return False

    def __str__(self) -> str:
        return ""

    def get(self, name: str, default: Any = None) -> Any:
        """The default."""
        return default

    def get_formatted(self, name: str, doc: Any = None, currency: str | None = None) -> str:
        """Nothing."""
        return ""

    def label(self, name: str) -> str:
        """Nothing."""
        return ""

    def worked_out(self, name: str) -> None:
        """Nothing."""

    def linked(self, name: str) -> Nothing:
        """Nothing."""
        return self


NOTHING = Nothing()


def record_of(ctx: Context, doc: Document) -> Record:
    """``doc`` as templates see it."""
    return Record(Writer(ctx, doc), doc)


def record_at(ctx: Context, doctype: str, name: Any) -> Record | Nothing:
    """A stored document, once for each unit of work; nothing where it is not there for the actor."""
    known: dict[tuple[str, str, str], Record | Nothing] = ctx.memo.setdefault("printed records", {})
    key = (doctype, str(name), ctx.lang)
    if key not in known:
        try:
            known[key] = record_of(ctx, documents.read_document(ctx, doctype, name))
        except (PermissionError, DoesNotExistError):
            known[key] = NOTHING
    return known[key]
