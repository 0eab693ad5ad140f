"""The grammar of expressions: from words to a function that computes the value.

Precedence, loosest first: ``? :``, ``||``, ``&&``, ``not``, equality, order and ``in``, ``+ -``, ``* / %``,
``! - +``, then ``. [] ()``. Every rule answers a function of the scope; there is no tree to walk later.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from comptoir.expressions import values
from comptoir.expressions.errors import ExpressionSyntaxError
from comptoir.expressions.tokens import Token
from comptoir.sentences import _, _n

DEEPEST = 40
MOST_NODES = 400

Scope = Mapping[str, Any]
Evaluate = Callable[[Scope], values.Value]
Compute = Callable[[values.Value, values.Value], values.Value]

ROOTS = ("doc", "parent")
_CONSTANTS: Mapping[str, values.Value] = {
    "true": True, "false": False, "null": None, "undefined": None, "True": True, "False": False, "None": None,
}  # fmt: skip
KEYWORDS = frozenset({*_CONSTANTS, *ROOTS, "in", "and", "or", "not"})
_WORDS_FOR_SIGNS = {"or": "||", "and": "&&"}

_EQUALITY: Mapping[str, Compute] = {
    "==": values.equal,
    "!=": lambda left, right: not values.equal(left, right),
    "===": values.identical,
    "!==": lambda left, right: not values.identical(left, right),
}
_ORDER: Mapping[str, Compute] = {
    "<": values.less,
    "<=": values.less_or_equal,
    ">": lambda left, right: values.less(right, left),
    ">=": lambda left, right: values.less_or_equal(right, left),
    "in": lambda left, right: values.contains(right, left),
    "not in": lambda left, right: not values.contains(right, left),
}
_SUM: Mapping[str, Compute] = {
    "+": values.add,
    "-": lambda left, right: values.calculate("-", left, right),
}
_PRODUCT: Mapping[str, Compute] = {
    "*": lambda left, right: values.calculate("*", left, right),
    "/": lambda left, right: values.calculate("/", left, right),
    "%": lambda left, right: values.calculate("%", left, right),
}


def _flt(value: Any) -> float:
    return values.number(value) or 0.0


def _cint(value: Any) -> int:
    return int(_flt(value))


FUNCTIONS: Mapping[str, tuple[int, Callable[..., Any]]] = {
    "in_list": (2, values.contains),
    "cint": (1, _cint),
    "flt": (1, _flt),
}
METHODS: Mapping[str, Compute] = {
    "includes": values.contains,
    "indexOf": values.index_of,
    "startsWith": lambda text, part: isinstance(text, str) and text.startswith(values.text(part)),
    "endsWith": lambda text, part: isinstance(text, str) and text.endswith(values.text(part)),
}


class Parser:
    """Reads one expression; afterwards ``paths`` holds the members of ``doc`` and ``parent`` it looks at."""

    def __init__(self, tokens: Sequence[Token]):
        self.tokens = tokens
        self.at = 0
        self.depth = 0
        self.nodes = 0
        self.paths: set[tuple[str, str]] = set()

    @property
    def token(self) -> Token:
        return self.tokens[self.at]

    def parse(self) -> Evaluate:
        """The function of the whole expression."""
        evaluate = self.ternary()
        if self.token.kind != "end":
            raise self.error(_('"{text}" cannot stand here', text=self.token.text))
        return evaluate

    def error(self, reason: str) -> ExpressionSyntaxError:
        return ExpressionSyntaxError("syntax", reason, self.token.position)

    def node(self, evaluate: Evaluate) -> Evaluate:
        self.nodes += 1
        if self.nodes > MOST_NODES:
            raise ExpressionSyntaxError(
                "too_large", _("it has more than {most} parts", most=MOST_NODES), self.token.position
            )
        return evaluate

    def sign(self, *signs: str) -> str | None:
        """Take the next token if it is one of ``signs`` (or the word for it)."""
        token = self.token
        text = _WORDS_FOR_SIGNS.get(token.text, token.text) if token.kind == "name" else token.text
        if token.kind in ("sign", "name") and text in signs:
            self.at += 1
            return text
        return None

    def expect(self, sign: str) -> None:
        if self.sign(sign) is None:
            found = _('"{text}"', text=self.token.text) if self.token.kind != "end" else _("the end")
            raise self.error(_('"{sign}" is missing before {found}', sign=sign, found=found))

    def ternary(self) -> Evaluate:
        self.depth += 1
        if self.depth > DEEPEST:
            raise ExpressionSyntaxError(
                "too_large", _("it is nested more than {most} deep", most=DEEPEST), self.token.position
            )
        condition = self.either()
        if self.sign("?") is not None:
            yes = self.ternary()
            self.expect(":")
            no = self.ternary()
            condition = self.node(_choose(condition, yes, no))
        self.depth -= 1
        return condition

    def either(self) -> Evaluate:
        parts = [self.both()]
        while self.sign("||"):
            parts.append(self.both())
        return parts[0] if len(parts) == 1 else self.node(_first_true(parts))

    def both(self) -> Evaluate:
        parts = [self.negation()]
        while self.sign("&&"):
            parts.append(self.negation())
        return parts[0] if len(parts) == 1 else self.node(_first_false(parts))

    def negation(self) -> Evaluate:
        negations = 0
        while self.token.kind == "name" and self.sign("not"):
            negations += 1
        operand = self.equality()
        return self.node(_negated(operand, negations % 2 == 1)) if negations else operand

    def equality(self) -> Evaluate:
        return self.chain(_EQUALITY, self.order)

    def order(self) -> Evaluate:
        return self.chain(_ORDER, self.sum)

    def sum(self) -> Evaluate:
        return self.chain(_SUM, self.product)

    def product(self) -> Evaluate:
        return self.chain(_PRODUCT, self.unary)

    def chain(self, operators: Mapping[str, Compute], operand: Callable[[], Evaluate]) -> Evaluate:
        """Operands joined by ``operators``, computed from left to right."""
        first = operand()
        rest: list[tuple[Compute, Evaluate]] = []
        while (sign := self.operator(operators)) is not None:
            rest.append((operators[sign], self.node(operand())))
        return _folded(first, rest) if rest else first

    def operator(self, operators: Mapping[str, Compute]) -> str | None:
        """Take the next operator if it is one of ``operators``; ``not in`` is one of two words."""
        if "not in" in operators and self.is_word("not", 0) and self.is_word("in", 1):
            self.at += 2
            return "not in"
        return self.sign(*operators)

    def is_word(self, word: str, ahead: int) -> bool:
        """Whether the token ``ahead`` places on is the name ``word``."""
        token = self.tokens[min(self.at + ahead, len(self.tokens) - 1)]
        return token.kind == "name" and token.text == word

    def unary(self) -> Evaluate:
        signs: list[str] = []
        while (sign := self.sign("!", "-", "+")) is not None:
            signs.append(sign)
            if len(signs) > DEEPEST:
                raise ExpressionSyntaxError("too_large", _("too many signs in a row"), self.token.position)
        operand = self.postfix()
        return self.node(_signed(operand, signs[::-1])) if signs else operand

    def postfix(self) -> Evaluate:
        root = self.token.text if self.token.kind == "name" else ""
        evaluate = self.primary()
        steps = 0
        while True:
            if self.sign("."):
                name = self.member_name()
                if self.sign("("):
                    evaluate = self.method(evaluate, name)
                else:
                    if root in ROOTS and steps == 0:
                        self.paths.add((root, name))
                    evaluate = self.node(_member(evaluate, name))
            elif self.sign("["):
                evaluate = self.node(_binary(values.item, evaluate, self.ternary()))
                self.expect("]")
            else:
                return evaluate
            steps += 1
            if steps > DEEPEST:
                raise ExpressionSyntaxError("too_large", _("too many members in a row"), self.token.position)

    def member_name(self) -> str:
        if self.token.kind != "name":
            raise self.error(_("a name must follow the dot"))
        self.at += 1
        return self.tokens[self.at - 1].text

    def method(self, subject: Evaluate, name: str) -> Evaluate:
        token = self.tokens[self.at - 2]
        if name not in METHODS:
            reason = _('there is no method "{name}"; there are {methods}', name=name, methods=tuple(METHODS))
            raise ExpressionSyntaxError("unknown_function", reason, token.position)
        arguments = self.arguments()
        if len(arguments) != 1:
            raise ExpressionSyntaxError("syntax", _('"{name}" takes one argument', name=name), token.position)
        return self.node(_binary(METHODS[name], subject, arguments[0]))

    def arguments(self, closing: str = ")") -> list[Evaluate]:
        found: list[Evaluate] = []
        while self.sign(closing) is None:
            if found:
                self.expect(",")
                if closing == "]" and self.sign(closing):
                    break
            found.append(self.ternary())
        return found

    def primary(self) -> Evaluate:
        token = self.token
        self.at += 1
        if token.kind == "number":
            return self.node(_constant(float(token.text)))
        if token.kind == "string":
            return self.node(_constant(token.text))
        if token.kind == "name":
            return self.name(token)
        if token.text == "(":
            inner = self.ternary()
            self.expect(")")
            return inner
        if token.text == "[":
            return self.node(_array(self.arguments("]")))
        self.at -= 1
        raise self.error(
            _("a value is missing")
            if token.kind == "end"
            else _('"{text}" cannot stand here', text=token.text)
        )

    def name(self, token: Token) -> Evaluate:
        if token.text in _CONSTANTS:
            return self.node(_constant(_CONSTANTS[token.text]))
        if token.text in ROOTS:
            return self.node(_root(token.text))
        if token.text in KEYWORDS:
            self.at -= 1
            raise self.error(_('"{text}" cannot stand here', text=token.text))
        if self.sign("("):
            return self.function(token)
        reason = _('"{text}" is unknown; write doc.{text} for a field of the document', text=token.text)
        raise ExpressionSyntaxError("unknown_name", reason, token.position)

    def function(self, token: Token) -> Evaluate:
        if token.text not in FUNCTIONS:
            reason = _(
                'there is no function "{text}"; there are {functions}',
                text=token.text,
                functions=tuple(FUNCTIONS),
            )
            raise ExpressionSyntaxError("unknown_function", reason, token.position)
        count, compute = FUNCTIONS[token.text]
        arguments = self.arguments()
        if len(arguments) != count:
            raise ExpressionSyntaxError(
                "syntax",
                _n(
                    '"{text}" takes {count} argument',
                    '"{text}" takes {count} arguments',
                    text=token.text,
                    count=count,
                ),
                token.position,
            )
        return self.node(lambda scope: compute(*(argument(scope) for argument in arguments)))


def _constant(value: values.Value) -> Evaluate:
    return lambda scope: value


def _root(name: str) -> Evaluate:
    return lambda scope: values.plain(scope.get(name))


def _array(entries: Sequence[Evaluate]) -> Evaluate:
    return lambda scope: [entry(scope) for entry in entries]


def _member(subject: Evaluate, name: str) -> Evaluate:
    return lambda scope: values.member(subject(scope), name)


def _choose(condition: Evaluate, yes: Evaluate, no: Evaluate) -> Evaluate:
    return lambda scope: yes(scope) if values.truth(condition(scope)) else no(scope)


def _binary(compute: Compute, left: Evaluate, right: Evaluate) -> Evaluate:
    return lambda scope: compute(left(scope), right(scope))


def _negated(operand: Evaluate, negate: bool) -> Evaluate:
    return lambda scope: values.truth(operand(scope)) is not negate


def _first_true(parts: Sequence[Evaluate]) -> Evaluate:
    def evaluate(scope: Scope) -> values.Value:
        value: values.Value = None
        for part in parts:
            value = part(scope)
            if values.truth(value):
                break
        return value

    return evaluate


def _first_false(parts: Sequence[Evaluate]) -> Evaluate:
    def evaluate(scope: Scope) -> values.Value:
        value: values.Value = None
        for part in parts:
            value = part(scope)
            if not values.truth(value):
                break
        return value

    return evaluate


def _folded(first: Evaluate, rest: Sequence[tuple[Compute, Evaluate]]) -> Evaluate:
    def evaluate(scope: Scope) -> values.Value:
        value = first(scope)
        for compute, operand in rest:
            value = compute(value, operand(scope))
        return value

    return evaluate


def _signed(operand: Evaluate, signs: Sequence[str]) -> Evaluate:
    def evaluate(scope: Scope) -> values.Value:
        value = operand(scope)
        for sign in signs:
            if sign == "!":
                value = not values.truth(value)
            else:
                value = values.calculate("-", 0, value) if sign == "-" else values.operand(value)
        return value

    return evaluate
