"""Alert rules at work: who does more in a time than a rule allows is told of, once in that time."""

from __future__ import annotations

from dataclasses import dataclass

import sqlalchemy as sa

from comptoir.context import ADMINISTRATOR, Context
from comptoir.db.tables import table_for
from comptoir.documents import create, get_list, new_document
from comptoir.sentences import _
from comptoir.sites import Site
from comptoir.traces import operations, record
from comptoir.traces.counting import Counts

DOCTYPE = "Access Alert Rule"
_KNOWN = "access alert rules"


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule that is enabled."""

    name: str
    activity: str
    at_least: int
    minutes: int


def judge(site: Site, counts: Counts) -> None:
    """Add ``counts`` to those of their time and tell of each rule that is crossed by them."""
    rules = site.registry.remember(_KNOWN, lambda: _read(site))
    for (user, activity), number in counts.items():
        for rule in rules:
            if rule.activity == activity:
                key = f"alert:{rule.name}:{user}"
                total = site.cache.increment(key, rule.minutes * 60, number)
                if total >= rule.at_least > total - number:
                    _tell(site, rule, user, total)


def _read(site: Site) -> tuple[Rule, ...]:
    if site.registry.find(DOCTYPE) is None:
        return ()
    columns = table_for(site.registry.get(DOCTYPE)).c
    chosen = sa.select(columns.name, columns.activity, columns.at_least, columns.minutes)
    with site.engine.connect() as connection:
        return tuple(Rule(*row) for row in connection.execute(chosen.where(columns.enabled == 1)))


def _tell(site: Site, rule: Rule, user: str, total: int) -> None:
    with site.context(ADMINISTRATOR) as ctx:
        detail = {
            "activity": rule.activity, "count": total, "at_least": rule.at_least, "minutes": rule.minutes,
        }  # fmt: skip
        record(ctx, operations.ALERT, user=user, doctype=DOCTYPE, name=rule.name, detail=detail)
        sentence = _(
            "{rule}: {user} reached {count} within {minutes} minutes ({activity}).",
            rule=rule.name,
            user=user,
            count=total,
            minutes=rule.minutes,
            activity=ctx.say(rule.activity),
        )
        for person in _people(ctx, rule):
            values = {"description": ctx.say(sentence), "allocated_to": person, "priority": "High"}
            todo = new_document(ctx, {"doctype": "ToDo", "status": "Open"} | values)
            todo.flags.ignore_permissions = True
            create(ctx, todo)


def _people(ctx: Context, rule: Rule) -> list[str]:
    """The enabled users who have one of the roles the rule names."""
    own = {"parenttype": DOCTYPE, "parent": rule.name}
    rows = get_list(ctx, "Has Role", fields=["role"], filters=own, limit=0, ignore_permissions=True)
    theirs = {"parenttype": "User", "role": ["in", [row["role"] for row in rows]]}
    found = get_list(ctx, "Has Role", fields=["parent"], filters=theirs, limit=0, ignore_permissions=True)
    people = {"name": ["in", [row["parent"] for row in found]], "enabled": 1}
    users = get_list(ctx, "User", fields=["name"], filters=people, limit=0, ignore_permissions=True)
    return sorted(str(row["name"]) for row in users)
