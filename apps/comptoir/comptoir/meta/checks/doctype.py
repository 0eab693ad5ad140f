"""Checks of a doctype as a whole: its kind, its rights, and whether its table can be made."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from comptoir.meta import fieldtypes
from comptoir.meta.checks.rules import RULES, Finding, Subject
from comptoir.meta.fieldtypes import Storage, StorageKind
from comptoir.meta.model import STANDARD_FIELDS, DocType
from comptoir.sentences import Label, _, _n

MOST_COLUMNS = 1017
ROW_BYTES = 65_535
_FIXED_BYTES = {
    StorageKind.TINYINT: 1, StorageKind.INT: 4, StorageKind.BIGINT: 8, StorageKind.DECIMAL: 10,
    StorageKind.DATE: 3, StorageKind.DATETIME: 8, StorageKind.TIME: 6, StorageKind.TEXT: 10, StorageKind.LONGTEXT: 12,
}  # fmt: skip
_SUBMITTING = ("submit", "cancel", "amend")
_NEED_READ = (
    "write",
    "create",
    "delete",
    "submit",
    "cancel",
    "amend",
    "print",
    "email",
    "export",
    "report",
    "share",
)


def row_bytes(storage: Storage) -> int:
    """What a column takes of the 65,535 bytes a MariaDB row has, in utf8mb4."""
    if storage.kind is StorageKind.VARCHAR:
        return 4 * (storage.length or 140) + 2
    return _FIXED_BYTES[storage.kind]


@RULES.add("meta.E050", "A permission names a role, and a role is given a level once")
def permission_roles(subject: Subject) -> Iterator[Finding]:
    rows = subject.doctype.permissions
    for number, row in enumerate(rows, 1):
        if not row.role.strip():
            yield Finding(
                _("Row {number} of the permissions names no role.", number=number),
                _("Name one, or remove the row."),
            )
    counts = Counter((row.role, row.permlevel, row.if_owner) for row in rows if row.role)
    for (role, level, if_owner), count in counts.items():
        if count > 1:
            values = {"role": Label(role), "level": level, "count": count}
            message = _("{role} is given level {level} in {count} rows.", **values)
            if if_owner:
                message = _("{role} is given level {level} as owner in {count} rows.", **values)
            yield Finding(message, _("Put its rights into one row."))


@RULES.add("meta.E051", "Rights above level 0 add to a row of level 0, and are read and write only")
def permission_levels(subject: Subject) -> Iterator[Finding]:
    rows = subject.doctype.permissions
    grounded = {row.role for row in rows if row.permlevel == 0}
    for row in rows:
        if not 0 <= row.permlevel <= 9:
            yield Finding(
                _("{role} is given level {permlevel}.", role=Label(row.role), permlevel=row.permlevel),
                _("Levels go from 0 to 9."),
            )
        elif row.permlevel and row.role not in grounded:
            message = _(
                "{role} is given level {permlevel}, but not level 0.",
                role=Label(row.role),
                permlevel=row.permlevel,
            )
            yield Finding(
                message, _("Add a row of level 0: without it the role does not reach the document.")
            )
        extra = sorted(row.rights - {"read", "write"}) if row.permlevel else []
        if extra:
            message = _(
                "{role} is given {extra} on level {permlevel}.",
                role=Label(row.role),
                extra=tuple(extra),
                permlevel=row.permlevel,
            )
            yield Finding(message, _("Above level 0 only read and write have a meaning; remove the others."))


@RULES.add("meta.E052", "A level that rights are given for is used by a field")
def permission_levels_are_used(subject: Subject) -> Iterator[Finding]:
    used = subject.doctype.permlevels | {0}
    for row in subject.doctype.permissions:
        if row.permlevel not in used:
            message = _(
                "{role} is given level {permlevel}, which no field has.",
                role=Label(row.role),
                permlevel=row.permlevel,
            )
            yield Finding(message, _("Remove the row, or give the fields their permlevel."))


@RULES.add("meta.E053", "Submit, cancel and amend are rights of submittable doctypes only")
def permission_submit(subject: Subject) -> Iterator[Finding]:
    doctype = subject.doctype
    for row in doctype.permissions:
        wrong = [right for right in _SUBMITTING if row.grants(right)]
        if wrong and not doctype.is_submittable:
            message = _(
                "{role} may {wrong}, but documents cannot be submitted.",
                role=Label(row.role),
                wrong=tuple(wrong),
            )
            yield Finding(message, _('Set "is_submittable", or remove the rights.'))
        elif row.grants("amend") and not row.grants("create"):
            yield Finding(
                _("{role} may amend, but not create.", role=Label(row.role)),
                _("An amendment is a new document: add create."),
            )


@RULES.add("meta.E054", "A child table has no rights of its own")
def permission_child(subject: Subject) -> Iterator[Finding]:
    if subject.doctype.istable and subject.doctype.permissions:
        hint = _("Remove the permissions: those of the parent hold.")
        yield Finding(_("A child table is given permissions."), hint)


@RULES.add("meta.E057", "Whoever may change a document may read it")
def permission_read(subject: Subject) -> Iterator[Finding]:
    for row in subject.doctype.permissions:
        needing = [right for right in _NEED_READ if row.grants(right)]
        if row.permlevel == 0 and needing and not row.grants("read"):
            yield Finding(
                _("{role} may {needing}, but not read.", role=Label(row.role), needing=tuple(needing)),
                _("Add read."),
            )
        elif row.permlevel and row.grants("write") and not row.grants("read"):
            yield Finding(
                _(
                    "{role} may write level {permlevel}, but not read it.",
                    role=Label(row.role),
                    permlevel=row.permlevel,
                ),
                _("Add read."),
            )


@RULES.add("meta.E060", "A row of the table fits into a MariaDB row")
def table_size(subject: Subject) -> Iterator[Finding]:
    if subject.doctype.issingle or subject.doctype.is_virtual:
        return
    columns = [storage for storage in _columns(subject.doctype) if storage is not None]
    if len(columns) > MOST_COLUMNS:
        message = _n(
            "The table has {count} column; MariaDB holds {most}.",
            "The table has {count} columns; MariaDB holds {most}.",
            count=len(columns),
            most=MOST_COLUMNS,
        )
        yield Finding(message, _("Move fields into a child table or a doctype of its own."))
    size = sum(row_bytes(storage) for storage in columns)
    if size > ROW_BYTES:
        message = _("A row would take {size:,} bytes; MariaDB holds {most:,}.", size=size, most=ROW_BYTES)
        hint = _(
            "Shorten Data fields with length, use Small Text for those that are rarely searched, or split the doctype."
        )
        yield Finding(message, hint)


def _columns(doctype: DocType) -> Iterator[Storage | None]:
    declared = [field for field in doctype.value_fields if field.fieldtype in fieldtypes.REGISTRY]
    for field in (*(STANDARD_FIELDS[name] for name in doctype.standard_columns), *declared):
        yield fieldtypes.get(field.fieldtype).column(field)


@RULES.add("meta.E061", "A child table is neither single, nor submittable, nor a tree")
def child_kind(subject: Subject) -> Iterator[Finding]:
    doctype = subject.doctype
    if doctype.istable:
        for flag in ("issingle", "is_submittable", "is_tree"):
            if getattr(doctype, flag):
                yield Finding(
                    _('A child table is declared with "{flag}".', flag=flag),
                    _('Remove "{flag}" or "istable".', flag=flag),
                )


@RULES.add("meta.E062", "A Single is neither submittable nor a tree")
def single_kind(subject: Subject) -> Iterator[Finding]:
    doctype = subject.doctype
    if doctype.issingle:
        for flag in ("is_submittable", "is_tree"):
            if getattr(doctype, flag):
                yield Finding(
                    _('A Single is declared with "{flag}".', flag=flag),
                    _('Remove "{flag}" or "issingle".', flag=flag),
                )


@RULES.add("meta.E063", "A tree has the Link that makes it one")
def tree_parent(subject: Subject) -> Iterator[Finding]:
    doctype = subject.doctype
    if not doctype.is_tree:
        return
    own_links = [f for f in doctype.link_fields if (f.options or "").strip() == doctype.name]
    if not own_links and not doctype.nsm_parent_field:
        message = _("The doctype is a tree, but no field links to the document above.")
        yield Finding(
            message,
            _('Add a Link field to "{doctype}" and name it in nsm_parent_field.', doctype=doctype.name),
        )


@RULES.add("meta.E064", "A submittable doctype keeps where an amendment came from in amended_from")
def amended_from(subject: Subject) -> Iterator[Finding]:
    doctype = subject.doctype
    field = doctype.field("amended_from")
    if field is not None and (field.fieldtype != "Link" or (field.options or "").strip() != doctype.name):
        hint = _('Make it a read-only Link to "{doctype}".', doctype=doctype.name)
        yield Finding(_('"amended_from" must link to the doctype itself.'), hint, "amended_from")
    elif field is None and doctype.is_submittable and any(row.grants("amend") for row in doctype.permissions):
        hint = _(
            'Add a read-only Link field "amended_from" to "{doctype}", with no_copy.', doctype=doctype.name
        )
        yield Finding(_("Documents can be amended, but there is no field amended_from."), hint)
