"""The frozen metadata values. Attribute names are Frappe's JSON keys, flags are ``bool``.

A ``DocType`` never changes: customising one makes another (``comptoir.meta.overlay``).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from functools import cached_property, lru_cache
from typing import Any, Literal

from comptoir.meta import trail
from comptoir.meta.questions import DocTypeQuestions, FieldQuestions

LAYOUT_TYPES = frozenset(
    {"Section Break", "Column Break", "Tab Break", "Fold", "Heading", "HTML", "Button", "Image"}
)
TABLE_TYPES = frozenset({"Table", "Table MultiSelect"})

STANDARD_COLUMNS = ("name", "owner", "creation", "modified", "modified_by", "docstatus", "idx")
CHILD_COLUMNS = ("parent", "parentfield", "parenttype")
OPTIONAL_COLUMNS = ("_user_tags", "_comments", "_assign", "_liked_by")

Right = Literal[
    "select", "read", "write", "create", "delete", "submit", "cancel", "amend",
    "report", "export", "import", "share", "print", "email",
]  # fmt: skip
RIGHTS: tuple[Right, ...] = (
    "select", "read", "write", "create", "delete", "submit", "cancel", "amend",
    "report", "export", "import", "share", "print", "email",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Field(FieldQuestions):
    """One declared field of a doctype (Frappe's DocField with Comptoir's rules)."""

    fieldname: str
    fieldtype: str = "Data"
    label: str | None = None
    options: str | None = None
    default: str | None = None
    description: str | None = None
    placeholder: str | None = None
    documentation_url: str | None = None
    precision: int | None = None
    length: int = 0
    permlevel: int = 0
    columns: int = 0
    width: str | None = None
    print_width: str | None = None
    max_height: str | None = None
    link_filters: str | None = None
    fetch_from: str | None = None
    depends_on: str | None = None
    mandatory_depends_on: str | None = None
    read_only_depends_on: str | None = None
    collapsible_depends_on: str | None = None
    oldfieldname: str | None = None
    oldfieldtype: str | None = None
    # flags
    reqd: bool = False
    unique: bool = False
    set_only_once: bool = False
    not_nullable: bool = False
    non_negative: bool = False
    search_index: bool = False
    in_list_view: bool = False
    in_standard_filter: bool = False
    in_global_search: bool = False
    in_preview: bool = False
    in_filter: bool = False
    allow_in_quick_entry: bool = False
    bold: bool = False
    translatable: bool = False
    fetch_if_empty: bool = False
    hidden: bool = False
    read_only: bool = False
    ignore_user_permissions: bool = False
    allow_on_submit: bool = False
    allow_bulk_edit: bool = False
    report_hide: bool = False
    print_hide: bool = False
    print_hide_if_no_value: bool = False
    no_copy: bool = False
    is_virtual: bool = False
    sort_options: bool = False
    show_on_timeline: bool = False
    show_dashboard: bool = False
    make_attachment_public: bool = False
    collapsible: bool = False
    hide_border: bool = False
    hide_days: bool = False
    hide_seconds: bool = False
    ignore_xss_filter: bool = False
    remember_last_selected_value: bool = False
    # Comptoir's additions
    mask: str | None = None
    pattern: str | None = None
    pattern_message: str | None = None
    normalise: str | None = None
    minimum: float | None = None
    maximum: float | None = None
    masking: str | None = None
    not_summed: bool = False
    """Whether a sum of the values means nothing, though they are numbers."""
    extra: Mapping[str, Any] = field(default_factory=dict, hash=False)
    """Keys of the JSON that this engine does not know, kept for a lossless round trip."""

    @property
    def title(self) -> str:
        """The label, or the fieldname where there is none."""
        return self.label or self.fieldname

    @property
    def is_layout(self) -> bool:
        """Whether the field only shapes the form and holds no value."""
        return self.fieldtype in LAYOUT_TYPES

    @property
    def is_table(self) -> bool:
        """Whether the field holds child rows."""
        return self.fieldtype in TABLE_TYPES

    @property
    def has_column(self) -> bool:
        """Whether the field is stored in the doctype's own table."""
        return not (self.is_layout or self.is_table or self.is_virtual)

    @property
    def choices(self) -> tuple[str, ...]:
        """The options of a Select, in order, the empty one included where declared."""
        return _lines(self.options) if self.options else ()


@dataclass(frozen=True, slots=True)
class Permission:
    """One row of rights: what ``role`` may do at ``permlevel`` (Frappe's DocPerm)."""

    role: str
    permlevel: int = 0
    if_owner: bool = False
    rights: frozenset[Right] = frozenset({"read"})

    def grants(self, right: str) -> bool:
        """Whether this row gives ``right``."""
        return right in self.rights


@dataclass(frozen=True)
class DocType(DocTypeQuestions):
    """A declared document type."""

    name: str
    module: str = "Custom"
    fields: tuple[Field, ...] = ()
    permissions: tuple[Permission, ...] = ()
    autoname: str | None = None
    naming_rule: str | None = None
    title_field: str | None = None
    image_field: str | None = None
    timeline_field: str | None = None
    search_fields: str | None = None
    sort_field: str = "modified"
    sort_order: str = "DESC"
    description: str | None = None
    documentation: str | None = None
    icon: str | None = None
    color: str | None = None
    document_type: str | None = None
    default_print_format: str | None = None
    default_view: str | None = None
    nsm_parent_field: str | None = None
    max_attachments: int = 0
    engine: str = "InnoDB"
    issingle: bool = False
    istable: bool = False
    is_submittable: bool = False
    is_tree: bool = False
    is_virtual: bool = False
    is_calendar_and_gantt: bool = False
    custom: bool = False
    read_only: bool = False
    in_create: bool = False
    editable_grid: bool = True
    quick_entry: bool = False
    track_changes: bool = False
    track_seen: bool = False
    track_views: bool = False
    allow_copy: bool = False
    allow_rename: bool = True
    allow_import: bool = False
    allow_guest_to_view: bool = False
    show_title_field_in_link: bool = False
    translated_doctype: bool = False
    hide_toolbar: bool = False
    states: tuple[Mapping[str, Any], ...] = ()
    links: tuple[Mapping[str, Any], ...] = ()
    actions: tuple[Mapping[str, Any], ...] = ()
    # Comptoir's additions
    scope_field: str | None = None
    """The Link that says which scope a document belongs to, or a Link behind one (``client.branch``), or ``none``."""
    scope_beyond: str | None = None
    """A condition of row rules: documents it holds for are within reach whatever their scope, but to create them."""
    allow_transfer: int | None = None
    """0 where documents stay in the scope they were made in."""
    row_rules: tuple[Mapping[str, Any], ...] = ()
    calendar_start: str | None = None
    """The Date or Datetime from which documents stand in a calendar (``comptoir.meta.calendars``)."""
    calendar_end: str | None = None
    calendar_lane: str | None = None
    """The Link whose documents have lanes of their own in a calendar: people, branches, vehicles."""
    calendar_color: str | None = None
    """The Select or Link that colours a calendar, instead of the states."""
    calendar_busy: bool = False
    """Whether who may not read a document learns when it is and in which lane."""
    gantt_progress: str | None = None
    gantt_after: str | None = None
    """The Link to the document that has to come before."""
    counts_when: str | None = None
    """A condition on a row of a child table and its ``parent``: the foot of the table adds up the rows it holds for."""
    extra: Mapping[str, Any] = field(default_factory=dict, hash=False)

    def __hash__(self) -> int:
        return id(self)

    def __eq__(self, other: object) -> bool:
        if self is other:
            return True
        if not isinstance(other, DocType):
            return NotImplemented
        return all(getattr(self, f.name) == getattr(other, f.name) for f in fields(DocType))

    @cached_property
    def by_name(self) -> Mapping[str, Field]:
        """Field by fieldname."""
        return {f.fieldname: f for f in self.fields}

    def field(self, fieldname: str) -> Field | None:
        """The declared field ``fieldname``, or None."""
        return self.by_name.get(fieldname)

    def has_field(self, fieldname: str) -> bool:
        """Whether ``fieldname`` is declared."""
        return fieldname in self.by_name

    @cached_property
    def value_fields(self) -> tuple[Field, ...]:
        """Fields stored in the doctype's own table."""
        return tuple(f for f in self.fields if f.has_column)

    @cached_property
    def table_fields(self) -> tuple[Field, ...]:
        """Fields that hold child rows."""
        return tuple(f for f in self.fields if f.is_table)

    @cached_property
    def table_names(self) -> frozenset[str]:
        """Names of the fields that hold child rows."""
        return frozenset(f.fieldname for f in self.table_fields)

    @cached_property
    def link_fields(self) -> tuple[Field, ...]:
        """Stored Link fields."""
        return tuple(f for f in self.fields if f.fieldtype == "Link" and not f.is_virtual)

    @cached_property
    def dynamic_link_fields(self) -> tuple[Field, ...]:
        """Stored Dynamic Link fields."""
        return tuple(f for f in self.fields if f.fieldtype == "Dynamic Link" and not f.is_virtual)

    @cached_property
    def standard_columns(self) -> tuple[str, ...]:
        """The columns every table of this kind has."""
        return STANDARD_COLUMNS + (CHILD_COLUMNS if self.istable else OPTIONAL_COLUMNS)

    @cached_property
    def column_names(self) -> tuple[str, ...]:
        """Every column of the table, in order."""
        return tuple(dict.fromkeys((*self.standard_columns, *(f.fieldname for f in self.value_fields))))

    @cached_property
    def mandatory_fields(self) -> tuple[Field, ...]:
        """Fields that must be filled, always or on a condition."""
        return tuple(
            f for f in self.fields if (f.reqd or f.mandatory_depends_on) and not (f.is_layout or f.is_virtual)
        )

    @cached_property
    def valid_columns(self) -> frozenset[str]:
        """Every column of the table: what a query may name."""
        return frozenset(self.standard_columns) | {f.fieldname for f in self.value_fields}

    @cached_property
    def permlevels(self) -> frozenset[int]:
        """The permission levels the fields use."""
        return frozenset(f.permlevel for f in self.fields)

    @cached_property
    def fetches(self) -> Mapping[str, tuple[tuple[str, Field], ...]]:
        """Link field -> (field of the linked document, field here) of what is fetched from there."""
        found: dict[str, tuple[tuple[str, Field], ...]] = {}
        for f in self.value_fields:
            head, _, source = (f.fetch_from or "").partition(".")
            if source:
                found[head] = (*found.get(head, ()), (source, f))
        return found

    @cached_property
    def shown_fields(self) -> tuple[tuple[str, bool], ...]:
        """(fieldname, whether it is virtual) of every field with a value of its own, in order."""
        return tuple(
            (f.fieldname, f.is_virtual)
            for f in self.fields
            if f.has_column or (f.is_virtual and not f.is_layout)
        )

    @cached_property
    def levelled_fields(self) -> tuple[Field, ...]:
        """Fields above permission level 0."""
        return tuple(f for f in self.fields if f.permlevel and not f.is_layout)

    @cached_property
    def masking_fields(self) -> tuple[Field, ...]:
        """Fields of which a masked value is shown to who may not read their level."""
        return tuple(f for f in self.levelled_fields if f.masking and f.has_column)

    @cached_property
    def search_columns(self) -> tuple[str, ...]:
        """Columns looked through by a link search: name, title, then ``search_fields``."""
        names = ["name"]
        if self.title_field:
            names.append(self.title_field)
        names += [part.strip() for part in (self.search_fields or "").split(",")]
        return tuple(dict.fromkeys(n for n in names if n in self.valid_columns))

    @property
    def table(self) -> str:
        """Name of the SQL table."""
        return trail.TABLE if self.is_trail else f"tab{self.name}"

    @property
    def has_table(self) -> bool:
        """Whether its documents are rows of a table of their own."""
        return not (self.issingle or self.is_virtual or self.is_trail)

    @property
    def is_trail(self) -> bool:
        """Whether its documents are entries of the audit trail, which nobody writes, changes or deletes."""
        return self.name in trail.SHOWN


STANDARD_FIELDS: Mapping[str, Field] = {
    f.fieldname: f
    for f in (
        Field("name", "Data", "ID", length=140),
        Field("owner", "Link", "Created By", options="User", read_only=True),
        Field("creation", "Datetime", "Created On", read_only=True),
        Field("modified", "Datetime", "Last Updated On", read_only=True),
        Field("modified_by", "Link", "Last Updated By", options="User", read_only=True),
        Field("docstatus", "Int", "Document Status", read_only=True),
        Field("idx", "Int", "Index", read_only=True),
        Field("parent", "Data", "Parent", length=140),
        Field("parentfield", "Data", "Parent Field", length=140),
        Field("parenttype", "Data", "Parent Type", length=140),
        Field("_user_tags", "Text", "Tags"),
        Field("_comments", "Text", "Comments"),
        Field("_assign", "Text", "Assigned To"),
        Field("_liked_by", "Text", "Liked By"),
    )
}
"""The standard columns as fields, so that one code path parses, filters and formats them."""


@lru_cache(maxsize=4096)
def _lines(text: str) -> tuple[str, ...]:
    return tuple(line.strip() for line in text.split("\n"))


def column_field(doctype: DocType, column: str) -> Field | None:
    """The field behind ``column`` of ``doctype``, standard columns included; None if it has no such column."""
    declared = doctype.by_name.get(column)
    if declared is not None:
        return declared if declared.has_column else None
    return STANDARD_FIELDS[column] if column in doctype.standard_columns else None
