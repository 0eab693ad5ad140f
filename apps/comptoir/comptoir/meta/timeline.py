"""Where the entries of a timeline are stored, and the indexes that lead to the newest of one document."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from comptoir.meta.model import DocType


@dataclass(frozen=True, slots=True)
class Source:
    """How documents of ``doctype`` say which document they tell of, and what kind of entry they are."""

    doctype: str
    type_field: str
    name_field: str
    kind_field: str | None = None

    @property
    def keys(self) -> Mapping[str, tuple[str, ...]]:
        """The indexes that give a document's entries in their order, all of them and those of one kind."""
        about, moment = (self.name_field, self.type_field), ("creation", "name")
        of_kind = {"timeline_kind_index": (*about, self.kind_field, *moment)} if self.kind_field else {}
        return {"timeline_index": (*about, *moment), **of_kind}


SOURCES: Mapping[str, Source] = {
    source.doctype: source
    for source in (
        Source("Comment", "reference_doctype", "reference_name", "comment_type"),
        Source("Version", "ref_doctype", "docname"),
        Source("Communication", "reference_doctype", "reference_name"),
        Source("Call Log", "reference_doctype", "reference_name"),
    )
}


def timeline_keys(doctype: DocType) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Names and columns of the indexes that timelines want of ``doctype``."""
    source = SOURCES.get(doctype.name)
    for name, columns in source.keys.items() if source is not None else ():
        if doctype.valid_columns.issuperset(columns):
            yield name, columns
