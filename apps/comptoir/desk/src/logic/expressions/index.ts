/**
 * The safe expression language of `depends_on` and its kin: the same answers here and on the server, held by the
 * shared vectors. A fieldname alone asks whether that field is filled; anything else is an expression.
 */
import { ExpressionError } from "./errors"
import { type Evaluate, KEYWORDS, Parser, type Scope } from "./parser"
import { tokenize } from "./tokens"
import { member, plain, truth } from "./values"

export { ExpressionError, type Scope }

/** A compiled expression; evaluating it never throws. */
export interface Expression {
  readonly source: string
  evaluate(scope: Scope): unknown
  isTrue(scope: Scope): boolean
}

const LONGEST_SOURCE = 4000
const cache = new Map<string, Expression>()

/** Throws `ExpressionError` with a code and a position where the source cannot be read. */
export function compile(source: string): Expression {
  let expression = cache.get(source)
  if (!expression) {
    const evaluate = read(source)
    expression = { source, evaluate, isTrue: (scope) => truth(evaluate(scope)) }
    cache.set(source, expression)
  }
  return expression
}

function read(source: string): Evaluate {
  if ([...source].length > LONGEST_SOURCE) throw new ExpressionError("too_large", `it is longer than ${LONGEST_SOURCE} characters`)
  const whole = source.trim()
  if (/^[A-Za-z_][A-Za-z0-9_]*$/.test(whole) && !KEYWORDS.has(whole)) return (scope) => truth(member(plain(scope.doc), whole))
  const body = (whole.startsWith("eval:") ? whole.slice(5) : whole).trim()
  if (!body) throw new ExpressionError("empty", "there is nothing to evaluate")
  return new Parser(tokenize(body, source.indexOf(body))).parse()
}
