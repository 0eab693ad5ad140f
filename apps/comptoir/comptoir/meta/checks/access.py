"""Checks of what a doctype says about who reaches its documents."""

from __future__ import annotations

from collections.abc import Iterator

from comptoir.expressions import ExpressionSyntaxError
from comptoir.meta.checks.rules import RULES, Finding, Subject
from comptoir.meta.row_rules import checked, declared
from comptoir.meta.scoping import LONGEST, NO_SCOPE, end_of
from comptoir.sentences import _, joined


@RULES.add("meta.E071", "scope_field leads by links to the scope of a document")
def scope_field(subject: Subject) -> Iterator[Finding]:
    declared_field = subject.doctype.scope_field
    if not declared_field or declared_field == NO_SCOPE:
        return
    path = tuple(declared_field.split("."))
    if len(path) > LONGEST or end_of(subject.doctype, path, subject.find) is None:
        yield Finding(
            _('scope_field is "{scope_field}", which leads to no document.', scope_field=declared_field),
            _("Name a Link field, a Link field of what a Link field points at (client.branch), or none."),
        )


@RULES.add("meta.E072", "A row rule can be read, and asks for fields that exist")
def row_rules(subject: Subject) -> Iterator[Finding]:
    for rule in declared(subject.doctype):
        if not rule.role or not rule.rights:
            yield Finding(
                _('The row rule "{expression}" names no role or no right.', expression=rule.expression),
                _('Give it a "role" and at least one right, such as "read": 1.'),
            )
        try:
            checked(subject.doctype, rule.expression, subject.find)
        except ExpressionSyntaxError as error:
            yield Finding(
                joined((_('The row rule "{expression}":', expression=rule.expression), error.message)),
                _("See docs/reference/row-rules.md."),
            )


@RULES.add("meta.E073", "scope_beyond can be read, and asks for fields that exist")
def scope_beyond(subject: Subject) -> Iterator[Finding]:
    expression = subject.doctype.scope_beyond
    if not expression:
        return
    try:
        checked(subject.doctype, expression, subject.find)
    except ExpressionSyntaxError as error:
        yield Finding(
            joined((_('scope_beyond is "{expression}":', expression=expression), error.message)),
            _("See docs/reference/row-rules.md."),
        )
