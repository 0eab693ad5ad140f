/** Precedence-climbing parser: from tokens to a small tree. The tree has no node that could run foreign code. */
import { ExpressionError, type Token, tokenize } from "./lexer"

export type Node =
  | { type: "literal"; value: string | number | boolean | null | undefined }
  | { type: "name"; name: string; position: number }
  | { type: "array"; items: Node[] }
  | { type: "member"; object: Node; key: Node; position: number }
  | { type: "call"; callee: Node; args: Node[]; position: number }
  | { type: "unary"; operator: string; operand: Node }
  | { type: "binary"; operator: string; left: Node; right: Node }
  | { type: "conditional"; test: Node; yes: Node; no: Node }

const PRECEDENCE: Record<string, number> = {
  "??": 1, "||": 1, "&&": 2,
  "==": 3, "!=": 3, "===": 3, "!==": 3,
  "<": 4, "<=": 4, ">": 4, ">=": 4, in: 4,
  "+": 5, "-": 5, "*": 6, "/": 6, "%": 6,
}
const CONSTANTS: Record<string, boolean | null | undefined> = { true: true, false: false, null: null, undefined: undefined }
const MAX_DEPTH = 60

class Parser {
  private at = 0
  private depth = 0

  constructor(private readonly tokens: Token[]) {}

  parse(): Node {
    const node = this.expression()
    if (this.token.kind !== "end") throw this.unexpected()
    return node
  }

  private get token(): Token {
    return this.tokens[this.at]!
  }

  private is(text: string): boolean {
    return this.token.kind === "operator" && this.token.text === text
  }

  private take(text: string): boolean {
    if (!this.is(text)) return false
    this.at++
    return true
  }

  private expect(text: string): void {
    if (!this.take(text)) throw this.unexpected(text)
  }

  private unexpected(wanted?: string): ExpressionError {
    const found = this.token.kind === "end" ? "the end" : JSON.stringify(this.token.text)
    return new ExpressionError(wanted ? `Expected ${JSON.stringify(wanted)}, found ${found}` : `Unexpected ${found}`, this.token.position)
  }

  private expression(): Node {
    if (++this.depth > MAX_DEPTH) throw new ExpressionError("The expression is nested too deeply", this.token.position)
    const test = this.binary(1)
    let node = test
    if (this.take("?")) {
      const yes = this.expression()
      this.expect(":")
      node = { type: "conditional", test, yes, no: this.expression() }
    }
    this.depth--
    return node
  }

  private binary(minimum: number): Node {
    let left = this.unary()
    for (;;) {
      const operator = this.token.text
      const precedence = this.token.kind === "operator" || operator === "in" ? PRECEDENCE[operator] : undefined
      if (precedence === undefined || precedence < minimum) return left
      this.at++
      left = { type: "binary", operator, left, right: this.binary(precedence + 1) }
    }
  }

  private unary(): Node {
    for (const operator of ["!", "-", "+"]) {
      if (!this.take(operator)) continue
      if (++this.depth > MAX_DEPTH) throw new ExpressionError("The expression is nested too deeply", this.token.position)
      const operand = this.unary()
      this.depth--
      return { type: "unary", operator, operand }
    }
    return this.postfix(this.primary())
  }

  private postfix(start: Node): Node {
    let node = start
    for (;;) {
      const position = this.token.position
      if (this.take(".") || this.take("?.")) {
        if (this.token.kind !== "name") throw this.unexpected()
        node = { type: "member", object: node, key: { type: "literal", value: this.token.text }, position }
        this.at++
      } else if (this.take("[")) {
        node = { type: "member", object: node, key: this.expression(), position }
        this.expect("]")
      } else if (this.take("(")) node = { type: "call", callee: node, args: this.list(")"), position }
      else return node
    }
  }

  private list(end: string): Node[] {
    const items: Node[] = []
    while (!this.take(end)) {
      items.push(this.expression())
      if (!this.is(end)) this.expect(",")
    }
    return items
  }

  private primary(): Node {
    const token = this.token
    if (token.kind === "end") throw this.unexpected()
    this.at++
    if (token.kind === "number" || token.kind === "string") return { type: "literal", value: token.value }
    if (token.kind === "name") {
      if (Object.hasOwn(CONSTANTS, token.text)) return { type: "literal", value: CONSTANTS[token.text] }
      return { type: "name", name: token.text, position: token.position }
    }
    if (token.text === "[") return { type: "array", items: this.list("]") }
    if (token.text === "(") {
      const inner = this.expression()
      this.expect(")")
      return inner
    }
    this.at--
    throw this.unexpected()
  }
}

export function parse(source: string): Node {
  return new Parser(tokenize(source)).parse()
}
