"""The one way an expression can fail: it cannot be read. Evaluating never fails."""

from __future__ import annotations

from typing import Literal

from comptoir.errors import ExpressionError
from comptoir.sentences import _

Code = Literal["syntax", "unknown_name", "unknown_function", "too_large", "empty"]


class ExpressionSyntaxError(ExpressionError):
    """The expression cannot be read; ``code`` says why for programs, ``position`` (1-based) where."""

    def __init__(self, code: Code, reason: str, position: int = 1):
        self.code = code
        self.position = position
        super().__init__(
            _(
                "The expression cannot be read at character {position}: {reason}.",
                position=position,
                reason=reason,
            )
        )
