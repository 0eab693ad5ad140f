/**
 * The safe expression language of `depends_on` and its kin: the same answers here and on the server, held by the
 * shared vectors. `eval:doc.status == "Open"` is an expression; a bare fieldname asks whether that field is filled.
 */
import { type Scope, evaluate } from "./evaluate"
import { ExpressionError } from "./lexer"
import { type Node, parse } from "./parser"

export { ExpressionError, type Scope }

export interface Expression {
  readonly source: string
  evaluate(scope: Scope): unknown
}

const cache = new Map<string, Expression>()

/** Throws `ExpressionError` with a position where the source is not of the language. */
export function compile(source: string): Expression {
  let expression = cache.get(source)
  if (!expression) {
    const node = nodeOf(source.trim())
    expression = { source, evaluate: (scope) => evaluate(node, scope) }
    cache.set(source, expression)
  }
  return expression
}

function nodeOf(source: string): Node {
  if (source.startsWith("eval:")) return parse(source.slice(5))
  if (/^[A-Za-z_][A-Za-z0-9_]*$/.test(source)) {
    return { type: "member", object: { type: "name", name: "doc", position: 0 }, key: { type: "literal", value: source }, position: 0 }
  }
  return parse(source)
}
