"""One small, safe language for conditions on a form: ``eval:doc.status == "Open" && doc.items.length > 0``.

It looks like JavaScript, reads only ``doc`` and ``parent``, cannot call anything but a few pure functions, and
always ends. The Desk evaluates the same expressions in the browser; ``tests/vectors/expressions.json`` holds the
two together. The rules are in ``docs/reference/expressions.md``. This package knows nothing of the engine.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from comptoir.expressions import values
from comptoir.expressions.errors import ExpressionSyntaxError
from comptoir.expressions.syntax import KEYWORDS, Evaluate, Parser, Scope
from comptoir.expressions.tokens import LONGEST_SOURCE, tokenize
from comptoir.sentences import _

__all__ = ["Expression", "ExpressionSyntaxError", "compile"]

PREFIX = "eval:"
_FIELDNAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")


@dataclass(frozen=True, slots=True)
class Expression:
    """A compiled expression; evaluating it never raises."""

    source: str
    paths: frozenset[tuple[str, str]]
    """The members looked at: ``("doc", "status")``, ``("parent", "currency")``."""
    _evaluate: Evaluate

    def evaluate(self, scope: Scope) -> Any:
        """The value for ``{"doc": ..., "parent": ...}``; documents or mappings, ``parent`` may be missing."""
        return self._evaluate(scope)

    def is_true(self, scope: Scope) -> bool:
        """Whether the value counts as true."""
        return values.truth(self._evaluate(scope))


@lru_cache(maxsize=4096)
def compile(source: str) -> Expression:
    """The expression that ``source`` writes; raises ``ExpressionSyntaxError``.

    A fieldname alone asks whether that field is filled; anything else is an expression, with ``eval:`` before it
    or not.
    """
    if len(source) > LONGEST_SOURCE:
        raise ExpressionSyntaxError(
            "too_large", _("it is longer than {most} characters", most=LONGEST_SOURCE)
        )
    body = source.strip()
    if _FIELDNAME.fullmatch(body) and body not in KEYWORDS:
        path = ("doc", body)
        return Expression(
            source,
            frozenset({path}),
            lambda scope: values.truth(values.member(values.plain(scope.get("doc")), body)),
        )
    body = body.removeprefix(PREFIX).strip()
    if not body:
        raise ExpressionSyntaxError("empty", _("there is nothing to evaluate"))
    parser = Parser(tokenize(body, source.index(body)))
    evaluate = parser.parse()
    return Expression(source, frozenset(parser.paths), evaluate)
