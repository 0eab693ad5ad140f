"""Checks of the actions of a doctype: the buttons on its form."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from comptoir.errors import DeclarationError
from comptoir.expressions import ExpressionSyntaxError, compile
from comptoir.meta.actions import KINDS, ROUTE, Action, read_action
from comptoir.meta.checks.rules import RULES, Finding, Subject
from comptoir.meta.model import STANDARD_FIELDS, DocType
from comptoir.sentences import _, _n, joined

_FIELD_CHECKS = frozenset(
    f"meta.E0{number}" for number in (10, 12, 14, 15, 16, 20, 21, 25, 28, 30, 31, 32, 33, 34)
)
"""What also holds for a field that an action asks for."""
_NO_ARGUMENTS = _("An action asks for single values; leave out tables and whatever only shapes a form.")


def _readable(subject: Subject) -> Iterator[Action]:
    """The actions whose rows can be read; the others are reported by ``meta.E069``."""
    for row in subject.doctype.actions:
        try:
            yield read_action(row)
        except DeclarationError:
            continue


@RULES.add("meta.E067", "An action has a label of its own and names what it runs or where it leads")
def action_target(subject: Subject) -> Iterator[Finding]:
    actions = list(_readable(subject))
    if actions and subject.doctype.istable:
        yield Finding(
            _("A child table is given actions."), _("Declare them on the doctype that has the table.")
        )
    labels = Counter((action.group, action.label) for action in actions)
    for (_group, label), count in labels.items():
        if count > 1:
            yield Finding(
                _n(
                    '{count} action is called "{label}".',
                    '{count} actions are called "{label}".',
                    count=count,
                    label=label,
                ),
                _("Give each a label of its own."),
            )
    for action in actions:
        name = _('The action "{label}"', label=action.label) if action.label else _("An action")
        if not action.label:
            yield Finding(_("An action has no label."), _("Give it the word that stands on its button."))
        if action.action_type not in KINDS:
            yield Finding(
                _('{name} is of the type "{action_type}".', name=name, action_type=action.action_type),
                _("Choose one of: {types}.", types=tuple(KINDS)),
            )
        elif action.action_type == ROUTE and not action.action:
            yield Finding(
                _("{name} leads nowhere.", name=name), _("Name a page, such as List/ToDo or /app/todo.")
            )
        elif action.action_type != ROUTE and not (action.is_method or action.is_function):
            hint = _(
                "Name a whitelisted method of the document, or a whitelisted function by its dotted name."
            )
            yield Finding(
                _('{name} runs "{action}", which is no name of a method.', name=name, action=action.action),
                hint,
            )


@RULES.add("meta.E068", "The condition of an action can be read and asks for fields that exist")
def action_condition(subject: Subject) -> Iterator[Finding]:
    known = frozenset({*STANDARD_FIELDS, "amended_from"})
    for action in _readable(subject):
        try:
            paths = sorted(compile(action.depends_on).paths) if action.depends_on else []
        except ExpressionSyntaxError as error:
            yield Finding(
                _(
                    'The condition of the action "{label}": {message}',
                    label=action.label,
                    message=error.message,
                ),
                _("See docs/reference/expressions.md."),
            )
            continue
        for root, member in paths:
            if root == "doc" and not subject.doctype.has_field(member) and member not in known:
                message = _(
                    'The action "{label}" depends on doc.{member}, which is not declared.',
                    label=action.label,
                    member=member,
                )
                yield Finding(message, _("Correct the fieldname, or declare the field."))


@RULES.add("meta.E069", "The arguments of an action are fields that a dialog can ask for")
def action_arguments(subject: Subject) -> Iterator[Finding]:
    for row in subject.doctype.actions:
        try:
            action = read_action(row)
        except DeclarationError as error:
            yield Finding(error.message, _("Write a JSON list of fields as in the fields of a doctype."))
            continue
        for field in action.arguments:
            if field.is_table or field.is_layout:
                yield Finding(
                    _(
                        'The action "{label}" asks for "{fieldname}", a {fieldtype}.',
                        label=action.label,
                        fieldname=field.fieldname,
                        fieldtype=field.fieldtype,
                    ),
                    _NO_ARGUMENTS,
                )
        asked = Subject(DocType(subject.doctype.name, fields=action.arguments), subject.doctypes)
        for rule in RULES:
            for finding in rule.look(asked) if rule.id in _FIELD_CHECKS else ():
                place = _(
                    'The argument "{fieldname}" of the action "{label}":',
                    fieldname=finding.field,
                    label=action.label,
                )
                yield Finding(joined((place, finding.message)), finding.hint)


@RULES.add("meta.E070", "An action opens a document of a doctype that exists")
def action_opens(subject: Subject) -> Iterator[Finding]:
    for action in _readable(subject):
        target = subject.find(action.open_doctype)
        if action.open_doctype and (target is None or target.istable):
            reason = _("is not declared") if target is None else _("is a child table")
            message = _(
                'The action "{label}" opens a document of "{open_doctype}", which {reason}.',
                label=action.label,
                open_doctype=action.open_doctype,
                reason=reason,
            )
            yield Finding(message, _("Correct the doctype, or leave it out."))
