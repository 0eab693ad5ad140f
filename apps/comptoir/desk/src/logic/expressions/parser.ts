/**
 * The grammar: from words to a function of the scope. Precedence, loosest first: `? :`, `||`, `&&`, `not`, equality,
 * order and `in`, `+ -`, `* / %`, `! - +`, then `. [] ()`. Nothing that was not written here can be called.
 */
import { ExpressionError } from "./errors"
import { type Compute, EQUALITY, FUNCTIONS, METHODS, ORDER, PRODUCT, SUM, signed } from "./operators"
import type { Token } from "./tokens"
import { type Value, item, member, plain, truth } from "./values"

export type Scope = Record<string, unknown>
export type Evaluate = (scope: Scope) => Value

const DEEPEST = 40
const MOST_PARTS = 400
const ROOTS = ["doc", "parent"]
const CONSTANTS: Record<string, Value> = { true: true, false: false, null: null, undefined: null, True: true, False: false, None: null }
export const KEYWORDS = new Set([...Object.keys(CONSTANTS), ...ROOTS, "in", "and", "or", "not"])
const WORDS_FOR_SIGNS: Record<string, string> = { or: "||", and: "&&" }

export class Parser {
  private at = 0
  private depth = 0
  private parts = 0

  constructor(private readonly tokens: readonly Token[]) {}

  parse(): Evaluate {
    const evaluate = this.ternary()
    if (this.token.kind !== "end") throw this.misplaced()
    return evaluate
  }

  private get token(): Token {
    return this.tokens[this.at]!
  }

  private error(reason: string): ExpressionError {
    return new ExpressionError("syntax", reason, this.token.position)
  }

  private misplaced(): ExpressionError {
    return this.error(this.token.kind === "end" ? "a value is missing" : `"${this.token.text}" cannot stand here`)
  }

  private tooLarge(reason: string): ExpressionError {
    return new ExpressionError("too_large", reason, this.token.position)
  }

  /** Counts one part of the expression. */
  private part(evaluate: Evaluate): Evaluate {
    if (++this.parts > MOST_PARTS) throw this.tooLarge(`it has more than ${MOST_PARTS} parts`)
    return evaluate
  }

  /** Takes the next token if it is one of the signs, or the word for one. */
  private sign(...signs: string[]): string | undefined {
    const { kind, text } = this.token
    if (kind !== "sign" && kind !== "name") return undefined
    const sign = kind === "name" && Object.hasOwn(WORDS_FOR_SIGNS, text) ? WORDS_FOR_SIGNS[text]! : text
    if (!signs.includes(sign)) return undefined
    this.at++
    return sign
  }

  private expect(sign: string): void {
    if (this.sign(sign)) return
    throw this.error(`"${sign}" is missing before ${this.token.kind === "end" ? "the end" : `"${this.token.text}"`}`)
  }

  private ternary(): Evaluate {
    if (++this.depth > DEEPEST) throw this.tooLarge(`it is nested more than ${DEEPEST} deep`)
    const condition = this.either()
    let evaluate = condition
    if (this.sign("?")) {
      const yes = this.ternary()
      this.expect(":")
      const no = this.ternary()
      evaluate = this.part((scope) => (truth(condition(scope)) ? yes(scope) : no(scope)))
    }
    this.depth--
    return evaluate
  }

  private either(): Evaluate {
    return this.firstThat("||", true, () => this.both())
  }

  private both(): Evaluate {
    return this.firstThat("&&", false, () => this.negation())
  }

  /** The first operand whose truth is `wanted`, else the last one. */
  private firstThat(sign: string, wanted: boolean, operand: () => Evaluate): Evaluate {
    const operands = [operand()]
    while (this.sign(sign)) operands.push(operand())
    if (operands.length === 1) return operands[0]!
    return this.part((scope) => {
      let value: Value = null
      for (const evaluate of operands) {
        value = evaluate(scope)
        if (truth(value) === wanted) break
      }
      return value
    })
  }

  private negation(): Evaluate {
    let negations = 0
    while (this.token.kind === "name" && this.sign("not")) negations++
    const operand = this.chain(EQUALITY, () => this.chain(ORDER, () => this.chain(SUM, () => this.chain(PRODUCT, () => this.unary()))))
    return negations ? this.part((scope) => truth(operand(scope)) !== (negations % 2 === 1)) : operand
  }

  /** Operands joined by operators of one level, computed from left to right. */
  private chain(operators: Record<string, Compute>, operand: () => Evaluate): Evaluate {
    const first = operand()
    const rest: [Compute, Evaluate][] = []
    for (let sign = this.operator(operators); sign; sign = this.operator(operators)) rest.push([operators[sign]!, this.part(operand())])
    if (rest.length === 0) return first
    return (scope) => rest.reduce((value, [compute, evaluate]) => compute(value, evaluate(scope)), first(scope))
  }

  private operator(operators: Record<string, Compute>): string | undefined {
    const next = this.tokens[this.at + 1]
    if ("not in" in operators && this.token.kind === "name" && this.token.text === "not" && next?.kind === "name" && next.text === "in") {
      this.at += 2
      return "not in"
    }
    return this.sign(...Object.keys(operators))
  }

  private unary(): Evaluate {
    const signs: string[] = []
    for (let sign = this.sign("!", "-", "+"); sign; sign = this.sign("!", "-", "+")) {
      signs.push(sign)
      if (signs.length > DEEPEST) throw this.tooLarge("too many signs in a row")
    }
    const operand = this.postfix()
    return signs.length ? this.part((scope) => signed(signs, operand(scope))) : operand
  }

  private postfix(): Evaluate {
    let evaluate = this.primary()
    for (let steps = 1; ; steps++) {
      const subject = evaluate
      if (this.sign(".")) {
        const name = this.memberName()
        evaluate = this.sign("(") ? this.method(subject, name) : this.part((scope) => member(subject(scope), name.text))
      } else if (this.sign("[")) {
        const index = this.ternary()
        this.expect("]")
        evaluate = this.part((scope) => item(subject(scope), index(scope)))
      } else return evaluate
      if (steps > DEEPEST) throw this.tooLarge("too many members in a row")
    }
  }

  private memberName(): Token {
    const token = this.token
    if (token.kind !== "name") throw this.error("a name must follow the dot")
    this.at++
    return token
  }

  private method(subject: Evaluate, name: Token): Evaluate {
    if (!Object.hasOwn(METHODS, name.text)) {
      throw new ExpressionError("unknown_function", `there is no method "${name.text}"; there are ${Object.keys(METHODS).join(", ")}`, name.position)
    }
    const compute = METHODS[name.text]!
    const args = this.arguments(")")
    if (args.length !== 1) throw new ExpressionError("syntax", `"${name.text}" takes one argument`, name.position)
    return this.part((scope) => compute(subject(scope), args[0]!(scope)))
  }

  private arguments(closing: string): Evaluate[] {
    const found: Evaluate[] = []
    while (!this.sign(closing)) {
      if (found.length > 0) {
        this.expect(",")
        if (closing === "]" && this.sign(closing)) break
      }
      found.push(this.ternary())
    }
    return found
  }

  private primary(): Evaluate {
    const token = this.token
    if (token.kind === "number") return this.constant(Number(token.text))
    if (token.kind === "string") return this.constant(token.text)
    if (token.kind === "name") return this.name(token)
    if (this.sign("(")) {
      const inner = this.ternary()
      this.expect(")")
      return inner
    }
    if (this.sign("[")) {
      const entries = this.arguments("]")
      return this.part((scope) => entries.map((entry) => entry(scope)))
    }
    throw this.misplaced()
  }

  private constant(value: Value): Evaluate {
    this.at++
    return this.part(() => value)
  }

  private name(token: Token): Evaluate {
    if (Object.hasOwn(CONSTANTS, token.text)) return this.constant(CONSTANTS[token.text])
    if (!ROOTS.includes(token.text) && KEYWORDS.has(token.text)) throw this.misplaced()
    this.at++
    if (ROOTS.includes(token.text)) return this.part((scope) => plain(scope[token.text]))
    if (this.sign("(")) return this.function(token)
    throw new ExpressionError("unknown_name", `"${token.text}" is unknown; write doc.${token.text} for a field of the document`, token.position)
  }

  private function(token: Token): Evaluate {
    if (!Object.hasOwn(FUNCTIONS, token.text)) {
      throw new ExpressionError("unknown_function", `there is no function "${token.text}"; there are ${Object.keys(FUNCTIONS).join(", ")}`, token.position)
    }
    const { count, compute } = FUNCTIONS[token.text]!
    const args = this.arguments(")")
    if (args.length !== count) throw new ExpressionError("syntax", `"${token.text}" takes ${count} argument(s)`, token.position)
    return this.part((scope) => compute(...args.map((argument) => argument(scope))))
  }
}
