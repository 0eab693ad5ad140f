/** Splits an expression into tokens; anything outside the language is refused with its position. */

export class ExpressionError extends Error {
  constructor(
    message: string,
    readonly position: number,
  ) {
    super(`${message} (at ${position + 1})`)
    this.name = "ExpressionError"
  }
}

export type TokenKind = "number" | "string" | "name" | "operator" | "end"

export interface Token {
  kind: TokenKind
  text: string
  /** The value of a number or string. */
  value: string | number
  position: number
}

const OPERATORS = [
  "===", "!==", "==", "!=", "<=", ">=", "&&", "||", "??", "?.",
  "<", ">", "!", "+", "-", "*", "/", "%", "?", ":", "(", ")", "[", "]", ",", ".",
]
const ESCAPES: Record<string, string> = { n: "\n", t: "\t", r: "\r" }

export function tokenize(source: string): Token[] {
  const tokens: Token[] = []
  let at = 0
  while (at < source.length) {
    const blank = /^\s+/.exec(source.slice(at))
    if (blank) {
      at += blank[0].length
      continue
    }
    const token = readToken(source, at)
    tokens.push(token)
    at += token.text.length
  }
  tokens.push({ kind: "end", text: "", value: "", position: source.length })
  return tokens
}

function readToken(source: string, at: number): Token {
  const rest = source.slice(at)
  const number = /^(?:\d+(?:\.\d+)?|\.\d+)/.exec(rest)
  if (number) return { kind: "number", text: number[0], value: Number(number[0]), position: at }
  const name = /^[A-Za-z_$][A-Za-z0-9_$]*/.exec(rest)
  if (name) return { kind: "name", text: name[0], value: name[0], position: at }
  if (rest[0] === '"' || rest[0] === "'") return readString(rest, at)
  const operator = OPERATORS.find((text) => rest.startsWith(text))
  if (!operator) throw new ExpressionError(`Unexpected character ${JSON.stringify(rest[0])}`, at)
  return { kind: "operator", text: operator, value: operator, position: at }
}

function readString(rest: string, at: number): Token {
  const quote = rest[0]!
  let value = ""
  for (let index = 1; index < rest.length; index++) {
    const char = rest[index]!
    if (char === quote) return { kind: "string", text: rest.slice(0, index + 1), value, position: at }
    if (char === "\\") {
      const escaped = rest[++index] ?? ""
      value += ESCAPES[escaped] ?? escaped
    } else value += char
  }
  throw new ExpressionError("The text has no closing quote", at)
}
